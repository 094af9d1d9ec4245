"""Mutations of workbooks: sheets, hidden and merged parts, formulas, errors, and the archive itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

from . import book
from .spoiling import mutation
from .target import Target

S, F, Z = "Sheets", "Formulas, formats and errors", "The archive"


def of_sheet(group: str, name: str) -> Callable[[Callable[[Target, book.Sheet], bool | None]], object]:
    """Enter a function that changes the sheet in place, or returns False when it does not apply."""

    def enter(spoil: Callable[[Target, book.Sheet], bool | None]) -> object:
        def whole(target: Target) -> bytes | None:
            if target.form != "xlsx":
                return None
            copy = target.book()
            return None if spoil(target, copy[target.sheet]) is False else book.write(copy)

        mutation(group, name)(whole)
        return spoil

    return enter


def of_book(group: str, name: str) -> Callable[[Callable[[Target, book.Book], bool | None]], object]:
    """Enter a function that changes the workbook in place, or returns False when it does not apply."""

    def enter(spoil: Callable[[Target, book.Book], bool | None]) -> object:
        def whole(target: Target) -> bytes | None:
            if target.form != "xlsx":
                return None
            copy = target.book()
            return None if spoil(target, copy) is False else book.write(copy)

        mutation(group, name)(whole)
        return spoil

    return enter


def _place(target: Target) -> tuple[int, int]:
    table = target.table()
    return table.some(), (table.numeric() or table.varden)[0]


@of_book(S, "written anew by another program, nothing changed")
def rewritten(target: Target, copy: book.Book) -> None:
    pass


@of_book(S, "the sheet renamed")
def renamed(target: Target, copy: book.Book) -> None:
    copy[target.sheet].name = "Blad1"


@of_book(S, "the sheet's name with a blank at the end")
def blank_name(target: Target, copy: book.Book) -> None:
    copy[target.sheet].name += " "


@of_book(S, "an empty sheet put first")
def empty_first(target: Target, copy: book.Book) -> None:
    copy.sheets.insert(0, book.Sheet("Blad1", [[]]))


@of_book(S, "a copy of the sheet with other values put first")
def copy_first(target: Target, copy: book.Book) -> None:
    other = book.copied(copy[target.sheet])
    other.name = (other.name[:24] + " (2)").strip()
    table = target.table()
    for number in table.read():
        for column in table.varden:
            if isinstance(other.rows[number][column], int | float):
                other.rows[number][column] = 1
    copy.sheets.insert(0, other)


@of_book(S, "the sheet removed")
def removed(target: Target, copy: book.Book) -> None:
    copy.sheets.remove(copy[target.sheet])


@of_book(S, "the sheet emptied")
def emptied(target: Target, copy: book.Book) -> None:
    copy[target.sheet].rows = [[]]


@of_book(S, "sheets in reverse order")
def reversed_(target: Target, copy: book.Book) -> None:
    copy.sheets.reverse()


@of_book(S, "names of two sheets swapped")
def swapped(target: Target, copy: book.Book) -> bool | None:
    here = copy[target.sheet]
    other = copy.sheets[copy.sheets.index(here) - 1]
    here.name, other.name = other.name, here.name
    return None


@of_book(S, "the sheet is hidden")
def hidden(target: Target, copy: book.Book) -> None:
    copy[target.sheet].hidden = True


@of_sheet(S, "ten hidden rows among the data")
def hidden_rows(target: Target, sheet: book.Sheet) -> None:
    sheet.hidden_rows = set(target.table().read()[5:15]) or set(target.table().read())


@of_sheet(S, "a hidden column of values")
def hidden_column(target: Target, sheet: book.Sheet) -> None:
    sheet.hidden_columns = {target.table().varden[0]}


@of_sheet(S, "the title's cells merged")
def merged_title(target: Target, sheet: book.Sheet) -> bool | None:
    sheet.merged = [(0, 0, 0, 5)]
    return None


@of_sheet(S, "cells of values merged down three rows")
def merged_values(target: Target, sheet: book.Sheet) -> bool | None:
    row, column = _place(target)
    if row + 2 >= len(sheet.rows):
        return False
    sheet.merged = [(row, column, row + 2, column)]
    for number in (row + 1, row + 2):
        sheet.rows[number][column] = None
    return None


@of_sheet(S, "codes merged over two rows")
def merged_codes(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    if table.kod is None:
        return False
    row = table.some()
    sheet.merged = [(row, table.kod, row + 1, table.kod)]
    sheet.rows[row + 1][table.kod] = None
    return None


@of_sheet(S, "two headings merged to one")
def merged_head(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    first = table.varden[0]
    sheet.merged = [(table.head, first, table.head, first + 1)]
    sheet.rows[table.head][first + 1] = None
    return None


@of_sheet(F, "a value is a formula with its last result")
def formula(target: Target, sheet: book.Sheet) -> None:
    row, column = _place(target)
    sheet.rows[row][column] = book.Formula("=1+1", sheet.rows[row][column])


@of_sheet(F, "a value is a formula whose result is another")
def formula_other(target: Target, sheet: book.Sheet) -> None:
    row, column = _place(target)
    sheet.rows[row][column] = book.Formula("=0", 0)


@of_sheet(F, "a value is a formula that was never computed")
def formula_none(target: Target, sheet: book.Sheet) -> None:
    row, column = _place(target)
    sheet.rows[row][column] = book.Formula("=1+1")


@of_sheet(F, "all values are formulas with their last results")
def formulas(target: Target, sheet: book.Sheet) -> None:
    table = target.table()
    for row in table.read():
        for column in table.varden:
            cell = sheet.rows[row][column]
            if cell is not None:
                sheet.rows[row][column] = book.Formula("=Data!A1", cell)


@of_sheet(F, "codes are formulas with their last results")
def formula_codes(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    if table.kod is None:
        return False
    for row in table.read():
        sheet.rows[row][table.kod] = book.Formula('=TEXT(A1,"0000")', sheet.rows[row][table.kod])
    return None


for error in ("#N/A", "#REF!", "#VALUE!", "#DIV/0!"):

    @of_sheet(F, f"a value is the error {error}")
    def error_value(target: Target, sheet: book.Sheet, error: str = error) -> None:
        row, column = _place(target)
        sheet.rows[row][column] = book.Formula("=NA()", error)


@of_sheet(F, "a code is the error #N/A")
def error_code(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    if table.kod is None:
        return False
    sheet.rows[table.some()][table.kod] = book.Formula("=NA()", "#N/A")
    return None


@of_sheet(F, "the label of a row is the error #N/A")
def error_label(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    if not table.fil.rader:
        return False
    column = table.column(table.fil.rader[-1].kolumn)
    sheet.rows[table.some()][column or 0] = book.Formula("=NA()", "#N/A")
    return None


@of_sheet(F, "percentages as fractions shown as percent")
def percent_format(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    columns = table.numeric()[:1]
    for row in table.read():
        for column in columns:
            if isinstance(cell := sheet.rows[row][column], int | float):
                sheet.rows[row][column] = book.Formatted(cell / 100, "0%")
    return None if columns else False


@of_sheet(F, "values shown without their decimals")
def rounded_format(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    columns = table.numeric()
    for row in table.read():
        for column in columns:
            if isinstance(cell := sheet.rows[row][column], int | float):
                sheet.rows[row][column] = book.Formatted(cell, "0")
    return None if columns else False


@of_sheet(F, "a column of values shown as dates")
def date_format(target: Target, sheet: book.Sheet) -> bool | None:
    table = target.table()
    columns = table.numeric()[:1]
    for row in table.read():
        for column in columns:
            if isinstance(cell := sheet.rows[row][column], int | float):
                sheet.rows[row][column] = book.Formatted(cell, "yyyy-mm-dd")
    return None if columns else False


@of_sheet(F, "a value became a date (1.5 is 1 May)")
def became_date(target: Target, sheet: book.Sheet) -> None:
    row, column = _place(target)
    sheet.rows[row][column] = date(2024, 5, 1)


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """Return an archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 11, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def sheet_part(target: Target, found: dict[str, bytes]) -> str:
    """Return the name of the part that holds the target's sheet."""
    names = [sheet.name for sheet in target.book().sheets]
    return f"xl/worksheets/sheet{names.index(target.sheet) + 1}.xml"


def of_parts(name: str) -> Callable[[Callable[[Target, dict[str, bytes]], bool | None]], object]:
    """Enter a function that changes the parts of the archive in place."""

    def enter(spoil: Callable[[Target, dict[str, bytes]], bool | None]) -> object:
        def whole(target: Target) -> bytes | None:
            if target.form != "xlsx":
                return None
            found = parts(target.content)
            return None if spoil(target, found) is False else packed(found)

        mutation(Z, name)(whole)
        return spoil

    return enter


def _edit(target: Target, found: dict[str, bytes], pattern: bytes, new: bytes, count: int = 1) -> bool | None:
    name = sheet_part(target, found)
    changed = re.sub(pattern, new, found[name], count=count)
    if changed == found[name]:
        return False
    found[name] = changed
    return None


BOMB = (
    b"<!DOCTYPE a [<!ENTITY a 'x'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
)


@of_parts("billion laughs in the sheet")
def laughs(target: Target, found: dict[str, bytes]) -> bool | None:
    return _edit(target, found, rb"(<\?xml[^>]*\?>)", rb"\1" + BOMB)


@of_parts("billion laughs in the shared strings")
def laughs_strings(target: Target, found: dict[str, bytes]) -> None:
    name = "xl/sharedStrings.xml"
    found[name] = re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + BOMB, found[name])
    found[name] = found[name].replace(b"<t>", b"<t>&j;", 1)


@of_parts("an external entity in the workbook (file:///etc/passwd)")
def external(target: Target, found: dict[str, bytes]) -> None:
    name = "xl/workbook.xml"
    entity = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    found[name] = re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + entity, found[name])


@of_parts("an external entity in the shared strings")
def external_strings(target: Target, found: dict[str, bytes]) -> None:
    name = "xl/sharedStrings.xml"
    entity = b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
    found[name] = re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + entity, found[name]).replace(b"<t>", b"<t>&e;", 1)


@of_parts("the sheet in UTF-16")
def wide(target: Target, found: dict[str, bytes]) -> None:
    name = sheet_part(target, found)
    found[name] = found[name].decode().replace("UTF-8", "UTF-16").encode("utf-16")


@of_parts("the sheet's XML cut in the middle")
def cut_xml(target: Target, found: dict[str, bytes]) -> None:
    name = sheet_part(target, found)
    found[name] = found[name][: len(found[name]) // 2]


@of_parts("the sheet's XML cut after a whole row")
def cut_rows(target: Target, found: dict[str, bytes]) -> None:
    name = sheet_part(target, found)
    rows = [match.end() for match in re.finditer(rb"</row>", found[name])]
    found[name] = found[name][: rows[int(len(rows) * 0.8)]]


@of_parts("the shared strings missing")
def no_strings(target: Target, found: dict[str, bytes]) -> None:
    del found["xl/sharedStrings.xml"]


@of_parts("the last 20 shared strings missing")
def few_strings(target: Target, found: dict[str, bytes]) -> None:
    name = "xl/sharedStrings.xml"
    ends = [match.start() for match in re.finditer(rb"<si>", found[name])]
    found[name] = found[name][: ends[-20]] + b"</sst>"


@of_parts("one shared string missing, so that the later ones move")
def moved_strings(target: Target, found: dict[str, bytes]) -> None:
    name = "xl/sharedStrings.xml"
    found[name] = re.sub(rb"<si><t>(?:Ja|Totalt|Samtliga|Nej)</t></si>", b"", found[name], count=1)


@of_parts("the sheet's part missing")
def no_sheet(target: Target, found: dict[str, bytes]) -> None:
    del found[sheet_part(target, found)]


@of_parts("the list of content types missing")
def no_types(target: Target, found: dict[str, bytes]) -> None:
    del found["[Content_Types].xml"]


@of_parts("the list of sheets missing")
def no_book(target: Target, found: dict[str, bytes]) -> None:
    del found["xl/workbook.xml"]


@of_parts("the styles missing")
def no_styles(target: Target, found: dict[str, bytes]) -> None:
    del found["xl/styles.xml"]


@of_parts("a wrong extent of the sheet (dimension A1:B2)")
def extent(target: Target, found: dict[str, bytes]) -> bool | None:
    return _edit(target, found, rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:B2"/>')


@of_parts("an enormous extent of the sheet (a cell in XFD1048576)")
def enormous(target: Target, found: dict[str, bytes]) -> bool | None:
    return _edit(target, found, rb"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


@of_parts("cells without their references")
def no_references(target: Target, found: dict[str, bytes]) -> bool | None:
    return _edit(target, found, rb'<c r="[A-Z]+\d+"', b"<c", count=0)


@of_parts("a row twice with the same number")
def row_twice(target: Target, found: dict[str, bytes]) -> bool | None:
    table = target.table()
    number = str(table.some() + 1).encode()
    return _edit(target, found, rb'(<row r="' + number + rb'".*?</row>)', rb"\1\1")


@of_parts("a cell twice in one row, contradicting")
def cell_twice(target: Target, found: dict[str, bytes]) -> bool | None:
    row, column = _place(target)
    reference = f"{chr(65 + column)}{row + 1}".encode() if column < 26 else b""
    return _edit(target, found, rb'(<c r="' + reference + rb'"[^>]*>)(.*?</c>)', rb"\1\2\1<v>1</v></c>")


@of_parts("a number written as NaN")
def nan(target: Target, found: dict[str, bytes]) -> bool | None:
    row, column = _place(target)
    reference = f"{chr(65 + column)}{row + 1}".encode()
    return _edit(
        target, found, rb'<c r="' + reference + rb'"[^>]*>.*?</c>', rb'<c r="' + reference + rb'"><v>NaN</v></c>'
    )


@of_parts("a number written as inf")
def inf(target: Target, found: dict[str, bytes]) -> bool | None:
    row, column = _place(target)
    reference = f"{chr(65 + column)}{row + 1}".encode()
    return _edit(
        target, found, rb'<c r="' + reference + rb'"[^>]*>.*?</c>', rb'<c r="' + reference + rb'"><v>1e999</v></c>'
    )


@of_parts("tags with a prefix (x:worksheet)")
def prefixed(target: Target, found: dict[str, bytes]) -> None:
    name = sheet_part(target, found)
    xml = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", found[name])
    found[name] = xml.replace(b"<x:worksheet xmlns=", b"<x:worksheet xmlns:x=", 1)


@of_parts("tags with a prefix, and an error among the values")
def prefixed_error(target: Target, found: dict[str, bytes]) -> bool | None:
    row, column = _place(target)
    reference = f"{chr(65 + column)}{row + 1}".encode()
    done = _edit(
        target,
        found,
        rb'<c r="' + reference + rb'"[^>]*>.*?</c>',
        rb'<c r="' + reference + rb'" t="e"><v>#REF!</v></c>',
    )
    prefixed(target, found)
    return done


@of_parts("text in the cells (inline) instead of shared")
def inline(target: Target, found: dict[str, bytes]) -> bool | None:
    strings = re.findall(rb"<si><t[^>]*>([^<]*)</t></si>", found["xl/sharedStrings.xml"])
    name = sheet_part(target, found)
    found[name] = re.sub(
        rb'<c r="([A-Z]+\d+)" t="s"><v>(\d+)</v></c>',
        lambda m: b'<c r="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>' % (m[1], strings[int(m[2])]),
        found[name],
    )
    return None


@mutation(Z, "a zip bomb in the sheet (1 GB of blanks)")
def bomb(target: Target) -> bytes | None:
    if target.form != "xlsx":
        return None
    stream = io.BytesIO()
    found = parts(target.content)
    name = sheet_part(target, found)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, content in found.items():
            if part != name:
                archive.writestr(zipfile.ZipInfo(part), content)
        with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as out:
            for _ in range(1024):
                out.write(b" " * 2**20)
    return stream.getvalue()


@mutation(Z, "a zip bomb that says it is small")
def lying_bomb(target: Target) -> bytes | None:
    if target.form != "xlsx":
        return None
    content = bytearray(bomb_of(target, 64))
    size = (64 * 2**20).to_bytes(4, "little")
    return bytes(content.replace(size, (1000).to_bytes(4, "little")))


def bomb_of(target: Target, megabytes: int) -> bytes:
    """Return the workbook with a further part of blanks."""
    found = parts(target.content)
    name = sheet_part(target, found)
    return packed({**found, name: b" " * megabytes * 2**20})


@mutation(Z, "two parts of one name")
def two_parts(target: Target) -> bytes | None:
    if target.form != "xlsx":
        return None
    import warnings

    found = parts(target.content)
    name = sheet_part(target, found)
    stream = io.BytesIO(packed(found))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        archive.writestr(zipfile.ZipInfo(name), found[name].replace(b"<v>7", b"<v>8"))
    return stream.getvalue()


@mutation(Z, "bytes put before and after the archive")
def wrapped(target: Target) -> bytes | None:
    return b"MZ" + target.content + b"\x00" * 10 if target.form == "xlsx" else None


@mutation(Z, "one byte of the sheet's packed data changed")
def one_byte(target: Target) -> bytes | None:
    if target.form != "xlsx":
        return None
    with zipfile.ZipFile(io.BytesIO(target.content)) as archive:
        info = archive.getinfo(sheet_part(target, {}))
    content = bytearray(target.content)
    content[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 4
    return bytes(content)


@mutation(Z, "an OLE container (old .xls, or a password)")
def ole(target: Target) -> bytes | None:
    head = bytes.fromhex("d0cf11e0a1b11ae1")
    encrypted = "EncryptedPackage".encode("utf-16-le")
    return head + b"\x00" * 504 + encrypted + b"\x00" * 2000 if target.form == "xlsx" else None
