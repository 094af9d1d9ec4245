"""The explorer as a page of its own, by Voilà on this machine alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hemtjanst_lib import store
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.explorer.app import DATA
from hemtjanst_lib.paths import NOTEBOOKS, PROJECT

# Voilà's page asks a content network for icons; nothing leaves this machine.
POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ws://127.0.0.1:*"
NOTEBOOK = NOTEBOOKS / "analysverktyg.ipynb"


def command(port: int, *, browser: bool) -> list[str]:
    """Write the command that serves the notebook: on localhost only, code hidden."""
    start = [sys.executable, "-m", "voila", str(NOTEBOOK), f"--port={port}", "--Voila.ip=127.0.0.1"]
    settings = f'--Voila.tornado_settings={{"headers": {{"Content-Security-Policy": "{POLICY}"}}}}'
    return [*start, settings, "--show_tracebacks=True", *([] if browser else ["--no-browser"])]


def serve(data: Path, port: int, *, browser: bool) -> int:
    """Serve until it is stopped, and return the exit code.

    Raises
    ------
    ParameterError
        If nothing is scored in the data root.
    """
    if not store.years(data):
        raise ParameterError(f"no scored year in {data}", do=f"Run: hemtjanst score 2025 --data {data}")
    environment = {**os.environ, DATA: str(data)}
    try:
        return subprocess.run(command(port, browser=browser), env=environment, cwd=PROJECT, check=False).returncode
    except KeyboardInterrupt:
        return 0
