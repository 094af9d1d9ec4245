"""All sources of a year: find the files, read them, correct, and fill the table out to every kommun and indikator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import partial
from pathlib import Path

import pandas as pd

from hemtjanst_lib.errors import HemtjanstError, SourceError
from hemtjanst_lib.model import Model, load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources.blad import read_blad
from hemtjanst_lib.sources.cards import SUFFIX, SourceCard, read_card
from hemtjanst_lib.sources.corrections import Rattelse, correct, load_corrections
from hemtjanst_lib.sources.enhetslista import lista
from hemtjanst_lib.sources.enhetspar import para
from hemtjanst_lib.sources.enhetsregister import Register, load_register, register_path, resolve
from hemtjanst_lib.sources.faults import Faults, some
from hemtjanst_lib.sources.kolada import read_pages
from hemtjanst_lib.sources.layout import Fil, Layout, layout_path, load_layout
from hemtjanst_lib.sources.lista import read_lista
from hemtjanst_lib.sources.reading import ENHETER, Reading, Task, empty_reading

READ_KINDS = {".xlsx", ".xlsm", ".xls", ".csv", ".json"}
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
    readings: list[Reading] = field(default_factory=list)
    cards: dict[str, SourceCard] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def layout_name(self) -> str:
        """The layout file as the user knows it."""
        return f"parameters/sources/{self.ar}.yml"

    def attempt(self, step: Callable[[], None]) -> None:
        """Run a step; its fault is gathered, and the next step goes on."""
        try:
            step()
        except HemtjanstError as fault:
            self.faults.append(_line(fault))


def raw_folder(ar: int, data: Path) -> Path:
    """Return the folder of a year's raw files."""
    return data / "raw" / str(ar)


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
        return list(dict.fromkeys([_line(fault), *_unread_faults(ar, data)])), []
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
            faults.append(_line(fault))
    return faults


def _line(fault: HemtjanstError) -> str:
    told = ": ".join(part for part in (fault.what, "; ".join(fault.faults)) if part)
    return f"{told.rstrip('.')}. {fault.do}" if fault.do else told


def _gather(ar: int, data: Path) -> tuple[YearAnswers | None, list[str]]:
    model = load_model(model_path(ar))
    run = _Run(ar, data, model, load_layout(layout_path(ar)), load_kommuner(data))
    if not raw_folder(ar, data).is_dir():
        do = f"put them there, or write invented ones: hemtjanst example --year {ar}"
        return None, [f"{raw_folder(ar, data)}: there are no raw files for {ar}; {do}"]
    for kalla in model.kallor:
        _read_kalla(run, kalla)
    corrections: list[Rattelse] = []
    run.attempt(lambda: corrections.extend(load_corrections(corrections_path(ar, data))))
    answers, texts = _corrected(run, corrections)
    run.faults += _cell_faults(answers)
    enheter, register = _units(run), Register()
    run.attempt(lambda: _confirmed(run, enheter, register))
    if run.faults:
        return None, list(dict.fromkeys(run.faults))  # a workbook that is read twice has its faults told once
    par = para(enheter, run.kommuner, register)
    if doubtful := int(par["hur"].eq("tveksamt").sum()):
        run.warnings.append(f"{doubtful} doubtful pairs of units; to see and confirm them, run: hemtjanst units {ar}")
    return _year(run, answers, texts, enheter, par), []


def _read_kalla(run: _Run, kalla: str) -> None:
    folder = raw_folder(run.ar, run.data) / kalla
    shown = folder.relative_to(run.data).as_posix()
    wanted = {kod for kod, ind in run.model.indikatorer.items() if ind.kalla == kalla}
    layout = run.layout.kallor.get(kalla)
    if layout is None:
        run.faults.append(f"{run.layout_name}: has no kallor.{kalla}; the model reads {some(sorted(wanted))}")
        return
    if not folder.is_dir():
        run.faults.append(f"{shown}: the folder is missing; put the files of {kalla} there")
        return
    mapped = {ind for fil in layout.filer if fil.niva == "kommun" for ind in fil.indikatorer}
    listed = any(fil.indikator for fil in layout.filer)
    if not listed and (unmapped := sorted(wanted - mapped)):
        run.faults.append(f"{run.layout_name}: kallor.{kalla} has no column for {some(unmapped)}")
    read = {path.name for fil in layout.filer for path in _matching(folder, fil.fil)}
    for path in sorted(folder.iterdir()):
        _unread(run, path, read, layout.bortse)
    for fil in layout.filer:
        run.attempt(lambda fil=fil: _read_fil(run, kalla, fil, folder, frozenset(wanted)))  # type: ignore[misc]


def _matching(folder: Path, pattern: str) -> list[Path]:
    return [
        path for path in sorted(folder.glob(pattern)) if not path.name.endswith(SUFFIX) and path.name[0] not in ".~"
    ]


def _unread(run: _Run, path: Path, read: set[str], ignored: list[str]) -> None:
    """Tell of a file that no reading takes: data among them are a fault, other papers are not."""
    known = path.name in read or path.name.endswith(SUFFIX) or path.name[0] in ".~"
    if known or any(fnmatch(path.name, pattern) for pattern in ignored) or path.suffix.lower() not in READ_KINDS:
        return
    shown = path.relative_to(run.data).as_posix()
    run.faults.append(f"{shown}: no reading in {run.layout_name} takes this file; remove it, or list it in bortse")


def _read_fil(run: _Run, kalla: str, fil: Fil, folder: Path, wanted: frozenset[str]) -> None:
    paths = _matching(folder, fil.fil)
    shown = folder.relative_to(run.data).as_posix()
    if not paths:
        there = some([path.name for path in sorted(folder.iterdir()) if not path.name.endswith(SUFFIX)]) or "nothing"
        raise SourceError(
            f"{shown}: no file matches {fil.fil!r} ({fil.id}); there is {there}",
            do=f"Put the file there under such a name, or change fil in parameters/sources/{run.ar}.yml.",
        )
    if len(paths) > 1 and fil.form != "kolada":
        named = some([path.name for path in paths])
        raise SourceError(f"{shown}: {len(paths)} files match {fil.fil!r} ({fil.id}): {named}; keep one")
    for path in paths:
        run.attempt(lambda path=path: _card(run, path))  # type: ignore[misc]
    faults = Faults(paths[0].relative_to(run.data).as_posix())
    minsta = run.model.minsta_antal_svar
    task = Task(
        run.ar,
        kalla,
        fil,
        run.layout,
        paths[0],
        faults.fil,
        run.kommuner,
        wanted,
        minsta.kommun if fil.niva == "kommun" else minsta.enhet,
        faults,
    )
    run.readings.append(_read(task, paths))
    run.faults += faults.faults
    run.warnings += faults.warnings


def _read(task: Task, paths: list[Path]) -> Reading:
    if task.fil.form == "kolada":
        return read_pages(task, paths)
    return read_blad(task) if task.fil.form == "blad" else read_lista(task)


def _card(run: _Run, path: Path) -> None:
    shown = path.relative_to(run.data).as_posix()
    if shown not in run.cards:
        run.cards[shown] = read_card(path, run.data)


def _corrected(run: _Run, corrections: list[Rattelse]) -> tuple[pd.DataFrame, list[str]]:
    frames = [reading.answers for reading in run.readings if not reading.answers.empty]
    answers = pd.concat(frames, ignore_index=True) if frames else empty_reading().answers
    name = corrections_path(run.ar, run.data).relative_to(run.data).as_posix()
    answers, faults = correct(answers, corrections, name)
    run.faults += faults
    return answers, [f"{r.gor}: {r.kalla}, {r.kommunkod}, {r.indikator}: {r.skal} ({r.lage})" for r in corrections]


def _cell_faults(answers: pd.DataFrame) -> list[str]:
    """Faults of single cells that no correction took away, gathered by file and words."""
    wrong = answers[answers["fault"].ne("")]
    return [
        f"{fil}: {fault} for {indikator} in {some(part['cell'] + ' (' + part['kommunkod'] + ')')}"
        for (fil, fault, indikator), part in wrong.groupby(["fil", "fault", "indikator"], sort=False)
    ]


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
