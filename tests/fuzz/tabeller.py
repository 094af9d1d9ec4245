"""Mutations of a table, whatever the format: columns, rows, headings."""

from __future__ import annotations

from typing import Any

from .spoiling import of_table
from .target import Rows, Table

K, R = "Columns and headings", "Rows"


def _two(table: Table) -> tuple[int, int] | None:
    """Two columns of values of the same kind that differ."""
    columns = table.numeric() or table.varden
    wide = [c for c in columns if len({str(table.rows[n][c]) for n in table.read()}) > 1]
    return (wide[0], wide[1]) if len(wide) > 1 else None


def _map(table: Table, column: int | None, change: Any) -> Rows | None:
    """Change every filled cell of a column that is read."""
    if column is None:
        return None
    for number in table.read():
        if table.rows[number][column] not in (None, ""):
            table.rows[number][column] = change(table.rows[number][column])
    return table.rows


@of_table(K, "heading of a value column renamed")
def rename(t: Table) -> Rows | None:
    if t.fil.form == "kolada":
        return _map(t, 0, lambda kpi: "U21402")
    t.rows[t.head][t.varden[0]] = "Något annat"
    return t.rows


@of_table(K, "heading of the code column renamed")
def rename_code(t: Table) -> Rows | None:
    if t.kod is None:
        return None
    t.rows[t.head][t.kod] = "Id"
    return t.rows


@of_table(K, "heading in capitals")
def capitals(t: Table) -> Rows | None:
    t.rows[t.head] = [cell.upper() if isinstance(cell, str) else cell for cell in t.rows[t.head]]
    return t.rows


@of_table(K, "headings with doubled blanks, no-break spaces and line breaks", forms=("xlsx",))
def blanks(t: Table) -> Rows | None:
    t.rows[t.head] = [
        "\u00a0" + cell.replace(" ", " \n ") + " " if isinstance(cell, str) else cell for cell in t.rows[t.head]
    ]
    return t.rows


@of_table(K, "headings with å, ä and ö written as two characters (NFD)", forms=("xlsx",))
def decomposed(t: Table) -> Rows | None:
    import unicodedata

    t.rows[t.head] = [unicodedata.normalize("NFD", c) if isinstance(c, str) else c for c in t.rows[t.head]]
    return t.rows


@of_table(K, "headings as mojibake (Ã¥ for å)")
def mojibake(t: Table) -> Rows | None:
    t.rows[t.head] = [c.encode().decode("cp1252", "replace") if isinstance(c, str) else c for c in t.rows[t.head]]
    return t.rows


@of_table(K, "a value column removed")
def drop(t: Table) -> Rows | None:
    gone = t.varden[0]
    return [row[:gone] + row[gone + 1 :] for row in t.rows]


@of_table(K, "the code column removed")
def drop_code(t: Table) -> Rows | None:
    return None if t.kod is None else [row[: t.kod] + row[t.kod + 1 :] for row in t.rows]


@of_table(K, "a value column twice, alike")
def double(t: Table) -> Rows | None:
    return [[*row, row[t.varden[0]]] if i >= t.head else [*row, None] for i, row in enumerate(t.rows)]


@of_table(K, "a value column twice, contradicting")
def contradict(t: Table) -> Rows | None:
    first, last = t.varden[0], t.varden[-1]
    for i, row in enumerate(t.rows):
        row.append(row[first] if i == t.head else (row[last] if first != last else "nej") if i > t.head else None)
    return t.rows


@of_table(K, "columns in reverse order")
def reverse_columns(t: Table) -> Rows | None:
    return None if t.fil.form == "kolada" else [row[::-1] for row in t.rows]


@of_table(K, "an empty column put in first")
def indent(t: Table) -> Rows | None:
    return None if t.fil.form == "kolada" else [[None, *row] for row in t.rows]


@of_table(K, "an unknown column put in")
def extra(t: Table) -> Rows | None:
    return (
        [
            [*row[:2], "Ny kolumn" if i == t.head else 1 if i > t.head else None, *row[2:]]
            for i, row in enumerate(t.rows)
        ]
        if t.fil.form != "kolada"
        else None
    )


@of_table(K, "headings of two value columns swapped")
def swap(t: Table) -> Rows | None:
    if not (pair := _two(t)):
        return None
    a, b = pair
    head = t.rows[t.head]
    head[a], head[b] = head[b], head[a]
    return t.rows


@of_table(K, "headings of all value columns moved one step")
def roll(t: Table) -> Rows | None:
    columns = t.numeric()
    if len(columns) < 3:
        return None
    names = [t.rows[t.head][c] for c in columns]
    for column, name in zip(columns, names[1:] + names[:1], strict=True):
        t.rows[t.head][column] = name
    return t.rows


@of_table(K, "headings of code and name swapped")
def swap_code(t: Table) -> Rows | None:
    if t.kod is None or t.namn is None:
        return None
    head = t.rows[t.head]
    head[t.kod], head[t.namn] = head[t.namn], head[t.kod]
    return t.rows


@of_table(K, "one value column filled with a copy of another")
def copy_column(t: Table) -> Rows | None:
    if not (pair := _two(t)):
        return None
    for row in t.body:
        row[pair[1]] = row[pair[0]]
    return t.rows


def _down(t: Table, columns: list[int], rows: list[int], step: int = 1) -> Rows:
    values = [[t.rows[n][c] for c in columns] for n in rows]
    for number, cells in zip(rows, values[-step:] + values[:-step], strict=True):
        for column, cell in zip(columns, cells, strict=True):
            t.rows[number][column] = cell
    return t.rows


@of_table(R, "one value column moved one row down")
def shift_one(t: Table) -> Rows | None:
    columns = t.numeric() or t.varden
    return _down(t, columns[:1], t.read())


@of_table(R, "all values moved one row down beside codes and names")
def shift_all(t: Table) -> Rows | None:
    columns = [3, 4, 5] if t.fil.form == "kolada" else [c for c in (*t.varden, t.antal) if c is not None]
    return _down(t, columns, t.read())


@of_table(R, "values of 40 rows in the middle moved one row down")
def shift_some(t: Table) -> Rows | None:
    rows = t.read()
    middle = rows[len(rows) // 2 - 20 : len(rows) // 2 + 20]
    columns = [3, 4, 5] if t.fil.form == "kolada" else [c for c in (*t.varden, t.antal) if c is not None]
    return _down(t, columns, middle) if len(middle) == 40 else None


@of_table(R, "the code column moved one row down")
def shift_codes(t: Table) -> Rows | None:
    return None if t.kod is None else _down(t, [t.kod], t.read())


@of_table(R, "codes and names moved one row down")
def shift_codes_names(t: Table) -> Rows | None:
    return None if t.kod is None or t.namn is None else _down(t, [t.kod, t.namn], t.read())


@of_table(R, "one value column sorted by itself")
def sort_one(t: Table) -> Rows | None:
    column = (t.numeric() or t.varden)[0]
    rows = t.read()
    values = sorted((t.rows[n][column] for n in rows), key=str)
    for number, value in zip(rows, values, strict=True):
        t.rows[number][column] = value
    return t.rows


@of_table(R, "values of two kommuner swapped")
def swap_rows(t: Table) -> Rows | None:
    rows = t.read()
    a, b = t.some(0.3), t.some(0.7)
    columns = [3, 4, 5] if t.fil.form == "kolada" else [c for c in (*t.varden, t.antal) if c is not None]
    if len(rows) < 4 or a == b:
        return None
    for column in columns:
        t.rows[a][column], t.rows[b][column] = t.rows[b][column], t.rows[a][column]
    return t.rows


@of_table(R, "the last 10 rows cut off")
def cut(t: Table) -> Rows | None:
    return t.rows[: max(len(t.rows) - 10, t.head + 1)]


@of_table(R, "the second half cut off")
def halve(t: Table) -> Rows | None:
    return t.rows[: t.head + 1 + len(t.body) // 2]


@of_table(R, "the first row under the headings removed")
def first(t: Table) -> Rows | None:
    return t.rows[: t.head + 1] + t.rows[t.head + 2 :]


@of_table(R, "one row in the middle removed")
def middle(t: Table) -> Rows | None:
    number = t.some()
    return t.rows[:number] + t.rows[number + 1 :]


@of_table(R, "all rows removed, headings left")
def emptied(t: Table) -> Rows | None:
    return t.rows[: t.head + 1]


@of_table(R, "the row of headings removed", forms=("xlsx", "csv"))
def headless(t: Table) -> Rows | None:
    return t.rows[: t.head] + t.rows[t.head + 1 :]


@of_table(R, "three more rows of titles above", forms=("xlsx", "csv"))
def titles(t: Table) -> Rows | None:
    return [["Sammanställning"], ["Rättad version"], [], *t.rows]


@of_table(R, "headings one row further down", forms=("xlsx", "csv"))
def lower(t: Table) -> Rows | None:
    return [*t.rows[: t.head], [None] * len(t.rows[t.head]), *t.rows[t.head :]]


@of_table(R, "headings in two rows", forms=("xlsx", "csv"))
def two_rows(t: Table) -> Rows | None:
    head = t.rows[t.head]
    half = len(head) // 2
    return [
        *t.rows[: t.head],
        [*head[:half], *[None] * (len(head) - half)],
        [*[None] * half, *head[half:]],
        *t.body,
    ]


@of_table(R, "the headings once more in the middle", forms=("xlsx", "csv"))
def again(t: Table) -> Rows | None:
    number = t.some()
    return [*t.rows[:number], t.rows[t.head][:], *t.rows[number:]]


@of_table(R, "rows in reverse order")
def reverse(t: Table) -> Rows | None:
    return [*t.rows[: t.head + 1], *t.body[::-1]]


@of_table(R, "empty rows in between", forms=("xlsx", "csv"))
def gaps(t: Table) -> Rows | None:
    number = t.some()
    return [*t.rows[:number], [None] * len(t.rows[number]), *t.rows[number:]]


@of_table(R, "notes under the table", forms=("xlsx",))
def notes(t: Table) -> Rows | None:
    width = len(t.rows[t.head])
    lines = ["Anm: preliminära uppgifter", "Källa: Socialstyrelsen", "Uttag gjort av förvaltningen"]
    return [*t.rows, *([line, *[None] * (width - 1)] for line in lines)]


@of_table(R, "a row with the sums at the end")
def sums(t: Table) -> Rows | None:
    row: list[Any] = [None] * len(t.rows[t.head])
    row[0] = "Summa"
    for column in t.varden:
        row[column] = 50 if t.fil.form != "lista" else "ja"
    return [*t.rows, row]


@of_table(R, "a row twice, alike")
def twice(t: Table) -> Rows | None:
    number = t.some()
    return [*t.rows[: number + 1], t.rows[number][:], *t.rows[number + 1 :]]


@of_table(R, "a row twice, contradicting")
def twice_other(t: Table) -> Rows | None:
    number = t.some()
    other = t.rows[number][:]
    rows = [n for n in t.read() if n != number]
    source = next((n for n in rows if [t.rows[n][c] for c in t.varden] != [other[c] for c in t.varden]), rows[-1])
    for column in t.varden:
        other[column] = t.rows[source][column]
    return [*t.rows[: number + 1], other, *t.rows[number + 1 :]]


def _with_code(t: Table, code: str, name: str | None) -> Rows | None:
    if t.kod is None:
        return None
    row = t.rows[t.some()][:]
    row[t.kod] = code
    if t.namn is not None and t.fil.niva == "kommun":
        row[t.namn] = name
    return [*t.rows, row]


@of_table(R, "a row of an unknown kommun (9998)")
def unknown(t: Table) -> Rows | None:
    return _with_code(t, "9998", "Nystad")


@of_table(R, "a row of a län (01) among the kommuner")
def lan(t: Table) -> Rows | None:
    return _with_code(t, "01", "Stockholms län")


@of_table(R, "a row of riket (0000) among the kommuner")
def riket(t: Table) -> Rows | None:
    return _with_code(t, "0000", "Riket")


def _relabel(t: Table, pick: int, words: tuple[str, str]) -> Rows | None:
    """Swap two words in the filter column that has both."""
    for radfilter in t.fil.rader:
        column = t.column(radfilter.kolumn)
        kinds = [*radfilter.behall, *radfilter.utelamna]
        if column is not None and set(words) <= set(kinds):
            change = {words[0]: words[1], words[1]: words[0]}
            for row in t.body:
                text = str(row[column])
                if text in change:
                    row[column] = int(change[text]) if change[text].isdigit() and pick else change[text]
            return t.rows
    return None


@of_table(R, "labels of this year and the year before swapped")
def years(t: Table) -> Rows | None:
    return _relabel(t, 1, (str(t.ar), str(t.ar - 1)))


@of_table(R, "labels of all and of women (or of public units) swapped")
def groups(t: Table) -> Rows | None:
    return _relabel(t, 0, ("Totalt", "Kvinnor")) or _relabel(t, 0, ("Samtliga", "Offentlig"))


@of_table(R, "labels of kommun and stadsdel swapped")
def levels(t: Table) -> Rows | None:
    return _relabel(t, 0, ("Kommun", "Stadsdel"))


@of_table(R, "the label of one row of a kind is misspelt")
def misspelt(t: Table) -> Rows | None:
    if not t.fil.rader:
        return None
    column = t.column(t.fil.rader[-1].kolumn)
    number = t.some()
    t.rows[number][column or 0] = "Total"
    return t.rows
