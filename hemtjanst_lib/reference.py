"""The kommuner: codes, names, län, SKR group, population, size classes, similar kommuner."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import pandas as pd

from hemtjanst_lib import paths
from hemtjanst_lib.errors import ParameterError, SourceError

COLUMNS = ("kommunkod", "namn", "lanskod", "lan", "grupp_kod", "grupp", "befolkning")
ADDITIONS = Path("reference") / "kommuner_tillagg.csv"
SIMILAR = ("kommunkod", "liknande_kommunkod")
SIMILAR_ADDITIONS = Path("reference") / "liknande_tillagg.csv"

# Benchmark tables: 30 000 and 70 000 themselves belong to the smaller class.
STORLEKSGRANSER = (30_000, 70_000)
STORLEKSKLASSER = ("upp till 30\u00a0000 invånare", "30\u00a0000–70\u00a0000 invånare", "över 70\u00a0000 invånare")


def load_kommuner(data: Path | None = None) -> pd.DataFrame:
    """Load the register of kommuner, in the order of their codes.

    Parameters
    ----------
    data : Path, optional
        A data root; the rows of its ``reference/kommuner_tillagg.csv``, if it has one, are added.
        That is how a fictitious kommun comes in.

    Returns
    -------
    DataFrame
        Index ``kommunkod`` (four digits, text); columns ``namn, lanskod, lan, grupp_kod, grupp`` (text: the SKR
        group of 2023) and ``befolkning`` (persons, int).

    Raises
    ------
    SourceError
        If a file is missing or has wrong columns, malformed or doubled codes, or empty cells.
    """
    own, *more = register_files(data)
    files = [own, *(file for file in more if file.is_file())]
    return _register(tuple((file, *_state(file)) for file in files)).copy(deep=False)


def register_files(data: Path | None = None) -> list[Path]:
    """Return where the register stands, and where a data root may add to it."""
    return [paths.REFERENCE / "kommuner.csv", *([] if data is None else [data / ADDITIONS])]


def load_liknande(data: Path | None = None) -> pd.DataFrame:
    """Load the similar kommuner (RKA, äldreomsorg 2024): ``kommunkod, liknande_kommunkod``, seven rows a kommun.

    With a data root, also the rows of its ``reference/liknande_tillagg.csv``, if it has one, for invented kommuner.
    """
    own = _read(paths.REFERENCE / "liknande_kommuner.csv", SIMILAR)
    if data is None or not (data / SIMILAR_ADDITIONS).is_file():
        return own
    return pd.concat([own, _read(data / SIMILAR_ADDITIONS, SIMILAR)], ignore_index=True)


def storleksklass(befolkning: int) -> str:
    """Name the benchmark's size class.

    >>> storleksklass(30_000) == STORLEKSKLASSER[0], storleksklass(30_001) == STORLEKSKLASSER[1]
    (True, True)
    """
    return STORLEKSKLASSER[bisect_left(STORLEKSGRANSER, befolkning)]


def slug(namn: str) -> str:
    """Fold a name to lower-case ASCII for file names.

    >>> slug("Upplands Väsby"), slug("Håbo"), slug("Habo")
    ('upplands_vasby', 'habo', 'habo')
    """
    plain = unicodedata.normalize("NFKD", namn.casefold()).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def report_stem(kod: str, namn: str) -> str:
    """Begin a report's file names: the code keeps Habo and Håbo apart.

    >>> report_stem("0188", "Norrtälje")
    '0188_norrtalje'
    """
    return f"{kod}_{slug(namn)}"


def check_kommunkod(kod: str, kommuner: pd.DataFrame) -> str:
    """Return ``kod`` if the register has it.

    Raises
    ------
    ParameterError
        Otherwise, with the code that was probably meant.
    """
    if isinstance(kod, str) and kod in kommuner.index:
        return kod
    meant = _meant(str(kod).strip(), kommuner)
    hint = f"Did you mean {meant} ({kommuner.loc[meant, 'namn']!s})?" if meant else "See data/reference/kommuner.csv."
    raise ParameterError(f"no kommun with code {kod}; codes are four digits as text, such as 0188", do=hint)


def _meant(kod: str, kommuner: pd.DataFrame) -> str | None:
    """Guess a code from one without its leading zero, from a name, or from a code close by."""
    if kod.zfill(4) in kommuner.index:
        return kod.zfill(4)
    by_name = {unicodedata.normalize("NFC", namn).casefold(): str(k) for k, namn in kommuner["namn"].items()}
    if (name := unicodedata.normalize("NFC", kod).casefold()) in by_name:
        return by_name[name]
    near = get_close_matches(kod, list(kommuner.index), n=1, cutoff=0.7)
    return near[0] if near else None


def _state(file: Path) -> tuple[int, int]:
    """Time and size of a file, so that a changed one is read anew."""
    try:
        stat = file.stat()
    except OSError as fault:
        raise SourceError(f"{file}: cannot be read ({fault.strerror})", do="Restore the reference data.") from fault
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=8)
def _register(files: tuple[tuple[Path, int, int], ...]) -> pd.DataFrame:
    rows = pd.concat([_read(file, COLUMNS) for file, *_ in files], ignore_index=True)
    if faults := _faults(rows):
        named = ", ".join(str(file) for file, *_ in files)
        raise SourceError(f"{named}: {len(faults)} faults in the register", faults, do="Correct the rows.")
    kommuner = rows.astype({"befolkning": "int64"}).set_index("kommunkod").sort_index()
    return kommuner.rename_axis("kommunkod")


def _read(file: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read a CSV with every cell as text."""
    try:
        rows = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8").fillna("")
    except (OSError, ValueError) as fault:
        raise SourceError(f"{file}: not a CSV file in UTF-8 ({fault})", do="Restore the reference data.") from fault
    if list(rows.columns) != list(columns):
        raise SourceError(f"{file}: columns are {', '.join(map(str, rows.columns))}; expected {', '.join(columns)}")
    return rows


def _faults(rows: pd.DataFrame) -> list[str]:
    """Everything wrong in the register, one line each."""
    kod, lan = rows["kommunkod"], rows["lanskod"]
    checks = {
        "the code must be four digits": ~kod.str.fullmatch(r"[0-9]{4}"),
        "the code stands twice": kod.duplicated(),
        "lanskod must be the code's first two digits": kod.str[:2] != lan,
        "namn is empty": rows["namn"].str.strip() == "",
        "befolkning must be a whole number above 0": ~rows["befolkning"].str.fullmatch(r"[1-9][0-9]*"),
    }
    named = kod + " " + rows["namn"]
    return [f"{name}: {text}" for text, wrong in checks.items() for name in named[wrong]]
