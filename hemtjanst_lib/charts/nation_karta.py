"""The country's kommuner on a map by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hemtjanst_lib import theme
from hemtjanst_lib.charts.karta import riket
from hemtjanst_lib.charts.nation_ord import kalltext
from hemtjanst_lib.display import Figur

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.nation import Nationsfakta


def nation_karta(n: Nationsfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show every kommun by class, with the borders of the län."""
    names = list(n.klasser["klass"])
    return riket(n.alla, names, n.ar, kalltext(n), granser=True, titel=_title(n), palette=palette)


def _title(n: Nationsfakta) -> str:
    """Say in how many län there are kommuner of the highest class."""
    highest = n.klasser["klass"].iloc[-1]
    where = n.alla.loc[n.alla["klass"] == highest, "lanskod"].nunique()
    whole = n.alla["lanskod"].nunique()
    if not where:
        return f"Ingen kommun når klassen {highest}"
    return f"Kommuner i klassen {highest} finns i {where} av {whole} län"
