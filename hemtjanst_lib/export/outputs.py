"""The outputs of code cells to blocks; an output that has no place in a report is a fault."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from hemtjanst_lib.display import CHART_MIMETYPE, METADATA_KEY, Huvud
from hemtjanst_lib.export.document import (
    Blocks,
    Chart,
    Column,
    Figure,
    Paragraph,
    Picture,
    Table,
    Text,
)
from hemtjanst_lib.export.markdown import Reader

WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = ("image/png", "image/svg+xml")


def output_blocks(output: Mapping[str, Any], reader: Reader) -> tuple[Huvud | None, Blocks]:
    """Read one output; faults are noted in ``reader``.

    Returns
    -------
    (Huvud or None, blocks)
        The report's head when the output is one, and the blocks to show.
    """
    kind = output.get("output_type")
    if kind == "stream":
        text = "".join(output.get("text", "")).strip()
        reader.fault(f"printed to {output.get('name')}, and a report prints nothing: {text[:80]}")
        return None, ()
    if kind == "error":
        reader.fault(f"stopped with {output.get('ename')}: {output.get('evalue')}")
        return None, ()
    form = output.get("metadata", {}).get(METADATA_KEY)
    data = output.get("data", {})
    return _own_form(form, data, reader) if form else (None, _plain_output(output, data, reader))


def _own_form(form: Mapping[str, Any], data: Mapping[str, Any], reader: Reader) -> tuple[Huvud | None, Blocks]:
    sort = form.get("sort")
    if sort == "huvud":
        return _huvud(form), ()
    if sort == "tabell":
        return None, (_table(form, reader, f"tabell-{form['id']}"),)
    if sort == "figur":
        return None, _figure(form, data, reader)
    if sort == "punktlista":
        return None, reader.blocks(_joined(data["text/markdown"]))
    reader.fault(f"shows a {sort}, which this version of the exporter does not know")
    return None, ()


def _huvud(form: Mapping[str, Any]) -> Huvud:
    fields = {key: form[key] for key in Huvud.__dataclass_fields__ if key in form}
    return Huvud(**{**fields, "sort": form["rapport"], "uppgifter": dict(form["uppgifter"])})


def _figure(form: Mapping[str, Any], data: Mapping[str, Any], reader: Reader) -> Blocks:
    if CHART_MIMETYPE not in data:
        reader.fault(f"the figure {form['id']} has no {CHART_MIMETYPE}; found {', '.join(sorted(data))}")
        return ()
    anchor = f"figur-{form['id']}"
    return (
        Figure(
            anchor,
            reader.text(form["titel"]),
            reader.text(form["alt"]),
            reader.text(form["bildtext"]),
            Chart({key: part for key, part in data[CHART_MIMETYPE].items() if key != "title"}),
            _table(form["tabell"], reader, f"{anchor}-data"),
            cell=reader.cell,
        ),
    )


def _table(form: Mapping[str, Any], reader: Reader, anchor: str) -> Table:
    columns = tuple(Column((Text(reader.text(k["rubrik"])),), k["sort"]) for k in form["kolumner"])
    rows = tuple(tuple((Text(reader.text(text)),) for text in rad) for rad in form["rader"])
    for i, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            reader.fault(f"row {i} of {anchor} has {len(row)} cells, its head has {len(columns)}")
    own = tuple(form.get("egna", ()))
    return Table(anchor, reader.text(form["titel"]), columns, rows, own, reader.text(form["not"]), cell=reader.cell)


def _plain_output(output: Mapping[str, Any], data: Mapping[str, Any], reader: Reader) -> Blocks:
    if WIDGET in data:
        reader.fault(f"shows a widget ({WIDGET}), which lives only in JupyterLab; show a chart or a table instead")
        return ()
    for mimetype in PICTURES:
        if mimetype in data:
            return _picture(mimetype, data[mimetype], output.get("metadata", {}), reader)
    if "text/markdown" in data:
        return reader.blocks(_joined(data["text/markdown"]))
    if set(data) == {"text/plain"}:
        return _text(_joined(data["text/plain"]), reader)
    reader.fault(
        f"shows {', '.join(sorted(set(data) - {'text/plain'})) or 'nothing'}, which cannot be exported; "
        "use hemtjanst_lib.charts, hemtjanst_lib.tables or Markdown"
    )
    return ()


def _text(text: str, reader: Reader) -> Blocks:
    paragraphs = [" ".join(part.split("\n")) for part in text.strip().split("\n\n")]
    return tuple(Paragraph((Text(reader.text(part)),), reader.cell) for part in paragraphs if part)


def _picture(mimetype: str, content: Any, metadata: Mapping[str, Any], reader: Reader) -> Blocks:
    said = {**metadata, **metadata.get(mimetype, {})}
    if not said.get("alt"):
        reader.fault(f"shows {mimetype} without alt text; give metadata with alt (and titel), or use a Figur")
        return ()
    raw = _picture_bytes(mimetype, _joined(content))
    if not raw:
        reader.fault(f"shows {mimetype} that cannot be read")
        return ()
    title, alt, caption = (reader.text(str(said.get(key, ""))) for key in ("titel", "alt", "bildtext"))
    return (Figure(f"figur-{reader.cell}", title, alt, caption, Picture(mimetype, raw), cell=reader.cell),)


def _picture_bytes(mimetype: str, content: str) -> bytes:
    """Return the picture, empty when it is not what its mimetype says."""
    if mimetype == "image/svg+xml":
        return content.encode() if "<svg" in content else b""
    try:
        raw = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if raw.startswith(b"\x89PNG") else b""


def _joined(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)
