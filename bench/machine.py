"""On what was measured: machine, versions and how busy it was."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

RENDERING = ("papermill", "nbconvert", "nbclient", "ipykernel", "jupyterlab", "altair", "vl-convert-python", "typst")
PACKAGES = (*RENDERING, "pandas", "numpy")


def describe() -> dict[str, str]:
    """Return label and text of what a reader must know to compare."""
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "System": f"{_system()}, Python {platform.python_version()}",
        "Packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        "Chromium": _said("chromium", "--version") or "not installed",
        "Code": _said("git", "describe", "--always", "--dirty"),
    }


def others() -> float:
    """Return how many processors others keep busy, on average over two seconds in which this session rests."""
    return psutil.cpu_percent(interval=2) / 100 * (os.cpu_count() or 1)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _said(command: str, *words: str) -> str:
    if not (found := shutil.which(command)):
        return ""
    return subprocess.run([found, *words], capture_output=True, text=True, check=False).stdout.strip()
