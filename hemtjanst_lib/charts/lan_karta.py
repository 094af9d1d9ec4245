"""The set's kommuner on a map by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hemtjanst_lib import theme
from hemtjanst_lib.charts.karta import riket, urval
from hemtjanst_lib.charts.words import kalltext
from hemtjanst_lib.display import Figur

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport


def lan_karta(u: Lansrapport, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the kommuner by class; a kommun alone in its set is pointed out on the map of the country instead."""
    names = list(u.klasser["klass"])
    if u.antal == 1:
        return riket(u.alla, names, u.ar, kalltext(u), egen=str(u.tabell.index[0]), palette=palette)
    rader = u.alla[u.alla["kommunkod"].isin(u.tabell.index)].reset_index(drop=True)
    where = u.urval.namn if u.urval.sort == "lan" else u.ord["gruppen"]
    return urval(rader, names, where, u.ar, kalltext(u), palette=palette)
