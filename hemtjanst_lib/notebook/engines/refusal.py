"""Parameters that papermill was given and the notebook does not have: refused, where papermill warns and runs on."""

from __future__ import annotations

from typing import Any

import click

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.notebook.inline import expressions
from hemtjanst_lib.notebook.parameters import check_given


class RefusedParametersError(ParameterError, click.ClickException):
    """What papermill's command line shows as one message, without a traceback."""

    def __init__(self, fault: ParameterError) -> None:
        self.what, self.faults, self.do = fault.what, fault.faults, fault.do
        click.ClickException.__init__(self, str(fault))


def refuse_unfit(nb: Any) -> None:
    """Refuse parameters that do not fit a notebook with ``{eval}`` expressions; others are left to papermill.

    Raises
    ------
    RefusedParametersError
        With all faults.
    """
    told = nb.metadata.get("papermill", {})
    given, name = told.get("parameters", {}), str(told.get("input_path", "the notebook")).rsplit("/", 1)[-1]
    if not given or not any(cell.cell_type == "markdown" and expressions(cell.source) for cell in nb.cells):
        return
    try:
        check_given(name, nb.cells, given)
    except ParameterError as fault:
        raise RefusedParametersError(fault) from None
