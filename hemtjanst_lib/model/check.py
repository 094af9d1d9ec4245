"""Faults that span the tree, found in the raw YAML so that they are told together with the faults of its shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class _Node:
    """A part of the file: where it stands, its id, and what it says."""

    path: str
    kod: str
    part: dict[Any, Any]


def cross_faults(raw: dict[Any, Any], stem: str) -> list[str]:
    """Every fault that more than one place in the file takes part in; parts of the wrong kind are passed over."""
    delindex = list(_nodes(raw.get("delindex"), "delindex"))
    omraden = [n for d in delindex for n in _nodes(d.part.get("kvalitetsomraden"), f"{d.path}.kvalitetsomraden")]
    indikatorer = [n for o in omraden for n in _nodes(o.part.get("indikatorer"), f"{o.path}.indikatorer")]
    kallor = list(_nodes(raw.get("kallor"), "kallor"))
    return [
        *_year(raw, stem),
        *_reserved([*delindex, *omraden, *indikatorer, *kallor]),
        *_twice(omraden, "kvalitetsomrade", "delindex"),
        *_twice(indikatorer, "indikator", "kvalitetsomraden"),
        *_same(delindex, "nummer"),
        *_same(omraden, "nummer"),
        *_same(omraden, "namn"),
        *_same(indikatorer, "visningsnamn"),
        *_same(kallor, "kod"),
        *_unknown_kalla(indikatorer, kallor),
        *_count(raw, indikatorer),
        *_units(raw, indikatorer, omraden),
    ]


def _nodes(parts: Any, path: str) -> Iterator[_Node]:
    if isinstance(parts, dict):
        for kod, part in parts.items():
            if isinstance(part, dict):
                yield _Node(f"{path}.{kod}", str(kod), part)


def _year(raw: dict[Any, Any], stem: str) -> Iterator[str]:
    ar = raw.get("ar")
    if stem.isdigit() and len(stem) == 4 and isinstance(ar, int) and ar != int(stem):
        yield f"ar: is {ar}, but the file is named {stem}.yml"
    earlier = raw.get("jamforbarhet")
    if isinstance(earlier, dict) and isinstance(ar, int):
        for year in earlier:
            if isinstance(year, int) and year >= ar:
                yield f"jamforbarhet.{year}: must be a year before {ar}"


def _reserved(nodes: list[_Node]) -> Iterator[str]:
    """The loader's own keys, which it puts in itself."""
    for node in nodes:
        yield from (f"{node.path}.{key}: is not a key here" for key in node.part if str(key).startswith("§"))


def _twice(nodes: list[_Node], what: str, where: str) -> Iterator[str]:
    for kod, n in Counter(node.kod for node in nodes).items():
        if n > 1:
            paths = ", ".join(node.path for node in nodes if node.kod == kod)
            yield f"{what} {kod}: listed in {n} {where}, must be in one ({paths})"


def _same(nodes: list[_Node], key: str) -> Iterator[str]:
    first: dict[Any, str] = {}
    for node in nodes:
        value = node.part.get(key)
        if not isinstance(value, str | int):
            continue
        if value in first and first[value] != node.path:
            yield f"{node.path}.{key}: is {value!r}, as in {first[value]}; each must be its own"
        first.setdefault(value, node.path)


def _unknown_kalla(indikatorer: list[_Node], kallor: list[_Node]) -> Iterator[str]:
    known = [kalla.kod for kalla in kallor]
    for node in indikatorer:
        kalla = node.part.get("kalla")
        if isinstance(kalla, str) and kalla not in known:
            yield f"{node.path}.kalla: is {kalla!r}, must be one of the file's kallor ({', '.join(known) or 'none'})"


def _count(raw: dict[Any, Any], indikatorer: list[_Node]) -> Iterator[str]:
    declared = raw.get("antal_indikatorer")
    if isinstance(declared, int) and declared != len(indikatorer):
        yield f"antal_indikatorer: is {declared}, but the file lists {len(indikatorer)} indikatorer"


def _units(raw: dict[Any, Any], indikatorer: list[_Node], omraden: list[_Node]) -> Iterator[str]:
    marked = [node for node in indikatorer if node.part.get("per_enhet") is True]
    yield from (
        f"{node.path}.poang_enhet: stands there, but per_enhet is not true"
        for node in indikatorer
        if "poang_enhet" in node.part and node not in marked
    )
    enhetsmodell = raw.get("enhetsmodell")
    if not isinstance(enhetsmodell, dict):
        if marked and enhetsmodell is None:
            yield f"enhetsmodell: is missing, but {len(marked)} indikatorer have per_enhet: true"
        return
    absent = list(_nodes(enhetsmodell.get("utan_kalla"), "enhetsmodell.utan_kalla"))
    found, declared = len(marked) + len(absent), enhetsmodell.get("antal_indikatorer")
    if isinstance(declared, int) and declared != found:
        yield (
            f"enhetsmodell.antal_indikatorer: is {declared}, but {len(marked)} indikatorer have per_enhet: true "
            f"and {len(absent)} stand under utan_kalla, {found} in all"
        )
    yield from _absent(absent, {node.kod for node in indikatorer}, {node.kod for node in omraden})


def _absent(absent: list[_Node], indikatorer: set[str], omraden: set[str]) -> Iterator[str]:
    for node in absent:
        if node.kod in indikatorer:
            yield f"{node.path}: is also one of the model's indikatorer; it must stand in one place"
        if isinstance(omrade := node.part.get("omrade"), str) and omrade not in omraden:
            yield f"{node.path}.omrade: is {omrade!r}, which is none of the file's kvalitetsomraden"
