"""papermill's own engine with a real kernel, and then the live values of the prose.

It takes the place of papermill's default, so that plain ``papermill notebook.ipynb out.ipynb`` gives what the factory
gives. A notebook without ``{eval}`` expressions passes through as it always did.
"""

from __future__ import annotations

import math
from typing import Any

from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from papermill.utils import merge_kwargs, remove_args


class KernelEngine(NBClientEngine):  # type: ignore[misc]
    """``NBClientEngine`` with a client that knows expressions."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Refuse parameters that the notebook does not have, before anything is run, and note what it is made from."""
        from hemtjanst_lib.notebook.engines.refusal import refuse_unfit  # noqa: PLC0415
        from hemtjanst_lib.notebook.origin import stamp  # noqa: PLC0415

        refuse_unfit(nb)
        stamp(nb)
        return super().execute_notebook(nb, kernel_name, **kwargs)

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        **kwargs: Any,
    ) -> Any:
        """Run the notebook in a kernel; arguments are those of papermill's engine."""
        from hemtjanst_lib.notebook.client import KernelClient  # noqa: PLC0415  # papermill must be whole by now

        final = merge_kwargs(
            remove_args(["input_path", "timeout", "startup_timeout", "on_cell"], **kwargs),
            timeout=math.ceil(execution_timeout) if execution_timeout else kwargs.get("timeout"),
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
        )
        return KernelClient(nb_man, **final).execute()


papermill_engines.register(None, KernelEngine)
