"""What the units' results lack and why, and what the kommun can do next."""

from __future__ import annotations

from hemtjanst_lib.analysis.enheter_fakta import Enhetsfakta
from hemtjanst_lib.analysis.enheter_monster import andelar, rutiner, rutor
from hemtjanst_lib.language import antal, lista, rakneord, stor_forsta, tal
from hemtjanst_lib.narrative.enheter_delar import GENOMFORANDEPLAN, saknad_rutin, storsta_omrade
from hemtjanst_lib.narrative.enheter_ord import ORD, enheter, fill, i_markdown, namn, tell
from hemtjanst_lib.narrative.phrases import citat, rakna
from hemtjanst_lib.narrative.sentence import TYST, Sentence, tillsammans

SKAL = ("sekretess", "ej_brukarundersokning", "ej_enhetsundersokning", "obekraftat_par", "ej_tillamplig")
FA = 3  # units named in a recommendation; of more only the number
LAGT = 90.0  # per cent of genomförandeplaner below which they are worth a point


def skal_antal(e: Enhetsfakta) -> dict[str, int]:
    """Count the units by each reason that a delindex is missing; a unit may have two."""
    both = zip(e.enheter["skal_utforande"], e.enheter["skal_stod_utveckling"], strict=True)
    reasons = [reason for pair in both for reason in dict.fromkeys(pair)]
    return {reason: reasons.count(reason) for reason in SKAL}


def saknas(e: Enhetsfakta) -> Sentence:
    """Tell how many units lack what, by reason."""
    if e.tackning.antal == 0:
        return TYST
    counts = {reason: n for reason, n in skal_antal(e).items() if n}
    if not counts:
        return tell("saknas.inget")
    least = rakneord(int(e.min_svar))
    told = [
        tell(f"saknas.{reason}", antal=enheter(n), Antal=stor_forsta(enheter(n)), min_svar=least)
        for reason, n in counts.items()
    ]
    doubt = tell("saknas.obekraftat", min_svar=least) if "sekretess" in counts and not e.min_svar_bekraftat else TYST
    return tillsammans(*told, tell("saknas.foljd"), doubt)


def saknas_kort(e: Enhetsfakta) -> Sentence:
    """Tell the same in the summary: only how many."""
    if e.tackning.antal == 0:
        return TYST
    counts = {reason: n for reason, n in skal_antal(e).items() if n}
    if not counts:
        return tell("saknas.inget")
    least = rakneord(int(e.min_svar))
    return tell(
        "saknas.kort",
        delar=lista(fill(f"saknas.kort_{r}", antal=enheter(n), min_svar=least) for r, n in counts.items()),
    )


def tveksamma(e: Enhetsfakta) -> Sentence:
    """Tell how many pairs of names nobody has confirmed."""
    count = len(e.tveksamma)
    if not count:
        return TYST
    return tell("tveksamma.en" if count == 1 else "tveksamma.flera", antal=antal(count, "par", "par", "ett"))


def lasa() -> tuple[str, ...]:
    """List how small differences should be read."""
    return ORD.texter.variants["lasa"]


def nasta(e: Enhetsfakta) -> tuple[str, ...]:
    """List what the kommun can do next, from its own units' results."""
    if e.tackning.antal == 0:
        return (fill("nasta.tom"),)
    told = [_omrade(e), _rutin(e), _planer(e), _under(e), *_bortfall(e)]
    return tuple(text for text in [*told, fill("nasta.rapporter")] if text)


def _omrade(e: Enhetsfakta) -> str:
    row = storsta_omrade(e, "utforande")
    if row is None:
        return ""
    return fill("nasta.omrade", omrade=citat(row["namn"]), hogst=i_markdown(namn(e, row["hogst"])))


def _rutin(e: Enhetsfakta) -> str:
    table = rutiner(e)
    if table.empty:
        return ""
    name, lacking, whole = saknad_rutin(table)
    antal_, alla = rakna(lacking, whole)
    return fill("nasta.rutin", rutin=name, antal=antal_, alla=alla) if lacking > 1 else ""


def _planer(e: Enhetsfakta) -> str:
    shares = andelar(e)
    own = shares[shares["indikator"] == GENOMFORANDEPLAN].set_index("enhet")["varde"]
    if len(own) < 2 or own.min() >= LAGT:
        return ""
    return fill("nasta.planer", namn=i_markdown(namn(e, str(own.idxmin()))), varde=tal(own.min(), 0))


def _under(e: Enhetsfakta) -> str:
    fields = rutor(e)
    names = [str(each) for each in fields.loc[fields["ruta"] == "bada_under", "namn"]]
    if not names or len(fields) < 2:
        return ""
    return fill(
        "nasta.under", enheter=lista(map(i_markdown, names)) if len(names) <= FA else f"de {enheter(len(names))}"
    )


def _bortfall(e: Enhetsfakta) -> list[str]:
    counts = skal_antal(e)
    told = [fill(f"nasta.{r}", antal=enheter(counts[r])) for r in ("ej_enhetsundersokning", "sekretess") if counts[r]]
    return [*told, *([fill("nasta.par")] if len(e.tveksamma) else [])]
