"""What an analyst's own words consist of: one change per cell, with the template's text that she saw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from hemtjanst_lib.notebook.origin import plain_text

OWN = "egen-"  # ids of cells that are the analyst's alone


def text_hash(text: str) -> str:
    """Hash a cell's text in its one form; 16 characters are enough to tell texts apart."""
    return hashlib.sha256(plain_text(text).encode()).hexdigest()[:16]


def _plain(text: Any) -> Any:
    return plain_text(text) if isinstance(text, str) else text


Words = Annotated[str, BeforeValidator(_plain)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_min_length=0)


class Version(_Form):
    """One person's words for a cell.

    Parameters
    ----------
    text : str or None
        Markdown; None when the cell is left out.
    vem, nar, varfor : str
        Who, when (``2025-11-21 14:05``) and why.
    skrivet : str
        Hash of the text as it was typed, when numbers in it have been linked to facts since.
    tal : mapping
        Each typed number that holds, with the facts that it may stand for, all of which had that value.
    egna_tal : tuple of str
        Typed numbers that the analyst answers for herself, because no fact of the report holds them.
    """

    text: Words | None = None
    vem: str = Field(min_length=1)
    nar: str = Field(min_length=1)
    varfor: str = ""
    skrivet: str = ""
    tal: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    egna_tal: tuple[str, ...] = ()


class Change(Version):
    """What has been done to one cell of a report.

    Parameters
    ----------
    cell : str
        Id of the template's cell, or one of the analyst's own that begins with ``egen-``.
    efter : str or None
        For an own cell, the id of the cell that it follows.
    mall, mall_sha256 : str or None
        The template's text that she saw, and its hash; None for an own cell.
    andra : tuple of Version
        What others have written for the same cell at the same time, until somebody chooses.
    """

    cell: str = Field(min_length=1)
    efter: str | None = None
    mall: Words | None = None
    mall_sha256: str | None = None
    andra: tuple[Version, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the cell is the analyst's alone."""
        return self.cell.startswith(OWN)

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions, the one in force first."""
        return (self.version, *self.andra)

    @property
    def version(self) -> Version:
        """The one in force."""
        return Version(**{name: getattr(self, name) for name in Version.model_fields})

    def with_version(self, version: Version) -> Change:
        """Put another version in force."""
        return self.model_copy(update={name: getattr(version, name) for name in Version.model_fields})

    @model_validator(mode="after")
    def _whole(self) -> Change:
        if self.own and self.efter is None:
            raise ValueError("an own cell must say which cell it follows (efter)")
        if not self.own and self.mall is None:
            raise ValueError("the template's text that was changed is missing (mall)")
        if self.mall is not None and self.mall_sha256 != text_hash(self.mall):
            raise ValueError("mall has been changed by hand: it does not have the hash mall_sha256")
        return self


class OwnWords(_Form):
    """All that analysts have written in the reports on one subject in one year, by report."""

    ar: int
    kod: str
    namn: str
    rapporter: Mapping[str, tuple[Change, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _unique(self) -> OwnWords:
        for rapport, changes in self.rapporter.items():
            ids = [change.cell for change in changes]
            if doubled := sorted({name for name in ids if ids.count(name) > 1}):
                raise ValueError(f"{rapport}: {', '.join(doubled)} stands twice")
        return self

    def of(self, rapport: str) -> tuple[Change, ...]:
        """Return the changes to one report, in its order."""
        return tuple(self.rapporter.get(rapport, ()))

    def having(self, rapport: str, changes: tuple[Change, ...]) -> OwnWords:
        """Return the same with other changes to one report."""
        kept = {name: each for name, each in self.rapporter.items() if name != rapport}
        made = {**kept, rapport: changes} if changes else kept
        return self.model_copy(update={"rapporter": dict(sorted(made.items()))})


def used_hash(changes: tuple[Change, ...]) -> str:
    """Hash what a report is made from: the words, not who wrote them, when and why."""
    said = {"vem", "nar", "varfor", "skrivet"}
    plain = [change.model_dump(mode="json", exclude=said) for change in changes]
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
