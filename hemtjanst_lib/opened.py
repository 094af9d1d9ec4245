"""What the reports that notebooks open have in common: the facts of a subject, opened, under a head made from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar, cast

from hemtjanst_lib.analysis.sifferfakta import Siffror
from hemtjanst_lib.display import Huvud

RIKET = "riket"  # stands for the country where another report has the code of its kommun


class Fakta(Protocol):
    """Any facts: a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class Daterad(Protocol):
    """What every head tells of a report."""

    @property
    def ar(self) -> int:
        """The index year."""

    @property
    def datum(self) -> str:
        """The day of publication in words."""

    @property
    def utgava(self) -> int:
        """The edition."""

    @property
    def exempeldata(self) -> bool:
        """True when any data are invented."""


F = TypeVar("F", bound=Fakta)


class Opened(Siffror, Generic[F]):
    """A report: a dataclass that has the fields of its facts ``F``, with sentences, lists and a head beside them."""

    @classmethod
    def of(cls, fakta: F) -> Self:
        """Wrap the facts."""
        opened: Self = cast("Any", cls)(**{field.name: getattr(fakta, field.name) for field in fields(fakta)})
        return opened

    def head(
        self: Daterad, sort: str, undertitel: str, kod: str, uppgifter: Mapping[str, str], *, tillagg: str = ""
    ) -> Huvud:
        """Make what the cover and the running header say; ``tillagg`` is what the title has after the year."""
        return Huvud(
            titel=f"Hemtjänstindex {self.ar}{tillagg}",
            undertitel=undertitel,
            ar=self.ar,
            sort=sort,
            kod=kod,
            datum=self.datum,
            utgava=self.utgava,
            exempeldata=self.exempeldata,
            uppgifter=dict(uppgifter),
        )
