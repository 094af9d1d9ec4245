"""Who may read what, and when: every role, object and moment, and the clock."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.delivery.behorighet import Objekt, Person, Roll, Typ, far_lasa
from hemtjanst_lib.delivery.kalender import load_kalender, swedish_moment
from hemtjanst_lib.errors import ParameterError

T = datetime(2025, 12, 3, 5, tzinfo=UTC)
PREVIEW = T - timedelta(hours=24)
DELIVERED = T + timedelta(days=2)
SECOND = timedelta(seconds=1)
NEVER, ALWAYS = datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)

PERSONS = {
    "public": Person(Roll.ALLMANHET),
    "own": Person(Roll.KUND, "0188"),
    "other": Person(Roll.KUND, "0180"),
    "provider": Person(Roll.UTFORARE, enheter=frozenset({"0188-a"})),
    "other provider": Person(Roll.UTFORARE, enheter=frozenset({"0188-b"})),
    "analyst": Person(Roll.ANALYTIKER),
    "reviewer": Person(Roll.GRANSKARE),
}


def thing(typ: Typ, **more: object) -> Objekt:
    given = {"publiceras": T, "forhandsvisas": PREVIEW, "levererad": DELIVERED, "kommunkod": "0188", "enhet": "0188-a"}
    return Objekt(typ, **{**given, **more})


# From when each reader may read each thing; who is not named may never.
OPEN = {
    Typ.RANKING: dict.fromkeys(("public", "own", "other", "provider", "other provider"), T),
    Typ.NATIONELL_RAPPORT: dict.fromkeys(("public", "own", "other", "provider", "other provider"), T),
    Typ.LANSRAPPORT: {},
    Typ.SAMMANFATTNING: {"own": PREVIEW},
    Typ.PAKET: {"own": DELIVERED},
    Typ.ENHETSINDEX: {"own": DELIVERED},
    Typ.ENHETSRAPPORT: {"own": DELIVERED, "provider": DELIVERED},
    Typ.MEDBORGARSIDA: {},
    Typ.UTKAST: {},
}


@pytest.mark.parametrize(("who", "typ"), list(product(PERSONS, Typ)), ids=str)
def test_each_reader_may_read_each_thing_from_its_moment_and_not_a_second_before(who, typ):
    opens = ALWAYS if who in ("analyst", "reviewer") else OPEN[typ].get(who, NEVER)
    for moment in (PREVIEW - SECOND, PREVIEW, T - SECOND, T, DELIVERED - SECOND, DELIVERED, T + timedelta(days=900)):
        assert bool(far_lasa(PERSONS[who], thing(typ), moment)) == (moment >= opens), moment


def test_a_citizens_page_is_public_only_when_the_kommun_has_opened_it():
    page = thing(Typ.MEDBORGARSIDA, oppen=True)
    assert not far_lasa(PERSONS["public"], page, DELIVERED - SECOND)
    assert far_lasa(PERSONS["public"], page, DELIVERED)
    assert not far_lasa(PERSONS["public"], thing(Typ.MEDBORGARSIDA), DELIVERED)


def test_what_is_delivered_early_waits_for_publication_and_what_is_not_delivered_for_delivery():
    early = thing(Typ.PAKET, levererad=T - timedelta(days=1))
    assert not far_lasa(PERSONS["own"], early, T - SECOND)
    assert far_lasa(PERSONS["own"], early, T)
    assert not far_lasa(PERSONS["own"], thing(Typ.PAKET, levererad=None), T + timedelta(days=900))


def test_no_calendar_opens_the_preview_more_than_24_hours_before():
    hasty = thing(Typ.SAMMANFATTNING, forhandsvisas=T - timedelta(days=7))
    assert not far_lasa(PERSONS["own"], hasty, PREVIEW - SECOND)
    assert not far_lasa(PERSONS["own"], thing(Typ.SAMMANFATTNING, forhandsvisas=None), T - SECOND)


def test_an_empty_code_is_nobody():
    nobody = thing(Typ.PAKET, kommunkod="", enhet="")
    assert not far_lasa(Person(Roll.KUND), nobody, DELIVERED)
    assert not far_lasa(Person(Roll.UTFORARE, enheter=frozenset({""})), thing(Typ.ENHETSRAPPORT, enhet=""), DELIVERED)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ParameterError, match="has no time zone"):
        far_lasa(PERSONS["own"], thing(Typ.PAKET), datetime(2025, 12, 3, 5))


@given(st.sampled_from(list(PERSONS)), st.sampled_from(list(Typ)), st.integers(-200, 200), st.integers(0, 200))
def test_what_may_be_read_may_be_read_ever_after(who, typ, hours, later):
    before = far_lasa(PERSONS[who], thing(typ), T + timedelta(hours=hours))
    after = far_lasa(PERSONS[who], thing(typ), T + timedelta(hours=hours + later))
    assert bool(after) or not before


def test_24_hours_before_is_24_hours_also_when_the_clocks_change():
    # The clocks went back at 03:00 on 26 October 2025: 06:00 that day is 05:00 UTC, and 24 hours before is 07:00 in
    # Swedish summer time on the 25th, not 06:00.
    moment = swedish_moment("2025-10-26 06:00")
    assert moment == datetime(2025, 10, 26, 5, tzinfo=UTC)
    assert moment - timedelta(hours=24) == swedish_moment("2025-10-25 07:00")
    # Forward at 02:00 on 29 March 2026: 24 hours before 06:00 (04:00 UTC) is 05:00 winter time on the 28th.
    assert swedish_moment("2026-03-29 06:00") - timedelta(hours=24) == swedish_moment("2026-03-28 05:00")


@pytest.mark.parametrize("skipped_or_doubled", ["2026-03-29 02:30", "2025-10-26 02:30"])
def test_a_swedish_time_that_is_skipped_or_passed_twice_is_refused(skipped_or_doubled):
    with pytest.raises(ValueError, match="skipped or passed twice"):
        swedish_moment(skipped_or_doubled)


def test_the_calendar_of_2025_is_in_winter_time():
    kalender = load_kalender(2025)
    assert kalender.publiceras == T
    assert kalender.forhandsvisas == PREVIEW


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (('"2025-12-03 06:00"', '"2025-12-04 06:00"'), "utgivning.yml says 2025-12-03"),
        (("ar: 2025", "ar: 2024"), "ar: is 2024, but the file is named for 2025"),
        (("forhandsvisning_timmar: 24", "forhandsvisning_timmar: 48"), "forhandsvisning_timmar"),
        (("2025-08-15", "2025-09-30"), "handelser must stand in order of time"),
        (("2025-11-12", "2025-12-24"), "webbinarium comes after the publication"),
        (("handelser:", "handelse:"), "handelse"),
    ],
)
def test_a_faulty_calendar_is_refused(tmp_path, change, expected):
    from hemtjanst_lib.delivery.kalender import RELEASES

    text = (RELEASES / "2025.yml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "2025.yml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(ParameterError) as told:
        load_kalender(2025, tmp_path)
    assert expected in str(told.value)
