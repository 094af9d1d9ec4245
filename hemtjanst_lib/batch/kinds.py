"""The kinds of reports there are. A kind is a row of data: a new one needs its row here and, at most, a new scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.paths import NOTEBOOKS

Scope = Literal["kommun", "lan", "riket", "enheter", "enhet", "medborgare"]
FILTERS: dict[Scope, tuple[str, ...]] = {
    "kommun": ("--kommun", "--lan"),
    "lan": ("--lan", "--urval"),
    "riket": (),
    "enheter": ("--kommun", "--lan"),
    "enhet": ("--kommun", "--lan", "--enhet"),
    "medborgare": ("--kommun", "--lan"),
}
UNIT_SCOPES: tuple[Scope, ...] = ("enheter", "enhet")


@dataclass(frozen=True)
class Kind:
    """One kind of report.

    Parameters
    ----------
    name : str
        What the command calls it.
    template : Path
        The notebook; its name ends the names of the finished files.
    scope : {"kommun", "lan", "riket", "enheter", "enhet", "medborgare"}
        What a report of this kind is about, which decides the subjects, their folders and the filters that apply;
        ``enheter`` is all units of a kommun, ``enhet`` one of them, ``medborgare`` a kommun that has asked for it.
    label : str
        What the index page calls it.
    subject : str
        The parameter that papermill is always told, "" when there is none.
    opener : str
        ``module:function`` that opens the report; the zygote calls it once, so that what the year's reports have in
        common is computed before it forks. "" for a kind of which there is one report a year.
    warm : tuple of str
        Further functions without arguments that the zygote calls for the same reason.
    ahead : str
        ``module:function`` of year, kommunkod and data root that the zygote calls before it forks for a report, so
        that what a kommun's reports have in common is computed once; the function keeps the last. "" for none.
    closed : bool
        True when a report may not name any kommun but its own.
    page : str
        ``module:function`` that makes a finished web page from the parameters, for a kind without a notebook;
        ``template`` is then the page's.
    """

    name: str
    template: Path
    scope: Scope
    label: str
    subject: str = ""
    opener: str = ""
    warm: tuple[str, ...] = ()
    ahead: str = ""
    closed: bool = False
    page: str = ""


TEMPLATES = Path(__file__).parents[1] / "export" / "templates"
_PRELOAD = ("hemtjanst_lib.charts:preload",)
# In the order that they are rendered and listed: the few and long ones first, so that no run ends waiting for one.
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="nation",
            template=NOTEBOOKS / "nationell_rapport.ipynb",
            scope="riket",
            label="Nationell rapport",
        ),
        Kind(
            name="metod",
            template=NOTEBOOKS / "metodrapport.ipynb",
            scope="riket",
            label="Metodrapport",
        ),
        Kind(
            name="lan",
            template=NOTEBOOKS / "lansrapport.ipynb",
            scope="lan",
            label="Länsrapport",
            subject="lan",
            opener="hemtjanst_lib.lansrapport:open_lansrapport",
            warm=_PRELOAD,
        ),
        Kind(
            name="kommun",
            template=NOTEBOOKS / "kommunrapport.ipynb",
            scope="kommun",
            label="Kommunrapport",
            subject="kommunkod",
            opener="hemtjanst_lib.report:open_report",
            warm=_PRELOAD,
            ahead="hemtjanst_lib.charts.karta:forbered_lan",
        ),
        Kind(
            name="sammanfattning",
            template=NOTEBOOKS / "sammanfattning.ipynb",
            scope="kommun",
            label="Sammanfattning",
            subject="kommunkod",
            opener="hemtjanst_lib.sammanfattning:open_sammanfattning",
            warm=_PRELOAD,
            closed=True,
        ),
        Kind(
            name="enheter",
            template=NOTEBOOKS / "enheter.ipynb",
            scope="enheter",
            label="Enhetsöversikt",
            subject="kommunkod",
            opener="hemtjanst_lib.enhetsoversikt:open_enhetsoversikt",
            warm=_PRELOAD,
        ),
        Kind(
            name="enhet",
            template=NOTEBOOKS / "enhet.ipynb",
            scope="enhet",
            label="Enhetsrapport",
            subject="enhet",
            opener="hemtjanst_lib.enhetsrapport:open_enhetsrapport",
            warm=_PRELOAD,
            ahead="hemtjanst_lib.analysis.enheter:enhetsfakta",
        ),
        Kind(
            name="medborgare",
            template=TEMPLATES / "medborgarsida.j2",
            scope="medborgare",
            label="Sida för invånarna",
            subject="kommunkod",
            page="hemtjanst_lib.export.medborgarsida:make",
        ),
    )
}
DEFAULT = ("kommun",)


@dataclass(frozen=True)
class Choice:
    """Which subjects a run is narrowed to; empty is all of them (and no set).

    Parameters
    ----------
    kommuner, lan : tuple of str
        Codes of kommuner and of län.
    urval : tuple of str
        Names of set files.
    enheter : tuple of str
        Ids of units.
    anonym : bool
        Call the units Enhet A, B, C instead of by name; narrows nothing.
    """

    kommuner: tuple[str, ...] = ()
    lan: tuple[str, ...] = ()
    urval: tuple[str, ...] = ()
    enheter: tuple[str, ...] = ()
    anonym: bool = False

    @property
    def given(self) -> list[str]:
        """The filters in use, as the command spells them."""
        pairs = {"--kommun": self.kommuner, "--lan": self.lan, "--urval": self.urval, "--enhet": self.enheter}
        return [name for name, values in pairs.items() if values]


def chosen_kinds(names: tuple[str, ...], choice: Choice) -> list[Kind]:
    """Return the kinds asked for, each once, in the table's order; none asked for is the kommunrapport.

    Raises
    ------
    ParameterError
        If there is no such kind, if a filter would leave a kind whole, or if a filter applies to none of them.
    """
    wanted = names or DEFAULT
    for name in wanted:
        if name not in KINDS:
            raise ParameterError(f"no kind of report called {name}; there is {listed(KINDS)}")
    kinds = [kind for name, kind in KINDS.items() if name in wanted]
    if faults := [*_untouched(kinds, choice), *_idle(kinds, choice), *_named(kinds, choice)]:
        raise ParameterError(
            "the filters do not fit the kinds of reports",
            faults,
            do="Give the command once for each, or leave one out.",
        )
    return kinds


def _untouched(kinds: list[Kind], choice: Choice) -> list[str]:
    """Name the kinds that no filter narrows, so that a filter never lets a whole country through."""
    given = choice.given
    return [
        f"{listed(given)} does not narrow {kind.name}, which {_narrowed_by(kind)}"
        for kind in kinds
        if given and not set(given) & set(FILTERS[kind.scope])
    ]


def _idle(kinds: list[Kind], choice: Choice) -> list[str]:
    """Name the filters that narrow none of the kinds."""
    return [
        f"{name} narrows none of {listed([kind.name for kind in kinds])}; it applies to {listed(_touched_by(name))}"
        for name in choice.given
        if not any(name in FILTERS[kind.scope] for kind in kinds)
    ]


def _named(kinds: list[Kind], choice: Choice) -> list[str]:
    """Name the kinds that would print the units' names although they were to be left out."""
    can = [kind.name for kind in KINDS.values() if kind.scope in UNIT_SCOPES]
    cannot = [kind.name for kind in kinds if choice.anonym and kind.name not in can]
    return [f"--anonymisera applies to {listed(can)}, not to {listed(cannot)}"] if cannot else []


def _narrowed_by(kind: Kind) -> str:
    filters = FILTERS[kind.scope]
    return f"takes {listed(filters)}" if filters else "is one report"


def _touched_by(name: str) -> list[str]:
    return [kind.name for kind in KINDS.values() if name in FILTERS[kind.scope]]


def listed(names: Any) -> str:
    """Write names as a list in words: ``a, b and c``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else str(last)
