"""All that every kommun's report of one year has in common, computed once: means, places, classes, what changed.

A report then only picks its kommun's rows, which takes milliseconds; the factory forks after this is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.analysis.compare import andringar, brott, delindex_grad, jamforbarhet, omrade_grad
from hemtjanst_lib.analysis.facts import Jamforbarhet
from hemtjanst_lib.analysis.own import Egna, aligned, change, sharing
from hemtjanst_lib.model import SAKNAS_STATUS, Model, ModelDiff, compare_models
from hemtjanst_lib.scoring import Scores, rank_within
from hemtjanst_lib.store import Year

Arrays = dict[str, Any]  # column name to an array of the table's length
ID = "id"  # the column that names the row: delindex, område or indikator


@dataclass(frozen=True)
class Nation:
    """The results of one year with the years before it.

    Parameters
    ----------
    years : mapping from year to Year
        This year and all earlier ones that have results, rising.
    kommuner : DataFrame
        The register, index ``kommunkod``.
    """

    years: Mapping[int, Year]
    kommuner: pd.DataFrame

    @cached_property
    def now(self) -> Year:
        """The year of the report: the last."""
        return self.years[max(self.years)]

    @cached_property
    def before(self) -> Year | None:
        """The year before, if it has results."""
        return self.years.get(self.now.ar - 1)

    @cached_property
    def exempeldata(self) -> bool:
        """Whether any year shown rests on invented data."""
        return any(year.exempeldata for year in self.years.values())

    @cached_property
    def jamforbarhet(self) -> Jamforbarhet:
        """How far this year may be compared with the last."""
        return jamforbarhet(self.now.model, self.before.model if self.before else None)

    @cached_property
    def diff(self) -> ModelDiff | None:
        """What changed in the measure model since last year."""
        return compare_models(self.now.model, self.before.model) if self.before else None

    @cached_property
    def brott(self) -> tuple[int, ...]:
        """Years that may not be compared with the year before."""
        return brott({ar: year.model for ar, year in self.years.items()})

    @cached_property
    def register(self) -> pd.DataFrame:
        """The register's rows of the kommuner that have results."""
        return self.kommuner.loc[self.now.scores.total.index]

    @cached_property
    def placering(self) -> dict[str, pd.Series]:
        """Places of the total in the country, the län and the SKR group."""
        total = self.now.scores.total
        return {
            "riket": self.now.scores.placering.total,
            "lan": rank_within(total, self.register["lanskod"]),
            "grupp": rank_within(total, self.register["grupp_kod"]),
        }

    @cached_property
    def delar_plats(self) -> dict[str, pd.Series]:
        """How many kommuner stand on each kommun's place, itself included."""
        lan, grupp = self.register["lanskod"], self.register["grupp_kod"]
        return {
            "riket": sharing(self.placering["riket"]),
            "lan": sharing(self.placering["lan"], lan),
            "grupp": sharing(self.placering["grupp"], grupp),
        }

    @cached_property
    def alla(self) -> Arrays:
        """All kommuner by place, then name: ``kommunkod, namn, lanskod, index, placering, klass``."""
        table = pd.DataFrame(
            {
                "kommunkod": self.register.index,
                "namn": self.register["namn"].to_numpy(),
                "lanskod": self.register["lanskod"].to_numpy(),
                "index": self.now.scores.total.to_numpy(),
                "placering": self.placering["riket"].to_numpy(),
                "klass": self.now.scores.klass.to_numpy(),
            }
        )
        return _arrays(table.sort_values(["placering", "kommunkod"], ignore_index=True))

    @cached_property
    def klasser(self) -> Arrays:
        """The classes from the lowest, with limits, places and number of kommuner."""
        scale = self.now.model.klasskala(self.now.scores.medel.total)
        places = pd.DataFrame({"klass": self.now.scores.klass, "plats": self.placering["riket"]}).groupby("klass")
        span = places["plats"].agg(["min", "max", "size"]).reindex(list(scale.names))
        table = pd.DataFrame(
            {
                "klass": list(scale.names),
                "over": [np.nan, *scale.upper],
                "till_och_med": [*scale.upper, np.nan],
                "forsta_plats": span["min"].astype("Int64").to_numpy(),
                "sista_plats": span["max"].astype("Int64").to_numpy(),
                "antal": span["size"].fillna(0).astype("int64").to_numpy(),
            }
        )
        return _arrays(table)

    @cached_property
    def kallor(self) -> pd.DataFrame:
        """The year's källor and how many indikatorer each gives."""
        model = self.now.model
        counts = pd.Series([indikator.kalla for indikator in model.indikatorer.values()]).value_counts()
        rows = {
            kod: (kalla.namn, kalla.kod, kalla.utgivare, kalla.insamling, int(counts.get(kod, 0)))
            for kod, kalla in model.kallor.items()
        }
        columns = ["namn", "kod", "utgivare", "insamling", "antal"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("kalla")

    @cached_property
    def omraden(self) -> Arrays:
        """What is alike for all kommuner in the områden's table."""
        model, before, scores = self.now.model, self.before, self.now.scores
        chosen = set(model.prioriterade(6))
        rows = [
            {
                ID: kod,
                "delindex": omrade.delindex,
                "delindex_namn": model.delindex[omrade.delindex].namn,
                "nummer": omrade.nummer,
                "namn": omrade.namn,
                "vikt": omrade.vikt,
                "prioriterat": kod in chosen,
                "medel": scores.medel.omrade[kod],
                "medel_fore": _value(before.scores.medel.omrade, kod) if before else np.nan,
                **self._changed(kod),
            }
            for kod, omrade in model.omraden.items()
        ]
        table = pd.DataFrame(rows)
        moved = (table["medel"] - table["medel_fore"]).where(table["jamforbar"] != "nej")
        return _arrays(table.assign(medel_forandring=moved))

    def _changed(self, kod: str) -> dict[str, Any]:
        """How far an område may be compared, and what changed in it."""
        before = self.before.model if self.before else None
        change = self.diff.omraden[kod] if self.diff else None
        return {
            "jamforbar": omrade_grad(kod, self.now.model, before, self.diff, self.jamforbarhet.grad),
            "tillagda": len(change.tillagda) if change else 0,
            "borttagna": len(change.borttagna) if change else 0,
            "omdefinierade": len(change.omdefinierade) if change else 0,
            "andringar": andringar(change),
        }

    @cached_property
    def delindex(self) -> Arrays:
        """What is alike for all kommuner in the delindex's table."""
        model, before, scores = self.now.model, self.before, self.now.scores
        share = model.delindexvikter / model.delindexvikter.sum()
        rows = [
            {
                ID: kod,
                "nummer": delindex.nummer,
                "namn": delindex.namn,
                "medel": scores.medel.delindex[kod],
                "medel_fore": _value(before.scores.medel.delindex, kod) if before else np.nan,
                "jamforbar": self._delindex_grad(kod),
                "viktandel": share[kod],
            }
            for kod, delindex in model.delindex.items()
        ]
        return _arrays(pd.DataFrame(rows))

    def _delindex_grad(self, kod: str) -> str:
        before = self.before.model if self.before else None
        if before is None or kod not in before.delindex:
            return "nej"
        areas, old = self.now.model.delindex[kod].kvalitetsomraden, before.delindex[kod].kvalitetsomraden
        whole = self.jamforbarhet.grad
        grades = [omrade_grad(omrade, self.now.model, before, self.diff, whole) for omrade in areas]
        return delindex_grad(grades, whole, same_areas=set(areas) == set(old))

    @cached_property
    def indikatorer(self) -> Arrays:
        """What is alike for all kommuner in the indikatorer's table."""
        scores = self.now.scores
        rows = [
            {
                ID: kod,
                "omrade": indikator.omrade,
                "delindex": indikator.delindex,
                "namn": indikator.namn,
                "visningsnamn": indikator.visningsnamn,
                "kalla": indikator.kalla,
                "matenhet": indikator.matenhet,
                "typ": indikator.typ,
                "medel": scores.medel.indikator[kod],
                "medel_varde": scores.medel.varde[kod],
                "effektiv_vikt": scores.effektiv_vikt[kod],
            }
            for kod, indikator in self.now.model.indikatorer.items()
        ]
        return _arrays(pd.DataFrame(rows))

    @cached_property
    def rad(self) -> dict[str, int]:
        """Row of each kommun in the arrays of ``egna_...``."""
        return {str(kod): i for i, kod in enumerate(self.register.index)}

    @cached_property
    def egna_delindex(self) -> Egna:
        """Each kommun's points, places and change in the delindex."""
        ids, scores, kommuner = list(self.now.model.delindex), self.now.scores, self.register.index
        points, places = aligned(scores.delindex, kommuner, ids), scores.placering.delindex
        within = pd.DataFrame({kod: rank_within(scores.delindex[kod], self.register["lanskod"]) for kod in ids})
        old, old_places = self._last("delindex", ids)
        columns = {
            "poang": points,
            "gap": points - np.asarray(self.delindex["medel"], dtype=float),
            "placering": aligned(places, kommuner, ids),
            "delar_plats": aligned(places.apply(sharing), kommuner, ids),
            "placering_lan": aligned(within, kommuner, ids),
            "poang_fore": old,
            "placering_fore": old_places,
            "forandring": change(points, old, list(self.delindex["jamforbar"])),
        }
        whole = frozenset({"placering", "delar_plats", "placering_lan", "placering_fore"})
        return Egna(pd.Index(ids, name="delindex"), columns, whole)

    @cached_property
    def egna_omraden(self) -> Egna:
        """Each kommun's points, places and change in the områden."""
        ids, scores, kommuner = list(self.now.model.omraden), self.now.scores, self.register.index
        points, (old, _) = aligned(scores.omrade, kommuner, ids), self._last("omrade", ids)
        columns = {
            "poang": points,
            "gap": points - np.asarray(self.omraden["medel"], dtype=float),
            "placering": aligned(scores.placering.omrade, kommuner, ids),
            "poang_fore": old,
            "forandring": change(points, old, list(self.omraden["jamforbar"])),
        }
        return Egna(pd.Index(ids, name="omrade"), columns, frozenset({"placering"}))

    def _last(self, level: str, ids: list[str]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Last year's points and places on a level, NaN where there are none."""
        if self.before is None:
            nothing = np.full((len(self.register), len(ids)), np.nan)
            return nothing, nothing
        tables = (getattr(self.before.scores, level), getattr(self.before.scores.placering, level))
        points, places = (aligned(table, self.register.index, ids) for table in tables)
        return points, places

    @cached_property
    def egna_indikatorer(self) -> Egna:
        """Each kommun's value, points, status and origin of every indikator."""
        ids, scores, kommuner = list(self.now.model.indikatorer), self.now.scores, self.register.index
        points = aligned(scores.poang, kommuner, ids)
        columns = {
            "varde": aligned(scores.varde, kommuner, ids),
            "poang": points,
            "gap": points - np.asarray(self.indikatorer["medel"], dtype=float),
            "status": scores.status.reindex(index=kommuner, columns=ids).to_numpy(dtype=object),
            **{name: self._origin(name, ids) for name in ("fil", "cell")},
        }
        return Egna(pd.Index(ids, name="indikator"), columns)

    def _origin(self, name: str, ids: list[str]) -> npt.NDArray[Any]:
        """File or cell of every answer of a kommun."""
        wide = self.now.answers.pivot(index="kommunkod", columns="indikator", values=name)
        return wide.reindex(index=self.register.index, columns=ids).to_numpy(dtype=object)

    @cached_property
    def egna_ar(self) -> npt.NDArray[np.float64]:
        """Each kommun's delindex of all years, in the order of ``delindex_ar``."""
        years = self.years.values()
        parts = [aligned(year.scores.delindex, self.register.index, list(year.model.delindex)) for year in years]
        return np.concatenate(parts, axis=1)

    @cached_property
    def saknas(self) -> dict[str, pd.DataFrame]:
        """What is missing this year and last, by kommun."""
        shown = [year for year in (self.now, self.before) if year is not None]
        table = pd.concat([_missing(year.scores, year.model) for year in shown], ignore_index=True)
        return {str(kod): rows.drop(columns="kommunkod") for kod, rows in table.groupby("kommunkod", sort=False)}

    @cached_property
    def inget_saknas(self) -> pd.DataFrame:
        """The same table without rows."""
        return _missing(self.now.scores, self.now.model).drop(columns="kommunkod").iloc[:0]

    @cached_property
    def delindex_ar(self) -> Arrays:
        """Delindex of all years: what is alike for all kommuner, years rising."""
        rows = [
            (ar, kod, delindex.namn, year.scores.medel.delindex[kod])
            for ar, year in self.years.items()
            for kod, delindex in year.model.delindex.items()
        ]
        return _arrays(pd.DataFrame(rows, columns=["ar", "delindex", "namn", "medel"]))

    def prepare(self) -> Nation:
        """Compute everything now, so that forked workers share it."""
        for name, attribute in vars(type(self)).items():
            if isinstance(attribute, cached_property):
                getattr(self, name)
        return self


def _arrays(table: pd.DataFrame) -> Arrays:
    return {str(column): table[column].array for column in table.columns}


def _value(series: pd.Series, key: str) -> float:
    return float(series[key]) if key in series.index else np.nan


def _missing(scores: Scores, model: Model) -> pd.DataFrame:
    """List every missing indikator of every kommun with its källa, in the model's order."""
    status = scores.status[list(model.indikatorer)]
    row, column = np.nonzero(status.isin(SAKNAS_STATUS).to_numpy())
    indikatorer = [model.indikatorer[kod] for kod in status.columns]
    codes = pd.DataFrame(
        {
            "ar": model.ar,
            "kalla": [i.kalla for i in indikatorer],
            "kallnamn": [model.kallor[i.kalla].namn for i in indikatorer],
            "kod": [model.kallor[i.kalla].kod for i in indikatorer],
            "indikator": list(status.columns),
            "namn": [i.visningsnamn for i in indikatorer],
            "omrade": [i.omrade for i in indikatorer],
            "delindex": [i.delindex for i in indikatorer],
            "vikt": scores.effektiv_vikt[list(status.columns)].to_numpy(),
        }
    )
    found = codes.iloc[column].reset_index(drop=True)
    found["status"] = status.to_numpy()[row, column]
    found["regel"] = [model.regel(*pair) for pair in zip(found["kalla"], found["status"], strict=True)]
    whole = scores.helt_saknade.reindex(index=status.index, columns=list(model.kallor), fill_value=False)
    place = whole.columns.get_indexer(pd.Index(found["kalla"]))
    found["hel_kalla"] = whole.to_numpy(dtype=bool)[row, place]
    found.insert(0, "kommunkod", status.index.to_numpy()[row])
    return found
