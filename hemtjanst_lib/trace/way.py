"""Following a figure back: what was published, what it was made of, and whether every digit comes out again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

import pandas as pd

from hemtjanst_lib.errors import ParameterError, SourceError
from hemtjanst_lib.files import sha256
from hemtjanst_lib.model import DECIMALS, Delindex, Indikator, Kvalitetsomrade, Model
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import check_kommunkod, load_kommuner
from hemtjanst_lib.sources.layout import layout_path, load_layout
from hemtjanst_lib.store import Year, load_year
from hemtjanst_lib.trace import cell, skrivet
from hemtjanst_lib.trace.rakna import Svar, Utrakning, andel_av_index, rakna_om
from hemtjanst_lib.trace.skrivet import Rad
from hemtjanst_lib.trace.steg import Kontroll, Spar, Steg

INDEX = ("index", "total", "hemtjanstindex")
TABLES = {"indikator": "indikator.parquet", "omrade": "omrade.parquet", "delindex": "delindex.parquet"}


def trace(ar: int, kommunkod: str, vad: str, data: str | Path = "data") -> Spar:
    """Follow a figure of one kommun from file and cell to the published number.

    Parameters
    ----------
    ar, kommunkod
        Year and code.
    vad : str
        Id of an indikator, område or delindex, or ``index``.
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    ParameterError
        If there is no such kommun or figure; close ids are suggested.
    StoreError
        If the year is not scored.
    """
    root = resolve(data)
    year = load_year(ar, root)
    kod = check_kommunkod(kommunkod, load_kommuner(root))
    if kod not in year.scores.total.index:
        raise ParameterError(f"kommun {kod} has no results in {ar}", do="Check the year's raw files.")
    niva, kind = _resolve(vad, year.model)
    way = _Vag(year, root, kod)
    step = {"index": way.index, "delindex": way.delindex, "omrade": way.omrade, "indikator": way.indikator}[niva](kind)
    return Spar(ar, kod, str(load_kommuner(root).at[kod, "namn"]), year.exempeldata, step)


def _resolve(vad: str, model: Model) -> tuple[str, str]:
    """Return level and id of what is asked for, by id or by Swedish name."""
    known: dict[str, Mapping[str, Delindex | Kvalitetsomrade | Indikator]] = {
        "delindex": dict(model.delindex),
        "omrade": dict(model.omraden),
        "indikator": dict(model.indikatorer),
    }
    wanted = vad.strip().casefold()
    if wanted in INDEX:
        return "index", "index"
    for niva, parts in known.items():
        for kod, part in parts.items():
            if wanted in {kod, part.namn.casefold()}:
                return niva, kod
    ids = {kod: kod for parts in known.values() for kod in parts} | {"index": "index"}
    names = {part.namn.casefold(): kod for parts in known.values() for kod, part in parts.items()}
    near = [*get_close_matches(wanted, ids, 4, 0.5), *(names[n] for n in get_close_matches(wanted, names, 3, 0.5))]
    near += [kod for kod in ids if wanted and wanted in kod]
    some = ", ".join(list(dict.fromkeys(near))[:6]) or f"{', '.join(model.delindex)} and index"
    raise ParameterError(f"the model of {model.ar} has no indikator, område or delindex {vad!r}", do=f"Near: {some}.")


class _Vag:
    """Builds the steps of one kommun in one year."""

    def __init__(self, year: Year, data: Path, kod: str) -> None:
        self.year, self.data, self.kod, self.model = year, data, kod, year.model
        rows = year.answers[year.answers["kommunkod"] == kod]
        self.svar = {str(row["indikator"]): {str(k): v for k, v in row.items()} for row in rows.to_dict("records")}
        medel = {str(kod): float(mean) for kod, mean in year.scores.medel.indikator.items()}
        self.rakning: Utrakning = rakna_om(_svar(rows), self.model, medel)
        self.layout = load_layout(layout_path(year.ar))
        self.tabeller: dict[str, pd.DataFrame] = {}
        self.hashar: dict[Path, str] = {}

    def index(self, _: str) -> Steg:
        """The index, with place and class."""
        total, row = self.rakning.total, self._published("total.parquet")
        parts = tuple(self.delindex(kod) for kod in self.model.delindex)
        facts = {"rule": skrivet.regel("delindex by the sum of their weights", self.model.aggregering.total)}
        facts |= skrivet.formula(parts, self.rakning.andel)
        checks = [_jamfor("index", row["total"], total)]
        if total is not None:
            checks += [*self._place(total, row), self._class(total, row)]
        return Steg("index", "index", self.model.namn, facts, tuple(checks), parts)

    def _place(self, total: Fraction, row: pd.Series) -> list[Kontroll]:
        """Count the kommuner with more points: on the unrounded index, equal to nine decimals shares a place."""
        others = self._tabell("total.parquet")["total"].drop(self.kod)
        mine = round(float(total), DECIMALS)
        place = 1 + sum(round(float(x), DECIMALS) > mine for x in others.dropna())
        return [Kontroll("place", str(int(row["placering"])), str(place), int(row["placering"]) == place)]

    def _class(self, total: Fraction, row: pd.Series) -> Kontroll:
        limits = self.model.klasser.till_och_med
        totals = self._tabell("total.parquet")["total"].dropna()
        shift = Fraction(math.fsum(totals)) / len(totals) if self.model.klasser.matt == "avvikelse" else Fraction(0)
        if self.model.genomsnitt.index == "svarande" and shift:
            shift = Fraction(self.year.scores.medel.total)
        names = list(limits)
        named = next(
            (n for n in names[:-1] if round(float(total), DECIMALS) <= round(float(limits[n] + shift), DECIMALS)),
            names[-1],
        )
        return Kontroll("class", str(row["klass"]), named, str(row["klass"]) == named)

    def delindex(self, kod: str) -> Steg:
        """One delindex."""
        part = self.model.delindex[kod]
        parts = tuple(self.omrade(o) for o in part.kvalitetsomraden)
        facts = {"weight": f"{part.vikt:g} ({skrivet.percent(self.rakning.andel[kod])} of the index)"}
        facts |= {"rule": skrivet.regel("områden by the seniors' weights", self.model.aggregering.delindex)}
        facts |= skrivet.formula(parts, self.rakning.andel)
        published = self._published(TABLES["delindex"])[kod]
        check = _jamfor(f"delindex {kod}", published, self.rakning.delindex[kod])
        return Steg("delindex", kod, part.namn, facts, (check,), parts)

    def omrade(self, kod: str) -> Steg:
        """One område."""
        omrade = self.model.omraden[kod]
        parts = tuple(self.indikator(i) for i in omrade.indikatorer)
        share = skrivet.percent(self.rakning.andel[kod])
        facts = {"weight": f"{omrade.vikt:g} ({share} of its delindex, {self._av_index(kod)})"}
        facts |= {"rule": skrivet.regel("indikatorer by their weights", self.model.aggregering.omrade)}
        facts |= skrivet.formula(parts, self.rakning.andel)
        check = _jamfor(f"område {kod}", self._published(TABLES["omrade"])[kod], self.rakning.omrade[kod])
        return Steg("omrade", kod, omrade.namn, facts, (check,), parts)

    def indikator(self, kod: str) -> Steg:
        """One indikator, from the raw cell."""
        i, row = self.model.indikatorer[kod], self.svar[kod]
        facts = {"source": f"{self.model.kallor[i.kalla].namn} ({i.kalla})"}
        checks = self._raw(kod, row, facts)
        facts["answer"] = skrivet.answer(row["varde"], row["status"], i.matenhet)
        if pd.notna(row["antal_svar"]):
            facts["answers"] = f"{row['antal_svar']:g}"
        facts["scale"] = ", ".join(f"{v:g} → {p:g} points" for v, p in zip(*i.poang.knots(), strict=True))
        if rule := self.rakning.regel[kod]:
            facts["missing rule"] = f"{row['status']} counts as {rule}"
        counted = self.rakning.raknad[kod]
        facts["points counted"] = "left out" if counted is None else skrivet.digits(counted)
        facts["weight"] = (
            f"{i.vikt:g} ({skrivet.percent(self.rakning.andel[kod])} of its område, {self._av_index(kod)})"
        )
        published = self._published(TABLES["indikator"])[kod]
        checks.append(_jamfor(f"points {kod}", published, self.rakning.poang[kod]))
        return Steg("indikator", kod, i.visningsnamn, facts, tuple(checks))

    def _av_index(self, kod: str) -> str:
        return f"{skrivet.percent(andel_av_index(self.rakning, self.model, kod))} of the index"

    def _raw(self, kod: str, row: Rad, facts: dict[str, str]) -> list[Kontroll]:
        """Look the cell up again: is the file the one that was read, and does the cell say what was stored."""
        if not row["fil"]:
            facts["file"] = "no file holds an answer"
            return []
        path, shown = self.data / row["fil"], str(row["fil"])
        facts |= {"file": shown, "cell": str(row["cell"])}
        then = self.year.proveniens["indata"].get(shown, "-")
        now = self._hash(path)
        checks = [Kontroll(f"file of {kod} (sha256)", then[:12], now[:12], then == now)]
        if now == "gone":
            return checks
        kalla = self.model.indikatorer[kod].kalla
        found = cell.raw(path, str(row["cell"]), cell.reading(kalla, kod, self.layout)[0])
        facts["in the cell"] = repr(found) if isinstance(found, str) else f"{found}"
        if corrected := self._correction(kod):
            facts["correction"] = corrected
            return checks
        try:
            read = cell.value(found, kalla, kod, self.layout)
        except SourceError as fault:
            return [*checks, Kontroll(f"cell of {kod}", str(row["cell"]), fault.what, False)]
        same = (
            not read.fault
            and read.status == row["status"]
            and (read.status != "ok" or read.varde == float(row["varde"]))
        )
        return [*checks, Kontroll(f"cell of {kod}", skrivet.stored(row), skrivet.stored_cell(read), bool(same))]

    def _correction(self, kod: str) -> str:
        """The correction that was made to this answer, "" when none."""
        named = f"{self.model.indikatorer[kod].kalla}, {self.kod}, {kod}: "
        return next((text for text in self.year.proveniens["rattelser"] if named in text), "")

    def _published(self, name: str) -> pd.Series:
        table = self._tabell(name)
        return table.iloc[int(table.index.get_indexer(pd.Index([self.kod]))[0])]

    def _tabell(self, name: str) -> pd.DataFrame:
        """One of the published tables, as it stands on disk."""
        if name not in self.tabeller:
            self.tabeller[name] = pd.read_parquet(self.year.mapp / name).set_index("kommunkod")
        return self.tabeller[name]

    def _hash(self, path: Path) -> str:
        if path not in self.hashar:
            self.hashar[path] = sha256(path) if path.is_file() else "gone"
        return self.hashar[path]


def _svar(rows: pd.DataFrame) -> dict[str, Svar]:
    cells = zip(rows["indikator"], rows["varde"], rows["status"], strict=True)
    return {kod: Svar(None if math.isnan(varde) else float(varde), status) for kod, varde, status in cells}


def _jamfor(vad: str, published: float, again: Fraction | None) -> Kontroll:
    """Compare to nine decimals, the digits that decide places and classes."""
    if again is None or pd.isna(published):
        same = again is None and bool(pd.isna(published))
        return Kontroll(vad, "-" if pd.isna(published) else skrivet.digits(published), skrivet.text(again), same)
    close = abs(Fraction(float(published)) - again) < Fraction(1, 10**DECIMALS)
    return Kontroll(vad, skrivet.digits(published), skrivet.digits(again), close)
