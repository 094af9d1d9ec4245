"""Who sits at the desk."""

from __future__ import annotations

import getpass
import subprocess


def user_name() -> str:
    """Return the name that git knows the user by, or else the system."""
    try:
        found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, check=False).stdout
    except OSError:
        found = ""
    return found.strip() or getpass.getuser()
