"""A bound on what a process may allocate."""

from __future__ import annotations

import resource
from pathlib import Path


def allow(megabytes: int, *, for_good: bool = False) -> None:
    """Let this process allocate so many megabytes beyond what it has now (Linux; elsewhere beyond nothing).

    What goes further fails: Python raises MemoryError, native code that cannot go on ends the process. The bound holds
    for those that it forks too, and may be set anew unless it is ``for_good``.
    """
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = in_use() + megabytes * 2**20
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, soft if for_good else hard))


def in_use() -> int:
    """Bytes of private memory that the process has asked for."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    found = next((line.split()[1] for line in lines if line.startswith("VmData")), "0")
    return int(found) * 1024
