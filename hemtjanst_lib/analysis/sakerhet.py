"""How sure one kommun's result is, what it changed by, what silence cost it, and what it rests on.

What is alike for all kommuner is computed once per year (``Sakerhetsunderlag``); each fact is picked when asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from hemtjanst_lib.analysis.osakerhet import Osakerhet, osakerhet, sparad
from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.analysis.robusthetsregler import load_sakerhet
from hemtjanst_lib.language import Heltal, Placering, Poang, Skillnad
from hemtjanst_lib.model import Model
from hemtjanst_lib.model.schema import Grad
from hemtjanst_lib.robustness import Sakerhet
from hemtjanst_lib.robustness.blandning import KOMPONENTER
from hemtjanst_lib.robustness.bro import Bro, bro
from hemtjanst_lib.robustness.konto import Konto, klasskonto, konto, platskonto
from hemtjanst_lib.robustness.typer import Utan, andel_av_forandring, utan
from hemtjanst_lib.store import Year

Sort = Literal["typ", "kalla"]


@dataclass(frozen=True)
class Sakerhetsunderlag:
    """What the facts of every kommun are picked from.

    Parameters
    ----------
    nu : Year
        The year of the report.
    fore : Year or None
        The year before, if it has results.
    grad : "ja", "delvis" or "nej"
        How far the years may be compared; with "nej" nothing is computed of the change.
    """

    nu: Year
    fore: Year | None
    grad: Grad

    @property
    def regler(self) -> Sakerhet:
        """The settings and assumptions."""
        return load_sakerhet()

    @property
    def jamfors(self) -> bool:
        """Whether there is a change to account for."""
        return self.fore is not None and self.grad != "nej"

    @cached_property
    def osakerhet(self) -> Osakerhet:
        """Intervals, classes, groups and the price of silence."""
        return osakerhet(self.nu)

    @cached_property
    def slump(self) -> bool:
        """Whether the number of answers is known, so that kommuner can be told apart or not by it."""
        return bool(self.osakerhet.spridning["svar"].max() > 0)

    @cached_property
    def konto(self) -> Konto | None:
        """The account of change of every kommun, or None where there is none."""
        return konto(self.nu.scores, self.fore.scores) if self.fore and self.jamfors else None

    @cached_property
    def platser(self) -> pd.DataFrame | None:
        """The account of change of place."""
        return platskonto(self.nu.scores, self.fore.scores) if self.fore and self.jamfors else None

    @cached_property
    def klasser(self) -> pd.DataFrame | None:
        """Last year's class, this year's, and what last year's limits would have given."""
        return klasskonto(self.nu.scores, self.fore.scores) if self.fore and self.jamfors else None

    @cached_property
    def bro(self) -> Bro | None:
        """The bridge to last year's method, also across a break; None without last year."""
        return bro(self.nu.scores, self.fore.scores) if self.fore else None

    @cached_property
    def utan(self) -> dict[Sort, Utan]:
        """The index without, and with only, each type of indikator and each källa."""
        return {"typ": utan(self.nu.scores, "typ"), "kalla": utan(self.nu.scores, "kalla")}

    @cached_property
    def andelar(self) -> dict[Sort, pd.DataFrame] | None:
        """What each type and källa gave of the change."""
        if self.konto is None or self.fore is None:
            return None
        models: dict[int, Model] = {self.nu.ar: self.nu.model, self.fore.ar: self.fore.model}
        sorts: Sequence[Sort] = ("typ", "kalla")
        return {sort: andel_av_forandring(self.konto, models, sort) for sort in sorts}

    def prepare(self) -> Sakerhetsunderlag:
        """Compute everything now, so that forked workers share it, if the simulation is at hand."""
        if sparad(self.nu):
            _ = self.osakerhet, self.konto, self.platser, self.klasser, self.bro, self.utan, self.andelar
        return self


@dataclass(frozen=True)
class Intervall:
    """What lies between two ends, both included."""

    lag: Poang | Placering
    hog: Poang | Placering


@dataclass(frozen=True)
class Klassakerhet:
    """How sure the class is: the share of the computations (0–1) that give it, and the class that is next."""

    klass: str
    sannolikhet: float
    saker: bool
    andra: str | None
    sannolikhet_andra: float
    upp: Skillnad | None
    ned: Skillnad | None


@dataclass(frozen=True)
class Platsforandring:
    """Why a place changed: ``egen`` places gained if all others had stood still, ``andras`` the rest."""

    fore: Placering
    nu: Placering
    forandring: int
    egen: int
    andras: int
    passerade: Heltal
    passerades_av: Heltal
    medel: Skillnad


@dataclass(frozen=True)
class Kommunsakerhet:
    """The facts of one kommun."""

    underlag: Sakerhetsunderlag
    kommunkod: str

    @cached_property
    def index(self) -> Intervall:
        """Where the index lies in nine computations of ten (or as the settings say)."""
        row = self._rad("index")
        return Intervall(Poang(row["lag"]), Poang(row["hog"]))

    @cached_property
    def placering(self) -> Intervall:
        """Where the place lies, the best first."""
        row = self._rad("placering")
        return Intervall(Placering(row["lag"]), Placering(row["hog"]))

    @cached_property
    def placering_delindex(self) -> pd.DataFrame:
        """Where the place in each delindex lies; index delindex id, ``lag`` is the best."""
        table = self.underlag.osakerhet.placering_delindex
        own: pd.DataFrame = table.loc[[self.kommunkod], ["lag", "hog"]].droplevel("kommunkod")
        return own

    @cached_property
    def klass(self) -> Klassakerhet:
        """How sure the class is."""
        row = self._rad("certifikat")
        other = row["andra"]
        return Klassakerhet(
            klass=str(row["klass"]),
            sannolikhet=float(row["sannolikhet"]),
            saker=bool(row["saker"]),
            andra=None if pd.isna(other) else str(other),
            sannolikhet_andra=0.0 if pd.isna(row["sannolikhet_andra"]) else float(row["sannolikhet_andra"]),
            upp=None if pd.isna(row["upp"]) else Skillnad(row["upp"]),
            ned=None if pd.isna(row["ned"]) else Skillnad(row["ned"]),
        )

    @cached_property
    def klasser(self) -> pd.Series:
        """Share of the computations, 0–1, that give each class, rising."""
        return pd.Series(self._rad("klass"), dtype=float)

    @cached_property
    def grupp(self) -> Intervall:
        """The places that the kommun in practice shares with those that it cannot be told apart from."""
        row = self._rad("lika")
        return Intervall(Placering(row["grupp_lag"]), Placering(row["grupp_hog"]))

    @cached_property
    def antal_i_grupp(self) -> Heltal:
        """How many kommuner share those places, the own included."""
        table = self.underlag.osakerhet
        return Heltal((table.lika["grupp"] == self._rad("lika")["grupp"]).sum())

    @cached_property
    def antal_lika(self) -> Heltal:
        """How many others it cannot be told apart from."""
        return Heltal(self._rad("lika")["antal_lika"])

    @cached_property
    def andel(self) -> dict[str, float]:
        """Share of the uncertainty, 0–1, from answers, weights and method; empty when nothing varies."""
        row = self._rad("andel")
        return {} if any(pd.isna(value) for value in row.values()) else {name: float(v) for name, v in row.items()}

    # The change

    @property
    def forandring(self) -> Skillnad | None:
        """The change of index that is accounted for; None where there is none."""
        table = self._konto
        return None if table is None else Skillnad(float(table.index["forandring"][self.kommunkod]))

    @cached_property
    def delar(self) -> pd.Series | None:
        """Points of the change by component; sums to ``forandring``."""
        table = self._konto
        if table is None:
            return None
        parts = dict(rader(table.delar.loc[[self.kommunkod]]))[self.kommunkod]
        return pd.Series(parts, dtype=float).reindex(list(KOMPONENTER))

    @cached_property
    def omraden(self) -> pd.DataFrame | None:
        """Points of the change by område and component."""
        table = self._konto
        return None if table is None else table.omraden(self.kommunkod)

    @cached_property
    def indikatorer(self) -> pd.DataFrame | None:
        """Points of the change by område, indikator and component."""
        table = self._konto
        return None if table is None else table.indikatorer(self.kommunkod)

    @cached_property
    def plats(self) -> Platsforandring | None:
        """The account of the change of place."""
        if self._konto is None or self.underlag.platser is None:
            return None
        row = dict(rader(self.underlag.platser.loc[[self.kommunkod]]))[self.kommunkod]
        return Platsforandring(
            fore=Placering(row["fore"]),
            nu=Placering(row["nu"]),
            forandring=int(row["forandring"]),
            egen=int(row["egen"]),
            andras=int(row["andras"]),
            passerade=Heltal(row["passerade"]),
            passerades_av=Heltal(row["passerades_av"]),
            medel=Skillnad(row["medel"]),
        )

    @cached_property
    def lika(self) -> Skillnad | None:
        """Change of index on what both years measure, by this year's method; None where there is no change to tell."""
        if self._konto is None or self.underlag.bro is None:
            return None
        return Skillnad(self.underlag.bro.trend[self.kommunkod])

    @cached_property
    def brott(self) -> Skillnad | None:
        """How much of the published change is change of method; None likewise."""
        if self._konto is None or self.underlag.bro is None:
            return None
        return Skillnad(self.underlag.bro.brott[self.kommunkod])

    # What the result rests on

    @cached_property
    def tystnad(self) -> pd.DataFrame:
        """What unanswered questions cost, by källa; no rows when all are answered."""
        table = self.underlag.osakerhet.tystnad
        mine = table.index.get_level_values(0) == self.kommunkod
        return table[mine].droplevel(0)

    @cached_property
    def tystnad_alla(self) -> dict[str, Any]:
        """The same for everything unanswered together; empty when all is answered."""
        table = self.underlag.osakerhet.tystnad_alla
        return self._rad("tystnad_alla") if self.kommunkod in table.index else {}

    @cached_property
    def typer(self) -> pd.DataFrame:
        """The index by type of indikator: see ``resultat_per``."""
        return self.resultat_per("typ")

    def resultat_per(self, sort: Sort) -> pd.DataFrame:
        """Return the result with and without each type or källa.

        Index type or källa; ``vikt`` (share of the index, 0–1), ``endast`` (points), ``placering_endast``, ``utan``
        (points), ``placering_utan`` (places; missing where nothing is left), ``bidrag`` (points of the change; NaN
        where there is no change to tell).
        """
        of = self.underlag.utan[sort]
        shares = self.underlag.andelar
        told = shares is not None and self._konto is not None
        return pd.DataFrame(
            {
                "vikt": of.vikt,
                "endast": of.endast.loc[self.kommunkod],
                "placering_endast": of.placering_endast.loc[self.kommunkod],
                "utan": of.utan.loc[self.kommunkod],
                "placering_utan": of.placering_utan.loc[self.kommunkod],
                "bidrag": shares[sort].loc[self.kommunkod].reindex(of.vikt.index) if shares and told else float("nan"),
            }
        )

    @property
    def _konto(self) -> Konto | None:
        """The account, if the kommun is in it."""
        table = self.underlag.konto
        return table if table is not None and self.kommunkod in table.index.index else None

    def _rad(self, name: str) -> dict[str, Any]:
        table: pd.DataFrame = getattr(self.underlag.osakerhet, name)
        return {str(key): value for key, value in table.loc[self.kommunkod].items()}
