"""What may be compared with the year before, and what changed in the measure model."""

from __future__ import annotations

from collections.abc import Mapping

from hemtjanst_lib.analysis.facts import Grad, Jamforbarhet
from hemtjanst_lib.language import antal, lista
from hemtjanst_lib.model import Change, Model, ModelDiff, compare_models


def jamforbarhet(model: Model, before: Model | None) -> Jamforbarhet:
    """Return how far the year may be compared with the year before.

    The model file's own judgement goes first; where it is silent, a changed set of indikatorer makes it ``delvis``.
    """
    if before is None:
        return Jamforbarhet("nej", "")
    declared = model.jamforbarhet.get(before.ar)
    if declared is not None:
        return Jamforbarhet(declared.grad, declared.text)
    return Jamforbarhet("delvis" if compare_models(model, before) else "ja", "")


def brott(models: Mapping[int, Model]) -> tuple[int, ...]:
    """Return the years that may not be compared with the year before, of those that have one."""
    return tuple(
        ar for ar in sorted(models) if ar - 1 in models and jamforbarhet(models[ar], models[ar - 1]).grad == "nej"
    )


def omrade_grad(kod: str, model: Model, before: Model | None, diff: ModelDiff | None, whole: Grad) -> Grad:
    """Return how far one kvalitetsområde may be compared with the year before.

    ``nej`` when the years may not be compared, when the område is new, or when it has no indikator in common
    with last year; ``delvis`` when any of its indikatorer came, left or was redefined.
    """
    if whole == "nej" or before is None or diff is None or kod not in before.omraden:
        return "nej"
    change = diff.omraden[kod]
    kept = set(model.omraden[kod].indikatorer) - set(change.tillagda)
    if not kept:
        return "nej"
    return "delvis" if change else "ja"


def delindex_grad(grades: list[Grad], whole: Grad, *, same_areas: bool) -> Grad:
    """Return how far a delindex may be compared, from its områden's grades."""
    if whole == "nej" or not grades or all(grad == "nej" for grad in grades):
        return "nej"
    return "ja" if same_areas and all(grad == "ja" for grad in grades) else "delvis"


def andringar(change: Change | None) -> str:
    """Say what changed among an område's indikatorer: "en ny och två borttagna"; empty when nothing did.

    >>> andringar(Change(["a"], ["b", "c"], []))
    'en ny och två borttagna'
    """
    if not change:
        return ""
    counts = (
        (len(change.tillagda), "ny", "nya"),
        (len(change.borttagna), "borttagen", "borttagna"),
        (len(change.omdefinierade), "ändrad", "ändrade"),
    )
    return lista([antal(n, one, many) for n, one, many in counts if n])
