"""What a unit's report lacks, and why."""

from __future__ import annotations

from hemtjanst_lib.analysis.enhet import DELINDEX, Enhetsbild
from hemtjanst_lib.language import antal, heltal, lista, stor_forsta
from hemtjanst_lib.narrative.enhet_ord import delindexnamn, skal, tell
from hemtjanst_lib.narrative.sentence import Sentence, join

ENSTAKA = ("sekretess", "ej_tillamplig", "ej_svar")


def saknas(e: Enhetsbild) -> Sentence:
    """Tell whole surveys first, then single questions, and what follows for the result."""
    told = [*(_undersokning(e, kod) for kod in DELINDEX), *(_enstaka(e, status) for status in ENSTAKA)]
    there = [sentence for sentence in told if sentence]
    if not there:
        return tell("saknas.inget")
    minst = None
    if any("sekretess" in sentence.regel for sentence in there) and not e.fakta.min_svar_bekraftat:
        minst = tell("saknas.minst", minst=heltal(e.fakta.min_svar))
    return join([*there, tell("saknas.foljd"), minst])


def _undersokning(e: Enhetsbild, delindex: str) -> Sentence | None:
    why = skal(e, delindex)
    if not why:
        return None
    count = int((e.indikatorer["delindex"] == delindex).sum())
    values = {"delindex": delindexnamn(e, delindex), "antal": heltal(count), "minst": heltal(e.fakta.min_svar)}
    return tell(f"saknas.{why}", **values)


def _enstaka(e: Enhetsbild, status: str) -> Sentence | None:
    rows = e.indikatorer[e.indikatorer["delindex"].isin(e.har) & (e.indikatorer["status"] == status)]
    if rows.empty:
        return None
    count = antal(len(rows), "fråga", "frågor")
    values = {"uppgifter": count, "Uppgifter": stor_forsta(count), "namn": lista(rows["visningsnamn"])}
    return tell(f"saknas.enstaka_{status}", **values)
