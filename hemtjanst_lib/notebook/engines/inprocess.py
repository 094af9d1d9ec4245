"""``papermill --engine hemtjanst``: the notebook runs on a shell in papermill's own process."""

from __future__ import annotations

from typing import Any

from papermill.engines import Engine


class InProcessEngine(Engine):  # type: ignore[misc]
    """papermill's semantics without a kernel; isolation is the caller's, who forks a child for each notebook."""

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
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        execution_timeout: float | None = None,
        on_cell: Any = None,
        **_: Any,
    ) -> None:
        """Run the notebook; ``execution_timeout`` is seconds for one cell."""
        from hemtjanst_lib.notebook.client import InProcessClient  # noqa: PLC0415  # papermill must be whole by now

        client = InProcessClient(
            nb_man,
            on_cell=on_cell,
            seconds=execution_timeout,
            kernel_name=kernel_name,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        client.execute()
