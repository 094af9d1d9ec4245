"""Parameter files as checked forms: a file is right, or every fault in it is told at once, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.files import read_yaml

T = TypeVar("T")


class Del(BaseModel):
    """One part of a parameter file: frozen, and a misspelt key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_form(path: Path, form: type[T]) -> T:
    """Read a YAML file as ``form``: a model, or a mapping of models.

    Raises
    ------
    ParameterError
        With every fault of the file, each with its YAML path.
    """
    try:
        return TypeAdapter(form).validate_python(read_yaml(path, ParameterError))
    except ValidationError as fault:
        raise faulty(path, faults_of(fault)) from fault


def faults_of(fault: ValidationError) -> list[str]:
    """One line per fault: where in the file, and what is wrong."""
    return [f"{'.'.join(map(str, each['loc'])) or 'the file'}: {each['msg']}" for each in fault.errors()]


def faulty(path: Path, faults: Sequence[str], *, do: str = "Correct the file.") -> ParameterError:
    """Return the error that lists a parameter file's faults."""
    many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return ParameterError(f"{path} has {many}:", faults, do=do)
