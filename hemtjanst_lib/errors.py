"""What can go wrong that a person can put right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class HemtjanstError(Exception):
    """A fault that the user can mend; the command line prints it without a traceback.

    Parameters
    ----------
    what : str
        Where it went wrong, what was found and what was expected.
    faults : sequence of str
        All faults of one file or run, one readable line each.
    do : str
        What to do next.
    """

    exit_code = 2

    def __init__(self, what: str, faults: Sequence[str] = (), *, do: str = "") -> None:
        self.what = what
        self.faults = tuple(faults)
        self.do = do
        super().__init__(what, self.faults, do)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let another process hand the fault over whole."""
        return _again, (type(self), self.what, self.faults, self.do), self.__dict__

    def __str__(self) -> str:
        lines = [self.what, *(f"  - {fault}" for fault in self.faults)]
        return "\n".join([*lines, self.do] if self.do else lines)


def _again(kind: type[HemtjanstError], what: str, faults: Sequence[str], do: str) -> HemtjanstError:
    fault = kind.__new__(kind)
    HemtjanstError.__init__(fault, what, faults, do=do)
    return fault


class ModelError(HemtjanstError):
    """A model file is not sound, or data do not fit the model."""


class SourceError(HemtjanstError):
    """A raw file, its source card or its correction is not what was expected."""


class ParameterError(HemtjanstError):
    """A year, a code or a notebook parameter that does not exist."""


class StoreError(HemtjanstError):
    """Scored data are missing, half-written or made by another version."""


class NotebookError(HemtjanstError):
    """A notebook stopped: the message names notebook, cell and cause."""

    exit_code = 1


class ExportError(HemtjanstError):
    """An executed notebook holds something that an exporter cannot show."""

    exit_code = 1


class EditError(HemtjanstError):
    """An analyst's own words, or a reviewer's signature, cannot be saved or used as they are."""


class GateError(HemtjanstError):
    """A finished page breaks a rule of what may be printed."""

    exit_code = 3
