"""The whole index: class, level, places, and how it moved."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis import Kommunfakta
from hemtjanst_lib.language import Poang, Skillnad, lista, rakneord, stor_forsta
from hemtjanst_lib.narrative.missing import svar_i_jamforelsen
from hemtjanst_lib.narrative.phrases import andra_kommuner, delindexen, gruppera, plats
from hemtjanst_lib.narrative.sentence import Sentence, join
from hemtjanst_lib.narrative.texts import fill, tell
from hemtjanst_lib.narrative.words import load_words, skala


def klass(k: Kommunfakta) -> Sentence:
    """Tell which class the kommun is in."""
    return tell("klass", Kommun=stor_forsta(k.kommun.fullnamn), klass=k.klass, ar=k.ar)


def klassgrans(k: Kommunfakta) -> Sentence:
    """Tell how far it is to the next class."""
    names = list(k.klasser["klass"])
    place = names.index(k.klass)
    if place == len(names) - 1:
        return tell("klassgrans.hogst", antal=rakneord(len(names)))
    limit, following = float(k.klasser["till_och_med"].iloc[place]), names[place + 1]
    distance = limit - k.index
    if str(Poang(distance)) == "0,0":
        return tell("klassgrans.precis", nasta=following, grans=Poang(limit))
    return tell("klassgrans.nasta", nasta=following, grans=Poang(limit), avstand=Poang(distance))


def index_lage(k: Kommunfakta) -> Sentence:
    """Tell the index and how it stands to the mean of all kommuner."""
    word = skala("lage").word(k.gap)
    return tell("index.lage", index=k.index, lage=word, medel=k.medel)


def placering(k: Kommunfakta) -> Sentence:
    """Tell the place among all kommuner."""
    shared = k.delar_plats > 1
    regel = ("forst_delad" if shared else "forst") if k.placering == 1 else ("delad" if shared else "ensam")
    others = andra_kommuner(k.delar_plats)
    return tell(f"placering.{regel}", placering=k.placering, antal=k.antal, andra=others)


def placering_fore(k: Kommunfakta) -> Sentence:
    """Tell last year's place, and whether it may be compared."""
    if k.placering_fore is None:
        return tell("placering_fore.saknas", fjol=k.fjol)
    if k.jamforbarhet.grad == "nej":
        regel = "ej_jamforbar"
    else:
        regel = "oforandrad" if k.placering_fore == k.placering else "jamforbar"
    return tell(f"placering_fore.{regel}", fjol=k.fjol, placering_fore=k.placering_fore)


def lan(k: Kommunfakta) -> Sentence:
    """Tell the place within the län."""
    if k.antal_lan == 1:
        return _ensam_i_lan(k)
    shared = k.delar_plats_lan > 1
    regel = ("forst_delad" if shared else "forst") if k.placering_lan == 1 else ("delad" if shared else "plats")
    return tell(
        f"lan.{regel}",
        kommun=k.kommun.fullnamn,
        Kommun=stor_forsta(k.kommun.fullnamn),
        lan=k.kommun.lan,
        placering=k.placering_lan,
        antal=rakneord(k.antal_lan),
        andra=andra_kommuner(k.delar_plats_lan),
    )


def _ensam_i_lan(k: Kommunfakta) -> Sentence:
    name = stor_forsta(k.kommun.fullnamn)
    own = load_words().kallar_sig.get(k.kommun.kod)
    return tell("lan.ensam_kallar_sig", Kommun=name, kallar_sig=own) if own else tell("lan.ensam", Kommun=name)


def grupp(k: Kommunfakta) -> Sentence:
    """Tell the place within the SKR group."""
    alone = "forst" if k.placering_grupp == 1 else "plats"
    regel = "ensam" if k.antal_grupp == 1 else ("delad" if k.delar_plats_grupp > 1 else alone)
    return tell(
        f"grupp.{regel}",
        grupp=k.kommun.grupp,
        placering=k.placering_grupp,
        antal=k.antal_grupp,
        andra=andra_kommuner(k.delar_plats_grupp),
    )


def utveckling_index(k: Kommunfakta) -> Sentence:
    """Tell how the index moved since last year: in points, never in places."""
    if k.ar_fore is None:
        return tell("utveckling.saknas", fjol=k.fjol)
    if k.forandring is None:
        return ej_jamforbar(k, "utveckling.ej_jamforbar")
    word = skala("forandring_index").word(k.forandring)
    return tell("utveckling.index", trend=word, fjol=k.fjol, forandring=k.forandring)


def utveckling_medel(k: Kommunfakta, *, kort: bool = False) -> Sentence | None:
    """Tell how the mean of all kommuner moved meanwhile; in short without its levels."""
    if k.medel_forandring is None:
        return None
    change = Skillnad(k.medel_forandring)
    side = "lika" if str(change) == "0,0" else ("upp" if change > 0 else "ned")
    regel = f"utveckling.medel{'_kort' if kort else ''}_{side}"
    return tell(regel, medel_fore=k.medel_fore, medel=k.medel, forandring=change)


def utveckling_delindex(k: Kommunfakta) -> Sentence | None:
    """Tell which delindex moved, and which did not."""
    comparable = k.delindex[k.delindex["forandring"].notna()]
    if k.forandring is None or comparable.empty:
        return None
    scale = skala("forandring_delindex")
    pairs = list(zip(comparable["namn"], comparable["forandring"], strict=True))
    moved = [(name, change) for name, change in pairs if scale.side(change)]
    still = [name for name, change in pairs if not scale.side(change)]
    if not moved:
        return tell("utveckling.delindex_oforandrade", fjol=k.fjol)
    (word, names), *rest = gruppera(moved, "forandring_delindex")
    if not rest and not still and len(names) > 1:
        return tell("utveckling.delindex_alla", trend=word, fjol=k.fjol)
    groups = [f"{lista(names)} {word} {k.fjol}", *(f"{lista(n)} {_utan_an(w)}" for w, n in rest)]
    last = ""
    if still:
        last = fill("utveckling.en_till", namn=still[0]) if len(still) == 1 else fill("utveckling.ovriga")
    elif up := sum(words in {scale.ord[band] for band in scale.over} for words, _ in [(word, names), *rest]):
        groups, down = groups[:up], [f"{lista(n)} {{}}{_utan_an(w)}" for w, n in rest[up - 1 :]]
        last = lista(part.format("" if later else "är ") for later, part in enumerate(down))
    resten = fill("utveckling.medan", grupp=last) if last else ""
    return tell("utveckling.delindex", grupper=lista(groups), resten=resten)


def _utan_an(word: str) -> str:
    """Drop the "än" of a comparison whose other part has just been named."""
    return word.removesuffix(" än")


def utveckling_forbehall(k: Kommunfakta) -> list[Sentence | None]:
    """Warn when answers are missing, and when the years are only partly comparable."""
    if k.forandring is None:
        return []
    return [svar_i_jamforelsen(k), tell("utveckling.delvis") if k.jamforbarhet.grad == "delvis" else None]


def utveckling(k: Kommunfakta) -> Sentence:
    """Tell how the index and its delindex moved, and against which mean."""
    return join([utveckling_index(k), utveckling_medel(k), utveckling_delindex(k), *utveckling_forbehall(k)])


def utveckling_kort(k: Kommunfakta) -> Sentence:
    """Tell the same for the summary, the mean in short."""
    told = [utveckling_index(k), utveckling_medel(k, kort=True), utveckling_delindex(k)]
    return join([*told, *utveckling_forbehall(k)])


def ej_jamforbar(k: Kommunfakta, regel: str) -> Sentence:
    """Say that the years may not be compared: in the model's words when it gives a reason."""
    return Sentence(k.jamforbarhet.text, regel) if k.jamforbarhet.text else tell(regel, fjol=k.fjol)


def delindex_oversikt(k: Kommunfakta) -> Sentence:
    """Tell on which side of the mean each delindex lies."""
    groups = gruppera(zip(k.delindex["namn"], k.delindex["gap"], strict=True))
    if not groups:
        return tell("delindex_oversikt.saknas")
    without = list(k.delindex.loc[k.delindex["gap"].isna(), "namn"])
    if without:
        apart = tell("delindex_oversikt.utan_resultat", Delindexen=stor_forsta(delindexen(without)))
        return join([_sidor(groups), apart])
    if len(groups) == 1 and len(groups[0][1]) > 1:
        return tell("delindex_oversikt.alla", lage=groups[0][0])
    return _sidor(groups)


def _sidor(groups: list[tuple[str, list[str]]]) -> Sentence:
    """Tell the names of each group after its word."""
    scale, (first, *rest) = skala("lage"), groups
    parts = [f"{first[0]} kommungenomsnittet i {delindexen(first[1])}", *(f"{w} det i {lista(n)}" for w, n in rest)]
    below = sum(word in {scale.ord[band] for band in scale.under[1:]} for word, _ in groups)
    over, under = parts[: len(parts) - below], parts[len(parts) - below :]
    if over and under:
        return tell(
            "delindex_oversikt.olika", grupper=fill("delindex_oversikt.men", over=lista(over), under=lista(under))
        )
    return tell("delindex_oversikt.olika", grupper=lista(parts))


def delindex_ytterligheter(k: Kommunfakta) -> Sentence:
    """Tell in which delindex the kommun stands best and worst."""
    ranked = k.delindex[k.delindex["placering"].notna()].sort_values("placering", kind="stable")
    if ranked.empty:
        return tell("delindex_ytterligheter.saknas")
    best, worst = int(ranked["placering"].iloc[0]), int(ranked["placering"].iloc[-1])
    if best == worst:
        return tell("delindex_ytterligheter.lika", plats=_plats(ranked, best))
    return tell(
        "delindex_ytterligheter.skilda",
        hogst=lista(_named(ranked, best)),
        plats_hogst=_plats(ranked, best),
        lagst=lista(_named(ranked, worst)),
        plats_lagst=_plats(ranked, worst),
    )


def _plats(table: pd.DataFrame, place: int) -> str:
    """Name a place as the delindex's own section does: "plats 4" or "delad plats 4"."""
    return plats(place, int(table.loc[table["placering"] == place, "delar_plats"].iloc[0]))


def _named(table: pd.DataFrame, place: int) -> list[str]:
    return list(table.loc[table["placering"] == place, "namn"])


def brott(k: Kommunfakta) -> Sentence:
    """Explain the break in the chart over the years."""
    if len(k.alla_ar) == 1:
        return tell("brott.ett_ar", ar=k.ar)
    if not k.brott:
        return tell("brott.inget")
    return tell("brott.finns", brott=lista([str(year) for year in k.brott]))
