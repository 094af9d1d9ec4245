"""Decks of slides: a kommun's result, a län or named set, and a kommun's units, with native charts."""

from hemtjanst_lib.export.bilder.kommun import kommunbilder

__all__ = ["kommunbilder"]
