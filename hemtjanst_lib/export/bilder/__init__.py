"""Decks of slides: a kommun's result, a län or named set, and a kommun's units, with native charts."""

from hemtjanst_lib.export.bilder.egna import own_folder
from hemtjanst_lib.export.bilder.enheter import enhetsbilder
from hemtjanst_lib.export.bilder.kommun import kommunbilder
from hemtjanst_lib.export.bilder.lan import lanbilder

__all__ = ["enhetsbilder", "kommunbilder", "lanbilder", "own_folder"]
