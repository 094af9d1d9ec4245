"""The kvalitetsområden of the set against the country, and what separates high results from low."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.lan_fakta import Delning, Lansfakta
from hemtjanst_lib.language import Poang, Skillnad, rakneord
from hemtjanst_lib.narrative.lan_ord import ensam, fill, tell, uppraknade, vem
from hemtjanst_lib.narrative.phrases import omrade, uppraknat
from hemtjanst_lib.narrative.sentence import TYST, Sentence
from hemtjanst_lib.narrative.words import skala

NAMNDA = 3  # områden named in a sentence


def omraden(u: Lansfakta) -> Sentence:
    """Name the områden farthest over and farthest under the country."""
    rows = u.omraden[u.omraden["gap"].notna()].sort_values("gap", ascending=False, kind="stable")
    if rows.empty:
        return tell("omraden.saknas")
    sides = pd.Series([skala("lage").side(gap) for gap in rows["gap"]], rows.index)
    over, under = _delar(rows[sides > 0].head(NAMNDA)), _delar(rows[sides < 0].tail(NAMNDA).iloc[::-1])
    if not (over or under):
        return TYST
    regel = "bada" if over and under else ("over" if over else "under")
    if regel == "bada" and ensam(u):
        regel = "bada_ensam"
    return tell(f"omraden.{regel}", **vem(u), over=uppraknat(over), under=uppraknat(under))


def _delar(rows: pd.DataFrame) -> list[str]:
    cells = zip(rows.index, rows["namn"], rows["gap"], strict=True)
    return [fill("omraden.del", namn=omrade(str(kod), namn), gap=Skillnad(gap)) for kod, namn, gap in cells]


def prioriterade(u: Lansfakta) -> Sentence:
    """Point out the område among those that seniors weigh highest where most is to be won: weight times distance."""
    rows = u.omraden[u.omraden["prioriterat"].astype(bool)]
    known = rows[rows["gap"].notna()].assign(tyngd=rows["vikt"] * rows["gap"]).sort_values("tyngd", kind="stable")
    if known.empty:
        return tell("prioriterade.saknas")
    n = sum(skala("lage").side(gap) < 0 for gap in known["gap"])
    regel = "inget" if n == 0 else ("under_ett" if n == 1 else "under_flera")
    first = known.iloc[0] if n else known.sort_values("gap", kind="stable").iloc[0]
    told = {
        "omrade": omrade(str(first.name), first["namn"]),
        "gap": Skillnad(first["gap"]),
        "antal": rakneord(len(rows)),
    }
    return tell(f"prioriterade.{regel}", **vem(u), **told, n=rakneord(n))


def skillnader(u: Lansfakta) -> Sentence:
    """Tell what most of the distance between high and low results in the country comes from."""
    return _delning(u, u.nationell, "klasser" if u.nationell.efter_klass else "andelar")


def skillnader_egna(u: Lansfakta) -> Sentence:
    """Tell the same within the set, when it is large enough."""
    if ensam(u):
        return TYST
    if u.egen is None:
        return tell("skillnader.for_fa" if u.for_fa else "skillnader.jamna", **vem(u), antal=rakneord(u.antal))
    names = [uppraknade(u.tabell["namn"][u.tabell.index.isin(codes)]) for codes in (u.egen.hoga, u.egen.laga)]
    regel = "egen" if all(names) else "egen_utan_namn"
    return _delning(u, u.egen, regel, hoga=names[0], laga=names[1])


def _delning(u: Lansfakta, delning: Delning, regel: str, **values: object) -> Sentence:
    most = delning.skillnader.sort_values("bidrag", ascending=False, kind="stable").head(NAMNDA)
    return tell(
        f"skillnader.{regel}",
        **vem(u),
        avstand=Poang(delning.avstand),
        n_hoga=rakneord(len(delning.hoga)),
        n_laga=rakneord(len(delning.laga)),
        omraden=uppraknat(omrade(str(kod), namn) for kod, namn in most["namn"].items()),
        **values,
    )
