"""Whether a workbook's archive can be opened without harm: whole, of bearable size, and plain XML.

A workbook is a zip archive. Its reader trusts it: it would unpack a bomb into memory, stop before the end of a damaged
part without looking at the checksum, or take one of two parts of the same name. So every part is unpacked once, in
small pieces that are counted and thrown away, before anything is read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.sources.faults import some

LARGEST_PART = 256 * 2**20  # bytes unpacked; the largest sheet known is about 4 MB
LARGEST = 512 * 2**20  # all parts together
MOST_PARTS = 5000
PIECE = 2**18
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)")
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']")
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def check_archive(path: Path, shown: str) -> None:
    """Unpack every part once, in bounded memory.

    Raises
    ------
    SourceError
        If the archive is damaged, too large unpacked, or holds what no workbook of the kind should.
    """
    try:
        with zipfile.ZipFile(path) as book:
            _check_size(book.infolist(), shown)
            faults = [fault for part in book.infolist() if (fault := _part_fault(book, part))]
    except DAMAGED as fault:
        raise SourceError(f"{shown}: is a damaged workbook ({fault})", do="Fetch the file again.") from fault
    if faults:
        raise SourceError(
            f"{shown}: is no workbook as Excel writes them: {some(faults)}",
            do="Open the file in Excel and save it as .xlsx; if you do not know who made it, do not open it.",
        )


def _check_size(parts: list[zipfile.ZipInfo], shown: str) -> None:
    largest, total = max((part.file_size for part in parts), default=0), sum(part.file_size for part in parts)
    if largest > LARGEST_PART or total > LARGEST or len(parts) > MOST_PARTS:
        raise SourceError(
            f"{shown}: unpacks to {total / 2**20:,.0f} MB in {len(parts)} parts; a workbook of results is far smaller"
            f" (at most {LARGEST // 2**20} MB in {MOST_PARTS} parts is read)",
            do="Fetch the file again from the publisher; do not open this one.",
        )
    if doubled := [name for name, times in Counter(part.filename for part in parts).items() if times > 1]:
        raise SourceError(
            f"{shown}: is a damaged workbook (it holds two parts named {some(doubled)})", do="Fetch the file again."
        )


def _part_fault(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Unpack a part to its end, which checks its checksum; say what an XML part must not hold."""
    is_xml = part.filename.endswith((".xml", ".rels"))
    tail, fault = b"", ""
    with book.open(part) as stream:
        first = True
        while piece := stream.read(PIECE):
            if is_xml and not fault:
                fault = _xml_fault(tail + piece, first)
            tail, first = piece[-32:], False
    return f"{part.filename} {fault}" if fault else ""


def _xml_fault(piece: bytes, first: bool) -> str:
    if first:
        declared = ENCODING.match(piece.removeprefix(b"\xef\xbb\xbf"))
        if piece.startswith(WIDE) or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}):
            return "is not written in UTF-8"
    return "declares entities or a document type" if DOCTYPE.search(piece) else ""
