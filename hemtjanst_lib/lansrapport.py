"""The one object that the länsrapport's notebook opens: ``u``, all that is known and said about a set of kommuner."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

from hemtjanst_lib.analysis.lan import Lansfakta, lansfakta
from hemtjanst_lib.analysis.sifferfakta import Siffror
from hemtjanst_lib.display import Huvud
from hemtjanst_lib.language import stor_forsta
from hemtjanst_lib.narrative.lan_ord import vem
from hemtjanst_lib.narrative.lan_story import Lansmeningar


@dataclass(frozen=True)
class Lansrapport(Lansfakta, Siffror):
    """The facts of one set of kommuner with its sentences (``mening``) and head (``huvud``)."""

    @classmethod
    def of(cls, fakta: Lansfakta) -> Lansrapport:
        """Wrap the facts."""
        return cls(**{field.name: getattr(fakta, field.name) for field in fields(fakta)})

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
        lan = self.urval.sort == "lan"
        return Huvud(
            titel=f"Hemtjänstindex {self.ar}",
            undertitel=stor_forsta(self.urval.namn),
            ar=self.ar,
            sort="lansrapport",
            kod=self.urval.id.removeprefix("lan_"),
            datum=self.datum,
            utgava=self.utgava,
            exempeldata=self.exempeldata,
            uppgifter={
                **({"Länskod": self.urval.id.removeprefix("lan_")} if lan else {}),
                "Antal kommuner": str(self.antal),
            },
        )


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
