"""How the set moved since last year: in points, with the like-for-like caution, and never by place alone."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.language import Skillnad, andel, lista, rakneord
from hemtjanst_lib.narrative.lan_ord import ensam, fill, tell, vem
from hemtjanst_lib.narrative.phrases import kalla, rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence, join
from hemtjanst_lib.narrative.words import skala


def utveckling(u: Lansfakta) -> Sentence:
    """Tell how the means of the set and of the country moved."""
    if u.medel_fore is None:
        return tell("utveckling.saknas", fjol=u.fjol)
    if u.forandring is None:
        return _ej_jamforbar(u)
    told = tell(
        f"utveckling.{'ensam' if ensam(u) else 'flera'}",
        **vem(u),
        fjol=u.fjol,
        medel_fore=u.medel_fore,
        medel=u.medel,
        forandring=u.forandring,
        riket_fore=u.riket_fore,
        riket=u.riket,
        riket_forandring=u.riket_forandring,
    )
    return join([told, *_lika_matt(u)])


def _ej_jamforbar(u: Lansfakta) -> Sentence:
    regel = "utveckling.ej_jamforbar"
    return Sentence(u.jamforbarhet.text, regel) if u.jamforbarhet.text else tell(regel, ar=u.ar, fjol=u.fjol)


def _lika_matt(u: Lansfakta) -> list[Sentence]:
    """What the change is on common ground, when the years are only partly comparable."""
    if u.jamforbarhet.grad != "delvis":
        return []
    if u.lika is None:
        return [tell("utveckling.delvis")]
    like = [tell("utveckling.lika", **vem(u), lika=u.lika, riket_lika=u.riket_lika)]
    share = andel(100 * u.lika_andel, 0)
    return like if share == andel(100, 0) else [*like, tell("utveckling.lika_andel", andel=share)]


def rorelse(u: Lansfakta) -> Sentence:
    """Count the kommuner whose index rose, fell or stood still."""
    changes = _forandringar(u)
    if ensam(u) or changes.empty:
        return TYST
    sides = [skala("forandring_index").side(x) for x in changes["forandring"]]
    up, still, down = (sides.count(side) for side in (1, 0, -1))
    n_up, n_still, n_down = rakna(up, still, down)
    values = {
        "upp": f"{n_up} {'kommun' if up == 1 else 'kommuner'}",
        "ned": n_down if up else f"{n_down} {'kommun' if down == 1 else 'kommuner'}",
        "still": n_still,
        "antal": rakneord(len(sides)),
    }
    return tell(f"rorelse.{_rorelse(up, still, down)}", **values)


def _rorelse(up: int, still: int, down: int) -> str:
    if up and down:
        return "alla_tre" if still else "bada"
    if not (up or down):
        return "ingen"
    return f"{'bara' if still else 'alla'}_{'upp' if up else 'ned'}"


def klattrare(u: Lansfakta) -> Sentence:
    """Name the kommuner whose index rose and fell most, with their places."""
    changes = _forandringar(u)
    if changes.empty:
        return TYST
    if ensam(u):
        now, before = changes["placering"].iloc[0], changes["placering_fore"].iloc[0]
        return tell("klattrare.ensam_lika" if now == before else "klattrare.ensam", nu=now, fore=before)
    sides = [skala("forandring_index").side(x) for x in changes["forandring"]]
    top, last = changes.iloc[0], changes.iloc[-1]
    values = {**_kommun(top, "upp"), **_kommun(last, "ned")}
    if 1 in sides and -1 in sides:
        return tell("klattrare.bada", **values)
    if 1 in sides:
        parts = ["upp", "minst_upp"] if len(changes) > 1 and min(sides) > 0 else ["upp"]
    elif -1 in sides:
        parts = ["ned", "minst_ned"] if len(changes) > 1 and max(sides) < 0 else ["ned"]
    else:
        return TYST
    return join([tell(f"klattrare.{part}", **values) for part in parts])


def forbehall(u: Lansfakta) -> Sentence:
    """Warn that places move more than points, where they are compared."""
    return TYST if _forandringar(u).empty else tell("forbehall")


def _kommun(row: pd.Series, side: str) -> dict[str, object]:
    now, before = row["placering"], row["placering_fore"]
    place = fill("klattrare.plats_lika" if now == before else "klattrare.plats", nu=now, fore=before)
    return {side: row["namn"], f"{side}_tal": Skillnad(float(row["forandring"])), f"{side}_plats": place}


def _forandringar(u: Lansfakta) -> pd.DataFrame:
    """The kommuner whose index may be compared with last year's, the largest rise first."""
    if u.forandring is None:
        return pd.DataFrame()
    known = u.klattring[u.klattring["forandring"].notna()]
    return known.sort_values("forandring", ascending=False, kind="stable")


def svar(u: Lansfakta) -> Sentence:
    """Tell which changes rest on surveys that were answered this year but not last, or the reverse."""
    changes = _forandringar(u)
    if changes.empty:
        return TYST
    return join([_svar(u, changes, "nya_svar"), _svar(u, changes, "tappade_svar")])


def _svar(u: Lansfakta, changes: pd.DataFrame, column: str) -> Sentence | None:
    rows = changes[[bool(codes) for codes in changes[column]]]
    if rows.empty:
        return None
    cells = zip(u.kallor.index, u.kallor["kod"], u.kallor["namn"], strict=True)
    names = {kod: kalla(str(source), namn) for source, kod, namn in cells}
    groups: dict[str, list[str]] = {}
    for namn, codes in zip(rows["namn"], rows[column], strict=True):
        groups.setdefault(lista(names.get(kod, kod) for kod in codes), []).append(str(namn))
    if len(groups) == 1:
        ((kallor, who),) = groups.items()
        return tell(column, kommuner=lista(who), fjol=u.fjol, kallor=kallor)
    parts = [fill("svar_del", kommuner=lista(who), kallor=kallor) for kallor, who in groups.items()]
    return tell(f"{column}_flera", kommuner=lista(parts), fjol=u.fjol)


def brott(u: Lansfakta) -> Sentence:
    """Explain the break in the chart over the years."""
    if len(u.alla_ar) == 1:
        return tell("brott.ett_ar", ar=u.ar)
    if not u.brott:
        return tell("brott.inget")
    return tell("brott.finns", brott=lista([str(year) for year in u.brott]))
