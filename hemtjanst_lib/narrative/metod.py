"""All sentences and lists of the methodology report, under the names that its notebook uses."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
import pandas as pd

from hemtjanst_lib.analysis.metod import Metodfakta
from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.display import Punktlista
from hemtjanst_lib.language import Heltal, Poang, Skillnad, andel, antal, heltal, lista, stor_forsta, tal
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import Wording
from hemtjanst_lib.robustness.blandning import KOMPONENTER

STARKT = 0.3  # a correlation above this is called more than weak


ORD = Wording("metod.yml")
skriv, mening = ORD.fill, ORD.tell


def scenario(m: Metodfakta, kod: str) -> str:
    """Name a scenario of the sensitivity analysis, as after "Störst betydelse har"."""
    row = m.kanslighet.tabell.loc[kod]
    sort, part = str(row["sort"]), str(row["del"])
    names = {
        "utan_omrade": lambda: m.model.omraden[part].namn,
        "utan_delindex": lambda: m.model.delindex[part].namn,
        "utan_kalla": lambda: m.model.kallor[part].namn,
    }
    return skriv(f"scenario.{sort}", namn=names[sort]()) if sort in names else skriv(f"scenario.{kod}")


class Metodmeningar:
    """The computed sentences: ``m.mening``."""

    def __init__(self, m: Metodfakta) -> None:
        self._m = m

    @cached_property
    def uppbyggnad(self) -> Sentence:
        """How the index is built."""
        m = self._m
        return mening(
            "uppbyggnad",
            ar=m.ar,
            indikatorer=m.antal_indikatorer,
            omraden=m.antal_omraden,
            delindex=m.antal_delindex,
            kallor=lista(m.kallor["namn"]),
        )

    @cached_property
    def vikter(self) -> Sentence:
        """Whether the weights are confirmed."""
        return mening("vikter.antagna" if self._m.vikter_antagna else "vikter.faststallda")

    @cached_property
    def saknas(self) -> Sentence:
        """How missing answers count."""
        rules = self._m.model.saknas
        usual = (rules.ej_svar, rules.sekretess, rules.ej_tillamplig) == ("noll", "utelamna", "utelamna")
        own = any(any(kalla.saknas.model_dump().values()) for kalla in self._m.model.kallor.values())
        return mening("saknas.noll" if usual and not own else "saknas.annan")

    @cached_property
    def sakerhet(self) -> Sentence:
        """How wide the intervals are, and what they come from."""
        return join([self.bredd, self.klass])

    @cached_property
    def bredd(self) -> Sentence:
        """How wide the intervals are for a kommun in the middle."""
        table = self._m.sakerhet.osakerhet
        width, places = (float(t["bredd"].median()) for t in (table.index, table.placering))
        return mening("sakerhet.bredd", bredd=Poang(width), platser=heltal(places))

    @cached_property
    def klass(self) -> Sentence:
        """How many kommuner have a sure class."""
        m = self._m
        sure = int(m.sakerhet.osakerhet.certifikat["saker"].fillna(value=False).astype(bool).sum())
        return mening(
            "sakerhet.klass", sakra=Heltal(sure), antal=m.antal, grans=andel(100 * m.regler.klass.saker_fran, 0)
        )

    @cached_property
    def kallor(self) -> Sentence:
        """What the uncertainty comes from."""
        shares = {str(k): andel(100 * float(v), 0) for k, v in self._m.sakerhet.osakerhet.andel.mean().items()}
        return mening("sakerhet.andel", **shares)

    @cached_property
    def grupper(self) -> Sentence:
        """How many groups can be told apart, and how to read the result."""
        groups = mening("sakerhet.grupper", antal=Heltal(len(self._m.sakerhet.osakerhet.grupper)))
        return join([groups, mening("sakerhet.lasning")])

    @cached_property
    def kanslighet(self) -> Sentence:
        """What the order of the kommuner is sensitive to."""
        m = self._m
        table = m.scenarier[m.scenarier["rangsamband"] < 1 - 1e-9]
        most, least = str(table["rangsamband"].idxmin()), str(table["rangsamband"].idxmax())
        row, stable = dict(rader(table))[most], int((m.scenarier["lasning"] == "stabil").sum())
        told = mening("kanslighet.stabil", antal=heltal(stable), alla=heltal(len(m.scenarier)))
        moved = antal(round(float(row["median_platser"])), "plats", "platser")
        worst = mening(
            "kanslighet.mest",
            scenario=scenario(m, most),
            platser=moved,
            behaller=andel(100 * float(row["behaller_klass"]), 0),
        )
        return join([told, worst, mening("kanslighet.minst", scenario=scenario(m, least))])

    @cached_property
    def sobol(self) -> Sentence:
        """Which choice matters most when all vary at once."""
        table = self._m.sobol.tabell
        largest = str(table["total"].idxmax())
        share = andel(100 * min(float(table["total"].max()), 1.0), 0)
        told = mening("kanslighet.sobol", faktor=skriv(f"faktor.{largest}"), andel=share)
        small = bool((table["lasning"].reindex(["svar", "vikter"]) == "liten").all())
        return join([told, mening("kanslighet.sobol_litet") if small else None])

    @cached_property
    def vikt(self) -> Sentence:
        """Which delindex count more, and which less, than their weight says."""
        m, of = self._m, dict(rader(self._m.struktur.vikt))
        told = []
        for kod, part in m.model.delindex.items():
            row = of[f"delindex.{kod}"]
            if row["lasning"] in {"mer", "mindre"}:
                shares = {name: andel(100 * float(row[name]), 0) for name in ("effektiv", "nominell")}
                told.append(mening(f"struktur.vikt_{row['lasning']}", namn=f"Delindexet {part.namn}", **shares))
        return join(told) if told else mening("struktur.vikt_som")

    @cached_property
    def alfa(self) -> Sentence:
        """How the questions of each område hang together."""
        table = self._m.struktur.alfa
        counts = table[table.index.str.startswith("omrade.")]["lasning"].value_counts()
        high, low = (int(counts.get(name, 0)) for name in ("hog", "lag"))
        return mening("struktur.alfa", hog=heltal(high), lag=heltal(low))

    @cached_property
    def samband(self) -> Sentence:
        """How the delindex go together."""
        table = self._m.struktur.samband_delindex.to_numpy(dtype=float)
        pairs = table[np.triu_indices(len(table), 1)]
        highest = float(np.nanmax(pairs)) if np.isfinite(pairs).any() else math.nan
        if math.isnan(highest):
            return Sentence("", "")
        regel = "samband" if highest <= STARKT else "samband_starka"
        return mening(f"struktur.{regel}", hogst=tal(highest, 2))

    @cached_property
    def pca(self) -> Sentence:
        """How much one common factor explains."""
        table = self._m.struktur.pca
        if table.empty:
            return Sentence("", "")
        first = andel(100 * float(table["andel"].iloc[0]), 0)
        return mening("struktur.pca", andel=first, omraden=self._m.antal_omraden)

    @cached_property
    def typer(self) -> Sentence:
        """How much of the index is experience, routine and website, and how they agree."""
        of = self._m.sakerhet.utan["typ"]
        shares = {name: andel(100 * float(of.vikt.get(name, 0.0)), 0) for name in ("upplevelse", "rutin", "webb")}
        told = [mening("typer.andel", **shares)]
        if {"upplevelse", "rutin"} <= set(of.endast):
            r = float(of.endast[["upplevelse", "rutin"]].corr(method="spearman").to_numpy()[0, 1])
            told += [] if math.isnan(r) else [mening("typer.samband", samband=tal(r, 2))]
        return join([*told, mening("typer.lasning")])

    @cached_property
    def tystnad(self) -> Sentence:
        """What silence has cost."""
        m, table = self._m, self._m.sakerhet.osakerhet
        every = table.tystnad_alla
        if every.empty:
            return mening("tystnad.ingen")
        cost = Poang(float(every["poang_utelamnad"].mean()))
        told = mening("tystnad.antal", antal=stor_forsta(heltal(len(every))), poang=cost)
        per = table.tystnad.groupby(level="kalla")["poang_utelamnad"].mean()
        return join([told, mening("tystnad.mest", kalla=m.model.kallor[str(per.idxmax())].namn)])

    @cached_property
    def bro(self) -> Sentence:
        """How much of the last change is change of method."""
        m = self._m
        if m.ar not in m.broar:
            return mening("bro.ingen")
        table = m.broar[m.ar].tabell
        means = {name: Skillnad(float(table[name].mean())) for name in ("trend", "brott")}
        published = Skillnad(float(table["publicerad_forandring"].mean()))
        regel = "arets_ej" if m.jamforbarhet.grad == "nej" else "arets"
        told = mening(f"bro.{regel}", ar=m.ar, fjol=m.fjol, publicerad=published, **means)
        return join([told, mening("bro.lasning")])

    @cached_property
    def komponenter(self) -> Sentence:
        """What the changes of index came from, on average."""
        account = self._m.sakerhet.konto
        if account is None:
            return Sentence("", "")
        sizes: dict[str, object] = {name: Poang(float(account.delar[name].abs().mean())) for name in KOMPONENTER}
        return mening("komponenter", **sizes)


class Metodpunkter:
    """The bulleted lists: ``m.punkter``."""

    def __init__(self, m: Metodfakta) -> None:
        self._m = m

    @cached_property
    def modell(self) -> Punktlista:
        """The assumptions of the measure model."""
        return Punktlista(tuple(self._m.model.antaganden) or (skriv("antaganden.inga"),))

    @cached_property
    def sakerhet(self) -> Punktlista:
        """The assumptions of the account of uncertainty."""
        return Punktlista(self._m.regler.antaganden)


def lasning(kind: str, key: str | float | None) -> str:
    """Write the plain reading of a number, "" where there is none."""
    return "" if pd.isna(key) else skriv(f"{kind}.{key}")
