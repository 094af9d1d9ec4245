"""Maps of the country, and of a län or another set of kommuner, by class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hemtjanst_lib import theme
from hemtjanst_lib.charts import karta_form, karta_yta
from hemtjanst_lib.charts.words import kalltext
from hemtjanst_lib.display import Figur, Kolumn, Tabell
from hemtjanst_lib.language import antal, heltal, lista, tal
from hemtjanst_lib.paths import resolve
from hemtjanst_lib.reference import load_kommuner

if TYPE_CHECKING:
    from hemtjanst_lib.analysis import Kommunfakta

OVRIGA = "utan klass"
UTAN_LAN = "Utan län"


def preload() -> None:
    """Read the borders and make the design, so that a process forked from this one need not."""
    karta_form.design()
    karta_yta.riket()
    karta_yta.nara(())


def forbered_lan(kommunkod: str, data: str, **_: object) -> None:
    """Find the room for names on the map of a kommun's län, so that the processes of its kommuner need not."""
    register = load_kommuner(resolve(data))
    lan = register["lanskod"]
    karta_form.forbered(list(register.index[lan == lan[kommunkod]]))


def karta_riket(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show every kommun of the country by class, with the own kommun pointed out."""
    return riket(k.alla, list(k.klasser["klass"]), k.ar, kalltext(k), egen=k.kommun.kod, palette=palette)


def karta_lan(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the kommuner of the län by class, with the own kommun pointed out."""
    names = list(k.klasser["klass"])
    return urval(k.lan_kommuner, names, k.kommun.lan, k.ar, kalltext(k), egen=k.kommun.kod, palette=palette)


def karta(k: Kommunfakta, palette: theme.Palette = theme.DEFAULT) -> Figur:
    """Show the län; a kommun that is alone in its län is shown in the country."""
    return karta_riket(k, palette) if k.antal_lan == 1 else karta_lan(k, palette)


def riket(
    alla: pd.DataFrame,
    klasser: list[str],
    ar: int,
    kalla: str,
    *,
    egen: str | None = None,
    granser: bool = False,
    titel: str = "",
    palette: theme.Palette = theme.DEFAULT,
) -> Figur:
    """Show every kommun of the country by class.

    Parameters
    ----------
    alla : DataFrame
        One row a kommun: ``kommunkod, namn, lanskod, klass``, and ``lan`` where there are län that the project's
        register lacks.
    klasser : list of str
        All classes, the lowest first.
    ar, kalla
        Year and the words that name the source.
    egen : str, optional
        Code of the kommun to point out. One without borders, such as a fictitious one, is not on the map.
    granser : bool
        Whether the borders of the län are drawn (adds about 40 kB to the picture).
    titel : str
        The finding; by default that of the own kommun, or which class is the most common.
    """
    klass = _klass(alla)
    own = None if egen is None else alla[alla["kommunkod"] == egen].iloc[0]
    spec = karta_form.riksspec(
        karta_yta.riket(),
        klass,
        klasser,
        palette,
        granser=karta_yta.lanen() if granser else "",
        egen=None if own is None else (str(own["kommunkod"]), str(own["namn"])),
    )
    return Figur(
        "karta-riket",
        titel or _titel(alla, klasser, "landet", own),
        f"Karta över Sveriges kommuner, färgade efter klass. {_antal_text(alla, klasser)}{_egen_text(own)}",
        f"Klass {ar}, ju mörkare desto högre.{_bildtext(own)} {kalla}",
        spec,
        _lantabell(alla, klasser, ar),
    )


def urval(
    rader: pd.DataFrame,
    klasser: list[str],
    namn: str,
    ar: int,
    kalla: str,
    *,
    egen: str | None = None,
    titel: str = "",
    palette: theme.Palette = theme.DEFAULT,
) -> Figur:
    """Show the kommuner of a län, or of another set, by class; with names, or numbers that a list explains.

    ``rader`` has ``kommunkod, namn, klass, index, placering`` in the table's order; ``namn`` names the whole in
    running text, such as "Stockholms län"; the others as in :func:`riket`.
    """
    klass = _klass(rader)
    own = None if egen is None else rader[rader["kommunkod"] == egen].iloc[0]
    yta = karta_yta.nara(tuple(sorted(klass)))
    names = dict(zip(rader["kommunkod"], rader["namn"], strict=True))
    spec = karta_form.naraspec(yta, names, klass, klasser, palette, egen=egen)
    return Figur(
        "karta-urval",
        titel or _titel(rader, klasser, namn, own),
        f"Karta över {antal(len(rader), 'kommun', 'kommuner')} i {namn}, färgade efter klass. "
        f"{_antal_text(rader, klasser)}{_egen_text(own)}",
        f"Klass {ar}, ju mörkare desto högre. Siffrorna förklaras i listan bredvid kartan.{_bildtext(own)} {kalla}"
        if any(row["text"].isdigit() for row in spec["datasets"]["namn"])
        else f"Klass {ar}, ju mörkare desto högre.{_bildtext(own)} {kalla}",
        spec,
        _kommuntabell(rader, namn, ar, egen),
    )


def _klass(rader: pd.DataFrame) -> dict[str, str]:
    """Class by code; "" where there is none."""
    return dict(zip(rader["kommunkod"].astype(str), rader["klass"].fillna("").astype(str), strict=True))


def _rakna(rader: pd.DataFrame, klasser: list[str]) -> pd.Series:
    return rader["klass"].value_counts().reindex(klasser, fill_value=0)


def _titel(rader: pd.DataFrame, klasser: list[str], namn: str, own: pd.Series | None) -> str:
    if own is not None:
        return _egen_titel(rader, namn, own)
    counts = _rakna(rader, klasser)
    if len(rader) == 1:
        return f"{rader['namn'].iloc[0]} har klassen {rader['klass'].iloc[0]}"
    common = [name for name in klasser if counts[name] == counts.max()]
    word = "klassen" if len(common) == 1 else "klasserna"
    return f"Vanligast bland kommunerna i {namn} är {word} {lista(common)}"


def _egen_titel(rader: pd.DataFrame, namn: str, own: pd.Series) -> str:
    if len(rader) == 1:
        return f"{own['namn']} har klassen {own['klass']}"
    others = int((rader["klass"] == own["klass"]).sum()) - 1
    if not others:
        return f"{own['namn']} är ensam i {namn} om klassen {own['klass']}"
    words = antal(others, "annan kommun", "andra kommuner")
    return f"{own['namn']} har klassen {own['klass']}, liksom {words} i {namn}"


def _antal_text(rader: pd.DataFrame, klasser: list[str]) -> str:
    """Read out how many kommuner each class has, the highest first."""
    counts = _rakna(rader, klasser)
    parts = [f"{name}: {heltal(int(counts[name]))}" for name in reversed(klasser)]
    missing = len(rader) - int(counts.sum())
    return f"{'; '.join([*parts, *([f'{OVRIGA}: {missing}'] if missing else [])])}."


def _egen_text(own: pd.Series | None) -> str:
    return "" if own is None else f" {own['namn']} har klassen {own['klass']}."


def _bildtext(own: pd.Series | None) -> str:
    return "" if own is None else f" Den tjocka linjen går runt {own['namn']}."


def _lantabell(alla: pd.DataFrame, klasser: list[str], ar: int) -> Tabell:
    """Count the kommuner of each class per län, and in the whole country last."""
    rows = alla.sort_values("lanskod", kind="stable", ignore_index=True)
    lan = rows["lan"] if "lan" in rows else rows["lanskod"].map(_lannamn()).fillna(UTAN_LAN)
    counts = pd.crosstab(lan, rows["klass"]).reindex(columns=klasser, fill_value=0)
    heads = [*reversed(klasser)]
    cells = ((namn, *(str(counts.at[namn, name]) for name in heads)) for namn in dict.fromkeys(lan))
    whole = ("Hela landet", *(str(counts[name].sum()) for name in heads))
    columns = (Kolumn("Län"), *(Kolumn(name, "tal") for name in heads))
    return Tabell("karta-riket-data", f"Antal kommuner per klass och län {ar}", columns, (*cells, whole))


def _lannamn() -> dict[str, str]:
    kommuner = load_kommuner()
    return dict(zip(kommuner["lanskod"], kommuner["lan"], strict=True))


def _kommuntabell(rader: pd.DataFrame, namn: str, ar: int, egen: str | None) -> Tabell:
    cells = zip(rader["namn"], rader["klass"], rader["index"], rader["placering"], strict=True)
    rows = tuple((kommun, klass, tal(index), str(plats)) for kommun, klass, index, plats in cells)
    own = tuple(i for i, kod in enumerate(rader["kommunkod"]) if kod == egen)
    columns = (Kolumn("Kommun"), Kolumn("Klass"), Kolumn("Index", "tal"), Kolumn("Plats i landet", "tal"))
    return Tabell("karta-urval-data", f"Klass i {namn} {ar}", columns, rows, own)
