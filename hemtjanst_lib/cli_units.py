"""The command ``hemtjanst units``: which units of the two surveys are one, what is doubtful, and what to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from hemtjanst_lib.sources import YearAnswers

# ruff: noqa: PLC0415  (the command imports what it needs, so that help and mistakes are answered at once)

WHY = {
    "samma_namn": "several units have this name",
    "annan_regi": "the surveys differ on who runs it",
    "annat_foretag": "the surveys name different companies",
    "ordet_skiljer": "a number, letter or compass point differs",
    "namnen_skiljer": "the names differ",
    "ensamma_kvar": "the names differ, but no other units are left",
}
SURVEYS = {"brukarundersokningen": "user survey", "enhetsundersokningen": "unit survey"}


def units(
    ar: Annotated[int, typer.Argument(metavar="YEAR", help="Index year, such as 2025.")],
    kommuner: Annotated[
        list[str] | None, typer.Option("--kommun", help="Kommunkod, such as 0188; may be repeated.")
    ] = None,
    data: Annotated[Path, typer.Option("--data", help="Data root; data/example holds the invented data.")] = Path(
        "data"
    ),
) -> None:
    """Tell which units of the two surveys are paired, which pairs are doubtful, and which units have none.

    Reads the raw files. Doubtful pairs come with the lines that confirm them in parameters/units/YEAR.yml.
    """
    from hemtjanst_lib.reference import check_kommunkod, load_kommuner
    from hemtjanst_lib.sources import read_year

    root = data.absolute()
    register = load_kommuner(root)
    chosen = [check_kommunkod(kod, register) for kod in kommuner or []] or list(register.index)
    answers = read_year(ar, root)
    typer.echo("\n".join(_lines(answers, chosen, {str(kod): str(namn) for kod, namn in register["namn"].items()})))


def _lines(answers: YearAnswers, chosen: list[str], names: dict[str, str]) -> Iterator[str]:
    listed = answers.enhetslista[answers.enhetslista["kommunkod"].isin(chosen)]
    pairs = answers.par[answers.par["kommunkod"].isin(chosen)]
    yield from _coverage(answers.ar, listed, chosen)
    doubtful = pairs[pairs["hur"].eq("tveksamt")]
    if len(doubtful):
        yield from _doubtful(doubtful, answers, names)
    alone = listed[listed["par"].eq("") & ~listed["tveksam"]]
    if len(alone):
        yield ""
        yield "Without a partner in the other survey:"
        for kod, part in alone.groupby("kommunkod"):
            yield f"  {kod} {names[str(kod)]}"
            for namn, regi, bu in zip(part["namn"], part["regi"], part["namn_bu"], strict=True):
                yield f"    {SURVEYS['brukarundersokningen' if bu else 'enhetsundersokningen']}: {namn}{_in(regi)}"


def _coverage(ar: int, listed: pd.DataFrame, chosen: list[str]) -> Iterator[str]:
    counts = {kalla: int(listed[f"namn_{kalla}"].ne("").sum()) for kalla in ("bu", "eu")}
    yield f"{ar}: {counts['bu']} units in the user survey, {counts['eu']} in the unit survey"
    paired = listed["par"].value_counts()
    certain, confirmed = int(paired.get("automatiskt", 0)), int(paired.get("bekraftat", 0))
    waiting = int(listed["tveksam"].sum())
    yield f"  {certain + confirmed} pairs: {certain} certain, {confirmed} confirmed"
    yield f"  {len(listed) - certain - confirmed} units without a partner, {waiting} of them in doubtful pairs"
    if none := sorted(set(chosen) - set(listed["kommunkod"])):
        counted = "1 kommun" if len(none) == 1 else f"{len(none)} kommuner"
        yield f"  {counted} without any unit: {', '.join(none[:20])}{' …' if len(none) > 20 else ''}"


def _doubtful(pairs: pd.DataFrame, answers: YearAnswers, names: dict[str, str]) -> Iterator[str]:
    from hemtjanst_lib.sources.enhetsregister import namn_i_registret, som_yaml

    named = namn_i_registret(answers.enheter)
    regi = dict(zip(answers.enheter["enhet_id"], answers.enheter["regi"], strict=True))
    yield ""
    yield "Doubtful pairs (points of 100):"
    for kod, part in pairs.sort_values("poang", ascending=False, kind="stable").groupby("kommunkod"):
        yield f"  {kod} {names[str(kod)]}"
        for pair in part.itertuples():
            left, right = (f"{named[kod]}{_in(regi[kod])}" for kod in (str(pair.enhet_bu), str(pair.enhet_eu)))
            yield f"    {pair.poang:5.1f}  {left} | {right}: {WHY[str(pair.skal)]}"
    folder = "units/exempel" if answers.exempeldata else "units"
    yield ""
    yield f"For parameters/{folder}/{answers.ar}.yml; look at each, and move what is not one unit to ej_par."
    yield "Units of one name that nothing tells apart are not here: find out which is which, and write them yourself."
    yield ""
    yield som_yaml(answers.ar, pairs, answers.enheter)


def _in(regi: str) -> str:
    return f" ({regi})" if regi else ""
