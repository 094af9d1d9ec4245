"""Names in tables are the register's, and a report that may name no other kommun is searched for all of them."""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess

import pytest
from export_notebook import HUVUD, code, expression, figur, markdown, notebook, whole

from hemtjanst_lib.batch.names import collect
from hemtjanst_lib.display import Kolumn, Tabell
from hemtjanst_lib.export import html, pdf
from hemtjanst_lib.export.blocks import read
from hemtjanst_lib.export.disclosure import disclosures
from hemtjanst_lib.export.names import Register, name_faults
from hemtjanst_lib.paths import PROJECT

REGISTER = Register(**collect(2025, PROJECT / "data" / "no-such-folder"))
OMRADE = "Information om avgifter"


def tabell(rubrik, *cells, sort="text"):
    return Tabell(
        "prov", "Prov", (Kolumn(rubrik, sort), Kolumn("Index", "tal")), tuple((cell, "1,0") for cell in cells)
    )


def found(*shown):
    return name_faults(read(notebook(code("a", *shown))), REGISTER)


# -- names in tables


def test_the_register_holds_every_kommun_lan_omrade_and_indikator_of_the_year():
    assert (len(REGISTER.kommuner), len(REGISTER.lan), len(REGISTER.delindex)) == (290, 21, 4)
    assert OMRADE in REGISTER.omraden and len(REGISTER.indikatorer) > 70


@pytest.mark.parametrize(
    ("rubrik", "cells"),
    [
        ("Kommun", ["Håbo", "Habo", "Upplands Väsby", "Norrtälje*", "Genomsnitt i landet", "Kommungenomsnitt"]),
        ("Län", ["Stockholms län", "Hela landet"]),
        ("Område", [OMRADE, f"1.3 {OMRADE}", OMRADE.replace(" ", "\n", 1)]),
        ("Kvalitetsområde", [OMRADE]),
        ("Delindex", ["1 Information", "Utförande", "Hela indexet"]),
        ("Källa", ["vad som helst"]),
    ],
)
def test_names_of_the_register_pass(rubrik, cells):
    assert found(tabell(rubrik, *cells)) == []


@pytest.mark.parametrize(
    ("rubrik", "cell", "fault"),
    [
        ("Kommun", "Norrtelje", "'Norrtelje' under Kommun is not in the register of kommuner; it has 'Norrtälje'"),
        ("Kommun", "Norrtälje kommun", "it has 'Norrtälje'"),
        ("Län", "Stockholm", "'Stockholm' under Län is not in the register of kommuner"),
        ("Utvecklingsområde", "Information om avgift", f"is not in the year's model; it has '{OMRADE}'"),
        ("Indikator", "Personalkontinuiteten", "'Personalkontinuiteten' under Indikator is not in the year's model"),
        ("Delindex", "Kultur", "'Kultur' under Delindex is not in the year's model"),
    ],
)
def test_a_name_that_is_not_the_registers_is_named_with_its_place(rubrik, cell, fault):
    (line,) = found(tabell(rubrik, cell))
    assert line.startswith("cell a, table 1, row 1: ") and fault in line


def test_the_values_of_a_chart_are_looked_at_too():
    (line,) = found(dataclasses.replace(figur(), data=tabell("Kommun", "Sigtuna", "Sigtunna")))
    assert line.startswith("cell a, data of figure 1, row 2: 'Sigtunna'")


def test_a_column_of_numbers_holds_no_names():
    assert found(tabell("Län", "45 %", sort="tal")) == []


def test_without_a_model_nothing_is_held_against_it():
    register = dataclasses.replace(REGISTER, omraden=())
    assert name_faults(read(notebook(code("a", tabell("Område", "Okänt")))), register) == []


# -- a report that names no other kommun


def leaks(text, own="0188"):
    return disclosures(REGISTER, own, {"text": text})


@pytest.mark.parametrize(
    "text",
    [
        "Norrtälje kommun har plats 39 av 290, en bättre plats än Norrtäljes förra.",
        "Stockholm 3 december 2025. Kommunen ligger i Stockholms län, ett av Stockholms läns 26 resultat.",
        "Gösta Bucht är professor vid Umeå universitet.",
        "elva kommuner i Göteborgsregionen",
        "att vara med, mark och berg, en skara, sala, ale, kil, hjälpen nackar",
        '{"mark": "bar"} <mark>',
        "Index 2023 och 2021, år 2026: 1 480 invånare, 14,80, 0,1480, 1480,5 och 21480",
        '<svg width="1480" viewBox="0 0 1480 380"><path d="M1480,380L1481,0Z"/></svg>',
        "<style>.Mora { width: 1480px }</style> base64,Mora/Lund+1480==",
        "0188_norrtalje",
    ],
)
def test_what_names_no_other_kommun_passes(text):
    assert leaks(text) == []


@pytest.mark.parametrize(
    ("text", "namn"),
    [
        ("bättre än Sigtuna", "Sigtuna"),
        ("som sigtuna gör", "Sigtuna"),
        ("SIGTUNAS resultat", "Sigtuna"),
        ("Sig\u00adtuna", "Sigtuna"),
        ("Sigtuna-modellen", "Sigtuna"),
        ("Upplands\u00a0Väsbys index", "Upplands Väsby"),
        ("upplands-bro", "Upplands-Bro"),
        ("Malung-Sälen", "Malung-Sälen"),
        ("Lär av Mark, Ale och Åre.", "Mark"),
        ("Vara har högst index.", "Vara"),
        ("VARA", "Vara"),
        ("Marks kommun", "Mark"),
        ("Stockholm har 971 000 invånare", "Stockholm"),
        ("<td>H&aring;bo</td>", "Håbo"),
        ('<img alt="Karta med Sala">', "Sala"),
        ("Kalmar län", "Kalmar"),
    ],
)
def test_another_kommuns_name_is_found_however_it_is_written(text, namn):
    assert any(f"names another kommun, {namn}: “" in line for line in leaks(text))


@pytest.mark.parametrize(
    ("text", "kod"),
    [
        ("kod 1480", "1480"),
        ("0188,1480", "1480"),
        ("1480_goteborg/a.html", "1480"),
        ("2023_malung_salen", "2023"),
        ({"kommunkod": "2023"}, "2023"),
        ({"1480": 72.7}, "1480"),
    ],
)
def test_another_kommuns_code_is_found_also_when_it_looks_like_a_year(text, kod):
    (line,) = leaks(text)
    assert f"holds another kommun's code, {kod} (" in line


def test_the_county_of_the_own_kommun_may_share_its_name_with_another_kommun():
    assert leaks("Nybro ligger i Kalmar län.", own="0881") == []
    assert len(leaks("Nybro ligger nära Kalmar i Kalmar län.", own="0881")) == 1


def test_a_name_that_two_kommuner_almost_share_is_kept_apart():
    assert leaks("Habo kommun", own="0643") == []
    assert len(leaks("Håbo kommun", own="0643")) == 1


def test_every_other_kommun_is_found_by_name_and_by_code_in_a_table():
    for kod, namn in REGISTER.kommuner.items():
        others = {"namn": namn, "kommunkod": kod}
        assert len(leaks(others)) == (0 if kod == "0188" else 2), namn


def test_no_kommun_is_refused_for_its_own_name_lan_and_code():
    for kod, namn in REGISTER.kommuner.items():
        own = [f"{namn}: {namn}s kommun i {REGISTER.lan[kod[:2]]}, {kod}_x, kod {kod}", {"kommunkod": kod}]
        assert leaks(own, own=kod) == [], namn


def parts(nb):
    document = read(nb)
    return {"notebook": json.loads(json.dumps(nb)), "page": html.render(document), "pdf": document}


def test_a_whole_report_on_one_kommun_passes():
    assert disclosures(REGISTER, "9999", parts(whole())) == []


def test_a_leak_is_found_in_notebook_page_and_pdf():
    leak = markdown("a", "## Rubrik\n\nBättre än {eval}`granne`.", granne="Sigtuna")
    found_in = {line.split(":")[0] for line in disclosures(REGISTER, "9999", parts(notebook(leak)))}
    assert found_in == {"notebook", "page", "pdf"}


def test_what_only_the_notebook_holds_is_found():
    hidden = expression(markdown("a", "## Rubrik"), "k.alla", text_plain="['Sigtuna', 'Lund']")
    lines = disclosures(REGISTER, "9999", parts(notebook(hidden)))
    assert [line.split(": “")[0] for line in lines] == [
        "notebook: names another kommun, Lund",
        "notebook: names another kommun, Sigtuna",
    ]


def test_the_data_inside_a_chart_are_searched():
    spec = {"datasets": {"alla": [{"namn": "Sigtuna\u00a0\u00a066,0"}]}}
    shown = dataclasses.replace(figur(), spec={**figur().spec, **spec})
    assert any("Sigtuna" in line for line in disclosures(REGISTER, "9999", parts(notebook(code("a", shown)))))


def test_the_templates_defaults_are_no_leak_but_what_was_injected_is():
    cell = code("parametrar")
    cell.source, cell.metadata["tags"] = 'kommunkod: str = "1480"', ["parameters"]
    assert disclosures(REGISTER, "0188", {"notebook": notebook(cell)}) == []
    cell.metadata["tags"] = ["injected-parameters"]
    assert len(disclosures(REGISTER, "0188", {"notebook": notebook(cell)})) == 1


def test_a_picture_made_of_dots_is_refused():
    (line,) = leaks({"data": {"image/png": "iVBORw0KGgo="}})
    assert "cannot be searched" in line


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext reads the PDF's words")
def test_the_words_of_the_pdf_are_those_that_were_searched(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf.render(read(notebook(markdown("a", "## Rubrik\n\nSom Sigtuna."), huvud=HUVUD))))
    command = ["pdftotext", str(path), "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert len(disclosures(REGISTER, "9999", {"pdf": said})) == 1
    assert disclosures(REGISTER, "9999", {"pdf": said.replace("Sigtuna", "")}) == []


def test_many_leaks_are_counted_and_the_first_are_shown():
    lines = leaks("Lund, Mora, Sala, Ale, Åre, Berg och Vara")
    assert len(lines) == 6 and lines[-1] == "and 2 more places"
