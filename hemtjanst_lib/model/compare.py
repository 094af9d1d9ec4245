"""What changed between two years' models: the ground for every note on comparability."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hemtjanst_lib.model.schema import Indikator, Model

SAME = ("omrade", "kalla", "matenhet", "poang", "vikt")  # what makes an indikator the same from year to year


@dataclass(frozen=True)
class Change:
    """Ids of indikatorer that are new, gone, or kept with another scale, source, weight or place."""

    tillagda: list[str]
    borttagna: list[str]
    omdefinierade: list[str]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.tillagda or self.borttagna or self.omdefinierade)


@dataclass(frozen=True)
class ModelDiff(Change):
    """The change of the whole model, and of each område that either year has (by id)."""

    omraden: dict[str, Change] = field(default_factory=dict)


def compare_models(new: Model, old: Model) -> ModelDiff:
    """Compare the indikatorer of two years.

    An indikator that moved counts as new in the område it came to and gone from the one it left, and as
    ``omdefinierad`` in the whole.
    """
    whole = _change(new.indikatorer, old.indikatorer)
    ids = dict.fromkeys([*new.omraden, *old.omraden])
    parts = {kod: _change(_within(new, kod), _within(old, kod)) for kod in ids}
    return ModelDiff(whole.tillagda, whole.borttagna, whole.omdefinierade, parts)


def _within(model: Model, omrade: str) -> Mapping[str, Indikator]:
    return model.omraden[omrade].indikatorer if omrade in model.omraden else {}


def _change(new: Mapping[str, Indikator], old: Mapping[str, Indikator]) -> Change:
    return Change(
        [kod for kod in new if kod not in old],
        [kod for kod in old if kod not in new],
        [kod for kod in _common(new, old) if any(getattr(new[kod], f) != getattr(old[kod], f) for f in SAME)],
    )


def _common(new: Mapping[str, Indikator], old: Mapping[str, Indikator]) -> Iterable[str]:
    return (kod for kod in new if kod in old)
