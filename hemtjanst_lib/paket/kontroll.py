"""The last look at a package before it leaves: whole, sound, rightly named, and without anybody else's data."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

import pandas as pd

from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.export.databok import rakna_om
from hemtjanst_lib.export.disclosure import disclosures
from hemtjanst_lib.export.names import Register
from hemtjanst_lib.paket.arkiv import Fil

STORST = {".html": 4 * 2**20, ".pdf": 2 * 2**20, ".pptx": 8 * 2**20, ".xlsx": 4 * 2**20, ".txt": 2**16}
NAMN = re.compile(r"(?:enheter/)?(?:(?P<kod>\d{4})_[a-z0-9_-]+\.(?:html|pdf|pptx|xlsx)|[a-z0-9_]+\.txt)")
LANK = re.compile(rb"""(?:href|src)=["'](?P<mal>[^"'#][^"']*)["']""")
UTE = (b"http://", b"https://", b"mailto:", b"data:")
AR = re.compile(r"_20\d\d(?=\.[a-z]+$)")
DELAR = (".xlsx", ".pptx")  # archives themselves, searched unpacked


def faults(filer: list[Fil], order: Bestallning, orders: Iterable[Bestallning]) -> list[str]:
    """List what is wrong with the files of an order's package, one line each."""
    names = {fil.namn for fil in filer}
    return [
        *(line for fil in filer for line in _of_file(fil, order, names)),
        *_internal(filer, orders),
        *(
            line
            for fil in filer
            if fil.namn.endswith("_data.xlsx") or "_data_" in fil.namn
            for line in _recomputed(fil)
        ),
    ]


def lacking(filer: Iterable[Fil], wanted: Iterable[str]) -> list[str]:
    """Hold a package against the order: name what it is owed and does not have (``bilder.pptx``)."""
    have = {AR.sub("", fil.namn) for fil in filer}
    return [f"lacks what the order is for: {what}" for what in wanted if not any(_is(name, what) for name in have)]


def _is(namn: str, what: str) -> bool:
    return namn.endswith(f"_{what}")


def others_named(filer: Iterable[Fil], order: Bestallning, register: pd.DataFrame) -> list[str]:
    """Search what leaves before publication for all other kommuners names and codes; a PDF is set from the same."""
    lan = dict(zip(register["lanskod"], register["lan"], strict=True))
    known = Register(dict(zip(register.index.astype("str"), register["namn"], strict=True)), lan)
    parts = {fil.namn: fil.innehall.decode() for fil in filer if fil.namn.endswith((".html", ".txt"))}
    return disclosures(known, order.kommunkod, parts)


def _of_file(fil: Fil, order: Bestallning, names: set[str]) -> Iterable[str]:
    found = NAMN.fullmatch(fil.namn)
    if not found:
        yield f"{fil.namn}: not a name that files of a package have"
    elif found["kod"] not in (None, order.kommunkod):
        yield f"{fil.namn}: is about kommun {found['kod']}, the package is for {order.kommunkod}"
    ending = fil.namn[fil.namn.rfind(".") :]
    if len(fil.innehall) > STORST.get(ending, 0):
        yield f"{fil.namn}: {len(fil.innehall):,} bytes, at most {STORST.get(ending, 0):,}"
    if not fil.innehall:
        yield f"{fil.namn}: is empty"
    if ending == ".html":
        for link in LANK.findall(fil.innehall):
            if not link.startswith(UTE) and link.decode(errors="replace") not in names:
                yield f"{fil.namn}: links to {link.decode(errors='replace')}, which is not in the package"


def _internal(filer: list[Fil], orders: Iterable[Bestallning]) -> list[str]:
    """Search every file for what stands in orders: e-mail addresses and persons."""
    secrets = {text.encode() for order in orders for text in (order.epost, *order.atkomst, *_persons(order))}
    texts = [(fil.namn, part) for fil in filer for part in _texts(fil)]
    return [
        f"{name}: holds {secret.decode()}, which stands in an order"
        for name, text in texts
        for secret in sorted(secrets)
        if secret in text
    ]


def _persons(order: Bestallning) -> list[str]:
    """The contact when it is somebody's name; a role such as Socialchefen may stand in any text."""
    words = order.kontaktperson.split()
    return [order.kontaktperson] if len(words) > 1 and all(word[:1].isupper() for word in words) else []


def _texts(fil: Fil) -> Iterable[bytes]:
    if not fil.namn.endswith(DELAR):
        return [fil.innehall]
    with zipfile.ZipFile(BytesIO(fil.innehall)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _recomputed(fil: Fil) -> list[str]:
    return [f"{fil.namn}: {line}" for line in rakna_om(fil.innehall).fel]
