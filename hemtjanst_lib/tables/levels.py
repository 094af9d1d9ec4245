"""Classes, delindex and områden as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.charts.words import OJAMFORBART, SAKNAS, omrade_skal, poang, signerad
from hemtjanst_lib.display import Kolumn, Tabell
from hemtjanst_lib.language import TANKSTRECK, andel, heltal, rakneord, stor_forsta
from hemtjanst_lib.narrative.ordningsgrupper import platser
from hemtjanst_lib.tables.class_words import limits, places

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta


def klasser(k: Kommunfakta) -> Tabell:
    """Return the classes from the highest, with limits and places; the own class has an X and the kommun's name."""
    frame = k.klasser.iloc[::-1]
    cells = zip(*(frame[c] for c in ("klass", "over", "till_och_med", "forsta_plats", "sista_plats")), strict=True)
    spans = [(klass, limits(over, upper), places(first, last)) for klass, over, upper, first, last in cells]
    counts = zip(spans, frame["antal"], frame["egen"], strict=True)
    rows = tuple((*cell, heltal(n), f"X {k.kommun.namn}" if egen else "") for cell, n, egen in counts)
    heads = (
        Kolumn("Klass"),
        Kolumn("Index"),
        Kolumn("Placering"),
        Kolumn("Antal kommuner", "tal"),
        Kolumn("Egen klass"),
    )
    own = tuple(i for i, egen in enumerate(frame["egen"]) if egen)
    note = "Klassen bestäms av indexet före avrundning. Ett index på gränsen hör till den lägre klassen."
    return Tabell("klasser", f"Hemtjänstindex {k.ar} i {rakneord(len(rows))} klasser", heads, rows, own, note)


def delindex(k: Kommunfakta) -> Tabell:
    """Return points, mean, difference and place with its interval of each delindex, and last year's place if any."""
    frame = k.delindex
    columns = [_names(frame), frame["poang"].map(poang), frame["medel"].map(poang), frame["gap"].map(signerad)]
    heads = [k.kommun.namn, "Kommungenomsnitt", "Skillnad", f"Plats {k.ar}"]
    columns.append(_places_with_intervals(k, frame["placering"]))
    if k.ar_fore is not None:
        columns.append(frame["placering_fore"].map(_place))
        heads.append(f"Plats {k.ar_fore}")
    often = heltal(100 * k.sakerhet.underlag.regler.niva)
    note = f"Plats bland {k.antal} kommuner, 1 är bäst. Parentesen säger var platsen hamnar i {often} fall av 100."
    note += _break_note(k)
    return Tabell("delindex", f"Delindex {k.ar}", _heads("Delindex", heads), _rows(columns), not_=note)


def prioriterade(k: Kommunfakta) -> Tabell:
    """Return the områden that seniors weigh highest, by their signed difference in whole points."""
    chosen = k.omraden[k.omraden["prioriterat"].astype(bool)]
    frame = chosen.sort_values("gap", ascending=False, kind="stable", na_position="last")
    gaps = frame["gap"].map(lambda gap: signerad(gap, 0))
    columns = [frame["namn"], frame["poang"].map(poang), frame["medel"].map(poang), gaps]
    note = "Skillnaden är i hela poäng. De prioriterade områdena är de som väger tyngst enligt seniorerna."
    heads = _heads("Område", [k.kommun.namn, "Kommungenomsnitt", "Skillnad"])
    return Tabell("prioriterade", "Prioriterade områden mot kommungenomsnittet", heads, _rows(columns), not_=note)


def omraden(k: Kommunfakta) -> Tabell:
    """Return every område with its weight, points, mean, difference, place and change since last year."""
    frame = k.omraden
    points = zip(frame["poang"], omrade_skal(k, frame), strict=True)
    columns = [
        _names(frame),
        (frame["vikt"] / frame["vikt"].sum() * 100).map(andel),
        pd.Series([poang(own, why) for own, why in points]),
        frame["medel"].map(poang),
        frame["gap"].map(_or_dash),
        frame["placering"].map(_place_or_dash),
    ]
    heads = ["Vikt", k.kommun.namn, "Kommungenomsnitt", "Skillnad", "Plats"]
    if frame["forandring"].notna().any():
        columns.append(_changes(frame))
        heads.append(f"Sedan {k.fjol}")
    partly = bool((frame["forandring"].notna() & (frame["jamforbar"] == "delvis")).any())
    note = "* Indikatorerna har ändrats, så åren är inte fullt jämförbara." if partly else ""
    title = f"Alla {len(frame)} kvalitetsområden {k.ar}"
    return Tabell("omraden", title, _heads("Område", heads), _rows(columns), not_=note)


def _changes(frame: pd.DataFrame) -> pd.Series[str]:
    stars = frame["jamforbar"].map({"delvis": "*"}).fillna("")
    texts = frame["forandring"].map(lambda change: OJAMFORBART if pd.isna(change) else signerad(change))
    return texts.where(frame["forandring"].isna(), texts + stars)


def _names(frame: pd.DataFrame) -> pd.Series[str]:
    return frame["nummer"].astype(str) + " " + frame["namn"].astype(str)


def _places_with_intervals(k: Kommunfakta, places: pd.Series) -> pd.Series[str]:
    ends = k.sakerhet.placering_delindex.reindex(places.index)
    told = zip(places, ends["lag"], ends["hog"], strict=True)
    return pd.Series([_place(p) if pd.isna(p) else f"{_place(p)} ({platser(lag, hog)})" for p, lag, hog in told])


def _place(place: object) -> str:
    return SAKNAS if pd.isna(place) else heltal(place)  # type: ignore[arg-type,call-overload]


def _or_dash(gap: float) -> str:
    return signerad(gap, why=TANKSTRECK)


def _place_or_dash(place: object) -> str:
    return TANKSTRECK if pd.isna(place) else _place(place)  # type: ignore[call-overload]


def _heads(first: str, rest: list[str]) -> tuple[Kolumn, ...]:
    return (Kolumn(first), *(Kolumn(stor_forsta(head), "tal") for head in rest))


def _rows(columns: list[pd.Series[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*columns, strict=True))


def _break_note(k: Kommunfakta) -> str:
    if k.ar_fore is None or k.ar not in k.brott:
        return ""
    return f" Metoden ändrades mellan {k.fjol} och {k.ar}, så platserna går inte att jämföra."
