"""The tables of the methodology report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.analysis.rader import rader
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import TANKSTRECK, andel, heltal, skillnad, stor_forsta, tal
from hemtjanst_lib.narrative.metod import ORD, lasning, scenario, skriv
from hemtjanst_lib.narrative.sakerhetstext import skriv as skriv_sakerhet
from hemtjanst_lib.robustness.blandning import KOMPONENTER

if TYPE_CHECKING:
    from hemtjanst_lib.analysis.metod import Metodfakta

SCENARIER = ("utan_delindex", "utan_kalla", "lika", "geometrisk", "skala", "saknas")


def metod_grupper(m: Metodfakta) -> Tabell:
    """Return the groups of kommuner that can be told apart."""
    frame = m.sakerhet.osakerhet.grupper
    rows = tuple(
        (f"Grupp {int(n)}", _places(row["lag"], row["hog"]), heltal(row["antal"]))
        for n, row in rader(frame)
    )  # fmt: skip
    note = (
        f"Risken att felaktigt skilja två kommuner åt någonstans i landet är högst "
        f"{andel(100 * m.regler.grupper.fel, 0)}. Kommuner i grannande grupper kan också vara lika."
    )
    heads = (Kolumn("Grupp"), Kolumn("Placering", "tal"), Kolumn("Antal kommuner", "tal"))
    return Tabell("metod-grupper", "Grupper av kommuner som går att skilja åt", heads, rows, (), note)


def _places(first: float, last: float) -> str:
    return heltal(first) if first == last else f"{heltal(first)}{TANKSTRECK}{heltal(last)}"


def metod_kanslighet(m: Metodfakta) -> Tabell:
    """Return the scenarios that leave out a delindex or källa, or compute in another way."""
    frame = m.scenarier[m.scenarier["sort"].isin(SCENARIER)]
    return _scenarier(m, frame, "metod-kanslighet", "Vad andra val skulle betyda för ordningen mellan kommunerna")


def metod_omraden(m: Metodfakta) -> Tabell:
    """Return the scenarios that leave out an område."""
    frame = m.scenarier[m.scenarier["sort"] == "utan_omrade"].sort_values("rangsamband", kind="stable")
    return _scenarier(m, frame, "metod-omraden", "Om ett område i taget utelämnas", omrade=True)


def _scenarier(m: Metodfakta, frame: pd.DataFrame, id_: str, titel: str, *, omrade: bool = False) -> Tabell:
    rows = tuple(
        (
            m.model.omraden[str(row["del"])].namn if omrade else _valet(m, str(kod)),
            tal(row["rangsamband"], 2),
            heltal(row["median_platser"]),
            heltal(row["storst_platser"]),
            andel(100 * row["behaller_klass"], 0),
            lasning("lasning", row["lasning"]),
        )
        for kod, row in rader(frame)
    )
    heads = (
        *(Kolumn("Utelämnat område" if omrade else "Val"), Kolumn("Rangsamband", "tal"), Kolumn("Vanlig flytt", "tal")),
        *(Kolumn("Längsta flytt", "tal"), Kolumn("Behåller klassen", "tal"), Kolumn("Ordningen")),
    )
    note = "Rangsamband 1 är samma ordning som i indexet. Flytt är i platser; den vanliga är medianen."
    return Tabell(id_, titel, heads, rows, (), note)


def _valet(m: Metodfakta, kod: str) -> str:
    return stor_forsta(scenario(m, kod).removeprefix("att "))


def metod_sobol(m: Metodfakta) -> Tabell:
    """Return how much each choice matters when all vary at once."""
    rows = tuple(
        (
            stor_forsta(skriv(f"faktor.{faktor}")),
            _andel(row["forst"]),
            _andel(row["total"]),
            lasning("faktor_lasning", row["lasning"]),
        )
        for faktor, row in rader(m.sobol.tabell)
    )
    heads = (Kolumn("Val"), Kolumn("Ensamt", "tal"), Kolumn("Med samspel", "tal"), Kolumn("I ord"))
    note = (
        f"Andel av hur mycket kommunerna flyttar sig, räknad på {heltal(m.sobol.korningar)} beräkningar av hela "
        "indexet (Sobols index)."
    )
    return Tabell("metod-sobol", "Vilket val som betyder mest", heads, rows, (), note)


def _andel(share: float) -> str:
    return andel(100 * min(max(float(share), 0.0), 1.0), 0)


def metod_vikter(m: Metodfakta) -> Tabell:
    """Return nominal and effective weight of each delindex."""
    of = dict(rader(m.struktur.vikt))
    rows = tuple(
        (
            part.namn,
            andel(100 * of[f"delindex.{kod}"]["nominell"], 0),
            andel(100 * of[f"delindex.{kod}"]["effektiv"], 0),
            lasning("vikt_lasning", of[f"delindex.{kod}"]["lasning"]),
        )
        for kod, part in m.model.delindex.items()
    )
    heads = (Kolumn("Delindex"), Kolumn("Vikt", "tal"), Kolumn("Andel av skillnaderna", "tal"), Kolumn("I ord"))
    note = "Andelen av skillnaderna är hur stor del av spridningen i index mellan kommunerna som delindexet står för."
    return Tabell("metod-vikter", "Vikt på papperet och i verkligheten", heads, rows, (), note)


def metod_struktur(m: Metodfakta) -> Tabell:
    """Return how the indikatorer of each område hang together."""
    of = dict(rader(m.struktur.alfa))
    rows = tuple(
        (
            omrade.namn,
            heltal(of[f"omrade.{kod}"]["antal"]),
            _tal(of[f"omrade.{kod}"]["alfa"]),
            lasning("alfa_lasning", of[f"omrade.{kod}"]["lasning"]),
        )
        for kod, omrade in m.model.omraden.items()
    )
    heads = (Kolumn("Kvalitetsområde"), Kolumn("Indikatorer", "tal"), Kolumn("Cronbachs alfa", "tal"), Kolumn("I ord"))
    return Tabell("metod-struktur", "Hur frågorna i varje område hänger ihop", heads, rows)


def _tal(x: float) -> str:
    return TANKSTRECK if pd.isna(x) else tal(x, 2)


def metod_typer(m: Metodfakta) -> Tabell:
    """Return how much each type of indikator weighs, and how the order would be without it or with it alone."""
    of = m.sakerhet.utan["typ"]
    published = m.scores.total
    rows = tuple(
        (
            skriv_sakerhet(f"slag.{name}"),
            andel(100 * share, 0),
            _samband(of.utan[name], published),
            _samband(of.endast[name], published),
        )
        for name, share in of.vikt.items()
    )
    heads = (
        *(Kolumn("Vad indikatorerna bygger på"), Kolumn("Andel av indexet", "tal")),
        *(Kolumn("Rangsamband utan", "tal"), Kolumn("Rangsamband med bara detta", "tal")),
    )
    note = "Rangsamband med det publicerade indexet: 1 är samma ordning, 0 är inget samband."
    return Tabell("metod-typer", "Indexet efter vad indikatorerna bygger på", heads, rows, (), note)


def _samband(one: pd.Series, other: pd.Series) -> str:
    return _tal(one.corr(other, method="spearman"))


def metod_tystnad(m: Metodfakta) -> Tabell | Punktlista:
    """Return what each källa's silence has cost; a sentence where all have answered."""
    frame = m.sakerhet.osakerhet.tystnad
    if frame.empty:
        return Punktlista((skriv("tystnad.ingen"),))
    parts = frame.groupby(level="kalla", sort=False)
    rows = tuple(
        (
            m.model.kallor[str(kalla)].namn,
            heltal(len(rows)),
            heltal(int(rows["hel_kalla"].sum())),
            skillnad(-rows["poang_utelamnad"].mean()),
            skillnad(-rows["platser_utelamnad"].mean(), 0),
            skillnad(-rows["poang_medel"].mean()),
        )
        for kalla, rows in parts
    )
    heads = (
        *(Kolumn("Källa"), Kolumn("Kommuner", "tal"), Kolumn("varav hela källan", "tal")),
        *(Kolumn("Poäng", "tal"), Kolumn("Platser", "tal"), Kolumn("Poäng mot genomsnittligt svar", "tal")),
    )
    note = "Genomsnitt för dem som inte har svarat. Poäng och platser är jämfört med att frågorna hade lämnats utanför."
    return Tabell("metod-tystnad", "Vad obesvarade frågor har kostat", heads, rows, (), note)


def metod_broar(m: Metodfakta) -> Tabell | Punktlista:
    """Return the bridges between the years; a sentence where there is but one year."""
    if not m.broar:
        return Punktlista((skriv("bro.ingen"),))
    rows = []
    for ar, bridge in sorted(m.broar.items(), reverse=True):
        table = bridge.tabell
        published = TANKSTRECK if ar in m.brott else skillnad(table["publicerad_forandring"].mean())
        shift = TANKSTRECK if ar in m.brott else skillnad(table["brott"].mean())
        largest = TANKSTRECK if ar in m.brott else tal(table["brott"].abs().max())
        share = andel(100 * min(bridge.viktandel, bridge.viktandel_fore), 0)
        row = (f"{bridge.ar_fore} till {ar}", share, published, skillnad(table["trend"].mean()), shift, largest)
        rows.append(row)
    heads = (
        *(Kolumn("År"), Kolumn("Mäts likadant", "tal"), Kolumn("Publicerad förändring", "tal")),
        *(Kolumn("Lika för lika", "tal"), Kolumn("Metodens del", "tal"), Kolumn("Störst för en kommun", "tal")),
    )
    note = (
        "Genomsnitt för kommunerna, i poäng. Lika för lika är förändringen på det som mäts likadant båda åren, räknad "
        "med det senare årets metod. Där åren inte publiceras som jämförbara står ett streck."
    )
    return Tabell("metod-broar", "Förändringen mellan åren, med och utan ändrad metod", heads, tuple(rows), (), note)


def metod_konto(m: Metodfakta) -> Tabell | Punktlista:
    """Return the size of each component of the change over the kommuner; a sentence without a change to tell."""
    account = m.sakerhet.konto
    if account is None:
        return Punktlista((skriv("bro.ingen") if m.ar_fore is None else m.jamforbarhet.text,))
    rows = tuple(
        (
            skriv_sakerhet(f"komponent.{name}"),
            skillnad(account.delar[name].mean()),
            tal(account.delar[name].abs().mean()),
            tal(account.delar[name].abs().max()),
        )
        for name in KOMPONENTER
    )
    heads = (
        *(Kolumn("Vad som ändrade index"), Kolumn("Genomsnitt", "tal")),
        *(Kolumn("Vanlig storlek", "tal"), Kolumn("Störst för en kommun", "tal")),
    )
    note = "I poäng av index. För varje kommun summerar delarna exakt till indexets förändring."
    return Tabell("metod-konto", f"Vad förändringarna från {m.fjol} till {m.ar} beror på", heads, rows, (), note)


def metod_kritik(m: Metodfakta) -> Tabell:
    """Return what the critics say, in our words, where they say it, and the answer."""
    texts = ORD.texter
    ids = dict.fromkeys(regel.split(".")[1] for regel in texts.variants if regel.startswith("kritik."))
    rows = tuple(tuple(texts.fill(f"kritik.{kod}.{part}") for part in ("kritik", "kalla", "svar")) for kod in ids)
    heads = (Kolumn("Kritik"), Kolumn("Var den står"), Kolumn("Svar"))
    note = "Kritiken är återgiven kort och med våra ord. Läs gärna originalen."
    return Tabell("metod-kritik", f"Kritik mot indexet, och hur {m.ar} års rapporter svarar", heads, rows, (), note)
