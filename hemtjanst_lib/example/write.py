"""The whole example: raw files of all years, their cards, and which unit is which in the two surveys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.example import bestallningar, brukare, enheter, kommunenkater, land, listor, units, world
from hemtjanst_lib.example.questions import asked
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import put
from hemtjanst_lib.files import write_atomic
from hemtjanst_lib.folders import replace_folder
from hemtjanst_lib.model import Model, load_model, model_path
from hemtjanst_lib.reference import ADDITIONS, SIMILAR_ADDITIONS, load_kommuner, load_liknande
from hemtjanst_lib.sources import raw_folder
from hemtjanst_lib.sources.cards import SUFFIX, card_path

SEED, YEARS = 20260601, (2022, 2023, 2024, 2025)
EXEMPELBY = {
    "kommunkod": "9999",
    "namn": "Exempelby",
    "lanskod": "99",
    "lan": "Exempellän",
    "grupp_kod": "B4",
    "grupp": "Pendlingskommun nära större stad",
    "befolkning": 24_000,
}
INSAMLING = {
    "brukarundersokningen": "Enkät till äldre med hemtjänst, januari–mars {ar}",
    "enhetsundersokningen": "Enkät till enheterna, mätdag 1 mars {ar}",
    "kommunenkat_aldreomsorg": "Enkät till kommunerna, mars–april {ar}",
    "kommunenkat_ehalsa": "Enkät till kommunerna, januari–mars {ar}",
    "kolada": "Nyckeltal för {ar}, mätning under två veckor i oktober",
    "senior_alert": "Uttag ur registret, september {ar}",
    "webbplatser": "Granskning av kommunernas webbplatser från 15 augusti {ar}",
}


def write(
    data: Path,
    years: Sequence[int] = YEARS,
    *,
    exempelby: bool = False,
    scale: int = 1,
    seed: int = SEED,
) -> list[Path]:
    """Write invented raw files for some years under ``<data>/raw/``.

    Parameters
    ----------
    data : Path
        Data root; a year that is there already is replaced when it is invented too.
    exempelby : bool
        Add the fictitious kommun Exempelby (9999), for workshops.
    scale : int
        How many times as many kommuner as there are; all further ones are invented, their names, codes and län too.
    seed : int
        Another seed is another invented country.

    Returns
    -------
    list of Path
        The raw files written, without their cards.

    Raises
    ------
    SourceError
        If the data root holds real raw files, which are never touched, or cannot be written.
    ParameterError
        If the country cannot be made so large.
    """
    _refuse_real(data, years)
    real = load_kommuner()
    more = land.further(real, scale, seed)
    added = pd.concat([more, pd.DataFrame([EXEMPELBY]).set_index("kommunkod")]) if exempelby else more
    built = world.build(pd.concat([real, added]), seed)  # added last, so that they move nobody's values
    try:
        written = [path for ar in years for path in _year(data, load_model(model_path(ar)), built)]
        _write_additions(data / ADDITIONS, added.reset_index())
        _write_additions(data / SIMILAR_ADDITIONS, land.further_liknande(real, load_liknande(), more))
        _write_truth(data, built, years)
        _write_orders(data, built, years, scale)
    except OSError as fault:
        raise SourceError(f"{data}: cannot be written ({fault.strerror})", do="Check disk and permissions.") from fault
    return written


def _year(data: Path, model: Model, built: World) -> list[Path]:
    """Write one year's files to a new folder that changes places with the old: a killed run leaves no half year."""
    target, names = raw_folder(model.ar, data), []

    def fill(folder: Path) -> None:
        for kalla, files in _files(model, built).items():
            titel, insamling = f"{model.kallor[kalla].namn} {model.ar}", INSAMLING[kalla].format(ar=model.ar)
            for name, content in files.items():
                put(folder / kalla / name, content, ar=model.ar, namn=titel, insamling=insamling)
                names.append(f"{kalla}/{name}")

    replace_folder(target, fill)
    return [target / name for name in names]


def _files(model: Model, built: World) -> dict[str, dict[str, bytes]]:
    """Source to the names and contents of its files."""
    ar = model.ar
    asks = {kalla: asked(model, kalla) for kalla in model.kallor}
    bu, eu = asks["brukarundersokningen"], asks["enhetsundersokningen"]
    ke, eh = asks["kommunenkat_aldreomsorg"], asks["kommunenkat_ehalsa"]
    users = units.user_survey(built, ar, bu)
    answered = enheter.UnitAnswers(ar, *units.unit_survey(built, ar, eu), eu)
    stem = f"{ar}-10-exempel"
    pages = listor.kolada_pages(built, ar, asks["kolada"]) if asks.get("kolada") else []
    files = {
        "brukarundersokningen": {
            f"{stem}-bilaga-hemtjanst-rike-lan-kommun-{ar - 1}-{ar}.xlsx": brukare.kommun_book(built, ar, users, bu),
            f"{stem}-bilaga-hemtjanst-verksamheter-{ar}.xlsx": brukare.unit_book(built, ar, users, bu),
        },
        "enhetsundersokningen": {f"{stem}-resultat.xlsx": enheter.book(built, answered)},
        "kommunenkat_aldreomsorg": {f"{stem}-kommunenkat-aldreomsorg.xlsx": kommunenkater.aldreomsorg(built, ar, ke)},
        "kommunenkat_ehalsa": {f"{stem}-e-halsa-kommuner.xlsx": kommunenkater.ehalsa(built, ar, eh)},
        "kolada": {f"kolada_{ar}_{number:02d}.json": page for number, page in enumerate(pages, 1)},
        "senior_alert": {f"senior-alert-{ar}.csv": listor.senior_alert(built, ar, asks["senior_alert"])},
        "webbplatser": {f"webbgranskning-{ar}.csv": listor.websites(built, ar, asks["webbplatser"])},
    }
    return {kalla: files[kalla] for kalla in model.kallor}


def _write_additions(path: Path, rows: pd.DataFrame) -> None:
    """Write, or take away, the rows that come after a reference file's own."""
    if rows.empty:
        path.unlink(missing_ok=True)
    else:
        write_atomic(path, rows.to_csv(index=False, lineterminator="\n"))


def _write_truth(data: Path, built: World, years: Sequence[int]) -> None:
    """Write which names in the two surveys are one unit, the key to tests of name matching."""
    columns = ["kommunkod", "namn_bu", "namn_eu", "enskild", "id", "foretag_bu", "foretag_eu"]
    surveys = {"namn_bu": "brukarundersokningen", "namn_eu": "enhetsundersokningen"}
    rows = pd.concat([units.active(built, ar)[columns].assign(ar=ar) for ar in years])
    table = rows[["ar", *columns]].rename(columns=surveys)
    write_atomic(data / "example_truth" / "enheter.csv", table.to_csv(index=False, sep=";"))


def _refuse_real(data: Path, years: Sequence[int]) -> None:
    """Refuse to replace a year where anything stands that an earlier run did not invent."""
    found = [path for ar in years for path in sorted(raw_folder(ar, data).rglob("*")) if path.is_file()]
    raw = [path for path in found if not path.name.endswith(SUFFIX) and path.name[0] not in ".~"]
    if real := [path.relative_to(data).as_posix() for path in raw if not _invented(path)]:
        raise SourceError(
            f"{data}: holds raw files that no card marks as exempeldata; invented data are not mixed with them",
            real[:5],
            do="Give another data root, such as --data data/example.",
        )


def _invented(path: Path) -> bool:
    card = card_path(path)
    return card.is_file() and "exempeldata: true" in card.read_text(encoding="utf-8")


def _write_orders(data: Path, built: World, years: Sequence[int], scale: int) -> None:
    """Write invented orders beside the raw files, where they are found before any real ones."""
    for ar in years:
        write_atomic(data / "orders" / f"{ar}.csv", bestallningar.orders(ar, built.kommuner, built.seed, scale))
