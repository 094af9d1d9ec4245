"""What is missing, this year and last. Not answered, too few answers and not applicable are worded differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Andel, antal, lista, liten_forsta, rakneord, stor_forsta
from hemtjanst_lib.narrative.phrases import delindexen, kalla, namnlista, unika
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import tell
from hemtjanst_lib.narrative.words import load_words

FLAGGADE = ("ej_svar", "sekretess")  # what counts as missing; ej_tillamplig is no fault of anyone's


@dataclass(frozen=True)
class Lucka:
    """One missing indikator."""

    ar: int
    kalla: str
    kallnamn: str
    namn: str
    delindex: str
    vikt: float
    status: str
    regel: str
    hel_kalla: bool


Luckor = list[Lucka]


def luckor(k: Kommunfakta, ar: int) -> Luckor:
    """List what is missing in a year."""
    columns = (k.saknas[name].tolist() for name in Lucka.__dataclass_fields__)
    return [lucka for values in zip(*columns, strict=True) if (lucka := Lucka(*values)).ar == ar]


def saknas(k: Kommunfakta) -> Sentence:
    """Tell all that is missing this year, källa by källa, and what it does to the index."""
    found = luckor(k, k.ar)
    whole, single = _split(found)
    parts = [*_whole("saknas.hel_kalla", whole), *_per_kalla(single, "ej_svar"), *_per_kalla(single, "sekretess")]
    if not parts:
        parts = [_inget(k, found)]
    apart = [*_per_kalla(single, "ej_tillamplig"), *_reasons(k, single)]
    return join([*parts, *(_rule(found, status) for status in FLAGGADE), *apart, _rule(found, "ej_tillamplig")])


def saknas_kort(k: Kommunfakta) -> Sentence:
    """Tell in short what is missing this year and which delindex it touches."""
    found = luckor(k, k.ar)
    flagged = _flagged(found)
    return join([*_short("saknas_kort", flagged), *_effects(k, flagged)]) if flagged else _inget(k, found)


def saknas_fore(k: Kommunfakta) -> Sentence:
    """Tell in short what was missing last year."""
    if k.ar_fore is None:
        return tell("saknas_fore.inga_resultat", fjol=k.fjol)
    flagged = _flagged(luckor(k, k.fjol))
    if not flagged:
        now = _flagged(luckor(k, k.ar))
        return tell("saknas_fore.inget" if now else "saknas_fore.inget_heller", fjol=k.fjol)
    return join(_short("saknas_fore", flagged, fjol=k.fjol))


def svar_saknas(k: Kommunfakta, delindex: str) -> Sentence | None:
    """Tell how many of a delindex's indikatorer have no answer."""
    own = [
        status
        for part, status in zip(k.indikatorer["delindex"], k.indikatorer["status"], strict=True)
        if part == delindex
    ]
    there = [status for status in FLAGGADE if status in own]
    if not there:
        return None
    n = sum(own.count(status) for status in there)
    return tell(f"delindex.{'_'.join(there)}", Uppgifter=stor_forsta(rakneord(n)), antal=len(own))


def inga_svar(k: Kommunfakta, delindex: str) -> bool:
    """Tell whether all answers of a delindex are missing and counted as 0 points."""
    whole = k.indikatorer["delindex"] == delindex
    zero = (k.saknas["ar"] == k.ar) & (k.saknas["delindex"] == delindex) & (k.saknas["regel"] == "noll")
    return bool(whole.any()) and int(zero.sum()) == int(whole.sum())


def svar_i_jamforelsen(k: Kommunfakta, delindex: str | None = None) -> Sentence | None:
    """Say so when answers missing in either year, counted as 0 points or left out, disturb a comparison of the years.

    Parameters
    ----------
    delindex : str, optional
        Look at this delindex only; without it, at the whole index.
    """
    share = 1.0 if delindex is None else float(k.delindex["viktandel"][delindex])
    limit = load_words().saknade_svar_namns_fran
    now, before = (_may_have_cost(luckor(k, ar), delindex) / share >= limit for ar in (k.ar, k.fjol))
    regel = {(True, False): "i_ar", (False, True): "i_fjol", (True, True): "bada"}.get((now, before))
    regel = regel or _farre(k, delindex, share)
    return tell(f"svar_i_jamforelsen.{regel}", fjol=k.fjol) if regel else None


def _farre(k: Kommunfakta, delindex: str | None, share: float) -> str | None:
    """Say in which year the result rests on clearly fewer answers, because too few people had answered."""
    now, before = (
        sum(one.vikt for one in luckor(k, ar) if one.status == "sekretess" and delindex in {None, one.delindex})
        for ar in (k.ar, k.fjol)
    )
    if abs(now - before) / share < load_words().utelamnat_namns_fran:
        return None
    return "farre_i_ar" if now > before else "farre_i_fjol"


def _may_have_cost(found: Luckor, delindex: str | None) -> float:
    """Points that the answers counted as 0 could at most have given."""
    return sum(100 * lucka.vikt for lucka in found if lucka.regel == "noll" and delindex in {None, lucka.delindex})


def _inget(k: Kommunfakta, found: Luckor) -> Sentence:
    """Say that nothing is missing; with what does not apply set apart."""
    return tell(f"saknas.{'inget_som_galler' if found else 'inget'}", kommun=k.kommun.fullnamn)


def _flagged(found: Luckor) -> Luckor:
    return [lucka for lucka in found if lucka.status in FLAGGADE]


def _split(found: Luckor) -> tuple[Luckor, Luckor]:
    """Part what belongs to a wholly missing survey from single answers."""
    whole = [lucka for lucka in found if lucka.hel_kalla and lucka.status == "ej_svar"]
    return whole, [lucka for lucka in found if lucka not in whole]


def _groups(found: Luckor, key: Callable[[Lucka], str]) -> Iterable[tuple[str, Luckor]]:
    return ((name, [lucka for lucka in found if key(lucka) == name]) for name in unika(map(key, found)))


def _uppgifter(n: int) -> str:
    return antal(n, "uppgift", "uppgifter")


def _kallor(found: Luckor) -> str:
    return lista(unika(_kalla(lucka) for lucka in found))


def _kalla(lucka: Lucka) -> str:
    return kalla(lucka.kalla, lucka.kallnamn)


def _whole(regel: str, whole: Luckor, **values: object) -> list[Sentence]:
    return [tell(regel, kallor=_kallor(whole), **values)] if whole else []


def _per_kalla(found: Luckor, status: str) -> list[Sentence]:
    chosen = [lucka for lucka in found if lucka.status == status]
    return [
        tell(
            f"saknas.{status}",
            kalla=namn,
            uppgifter=_uppgifter(len(rows)),
            Uppgifter=stor_forsta(_uppgifter(len(rows))),
            namn=namnlista([liten_forsta(lucka.namn) for lucka in rows]),
        )
        for namn, rows in _groups(chosen, _kalla)
    ]


def _reasons(k: Kommunfakta, found: Luckor) -> list[Sentence]:
    """Say why something does not apply, where the reason is known for the län."""
    known = load_words().ej_tillamplig.get(k.kommun.lanskod, {})
    kallor = unika(lucka.kalla for lucka in found if lucka.status == "ej_tillamplig")
    return [Sentence(known[kalla], f"ej_tillamplig.{k.kommun.lanskod}") for kalla in kallor if kalla in known]


def _rule(found: Luckor, status: str) -> Sentence | None:
    """Say what the model's missing rule does with this status, and how much of the index it concerns."""
    rows = [lucka for lucka in found if lucka.status == status]
    if not rows:
        return None
    foljd = lista([load_words().regler[regel] for regel in unika(lucka.regel for lucka in rows)])
    return tell(f"saknas.regel_{status}", foljd=foljd, vikt=Andel(100 * sum(lucka.vikt for lucka in rows)))


def _short(regel: str, flagged: Luckor, **values: object) -> list[Sentence]:
    """One sentence for whole surveys, one for single answers, one for too few answers."""
    whole, single = _split(flagged)
    sentences = _whole(f"{regel}.hel_kalla", whole, **values)
    for status in FLAGGADE:
        if rows := [lucka for lucka in single if lucka.status == status]:
            count = _uppgifter(len(rows))
            rule = f"{regel}.{status}{'_ocksa' if sentences else ''}"
            sentences.append(tell(rule, uppgifter=count, kallor=_kallor(rows), **values))
    return sentences


def _effects(k: Kommunfakta, flagged: Luckor) -> list[Sentence]:
    """Say what each missing rule does, and to which delindex."""
    names = k.delindex["namn"]
    return [
        tell(
            f"saknas_kort.{status}_{regel}",
            delindexen=delindexen(names[kod] for kod in unika(r.delindex for r in rows)),
        )
        for status in FLAGGADE
        for regel, rows in _groups([lucka for lucka in flagged if lucka.status == status], lambda lucka: lucka.regel)
    ]
