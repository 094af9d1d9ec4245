"""Facts to tables of finished text. Each takes the open report and returns a ``Tabell``."""

from __future__ import annotations

from hemtjanst_lib.tables.bast import benchmark, benchmark_total
from hemtjanst_lib.tables.enhet_tabeller import (
    enhet_kallor,
    enhet_langsiktiga,
    enhet_rutiner,
    enhet_snabba,
)
from hemtjanst_lib.tables.enheter import enheter_delindex, enheter_rangordning, enheter_regi, enheter_rutor
from hemtjanst_lib.tables.enheter_delar import (
    enheter_kallor,
    enheter_planer,
    enheter_rutiner,
    enheter_saknas,
    enheter_styrkor,
    enheter_tveksamma,
)
from hemtjanst_lib.tables.gor_forst import forebilder, langsiktiga_atgarder, snabba_atgarder
from hemtjanst_lib.tables.lan_jamforelse import lan_klattrare, lan_omraden, lan_skillnader
from hemtjanst_lib.tables.lan_oversikt import lan_klasser, lan_placeringar, lan_saknas
from hemtjanst_lib.tables.levels import delindex, klasser, omraden, prioriterade
from hemtjanst_lib.tables.metod import (
    metod_broar,
    metod_grupper,
    metod_kanslighet,
    metod_konto,
    metod_kritik,
    metod_omraden,
    metod_sobol,
    metod_struktur,
    metod_typer,
    metod_tystnad,
    metod_vikter,
)
from hemtjanst_lib.tables.nation_fordjupning import (
    nation_bortfall,
    nation_forklaring,
    nation_indikatorer,
    nation_underlag,
    nation_utan_svar,
)
from hemtjanst_lib.tables.nation_placering import nation_hogst, nation_klasser, nation_klattrare, nation_lagst
from hemtjanst_lib.tables.ordning import lan_ordning, nation_ordning
from hemtjanst_lib.tables.origin import kallor, saknas
from hemtjanst_lib.tables.sakerhet import konto, typer, tystnad

__all__ = [
    "benchmark",
    "benchmark_total",
    "delindex",
    "enhet_kallor",
    "enhet_langsiktiga",
    "enhet_rutiner",
    "enhet_snabba",
    "enheter_delindex",
    "enheter_kallor",
    "enheter_planer",
    "enheter_rangordning",
    "enheter_regi",
    "enheter_rutiner",
    "enheter_rutor",
    "enheter_saknas",
    "enheter_styrkor",
    "enheter_tveksamma",
    "forebilder",
    "kallor",
    "klasser",
    "konto",
    "lan_klasser",
    "lan_klattrare",
    "lan_omraden",
    "lan_ordning",
    "lan_placeringar",
    "lan_saknas",
    "lan_skillnader",
    "langsiktiga_atgarder",
    "metod_broar",
    "metod_grupper",
    "metod_kanslighet",
    "metod_konto",
    "metod_kritik",
    "metod_omraden",
    "metod_sobol",
    "metod_struktur",
    "metod_typer",
    "metod_tystnad",
    "metod_vikter",
    "nation_bortfall",
    "nation_forklaring",
    "nation_hogst",
    "nation_indikatorer",
    "nation_klasser",
    "nation_klattrare",
    "nation_lagst",
    "nation_ordning",
    "nation_underlag",
    "nation_utan_svar",
    "omraden",
    "prioriterade",
    "saknas",
    "snabba_atgarder",
    "typer",
    "tystnad",
]
