"""The deeper facts of one kommun: what to do first, whom to learn from, and the lists of the best.

What is alike for all kommuner is computed once per year (``Djupunderlag``); each table is picked when first asked for,
so that a short report does not pay for what it does not show.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.atgarder import atgarder, svarsatgarder
from hemtjanst_lib.analysis.benchmark import Platser, alla_platser, benchmark
from hemtjanst_lib.analysis.effekter import Effekter, effekter, tillsammans
from hemtjanst_lib.analysis.forebilder import Forebildsunderlag
from hemtjanst_lib.analysis.regler import Analysregler, load_regler
from hemtjanst_lib.language import Placering, Skillnad
from hemtjanst_lib.model import Model
from hemtjanst_lib.reference import STORLEKSKLASSER, load_liknande
from hemtjanst_lib.scoring import Scores

Takt = Literal["snabb", "langsiktig"]
TAKTER: tuple[Takt, ...] = ("snabb", "langsiktig")


@dataclass(frozen=True)
class Topplista:
    """The best in one part, by size class.

    ``klasser``: size class to its places, rising; each is the place and the kommuner (code, name) on it.
    """

    niva: str
    kod: str
    namn: str
    delindex: str
    klasser: dict[str, tuple[tuple[int, tuple[tuple[str, str], ...]], ...]]

    def har(self, kommunkod: str) -> bool:
        """Tell whether a kommun is listed."""
        return any(kod == kommunkod for places in self.klasser.values() for _, there in places for kod, _ in there)


@dataclass(frozen=True)
class Djupunderlag:
    """What the deeper facts of every kommun are picked from.

    Parameters
    ----------
    scores : Scores
        One year's results.
    kommuner : DataFrame
        The register's rows of the kommuner that have results, index ``kommunkod``.
    regler : Analysregler
        Thresholds.
    data : Path, optional
        The data root, which may have similar kommuner of its own.
    """

    scores: Scores
    kommuner: pd.DataFrame
    regler: Analysregler
    data: Path | None = None

    @classmethod
    def of(cls, scores: Scores, kommuner: pd.DataFrame, data: Path | None = None) -> Djupunderlag:
        """Take the project's own thresholds."""
        return cls(scores, kommuner, load_regler(), data)

    @cached_property
    def effekter(self) -> Effekter:
        """What each change would give each kommun."""
        return effekter(self.scores, self.regler.atgarder)

    @cached_property
    def benchmark(self) -> pd.DataFrame:
        """The lists of the best, with no kommun marked."""
        return benchmark(self.scores, self.kommuner, self.regler.benchmark)

    @cached_property
    def topplistor(self) -> tuple[Topplista, ...]:
        """The same as plain lists, ready to be worded."""
        return tuple(_topplista(rows) for _, rows in self.benchmark.groupby(["niva", "kod"], sort=False))

    @cached_property
    def egna_platser(self) -> Platser:
        """Every kommun's place within its size class in every list, by code."""
        return alla_platser(self.scores, self.kommuner, self.regler.benchmark)

    @cached_property
    def liknande(self) -> pd.DataFrame:
        """The similar kommuner."""
        return load_liknande(self.data)

    @cached_property
    def forebilder(self) -> Forebildsunderlag:
        """Who can be learnt from, for every kommun."""
        return Forebildsunderlag.of(self.scores, self.kommuner, self.liknande, self.regler.forebilder)

    def prepare(self) -> Djupunderlag:
        """Compute everything now, so that forked workers share it."""
        _ = self.topplistor, self.egna_platser, self.forebilder
        _ = self.effekter.rad, self.effekter.obesvarade, self.effekter.ord, self.effekter.platser, self.effekter.delar
        return self


@dataclass(frozen=True)
class Tillsammans:
    """What several measures would give together: how many they are, points of index, and the place that follows."""

    antal: int
    vinst: Skillnad
    placering: Placering


@dataclass(frozen=True)
class Fordjupning:
    """The deeper facts of one kommun."""

    underlag: Djupunderlag
    kommunkod: str

    @cached_property
    def atgarder(self) -> pd.DataFrame:
        """All measures, the one that gives most first.

        Index ``id``: an indikator's, or that of a källa whose questions are unanswered (``sort`` is then ``svar``,
        else ``indikator``). Columns ``sort, namn, omrade, delindex, typ, malsort, matenhet, varde, mal_varde``
        (natural scale), ``mal`` (points), ``obesvarade`` (questions), ``hel_kalla, vinst`` (points of index),
        ``placering_efter, platser, takt, vikt`` (the område's share of the total, 0–1; NaN for a källa),
        ``prioriterat``.
        """
        rows = pd.concat([_indikatorer(self._effekter, self.kommunkod), self.svar])
        keys = pd.DataFrame({"vinst": -rows["vinst"].round(9), "vikt": -rows["vikt"].fillna(0)})
        return rows.loc[keys.sort_values(["vinst", "vikt"], kind="stable").index]

    @cached_property
    def svar(self) -> pd.DataFrame:
        """The källor with unanswered questions, as rows of ``atgarder``."""
        return _svar(self._effekter, self.kommunkod)

    def listade(self, takt: Takt) -> pd.DataFrame:
        """Return the measures of one pace that the report lists: those that give most, no more than the rules say."""
        return self._takter[takt][1]

    def alla(self, takt: Takt) -> pd.DataFrame:
        """Return all measures of one pace."""
        return self._takter[takt][0]

    @cached_property
    def _takter(self) -> dict[Takt, tuple[pd.DataFrame, pd.DataFrame]]:
        """All measures of each pace and those that are listed: a report asks for them many times."""
        rows, hogst = self.atgarder, self.underlag.regler.atgarder.hogst
        paces = {takt: rows[rows["takt"] == takt] for takt in TAKTER}
        return {takt: (every, every.head(hogst)) for takt, every in paces.items()}

    def tillsammans(self, ids: Collection[str]) -> Tillsammans:
        """Tell what these measures would give together."""
        kallor = self._effekter.scores.model.kallor
        chosen = [kod for kod in ids if kod not in kallor] + self._obesvarade([kod for kod in ids if kod in kallor])
        vinst, place = tillsammans(self._effekter, self.kommunkod, chosen)
        return Tillsammans(len(ids), Skillnad(vinst), Placering(place))

    def forebilder(self, omraden: Sequence[str]) -> pd.DataFrame:
        """List comparable kommuner that do clearly better in each of these områden."""
        u, key = self.underlag, tuple(omraden)
        if key not in self._forebilder:
            self._forebilder[key] = u.forebilder.valda(self.kommunkod, key)
        return self._forebilder[key]

    @cached_property
    def _forebilder(self) -> dict[tuple[str, ...], pd.DataFrame]:
        """What has been asked for: the sentence and the table ask for the same."""
        return {}

    @property
    def topplistor(self) -> tuple[Topplista, ...]:
        """The lists of the best."""
        return self.underlag.topplistor

    @property
    def egna_platser(self) -> pd.DataFrame:
        """The kommun's place within its size class in each list."""
        return self.underlag.egna_platser[self.kommunkod]

    @property
    def _effekter(self) -> Effekter:
        return self.underlag.effekter

    def _obesvarade(self, kallor: list[str]) -> list[str]:
        """Name the unanswered indikatorer of these källor."""
        model, status = self.underlag.scores.model, self.underlag.scores.status.loc[self.kommunkod]
        return [i.kod for i in model.indikatorer.values() if i.kalla in kallor and status[i.kod] == "ej_svar"]


def _topplista(rows: pd.DataFrame) -> Topplista:
    first = rows.iloc[0]
    classes: dict[str, dict[int, list[tuple[str, str]]]] = {klass: {} for klass in STORLEKSKLASSER}
    cells = zip(rows["storleksklass"], rows["plats"], rows["kommunkod"], rows["kommun"], strict=True)
    for klass, plats, kod, namn in cells:
        classes[klass].setdefault(int(plats), []).append((kod, namn))
    listed = {klass: tuple((n, tuple(there)) for n, there in places.items()) for klass, places in classes.items()}
    return Topplista(first["niva"], first["kod"], first["namn"], first["delindex"], listed)


KOLUMNER = [
    *("sort", "namn", "omrade", "delindex", "typ", "malsort", "matenhet", "varde", "mal_varde", "mal", "obesvarade"),
    *("hel_kalla", "vinst", "placering_efter", "platser", "takt", "vikt", "prioriterat"),
]


def _indikatorer(effekter: Effekter, kod: str) -> pd.DataFrame:
    """One row per answered indikator that has something to reach."""
    table = atgarder(effekter, kod)
    table = table[table["status"] != "ej_svar"]
    model, ids = effekter.scores.model, list(table.index)
    return table.assign(
        sort="indikator",
        namn=table["visningsnamn"],
        matenhet=[model.indikatorer[i].matenhet for i in ids],
        varde=effekter.scores.varde.loc[kod, ids].to_numpy(dtype=float),
        mal_varde=[_naturlig(model, i, mal) for i, mal in zip(ids, table["mal"], strict=True)],
        obesvarade=0,
        hel_kalla=False,
        vikt=table["vikt"] / model.vikter.sum(),
    )[KOLUMNER]


def _naturlig(model: Model, indikator: str, poang: float) -> float:
    """Return the value on the natural scale that gives these points."""
    values, points = model.indikatorer[indikator].poang.knots()
    order = np.argsort(points, kind="stable")
    return float(np.interp(poang, points[order], values[order]))


def _svar(effekter: Effekter, kod: str) -> pd.DataFrame:
    """One row per källa with unanswered questions; as quick as anything can be."""
    table = svarsatgarder(effekter, kod)
    table = table[table["vinst"] >= effekter.regler.minsta_vinst]
    words = dict.fromkeys(("omrade", "delindex", "matenhet"), "")
    return table.assign(
        sort="svar",
        typ="svar",
        malsort="svar",
        takt="snabb",
        prioriterat=False,
        **words,
        **dict.fromkeys(("varde", "mal_varde", "mal", "vikt"), np.nan),
    )[KOLUMNER]
