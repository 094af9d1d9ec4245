"""What separates high results from low, in the country and in the set, and which kommuner can be told apart."""

from __future__ import annotations

from hemtjanst_lib import tables
from hemtjanst_lib.display import Tabell
from hemtjanst_lib.export.bilder.form import Bild, Diagram, Serie, Stycken
from hemtjanst_lib.export.bilder.ord import delad, kalla, noter, ruta, tal
from hemtjanst_lib.language import tal as skriv
from hemtjanst_lib.lansrapport import Lansrapport

STORST = 10


def skillnadsbilder(u: Lansrapport) -> list[Bild]:
    """All slides on high and low."""
    return [_hogt_lagt(u), *_ordning(u)]


def _hogt_lagt(u: Lansrapport) -> Bild:
    """The means of the high and the low side by side, where they differ most."""
    frame = u.nationell.skillnader.sort_values("bidrag", ascending=False, kind="stable").head(STORST)
    series = [Serie("Höga resultat", tal(frame["hoga"], 0)), Serie("Låga resultat", tal(frame["laga"], 0), "medel")]
    told = "; ".join(
        f"{row['namn']} {skriv(row['hoga'], 0)} mot {skriv(row['laga'], 0)}" for _, row in frame.iterrows()
    )
    chart = Diagram("staplar", frame["namn"].tolist(), series, f"Stapeldiagram, poäng per område. {told}.", "0", 0, 112)
    text = Stycken([str(each) for each in (u.mening.skillnader, u.mening.skillnader_egna) if str(each)])
    titel = f"{skriv(u.nationell.avstand)} poäng skiljer höga resultat från låga i landet"
    return Bild("hogt-lagt", titel, "Diagram och text", (chart, text), noter(u, *text.stycken), kalla(u))


def _ordning(u: Lansrapport) -> list[Bild]:
    table = tables.lan_ordning(u)
    if not isinstance(table, Tabell) or not table.rader:
        return []
    titel = "Kommuner på närliggande platser går ofta inte att skilja åt"
    return delad(
        Bild("ordning", titel, "Tabell", (), noter(u, u.mening.ordning, table.not_), f"{table.not_} {kalla(u)}"),
        ruta(table),
    )
