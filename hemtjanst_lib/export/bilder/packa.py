"""The same deck, the same bytes: times that the clock put into the archive and its workbooks are set to the day."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

STAMP = (1980, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def normalise(content: bytes, day: date) -> bytes:
    """Rewrite an Office file with fixed times, also in the workbooks inside it."""
    told = f"{day.isoformat()}T00:00:00Z".encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in _order(old.namelist()):
            body = old.read(name)
            if name.endswith("docProps/core.xml"):
                body = _TIME.sub(rb"\g<1>" + told + rb"\g<2>", body)
            elif name.endswith(".xlsx"):
                body = normalise(body, day)
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, body)
    return stream.getvalue()


def _order(names: list[str]) -> list[str]:
    """The contents first, as programs expect; the rest as it was."""
    first = "[Content_Types].xml"
    return [first, *(name for name in dict.fromkeys(names) if name != first)]
