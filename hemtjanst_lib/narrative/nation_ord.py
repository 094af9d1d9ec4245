"""The wording of the national report, and the words for how strongly things go together."""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import cache
from pathlib import Path

import pandas as pd
from pydantic import Field, model_validator

from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.language import MINUS, heltal, rakneord, tal
from hemtjanst_lib.model import DECIMALS
from hemtjanst_lib.narrative.texts import Wording
from hemtjanst_lib.narrative.words import TEXT, load_words

INDELNING = {"lan": "län", "grupp": "kommungrupp", "storleksklass": "storleksklass"}


class Trappa(Del):
    """Words for a strength, from none to strong; a value on a limit has the weaker word.

    Examples
    --------
    >>> trappa = Trappa(granser=(0.1, 0.3), ord=("inget", "svagt", "tydligt"))
    >>> trappa.word(0.1), trappa.word(0.2), trappa.steg(0.9)
    ('inget', 'svagt', 2)
    """

    granser: tuple[float, ...]
    ord: tuple[str, ...]

    @model_validator(mode="after")
    def _sound(self) -> Trappa:
        if list(self.granser) != sorted(set(self.granser)) or len(self.ord) != len(self.granser) + 1:
            raise ValueError("granser must rise, and ord needs one word more than granser")
        return self

    def steg(self, value: float) -> int:
        """Return which step a strength is on, 0 is the weakest; a missing one raises ValueError."""
        if math.isnan(value):
            raise ValueError("a missing strength has no word; handle it before asking")
        return bisect_left(self.granser, round(value, DECIMALS))

    def word(self, value: float) -> str:
        """Return the word of a strength."""
        return self.ord[self.steg(value)]


class Nationsord(Del):
    """All of ``nationsord.yml``."""

    samband: Trappa
    forklaring: Trappa
    fa_kommuner: int = Field(ge=1)


@cache
def load_nationsord(path: Path = TEXT / "nationsord.yml") -> Nationsord:
    """Load the words of strength; every fault of the file is named."""
    return read_form(path, Nationsord)


ORD = Wording("nation.yml")
fill, tell = ORD.fill, ORD.tell


def kommuner(n: int) -> str:
    """Count kommuner: "ingen kommun", "en kommun", "tre kommuner", "13 kommuner"."""
    if not n:
        return "ingen kommun"
    return f"{rakneord(n) if n <= 12 else heltal(n)} {'kommun' if n == 1 else 'kommuner'}"


def korrelation(r: float) -> str:
    """Write a correlation with its sign and two decimals."""
    text = tal(abs(r), 2)
    return text if text == "0,00" else f"{'+' if r > 0 else MINUS}{text}"


def ytterst(frame: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series]:
    """Return the rows with the highest and the lowest value of a column."""
    return frame.iloc[int(frame[column].argmax())], frame.iloc[int(frame[column].argmin())]


def namn(row: pd.Series) -> str:
    """Return a row's name in running text; a kvalitetsområde's is short."""
    return load_words().omraden.get(str(row["kod"]), str(row["namn"]))
