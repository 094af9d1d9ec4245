"""What becomes of a year when one of its raw files is spoiled."""

from __future__ import annotations

import os
import re
import shutil
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.scoring import score
from hemtjanst_lib.sources.kalla import SourceReading, cell_faults, read_source
from hemtjanst_lib.sources.layout import layout_path, load_layout
from hemtjanst_lib.sources.year import complete

from .land import sign
from .target import Target

FEL, VARNING, LIKA, TYST, KRASCH = "fel", "varning", "lika", "TYST", "KRASCH"
SLOW = 20.0  # CPU seconds that one file may take at most
KEYS = ["kommunkod", "enhet", "indikator"]


@dataclass(frozen=True)
class Outcome:
    """How a spoiled file ended: refused, read with a new warning, read as before, or (never) silently otherwise.

    Attributes
    ----------
    slag : str
        ``fel``, ``varning``, ``lika``, ``TYST`` or ``KRASCH``.
    text : str
        The first fault, or the first warning that the undisturbed file does not have.
    andrade : int
        Answers (of kommuner and units) that differ from those of the undisturbed file.
    flytt : float
        How far the index of the kommun that moved most has moved; NaN when refused.
    antal : int
        Number of faults or new warnings.
    sekunder : float
        CPU time.
    """

    slag: str
    text: str = ""
    andrade: int = 0
    flytt: float = float("nan")
    antal: int = 0
    sekunder: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether nobody was misled."""
        return self.slag in {FEL, VARNING, LIKA}


def mirror(target: Target, folder: Path) -> Path:
    """Return a data root where everything is the undisturbed year's, but the source's folder can be changed."""
    for ar in (target.ar - 1, target.ar):
        for source in sorted((target.data / "raw" / str(ar)).glob("*/*")):
            link = folder / "raw" / str(ar) / source.parent.name / source.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(source.resolve())
    return folder


def judge(target: Target, content: bytes, scratch: Path, *, name: str | None = None, signed: bool = True) -> Outcome:
    """Put other bytes in the file's place (under another name, if given), read its source, and compare."""
    data = scratch / "data"
    if not data.exists():
        mirror(target, data)
    folder = data / "raw" / str(target.ar) / target.kind.kalla
    path, card = folder / target.path.name, folder / (target.path.name + ".source.yml")
    try:
        path.unlink()
        new = folder / (name or path.name)
        new.write_bytes(content)
        original = target.path.with_name(card.name)
        card.unlink()
        new_card = folder / (new.name + ".source.yml")
        new_card.write_bytes(original.read_bytes())
        if signed:
            sign(new)
        return _judged(target, data)
    finally:
        shutil.rmtree(folder)
        mirror_one(target, folder)


def mirror_one(target: Target, folder: Path) -> None:
    """Put the source's folder back."""
    folder.mkdir()
    for source in sorted(target.path.parent.iterdir()):
        (folder / source.name).symlink_to(source.resolve())


def _judged(target: Target, data: Path) -> Outcome:
    started = time.process_time()
    try:
        reading = _read(target, data)
        faults = [*reading.fel, *cell_faults(reading.svar)]
    except Exception as fault:
        if os.environ.get("FUZZ_RAISE"):
            raise
        return Outcome(KRASCH, f"{type(fault).__name__}: {fault}"[:200])
    took = time.process_time() - started
    if took > SLOW:
        return Outcome(KRASCH, f"took {took:.0f} s", sekunder=took)
    if faults:
        return Outcome(FEL, short(faults[0]), antal=len(faults), sekunder=took)
    return _compared(target, reading, took)


def _read(target: Target, data: Path) -> SourceReading:
    model, layout = load_model(model_path(target.ar)), load_layout(layout_path(target.ar))
    return read_source(target.ar, data, target.kind.kalla, model=model, layout=layout, kommuner=load_kommuner(data))


@lru_cache(maxsize=16)
def truth(target: Target) -> SourceReading:
    """Return the reading of the undisturbed source."""
    return _read(target, target.data)


def _compared(target: Target, reading: SourceReading, took: float) -> Outcome:
    true = truth(target)
    changed = differences(true, reading)
    new = [text for text in reading.varningar if text not in true.varningar]
    moved = _moved(target, reading) if changed else 0.0
    slag = VARNING if new else TYST if changed else LIKA
    return Outcome(slag, short(new[0]) if new else "", changed, moved, len(new), took)


def differences(true: SourceReading, found: SourceReading) -> int:
    """Count answers, and facts of units, that differ."""
    one, two = _plain(true), _plain(found)
    both = one.join(two, how="outer", suffixes=("", "_2"))
    same = both["varde"].eq(both["varde_2"]) | (both["varde"].isna() & both["varde_2"].isna())
    values = int((~same | both["status"].ne(both["status_2"])).sum())
    facts = ["kommunkod", "namn", "regi", "foretag"]
    units = [sorted(map(tuple, part.enheter[facts].astype("str").to_numpy().tolist())) for part in (true, found)]
    return values + (units[0] != units[1])


def _plain(reading: SourceReading) -> pd.DataFrame:
    svar = reading.svar.assign(enhet=reading.svar["enhet_id"].fillna("").astype("str"))
    return svar.set_index(KEYS)[["varde", "status"]].sort_index()


def _moved(target: Target, reading: SourceReading) -> float:
    """How far the index of the kommun that moved most has moved, all other sources undisturbed."""
    model, kommuner = load_model(model_path(target.ar)), load_kommuner(target.data)
    every = [
        (reading if kalla == target.kind.kalla else _source(target.ar, target.data, kalla)).svar
        for kalla in model.kallor
    ]
    then = _total(target.ar, target.data)
    answers = pd.concat(every, ignore_index=True)
    answers = answers[answers["enhet_id"].isna()].assign(ar=target.ar)
    now = score(complete(answers, model, kommuner), model).total
    return float(np.nanmax(np.abs(now - then)))


@lru_cache(maxsize=32)
def _source(ar: int, data: Path, kalla: str) -> SourceReading:
    model, layout = load_model(model_path(ar)), load_layout(layout_path(ar))
    return read_source(ar, data, kalla, model=model, layout=layout, kommuner=load_kommuner(data))


@lru_cache(maxsize=8)
def _total(ar: int, data: Path) -> pd.Series:
    model, kommuner = load_model(model_path(ar)), load_kommuner(data)
    answers = pd.concat([_source(ar, data, kalla).svar for kalla in model.kallor], ignore_index=True)
    answers = answers[answers["enhet_id"].isna()].assign(ar=ar)
    return score(complete(answers, model, kommuner), model).total


def short(text: str, longest: int = 170) -> str:
    """Return the message without the folder, cut to one readable length."""
    bare = re.sub(r"raw/\d{4}/\w+/\S+?\.(?:xlsx|csv|json)(?:: )?", "", text, count=1)
    return bare if len(bare) <= longest else bare[: longest - 1].rstrip() + "…"
