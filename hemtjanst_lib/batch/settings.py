"""How a run is carried out; none of it changes what a report says."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Choices for one run.

    Parameters
    ----------
    jobs : int
        Cores to use: as many notebooks, and as many exporters, at a time.
    engine : str
        ``inprocess`` or ``kernel``.
    timeout : float
        Seconds for one cell, and for one export; behind it, ``grace`` seconds later, the process is killed.
    report_timeout : float
        Seconds for one notebook, all cells together.
    memory_mb : int
        Memory that one notebook, and the export of one, may use beyond what its process has when it begins.
    recycle : int
        Reports after which an exporter is replaced by a new one.
    force : bool
        Render also what is up to date.
    scheduler : str
        Address or file of a Dask scheduler whose workers make the reports; "" for this machine.
    shared : str
        With ``scheduler``: the output root as the workers see it, for them to write to; "" when they send the files.
    wait : float
        With ``scheduler``: seconds to wait for workers.
    """

    jobs: int = os.cpu_count() or 1
    engine: str = "inprocess"
    timeout: float = 60.0
    report_timeout: float = 300.0
    grace: float = 5.0
    memory_mb: int = 2048
    recycle: int = 300
    force: bool = False
    scheduler: str = ""
    shared: str = ""
    wait: float = 60.0

    @property
    def deadline(self) -> float:
        """Seconds after which a notebook's process is killed."""
        return self.report_timeout + self.grace
