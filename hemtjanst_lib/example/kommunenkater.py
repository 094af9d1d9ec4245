"""The two workbooks that kommuner answer themselves: äldreomsorg, and e-hälsa and välfärdsteknik."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hemtjanst_lib.example import levels, world
from hemtjanst_lib.example.questions import heading
from hemtjanst_lib.example.world import World
from hemtjanst_lib.example.writing import MARK, Book, padded
from hemtjanst_lib.model import Indikator

SKIPPED = 0.008  # share of single questions left open
WORDS_UNTIL = 2022  # e-hälsa was answered in words, then as 2, 1, 0
LEVEL_WORDS = ("Nej", "Ja, i testverksamhet", "Ja, breddinfört")


@dataclass(frozen=True)
class Form:
    """How one survey's sheet looks: title, sheet name, row of headings, and the mark of a kommun without answers."""

    titel: str
    blad: str
    header_row: int
    silent: str


def aldreomsorg(built: World, ar: int, indikatorer: list[Indikator]) -> bytes:
    """Yes and no per kommun; a kommun that did not answer has blank cells."""
    titel = f"Öppna jämförelser {ar}, kommunenkät äldreomsorg"
    return _book(built, ar, Form(titel, "Resultat", 4, silent=""), indikatorer)


def ehalsa(built: World, ar: int, indikatorer: list[Indikator]) -> bytes:
    """Technology per kommun; a kommun that did not answer is marked "Uppgift saknas"."""
    titel = f"E-hälsa och välfärdsteknik i kommunerna {ar}"
    return _book(built, ar, Form(titel, "Kommuner", 6, silent="Uppgift saknas"), indikatorer)


def _answers(built: World, ar: int, indikator: Indikator) -> list[Any]:
    if indikator.kod in levels.ANDEL:
        return [float(value) for value in np.round(world.share(built, ar, indikator))]
    if indikator.poang.nivaer:
        values = world.level(built, ar, indikator).tolist()
        return [LEVEL_WORDS[value] for value in values] if ar <= WORDS_UNTIL else values
    yes = world.says_yes(built, ar, indikator).tolist()
    return ["Ja" if value else "Nej" for value in yes]


def _book(built: World, ar: int, form: Form, indikatorer: list[Indikator]) -> bytes:
    kalla = indikatorer[0].kalla
    skipped = built.rng("hoppat", kalla, ar).random((len(built.kommuner), len(indikatorer))) < SKIPPED
    missing = world.unanswered(built, ar, kalla)
    out = Book(ar, form.titel)
    out.sheet("Information", [[form.titel], [MARK], ["En rad per kommun."]])
    out.sheet("Indikatorer", [["Rubrik", "Indikator"], *([heading(ar, ind), ind.namn] for ind in indikatorer)])
    columns = [_answers(built, ar, ind) for ind in indikatorer]
    heads = ["Kommunkod", "Kommun", *(heading(ar, ind) for ind in indikatorer)]
    rows = padded([[form.titel], [MARK]], heads, header_row=form.header_row)
    for i, (kod, namn) in enumerate(built.kommuner["namn"].items()):
        cells = [column[i] for column in columns]
        open_ = skipped[i]
        cells = [form.silent if missing[i] else "-" if left else cell for cell, left in zip(cells, open_, strict=True)]
        rows.append([kod, namn, *cells])
    out.sheet(form.blad, rows)
    return out.content()
