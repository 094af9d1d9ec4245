"""Facts to sentences, each with the id of its rule. Words, limits and wording stand in ``parameters/text/``."""

from hemtjanst_lib.narrative.delindex import Delindexmeningar
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.story import Meningar, Namnrum, Punkter
from hemtjanst_lib.narrative.words import Skala, load_words, skala

__all__ = ["Delindexmeningar", "Meningar", "Namnrum", "Punkter", "Sentence", "Skala", "join", "load_words", "skala"]
