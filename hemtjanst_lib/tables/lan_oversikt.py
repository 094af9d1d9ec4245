"""A set of kommuner as tables: places over the years, classes, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib.charts.words import SKAL, signerad
from hemtjanst_lib.display import Kolumn, Punktlista, Tabell
from hemtjanst_lib.language import NBSP, TANKSTRECK, antal, lista, liten_forsta, rakneord, stor_forsta, tal

if TYPE_CHECKING:
    from hemtjanst_lib.lansrapport import Lansrapport

STJARNA = "*"
FLAGGADE = ("ej_svar", "sekretess")
NAMNDA = 3  # missing uppgifter named in a cell; of more only the number is given


def lan_placeringar(u: Lansrapport) -> Tabell:
    """Return some years' places, this year's index, class and change, and the codes of what is missing whole."""
    frame, years = u.tabell, _years(u)
    compared = bool(frame["forandring"].notna().any())
    columns = [
        frame["namn"],
        *(frame[f"placering_{ar}"].map(_place) for ar in years),
        frame["index"].map(tal),
        frame["klass"].str.replace(" ", NBSP) + frame["saknas"].map(lambda codes: STJARNA if codes else ""),
        *([frame["forandring"].map(lambda x: signerad(x, why=TANKSTRECK))] if compared else []),
        pd.Series([_missing(codes, n) for codes, n in zip(frame["saknas"], frame["enstaka_saknas"], strict=True)]),
    ]
    heads = (
        Kolumn("Kommun"),
        *(Kolumn(f"Placering {ar}", "tal") for ar in years),
        Kolumn(f"Index {u.ar}", "tal"),
        Kolumn("Resultat"),
        *([Kolumn("Förändring", "tal")] if compared else []),
        Kolumn("Data saknas"),
    )
    title = f"Placering och resultat i Hemtjänstindex {u.ar}, {_who(u)}"
    return Tabell("lan-placeringar", title, heads, tuple(zip(*columns, strict=True)), not_=_legend(u, years, compared))


def _who(u: Lansrapport) -> str:
    return str(u.tabell["namn"].iloc[0]) if u.antal == 1 else f"{u.ord['gruppens']} kommuner"


def _years(u: Lansrapport) -> list[int]:
    names = [str(name) for name in u.tabell.columns]
    return sorted((int(name[-4:]) for name in names if name.startswith("placering_")), reverse=True)


def _place(place: object) -> str:
    return TANKSTRECK if pd.isna(place) else str(place)  # type: ignore[call-overload]


def _missing(codes: tuple[str, ...], single: int) -> str:
    parts = [*codes, *([antal(single, "svar", "svar", "ett")] if single else [])]
    return ", ".join(parts) or TANKSTRECK


def _legend(u: Lansrapport, years: list[int], compared: bool) -> str:
    """Explain asterisk, codes and what may not be compared; only what stands in the table."""
    names = dict(zip(u.kallor["kod"], u.kallor["namn"], strict=True))
    used = [kod for kod in names if u.tabell["saknas"].map(lambda codes, kod=kod: kod in codes).any()]
    parts = [f"Placering bland landets {u.antal_riket} kommuner, 1 är bäst."]
    if used:
        codes = lista(f"{kod} är {names[kod]}" for kod in used)
        parts.append(f"{STJARNA} Alla uppgifter från en källa saknas, vilket har sänkt resultatet: {codes}.")
    if (u.tabell["enstaka_saknas"] > 0).any():
        parts.append("Antal svar i sista kolumnen är enskilda svar som saknas.")
    if compared:
        delvis = " Åren är bara delvis jämförbara." if u.jamforbarhet.grad == "delvis" else ""
        parts.append(f"Förändring är årets index minus indexet {u.fjol}.{delvis}")
    broken = [ar for ar in u.brott if ar in years and ar - 1 in years]
    parts += [f"Placeringarna före {ar} går inte att jämföra med dem som kom senare." for ar in broken]
    return " ".join(parts)


def lan_klasser(u: Lansrapport) -> Tabell:
    """Return how many kommuner each class has, in the set and in the country, from the highest class."""
    frame = u.klasser.iloc[::-1]
    own = "Kommunens klass" if u.antal == 1 else f"Kommuner i {u.ord['gruppen']}"
    cells = frame["antal"].map(lambda n: "X" if n else "") if u.antal == 1 else frame["antal"].map(str)
    rows = tuple(zip(frame["klass"], cells, frame["riket"].map(str), strict=True))
    heads = (Kolumn("Klass"), Kolumn(own, "tal"), Kolumn("Kommuner i landet", "tal"))
    return Tabell("lan-klasser", f"Kommunerna i de {rakneord(len(frame))} klasserna {u.ar}", heads, rows)


def lan_saknas(u: Lansrapport) -> Tabell | Punktlista:
    """Return what is missing by kommun and källa; nothing when nothing is."""
    flagged = u.saknas[u.saknas["status"].isin(FLAGGADE)]
    if flagged.empty:
        return Punktlista(())
    order = pd.Series(range(len(u.tabell)), u.tabell.index)
    frame = flagged.assign(ord=flagged["kommunkod"].map(order)).sort_values("ord", kind="stable")
    groups = frame.groupby(["ord", "kalla", "status"], sort=False)
    rows = tuple(_rad(part) for _, part in groups)
    heads = (Kolumn("Kommun"), Kolumn("Källa"), Kolumn("Uppgifter som saknas"), Kolumn("Skäl"))
    return Tabell("lan-saknas", f"Uppgifter som saknas {u.ar}", heads, rows)


def _rad(part: pd.DataFrame) -> tuple[str, ...]:
    kommun, kalla, kod, status = (str(part[name].iloc[0]) for name in ("kommun", "kallnamn", "kod", "status"))
    return kommun, f"{kalla} ({kod})", _uppgifter(part), stor_forsta(SKAL[status])


def _uppgifter(rows: pd.DataFrame) -> str:
    if bool(rows["hel_kalla"].all()):
        return "Alla"
    if len(rows) > NAMNDA:
        return antal(len(rows), "uppgift", "uppgifter")
    first, *rest = rows["namn"]
    return "; ".join([first, *map(liten_forsta, rest)])
