"""One year's units of the whole country, put in order once, so that the facts of each kommun are a cut."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from hemtjanst_lib.analysis.compare import jamforbarhet
from hemtjanst_lib.analysis.facts import Jamforbarhet
from hemtjanst_lib.language import antal, lista, stor_forsta
from hemtjanst_lib.model import Change, Model, compare_models
from hemtjanst_lib.scoring.enheter import enhetsmodell, kommunens_eget
from hemtjanst_lib.scoring.levels import effektiv_vikt
from hemtjanst_lib.store import Year, load_year, years

LEVELS = ("enhet", "omrade", "indikator")


@dataclass(frozen=True)
class Enhetsar:
    """A year's units and those of the year before, when it has any.

    Parameters
    ----------
    now : Year
    before : Year or None
    """

    now: Year
    before: Year | None

    @cached_property
    def model(self) -> Model:
        """The unit model of the year."""
        return enhetsmodell(self.now.model)

    @cached_property
    def kommun(self) -> dict[str, dict[str, pd.DataFrame]]:
        """Level to kommunkod to its rows."""
        place = self.now.enhetspoang["enhet"].set_index("enhet")["kommunkod"]
        cut = {}
        for level in LEVELS:
            table = self.now.enhetspoang[level]
            codes = table["kommunkod"] if level == "enhet" else table["enhet"].map(place)
            cut[level] = {str(kod): part.reset_index(drop=True) for kod, part in table.groupby(codes, sort=False)}
        return cut

    @cached_property
    def par(self) -> dict[str, pd.DataFrame]:
        """Doubtful pairs by kommunkod."""
        doubtful = self.now.enhetspar[self.now.enhetspar["hur"].eq("tveksamt")]
        return {str(kod): part.reset_index(drop=True) for kod, part in doubtful.groupby("kommunkod")}

    @cached_property
    def eget(self) -> pd.DataFrame:
        """The kommuner's own results on the unit model (``kommunens_eget``), and their points of each indikator."""
        poang = self.now.scores.poang
        return pd.concat([kommunens_eget(poang, self.now.model), poang[list(self.model.indikatorer)]], axis=1)

    @cached_property
    def fore(self) -> pd.DataFrame:
        """Last year's results, index ``enhet``; without columns of results when that year had none."""
        if self.before is None:
            return pd.DataFrame(columns=["regi", "foretag"])
        return self.before.enhetspoang["enhet"].set_index("enhet")

    @cached_property
    def regi(self) -> dict[str, str]:
        """What each survey says of who runs a unit, by the unit's id there."""
        return dict(zip(self.now.enheter["enhet_id"], self.now.enheter["regi"], strict=True))

    @cached_property
    def omraden(self) -> pd.DataFrame:
        """What is the same for all units of an område: ``nummer, namn, delindex, viktandel``."""
        weights, areas = effektiv_vikt(self.model), self.model.omraden
        rows = {
            kod: (area.nummer, area.enhetsnamn or area.namn, area.delindex, weights[list(area.indikatorer)].sum())
            for kod, area in areas.items()
        }
        columns = ["nummer", "namn", "delindex", "viktandel"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("omrade")

    @cached_property
    def indikatorer(self) -> pd.DataFrame:
        """What is the same for all units of an indikator: ``namn … typ, viktandel``."""
        fields = ("namn", "visningsnamn", "omrade", "delindex", "kalla", "matenhet", "typ")
        rows = {kod: [getattr(spec, field) for field in fields] for kod, spec in self.model.indikatorer.items()}
        table = pd.DataFrame.from_dict(rows, orient="index", columns=list(fields)).rename_axis("indikator")
        return table.assign(viktandel=effektiv_vikt(self.model))

    @cached_property
    def andringar(self) -> Change:
        """Unit indikatorer that are new, gone or changed since last year."""
        if self.before is None:
            return Change([], [], [])
        whole = compare_models(self.model, enhetsmodell(self.before.model))
        return Change(whole.tillagda, whole.borttagna, whole.omdefinierade)

    @cached_property
    def jamforbarhet(self) -> Jamforbarhet:
        """How far results of units may be set against last year's, with the note that must stand beside them."""
        if self.before is None:
            return Jamforbarhet("nej", "Det finns inga resultat per enhet från året före.")
        declared = jamforbarhet(self.now.model, self.before.model)
        parts = [_changed(self.andringar)] if self.andringar else []
        if _derived(self.before.model) and not _derived(self.now.model):
            parts.append(f"Något index per enhet publicerades inte {self.before.ar}; det årets siffror är härledda.")
        grad = "nej" if declared.grad == "nej" else "delvis" if parts else declared.grad
        return Jamforbarhet(grad, " ".join(parts) or declared.text)


def _derived(model: Model) -> bool:
    return model.enhetsmodell is None or model.enhetsmodell.status == "harledd"


def _changed(change: Change) -> str:
    """Say what has changed in the unit model, as a sentence."""
    counts = [
        (len(change.tillagda), "har tillkommit"),
        (len(change.borttagna), "har tagits bort"),
        (len(change.omdefinierade), "har ändrats"),
    ]
    words = [f"{antal(n, 'indikator', 'indikatorer')} {what}" for n, what in counts if n]
    told = lista(words)
    return f"{stor_forsta(told)} i enheternas index sedan året före, så resultaten är inte fullt jämförbara."


def load_enhetsar(ar: int, data: Path) -> Enhetsar:
    """Load a year's units and those of the year before; kept for the next kommun.

    Raises
    ------
    StoreError
        If the year has not been scored, or was scored before units were.
    """
    now = load_year(ar, data)
    earlier = load_year(ar - 1, data) if ar - 1 in years(data) else None
    return _load(now.digest, earlier.digest if earlier else "", ar, data)


@lru_cache(maxsize=4)
def _load(_now: str, before: str, ar: int, data: Path) -> Enhetsar:
    earlier = load_year(ar - 1, data) if before else None
    has_units = earlier is not None and "total" in earlier.enhetspoang["enhet"]
    return Enhetsar(load_year(ar, data), earlier if has_units else None)
