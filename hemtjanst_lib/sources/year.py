"""All sources of a year: find the files, read them, correct, and fill the table out to every kommun and indikator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from hemtjanst_lib.errors import HemtjanstError, SourceError
from hemtjanst_lib.model import Model, load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources.cards import SourceCard, read_card
from hemtjanst_lib.sources.corrections import Rattelse, correct, load_corrections
from hemtjanst_lib.sources.enhetslista import lista
from hemtjanst_lib.sources.enhetspar import para
from hemtjanst_lib.sources.enhetsregister import Register, load_register, register_path, resolve
from hemtjanst_lib.sources.kalla import READ_KINDS, SourceReading, cell_faults, raw_folder, read_source, told
from hemtjanst_lib.sources.layout import Layout, layout_path, load_layout
from hemtjanst_lib.sources.reading import ENHETER, empty_reading

COLUMNS = ["ar", "kommunkod", "enhet_id", "indikator", "varde", "antal_svar", "status", "kalla", "fil", "cell"]


@dataclass(frozen=True)
class YearAnswers:
    """The answers of one year.

    Attributes
    ----------
    kommun, enhet : DataFrame
        Long tables with the columns ``COLUMNS``. ``varde`` is on the source's natural scale (percent 0–100, yes/no
        0/1, level 0/1/2, persons), NaN unless ``status`` is ``ok``. ``kommun`` has exactly one row a kommun and
        indikator of the model, in code order; ``enhet`` one row a unit and indikator that its file has.
    enheter : DataFrame
        ``enhet_id, kommunkod, namn, regi, foretag, kalla``; a unit stands once in each survey that names it.
    par : DataFrame
        Which of them are one unit, certainly or perhaps: see :func:`.enhetspar.para`.
    enhetslista : DataFrame
        One row a unit, whichever survey names it: see :func:`.enhetslista.lista`.
    kort : list of SourceCard
    varningar : list of str
        What was read, but should be looked at.
    rattelser : list of str
        Corrections applied, in words.
    """

    ar: int
    kommun: pd.DataFrame
    enhet: pd.DataFrame
    enheter: pd.DataFrame
    par: pd.DataFrame
    enhetslista: pd.DataFrame
    kort: list[SourceCard]
    varningar: list[str]
    rattelser: list[str]

    @property
    def exempeldata(self) -> bool:
        """True when any source card says that the data are invented."""
        return any(card.exempeldata for card in self.kort)


@dataclass
class _Run:
    """What is gathered while the sources are read one after another."""

    ar: int
    data: Path
    model: Model
    layout: Layout
    kommuner: pd.DataFrame
    readings: list[SourceReading] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def cards(self) -> dict[str, SourceCard]:
        """The cards of all files read, by path."""
        return {shown: card for reading in self.readings for shown, card in reading.kort.items()}

    def attempt(self, step: Callable[[], None]) -> None:
        """Run a step; its fault is gathered, and the next step goes on."""
        try:
            step()
        except HemtjanstError as fault:
            self.faults.append(told(fault))


def corrections_path(ar: int, data: Path) -> Path:
    """Return the file of a year's corrections."""
    return data / "corrections" / f"{ar}.yml"


def read_year(ar: int, data: Path) -> YearAnswers:
    """Read all sources of a year.

    Raises
    ------
    SourceError
        With every fault of every file at once.
    ModelError, ParameterError
        If the year has no sound model.
    """
    answers, faults = _gather(ar, data)
    if answers is None or faults:
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise SourceError(
            f"{raw_folder(ar, data)}: {count} in the raw data",
            faults,
            do=f"Mend the files, parameters/sources/{ar}.yml or the corrections, then run: hemtjanst check {ar}",
        )
    return answers


def check_year(ar: int, data: Path) -> list[str]:
    """Every fault of a year's layout, cards, raw files and corrections, one line each; empty means sound."""
    return examine_year(ar, data)[0]


def examine_year(ar: int, data: Path) -> tuple[list[str], list[str]]:
    """Every fault of a year's layout, cards, raw files and corrections, and what should be looked at, a line each.

    Without a sound model and layout the raw files cannot be read; then their cards and the corrections are checked.
    """
    try:
        answers, faults = _gather(ar, data)
    except HemtjanstError as fault:
        return list(dict.fromkeys([told(fault), *_unread_faults(ar, data)])), []
    return faults, answers.varningar if answers else []


def _unread_faults(ar: int, data: Path) -> list[str]:
    """Faults that are seen without reading a raw file."""
    raw = [path for path in sorted(raw_folder(ar, data).rglob("*")) if path.suffix.lower() in READ_KINDS]
    steps: list[Callable[[], object]] = [
        lambda: load_layout(layout_path(ar)),
        lambda: load_corrections(corrections_path(ar, data)),
        *(partial(load_register, register_path(ar, exempeldata=invented)) for invented in (False, True)),
        *(partial(read_card, path, data) for path in raw),
    ]
    faults = []
    for step in steps:
        try:
            step()
        except HemtjanstError as fault:
            faults.append(told(fault))
    return faults


def _gather(ar: int, data: Path) -> tuple[YearAnswers | None, list[str]]:
    model = load_model(model_path(ar))
    run = _Run(ar, data, model, load_layout(layout_path(ar)), load_kommuner(data))
    if not raw_folder(ar, data).is_dir():
        do = f"put them there, or write invented ones: hemtjanst example --year {ar}"
        return None, [f"{raw_folder(ar, data)}: there are no raw files for {ar}; {do}"]
    for kalla in model.kallor:
        _take(run, read_source(ar, data, kalla, model=model, layout=run.layout, kommuner=run.kommuner))
    corrections: list[Rattelse] = []
    run.attempt(lambda: corrections.extend(load_corrections(corrections_path(ar, data))))
    answers, texts = _corrected(run, corrections)
    run.faults += cell_faults(answers)
    enheter, register = _units(run), Register()
    run.attempt(lambda: _confirmed(run, enheter, register))
    if run.faults:
        return None, list(dict.fromkeys(run.faults))  # a workbook that is read twice has its faults told once
    par = para(enheter, run.kommuner, register)
    if doubtful := int(par["hur"].eq("tveksamt").sum()):
        run.warnings.append(f"{doubtful} doubtful pairs of units; to see and confirm them, run: hemtjanst units {ar}")
    return _year(run, answers, texts, enheter, par), []


def _take(run: _Run, reading: SourceReading) -> None:
    run.readings.append(reading)
    run.faults += reading.fel
    run.warnings += reading.varningar


def _corrected(run: _Run, corrections: list[Rattelse]) -> tuple[pd.DataFrame, list[str]]:
    frames = [reading.svar for reading in run.readings if not reading.svar.empty]
    answers = pd.concat(frames, ignore_index=True) if frames else empty_reading().answers
    name = corrections_path(run.ar, run.data).relative_to(run.data).as_posix()
    answers, faults = correct(answers, corrections, name)
    run.faults += faults
    return answers, [f"{r.gor}: {r.kalla}, {r.kommunkod}, {r.indikator}: {r.skal} ({r.lage})" for r in corrections]


def _units(run: _Run) -> pd.DataFrame:
    """All units that the surveys name, in order."""
    found = [reading.enheter for reading in run.readings if not reading.enheter.empty]
    listed = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=ENHETER)
    return listed.sort_values(["kommunkod", "enhet_id"], ignore_index=True).astype("str")


def _confirmed(run: _Run, enheter: pd.DataFrame, register: Register) -> None:
    """Fill the register with the pairs of units that a person has confirmed or refused."""
    path = register_path(run.ar, exempeldata=any(card.exempeldata for card in run.cards.values()))
    found = resolve(load_register(path), enheter, path)
    register.par.update(found.par)
    register.ej_par.update(found.ej_par)


def _year(
    run: _Run, answers: pd.DataFrame, rattelser: list[str], enheter: pd.DataFrame, par: pd.DataFrame
) -> YearAnswers:
    answers = answers.assign(ar=run.ar)
    per_enhet = answers["enhet_id"].notna()
    return YearAnswers(
        run.ar,
        _typed(complete(answers[~per_enhet], run.model, run.kommuner)),
        _typed(answers.loc[per_enhet, COLUMNS].sort_values(["kommunkod", "enhet_id", "indikator"], ignore_index=True)),
        enheter,
        par,
        lista(enheter, par),
        [run.cards[shown] for shown in sorted(run.cards)],
        run.warnings,
        rattelser,
    )


def complete(answers: pd.DataFrame, model: Model, kommuner: pd.DataFrame) -> pd.DataFrame:
    """Give every kommun a row for every indikator of the model; what no file holds is ``ej_svar``."""
    full = pd.MultiIndex.from_product([kommuner.index, list(model.indikatorer)], names=["kommunkod", "indikator"])
    out = answers.set_index(["kommunkod", "indikator"]).reindex(full).reset_index()
    kallor = {kod: ind.kalla for kod, ind in model.indikatorer.items()}
    out["kalla"] = out["indikator"].map(kallor)
    return out.fillna({"status": "ej_svar", "fil": "", "cell": "", "ar": model.ar})[COLUMNS]


def _typed(answers: pd.DataFrame) -> pd.DataFrame:
    texts = ["kommunkod", "enhet_id", "indikator", "status", "kalla", "fil", "cell"]
    numbers: dict[str, str] = {"ar": "int16", "varde": "float64", "antal_svar": "float64"}
    return answers.astype({**dict.fromkeys(texts, "str"), **numbers})
