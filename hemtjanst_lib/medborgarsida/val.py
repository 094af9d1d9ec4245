"""Which kommuner have asked for the citizens' page: ``parameters/report/medborgarsida.yml``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

from pydantic import Field

from hemtjanst_lib.forms import Del, faulty, read_form
from hemtjanst_lib.paths import PARAMETERS

MEDBORGARSIDA = PARAMETERS / "report" / "medborgarsida.yml"


class Val(Del):
    """The kommuner that have a page.

    Parameters
    ----------
    kommuner : tuple of str
        Those that have asked for it.
    exempel : tuple of str
        Those that have one when the data are invented, to show what it looks like.
    kontakt : dict
        Kommunkod to whom a person may ask.
    """

    kommuner: tuple[str, ...] = ()
    exempel: tuple[str, ...] = ()
    kontakt: dict[str, str] = Field(default_factory=dict)

    def koder(self, *, exempeldata: bool) -> list[str]:
        """Codes of the kommuner that get a page, in order."""
        return sorted({*self.kommuner, *(self.exempel if exempeldata else ())})


def load_val(known: Collection[str], path: Path = MEDBORGARSIDA) -> Val:
    """Read which kommuner have asked for the page, and check their codes.

    Parameters
    ----------
    known : collection of str
        The codes that there are.

    Raises
    ------
    ParameterError
        With every fault of the file: a code that no kommun has, or one that stands twice.
    """
    val = _load(path)
    if faults := [*_unknown(val, known), *_twice(val)]:
        raise faulty(path, faults)
    return val


@cache
def _load(path: Path) -> Val:
    return read_form(path, Val)


def _unknown(val: Val, known: Collection[str]) -> list[str]:
    lists = {"kommuner": val.kommuner, "exempel": val.exempel, "kontakt": tuple(val.kontakt)}
    return [
        f"{key}: no kommun has the code {kod}; codes are four digits, such as 0188"
        for key, codes in lists.items()
        for kod in codes
        if kod not in known
    ]


def _twice(val: Val) -> list[str]:
    lists = {"kommuner": val.kommuner, "exempel": val.exempel}
    return [
        f"{key}: {kod} stands {n} times" for key, codes in lists.items() for kod, n in Counter(codes).items() if n > 1
    ]
