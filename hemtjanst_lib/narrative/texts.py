"""The sentences' wording by rule: ``parameters/text/meningar.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.language import NBSP
from hemtjanst_lib.narrative.sentence import Sentence
from hemtjanst_lib.narrative.words import TEXT

Variants = tuple[str, ...]


class Texter:
    """The wording of every rule.

    Parameters
    ----------
    variants : mapping
        Rule id, such as ``index.lage``, to its variants (one or more templates with values in braces).
    fil : str
        The file that they come from, for errors.
    """

    def __init__(self, variants: Mapping[str, Variants], fil: str = "meningar.yml") -> None:
        self.variants = dict(variants)
        self.fil = f"parameters/text/{fil}"

    def fill(self, regel: str, variant: int = 0, /, **values: object) -> str:
        """Write the text of a rule; variants take turns.

        Raises
        ------
        ParameterError
            If there is no such rule, or its template asks for a value that the rule does not give.
        """
        if regel not in self.variants:
            raise ParameterError(f"{self.fil} has no rule {regel}", do="Add it to the file.")
        chosen = self.variants[regel]
        template = chosen[variant % len(chosen)]
        try:
            return template.format(**values)
        except KeyError as fault:
            known = ", ".join(sorted(values)) or "no values"
            raise ParameterError(
                f"{self.fil}: {regel} asks for {{{fault.args[0]}}}; the rule gives {known}",
                do="Correct the sentence.",
            ) from fault

    def tell(self, regel: str, variant: int = 0, /, **values: object) -> Sentence:
        """Write the sentence of a rule."""
        return Sentence(self.fill(regel, variant, **values), regel)


@cache
def load_texts(path: Path = TEXT / "meningar.yml") -> Texter:
    """Load the wording.

    Raises
    ------
    ParameterError
        With every fault of the file: a text that is not text, or braces that do not close.
    """
    variants, faults = _flatten(read_yaml(path, ParameterError), ""), []
    for regel, texts in variants.items():
        faults += [f"{regel}: {fault}" for text in texts if (fault := _fault(text))]
    if faults:
        raise ParameterError(f"{path} has faults:", faults, do="Correct the sentences.")
    return Texter({regel: tuple(_tidy(text) for text in texts) for regel, texts in variants.items()}, path.name)


def _flatten(tree: Any, path: str) -> dict[str, Variants]:
    if isinstance(tree, dict):
        parts = (_flatten(value, f"{path}.{key}" if path else str(key)) for key, value in tree.items())
        return {regel: texts for part in parts for regel, texts in part.items()}
    return {path: tuple(tree) if isinstance(tree, list) else (tree,)}


def _fault(text: Any) -> str:
    if not isinstance(text, str) or not text:
        return f"{text!r} is not a text"
    try:
        names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as fault:
        return f"{text!r}: {fault}"
    wrong = [name for name in names if not name.isidentifier()]
    return f"{text!r}: {{{wrong[0]}}} is not the name of a value" if wrong else ""


def _tidy(text: str) -> str:
    """Keep per cent signs and counts from being parted from their number at the end of a line."""
    return " ".join(text.split()).replace(" %", f"{NBSP}%")


class Wording:
    """The wording of one file of ``parameters/text``, loaded when a sentence is first asked for."""

    def __init__(self, fil: str) -> None:
        self._path = TEXT / fil

    @property
    def texter(self) -> Texter:
        """All rules of the file."""
        return load_texts(self._path)

    def fill(self, regel: str, variant: int = 0, /, **values: object) -> str:
        """Write the text of a rule."""
        return self.texter.fill(regel, variant, **values)

    def tell(self, regel: str, variant: int = 0, /, **values: object) -> Sentence:
        """Write the sentence of a rule."""
        return self.texter.tell(regel, variant, **values)


ORD = Wording("meningar.yml")  # of the kommunrapport
fill, tell = ORD.fill, ORD.tell
