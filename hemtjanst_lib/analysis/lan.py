"""The facts of a report on a län, or on any named set of kommuner, collected from the year's national tables."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from hemtjanst_lib.analysis.arsfakta import arsfakta
from hemtjanst_lib.analysis.klattrare import klattring
from hemtjanst_lib.analysis.kommun import load_nation
from hemtjanst_lib.analysis.lan_fakta import Delning, Lansfakta
from hemtjanst_lib.analysis.lika import gemensamma
from hemtjanst_lib.analysis.national import Nation
from hemtjanst_lib.analysis.publishing import Utgivning, utgivning
from hemtjanst_lib.analysis.regler import Antal, load_regler
from hemtjanst_lib.analysis.skillnader import Grupper, grupper, skillnader_omraden
from hemtjanst_lib.analysis.urval import forklaringar, jamforelse, placeringstabell, tidsserier
from hemtjanst_lib.analysis.urvalsfil import Urval, lansurval, load_urval
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.language import Heltal, Poang, Skillnad
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.paths import PARAMETERS, resolve
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import Scores

LANSREGLER = PARAMETERS / "report" / "lansrapport.yml"


class Delningsregler(Del):
    """When and how a set is parted into high and low results."""

    minsta_antal: Antal
    andel: Annotated[float, Field(gt=0, le=50)]


class Lansregler(Del):
    """The choices of this report."""

    delning: Delningsregler


@cache
def load_lansregler(path: Path = LANSREGLER) -> Lansregler:
    """Read and check the choices; every fault of the file is named."""
    return read_form(path, Lansregler)


def valj_urval(lan: str, urval: str, kommuner: pd.DataFrame) -> Urval:
    """Return the set that a report is asked for.

    Raises
    ------
    ParameterError
        If not exactly one of ``lan`` and ``urval`` is given, or there is no such län or set.
    """
    if bool(lan) == bool(urval):
        raise ParameterError(
            f"lan is {lan!r} and urval is {urval!r}; exactly one of them must be given",
            do='Give a länskod such as "01", or the name of a file in parameters/report/sets.',
        )
    return lansurval(lan, kommuner) if lan else load_urval(urval, kommuner)


def lansfakta(ar: int, lan: str = "", urval: str = "", data: str | Path = "data") -> Lansfakta:
    """Collect the facts of the report on a län or on a named set.

    Raises
    ------
    ParameterError
        If the year has no results or no publication day, or the set is not sound.
    """
    root = resolve(data)
    nation = load_nation(ar, root)
    return lansfakta_av(nation, valj_urval(lan, urval, load_kommuner(root)), utgivning(ar))


def lansfakta_av(nation: Nation, urval: Urval, utgiven: Utgivning) -> Lansfakta:
    """Pick and compute the facts of one set; pure.

    Raises
    ------
    ParameterError
        If no kommun of the set has results this year.
    """
    now, scores = nation.now, nation.now.scores
    years = {ar: year.scores for ar, year in nation.years.items()}
    members = [kod for kod in urval.kommunkoder if not pd.isna(scores.total.get(kod))]
    if not members:
        raise ParameterError(f"no kommun of {urval.namn} has results in {now.ar}", do="Check the year's raw files.")
    tabell = placeringstabell(years, nation.kommuner, members)
    return Lansfakta(
        **vars(arsfakta(nation, utgiven)),
        sakerhet=nation.sakerhet,
        urval=urval,
        antal=Heltal(len(members)),
        antal_riket=Heltal(scores.total.notna().sum()),
        utan_resultat=tuple(nation.kommuner["namn"][kod] for kod in urval.kommunkoder if kod not in members),
        tabell=tabell.assign(gap=tabell["index"] - scores.medel.total),
        alla=pd.DataFrame(nation.alla),
        delindex=_delar(pd.DataFrame(nation.delindex), scores.delindex.loc[members], ["viktandel"]),
        omraden=_delar(pd.DataFrame(nation.omraden), scores.omrade.loc[members], _OMRADE),
        per_delindex=jamforelse(scores, nation.kommuner, members, "delindex"),
        per_omrade=jamforelse(scores, nation.kommuner, members, "omrade"),
        forklaringar=forklaringar(scores, members),
        tidsserier=tidsserier(years, nation.kommuner, members),
        klasser=_klasser(scores, members),
        nationell=_delning(scores, grupper(scores, load_regler().skillnader)),
        egen=_egen_delning(scores, members),
        for_fa=len(members) < load_lansregler().delning.minsta_antal,
        saknas=_saknas(nation, members),
        **_medel(scores, members),
        **_sedan_fjol(nation, members),
    )


_OMRADE = ["delindex", "delindex_namn", "vikt", "prioriterat"]


def _delar(base: pd.DataFrame, points: pd.DataFrame, extra: list[str]) -> pd.DataFrame:
    """Set the set's mean and ends in each delindex or område against the country's mean."""
    table = base.set_index("id")[["nummer", "namn", *extra, "medel"]]
    own = points.mean()
    gaps = points.sub(table["medel"], axis=1)
    return table.assign(
        poang=own,
        gap=own - table["medel"],
        hogst=points.max(),
        lagst=points.min(),
        over=(gaps > 0).sum(),
        under=(gaps < 0).sum(),
    )


def _medel(scores: Scores, members: Collection[str]) -> dict[str, Any]:
    own, whole = float(scores.total[list(members)].mean()), scores.medel.total
    return {"medel": Poang(own), "riket": Poang(whole), "gap": Skillnad(own - whole)}


def _sedan_fjol(nation: Nation, members: list[str]) -> dict[str, Any]:
    """How the means moved since last year; None for what there is not, or may not be compared."""
    names = ("medel_fore", "riket_fore", "forandring", "riket_forandring", "lika", "riket_lika")
    facts: dict[str, Any] = {**dict.fromkeys(names), "klattring": pd.DataFrame(), "lika_andel": 0.0}
    now, before = nation.now.scores, nation.before.scores if nation.before else None
    if before is None:
        return facts
    every = klattring(now, before, nation.kommuner, nation.jamforbarhet.grad)
    own = every[every.index.isin(members)]
    facts |= {"klattring": own, "riket_fore": Poang(before.medel.total)}
    if own.empty:
        return facts
    facts["medel_fore"] = Poang(own["index_fore"].mean())
    if nation.jamforbarhet.grad == "nej":
        return facts
    return facts | {
        "forandring": Skillnad(own["forandring"].mean()),
        "riket_forandring": Skillnad(now.medel.total - before.medel.total),
        "lika": _skillnad(own["forandring_lika"].mean()),
        "riket_lika": _skillnad(every["forandring_lika"].mean()),
        "lika_andel": float(now.effektiv_vikt[gemensamma(now.model, before.model)].sum()),
    }


def _skillnad(x: float) -> Skillnad | None:
    return None if pd.isna(x) else Skillnad(x)


def _klasser(scores: Scores, members: list[str]) -> pd.DataFrame:
    names = list(scores.model.klasser.till_och_med)
    counts = {"antal": scores.klass[members], "riket": scores.klass[scores.total.notna()]}
    return pd.DataFrame({"klass": names, **{name: _antal(classes, names) for name, classes in counts.items()}})


def _antal(classes: pd.Series, names: list[str]) -> list[int]:
    counts = classes.value_counts()
    return [int(counts.get(name, 0)) for name in names]


def _egen_delning(scores: Scores, members: list[str]) -> Delning | None:
    """Part the set's highest and lowest kommuner, where it is large enough and their results differ."""
    rules = load_lansregler().delning
    if len(members) < rules.minsta_antal:
        return None
    total = scores.total[members].round(DECIMALS).sort_values(kind="stable")
    n = max(1, round(len(total) * rules.andel / 100))
    low, high = total.iloc[n - 1], total.iloc[-n]
    if low >= high:
        return None
    return _delning(scores, Grupper(total.index[total >= high], total.index[total <= low], False))


def _delning(scores: Scores, delade: Grupper) -> Delning:
    distance = scores.total[delade.hoga].mean() - scores.total[delade.laga].mean()
    return Delning(
        hoga=tuple(delade.hoga),
        laga=tuple(delade.laga),
        efter_klass=delade.efter_klass,
        avstand=Skillnad(distance),
        skillnader=skillnader_omraden(scores, delade),
    )


def _saknas(nation: Nation, members: list[str]) -> pd.DataFrame:
    """List this year's missing indikatorer of the set, in the kommuner's order."""
    empty = nation.inget_saknas.assign(kommunkod="", kommun="").iloc[:0]
    rows = [
        table[table["ar"] == nation.now.ar].assign(kommunkod=kod, kommun=nation.kommuner["namn"][kod])
        for kod in members
        if (table := nation.saknas.get(kod)) is not None
    ]
    found = [table for table in rows if len(table)]
    return pd.concat(found, ignore_index=True) if found else empty
