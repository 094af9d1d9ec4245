"""Spoils every kind of raw file in every way we could think of, and sees that nobody is misled.

``python -m tests.fuzz`` (``make fuzz``) writes ``docs/raw_files.md``; ``tests/test_fuzz.py`` holds a sample of it.
"""

from . import arbetsbok, celler, filer, tabeller, texter  # noqa: F401  (they fill the register)
from .outcome import Outcome, judge
from .spoiling import MUTATIONS, Mutation
from .target import Target, targets

__all__ = ["MUTATIONS", "Mutation", "Outcome", "Target", "judge", "targets"]
