"""Pydantic's errors in the words of a person who edits the file."""

from __future__ import annotations

from difflib import get_close_matches
from types import UnionType
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from hemtjanst_lib.model.schema import Model

KINDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text (write it in quotes)",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "list_type": "a list",
    "tuple_type": "a list",
}


def fault_lines(fault: ValidationError) -> list[str]:
    """One line per error: the YAML path, what stands there, what must."""
    return [f"{_path(error['loc'])}: {_text(error)}" for error in fault.errors(include_url=False)]


def _path(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in loc if step != "[key]") or "(the whole file)"


def _text(error: ErrorDetails) -> str:
    kind, found, context = error["type"], error["input"], error.get("ctx", {})
    if "[key]" in error["loc"]:
        return _key(found, kind)
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return _unknown(error["loc"])
    if kind == "value_error":
        return str(context["error"])
    return f"is {_shown(found)}, must be {_expected(kind, context)}"


def _expected(kind: str, context: dict[str, Any]) -> str:
    if kind in KINDS:
        return KINDS[kind]
    wanted = {
        "greater_than": "above {gt:g}",
        "greater_than_equal": "at least {ge:g}",
        "less_than_equal": "at most {le:g}",
        "literal_error": "{expected}",
        "string_pattern_mismatch": "of the form {pattern}",
        "string_too_short": "text that is not empty",
        "too_short": "at least {min_length} of them",
        "finite_number": "a finite number",
    }
    return wanted.get(kind, f"something else ({kind})").format(**context)


def _key(found: object, kind: str) -> str:
    if kind == "string_pattern_mismatch":
        return f"the id {found!r} must be lower-case a–z, digits and _, beginning with a letter"
    return f"the key {_shown(found)} must be {KINDS.get(kind, 'of another kind')}"


def _shown(found: object) -> str:
    if found is None:
        return "empty"
    if isinstance(found, dict | list | tuple):
        return ("an empty " if not found else "a ") + ("mapping" if isinstance(found, dict) else "list")
    return repr(found) if isinstance(found, str) else f"{found}".lower() if isinstance(found, bool) else f"{found}"


def _unknown(loc: tuple[int | str, ...]) -> str:
    """Name the key that was probably meant, or all the keys there are."""
    known = _keys(loc[:-1])
    near = get_close_matches(str(loc[-1]), known, n=1, cutoff=0.6)
    return (
        f"is not a key here; did you mean {near[0]}?" if near else f"is not a key here; the keys are {', '.join(known)}"
    )


def _keys(loc: tuple[int | str, ...]) -> list[str]:
    """The keys a mapping at ``loc`` may have, found by walking the types."""
    here: Any = Model
    for step in loc:
        if _is_model(here):
            here = _without_none(here.model_fields[str(step)].annotation)
        elif get_args(here):
            here = _without_none(get_args(here)[-1])
    fields = here.model_fields if _is_model(here) else {}
    return [name for name, field in fields.items() if field.validation_alias is None]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _without_none(kind: Any) -> Any:
    if isinstance(kind, UnionType):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind
