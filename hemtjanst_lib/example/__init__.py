"""Invented data in the layouts of the real files: deterministic, realistic, marked EXEMPELDATA."""

from hemtjanst_lib.example.write import EXEMPELBY, SEED, write

__all__ = ["EXEMPELBY", "SEED", "write"]
