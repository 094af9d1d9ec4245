"""Packages: the same bytes for the same content, nothing in them that does not belong, and no trust in archives."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hemtjanst_lib import reference
from hemtjanst_lib.analysis import utgivning
from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.kommun import fakta_av, load_nation
from hemtjanst_lib.analysis.osakerhet import osakerhet
from hemtjanst_lib.batch import slapp
from hemtjanst_lib.batch.kinds import KINDS
from hemtjanst_lib.batch.plan import job_of
from hemtjanst_lib.batch.subjects import Subject
from hemtjanst_lib.delivery.behorighet import Typ
from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.delivery.kalender import load_kalender
from hemtjanst_lib.delivery.orderlage import Lage, Orderlage
from hemtjanst_lib.delivery.priser import load_priser
from hemtjanst_lib.errors import GateError, ParameterError, SourceError
from hemtjanst_lib.export.databok import databok, enhetsblad, rakna_om, sakerhetsblad
from hemtjanst_lib.export.databok.omrakning import Bladen
from hemtjanst_lib.paket import arkiv, kontroll, korning, texter
from hemtjanst_lib.paket.arkiv import MANIFEST, Fil, pack, read_manifest, unpack
from hemtjanst_lib.paket.checklistor import checklistor
from hemtjanst_lib.paket.produktion import production
from hemtjanst_lib.paket.skillnader import andringar
from hemtjanst_lib.paket.verifiera import verify

T = load_kalender(2025).publiceras
SECOND = timedelta(seconds=1)
ORDER = Bestallning.model_validate(
    {
        "kommunkod": "0643", "kommun": "Habo", "kontaktperson": "Socialchefen", "telefon": "036-442 80 00",
        "epost": "chef@habo.example.se", "atkomst": ["utredare@habo.example.se"], "tillagg": ["enhetsindex"],
        "fakturaadress": "Box 212, 566 24 Habo", "referens": "REF-0643", "organisationsnummer": "212000-0142",
        "bestalld": "2025-10-01 09:30",
    }
)  # fmt: skip
OTHER = ORDER.model_copy(update={"kommunkod": "0305", "kommun": "Håbo", "epost": "chef@hobo.example.se"})
TEXT = Fil("las_mig.txt", b"Hej", Typ.PAKET)


@pytest.fixture(scope="module")
def facts(example_data):
    nation = load_nation(2025, example_data)
    return nation, fakta_av(nation, "0643", utgivning(2025))


@pytest.fixture(scope="module")
def book(facts, example_data):
    nation, fakta = facts
    sheets = [*sakerhetsblad(osakerhet(nation.now), fakta), *enhetsblad(enhetsfakta(2025, "0643", example_data))]
    return databok(nation, fakta, sheets)


def archive(*names: str, content: bytes = b"x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, content)
    return stream.getvalue()


def written(tmp_path, content: bytes):
    path = tmp_path / "paket.zip"
    path.write_bytes(content)
    return path


# --- archives


def test_the_same_files_in_any_order_give_the_same_bytes_without_a_clock():
    files = [Fil("b.txt", b"b", Typ.PAKET), Fil("a.txt", b"a", Typ.ENHETSRAPPORT, "0643-x")]
    first, second = pack(files, {"ar": 2025}, T), pack(files[::-1], {"ar": 2025}, T)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as made:
        # 05.00 UTC is 06.00 in Sweden in December.
        assert {info.date_time for info in made.infolist()} == {(2025, 12, 3, 6, 0, 0)}


def test_an_archive_is_read_back_with_what_its_manifest_says_of_each_file(tmp_path):
    content = unpack(written(tmp_path, pack([Fil("a.txt", b"a", Typ.ENHETSRAPPORT, "0643-x")], {"ar": 2025}, T)))
    manifest = read_manifest(content, "paket.zip")
    assert content["a.txt"] == b"a"
    assert manifest["ar"] == 2025
    assert (manifest["filer"]["a.txt"]["typ"], manifest["filer"]["a.txt"]["enhet"]) == ("enhetsrapport", "0643-x")


def test_two_files_of_one_name_are_refused():
    with pytest.raises(ValueError, match="same name"):
        pack([TEXT, TEXT], {}, T)


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x", "a/../../x", "..\\x", "C:x", "a\\..\\x"])
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path, name):
    with pytest.raises(SourceError, match="lead out of it"):
        unpack(written(tmp_path, archive(name)))


def test_an_archive_that_unpacks_to_far_more_than_a_package_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(arkiv, "STORST", 2**20)
    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        unpack(written(tmp_path, archive("a", "b", content=bytes(2**19 + 1))))


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all"])
def test_what_is_no_archive_is_refused(tmp_path, content):
    with pytest.raises(SourceError, match="not a whole package"):
        unpack(written(tmp_path, content))


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"filer": []}'])
def test_an_archive_without_a_sound_manifest_is_no_package(tmp_path, manifest):
    with pytest.raises(SourceError, match="has no sound"):
        verify(written(tmp_path, archive(MANIFEST, content=manifest)))


# --- verify


@pytest.fixture
def package(book):
    return [TEXT, Fil("0643_habo_data_2025.xlsx", book, Typ.PAKET)]


def test_a_package_is_computed_anew_from_its_own_data_book(tmp_path, package):
    found = verify(written(tmp_path, pack(package, {"ar": 2025, "kommunkod": "0643"}, T)))
    assert not found.fel
    assert found.siffror > 600  # 290 places, 290 classes, and the kommun's own


def test_a_changed_added_or_missing_file_is_found(tmp_path, package):
    content = unpack(written(tmp_path, pack(package, {"ar": 2025}, T)))
    folder = tmp_path / "uppackat"
    folder.mkdir()
    for name, told in content.items():
        (folder / name).write_bytes(told)
    assert not verify(folder).fel
    (folder / "las_mig.txt").write_bytes(b"Nej")
    (folder / "extra.txt").write_bytes(b"x")
    assert set(verify(folder).fel) == {
        "las_mig.txt: is not the file that was sent", "extra.txt: does not belong to the package",
    }  # fmt: skip
    (folder / "las_mig.txt").unlink()
    assert "las_mig.txt: is missing" in verify(folder).fel


# --- checks before delivery


def faults(*files: Fil) -> str:
    return "\n".join(kontroll.faults(list(files), ORDER, [ORDER, OTHER]))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("0305_habo_kommunrapport_2025.html", "is about kommun 0305, the package is for 0643"),
        ("../0643_habo_kommunrapport_2025.html", "not a name that files of a package have"),
        ("0643 habo.html", "not a name that files of a package have"),
        ("orders.csv", "not a name that files of a package have"),
    ],
)
def test_a_foreign_or_oddly_named_file_is_refused(name, expected):
    assert expected in faults(Fil(name, b"x", Typ.PAKET))


@pytest.mark.parametrize("secret", ["chef@habo.example.se", "utredare@habo.example.se", "chef@hobo.example.se"])
@pytest.mark.parametrize("wrap", [lambda text: text, lambda text: archive("docProps/core.xml", content=text)])
def test_what_stands_in_any_order_stands_in_no_file(secret, wrap):
    ending = "txt" if wrap(b"x") == b"x" else "xlsx"
    name = "las_mig.txt" if ending == "txt" else "0643_habo_checklistor_2025.xlsx"
    assert f"holds {secret}, which stands in an order" in faults(
        Fil(name, wrap(f"<x>{secret}</x>".encode()), Typ.PAKET)
    )


def test_a_persons_name_is_searched_for_and_a_role_is_not():
    person = OTHER.model_copy(update={"kontaktperson": "Namn Namnsson"})
    page = Fil("las_mig.txt", b"Socialchefen Namn Namnsson", Typ.PAKET)
    assert kontroll.faults([page], ORDER, [ORDER, person]) == [
        "las_mig.txt: holds Namn Namnsson, which stands in an order"
    ]


def test_a_link_to_what_is_not_in_the_package_is_found():
    page = b'<a href="rankinglista.html">x</a> <a href="#a">y</a> <a href="https://spf.example">z</a>'
    told = faults(Fil("0643_habo_kommunrapport_2025.html", page, Typ.PAKET))
    assert "links to rankinglista.html" in told
    assert "spf.example" not in told


def test_an_empty_and_a_too_large_file_are_found():
    assert "is empty" in faults(Fil("0643_habo_enheter_2025.pdf", b"", Typ.PAKET))
    assert "bytes, at most" in faults(Fil("0643_habo_enheter_2025.pdf", bytes(3 * 2**20), Typ.PAKET))


def test_a_package_is_held_against_its_order():
    have = [Fil("enheter/0643_habo_enhet_bergvik-2_2025.pdf", b"x", Typ.ENHETSRAPPORT)]
    assert kontroll.lacking(have, ["enhet_bergvik-2.pdf"]) == []
    assert kontroll.lacking(have, ["bilder.pptx"]) == ["lacks what the order is for: bilder.pptx"]


def test_all_289_others_are_found_by_name_and_by_code_in_what_leaves_before_publication():
    register = reference.load_kommuner()
    own = register.index.get_loc("0643")
    for number, (kod, namn) in enumerate(register["namn"].items()):
        if number == own:
            continue
        page = Fil("0643_habo_sammanfattning_2025.html", f"<p>{namn} ligger före.</p>".encode(), Typ.SAMMANFATTNING)
        assert kontroll.others_named([page], ORDER, register), namn
        data = Fil("0643_habo_sammanfattning_2025.html", f'<p data-kod="{kod}_x">x</p>'.encode(), Typ.SAMMANFATTNING)
        assert kontroll.others_named([data], ORDER, register), kod
    clean = Fil("0643_habo_sammanfattning_2025.html", "<p>Habo ligger högt.</p>".encode(), Typ.SAMMANFATTNING)
    assert not kontroll.others_named([clean], ORDER, register)


# --- what is made for the package


def test_the_data_book_with_units_and_certainty_is_computed_anew_without_a_fault(book):
    assert rakna_om(book).fel == ()
    names = {
        "Säkerhet",
        "Säkerhet, placering",
        "Säkerhet, klass",
        "Enheter",
        "Enheters områden",
        "Enheters indikatorer",
    }
    for name in names:
        assert len(Bladen(book).table(name)) > 0


def test_no_sheet_tells_what_is_suppressed(example_data):
    for kod in ("0180", "1480", "0643"):
        units = enhetsfakta(2025, kod, example_data)
        hidden = units.indikatorer[units.indikatorer["status"] == "sekretess"]
        sheet = enhetsblad(units)[2]
        told = {(row[0], row[2]): row for row in sheet.rader}
        assert len(hidden) > 0 or kod == "0643"
        for enhet, indikator in zip(hidden["enhet"], hidden["indikator"], strict=True):
            row = told[enhet, indikator]
            assert [row[5], row[6], row[8], row[9]] == [".."] * 4


def test_a_correction_is_told_figure_by_figure(facts, book):
    nation, fakta = facts
    items = fakta.indikatorer.copy()
    items.loc[items.index[0], "varde"] = -1.0
    changed = databok(nation, replace(fakta, indikatorer=items))
    lines = andringar(databok(nation, fakta), changed)
    assert len(lines) == 1
    assert "→ \N{MINUS SIGN}1,0" in lines[0]
    assert andringar(book, book) == []
    items.loc[items.index[0], "varde"] = float(fakta.indikatorer["varde"].iloc[0]) + 0.004
    (line,) = andringar(databok(nation, fakta), databok(nation, replace(fakta, indikatorer=items)))
    before, after = line.rpartition(": ")[2].split(" → ")
    assert before != after


def test_the_same_facts_give_the_same_checklists_and_texts(facts):
    _, fakta = facts
    assert checklistor(fakta) == checklistor(fakta)
    assert "egen bearbetning av data från" in texter.kallor(fakta)
    assert "ett videomöte" in texter.las_mig(fakta, ["0643_habo_data_2025.xlsx"], T)
    told = texter.forhandsbesked(fakta, T).replace("\N{NO-BREAK SPACE}", " ")
    assert "den 3 december 2025 klockan 06.00" in told
    assert "EXEMPELDATA" in told


# --- orders and moments


def orderbok(tmp_path, state: Lage = Lage.BEKRAFTAD) -> korning.Orderbok:
    then = datetime(2025, 10, 2, tzinfo=UTC)
    states = {"0643": Orderlage("0643", {Lage.MOTTAGEN: ORDER.bestalld, state: then})}
    return korning.Orderbok(tmp_path / "2025.csv", (ORDER,), states, load_priser(2025), load_kalender(2025))


@pytest.mark.parametrize(
    ("preview", "opens"), [(True, T - timedelta(hours=24)), (False, T)], ids=["preview", "package"]
)  # fmt: skip
def test_nothing_leaves_a_second_before_its_moment(tmp_path, monkeypatch, preview, opens):
    monkeypatch.setattr(korning, "build", lambda *_, **__: (_ for _ in ()).throw(GateError("asked to build")))

    def told(nu: datetime) -> str:
        (found,) = korning.deliver(None, orderbok(tmp_path), [], nu, korning.Satt(preview=preview))
        return str(found.fel)

    assert "may not leave yet" in told(opens - SECOND)
    assert "may not leave yet" not in told(opens)
    assert told(opens).startswith("asked to build")


def test_an_order_that_is_not_confirmed_is_not_delivered_and_a_stranger_has_none(tmp_path):
    year = type("Year", (), {"ar": 2025})
    (found,) = korning.deliver(year, orderbok(tmp_path, Lage.MOTTAGEN), [], T, korning.Satt())
    assert "the order is not confirmed" in str(found.fel)
    with pytest.raises(ParameterError, match="no order from 0305"):
        list(korning.deliver(year, orderbok(tmp_path), ["0305"], T, korning.Satt()))


def test_what_is_delivered_unsigned_never_counts_as_reviewed(tmp_path):
    book = orderbok(tmp_path)
    book.advance(["0643"], Lage.LEVERERAD, T, signed=False)
    assert set(book.states["0643"].nar) == set(Lage) - {Lage.GRANSKAD}
    assert korning.read_states(book.path, (ORDER,)) == book.states


def test_what_is_ordered_is_rendered_in_order_of_time_and_nothing_else(example_data, tmp_path):
    kalender, priser = load_kalender(2025), load_priser(2025)
    late = OTHER.model_copy(update={"bestalld": ORDER.bestalld - timedelta(days=1), "tillagg": ()})
    told = {Lage.MOTTAGEN: late.bestalld, Lage.BEKRAFTAD: ORDER.bestalld}
    states = {order.kommunkod: Orderlage(order.kommunkod, told) for order in (ORDER, late)}
    book = korning.Orderbok(tmp_path / "2025.csv", (late, ORDER), states, priser, kalender)
    found = production(2025, example_data, tmp_path, book, kinds=(), codes=())
    assert list(found) == ["0305", "0643"]
    assert [job.id for job in found["0305"]] == ["kommun/0305", "sammanfattning/0305"]
    assert [job.kind.name for job in found["0643"]][:3] == ["kommun", "sammanfattning", "enheter"]
    assert {job.kind.name for job in found["0643"]} == {"kommun", "sammanfattning", "enheter", "enhet"}
    with pytest.raises(ParameterError, match="no order has lan"):
        production(2025, example_data, tmp_path, book, kinds=("lan",), codes=())


def test_a_manifest_is_plain_json_in_a_fixed_order():
    content = pack([TEXT], {"ar": 2025, "om": "å"}, T)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        told = made.read(MANIFEST).decode()
    assert json.loads(told)["om"] == "å"
    assert list(json.loads(told)) == sorted(json.loads(told))


def test_every_report_says_what_it_is_whom_it_is_about_and_when_it_may_leave(tmp_path):
    def told(kind: str, ar: int = 2025, *, draft: bool = False) -> dict:
        subject = Subject("0643", "Habo", "0643_habo", {"kommunkod": "0643"})
        return slapp.object_of(replace(job_of(KINDS[kind], subject, ar, tmp_path, tmp_path), draft=draft))

    # 06.00 in Sweden in December is 05.00 UTC; the summary's moment is 24 hours before.
    assert told("kommun") == {"typ": "paket", "om": "0643", "utgava": 1, "slapps": "2025-12-03T05:00:00+00:00"}
    assert told("sammanfattning")["slapps"] == "2025-12-02T05:00:00+00:00"
    assert told("sammanfattning", draft=True)["typ"] == "utkast"
    assert told("enheter", 2031) == {"typ": "enhetsindex", "om": "0643"}
    assert {*KINDS} <= {*slapp.TYPER}
