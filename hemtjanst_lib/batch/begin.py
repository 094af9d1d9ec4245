"""``python -m hemtjanst_lib.batch.begin PARENT MODULE ARGUMENT...``: a worker that dies with its parent from the start.

What workers import takes seconds on a busy machine, and a worker must not outlive a run that is killed meanwhile.
"""

from __future__ import annotations

import runpy
import sys

from hemtjanst_lib.batch.wire import die_with_parent


def main() -> None:
    """Bind this process to its parent (a process id), then run the module."""
    parent, module = sys.argv[1:3]
    die_with_parent(int(parent))
    sys.argv = [module, *sys.argv[3:]]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
