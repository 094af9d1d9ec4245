"""Facts to charts. Each takes the open report and returns a ``Figur``: finding, alt text, caption, drawing and data.

The designs are made by altair on first use and kept for the life of the process; ``preload`` makes them ahead, in a
process from which others are forked.
"""

from __future__ import annotations

from hemtjanst_lib.charts.areas import delindex_omraden, indikatorer, prioriterade
from hemtjanst_lib.charts.change import forandring
from hemtjanst_lib.charts.designs import preload
from hemtjanst_lib.charts.distribution import placering
from hemtjanst_lib.charts.dots import lan
from hemtjanst_lib.charts.enhet_gap import enhet_gap
from hemtjanst_lib.charts.enhet_lage import enhet_lage
from hemtjanst_lib.charts.enheter_matris import enheter_matris
from hemtjanst_lib.charts.enheter_omraden import enheter_delindex
from hemtjanst_lib.charts.enheter_rangordning import enheter_rangordning
from hemtjanst_lib.charts.gor_forst import atgarder
from hemtjanst_lib.charts.karta import karta, karta_lan, karta_riket
from hemtjanst_lib.charts.klasskala import klasskala
from hemtjanst_lib.charts.konto import konto
from hemtjanst_lib.charts.lan_ar import lan_ar
from hemtjanst_lib.charts.lan_delar import lan_delindex, lan_index
from hemtjanst_lib.charts.lan_karta import lan_karta
from hemtjanst_lib.charts.lan_omraden import lan_forandring, lan_omraden
from hemtjanst_lib.charts.lines import delindex_ar
from hemtjanst_lib.charts.metod import metod_intervall, metod_kanslighet
from hemtjanst_lib.charts.modell import matmodell
from hemtjanst_lib.charts.nation_delar import nation_delindex, nation_omraden
from hemtjanst_lib.charts.nation_forandring import nation_forandring
from hemtjanst_lib.charts.nation_fordelning import nation_fordelning
from hemtjanst_lib.charts.nation_grupper import nation_grupper
from hemtjanst_lib.charts.nation_hogt_lagt import nation_hogt_lagt
from hemtjanst_lib.charts.nation_karta import nation_karta
from hemtjanst_lib.charts.nation_samband import nation_befolkning, nation_samband
from hemtjanst_lib.charts.sakerhet import sakerhet

__all__ = [
    "atgarder",
    "delindex_ar",
    "delindex_omraden",
    "enhet_gap",
    "enhet_lage",
    "enheter_delindex",
    "enheter_matris",
    "enheter_rangordning",
    "forandring",
    "indikatorer",
    "karta",
    "karta_lan",
    "karta_riket",
    "klasskala",
    "konto",
    "lan",
    "lan_ar",
    "lan_delindex",
    "lan_forandring",
    "lan_index",
    "lan_karta",
    "lan_omraden",
    "matmodell",
    "metod_intervall",
    "metod_kanslighet",
    "nation_befolkning",
    "nation_delindex",
    "nation_forandring",
    "nation_fordelning",
    "nation_grupper",
    "nation_hogt_lagt",
    "nation_karta",
    "nation_omraden",
    "nation_samband",
    "placering",
    "preload",
    "prioriterade",
    "sakerhet",
]
