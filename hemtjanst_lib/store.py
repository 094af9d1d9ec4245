"""The scored years on disk: answers and scores as Parquet in ``<data>/scored/<year>/``, and where they come from.

A year is written to a folder of its own and then put in place whole, so that a killed run leaves the old year.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib.errors import HemtjanstError, StoreError
from hemtjanst_lib.files import Marks, different, marks, sha256
from hemtjanst_lib.folders import recover_folders, replace_folder
from hemtjanst_lib.model import Model, load_model, model_path
from hemtjanst_lib.paths import PROJECT
from hemtjanst_lib.reference import register_files
from hemtjanst_lib.scoring import Scores, score
from hemtjanst_lib.scoring.enheter_skydd import skydda
from hemtjanst_lib.scoring.enheter_tabeller import enhetstabeller
from hemtjanst_lib.sources import YearAnswers, corrections_path, layout_path, raw_folder, read_year, register_path

VERSION = 1  # of the folder's layout
READINGS = 3  # times that a year is read when its files change meanwhile
PROVENIENS = "proveniens.json"
MODEL = "modell.yml"
ANSWERS, UNIT_ANSWERS, UNITS = "svar.parquet", "enhetssvar.parquet", "enheter.parquet"
LEVELS = ("indikator.parquet", "omrade.parquet", "delindex.parquet", "total.parquet")
TABLES = (ANSWERS, UNIT_ANSWERS, UNITS, *LEVELS)
PAIRS = "enhetspar.parquet"
UNIT_LEVELS = {name: f"enhetspoang_{name}.parquet" for name in ("enhet", "omrade", "indikator")}


@dataclass(frozen=True)
class Year:
    """One scored year.

    Attributes
    ----------
    model : Model
        The model that the year was scored with: the copy that stands beside the scores.
    answers : DataFrame
        The long table at kommun level, one row a kommun and indikator (see ``sources.YearAnswers``).
    scores : Scores
    enheter : DataFrame
        The units that the surveys name: ``enhet_id, kommunkod, namn, regi, foretag, kalla``.
    proveniens : dict
        What stands in ``proveniens.json``: raw files with hashes and cards, hashes of model and layout, corrections,
        warnings.
    """

    ar: int
    model: Model
    answers: pd.DataFrame
    scores: Scores
    enheter: pd.DataFrame
    proveniens: dict[str, Any]
    mapp: Path

    @property
    def digest(self) -> str:
        """SHA-256 over the answers and score tables, for cache keys."""
        return str(self.proveniens["digest"])

    @property
    def exempeldata(self) -> bool:
        """True when any source card says that the data are invented."""
        return bool(self.proveniens["exempeldata"])

    @cached_property
    def enhetssvar(self) -> pd.DataFrame:
        """The long table at unit level without what is suppressed, read when first asked for."""
        return pd.read_parquet(self.mapp / UNIT_ANSWERS)

    @cached_property
    def enhetspar(self) -> pd.DataFrame:
        """Pairs of units of the two surveys, certain and doubtful: see ``sources.enhetspar.para``."""
        return self._units(PAIRS)

    @cached_property
    def enhetspoang(self) -> dict[str, pd.DataFrame]:
        """The scored units (``enhet``, ``omrade``, ``indikator``): see ``scoring.enheter_tabeller``.

        Raises
        ------
        StoreError
            If the year was scored before units were.
        """
        return {name: self._units(file) for name, file in UNIT_LEVELS.items()}

    def _units(self, file: str) -> pd.DataFrame:
        if file not in self.proveniens.get("tabeller", []):
            raise StoreError(f"{self.mapp}: has no scored units", do=_command(self.ar, self.mapp.parents[1]))
        return pd.read_parquet(self.mapp / file)


def folder(ar: int, data: Path) -> Path:
    """Return where a scored year stands."""
    return data / "scored" / str(ar)


def years(data: Path) -> list[int]:
    """Years that have been scored, in rising order."""
    recover_folders(data / "scored")
    found = (path.parent.name for path in (data / "scored").glob(f"[0-9][0-9][0-9][0-9]/{PROVENIENS}"))
    return sorted(int(name) for name in found)


def unit_tables(ar: int, data: Path, *names: str) -> dict[str, pd.DataFrame]:
    """Read scored units (``enhet``, ``omrade``, ``indikator``, ``par``) without the rest of the year.

    Quick, for planning a run: whether the files are whole is for ``load_year`` to say.

    Raises
    ------
    StoreError
        If the year has not been scored, or was scored before units were.
    """
    proveniens, files = _read_proveniens(ar, data), {**UNIT_LEVELS, "par": PAIRS}
    where = folder(ar, data)
    if absent := [files[name] for name in names if files[name] not in proveniens.get("tabeller", [])]:
        raise StoreError(f"{where}: has no scored units ({', '.join(absent)})", do=_command(ar, data))
    return {name: pd.read_parquet(where / files[name]) for name in names}


def score_and_store(ar: int, data: Path) -> Year:
    """Read a year's sources, score them, and put the result in place of what was there.

    Files that change while they are read are read again, so that the hashes in ``proveniens.json`` are always of the
    bytes that were scored.

    Raises
    ------
    SourceError, ModelError
        If the raw data or the model are not sound; nothing is written then.
    StoreError
        If the folder cannot be written, or the files never come to rest.
    """
    _replace(folder(ar, data), _content(ar, data))
    return load_year(ar, data)


def _content(ar: int, data: Path) -> dict[str, bytes]:
    """Read and score a year until nothing has changed meanwhile."""
    before, changed = input_marks(ar, data), list[Path]()
    for _ in range(READINGS):
        found = _attempt(ar, data)
        now = input_marks(ar, data)
        if now == before:
            if isinstance(found, HemtjanstError):
                raise found
            return found
        changed, before = different(before, now), now
    raise StoreError(
        f"{ar}: files were changed while they were read, {READINGS} times over",
        sorted(_named(path, data) for path in changed),
        do=_command(ar, data),
    )


def _attempt(ar: int, data: Path) -> dict[str, bytes] | HemtjanstError:
    try:
        return _scored(ar, data)
    except HemtjanstError as fault:
        return fault


def _scored(ar: int, data: Path) -> dict[str, bytes]:
    """Read a year's sources and score them: file name to content."""
    file = model_path(ar)
    answers, model = read_year(ar, data), load_model(file)
    answers = replace(answers, enhet=skydda(answers.enhet, answers.kommun, model))
    scores = score(answers.kommun, model)
    units, samvariation = enhetstabeller(answers.enhet, answers.enhetslista, model)
    every = _tables(answers, scores) | {PAIRS: answers.par} | {UNIT_LEVELS[name]: units[name] for name in UNIT_LEVELS}
    tables = {name: _parquet(table) for name, table in every.items()}
    proveniens = _proveniens(answers, data, tables) | {"samvariation": samvariation}
    return {
        **tables,
        MODEL: file.read_bytes(),
        PROVENIENS: (json.dumps(proveniens, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
    }


def _tables(answers: YearAnswers, scores: Scores) -> dict[str, pd.DataFrame]:
    """File name to table: the answers, and the scores of each level with kommunkod as first column."""
    total = pd.DataFrame({"total": scores.total, "placering": scores.placering.total, "klass": scores.klass})
    levels = [table.reset_index() for table in (scores.poang, scores.omrade, scores.delindex, total)]
    return dict(zip(TABLES, [answers.kommun, answers.enhet, answers.enheter, *levels], strict=True))


def _parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream, index=False, compression="zstd")
    return stream.getvalue()


def _proveniens(answers: YearAnswers, data: Path, tables: dict[str, bytes]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "ar": answers.ar,
        "exempeldata": answers.exempeldata,
        "tabeller": list(tables),
        "digest": _digest(tables.values()),
        "indata": _inputs(answers.ar, data),
        "kallor": [card.model_dump() for card in answers.kort],
        "rattelser": answers.rattelser,
        "varningar": answers.varningar,
    }


def _digest(tables: Iterable[bytes]) -> str:
    return sha256("".join(sha256(content) for content in tables).encode())


def _inputs(ar: int, data: Path) -> dict[str, str]:
    """Everything that a year's scores are made from, and its hash now."""
    return {_named(path, data): sha256(path) for path in _input_files(ar, data) if path.is_file()}


def _input_files(ar: int, data: Path) -> list[Path]:
    raw = [path for path in sorted(raw_folder(ar, data).rglob("*")) if path.is_file() and path.name[0] not in ".~"]
    registers = [register_path(ar, exempeldata=invented) for invented in (False, True)]
    return [*raw, corrections_path(ar, data), model_path(ar), layout_path(ar), *registers]


def _named(path: Path, data: Path) -> str:
    """Name a file by its place in the data root, or else in the project."""
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else _shown(path)


def input_marks(ar: int, data: Path) -> Marks:
    """Note the state of everything that a year's scores are made from, the register of kommuner too."""
    return marks([*_input_files(ar, data), *register_files(data)])


def stale(ar: int, data: Path) -> list[str]:
    """Name what has changed since the year was scored, or is not as it was written; empty when nothing is.

    Cheap enough (the raw files are hashed) to be asked before every run.
    """
    proveniens = _read_proveniens(ar, data)
    then: dict[str, str] = proveniens["indata"]
    now = _inputs(ar, data)
    words = {True: "changed", False: "gone"}
    told = [f"{name}: {words[name in now]}" for name in then if now.get(name) != then[name]]
    told += [f"{name}: new" for name in now if name not in then]
    return told + [f"scored/{ar}: {fault}" for fault in _unlike(folder(ar, data), proveniens)]


def _unlike(where: Path, proveniens: dict[str, Any]) -> list[str]:
    """Say what is wrong with the files of a scored year: one is gone or changed, or they are of different runs."""
    tables = proveniens.get("tabeller", TABLES)
    if gone := [name for name in (*tables, MODEL) if not (where / name).is_file()]:
        return [f"{', '.join(gone)}: gone"]
    models = [hash_ for name, hash_ in proveniens["indata"].items() if name.endswith(f"model/{where.name}.yml")]
    whole = _digest((where / name).read_bytes() for name in tables) == proveniens["digest"]
    return [] if whole and models == [sha256(where / MODEL)] else ["the files are not those that were written together"]


def _replace(target: Path, content: dict[str, bytes]) -> None:
    """Write all files to a new folder and let it change places with the old."""

    def fill(new: Path) -> None:
        for name, data in content.items():
            (new / name).write_bytes(data)

    try:
        replace_folder(target, fill)
    except OSError as fault:
        raise StoreError(f"{target}: cannot be written ({fault.strerror})", do="Check disk and permissions.") from fault


def load_year(ar: int, data: Path) -> Year:
    """Load a scored year; one that has not changed on disk is loaded once.

    Raises
    ------
    StoreError
        If the year has not been scored, or its folder is not whole.
    """
    recover_folders(data / "scored")
    path = folder(ar, data) / PROVENIENS
    try:
        stat = path.stat()
    except OSError:
        there = ", ".join(str(year) for year in years(data)) or "none"
        raise StoreError(
            f"{folder(ar, data)}: {ar} has not been scored; scored are {there}", do=_command(ar, data)
        ) from None
    return _load(ar, data.resolve(), stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=16)
def _load(ar: int, data: Path, _changed: int, _inode: int) -> Year:
    where = folder(ar, data)
    proveniens = _read_proveniens(ar, data)
    if faults := _unlike(where, proveniens):
        raise StoreError(f"{where}: the scored year is not whole", faults, do=_command(ar, data))
    answers, enheter = pd.read_parquet(where / ANSWERS), pd.read_parquet(where / UNITS)
    model = load_model(where / MODEL)
    return Year(ar, model, answers, score(answers, model), enheter, proveniens, where)


def _read_proveniens(ar: int, data: Path) -> dict[str, Any]:
    path = folder(ar, data) / PROVENIENS
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise StoreError(f"{path}: cannot be read ({fault})", do=_command(ar, data)) from fault
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise StoreError(f"{path}: was written by another version of the workbench", do=_command(ar, data))
    return found


def _shown(path: Path) -> str:
    """Name a path as seen from the project, when it is inside."""
    return (path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path).as_posix()


def _command(ar: int, data: Path) -> str:
    return f"Run: hemtjanst score {ar} --data {_shown(data)}"
