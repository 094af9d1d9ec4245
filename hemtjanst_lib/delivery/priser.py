"""What the packages cost, by population: ``parameters/orders/priser.yml``, a table per year."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.forms import Del, read_form
from hemtjanst_lib.paths import PARAMETERS

PRISER = PARAMETERS / "orders" / "priser.yml"

Kronor = Annotated[int, Field(gt=0)]


class Prisklass(Del):
    """A size class: its upper limit in inhabitants, the limit included; None is the last class."""

    till_och_med: Annotated[int, Field(gt=0)] | None
    pris: Kronor
    inloggningar: Annotated[int, Field(gt=0)]


class Enhetspris(Del):
    """The unit index: its price, and the population from which a price is offered instead."""

    pris: Kronor
    offert_fran: Annotated[int, Field(gt=0)]


class Prislista(Del):
    """One year's prices, in kronor without moms.

    Source: the order page of 2024 (25 000, 35 000, 45 000, 55 000 and 65 000 kr; 2, 2, 4, 4 and 6 logins).
    """

    belagg: Literal["fakta", "antagande"]
    kalla: Annotated[str, Field(min_length=1)]
    klasser: Annotated[tuple[Prisklass, ...], Field(min_length=1)]
    enhetsindex: Enhetspris
    betalningsdagar: Annotated[int, Field(gt=0)]
    leveransdagar: Annotated[int, Field(gt=0)]

    @model_validator(mode="after")
    def _classes_cover_all_sizes(self) -> Prislista:
        limits = [klass.till_och_med for klass in self.klasser[:-1]]
        if self.klasser[-1].till_och_med is not None or None in limits:
            raise ValueError("the last class, and no other, must have till_och_med: null")
        known = [limit for limit in limits if limit is not None]
        if known != sorted(set(known)):
            raise ValueError("till_och_med must rise from class to class")
        return self

    def klass(self, befolkning: int) -> Prisklass:
        """Return the size class of a kommun."""
        return next(k for k in self.klasser if k.till_och_med is None or befolkning <= k.till_och_med)

    def enhetspris(self, befolkning: int) -> int | None:
        """Return the price of the unit index; None means that a price is offered (``offereras``)."""
        return None if befolkning >= self.enhetsindex.offert_fran else self.enhetsindex.pris


def load_priser(ar: int, path: Path = PRISER) -> Prislista:
    """Return the prices of an index year.

    Raises
    ------
    ParameterError
        If the file is faulty, with every fault, or lacks the year.
    """
    tables = _load(path)
    if ar not in tables:
        known = ", ".join(map(str, tables))
        raise ParameterError(f"{path}: no prices for {ar}; it has {known}", do="Add the year to the file.")
    return tables[ar]


@cache
def _load(path: Path) -> dict[int, Prislista]:
    return read_form(path, dict[int, Prislista])
