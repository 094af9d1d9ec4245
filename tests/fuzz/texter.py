"""Mutations of text files: CSV lists and pages of JSON."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from .spoiling import mutation
from .target import Target, csv_bytes

T, J = "Text of a list", "Pages of JSON"
BOM = "\ufeff"


def of_text(name: str) -> Callable[[Callable[[str], bytes | str | None]], object]:
    """Enter a function from the text of a list (without its byte order mark) to bytes, or text with the mark."""

    def enter(spoil: Callable[[str], bytes | str | None]) -> object:
        def whole(target: Target) -> bytes | None:
            if target.form != "csv":
                return None
            found = spoil(target.content.decode("utf-8-sig"))
            return (BOM + found).encode() if isinstance(found, str) else found

        mutation(T, name)(whole)
        return spoil

    return enter


of_text("commas between columns")(lambda text: text.replace(";", ","))
of_text("tabs between columns")(lambda text: text.replace(";", "\t"))
of_text("a line sep=; first, as Excel writes")(lambda text: "sep=;\r\n" + text)
of_text("every cell in quotes")(
    lambda text: "\r\n".join(";".join(f'"{cell}"' for cell in line.split(";")) for line in text.split("\r\n")[:-1])
)
of_text("a quote that is never closed")(lambda text: text.replace(";ja", ';"ja', 1))
of_text("a quote inside a cell")(lambda text: text.replace(";ja", ';j"a', 1))
of_text("line ends of Unix")(lambda text: text.replace("\r\n", "\n"))
of_text("line ends of old Mac")(lambda text: text.replace("\r\n", "\r"))
of_text("line ends mixed")(lambda text: text.replace("\r\n", "\n", 20).replace("\r\n", "\r", 1))
of_text("line separators of Unicode (U+2028)")(lambda text: text.replace("\r\n", "\u2028"))
of_text("no line end at the end of the file")(lambda text: text.rstrip())
of_text("empty lines in between")(lambda text: text.replace("\r\n", "\r\n\r\n"))
of_text("lines of separators only at the end")(lambda text: text + ";;;;;\r\n" * 3)
of_text("a separator too many in every line")(lambda text: text.replace("\r\n", ";\r\n"))
of_text("a separator too many in one line")(lambda text: text.replace(";ja", ";;ja", 1))
of_text("a separator too few in one line")(lambda text: text.replace(";ja", "ja", 1))
of_text("a comment line first")(lambda text: "# Uttag 2024\r\n" + text)
of_text("a comment line last")(lambda text: text + "Källa: registret\r\n")
of_text("blanks around every cell")(lambda text: text.replace(";", " ; ").replace("\r\n", " \r\n "))
of_text("headings with blanks and no-break spaces")(lambda text: text.replace(";", "\u00a0; ", 2))
of_text("without a byte order mark")(lambda text: text.encode())
of_text("two byte order marks")(lambda text: BOM + text)
of_text("UTF-16 with a byte order mark")(lambda text: text.encode("utf-16"))
of_text("UTF-16 without a byte order mark")(lambda text: text.encode("utf-16-le"))
of_text("UTF-32")(lambda text: text.encode("utf-32"))
of_text("cp1252")(lambda text: text.encode("cp1252"))
of_text("latin-1")(lambda text: text.replace("–", "-").encode("latin-1"))
of_text("mac-roman")(lambda text: text.encode("mac_roman"))
of_text("UTF-8 read as cp1252 and saved again")(lambda text: text.encode().decode("cp1252", "replace"))
of_text("EBCDIC")(lambda text: text.replace("–", "-").encode("cp500"))
of_text("a NUL byte in a cell")(lambda text: text.replace(";ja", ";j\x00a", 1))
of_text("a NUL byte at the end")(lambda text: text + "\x00")
of_text("a cell of 200 000 characters")(lambda text: text.replace(";ja", ";" + "ja" * 100_000, 1))
of_text("a heading twice")(
    lambda text: text.replace("varde", "varde;varde", 1).replace(";ja", ";ja;nej").replace(";nej\r", ";nej;nej\r")
)
of_text("only the line of headings")(lambda text: text.split("\r\n")[0])
of_text("half a line at the end")(lambda text: text[: int(len(text) * 0.7)])


@mutation(T, "years of the dates in the list are last year's")
def old_dates(target: Target) -> bytes | None:
    if target.form != "csv" or "datum" not in target.table().rows[0]:
        return None
    text = target.content.decode("utf-8-sig")
    return (BOM + text.replace(f";{target.ar}-", f";{target.ar - 1}-")).encode()


@mutation(T, "one indikator's id is another's")
def other_id(target: Target) -> bytes | None:
    table = target.table() if target.form == "csv" else None
    if table is None or target.fil.indikator is None:
        return None
    column = table.column(target.fil.indikator) or 0
    table.rows[1][column] = table.rows[2][column]
    return csv_bytes(table.rows)


@mutation(T, "two indikatorer have changed ids throughout")
def swapped_ids(target: Target) -> bytes | None:
    table = target.table() if target.form == "csv" else None
    if table is None or target.fil.indikator is None:
        return None
    column = table.column(target.fil.indikator) or 0
    one, two = table.rows[1][column], table.rows[3][column]
    for row in table.body:
        row[column] = {one: two, two: one}.get(row[column], row[column])
    return csv_bytes(table.rows)


def of_page(name: str) -> Callable[[Callable[[Target, Any], Any]], object]:
    """Enter a function that changes a page of JSON in place, or returns what stands in its place."""

    def enter(spoil: Callable[[Target, Any], Any]) -> object:
        def whole(target: Target) -> bytes | None:
            if target.form != "json":
                return None
            page = copy.deepcopy(target.page())
            found = spoil(target, page)
            if isinstance(found, bytes):
                return found
            return json.dumps(page if found is None else found, ensure_ascii=False, indent=1).encode()

        mutation(J, name)(whole)
        return spoil

    return enter


def _post(page: Any) -> Any:
    """Return a post of a kommun with a value."""
    return next(p for p in page["values"][50:] if p["values"][2]["value"] is not None)


def put(*path: Any, value: Any) -> Callable[[Target, Any], None]:
    """Return a change of one post: put a value at a path in it."""

    def change(target: Target, page: Any) -> None:
        place = _post(page)
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


of_page("indented otherwise")(lambda t, page: json.dumps(page).encode())
of_page("keys in another order")(lambda t, page: json.dumps(page, sort_keys=True).encode())
of_page("with a byte order mark")(lambda t, page: json.dumps(page).encode("utf-8-sig"))
of_page("in UTF-16")(lambda t, page: json.dumps(page).encode("utf-16"))
of_page("nested 100 000 deep")(lambda t, page: b"[" * 100_000 + b"]" * 100_000)
of_page("a post nested 2 000 deep")(
    lambda t, page: json.dumps(page).encode().replace(b'"status": ""', b'"status": ' + b"[" * 2000 + b"]" * 2000, 1)
)
of_page("two pages after each other in one file")(lambda t, page: t.content * 2)
of_page("a list of posts without the page")(lambda t, page: page["values"])
of_page("no values")(lambda t, page: {**page, "values": []})
of_page("values is null")(lambda t, page: {**page, "values": None})
of_page("an error from the service")(lambda t, page: {"error": "This endpoint is deprecated."})
of_page("a key twice, contradicting")(
    lambda t, page: json.dumps(page).encode().replace(b'"value": 1', b'"value": 5.0, "value": 1', 500)
)
of_page("next_url missing")(lambda t, page: page.pop("next_url") and None)
of_page("next_page in place of next_url")(lambda t, page: page.update(next_page=page.pop("next_url")))
of_page("previous_url given on the first page")(lambda t, page: page.update(previous_url="https://api.kolada.se/v3/x"))
of_page("count too large")(lambda t, page: page.update(count=1000))
of_page("count too small")(lambda t, page: page.update(count=1))
of_page("count missing")(lambda t, page: page.pop("count") and None)
of_page("the last post missing")(lambda t, page: page["values"].pop() and None)
of_page("a post twice, alike")(lambda t, page: page["values"].append(_post(page)))
of_page("a post of another KPI in place of one")(put("kpi", value="U21402"))
of_page("a post of another year in place of one")(put("period", value=2019))
of_page("period as text")(lambda t, page: [p.update(period=str(p["period"])) for p in page["values"]] and None)
of_page("period as a decimal number")(
    lambda t, page: [p.update(period=float(p["period"])) for p in page["values"]] and None
)
of_page("a kommun as a number")(put("municipality", value=188))
of_page("all kommuner as numbers")(
    lambda t, page: [p.update(municipality=int(p["municipality"])) for p in page["values"]] and None
)
of_page("a kommun as null")(put("municipality", value=None))
of_page("a kommun as a list")(put("municipality", value=["0188"]))
of_page("the KPI as a list")(put("kpi", value=["U21401"]))
of_page("a post that is a word")(lambda t, page: page["values"].__setitem__(60, "fel"))
of_page("values of a post is null")(put("values", value=None))
of_page("values of a post is an object")(put("values", value={"T": 10.8}))
of_page("a value of a post is a number")(put("values", 2, value=10.8))
of_page("gender in small letters")(put("values", 2, "gender", value="t"))
of_page("only women and men")(lambda t, page: _post(page)["values"].pop() and None)
of_page("the total twice, contradicting")(
    lambda t, page: _post(page)["values"].append({"gender": "T", "count": 1, "status": "", "value": 29.0})
)
of_page("labels of women and total swapped")(
    lambda t, page: (
        [
            v.update(gender={"T": "K", "K": "T"}.get(v["gender"], v["gender"]))
            for p in page["values"]
            for v in p["values"]
        ]
        and None
    )
)
of_page("a value is null")(put("values", 2, "value", value=None))
of_page("a value is true")(put("values", 2, "value", value=True))
of_page("a value is text")(put("values", 2, "value", value="10,8"))
of_page("a value is a list")(put("values", 2, "value", value=[10.8]))
of_page("a value is an object")(put("values", 2, "value", value={"v": 10.8}))
of_page("a value is NaN")(put("values", 2, "value", value=float("nan")))
of_page("a value is Infinity")(put("values", 2, "value", value=float("inf")))
of_page("a value of 400 digits")(put("values", 2, "value", value=10**399))
of_page("a value of 10 000 digits")(
    lambda t, page: json.dumps(page).encode().replace(b'"value": 1', b'"value": 1' + b"0" * 10_000, 1)
)
of_page("a value with a status")(put("values", 2, "status", value=".."))
of_page("an unknown status without a value")(
    lambda t, page: _post(page)["values"][2].update(value=None, status="preliminär")
)
of_page("a value is deleted")(put("values", 2, "isdeleted", value=True))
of_page("isdeleted as text")(put("values", 2, "isdeleted", value="false"))
of_page("count of a value is 12 (a group)")(put("values", 2, "count", value=12))
of_page("a total outside those of women and men")(put("values", 2, "value", value=21.0))
