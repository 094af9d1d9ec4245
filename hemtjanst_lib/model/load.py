"""From a YAML file to a checked model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hemtjanst_lib import paths
from hemtjanst_lib.errors import ModelError, ParameterError
from hemtjanst_lib.files import read_yaml, sha256
from hemtjanst_lib.model.check import cross_faults
from hemtjanst_lib.model.schema import Model
from hemtjanst_lib.model.words import fault_lines


def model_years() -> list[int]:
    """Years that have a model file."""
    return sorted(int(file.stem) for file in (paths.PARAMETERS / "model").glob("[0-9][0-9][0-9][0-9].yml"))


def model_path(ar: int) -> Path:
    """Path of a year's model file.

    Raises
    ------
    ParameterError
        If there is none.
    """
    file = paths.PARAMETERS / "model" / f"{ar}.yml"
    if not file.is_file():
        years = ", ".join(str(year) for year in model_years()) or "none"
        raise ParameterError(
            f"no model for {ar}; there are models for {years}", do=f"Write {shown(file)} to add a year."
        )
    return file


def load_model(path: Path | str) -> Model:
    """Read and check one model file; a file with the same content is parsed once.

    Raises
    ------
    ModelError
        With every fault of the file, each with its YAML path.
    """
    file = Path(path)
    try:
        content = sha256(file)
    except OSError as fault:
        raise ModelError(f"{shown(file)}: cannot be read ({fault.strerror})", do="Check the name.") from fault
    return _cached(file, content)


def parse_model(raw: Any, name: str = "the model") -> Model:
    """Check a model given as plain mappings, as the YAML would be read; ``name`` is what the faults call it.

    Raises
    ------
    ModelError
        With every fault.
    """
    model, faults = _parse(raw, "")
    return _sound(model, faults, name, "Correct the model.")


def load_models(years: Iterable[int]) -> dict[int, Model]:
    """Load the models of several years, by year."""
    return {ar: load_model(model_path(ar)) for ar in years}


def check_model_file(path: Path | str) -> list[str]:
    """Every fault of a model file, one readable line each; an empty list means sound. Never raises for a bad file."""
    file = Path(path)
    try:
        raw = _read(file)
    except ModelError as fault:
        return [" ".join([fault.what, *fault.faults])]
    return [f"{shown(file)}: {line}" for line in _parse(raw, file.stem)[1]]


def shown(file: Path) -> str:
    """Name a file as the user knows it: inside the project without the way there."""
    absolute = file.resolve()
    return str(absolute.relative_to(paths.PROJECT)) if absolute.is_relative_to(paths.PROJECT) else str(file)


@lru_cache(maxsize=32)
def _cached(file: Path, _content: str) -> Model:
    model, faults = _parse(_read(file), file.stem)
    return _sound(model, faults, shown(file), f"Correct the file, then run: hemtjanst check {file.stem}")


def _sound(model: Model | None, faults: list[str], name: str, do: str) -> Model:
    if model is None or faults:
        raise ModelError(f"{name} has {len(faults)} fault{'s' if len(faults) != 1 else ''}:", faults, do=do)
    return model


def _read(file: Path) -> Any:
    try:
        return read_yaml(file, ModelError)
    except (TypeError, ValueError, RecursionError) as fault:
        raise ModelError(f"{shown(file)}: not a YAML file that can be read", [str(fault)]) from fault


def _parse(raw: Any, stem: str) -> tuple[Model | None, list[str]]:
    """Return the model, or None, and all faults: of the shape first, then those that span the tree."""
    if not isinstance(raw, dict):
        return None, [f"the model must be a mapping with keys such as ar and delindex, is {type(raw).__name__}"]
    across = cross_faults(raw, stem)
    try:
        return Model.model_validate(_with_ids(raw)), across
    except ValidationError as fault:
        return None, [*fault_lines(fault), *across]


def _with_ids(raw: dict[Any, Any]) -> dict[Any, Any]:
    """Copy the tree and tell every part its id and its parents."""
    tree = dict(raw)
    tree["kallor"] = _children(raw.get("kallor"), {})
    if tree["kallor"] is None:
        del tree["kallor"]
    tree["delindex"] = _children(raw.get("delindex"), {}, ("delindex", "kvalitetsomraden"), ("omrade", "indikatorer"))
    if tree["delindex"] is None:
        del tree["delindex"]
    return tree


def _children(parts: Any, known: dict[str, Any], *levels: tuple[str, str]) -> Any:
    """Put ``§kod`` and the parents' ids into each part; a part of the wrong kind is left for pydantic to refuse."""
    if not isinstance(parts, dict):
        return parts
    filled = {}
    for kod, part in parts.items():
        if not isinstance(part, dict):
            filled[kod] = part
            continue
        filled[kod] = {**part, **known, "§kod": str(kod)}
        if levels:
            (name, below), *rest = levels
            parents = {**known, f"§{name}": str(kod)}
            if below in part:
                filled[kod][below] = _children(part[below], parents, *rest)
    return filled
