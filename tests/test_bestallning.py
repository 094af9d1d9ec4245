"""Orders: their form, prices, states and invoices."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.delivery import bestallning, faktura, orderlage, priser
from hemtjanst_lib.delivery.kalender import load_kalender
from hemtjanst_lib.delivery.orderlage import Lage, Orderlage
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.reference import load_kommuner

NU = datetime(2025, 12, 10, 12, tzinfo=UTC)
# 212000014x by Luhn: 2·2 + 1 + 2·2 + 0 + 0 + 0 + 0 + 1 + 4·2 = 18, so the check digit is 2.
# 735000000001x: 7 + 3·3 + 5 + 0 + … + 3·1 = 24, so the check digit is 6.
ORDER = {
    "kommunkod": "0188",
    "kommun": "Norrtälje",
    "kontaktperson": "Äldrechefen",
    "telefon": "0176-710 00",
    "epost": "aldre@example.se",
    "atkomst": ["a@example.se", "b@example.se"],
    "tillagg": ["enhetsindex"],
    "fakturaadress": "Box 1, 761 00 Norrtälje",
    "referens": "4711",
    "organisationsnummer": "212000-0142",
    "gln": "7350000000016",
    "bestalld": "2025-10-01 09:30",
}


def orders(tmp_path: Path, *rows: dict, nu: datetime = NU) -> tuple[bestallning.Bestallning, ...]:
    path = tmp_path / "2025.yml"
    path.write_text(yaml.safe_dump(list(rows), allow_unicode=True), encoding="utf-8")
    return bestallning.load_bestallningar(path, load_kommuner(), priser.load_priser(2025), nu=nu)


def faults(tmp_path: Path, *rows: dict) -> str:
    with pytest.raises(ParameterError) as told:
        orders(tmp_path, *rows)
    return str(told.value)


def test_an_order_is_read_with_swedish_time_turned_to_utc(tmp_path):
    (order,) = orders(tmp_path, ORDER)
    assert order.bestalld == datetime(2025, 10, 1, 7, 30, tzinfo=UTC)  # summer time is two hours before UTC
    assert order.enhetsindex
    assert order.organisationsnummer == "2120000142"


def test_orders_come_in_order_of_time_and_then_of_code(tmp_path):
    habo = ORDER | {"kommunkod": "0643", "kommun": "Habo"}
    early = ORDER | {"kommunkod": "1490", "kommun": "Borås", "bestalld": "2025-09-30 10:00"}
    assert [order.kommunkod for order in orders(tmp_path, habo, ORDER, early)] == ["1490", "0188", "0643"]


def test_a_csv_gives_the_same_orders_as_yaml(tmp_path):
    csv = tmp_path / "2025.csv"
    cells = {name: ", ".join(value) if isinstance(value, list) else value for name, value in ORDER.items()}
    csv.write_text("\ufeff" + ";".join(cells) + "\r\n" + ";".join(cells.values()) + "\r\n", encoding="utf-8")
    read = bestallning.load_bestallningar(csv, load_kommuner(), priser.load_priser(2025), nu=NU)
    assert read == orders(tmp_path, ORDER)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"kommunkod": "0189"}, "no kommun with code 0189"),
        ({"kommunkod": "188"}, "188: kommunkod"),
        ({"kommun": "Norrtalje"}, "is called Norrtälje in the register, not Norrtalje"),
        ({"organisationsnummer": "212000-0143"}, "the check digit of 212000-0143 is wrong"),
        ({"organisationsnummer": "21200001"}, "organisationsnummer has ten digits"),
        ({"gln": "7350000000010"}, "the check digit of 7350000000010 is wrong"),
        ({"gln": "73513537"}, "a GLN has thirteen digits"),  # a sound EAN-8: eight digits are too few
        ({"atkomst": [f"{n}@example.se" for n in range(5)]}, "5 persons with access; Norrtälje has 4 logins"),
        ({"atkomst": ["a@example.se", "A@Example.se"]}, "stands twice; each login belongs to one person"),
        ({"atkomst": ["a@example"]}, "a@example is no e-mail address"),
        ({"tillagg": ["enhetsindexet"]}, "tillagg.0"),
        ({"rapportpaket": False}, "need the package"),
        ({"bestalld": "2025-12-11 12:00"}, "which is still to come"),
        ({"bestalld": "2025-10-26 02:30"}, "skipped or passed twice"),
        ({"kontaktperson": "../../etc\npasswd"}, "control character"),
        ({"pris": "1"}, "pris"),
        ({"kommunkod": "../0188"}, "kommunkod: expected four digits, such as 0188; found ../0188"),
        ({"kommun": "../Norrtälje"}, "is called Norrtälje in the register, not ../Norrtälje"),
        ({"telefon": "ring mig"}, "expected a telephone number, such as 0176-710 00; found ring mig"),
        ({"bestalld": "igår"}, "expected a moment such as 2025-12-03 06:00, found igår"),
    ],
)
def test_a_wrong_order_is_refused_with_its_place_and_reason(tmp_path, change, expected):
    told = faults(tmp_path, ORDER | change)
    assert expected in told
    assert "order 1" in told


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    told = faults(tmp_path, ORDER | {"gln": "1"}, ORDER | {"epost": "nobody"}, ORDER)
    assert "order 1: 0188: gln" in told
    assert "order 2: 0188: epost" in told
    assert "0188: ordered 3 times (order 1, order 2, order 3)" in told


@pytest.mark.parametrize(
    ("invanare", "kr", "logins"),
    [  # the order page of 2024, with the sides of 30 000 and 70 000 as the price file states them
        (2_400, 25_000, 2),
        (15_000, 25_000, 2),
        (15_001, 35_000, 2),
        (30_000, 35_000, 2),
        (30_001, 45_000, 4),
        (70_000, 45_000, 4),
        (70_001, 55_000, 4),
        (199_999, 55_000, 4),
        (200_000, 65_000, 6),
    ],
)
def test_price_and_logins_follow_the_population(invanare, kr, logins):
    klass = priser.load_priser(2024).klass(invanare)
    assert (klass.pris, klass.inloggningar) == (kr, logins)


def test_the_unit_index_is_offered_from_200_000():
    lista = priser.load_priser(2024)
    assert (lista.enhetspris(199_999), lista.enhetspris(200_000)) == (35_000, None)


@given(st.integers(1, 2_000_000), st.integers(1, 2_000_000))
def test_a_larger_kommun_never_pays_less(small, large):
    lista = priser.load_priser(2024)
    small, large = sorted((small, large))
    assert lista.klass(small).pris <= lista.klass(large).pris


def test_faulty_prices_are_told(tmp_path):
    path = tmp_path / "priser.yml"
    path.write_text(
        "2025: {belagg: fakta, kalla: x, betalningsdagar: 30, leveransdagar: 7,"
        " klasser: [{till_och_med: 5, pris: 1, inloggningar: 1}], enhetsindex: {pris: 1, offert_fran: 1}}"
    )
    with pytest.raises(ParameterError, match="the last class, and no other, must have till_och_med: null"):
        priser.load_priser(2025, path)


def test_states_follow_each_other_and_survive_the_file(tmp_path):
    (order,) = given_orders = orders(tmp_path, ORDER)
    path = tmp_path / "2025.yml"
    states = orderlage.read_states(path, given_orders)
    assert states["0188"].lage == Lage.MOTTAGEN
    moment = order.bestalld
    for lage in list(Lage)[1:]:
        moment += timedelta(days=1)
        states["0188"] = orderlage.move(states["0188"], lage, moment)
        orderlage.write_states(path, states)
        assert orderlage.read_states(path, given_orders) == states
    assert states["0188"].levererad == moment


def test_no_state_is_jumped_over_or_gone_back_to():
    start = Orderlage("0188", {Lage.MOTTAGEN: NU})
    with pytest.raises(ParameterError, match="cannot go from mottagen to granskad; the next state is bekräftad"):
        orderlage.move(start, Lage.GRANSKAD, NU)
    with pytest.raises(ParameterError, match="is before mottagen"):
        orderlage.move(start, Lage.BEKRAFTAD, NU - timedelta(seconds=1))


def test_states_of_an_order_that_does_not_exist_are_refused(tmp_path):
    given_orders = orders(tmp_path, ORDER)
    (tmp_path / "2025.lage.yml").write_text('"0180": {bekräftad: "2025-10-02T10:00:00+00:00"}\n', encoding="utf-8")
    with pytest.raises(ParameterError, match="0180: has states but no order"):
        orderlage.read_states(tmp_path / "2025.yml", given_orders)


def test_delivery_is_expected_a_week_after_the_later_of_order_and_publication(tmp_path):
    kalender, lista = load_kalender(2025), priser.load_priser(2025)
    (early,) = orders(tmp_path, ORDER)
    (late,) = orders(tmp_path, ORDER | {"bestalld": "2025-12-09 10:00"})
    assert orderlage.forvantas(early, kalender, lista) == kalender.publiceras + timedelta(days=7)
    assert orderlage.forvantas(late, kalender, lista) == late.bestalld + timedelta(days=7)


def test_only_what_is_delivered_is_invoiced_and_days_are_swedish(tmp_path):
    # Delivered 23:30 UTC on 9 December, which is 00:30 on the 10th in Sweden; 30 days later is 9 January.
    given_orders = orders(tmp_path, ORDER, ORDER | {"kommunkod": "0643", "kommun": "Habo"})
    delivered = datetime(2025, 12, 9, 23, 30, tzinfo=UTC)
    states = {
        "0188": Orderlage("0188", {Lage.MOTTAGEN: NU, Lage.LEVERERAD: delivered}),
        "0643": Orderlage("0643", {Lage.MOTTAGEN: NU}),
    }
    text = faktura.fakturaunderlag(2025, given_orders, states, load_kommuner(), priser.load_priser(2025))
    head, *rows = text.splitlines()
    assert head.startswith("kommunkod;kommun;")
    # Norrtälje has between 30 000 and 70 000 inhabitants: 45 000 kr; the unit index 35 000 kr.
    assert [row.split(";")[6:] for row in rows] == [
        ["Rapportpaket Hemtjänstindex 2025", "45000", "2025-12-10", "2026-01-09"],
        ["Index per enhet och utförare 2025", "35000", "2025-12-10", "2026-01-09"],
    ]


def test_a_reference_that_looks_like_a_formula_is_text_in_the_invoice(tmp_path):
    given_orders = orders(tmp_path, ORDER | {"referens": "=HYPERLINK(1)"})
    states = {"0188": Orderlage("0188", {Lage.MOTTAGEN: NU, Lage.LEVERERAD: NU})}
    text = faktura.fakturaunderlag(2025, given_orders, states, load_kommuner(), priser.load_priser(2025))
    assert ";'=HYPERLINK(1);" in text
