"""One source of a year: its files found, their cards held against them, and read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from hemtjanst_lib.errors import HemtjanstError, SourceError
from hemtjanst_lib.model import Model, compare_models, load_model, model_path
from hemtjanst_lib.sources import tidigare
from hemtjanst_lib.sources.blad import read_blad
from hemtjanst_lib.sources.cards import SUFFIX, SourceCard, read_card
from hemtjanst_lib.sources.faults import Faults, some
from hemtjanst_lib.sources.jamforelse import check_years
from hemtjanst_lib.sources.kolada import read_pages
from hemtjanst_lib.sources.layout import Fil, Layout, layout_path, load_layout
from hemtjanst_lib.sources.lista import read_lista
from hemtjanst_lib.sources.nivaer import check_counts, check_levels
from hemtjanst_lib.sources.reading import ENHETER, LONG, Reading
from hemtjanst_lib.sources.task import Task

READ_KINDS = {".xlsx", ".xlsm", ".xls", ".csv", ".json"}


@dataclass
class SourceReading:
    """What one source of a year says.

    Attributes
    ----------
    lasningar : dict
        From the id of each reading in the layout to what it gave.
    kort : dict
        From each file's path, relative to the data root, to its card.
    fel : list of str
        Why the source cannot be used as it is; a fault of a single cell stands in ``svar`` instead.
    varningar : list of str
        What was read, but should be looked at.
    """

    kalla: str
    lasningar: dict[str, Reading] = field(default_factory=dict)
    kort: dict[str, SourceCard] = field(default_factory=dict)
    fel: list[str] = field(default_factory=list)
    varningar: list[str] = field(default_factory=list)

    @property
    def svar(self) -> pd.DataFrame:
        """The answers of all readings, columns ``reading.LONG``."""
        frames = [reading.answers for reading in self.lasningar.values() if not reading.answers.empty]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=LONG)

    @property
    def enheter(self) -> pd.DataFrame:
        """The units of all readings, columns ``reading.ENHETER``."""
        frames = [reading.enheter for reading in self.lasningar.values() if not reading.enheter.empty]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=ENHETER)


@dataclass(frozen=True)
class _Run:
    """What every step of reading one source knows."""

    ar: int
    data: Path
    kalla: str
    model: Model
    layout: Layout
    kommuner: pd.DataFrame
    wanted: frozenset[str]
    out: SourceReading
    granska: bool = True

    @property
    def folder(self) -> Path:
        return raw_folder(self.ar, self.data) / self.kalla

    @property
    def layout_name(self) -> str:
        """The layout file as the user knows it."""
        return f"parameters/sources/{self.ar}.yml"

    def shown(self, path: Path) -> str:
        """Name a file as it is told and stored."""
        return path.relative_to(self.data).as_posix()

    def attempt(self, step: Callable[[], None]) -> None:
        """Run a step; its fault is gathered, and the next step goes on."""
        try:
            step()
        except HemtjanstError as fault:
            self.out.fel.append(told(fault))


def raw_folder(ar: int, data: Path) -> Path:
    """Return the folder of a year's raw files."""
    return data / "raw" / str(ar)


def told(fault: HemtjanstError) -> str:
    """Tell a fault in one line."""
    line = ": ".join(part for part in (fault.what, "; ".join(fault.faults)) if part)
    return f"{line.rstrip('.')}. {fault.do}" if fault.do else line


def cell_faults(answers: pd.DataFrame) -> list[str]:
    """Faults of single cells (that no correction took away), gathered by file and words."""
    wrong = answers[answers["fault"].ne("")]
    return [
        f"{fil}: {fault} for {indikator} in {some(part['cell'] + ' (' + part['kommunkod'] + ')')}"
        for (fil, fault, indikator), part in wrong.groupby(["fil", "fault", "indikator"], sort=False)
    ]


def read_source(
    ar: int, data: Path, kalla: str, *, model: Model, layout: Layout, kommuner: pd.DataFrame
) -> SourceReading:
    """Read one source of a year; nothing is raised for what a person can mend, all of it is told."""
    wanted = frozenset(kod for kod, ind in model.indikatorer.items() if ind.kalla == kalla)
    run = _Run(ar, data, kalla, model, layout, kommuner, wanted, SourceReading(kalla))
    read = layout.kallor.get(kalla)
    if read is None:
        run.out.fel.append(f"{run.layout_name}: has no kallor.{kalla}; the model reads {some(sorted(wanted))}")
        return run.out
    if not run.folder.is_dir():
        shown = run.shown(run.folder)
        run.out.fel.append(f"{shown}: the folder is missing; put the files of {kalla} there")
        return run.out
    mapped = {ind for fil in read.filer if fil.niva == "kommun" for ind in fil.indikatorer}
    listed = any(fil.indikator for fil in read.filer)
    if not listed and (unmapped := sorted(wanted - mapped)):
        run.out.fel.append(f"{run.layout_name}: kallor.{kalla} has no column for {some(unmapped)}")
    taken = {path.name for fil in read.filer for path in _matching(run.folder, fil.fil)}
    for path in sorted(run.folder.iterdir()):
        _unread(run, path, taken, read.bortse)
    for fil in read.filer:
        run.attempt(lambda fil=fil: _read_fil(run, fil))  # type: ignore[misc]
    if not run.out.fel:
        _between_levels(run, read.filer)
        _between_years(run)
        tidigare.remember(_state(ar, data, kalla, kommuner), _wide(run.out.svar))
    return run.out


def _between_levels(run: _Run, filer: list[Fil]) -> None:
    """Hold kommuner against their own units, where the source has both."""
    levels = {fil.niva: fil for fil in filer if fil.id in run.out.lasningar}
    if set(levels) == {"kommun", "enhet"}:
        kommun, enhet = (run.out.lasningar[levels[niva].id] for niva in ("kommun", "enhet"))
        told = [*check_levels(kommun, enhet, levels["enhet"]), *check_counts(kommun, enhet)]
        run.out.varningar += [f"{run.shown(run.folder)}: {text}" for text in told]


def _between_years(run: _Run) -> None:
    """Hold the source against last year's files, where they are there and sound."""
    then = _earlier(run.ar - 1, run.data, run.kalla, run.kommuner)
    if then is None or then.empty:
        return
    old = load_model(model_path(run.ar - 1))
    changed = set(compare_models(run.model, old).omdefinierade)
    now = _wide(run.out.svar)
    now = now[[ind for ind in now.columns if ind not in changed]]
    groups = {ind: fil.indikatorer.get(ind, fil.varden[0]) for fil in _kommun_files(run) for ind in run.wanted}
    types = {ind: group.typ for ind, group in groups.items()}
    told = check_years(now, then, types, run.kommuner["namn"])
    run.out.varningar += [f"{run.shown(run.folder)}, against {run.ar - 1}: {text}" for text in told]


def _kommun_files(run: _Run) -> list[Fil]:
    return [fil for fil in run.layout.kallor[run.kalla].filer if fil.niva == "kommun"]


def _wide(answers: pd.DataFrame) -> pd.DataFrame:
    """Values at kommun level, kommun × indikator; what has a fault has none."""
    own = answers[answers["enhet_id"].isna() & answers["fault"].eq("")]
    return own.pivot_table(index="kommunkod", columns="indikator", values="varde", aggfunc="first")


def _earlier(ar: int, data: Path, kalla: str, kommuner: pd.DataFrame) -> pd.DataFrame | None:
    """Last year's values of the source; None when there are none, or they cannot be read."""
    folder = raw_folder(ar, data) / kalla
    if not (folder.is_dir() and layout_path(ar).is_file() and model_path(ar).is_file()):
        return None
    try:
        state = _state(ar, data, kalla, kommuner)
    except OSError:
        return None
    return tidigare.recall(state, lambda: _values(ar, data, kalla, kommuner))


def _state(ar: int, data: Path, kalla: str, kommuner: pd.DataFrame) -> tidigare.State:
    """Tell one state of a source's files, and of what they are read by, from another."""
    files = [path for path in sorted((raw_folder(ar, data) / kalla).iterdir()) if path.name[0] not in ".~"]
    read_by = (ar, str(data.resolve()), kalla, tuple(kommuner.index))
    return (*read_by, *tidigare.stamps([*files, layout_path(ar), model_path(ar)]))


def _values(ar: int, data: Path, kalla: str, kommuner: pd.DataFrame) -> pd.DataFrame | None:
    try:
        model, layout = load_model(model_path(ar)), load_layout(layout_path(ar))
        if kalla not in model.kallor or kalla not in layout.kallor:
            return None
        wanted = frozenset(kod for kod, ind in model.indikatorer.items() if ind.kalla == kalla)
        run = _Run(ar, data, kalla, model, layout, kommuner, wanted, SourceReading(kalla), granska=False)
        for fil in _kommun_files(run):
            run.attempt(lambda fil=fil: _read_fil(run, fil))  # type: ignore[misc]
    except (HemtjanstError, OSError):
        return None
    return None if run.out.fel else _wide(run.out.svar)


def _matching(folder: Path, pattern: str) -> list[Path]:
    return [
        path for path in sorted(folder.glob(pattern)) if not path.name.endswith(SUFFIX) and path.name[0] not in ".~"
    ]


def _unread(run: _Run, path: Path, taken: set[str], ignored: list[str]) -> None:
    """Tell of a file that no reading takes: data among them are a fault, other papers are not."""
    known = path.name in taken or path.name.endswith(SUFFIX) or path.name[0] in ".~"
    if known or any(fnmatch(path.name, pattern) for pattern in ignored) or path.suffix.lower() not in READ_KINDS:
        return
    run.out.fel.append(
        f"{run.shown(path)}: no reading in {run.layout_name} takes this file; remove it, or list it in bortse"
    )


def _read_fil(run: _Run, fil: Fil) -> None:
    paths = _found(run, fil)
    for path in paths:
        run.attempt(lambda path=path: _card(run, path))  # type: ignore[misc]
    faults = Faults(run.shown(paths[0]))
    minsta = run.model.minsta_antal_svar
    task = Task(
        run.ar,
        run.kalla,
        fil,
        run.layout,
        paths[0],
        faults.fil,
        run.kommuner,
        run.wanted,
        minsta.kommun if fil.niva == "kommun" else minsta.enhet,
        faults,
        run.granska,
    )
    try:
        run.out.lasningar[fil.id] = _read(task, paths)
    finally:
        run.out.fel += faults.faults
        run.out.varningar += faults.warnings


def _found(run: _Run, fil: Fil) -> list[Path]:
    """Find the files of a reading: one, or the pages of Kolada."""
    paths, shown = _matching(run.folder, fil.fil), run.shown(run.folder)
    if not paths:
        there = some([path.name for path in sorted(run.folder.iterdir()) if not path.name.endswith(SUFFIX)])
        raise SourceError(
            f"{shown}: no file matches {fil.fil!r} ({fil.id}); there is {there or 'nothing'}",
            do=f"Put the file there under such a name, or change fil in {run.layout_name}.",
        )
    if len(paths) > 1 and fil.form != "kolada":
        named = some([path.name for path in paths])
        raise SourceError(f"{shown}: {len(paths)} files match {fil.fil!r} ({fil.id}): {named}; keep one")
    return paths


def _read(task: Task, paths: list[Path]) -> Reading:
    if task.fil.form == "kolada":
        return read_pages(task, paths)
    return read_blad(task) if task.fil.form == "blad" else read_lista(task)


def _card(run: _Run, path: Path) -> None:
    if (shown := run.shown(path)) not in run.out.kort:
        run.out.kort[shown] = read_card(path, run.data)
