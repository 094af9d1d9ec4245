"""The report on a year's raw files, before anything is scored: the findings of ``analysis.avvikelser`` as tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from hemtjanst_lib.analysis.avvikelser import KOLUMNER, OVANLIG, avvikare, hopp, misstankta, svarslage, tystnat
from hemtjanst_lib.analysis.lika import gemensamma
from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.display import Huvud, Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import andel, heltal, skillnad, tal
from hemtjanst_lib.model import Model, load_model, model_path
from hemtjanst_lib.opened import RIKET
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources import YearAnswers, read_year

FLEST = 40  # rows that a table lists


@dataclass(frozen=True)
class Datakvalitet:
    """The findings of one year, and last year's answers to compare with (None when there are none)."""

    ar: int
    nu: YearAnswers
    fore: YearAnswers | None
    model: Model
    model_fore: Model | None
    namn: dict[str, str]

    @property
    def exempeldata(self) -> bool:
        """Whether any figure shown is invented."""
        return self.nu.exempeldata or bool(self.fore and self.fore.exempeldata)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover says; dated by the latest delivery."""
        latest = max((card.hamtad for card in self.nu.kort), default="")
        facts = {"Källfiler": str(len(self.nu.kort)), "Kommuner": str(self.nu.kommun["kommunkod"].nunique())}
        return Huvud(
            titel=f"Datakvalitet {self.ar}", undertitel="Källfilerna före poängsättningen", ar=self.ar,
            sort="datakvalitet", kod=RIKET, datum=f"Senaste fil hämtad {latest}", exempeldata=self.exempeldata,
            uppgifter=facts,
        )  # fmt: skip

    @property
    def filer(self) -> Tabell:
        """The files that came, with their cards."""
        rows = tuple((card.fil.rsplit("/", 1)[-1], card.namn, card.utgivare, card.hamtad) for card in self.nu.kort)
        heads = (Kolumn("Fil"), Kolumn("Innehåll"), Kolumn("Utgivare"), Kolumn("Hämtad"))
        return Tabell("filer", f"Källfiler {self.ar}", heads, _eller(rows, 4))

    @property
    def kallor(self) -> Tabell:
        """How far each källa has been answered."""
        table = svarslage(self.nu.kommun, self.model)
        heads = ("Källa", "Kommuner med svar", "Utan svar", "Svar", "Ej svar", "Sekretess", "Ej tillämplig")
        rows = tuple(
            (self.model.kallor[str(kod)].namn, *(heltal(int(x)) for x in row)) for kod, row in table.iterrows()
        )
        columns = (Kolumn(heads[0]), *(Kolumn(head, "tal") for head in heads[1:]))
        note = "Svar, ej svar, sekretess och ej tillämplig räknas i celler: en per kommun och indikator."
        return Tabell("kallor", "Vad som har kommit in, per källa", columns, rows, (), note)

    @property
    def luckor(self) -> Tabell:
        """The indikatorer that most kommuner lack."""
        gone = self.nu.kommun[self.nu.kommun["status"].isin(["ej_svar", "sekretess"])]
        counts = gone.groupby("indikator").size().sort_values(ascending=False, kind="stable").head(FLEST // 2)
        n = self.nu.kommun["kommunkod"].nunique()
        rows = tuple(
            (self._indikator(str(kod)), self._kalla(str(kod)), heltal(int(x)), andel(100 * x / n))
            for kod, x in counts.items()
        )
        heads = (Kolumn("Indikator"), Kolumn("Källa"), Kolumn("Kommuner utan svar", "tal"), Kolumn("Andel", "tal"))
        return Tabell("luckor", "Indikatorer som flest kommuner saknar", heads, _eller(rows, 4))

    @property
    def tystnat(self) -> Tabell:
        """The kommuner that came or went since last year."""
        heads = (Kolumn("Kommun"), Kolumn("Källa"), Kolumn("Sedan förra året"))
        if self.fore is None:
            return Tabell("tystnat", "Kommuner som har slutat eller börjat svara", heads, _eller((), 3))
        found = tystnat(self.nu.kommun, self.fore.kommun)
        words = {"tystnat": "svarade då, inte nu", "ny": "svarar nu, inte då"}
        rows = tuple(
            (self._kommun(row["kommunkod"]), self.model.kallor[row["kalla"]].namn, words[row["hur"]])
            for _, row in rader(found)
        )
        return Tabell("tystnat", "Kommuner som har slutat eller börjat svara på en källa", heads, _eller(rows, 3))

    @property
    def avvikare(self) -> Tabell:
        """Values far from all others."""
        return self._celler("avvikare", "Värden långt från andra kommuners", avvikare(self.nu.kommun), "Median")

    @property
    def hopp(self) -> Tabell:
        """Values that moved unusually since last year."""
        if self.fore is None or self.model_fore is None:
            return self._celler("hopp", "Ovanliga förändringar", pd.DataFrame(columns=KOLUMNER), "Förra året")
        found = hopp(self.nu.kommun, self.fore.kommun, gemensamma(self.model, self.model_fore))
        return self._celler("hopp", f"Ovanliga förändringar sedan {self.ar - 1}", found, "Förra året")

    @property
    def misstankta(self) -> Tabell:
        """Cells that look like faults of handling."""
        found = misstankta(self.nu.kommun, self.fore.kommun if self.fore else None)
        rows = tuple(
            (self._kommun(row["kommunkod"]), str(row["skal"]), _plats(row["fil"], row["cell"]))
            for _, row in rader(found)
        )
        heads = (Kolumn("Kommun"), Kolumn("Varför"), Kolumn("Fil och cell"))
        return Tabell("misstankta", "Celler som bör kontrolleras", heads, _eller(rows[:FLEST], 3), (), _fler(len(rows)))

    @property
    def anmarkningar(self) -> Punktlista:
        """What was noted when the files were read, and the corrections that were applied."""
        notes = [re.sub(r"raw/\d{4}/\w+/", "", text) for text in self.nu.varningar]
        said = [*notes, *(f"Rättelse: {text}" for text in self.nu.rattelser)]
        return Punktlista(tuple(said) or ("Inget att anmärka när filerna lästes.",))

    def _celler(self, id_: str, titel: str, found: pd.DataFrame, jamfort: str) -> Tabell:
        heads = (
            Kolumn("Kommun"), Kolumn("Indikator"), Kolumn("Värde", "tal"), Kolumn(jamfort, "tal"),
            Kolumn("Avstånd", "tal"), Kolumn("Fil och cell"),
        )  # fmt: skip
        rows = tuple(
            (self._kommun(row["kommunkod"]), self._indikator(row["indikator"]), tal(row["varde"]), tal(row["jamfort"]),
             skillnad(row["avstand"]), _plats(row["fil"], row["cell"]))
            for _, row in rader(found.head(FLEST))
        )  # fmt: skip
        note = f"Avståndet är antalet robusta standardavvikelser; de över {tal(OVANLIG)} tas med. {_fler(len(found))}"
        return Tabell(id_, titel, heads, _eller(rows, 6), (), note.strip())

    def _kommun(self, kod: str) -> str:
        return f"{self.namn.get(kod, kod)} {kod}"

    def _indikator(self, kod: str) -> str:
        return self.model.indikatorer[kod].visningsnamn if kod in self.model.indikatorer else kod

    def _kalla(self, kod: str) -> str:
        return self.model.kallor[self.model.indikatorer[kod].kalla].namn


def _eller(rows: tuple[tuple[str, ...], ...], width: int) -> tuple[tuple[str, ...], ...]:
    return rows or (("Inget att visa", *("." for _ in range(width - 1))),)


def _plats(fil: object, cell: object) -> str:
    return f"{str(fil).rsplit('/', 1)[-1]}, {cell}" if isinstance(fil, str) and fil else "."


def _fler(n: int) -> str:
    return f"Tabellen visar de första {FLEST} av {n}." if n > FLEST else ""


def open_datakvalitet(ar: int, data: str | Path = "data") -> Datakvalitet:
    """Read a year's raw files, and last year's to compare with.

    Parameters
    ----------
    ar : int
        Index year; it need not be scored.
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    SourceError
        If a file cannot be read, with every fault, file and cell.
    """
    root = resolve(data)
    earlier = ar - 1 if (root / "raw" / str(ar - 1)).is_dir() and model_path(ar - 1).is_file() else None
    return Datakvalitet(
        ar=ar,
        nu=read_year(ar, root),
        fore=read_year(earlier, root) if earlier else None,
        model=load_model(model_path(ar)),
        model_fore=load_model(model_path(earlier)) if earlier else None,
        namn={str(kod): str(namn) for kod, namn in load_kommuner(root)["namn"].items()},
    )
