"""A computed sentence that remembers which rule wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """One or more finished sentences, Markdown allowed.

    Parameters
    ----------
    text : str
        What the reader sees.
    regel : str
        Id of the rule, the key in ``parameters/text/meningar.yml``; joined sentences have theirs with " + " between.
        So an analyst can ask why a word stands there: ``k.mening.klass.regel``.
    """

    text: str
    regel: str

    def __str__(self) -> str:
        return self.text

    def __format__(self, spec: str) -> str:
        return format(self.text, spec)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(self.text)

    def _repr_markdown_(self) -> str | None:
        """Give Markdown only when there is some, so that plain sentences stay plain text in the notebook."""
        return self.text if any(mark in self.text for mark in ("**", "](")) else None


TYST = Sentence("", "")  # nothing to say: the paragraph, point or box is left out


def join(sentences: Iterable[Sentence | None]) -> Sentence:
    """Put sentences after one another, leaving out those that there is no cause for."""
    there = [sentence for sentence in sentences if sentence is not None]
    return Sentence(" ".join(s.text for s in there), " + ".join(s.regel for s in there))


def tillsammans(*sentences: Sentence) -> Sentence:
    """Put sentences after one another, leaving out those that say nothing."""
    return join(sentence for sentence in sentences if sentence.text)
