"""The kommuner with the highest results, by size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hemtjanst_lib.display import Kolumn, Tabell
from hemtjanst_lib.language import rakneord, stor_forsta
from hemtjanst_lib.narrative.benchmark import cell
from hemtjanst_lib.reference import STORLEKSKLASSER

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta
    from hemtjanst_lib.analysis.djup import Topplista

NOT = "En kommun med precis 30 000 eller 70 000 invånare räknas till den mindre klassen."


def benchmark_total(k: Kommunfakta) -> Tabell:
    """Return the best of each size class in the whole index and in the delindex that are listed whole."""
    whole = [part for part in k.djup.topplistor if part.niva != "omrade"]
    n = rakneord(k.djup.underlag.regler.benchmark.total)
    return _tabell(k, "benchmark-total", f"De {n} högsta resultaten per storleksklass", whole, "Resultat")


def benchmark(k: Kommunfakta, delindex_id: str) -> Tabell:
    """Return the best of each size class in the områden of one delindex."""
    own = [part for part in k.djup.topplistor if part.niva == "omrade" and part.delindex == delindex_id]
    n = rakneord(k.djup.underlag.regler.benchmark.omrade)
    title = f"{k.delindex['namn'][delindex_id]}: de {n} högsta resultaten per storleksklass"
    return _tabell(k, f"benchmark-{delindex_id.replace('_', '-')}", title, own, "Kvalitetsområde")


def _tabell(k: Kommunfakta, id_: str, titel: str, parts: list[Topplista], first: str) -> Tabell:
    egen = k.kommun.kod
    cells = tuple((_namn(part), *(cell(part.klasser[klass], egen) for klass in STORLEKSKLASSER)) for part in parts)
    own = tuple(n for n, part in enumerate(parts) if part.har(egen))
    heads = (Kolumn(first), *(Kolumn(stor_forsta(klass)) for klass in STORLEKSKLASSER))
    return Tabell(id_, titel, heads, cells, own, NOT)


def _namn(part: Topplista) -> str:
    return {"total": "Hela indexet", "delindex": part.namn}.get(part.niva, part.namn)
