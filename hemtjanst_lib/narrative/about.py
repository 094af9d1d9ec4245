"""The year's index itself: how it is built, what changed, what may be compared, and how words are chosen."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Heltal, antal, lista, rakneord, tal
from hemtjanst_lib.model import ModelDiff
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import fill, tell
from hemtjanst_lib.narrative.words import load_words, skala


class Arsfakta(Protocol):
    """What every report knows of its year's index, whoever it is about."""

    @property
    def fjol(self) -> int: ...  # noqa: D102
    @property
    def diff(self) -> ModelDiff | None: ...  # noqa: D102
    @property
    def antal_indikatorer(self) -> Heltal: ...  # noqa: D102
    @property
    def antal_omraden(self) -> Heltal: ...  # noqa: D102
    @property
    def antal_delindex(self) -> Heltal: ...  # noqa: D102
    @property
    def delindex(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def vikter_antagna(self) -> bool: ...  # noqa: D102


def arets_index(k: Arsfakta) -> Sentence:
    """Tell how many indikatorer there are and what changed since last year, counted from the models."""
    counts = {
        "indikatorer": antal(k.antal_indikatorer, "indikator", "indikatorer"),
        "omraden": antal(k.antal_omraden, "kvalitetsområde", "kvalitetsområden", "ett"),
    }
    return join([tell("arets_index.bygger", **counts), _andringar(k)])


def _andringar(k: Arsfakta) -> Sentence | None:
    if k.diff is None:
        return None
    changes = {
        "tillkommit": len(k.diff.tillagda),
        "borttagits": len(k.diff.borttagna),
        "omdefinierats": len(k.diff.omdefinierade),
    }
    (first, n), *rest = [(regel, n) for regel, n in changes.items() if n] or [("", 0)]
    if not n:
        return tell("arets_index.oforandrat", fjol=k.fjol)
    parts = [fill(f"arets_index.{first}", n=antal(n, "indikator", "indikatorer"))]
    parts += [fill(f"arets_index.{regel}", n=rakneord(n)) for regel, n in rest]
    return tell("arets_index.andringar", fjol=k.fjol, andringar=lista(parts))


def jamforbarhet(k: Kommunfakta) -> Sentence:
    """Tell what may be compared: with last year by the model's word, between kommuner always."""
    return join([_med_fjol(k), tell("jamforbarhet.alla_lika", antal=k.antal)])


def _med_fjol(k: Kommunfakta) -> Sentence:
    if k.ar_fore is None:
        return tell("jamforbarhet.saknas", fjol=k.fjol)
    if k.jamforbarhet.text:
        return Sentence(k.jamforbarhet.text, f"jamforbarhet.{k.jamforbarhet.grad}")
    return tell(f"jamforbarhet.{k.jamforbarhet.grad}", ar=k.ar, fjol=k.fjol)


def viktning(k: Arsfakta) -> Sentence:
    """Tell whether the weights are confirmed."""
    return tell("viktning.antagande" if k.vikter_antagna else "viktning.faststalld")


def delindex_namn(k: Arsfakta) -> Sentence:
    """Name the delindex: a part of a sentence."""
    return tell("delindex_namn", antal=rakneord(k.antal_delindex), namn=lista(k.delindex["namn"]))


def definition(k: Kommunfakta) -> Sentence:
    """Define strength and development area by the very limits that the lists use."""
    limit = skala("indikator").granser[0]
    points = antal(int(limit), "poäng", "poäng", "ett") if limit == int(limit) else f"{tal(limit)} poäng"
    return tell("definition", grans=points, antal=rakneord(load_words().listor.hogst_antal))
