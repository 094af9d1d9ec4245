"""What the invoices are made from: one CSV row per thing to pay for. No bookkeeping."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import pandas as pd

from hemtjanst_lib.delivery.bestallning import Bestallning, Tillagg
from hemtjanst_lib.delivery.kalender import STOCKHOLM
from hemtjanst_lib.delivery.orderlage import Orderlage
from hemtjanst_lib.delivery.priser import Prislista

KOLUMNER = (
    "kommunkod", "kommun", "organisationsnummer", "gln", "fakturaadress", "referens",
    "artikel", "belopp_kr_exkl_moms", "leveransdatum", "forfallodatum",
)  # fmt: skip
OFFERERAS = "offereras"
TJANSTER = {
    Tillagg.LEDNINGSGRUPP: "Information till ledningsgrupp",
    Tillagg.NAMND: "Information till nämnd",
    Tillagg.WORKSHOP: "Workshop",
    Tillagg.EXTRA_ANALYS: "Kompletterande analys",
}


def fakturaunderlag(
    ar: int, orders: Iterable[Bestallning], states: Mapping[str, Orderlage], kommuner: pd.DataFrame, priser: Prislista
) -> str:
    """Return the invoice basis of the delivered orders as CSV (semicolons), in order of time.

    What has no list price has ``offereras`` in place of an amount. Dates are Swedish days.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(KOLUMNER)
    for order in orders:
        levererad = states[order.kommunkod].levererad
        if levererad is None:
            continue
        dag = levererad.astimezone(STOCKHOLM).date()
        due = dag + timedelta(days=priser.betalningsdagar)
        who = (order.kommunkod, order.kommun, _dashed(order.organisationsnummer), order.gln)
        where = (order.fakturaadress, order.referens)
        for artikel, belopp in rader(ar, order, int(kommuner["befolkning"][order.kommunkod]), priser):
            amount = OFFERERAS if belopp is None else str(belopp)
            writer.writerow(map(_safe, (*who, *where, artikel, amount, dag.isoformat(), due.isoformat())))
    return text.getvalue()


def rader(ar: int, order: Bestallning, befolkning: int, priser: Prislista) -> Iterator[tuple[str, int | None]]:
    """Yield what an order is to pay for, and its price in kronor without moms; None = a price is offered."""
    yield f"Rapportpaket Hemtjänstindex {ar}", priser.klass(befolkning).pris
    if order.enhetsindex:
        yield f"Index per enhet och utförare {ar}", priser.enhetspris(befolkning)
    for tillagg in order.tillagg:
        if tillagg in TJANSTER:
            yield TJANSTER[tillagg], None


def _dashed(organisationsnummer: str) -> str:
    return f"{organisationsnummer[:6]}-{organisationsnummer[6:]}"


def _safe(cell: str) -> str:
    """Keep a spreadsheet from reading text that a customer wrote as a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
