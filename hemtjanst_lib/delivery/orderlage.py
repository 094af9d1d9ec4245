"""How far each order has come: mottagen → bekräftad → i produktion → granskad → levererad, with the moments.

The moves stand in ``<year>.lage.yml`` beside the orders, one line a move, so that a difference is readable under git.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import yaml

from hemtjanst_lib.delivery.bestallning import Bestallning
from hemtjanst_lib.delivery.kalender import STOCKHOLM, Kalender
from hemtjanst_lib.delivery.priser import Prislista
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml, write_atomic


class Lage(StrEnum):
    """The states of an order, in the only order that they follow each other."""

    MOTTAGEN = "mottagen"
    BEKRAFTAD = "bekräftad"
    I_PRODUKTION = "i produktion"
    GRANSKAD = "granskad"
    LEVERERAD = "levererad"


FOLJD = list(Lage)


@dataclass(frozen=True)
class Orderlage:
    """One order's states, each with its moment in UTC; ``mottagen`` is the moment of the order."""

    kommunkod: str
    nar: dict[Lage, datetime]

    @property
    def lage(self) -> Lage:
        """The state it is in."""
        return max(self.nar, key=FOLJD.index)

    @property
    def levererad(self) -> datetime | None:
        """When it was delivered; None = not yet."""
        return self.nar.get(Lage.LEVERERAD)


def forvantas(order: Bestallning, kalender: Kalender, priser: Prislista) -> datetime:
    """Say when an order is expected to be delivered: within the list's days of the order, but not before T."""
    return max(order.bestalld, kalender.publiceras) + timedelta(days=priser.leveransdagar)


def move(now: Orderlage, to: Lage, nar: datetime) -> Orderlage:
    """Take an order one state further; only ``granskad`` may be passed over, by what is delivered unsigned.

    Raises
    ------
    ParameterError
        If another state would be jumped over or gone back to, or the moment is before the last one.
    """
    expected = FOLJD[FOLJD.index(now.lage) + 1] if now.lage != FOLJD[-1] else None
    unsigned = now.lage == Lage.I_PRODUKTION and to == Lage.LEVERERAD
    if to != expected and not unsigned:
        after = f"the next state is {expected}" if expected else "it is the last state"
        raise ParameterError(f"{now.kommunkod}: cannot go from {now.lage} to {to}; {after}")
    if nar < now.nar[now.lage]:
        raise ParameterError(f"{now.kommunkod}: {to} at {nar:%Y-%m-%d %H:%M} UTC is before {now.lage}")
    return Orderlage(now.kommunkod, {**now.nar, to: nar})


def state_file(orders: Path) -> Path:
    """Where the states of a file of orders stand."""
    return orders.with_name(f"{orders.stem}.lage.yml")


def read_states(orders: Path, given: tuple[Bestallning, ...]) -> dict[str, Orderlage]:
    """Read the state of each order.

    Raises
    ------
    ParameterError
        With every fault of the file: an order that does not exist, an unknown state, moves out of order.
    """
    path = state_file(orders)
    states = {order.kommunkod: Orderlage(order.kommunkod, {Lage.MOTTAGEN: order.bestalld}) for order in given}
    faults: list[str] = []
    for kod, moves in (read_yaml(path, ParameterError) or {} if path.is_file() else {}).items():
        if kod not in states:
            faults.append(f"{kod}: has states but no order")
            continue
        for name, nar in moves.items() if isinstance(moves, dict) else ():
            try:
                states[kod] = move(states[kod], Lage(name), datetime.fromisoformat(str(nar)))
            except ParameterError as fault:
                faults.append(fault.what)
            except (ValueError, TypeError):
                faults.append(f"{kod}.{name}: {nar} is not a known state with a moment in UTC")
    if faults:
        raise ParameterError(f"{path} has {len(faults)} faults:", faults, do="Correct the file.")
    return states


def write_states(orders: Path, states: dict[str, Orderlage]) -> None:
    """Write the moves that people and runs have made, by code; the moment of the order stands in the order."""
    moves = {
        kod: {str(lage): nar.isoformat(timespec="seconds") for lage, nar in state.nar.items() if lage != Lage.MOTTAGEN}
        for kod, state in sorted(states.items())
    }
    told = {kod: made for kod, made in moves.items() if made}
    write_atomic(state_file(orders), yaml.safe_dump(told, allow_unicode=True, sort_keys=False) if told else "")


def shown(nar: datetime | None) -> str:
    """Write a moment as people here read it."""
    return f"{nar.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}" if nar else "–"
