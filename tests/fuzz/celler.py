"""Mutations of cells: numbers, words, markers, codes, numbers of answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from .spoiling import of_table
from .tabeller import _map
from .target import Rows, Table

V, M, C, A = "Values", "Markers", "Codes", "Numbers of answers"


def _cell(t: Table, value: Any, *, numeric: bool = False) -> Rows | None:
    """Put a value in one cell that holds an answer."""
    columns = t.numeric() if numeric else t.varden
    if not columns:
        return None
    number = t.some()
    for column in (3, 4, 5) if t.fil.form == "kolada" else columns[:1]:
        t.rows[number][column] = value(t.rows[number][column]) if callable(value) else value
    return t.rows


def _each(t: Table, change: Callable[[Any], Any], *, columns: int | None = None, part: float = 1.0) -> Rows | None:
    """Change the numbers of some or all numeric columns."""
    numeric = [3, 4, 5] if t.fil.form == "kolada" else t.numeric()[:columns]
    if not numeric:
        return None
    rows = t.read()
    for number in rows[: int(len(rows) * part)]:
        for column in numeric:
            if isinstance(t.rows[number][column], int | float):
                t.rows[number][column] = change(t.rows[number][column])
    return t.rows


def _text(value: float, comma: str = ".") -> str:
    return f"{value:g}".replace(".", comma)


@of_table(V, "numbers as text with decimal point")
def as_text(t: Table) -> Rows | None:
    return _each(t, _text)


@of_table(V, "numbers as text with decimal comma")
def as_comma(t: Table) -> Rows | None:
    return _each(t, lambda v: _text(v, ","))


@of_table(V, "numbers as text with percent sign")
def as_percent(t: Table) -> Rows | None:
    return _each(t, lambda v: _text(v, ",") + " %") if t.fil.form != "kolada" else None


@of_table(V, "one column of percentages as fractions of 1")
def fraction(t: Table) -> Rows | None:
    return _each(t, lambda v: v / 100, columns=1)


@of_table(V, "all columns of percentages as fractions of 1")
def fractions(t: Table) -> Rows | None:
    return _each(t, lambda v: v / 100)


@of_table(V, "a third of a column as fractions of 1")
def some_fractions(t: Table) -> Rows | None:
    return _each(t, lambda v: v / 100, columns=1, part=0.34)


@of_table(V, "one percentage as a fraction of 1")
def one_fraction(t: Table) -> Rows | None:
    return _cell(t, lambda v: float(v) / 100, numeric=True)


@of_table(V, "a column ten times too large")
def tenfold(t: Table) -> Rows | None:
    return _each(t, lambda v: v * 10, columns=1)


@of_table(V, "a column ten times too small")
def tenth(t: Table) -> Rows | None:
    return _each(t, lambda v: v / 10, columns=1)


@of_table(V, "a column turned round (100 minus the value)")
def turned(t: Table) -> Rows | None:
    low_high = 100 if t.fil.varden[0].typ == "procent" else 2
    return _each(t, lambda v: round(low_high - v, 1), columns=1) if t.fil.form != "kolada" else None


@of_table(V, "all values of a column alike")
def constant(t: Table) -> Rows | None:
    number = t.some()
    same = t.rows[number][t.varden[0]]
    for n in t.read():
        for column in (3, 4, 5) if t.fil.form == "kolada" else (t.varden[0],):
            t.rows[n][column] = same
    return t.rows


@of_table(V, "one value of 90 or less has its digits swapped")
def digits(t: Table) -> Rows | None:
    def swapped(value: float) -> float:
        tens, ones = divmod(int(value), 10)
        return ones * 10 + tens + round(value - int(value), 1)

    return _cell(t, swapped, numeric=True) if _tens(t) else None


def _tens(t: Table) -> bool:
    """Whether the first number is of two digits."""
    cell = t.rows[t.some()][(t.numeric() or t.varden)[0]]
    return isinstance(cell, int | float) and cell >= 10


@of_table(V, "one value without its decimal sign (723 for 72,3)")
def no_sign(t: Table) -> Rows | None:
    return _cell(t, lambda v: round(float(v) * 10 + 1), numeric=True) if _tens(t) else None


ODD: tuple[tuple[str, Any], ...] = (
    ("−5 as a number", -5),
    ("−5 as text with U+2212", "−5"),
    ("101", 101),
    ("1e308", 1e308),
    ("nan as text", "nan"),
    ("inf as text", "inf"),
    ("TRUE", True),
    ("a word", "kanske"),
    ("two numbers (70–75)", "70–75"),
    ("a date", date(2024, 3, 1)),
    ("an error as text (#N/A)", "#N/A"),
    ("a formula as text (=A1)", "=A1"),
    ("digits of another script", "７２"),
    ("a number with thousands (1\u00a0234)", "1\u00a0234"),
    ("a number with two signs (1.234,5)", "1.234,5"),
    ("a thousand characters", "x" * 1000),
)
for words, odd in ODD:
    of_table(V, f"one cell holds {words}")(
        lambda t, odd=odd: _cell(t, odd if not isinstance(odd, date) or t.fil.form == "blad" else odd.isoformat())  # type: ignore[misc]
    )


@of_table(V, "one cell has a control character at its end", forms=("csv",))
def control(t: Table) -> Rows | None:
    return _cell(t, lambda v: f"{v}\x0b")


def _words(t: Table, change: dict[str, Any]) -> Rows | None:
    """Change words of answers in the first column of words."""
    lower = {key.lower(): value for key, value in change.items()}
    columns = [c for c in t.varden if isinstance(t.rows[t.some()][c], str) and c not in t.numeric()]
    if not columns:
        return None
    for number in t.read():
        cell = t.rows[number][columns[0]]
        t.rows[number][columns[0]] = lower.get(str(cell).lower(), cell)
    return t.rows


@of_table(V, "answers in capitals and with blanks")
def capitals(t: Table) -> Rows | None:
    return _words(t, {"ja": " JA ", "nej": "NEJ\u00a0"})


@of_table(V, "answers in English")
def english(t: Table) -> Rows | None:
    return _words(t, {"ja": "yes", "nej": "no"})


@of_table(V, "answers as 1 and 0")
def ones(t: Table) -> Rows | None:
    return _words(t, {"ja": 1, "nej": 0})


@of_table(V, "answers as 1 and 2")
def twos(t: Table) -> Rows | None:
    return _words(t, {"ja": 1, "nej": 2})


@of_table(V, "yes and no turned round")
def opposite(t: Table) -> Rows | None:
    return _words(t, {"ja": "Nej", "nej": "Ja"})


@of_table(V, "one yes is a no")
def one_opposite(t: Table) -> Rows | None:
    columns = [c for c in t.varden if str(t.rows[t.some()][c]).lower() in {"ja", "nej"}]
    if not columns:
        return None
    number = t.some()
    t.rows[number][columns[0]] = "Nej" if str(t.rows[number][columns[0]]).lower() == "ja" else "Ja"
    return t.rows


def _levels(t: Table, change: dict[Any, Any]) -> Rows | None:
    if not any(group.typ == "niva" for group in t.fil.varden):
        return None
    heads = next(group for group in t.fil.varden if group.typ == "niva").kolumner
    return _map(t, t.column(next(iter(heads))), lambda cell: change.get(cell, cell))


@of_table(V, "levels 2, 1, 0 as 3, 2, 1")
def up(t: Table) -> Rows | None:
    return _levels(t, {0: 1, 1: 2, 2: 3, "Nej": "Ja, i testverksamhet", "Ja, för några": "Ja, för alla"})


@of_table(V, "levels 2, 1, 0 as yes and no (1, 1, 0)")
def yes_no(t: Table) -> Rows | None:
    return _levels(t, {2: 1, "Ja, breddinfört": "Ja, i testverksamhet", "Ja, för alla": "Ja, för några"})


MARKERS = ("..", ".", "-", "–", "x", "*", "…", "", "Uppgift saknas", "Ej svar", "Ej aktuellt", "n/a", "?", "0")
for mark in MARKERS:
    shown = repr(mark) if mark else "nothing"
    of_table(M, f"one cell holds {shown}")(lambda t, mark=mark: _cell(t, mark or None))  # type: ignore[misc]


def _filled(t: Table, mark: str | None) -> Rows | None:
    for number in t.read():
        for column in (3, 4, 5) if t.fil.form == "kolada" else t.varden[:1]:
            t.rows[number][column] = mark
    return t.rows


for mark in ("..", ".", "-", "", "x"):
    shown = repr(mark) if mark else "nothing"
    of_table(M, f"a whole column holds {shown}")(lambda t, mark=mark: _filled(t, mark or None))  # type: ignore[misc]


@of_table(M, "a third of a column holds '-'")
def third(t: Table) -> Rows | None:
    rows = t.read()
    for number in rows[: len(rows) // 3]:
        for column in (3, 4, 5) if t.fil.form == "kolada" else t.varden[:1]:
            t.rows[number][column] = "-"
    return t.rows


@of_table(M, "a kommun's (or unit's) whole row holds '-'")
def silent(t: Table) -> Rows | None:
    number = t.some()
    for column in (3, 4, 5) if t.fil.form == "kolada" else t.varden:
        t.rows[number][column] = "-"
    return t.rows


@of_table(M, "markers with blanks and no-break spaces around")
def spaced(t: Table) -> Rows | None:
    for row in t.body:
        for column in t.varden:
            if row[column] in {"..", ".", "-", "Uppgift saknas", "Ej aktuellt"}:
                row[column] = f" {row[column]}\u00a0"
    return t.rows


@of_table(M, "every marker changed to '*'")
def stars(t: Table) -> Rows | None:
    for number in t.read():
        for column in t.varden:
            if t.rows[number][column] in {"..", ".", "-", "Uppgift saknas", "Ej aktuellt"}:
                t.rows[number][column] = "*"
    return t.rows


@of_table(M, "every marker changed to nothing")
def blanked(t: Table) -> Rows | None:
    for number in t.read():
        for column in t.varden:
            if t.rows[number][column] in {"..", ".", "-", "Uppgift saknas", "Ej aktuellt"}:
                t.rows[number][column] = None
    return t.rows


@of_table(M, "every marker changed to 0")
def zeroed(t: Table) -> Rows | None:
    for number in t.read():
        for column in t.varden:
            if t.rows[number][column] in {"..", ".", "-", "Uppgift saknas", "Ej aktuellt", None}:
                t.rows[number][column] = 0
    return t.rows


def _codes(t: Table, change: Callable[[str], Any], *, one: bool = False) -> Rows | None:
    if t.kod is None:
        return None
    if not one:
        return _map(t, t.kod, lambda cell: change(str(cell)))
    number = t.some()
    t.rows[number][t.kod] = change(str(t.rows[number][t.kod]))
    return t.rows


CODES: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("as numbers, the leading zero lost", int),
    ("as decimal numbers", float),
    ("as decimal numbers in text (114.0)", lambda code: f"{int(code)}.0"),
    ("with five digits", lambda code: f"0{code}"),
    ("with no-break spaces", lambda code: f"\u00a0{code}\u00a0"),
    ("with zero-width characters", lambda code: f"\u200b{code[:2]}\u2060{code[2:]}\ufeff"),
    ("with a soft hyphen", lambda code: f"{code[:2]}\u00ad{code[2:]}"),
    ("with an apostrophe in front", lambda code: f"'{code}"),
    ("with the letter O for 0", lambda code: code.replace("0", "O")),
    ("in full-width digits", lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code)),
    ("with the kommun's name after", lambda code: f"{code} Kommunen"),
    ("as dates", lambda code: date(2024, 1, 1 + int(code) % 28)),
    ("as thousands (1 285)", lambda code: f"{int(code):,}".replace(",", " ")),
    ("negative", lambda code: f"-{code}"),
    ("in quotation marks", lambda code: f'""{code}""'),
)
for words, change in CODES:
    of_table(C, f"codes {words}")(
        lambda t, change=change: None if t.fil.form != "blad" and change is CODES[11][1] else _codes(t, change)  # type: ignore[misc]
    )


@of_table(C, "one code without its leading zero")
def one_lost(t: Table) -> Rows | None:
    if t.kod is None:
        return None
    number = next(n for n in t.read() if str(t.rows[n][t.kod]).startswith("0"))
    t.rows[number][t.kod] = str(t.rows[number][t.kod])[1:]
    return t.rows


@of_table(C, "one code is another kommun's")
def other_code(t: Table) -> Rows | None:
    return _codes(t, lambda code: "0180" if code != "0180" else "0114", one=True)


@of_table(C, "one code is empty")
def no_code(t: Table) -> Rows | None:
    return _codes(t, lambda code: None, one=True)


@of_table(C, "the codes of two kommuner swapped")
def swapped(t: Table) -> Rows | None:
    if t.kod is None:
        return None
    a, b = t.some(0.3), t.some(0.7)
    t.rows[a][t.kod], t.rows[b][t.kod] = t.rows[b][t.kod], t.rows[a][t.kod]
    return t.rows


@of_table(C, "names as mojibake", forms=("xlsx",))
def mojibake_names(t: Table) -> Rows | None:
    return _map(t, t.namn, lambda name: str(name).encode().decode("cp1252", "replace"))


@of_table(C, "names with blanks around and no-break spaces", forms=("xlsx",))
def spaced_names(t: Table) -> Rows | None:
    return _map(t, t.namn, lambda name: f" \u00a0{name}  ")


@of_table(C, "names emptied", forms=("xlsx",))
def no_names(t: Table) -> Rows | None:
    return _map(t, t.namn, lambda name: None)


COUNTS: tuple[tuple[str, Any], ...] = (
    ("is 5", 5),
    ("is 0", 0),
    ("is −30", -30),
    ("is 1 234 567", 1_234_567),
    ("has lost its thousands (1.234)", 1.234),
    ("is nothing", None),
    ("is '-'", "-"),
    ("is words", "cirka hundra"),
    ("is an open interval", "färre än 30"),
)
for words, count in COUNTS:

    def put(t: Table, count: Any = count) -> Rows | None:
        if t.antal is None:
            return None
        t.rows[t.some()][t.antal] = count
        return t.rows

    of_table(A, f"one number of answers {words}")(put)


@of_table(A, "all numbers of answers as text with thousands' blanks")
def thousands(t: Table) -> Rows | None:
    return _map(t, t.antal, lambda n: f"{n:,}".replace(",", "\u00a0") if isinstance(n, int | float) else n)


@of_table(A, "all numbers of answers with a point for thousands")
def points(t: Table) -> Rows | None:
    return _map(t, t.antal, lambda n: f"{n:,}".replace(",", ".") if isinstance(n, float | int) and n >= 1000 else n)


@of_table(A, "the column of numbers of answers emptied")
def none_(t: Table) -> Rows | None:
    return _map(t, t.antal, lambda n: None)


@of_table(A, "the column of numbers of answers moved one row down")
def moved(t: Table) -> Rows | None:
    if t.antal is None:
        return None
    rows = t.read()
    values = [t.rows[n][t.antal] for n in rows]
    for number, value in zip(rows, values[-1:] + values[:-1], strict=True):
        t.rows[number][t.antal] = value
    return t.rows
