"""What changed since last year, who climbed, and what is missing."""

from __future__ import annotations

import pandas as pd

from hemtjanst_lib.analysis.nation import Nationsfakta
from hemtjanst_lib.language import Heltal, Poang, Skillnad, andel, antal, lista, sortera
from hemtjanst_lib.narrative.nation_ord import kommuner, tell, ytterst
from hemtjanst_lib.narrative.phrases import kalla, omrade
from hemtjanst_lib.narrative.sentence import TYST, Sentence, join
from hemtjanst_lib.narrative.words import load_words, skala


def _jamforbar(n: Nationsfakta) -> bool:
    return n.ar_fore is not None and n.jamforbarhet.grad != "nej"


def ej_jamforbar(n: Nationsfakta) -> Sentence:
    """Say why there is no comparison: in the model's words when it gives a reason."""
    if n.ar_fore is None:
        return tell("utveckling.saknas", fjol=n.fjol)
    if n.jamforbarhet.text:
        return Sentence(n.jamforbarhet.text, "utveckling.ej_jamforbar")
    return tell("utveckling.ej_jamforbar", ar=n.ar, fjol=n.fjol)


def medel(n: Nationsfakta) -> Sentence:
    """Tell how the mean moved, as published and like for like."""
    if not _jamforbar(n):
        return ej_jamforbar(n)
    return join([_medel(n), _delvis(n), _lika(n)])


def medel_kort(n: Nationsfakta) -> Sentence:
    """Tell the same for the summary."""
    return join([_medel(n), _delvis(n)]) if _jamforbar(n) else ej_jamforbar(n)


def _medel(n: Nationsfakta) -> Sentence:
    change = Skillnad(n.medel - (n.medel_fore or 0.0))
    word = skala("forandring_index").word(change)
    return tell("utveckling.medel", trend=word, fjol=n.fjol, medel_fore=n.medel_fore, medel=n.medel, forandring=change)


def _delvis(n: Nationsfakta) -> Sentence | None:
    return tell("utveckling.delvis") if n.jamforbarhet.grad == "delvis" else None


def _lika(n: Nationsfakta) -> Sentence | None:
    same = n.forandringar.loc[n.forandringar["niva"] == "total", "forandring_lika"].iloc[0]
    if pd.isna(same) or n.jamforbarhet.grad == "ja":
        return None
    if round(100 * n.lika_andel) == 100:
        return tell("utveckling.lika_alla", lika=Skillnad(same))
    return tell("utveckling.lika", lika=Skillnad(same), andel=andel(100 * n.lika_andel, 0))


def rorelse(n: Nationsfakta) -> Sentence:
    """Tell how many kommuner moved up and down, and how far they moved in the ranking."""
    if n.rorelse is None:
        return TYST
    counts = {name: kommuner(int(n.rorelse[name])) for name in ("hogre", "lagre", "liknande")}
    places = antal(round(n.rorelse["median_platser"]), "plats", "platser")
    return join([tell("utveckling.rorelse", fjol=n.fjol, **counts), tell("utveckling.ordning", platser=places)])


def omraden(n: Nationsfakta) -> Sentence:
    """Tell which områden moved most on common indikatorer."""
    if not _jamforbar(n):
        return TYST
    rows = n.forandringar[(n.forandringar["niva"] == "omrade")].dropna(subset=["forandring_lika"])
    if rows.empty:
        return tell("utveckling.omraden_saknas")
    up, down = ytterst(rows, "forandring_lika")
    regel = "upp" if down["forandring_lika"] > 0 else ("ned" if up["forandring_lika"] < 0 else "bada")
    return tell(
        f"utveckling.omraden_{regel}",
        upp=omrade(str(up["kod"]), str(up["namn"])),
        upp_tal=Skillnad(up["forandring_lika"]),
        ned=omrade(str(down["kod"]), str(down["namn"])),
        ned_tal=Skillnad(down["forandring_lika"]),
    )


def jamforbarhet(n: Nationsfakta) -> Sentence:
    """Tell what may be compared: with last year by the model's word, between kommuner always."""
    own = Sentence(n.jamforbarhet.text, "jamforbarhet") if n.ar_fore and n.jamforbarhet.text else None
    missing = None if n.ar_fore else tell("utveckling.saknas", fjol=n.fjol)
    return join([own, missing, tell("jamforbarhet.alla_lika")])


def klattrare(n: Nationsfakta, *, kort: bool = False) -> Sentence:
    """Name the climber of the year by places, what part answering has in it, and who rose most like for like."""
    if n.ar_fore is None:
        return tell("klattrare.saknas", fjol=n.fjol)
    if not _jamforbar(n):
        return tell("klattrare.ej_jamforbar")
    first = n.klattrare[n.klattrare["ordning"] == 1] if len(n.klattrare) else n.klattrare
    if first.empty:
        return tell("klattrare.ingen", fjol=n.fjol)
    if len(first) > 1:
        places = antal(int(first["platser"].iloc[0]), "plats", "platser")
        return tell("klattrare.flera", namn=lista(sortera(first["namn"])), platser=places)
    row = first.iloc[0]
    told = tell("klattrare.en", namn=row["namn"], fore=Heltal(row["placering_fore"]), nu=Heltal(row["placering"]))
    return join([told, _nya_svar(n, row["nya_svar"]), None if kort else _poang(n, str(first.index[0]))])


def _nya_svar(n: Nationsfakta, codes: tuple[str, ...]) -> Sentence | None:
    if not codes:
        return None
    cells = zip(n.bortfall.index, n.bortfall["kod"], n.bortfall["namn"], strict=True)
    names = {kod: kalla(str(source), namn) for source, kod, namn in cells}
    return tell("klattrare.nya_svar", kallor=lista(names.get(kod, kod) for kod in codes), fjol=n.fjol)


def _poang(n: Nationsfakta, first: str) -> Sentence | None:
    """Name who rose most in points on the common indikatorer, of those who answered everything both years."""
    whole = n.klattring[
        [not (a or b) for a, b in zip(n.klattring["nya_svar"], n.klattring["tappade_svar"], strict=True)]
    ]
    whole = (
        whole[~whole.index.isin(n.utan_svar.index)]
        .dropna(subset=["forandring_lika"])
        .astype({"forandring_lika": float})
    )
    if whole.empty or whole["forandring_lika"].max() <= 0:
        return None
    best = whole.iloc[int(whole["forandring_lika"].argmax())]
    regel = "poang_samma" if best.name == first else "poang"
    return tell(f"klattrare.{regel}", namn=best["namn"], poang=Skillnad(float(best["forandring_lika"])))


def saknas(n: Nationsfakta) -> Sentence:
    """Tell how many kommuner lack whole källor, what it costs them, and how unanswered questions count."""
    return join([_hela(n), _kostnad(n), _andel(n), _regel(n), _sekretess(n)])


def saknas_kort(n: Nationsfakta) -> Sentence:
    """Tell the same for the summary."""
    if n.utan_svar.empty:
        return tell("saknas.inga")
    who = kommuner(len(n.utan_svar))
    cost = float(n.utan_svar["kostnad"].mean())
    return tell(f"saknas.kort{_en(n)}", kommuner=who, poang=Poang(cost)) if cost > 0 else _hela(n)


def _hela(n: Nationsfakta) -> Sentence:
    if n.utan_svar.empty:
        return tell("saknas.inga")
    most, _ = ytterst(n.bortfall, "hela")
    return tell(
        f"saknas.hela{_en(n)}",
        kommuner=kommuner(len(n.utan_svar)),
        kalla=kalla(str(most.name), str(most["namn"])),
        antal=kommuner(int(most["hela"])),
    )


def _kostnad(n: Nationsfakta) -> Sentence | None:
    cost = float(n.utan_svar["kostnad"].mean()) if len(n.utan_svar) else 0.0
    return tell(f"saknas.kostnad{_en(n)}", poang=Poang(cost)) if cost > 0 else None


def _en(n: Nationsfakta) -> str:
    """Choose the wording for a single kommun."""
    return "_en" if len(n.utan_svar) == 1 else ""


def _andel(n: Nationsfakta) -> Sentence:
    unanswered = int(n.bortfall["ej_svar"].sum())
    asked = int((n.bortfall["celler"] - n.bortfall["ej_tillamplig"]).sum())
    if not unanswered:
        return tell("saknas.andel_inga")
    return tell("saknas.andel", andel=andel(100 * unanswered / asked))


def _regel(n: Nationsfakta) -> Sentence | None:
    """Tell how unanswered questions count, when it is the same for all källor and there are any."""
    if len(n.saknas_regler) != 1 or not n.bortfall["ej_svar"].sum():
        return None
    return tell("saknas.regel", regel=load_words().regler[n.saknas_regler[0]])


def _sekretess(n: Nationsfakta) -> Sentence | None:
    hidden = int(n.bortfall["sekretess"].sum())
    return tell("saknas.sekretess", uppgifter=antal(hidden, "uppgift", "uppgifter")) if hidden else None
