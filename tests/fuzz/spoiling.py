"""The register of mutations: a name in words, and a function from a file to its new bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .excuses import EXCUSES
from .target import Rows, Table, Target

Spoil = Callable[[Target], bytes | None]


@dataclass(frozen=True)
class Mutation:
    """One way of spoiling a file.

    Parameters
    ----------
    group, name : str
        What it is called in the table.
    spoil : function
        Gives the new bytes, or None where the mutation does not apply.
    """

    group: str
    name: str
    spoil: Spoil

    def excuse(self, kind: str) -> str:
        """Return why nobody could notice, or nothing."""
        return next((why for name, why in self.beyond if name in {kind, "*"}), "")

    @property
    def beyond(self) -> tuple[tuple[str, str], ...]:
        """Where nothing in the files can tell, and why: kind of file (``*`` for all) and reason."""
        return EXCUSES.get(self.name, ())


MUTATIONS: list[Mutation] = []


def mutation(group: str, name: str) -> Callable[[Spoil], Spoil]:
    """Enter a function from a file to bytes in the register."""

    def enter(spoil: Spoil) -> Spoil:
        assert all(known.name != name for known in MUTATIONS), name
        MUTATIONS.append(Mutation(group, name, spoil))
        return spoil

    return enter


def of_table(
    group: str, name: str, *, forms: tuple[str, ...] = ("xlsx", "csv", "json")
) -> Callable[[Callable[[Table], Rows | None]], Callable[[Table], Rows | None]]:
    """Enter a function from a table to its new rows."""

    def enter(spoil: Callable[[Table], Rows | None]) -> Callable[[Table], Rows | None]:
        def whole(target: Target) -> bytes | None:
            return target.change(spoil) if target.form in forms else None

        mutation(group, name)(whole)
        return spoil

    return enter
