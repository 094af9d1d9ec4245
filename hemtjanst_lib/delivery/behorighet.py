"""Who may read what, and when: one pure function that says no unless a rule says yes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hemtjanst_lib.errors import ParameterError


class Roll(StrEnum):
    """What a reader is to the index."""

    ALLMANHET = "allmanhet"
    KUND = "kund"
    UTFORARE = "utforare"
    ANALYTIKER = "analytiker"
    GRANSKARE = "granskare"


class Typ(StrEnum):
    """What is read."""

    RANKING = "ranking"  # the list, delindex, missing data: what becomes public at T
    NATIONELL_RAPPORT = "nationell_rapport"
    LANSRAPPORT = "lansrapport"
    SAMMANFATTNING = "sammanfattning"
    PAKET = "paket"  # report, tool, slides, data book of one kommun
    ENHETSINDEX = "enhetsindex"  # all units of one kommun
    ENHETSRAPPORT = "enhetsrapport"  # one unit
    MEDBORGARSIDA = "medborgarsida"
    UTKAST = "utkast"  # drafts, notes, orders, the list of customers


@dataclass(frozen=True)
class Person:
    """A reader; a customer has a kommunkod, a provider the ids of its units."""

    roll: Roll
    kommunkod: str = ""
    enheter: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Objekt:
    """Something that can be read.

    Parameters
    ----------
    typ : Typ
        What it is.
    publiceras : datetime
        The moment T of its index year; aware.
    forhandsvisas : datetime, optional
        When the preview opens; without it there is none.
    levererad : datetime, optional
        When it was delivered to its customer; None = not yet.
    kommunkod, enhet : str
        Whom it is about.
    oppen : bool
        The kommun has chosen to show its units to the public.
    """

    typ: Typ
    publiceras: datetime
    forhandsvisas: datetime | None = None
    levererad: datetime | None = None
    kommunkod: str = ""
    enhet: str = ""
    oppen: bool = False


@dataclass(frozen=True)
class Besked:
    """An answer with its reason, for the log; true when reading is allowed."""

    ja: bool
    skal: str

    def __bool__(self) -> bool:
        return self.ja


HUSET = frozenset({Roll.ANALYTIKER, Roll.GRANSKARE})
OFFENTLIGT = frozenset({Typ.RANKING, Typ.NATIONELL_RAPPORT})
LANGSTA_FORHANDSVISNING = timedelta(hours=24)


def far_lasa(person: Person, objekt: Objekt, nu: datetime) -> Besked:
    """Say whether a person may read something now. Deny by default.

    Raises
    ------
    ParameterError
        If a moment has no time zone: guessing it could release an hour early.
    """
    _aware(nu, objekt.publiceras, objekt.forhandsvisas, objekt.levererad)
    if person.roll in HUSET:
        return Besked(True, "analysts and reviewers read everything")
    if objekt.typ in OFFENTLIGT:
        return _from(objekt.publiceras, nu, "publication")
    if objekt.typ == Typ.MEDBORGARSIDA:
        return _delivered(objekt, nu) if objekt.oppen else Besked(False, "the kommun has not opened it")
    if person.roll == Roll.KUND and person.kommunkod and person.kommunkod == objekt.kommunkod:
        return _customer(objekt, nu)
    if person.roll == Roll.UTFORARE and objekt.typ == Typ.ENHETSRAPPORT and objekt.enhet in person.enheter - {""}:
        return _delivered(objekt, nu)
    return Besked(False, "no rule allows it")


def _customer(objekt: Objekt, nu: datetime) -> Besked:
    """What a customer may read of its own kommun."""
    if objekt.typ == Typ.SAMMANFATTNING:
        return _from(_preview(objekt), nu, "the preview")
    if objekt.typ in (Typ.PAKET, Typ.ENHETSINDEX, Typ.ENHETSRAPPORT):
        return _delivered(objekt, nu)
    return Besked(False, "no rule allows it")


def _preview(objekt: Objekt) -> datetime:
    """The preview's moment: never more than 24 hours before T, whatever the calendar says."""
    if objekt.forhandsvisas is None:
        return objekt.publiceras
    return max(objekt.forhandsvisas, objekt.publiceras - LANGSTA_FORHANDSVISNING)


def _delivered(objekt: Objekt, nu: datetime) -> Besked:
    if objekt.levererad is None:
        return Besked(False, "it has not been delivered")
    return _from(max(objekt.publiceras, objekt.levererad), nu, "publication and delivery")


def _from(moment: datetime, nu: datetime, what: str) -> Besked:
    return Besked(True, f"after {what}") if nu >= moment else Besked(False, f"before {what}")


def _aware(*moments: datetime | None) -> None:
    if naive := [moment for moment in moments if moment is not None and moment.utcoffset() is None]:
        raise ParameterError(f"the moment {naive[0]} has no time zone", do="Give moments in UTC.")
