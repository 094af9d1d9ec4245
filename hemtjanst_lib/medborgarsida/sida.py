"""The facts of the citizens' page: questions with coarse answers, and each utförare on its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.analysis.enheter import enhetsfakta
from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.language import heltal, sorteringsnyckel, stor_forsta
from hemtjanst_lib.medborgarsida.ordlista import LAGEN, Fragetext, Lage, Ordlista, load_ordlista
from hemtjanst_lib.medborgarsida.val import load_val
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import load_kommuner

BU = "brukarundersokningen"
FULL = 100.0
GROVT = 10.0  # percentage points that a share from the unit survey, which has no interval, must differ by
REGI = {"offentlig": "kommunal", "enskild": "enskild"}
VIDARE = 1.2  # from intervals at 90 per cent to 95, because many questions are asked at once
RUTINER = "rutiner"

Rader = dict[str, Any]  # one row of a table


@dataclass(frozen=True)
class Svar:
    """One utförare's answer to one question, in words."""

    utforare: str
    namn: str
    lage: Lage
    text: str
    antal: str = ""


@dataclass(frozen=True)
class Grupp:
    """Utförare that are alike on a question as far as can be told, in Swedish order."""

    lage: Lage
    rubrik: str
    text: str
    svar: tuple[Svar, ...]


@dataclass(frozen=True)
class Fraga:
    """One question and the answers to it."""

    id: str
    val: str
    fraga: str
    forklaring: str
    grupper: tuple[Grupp, ...]


@dataclass(frozen=True)
class Rad:
    """One line about an utförare: what it is about, the answer, and how it stands among the others."""

    val: str
    text: str
    lage: str


@dataclass(frozen=True)
class Utforare:
    """One utförare on its own."""

    id: str
    namn: str
    regi: str
    antal: str
    rader: tuple[Rad, ...]
    saknas: tuple[str, ...]


@dataclass(frozen=True)
class Sida:
    """The whole page.

    Parameters
    ----------
    fakta : Enhetsfakta
        The kommun's units; nothing that is suppressed is in them.
    ordlista : Ordlista
    kontakt : str
        Whom a person may ask, a sentence; "" for the usual advice.
    """

    fakta: Enhetsfakta
    ordlista: Ordlista
    kontakt: str = ""

    def ord(self, nyckel: str, **values: object) -> str:
        """Return one of the page's own words."""
        return self.ordlista.sida[nyckel].format(**self._values, **values)

    @property
    def _values(self) -> dict[str, object]:
        f = self.fakta
        told = {"kommun": f.kommun.fullnamn, "ar": f.ar, "minst": heltal(f.min_svar)}
        return {**told, "kontakt": self.kontakt or self.ordlista.sida["kontakt"]}

    @property
    def om(self) -> list[str]:
        """The paragraphs on how it was done."""
        return [text.format(**self._values) for text in self.ordlista.om]

    @cached_property
    def fragor(self) -> tuple[Fraga, ...]:
        """The questions that some utförare has an answer to, the routines last."""
        asked = [self._fraga(kod, texts) for kod, texts in self.ordlista.fragor.items() if self._answered([kod])]
        routines = list(self.ordlista.rutiner.indikatorer)
        return (*asked, *([self._rutinfraga(routines)] if self._answered(routines) else []))

    @cached_property
    def _enheter(self) -> dict[str, Rader]:
        return {str(row["enhet"]): row for row in _records(self.fakta.enheter.reset_index())}

    @cached_property
    def namn(self) -> dict[str, str]:
        """Each utförare's name; those of the same name are numbered, so that they can be told apart."""
        names = {str(enhet): str(namn) for enhet, namn in self.fakta.enheter["namn"].sort_index().items()}
        same = Counter(names.values())
        seen: Counter[str] = Counter()
        told = {}
        for enhet, namn in names.items():
            seen[namn] += 1
            told[enhet] = f"{namn} ({seen[namn]} av {same[namn]})" if same[namn] > 1 else namn
        return told

    @cached_property
    def utforare(self) -> tuple[Utforare, ...]:
        """Every utförare in Swedish order."""
        return tuple(self._utforare(enhet) for enhet in sorted(self.namn, key=lambda e: sorteringsnyckel(self.namn[e])))

    def _utforare(self, enhet: str) -> Utforare:
        row = self._enheter[enhet]
        found = [(fraga, svar) for fraga in self.fragor for grupp in fraga.grupper for svar in grupp.svar]
        own = [(fraga.val, svar) for fraga, svar in found if svar.utforare == enhet]
        lines = [Rad(val, svar.text, self.ordlista.lagen[svar.lage].ord) for val, svar in own if svar.lage != "saknas"]
        regi = REGI.get(str(row["regi"]))
        return Utforare(
            enhet,
            self.namn[enhet],
            getattr(self.ordlista.regi, regi) if regi else "",
            self._antal(row),
            tuple(lines),
            tuple(dict.fromkeys(svar.text for _, svar in own if svar.lage == "saknas")),
        )

    def _antal(self, row: Rader) -> str:
        words = self.ordlista.svar
        if pd.notna(row["antal_svar"]):
            return words.minst.format(antal=heltal(row["antal_svar"]))
        return words.sekretess if row["skal_utforande"] == "sekretess" else ""

    def _answered(self, codes: list[str]) -> bool:
        table = self.fakta.indikatorer
        return bool(table.loc[table["indikator"].isin(codes), "varde"].notna().any())

    def _fraga(self, kod: str, texts: Fragetext) -> Fraga:
        rows = self.fakta.indikatorer[self.fakta.indikatorer["indikator"] == kod]
        several = int(rows["varde"].notna().sum()) > 1
        made = [self._svar(row, texts, several=several) for row in _records(rows)]
        return Fraga(kod.replace("_", "-"), texts.val, texts.fraga, texts.forklaring, self._grupper(made))

    def _svar(self, row: Rader, texts: Fragetext, *, several: bool) -> Svar:
        enhet = self._enheter[row["enhet"]]
        names = {"utforare": str(row["enhet"]), "namn": self.namn[str(row["enhet"])]}
        if math.isnan(row["varde"]):
            return Svar(**names, lage="saknas", text=self._varfor(row, enhet))
        text = f"{self.ordlista.andelar.text(row['varde'])} {texts.ja}."
        antal = self._antal(enhet) if row["kalla"] == BU else ""
        return Svar(**names, lage=_lage(row) if several else "ensam", text=text, antal=antal)

    def _varfor(self, row: Rader, enhet: Rader) -> str:
        why = str(enhet["skal_utforande" if row["kalla"] == BU else "skal_stod_utveckling"])
        words = self.ordlista.saknas
        if why == "obekraftat_par":  # not found in the survey under a name that is certain
            why = "ej_brukarundersokning" if row["kalla"] == BU else "ej_enhetsundersokning"
        if row["status"] == "sekretess":
            why = "sekretess"
        return str(getattr(words, why, words.uppgift))

    def _rutinfraga(self, codes: list[str]) -> Fraga:
        table = self.fakta.indikatorer[self.fakta.indikatorer["indikator"].isin(codes)]
        known = table.assign(finns=table["poang"].eq(FULL))
        counts = known.groupby("enhet", sort=False).agg(finns=("finns", "sum"), antal=("poang", "count"))
        first = {row["enhet"]: row for row in _records(table.drop_duplicates("enhet"))}
        texts = self.ordlista.rutiner
        made = [self._rutinsvar(first[enhet], finns, antal) for enhet, finns, antal in counts.itertuples()]
        return Fraga(RUTINER, texts.val, texts.fraga, texts.forklaring, self._grupper(made))

    def _rutinsvar(self, row: Rader, finns: int, antal: int) -> Svar:
        enhet, texts = self._enheter[row["enhet"]], self.ordlista.rutiner
        names = {"utforare": str(row["enhet"]), "namn": self.namn[str(row["enhet"])]}
        if not antal:
            return Svar(**names, lage="saknas", text=self._varfor(row, enhet))
        said = texts.alla if finns == antal else texts.nagra if finns else texts.inga
        return Svar(**names, lage="ensam", text=stor_forsta(said.format(finns=heltal(finns), antal=heltal(antal))))

    def _grupper(self, svar: list[Svar]) -> tuple[Grupp, ...]:
        ordered = sorted(svar, key=lambda s: sorteringsnyckel(s.namn))
        groups = ((lage, tuple(s for s in ordered if s.lage == lage)) for lage in LAGEN)
        return tuple(self._grupp(lage, own) for lage, own in groups if own)

    def _grupp(self, lage: Lage, own: tuple[Svar, ...]) -> Grupp:
        words = self.ordlista
        text = "" if len(own) == 1 else words.lika_text if lage == "lika" else words.ordning_text
        return Grupp(lage, words.lagen[lage].rubrik, text, own)


def _records(table: pd.DataFrame) -> Iterator[Rader]:
    for row in table.to_dict("records"):
        yield {str(key): value for key, value in row.items()}


def _lage(row: Rader) -> Lage:
    """Place a share against the mean of the kommun's units: only a difference that chance hardly explains counts."""
    value, mean = float(row["varde"]), float(row["medel_varde"])
    low, high = (value + VIDARE * (float(row[end]) - value) for end in ("lag", "hog"))
    if row["kalla"] != BU or math.isnan(low) or math.isnan(high):
        low, high = value - GROVT, value + GROVT
    return "over" if low > mean else "under" if high < mean else "lika"


def open_medborgarsida(ar: int, kommunkod: str, data: str | Path = "data/example") -> Sida:
    """Open the page of a kommun that has asked for it.

    Raises
    ------
    ParameterError
        If the kommun does not exist or has not asked for a page.
    """
    fakta, val = enhetsfakta(ar, kommunkod, data), load_val(load_kommuner(resolve(data)).index)
    if kommunkod not in val.koder(exempeldata=fakta.exempeldata):
        raise ParameterError(
            f"{fakta.kommun.fullnamn} has not asked for a citizens' page",
            do="When it has, add its code to kommuner in parameters/report/medborgarsida.yml.",
        )
    return sida(fakta, val.kontakt.get(kommunkod, ""))


def sida(fakta: Enhetsfakta, kontakt: str = "") -> Sida:
    """Make the page of one kommun from the facts of its units."""
    return Sida(fakta, load_ordlista(), kontakt)
