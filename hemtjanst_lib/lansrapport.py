"""The one object that the länsrapport's notebook opens: ``u``, all that is known and said about a set of kommuner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.lan import lansfakta
from hemtjanst_lib.analysis.lan_fakta import Lansfakta
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.language import stor_forsta
from hemtjanst_lib.narrative.lan_ord import vem
from hemtjanst_lib.narrative.lan_story import Lansmeningar
from hemtjanst_lib.opened import Opened


@dataclass(frozen=True)
class Lansrapport(Lansfakta, Opened[Lansfakta]):
    """The facts of one set of kommuner with its sentences (``mening``) and head (``huvud``)."""

    @cached_property
    def ord(self) -> dict[str, str]:
        """How the set is spoken of: ``gruppen``, ``gruppens`` and the same with a capital letter."""
        return vem(self)

    @cached_property
    def mening(self) -> Lansmeningar:
        """The computed sentences."""
        return Lansmeningar(self)

    @cached_property
    def huvud(self) -> Huvud:
        """What the cover and the running header say."""
        kod = self.urval.id.removeprefix("lan_")
        lan = {"Länskod": kod} if self.urval.sort == "lan" else {}
        return self.head("lansrapport", stor_forsta(self.urval.namn), kod, lan | {"Antal kommuner": str(self.antal)})


def open_lansrapport(ar: int, lan: str = "", urval: str = "", data: str | Path = "data/example") -> Lansrapport:
    """Open the report on a län, or on a named set of kommuner.

    Parameters
    ----------
    ar : int
        Index year.
    lan : str
        Länskod, two digits as text, such as "01"; empty when ``urval`` is given.
    urval : str
        Name of a file in ``parameters/report/sets``, such as "goteborgsregionen_elva".
    data : str or Path
        Data root, relative to the project or absolute.

    Raises
    ------
    ParameterError
        If not exactly one of ``lan`` and ``urval`` is given, the set does not exist, or the year has no results.
    """
    return Lansrapport.of(lansfakta(ar, lan, urval, data))
