"""Invented data in the layouts of the real files: deterministic, realistic, marked EXEMPELDATA."""

from hemtjanst_lib.example.write import EXEMPELBY, SEED, YEARS, write

__all__ = ["EXEMPELBY", "SEED", "YEARS", "write"]
