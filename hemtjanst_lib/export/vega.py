"""Vega-Lite to Vega, once for each design of a chart.

Compiling is two fifths of the work of drawing a chart, and the reports of a year draw the same designs with other
rows, other values of the parameters and another height. So the compiled form of a design is kept, and filled.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]
Compile = Callable[[str], Spec]
MOST = 200  # designs to remember


@dataclass
class _Design:
    """A compiled design; ``trusted`` is None until filling it has been compared with compiling."""

    compiled: Spec
    trusted: bool | None = None


class Compiler:
    """Compile Vega-Lite to Vega, remembering designs.

    A design is filled only after it has been seen to give exactly what compiling gives for another chart of the same
    design; one that does not (its rows steer how it is compiled) is compiled anew each time.

    Parameters
    ----------
    compile_ : callable
        From the text of a Vega-Lite specification to a Vega one, the long way.
    """

    def __init__(self, compile_: Compile) -> None:
        self._compile = compile_
        self._designs: dict[str, _Design] = {}

    def __call__(self, spec: Spec, text: str) -> Spec:
        """Return ``spec`` compiled; ``text`` is the same as JSON."""
        key = _outline(spec)
        design = self._designs.get(key)
        if design is not None and design.trusted:
            return _filled(design.compiled, spec)
        compiled = self._compile(text)
        if design is not None:
            if design.trusted is None:
                design.trusted = _filled(design.compiled, spec) == compiled
        elif len(self._designs) < MOST and _has_places(compiled, spec):
            self._designs[key] = _Design(compiled)
        return compiled


def _outline(spec: Spec) -> str:
    """Return all of a specification that says how it is drawn, without what its reports differ in."""
    params = [{**p, "value": None} if _is_number_or_text(p) else p for p in spec.get("params", [])]
    shapes = {name: bool(rows) for name, rows in spec.get("datasets", {}).items()}
    height = "number" if _has_height(spec) else spec.get("height")
    return json.dumps({**spec, "params": params, "datasets": shapes, "height": height})


def _has_height(spec: Spec) -> bool:
    return isinstance(spec.get("height"), int | float)


def _is_number_or_text(parameter: Mapping[str, Any]) -> bool:
    return set(parameter) == {"name", "value"} and isinstance(parameter["value"], int | float | str)


def _values(spec: Spec) -> dict[str, Any]:
    return {p["name"]: p["value"] for p in spec.get("params", []) if _is_number_or_text(p)}


def _has_places(compiled: Spec, spec: Spec) -> bool:
    """Whether each data set, parameter and height of ``spec`` stands in one place of its own in ``compiled``."""
    rows = [entry["name"] for entry in compiled.get("data", []) if "values" in entry]
    signals = [entry["name"] for entry in compiled.get("signals", [])]
    known = sorted(spec.get("datasets", {})) == sorted(rows)
    high = not _has_height(spec) or compiled.get("height") == spec["height"]
    return known and high and set(_values(spec)) <= set(signals)


def _filled(compiled: Spec, spec: Spec) -> Spec:
    datasets, values = spec.get("datasets", {}), _values(spec)
    filled = {
        **compiled,
        "data": [{**d, "values": datasets[d["name"]]} if d["name"] in datasets else d for d in compiled["data"]],
    }
    if values:
        signals = compiled["signals"]
        filled["signals"] = [{**s, "value": values[s["name"]]} if s["name"] in values else s for s in signals]
    if _has_height(spec):
        filled["height"] = spec["height"]
    return filled
