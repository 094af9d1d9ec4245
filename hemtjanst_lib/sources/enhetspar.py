"""Which unit of the user survey is which of the unit survey: certain pairs, doubtful ones, and those without any.

The surveys share no key. Inside a kommun names are compared (:mod:`.enhetsnamn`), with regi and company. A pair is
certain only when nothing but ways of writing differ and no other unit comes near; everything else is for a person to
confirm in the register (:mod:`.enhetsregister`). Precision goes before recall: see ``docs/decisions``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from hemtjanst_lib.sources.enhetsnamn import las_namn, utan_prickar
from hemtjanst_lib.sources.enhetsregister import Register

BU, EU = "brukarundersokningen", "enhetsundersokningen"
PAR = ["kommunkod", "enhet_bu", "enhet_eu", "namn_bu", "namn_eu", "poang", "marginal", "hur", "skal"]
SAMMA, SAMMA_NYCKEL, HOGST_ANNARS = 100.0, 95.0, 89.0  # the same words; the same key; names that differ
SAKERT, MARGINAL = 92.0, 4.0  # a certain pair has at least so many points, and so many more than the next
TVEKSAMT, FORSLAG = 55.0, 3  # a doubtful pair has at least so many points, is among so many best of either unit,
RIMLIGT = 20.0  # and is no farther than this from the best
AVDRAG = {"ordet_skiljer": 30.0, "annan_regi": 25.0, "annat_foretag": 25.0}
OKAND_REGI, SAMMA_FORETAG, UTAN_PRICKAR = 2.0, 5.0, 3.0

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


def para(enheter: pd.DataFrame, kommuner: pd.DataFrame, register: Register | None = None) -> pd.DataFrame:
    """Pair the units of the two surveys.

    Parameters
    ----------
    enheter : DataFrame
        Units as read: ``enhet_id, kommunkod, namn, regi, kalla`` and, when known, ``foretag``.
    kommuner : DataFrame
        The register of kommuner, index ``kommunkod``, column ``namn``.
    register : Register
        Confirmed pairs and confirmed non-pairs, already resolved to ids.

    Returns
    -------
    DataFrame
        Columns ``PAR``. ``hur`` is ``automatiskt`` or ``bekraftat`` for a pair, each unit in at most one; ``tveksamt``
        for a possible pair of units that have none. ``poang`` 0–100; ``marginal``: at least how many more than any
        other pair of either unit. ``skal`` says why a pair is doubtful: ``samma_namn, annan_regi, annat_foretag,
        ordet_skiljer, namnen_skiljer, ensamma_kvar``; "" for the others.
    """
    chosen = register or Register()
    units = _comparable(enheter, kommuner)
    bu, eu = (units[units["kalla"].eq(kalla)] for kalla in (BU, EU))
    confirmed = _confirmed(bu, eu, chosen)
    bu, eu = (side[~side["enhet_id"].isin(chosen.parade)] for side in (bu, eu))
    certain = _certain(bu, eu, chosen)
    bu, eu = bu[~bu["enhet_id"].isin(certain["enhet_bu"])], eu[~eu["enhet_id"].isin(certain["enhet_eu"])]
    left = {kod: part for kod, part in eu.groupby("kommunkod")}
    parts = [_doubtful(part, left[kod], chosen) for kod, part in bu.groupby("kommunkod") if kod in left]
    out = pd.concat([confirmed, certain, *parts], ignore_index=True)
    texts = dict.fromkeys([name for name in PAR if name not in {"poang", "marginal"}], "str")
    typed = out.astype({**texts, "poang": "float64", "marginal": "float64"})
    return typed.sort_values(["kommunkod", "enhet_bu", "enhet_eu"], ignore_index=True)[PAR]


def _comparable(enheter: pd.DataFrame, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Give each unit the parts of its name that are compared."""
    units = enheter[enheter["kalla"].isin([BU, EU])].reset_index(drop=True)
    companies = units["foretag"] if "foretag" in units else pd.Series("", units.index)
    places = units["kommunkod"].map(kommuner["namn"])
    read = [las_namn(*texts) for texts in zip(units["namn"], places, companies, strict=True)]
    parts = {part: [getattr(name, part) for name in read] for part in ("skrivet", "nyckel", "vikt_ord", "foretag")}
    return units.assign(**parts)


def _certain(bu: pd.DataFrame, eu: pd.DataFrame, register: Register) -> pd.DataFrame:
    """Pair units of the same key, when regi and company do not contradict and no other unit has that key.

    A pair of names that differ can have no more than ``HOGST_ANNARS`` points, so it need not be looked at here.
    """
    out = bu.merge(eu, on=["kommunkod", "nyckel"], suffixes=("_bu", "_eu"))
    out = out.rename(columns={"enhet_id_bu": "enhet_bu", "enhet_id_eu": "enhet_eu"})
    if out.empty:
        return pd.DataFrame(columns=PAR)
    pairs = pd.MultiIndex.from_frame(out[["enhet_bu", "enhet_eu"]])
    out = out[~pairs.isin(list(register.ej_par))].assign(hur="automatiskt", skal="")
    same = out["skrivet_bu"].eq(out["skrivet_eu"])
    wrong, unknown = _contradicts(out, "regi"), out["regi_bu"].eq("") | out["regi_eu"].eq("")
    poang = SAMMA_NYCKEL + (SAMMA - SAMMA_NYCKEL) * same - OKAND_REGI * unknown - AVDRAG["annan_regi"] * wrong
    out["poang"] = poang - AVDRAG["annat_foretag"] * _contradicts(out, "foretag")
    rival = pd.concat([_rival(out, "enhet_bu"), _rival(out, "enhet_eu")], axis=1).max(axis=1)
    out["marginal"] = out["poang"] - rival.clip(lower=HOGST_ANNARS)
    return out.loc[(out["poang"] >= SAKERT) & (out["marginal"] >= MARGINAL), PAR]


def _contradicts(pairs: pd.DataFrame, what: str) -> pd.Series:
    one, two = pairs[f"{what}_bu"], pairs[f"{what}_eu"]
    return one.ne("") & two.ne("") & one.ne(two)


def _rival(pairs: pd.DataFrame, side: str) -> pd.Series:
    """The most points that another pair of the same unit has; 0 without any."""
    best = pairs.groupby(side)["poang"].rank(method="first", ascending=False)
    top, second = (pairs[best.eq(place)].set_index(side)["poang"] for place in (1, 2))
    return pairs[side].map(second).where(best.eq(1), pairs[side].map(top)).fillna(0.0)


def _doubtful(bu: pd.DataFrame, eu: pd.DataFrame, register: Register) -> pd.DataFrame:
    """List the pairs that a person should look at, of one kommun's units without a partner."""
    sides = bu.reset_index(drop=True), eu.reset_index(drop=True)
    poang, skal = _scores(*sides)
    poang = np.where(_refused(*sides, register), np.nan, poang)
    near, skal = _near(poang, skal)
    told = {"poang": poang, "marginal": _margins(poang), "hur": "tveksamt", "skal": skal}
    return _rows(*sides, near, told)


def _scores(bu: pd.DataFrame, eu: pd.DataFrame) -> tuple[Floats, Objects]:
    """Points of every pair, and what speaks against it most."""
    keys = bu["nyckel"].to_numpy(dtype=object), eu["nyckel"].to_numpy(dtype=object)
    same_key, same = _same(bu, eu, "nyckel"), _same(bu, eu, "skrivet")
    poang = np.where(same, SAMMA, np.where(same_key, SAMMA_NYCKEL, _similar(*keys)))
    (_, other_regi), (same_company, other_company) = _known(bu, eu, "regi"), _known(bu, eu, "foretag")
    unknown = bu["regi"].eq("").to_numpy()[:, None] | eu["regi"].eq("").to_numpy()[None, :]
    poang = np.where(same_key, poang, np.minimum(poang + SAMMA_FORETAG * same_company, HOGST_ANNARS))
    poang = poang - OKAND_REGI * unknown
    skal = np.where(same_key, "samma_namn", "namnen_skiljer").astype(object)
    decisive = ~_same(bu, eu, "vikt_ord")
    for words, wrong in (("ordet_skiljer", decisive), ("annat_foretag", other_company), ("annan_regi", other_regi)):
        poang = poang - np.where(wrong, AVDRAG[words], 0)
        skal = np.where(wrong, words, skal)
    return poang.clip(0, 100), skal


def _similar(bu: Objects, eu: Objects) -> Floats:
    """Likeness 0–100 of keys that are not the same: word by word, without accents, and as part of each other."""
    plain = [[utan_prickar(key) for key in keys] for keys in (bu, eu)]
    as_written = process.cdist(bu, eu, scorer=fuzz.token_sort_ratio, dtype=np.float64)
    folded = process.cdist(*plain, scorer=fuzz.token_sort_ratio, dtype=np.float64) - UTAN_PRICKAR
    joined = process.cdist(*([key.replace(" ", "") for key in keys] for keys in plain), scorer=fuzz.ratio)
    within = 0.85 * process.cdist(bu, eu, scorer=fuzz.token_set_ratio, dtype=np.float64)
    return np.asarray(np.maximum.reduce([as_written, folded, joined - UTAN_PRICKAR, within]), dtype=np.float64)


def _same(bu: pd.DataFrame, eu: pd.DataFrame, what: str) -> Bools:
    one, two = (side[what].to_numpy(dtype=object) for side in (bu, eu))
    return np.asarray(one[:, None] == two[None, :], dtype=bool)


def _known(bu: pd.DataFrame, eu: pd.DataFrame, what: str) -> tuple[Bools, Bools]:
    """Whether both are known and the same, and whether both are known and differ."""
    both = bu[what].ne("").to_numpy()[:, None] & eu[what].ne("").to_numpy()[None, :]
    same = _same(bu, eu, what)
    return both & same, both & ~same


def _refused(bu: pd.DataFrame, eu: pd.DataFrame, register: Register) -> Bools:
    if not register.ej_par:
        return np.zeros((len(bu), len(eu)), dtype=bool)
    pairs = pd.MultiIndex.from_product([bu["enhet_id"], eu["enhet_id"]])
    return np.asarray(pairs.isin(list(register.ej_par))).reshape(len(bu), len(eu))


def _margins(poang: Floats) -> Floats:
    """How many points a pair has more than the best other pair of either unit."""
    filled = np.nan_to_num(poang)
    return np.asarray(poang - np.maximum(_other_best(filled), _other_best(filled.T).T))


def _other_best(values: Floats) -> Floats:
    """For each cell, the highest of the other cells in its row; 0 when there is none."""
    if values.shape[1] < 2:
        return np.zeros_like(values)
    top = np.argsort(values, axis=1)[:, -2:]
    first, second = np.take_along_axis(values, top[:, 1:], 1), np.take_along_axis(values, top[:, :1], 1)
    return np.where(np.arange(values.shape[1])[None, :] == top[:, 1:], second, first)


def _near(poang: Floats, skal: Objects) -> tuple[Bools, Objects]:
    """Choose the doubtful pairs: near enough and among the best of either unit; or the last two of a kommun."""
    there = ~np.isnan(poang)
    filled = np.where(there, poang, -1.0)
    best = np.maximum(filled.max(axis=1, keepdims=True), filled.max(axis=0, keepdims=True))
    near = there & (filled >= TVEKSAMT) & (filled >= best - RIMLIGT)
    near &= (_better(filled) < FORSLAG) & (_better(filled.T).T < FORSLAG)
    if poang.shape == (1, 1) and there.all() and not near.any():
        return there, np.where(skal == "namnen_skiljer", "ensamma_kvar", skal)
    return near, skal


def _better(values: Floats) -> npt.NDArray[np.intp]:
    """For each cell, how many cells of its row have more."""
    return np.asarray((values[:, None, :] > values[:, :, None]).sum(axis=2))


def _rows(bu: pd.DataFrame, eu: pd.DataFrame, chosen: Bools, told: Mapping[str, object]) -> pd.DataFrame:
    """List chosen pairs; ``told`` has a value for all, or a matrix with one for each."""
    one, two = np.nonzero(chosen)
    units = {
        "kommunkod": bu["kommunkod"].to_numpy()[one],
        "enhet_bu": bu["enhet_id"].to_numpy()[one],
        "enhet_eu": eu["enhet_id"].to_numpy()[two],
        "namn_bu": bu["namn"].to_numpy()[one],
        "namn_eu": eu["namn"].to_numpy()[two],
    }
    values = {name: value[one, two] if isinstance(value, np.ndarray) else value for name, value in told.items()}
    return pd.DataFrame({**units, **values})


def _confirmed(bu: pd.DataFrame, eu: pd.DataFrame, register: Register) -> pd.DataFrame:
    """The register's pairs, with the points that the names alone would have had."""
    own = bu[bu["enhet_id"].isin(list(register.par))]
    found = [pd.DataFrame(columns=PAR)] if own.empty else []
    for number, kod in own["enhet_id"].items():
        row, other = own.loc[[number]], eu[eu["enhet_id"].eq(register.par[kod])]
        found.append(_rows(row, other, np.ones((1, 1), dtype=bool), {"poang": _scores(row, other)[0]}))
    return pd.concat(found, ignore_index=True).assign(marginal=np.nan, hur="bekraftat", skal="")
