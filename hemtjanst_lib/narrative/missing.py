"""What is missing, this year and last. Not answered, too few answers and not applicable are worded differently."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Andel, antal, lista, liten_forsta, rakneord, stor_forsta
from hemtjanst_lib.narrative.phrases import delindexen, namnlista, unika
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import tell
from hemtjanst_lib.narrative.words import load_words

FLAGGADE = ("ej_svar", "sekretess")  # what counts as missing; ej_tillamplig is no fault of anyone's


def uppgifter(n: int) -> str:
    """Count pieces of information."""
    return antal(n, "uppgift", "uppgifter")


def saknas(k: Kommunfakta) -> Sentence:
    """Tell all that is missing this year, källa by källa, and what it does to the index."""
    rows = k.saknas[k.saknas["ar"] == k.ar]
    whole = rows[rows["hel_kalla"] & (rows["status"] == "ej_svar")]
    single = rows.drop(index=whole.index)
    parts = [_whole("saknas.hel_kalla", whole), *_per_kalla(single, "ej_svar"), *_per_kalla(single, "sekretess")]
    if not any(parts):
        parts = [tell(f"saknas.{'inget' if rows.empty else 'inget_som_galler'}", kommun=k.kommun.fullnamn)]
    apart = [*_per_kalla(single, "ej_tillamplig"), *_reasons(k, single)]
    return join([*parts, *(_rule(rows, status) for status in FLAGGADE), *apart, _rule(rows, "ej_tillamplig")])


def saknas_kort(k: Kommunfakta) -> Sentence:
    """Tell in short what is missing this year and which delindex it touches."""
    rows = k.saknas[(k.saknas["ar"] == k.ar) & k.saknas["status"].isin(FLAGGADE)]
    if rows.empty:
        anything = (k.saknas["ar"] == k.ar).any()
        return tell(f"saknas.{'inget_som_galler' if anything else 'inget'}", kommun=k.kommun.fullnamn)
    return join([*_short("saknas_kort", rows), *_effects(k, rows)])


def saknas_fore(k: Kommunfakta) -> Sentence:
    """Tell in short what was missing last year."""
    if k.ar_fore is None:
        return tell("saknas_fore.inga_resultat", fjol=k.fjol)
    rows = k.saknas[(k.saknas["ar"] == k.fjol) & k.saknas["status"].isin(FLAGGADE)]
    if rows.empty:
        return tell("saknas_fore.inget", fjol=k.fjol)
    return join(_short("saknas_fore", rows, fjol=k.fjol))


def _whole(regel: str, rows: pd.DataFrame, **values: object) -> Sentence | None:
    return None if rows.empty else tell(regel, kallor=lista(unika(rows["kallnamn"])), **values)


def _per_kalla(rows: pd.DataFrame, status: str) -> list[Sentence]:
    found = rows[rows["status"] == status].groupby("kallnamn", sort=False)["namn"]
    return [
        tell(f"saknas.{status}", kalla=kalla, uppgifter=uppgifter(len(names)), namn=namnlista(_inside(names)))
        for kalla, names in found
    ]


def _inside(names: pd.Series) -> list[str]:
    return [liten_forsta(name) for name in names]


def _reasons(k: Kommunfakta, rows: pd.DataFrame) -> list[Sentence]:
    """Say why something does not apply, where the reason is known for the län."""
    known = load_words().ej_tillamplig.get(k.kommun.lanskod, {})
    kallor = unika(rows.loc[rows["status"] == "ej_tillamplig", "kalla"])
    return [Sentence(known[kalla], f"ej_tillamplig.{k.kommun.lanskod}") for kalla in kallor if kalla in known]


def _rule(rows: pd.DataFrame, status: str) -> Sentence | None:
    """Say what the model's missing rule does with this status."""
    found = rows[rows["status"] == status]
    if found.empty:
        return None
    foljd = lista([load_words().regler[regel] for regel in unika(found["regel"])])
    return tell(f"saknas.regel_{status}", foljd=foljd, vikt=Andel(100 * found["vikt"].sum()))


def _short(regel: str, rows: pd.DataFrame, **values: object) -> list[Sentence | None]:
    """One sentence for whole surveys, one for single answers, one for too few answers."""
    whole = rows[rows["hel_kalla"] & (rows["status"] == "ej_svar")]
    single = rows.drop(index=whole.index)
    sentences = [_whole(f"{regel}.hel_kalla", whole, **values)]
    for status in FLAGGADE:
        found = single[single["status"] == status]
        if not found.empty:
            count, kallor = uppgifter(len(found)), lista(unika(found["kallnamn"]))
            told = {"uppgifter": count, "Uppgifter": stor_forsta(count), "kallor": kallor, **values}
            sentences.append(tell(f"{regel}.{status}", **told))
    return sentences


def _effects(k: Kommunfakta, rows: pd.DataFrame) -> list[Sentence]:
    """Say what each missing rule does, and to which delindex."""
    names = k.delindex["namn"]
    return [
        tell(f"saknas_kort.{status}_{regel}", delindexen=delindexen(names[kod] for kod in unika(found["delindex"])))
        for (status, regel), found in rows.groupby(["status", "regel"], sort=False)
    ]


def svar_saknas(k: Kommunfakta, delindex: str) -> Sentence | None:
    """Tell how many of a delindex's indikatorer have no answer."""
    own = k.indikatorer[k.indikatorer["delindex"] == delindex]
    n = int(own["status"].isin(FLAGGADE).sum())
    return tell("delindex.svar_saknas", Uppgifter=stor_forsta(rakneord(n)), antal=len(own)) if n else None
