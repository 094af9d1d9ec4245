"""What somebody changed in her notebook, and what the file says by now: put together cell by cell, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hemtjanst_lib.edits.model import Change, Version, text_hash
from hemtjanst_lib.edits.reading import Touched


@dataclass(frozen=True)
class Author:
    """Who changes, when (as it is to be written) and why."""

    vem: str
    nar: str
    varfor: str = ""

    def wrote(self, text: str | None) -> Version:
        """Sign a text."""
        return Version(text=text, vem=self.vem, nar=self.nar, varfor=self.varfor)


@dataclass(frozen=True)
class Merged:
    """What came of a merge.

    Parameters
    ----------
    changes : tuple of Change
        What the file shall say.
    fresh : tuple of str
        Cells whose words in force are new.
    told : mapping
        From cell to what was done, in words.
    """

    changes: tuple[Change, ...]
    fresh: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)


def merge(touched: Sequence[Touched], now: Sequence[Change], author: Author, order: Sequence[str]) -> Merged:
    """Put changes from a notebook together with those that the file holds.

    A cell that only one has changed is that person's. Where two have, the words in force stay and the new ones are kept
    beside them, until somebody chooses.

    Parameters
    ----------
    touched : sequence of Touched
        What differs in the notebook from what it was made from.
    now : sequence of Change
        What the file says by now; others may have saved since the notebook was made.
    author : Author
        Whose notebook it is.
    order : sequence of str
        Ids of the template's cells, for the order in the file.
    """
    made = {change.cell: change for change in now}
    fresh, told = [], {}
    for each in touched:
        before = made.get(each.cell)
        after, what = _one(each, before, author)
        if after == before:
            continue
        told[each.cell] = what
        if after is None:
            del made[each.cell]
        else:
            made[each.cell] = after
            if before is None or after.text != before.text:
                fresh.append(each.cell)
    return Merged(_sorted(made, order), tuple(fresh), told)


def _one(each: Touched, before: Change | None, author: Author) -> tuple[Change | None, str]:
    if before is not None and _says(before, each.text):
        moved = each.efter is not None and each.efter != before.efter
        return (before.model_copy(update={"efter": each.efter}), "moved") if moved else (before, "")
    if before is not None and _others_meanwhile(each, before, author):
        return _beside(before, author.wrote(each.text)), f"also changed by {before.vem}: both are kept, choose one"
    if each.mall is not None and each.text == each.mall and (before is None or not before.andra):
        return None, "the template's text again"
    others = before.andra if before else ()
    anchor = each.efter if each.efter is not None else (before.efter if before else None)
    if each.mall is None and anchor is None:
        return before, ""  # an own cell that was taken out, and that the file no longer holds
    made = _change(each, author.wrote(each.text), anchor, others)
    return made, _what(each, before)


def _says(change: Change, text: str | None) -> bool:
    """Whether the words in force, or those kept beside them, are these, as typed or with numbers linked since."""
    typed = text_hash(text) if text is not None else ""
    return any(each.text == text or (each.skrivet and each.skrivet == typed) for each in change.versions)


def _others_meanwhile(each: Touched, before: Change, author: Author) -> bool:
    """Whether somebody else has written what the notebook was not made from."""
    return before.text != each.given and before.vem != author.vem


def _beside(before: Change, version: Version) -> Change:
    kept = tuple(other for other in before.andra if other.vem != version.vem)
    return before.model_copy(update={"andra": (*kept, version)})


def _change(each: Touched, version: Version, anchor: str | None, others: tuple[Version, ...]) -> Change:
    seen = None if each.mall is None else text_hash(each.mall)
    words = {name: getattr(version, name) for name in Version.model_fields}
    follows = anchor if each.mall is None else None
    return Change(cell=each.cell, efter=follows, mall=each.mall, mall_sha256=seen, andra=others, **words)


def _what(each: Touched, before: Change | None) -> str:
    if each.text is None:
        return "left out"
    if before is None and each.mall is None:
        return f"added after {each.efter}"
    return "changed" if before is None else f"changed again, in place of what {before.vem} wrote {before.nar}"


def _sorted(changes: Mapping[str, Change], order: Sequence[str]) -> tuple[Change, ...]:
    """Order as the report reads: the template's cells in their order, own ones after what they follow."""
    place = {name: number for number, name in enumerate(order)}

    def rank(change: Change) -> tuple[int, int]:
        steps, at = 0, change
        while at.own and at.efter in changes and steps <= len(changes):
            steps, at = steps + 1, changes[str(at.efter)]
        anchor = at.efter if at.own else at.cell
        return place.get(str(anchor), len(place)), steps + change.own

    return tuple(sorted(changes.values(), key=rank))
