"""Whom reports are about: their codes, names, folders, and the parameters that name them to a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from hemtjanst_lib import reference, store
from hemtjanst_lib.batch.kinds import Choice, Scope
from hemtjanst_lib.errors import ParameterError


@dataclass(frozen=True)
class Subject:
    """A kommun, a län, a named set of kommuner, the country, the units of a kommun, or one unit.

    Parameters
    ----------
    kod, namn : str
        ``0188``, ``01``, ``urval_<name>``, ``riket`` or a unit's id, and its name in words.
    stem : str
        Beginning of all file names, such as ``0188_norrtalje``, and the folder unless ``mapp`` names another.
    parameters : mapping
        What the notebook is told of it.
    lan : str
        Name of its län, "" when it is in none.
    mapp : str
        Folder within the year's, with ``/`` between its parts.
    tail : str
        What tells the file names of subjects apart that share a folder, "" when none do.
    visad_kod : str
        What a list shows beside the name.
    underlag : mapping
        Hashes of the results that reports on the subject are made from; empty for the whole year's.
    """

    kod: str
    namn: str
    stem: str
    parameters: Mapping[str, Any]
    lan: str = ""
    mapp: str = ""
    tail: str = ""
    visad_kod: str = ""
    underlag: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Folder of the finished files within the year's."""
        return self.mapp or self.stem


URVAL = "urval_"
RIKET = Subject("riket", "Riket", "riket", {})


def subjects(scope: Scope, register: pd.DataFrame, choice: Choice) -> list[Subject]:
    """List the subjects of a scope that a choice leaves: kommuner and län by code, sets last.

    The scopes of units are in ``units``: no register holds them.

    Raises
    ------
    ParameterError
        If a kommun, län or set does not exist, or nothing is left.
    """
    if scope == "kommun":
        return kommuner(register, choice)
    if scope == "lan":
        return _lan_and_sets(register, choice)
    return [RIKET]


def kommuner(register: pd.DataFrame, choice: Choice) -> list[Subject]:
    """List the kommuner that a choice leaves, by code."""
    chosen = {reference.check_kommunkod(kod, register) for kod in choice.kommuner} or set(register.index)
    if choice.lan:
        codes = check_lan(choice.lan, register)
        chosen = {kod for kod in chosen if register.at[kod, "lanskod"] in codes}
        if not chosen:
            named = ", ".join(sorted(codes))
            raise ParameterError(
                f"no kommun is left to render of those named in län {named}", do="Leave out one of the two."
            )
    rows = register.loc[sorted(chosen), ["namn", "lan"]].itertuples()
    return [of_kommun(str(kod), namn, lan) for kod, namn, lan in rows]


def opted_in(found: list[Subject], ar: int, data: Path) -> list[Subject]:
    """Leave those of the kommuner that have asked for a page for their citizens, perhaps none.

    Raises
    ------
    ParameterError
        If the file that says which have asked has faults.
    """
    from hemtjanst_lib.medborgarsida.val import load_val  # noqa: PLC0415  (slow, and seldom wanted)

    invented = store.load_year(ar, data).exempeldata if ar in store.years(data) else False
    codes = set(load_val(reference.load_kommuner(data).index).koder(exempeldata=invented))
    return [subject for subject in found if subject.kod in codes]


def _lan_and_sets(register: pd.DataFrame, choice: Choice) -> list[Subject]:
    names = register.drop_duplicates("lanskod").set_index("lanskod")["lan"].sort_index()
    codes = check_lan(choice.lan, register) if choice.lan else set() if choice.urval else set(names.index)
    return [*(of_lan(str(kod), names[kod]) for kod in sorted(codes)), *_sets(register, choice.urval)]


def _sets(register: pd.DataFrame, names: Iterable[str]) -> list[Subject]:
    if not (wanted := sorted(set(names))):
        return []
    from hemtjanst_lib.analysis.urvalsfil import load_urval  # noqa: PLC0415  (slow, and sets are rare)

    return [of_urval(name, load_urval(name, register).namn) for name in wanted]


def check_lan(codes: Iterable[str], register: pd.DataFrame) -> set[str]:
    """Return the länskoder if the register has them all.

    Raises
    ------
    ParameterError
        Otherwise, with all that there are.
    """
    known = register.drop_duplicates("lanskod").sort_values("lanskod")
    for kod in codes:
        if kod not in set(known["lanskod"]):
            there = ", ".join(f"{row.lanskod} {row.lan}" for row in known.itertuples())
            raise ParameterError(f"no län with code {kod}; codes are two digits, such as 01", do=f"There are: {there}.")
    return set(codes)


def of_kommun(kod: str, namn: str, lan: str) -> Subject:
    """Make the subject of a kommun."""
    return Subject(kod, namn, reference.report_stem(kod, namn), {"kommunkod": kod}, lan, visad_kod=kod)


def of_lan(kod: str, namn: str) -> Subject:
    """Make the subject of a län; its folder has the name without genitive.

    >>> of_lan("01", "Stockholms län").stem, of_lan("08", "Kalmar län").stem
    ('lan_01_stockholm', 'lan_08_kalmar')
    """
    short = namn.removesuffix(" län").removesuffix("s")
    return Subject(
        kod, namn, f"lan_{reference.report_stem(kod, short)}", {"lan": kod, "urval": ""}, namn, visad_kod=kod
    )


def of_urval(name: str, namn: str) -> Subject:
    """Make the subject of a named set of kommuner."""
    return Subject(f"{URVAL}{name}", namn, f"{URVAL}{name}", {"lan": "", "urval": name}, visad_kod=name)
