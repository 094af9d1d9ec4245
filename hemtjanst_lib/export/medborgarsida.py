"""The citizens' page as one self-contained web page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hemtjanst_lib.errors import GateError
from hemtjanst_lib.export.gates import page_faults
from hemtjanst_lib.export.html import TEMPLATES, page_css, page_environment
from hemtjanst_lib.export.wording import Passage, text_faults
from hemtjanst_lib.medborgarsida.sida import open_medborgarsida

if TYPE_CHECKING:
    from hemtjanst_lib.medborgarsida.sida import Sida

MANGA = 12  # utförare from which the list can be searched
_MARKUP = re.compile(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", re.S)
_FACKORD = re.compile(
    r"\b(?:delindex\w*|indikator\w*|percentil\w*|kvalitetsområde\w*|konfidens\w*|signifikan\w*)", re.I
)


def render(sida: Sida) -> str:
    """Make the whole page: style and script inside it, nothing fetched, readable without the script."""
    return (
        page_environment()
        .get_template("medborgarsida.j2")
        .render(
            sida=sida,
            ord=sida.ord,
            fakta=sida.fakta,
            manga=len(sida.utforare) > MANGA,
            css=page_css(TEMPLATES / "medborgarsida.css"),
            script=(TEMPLATES / "medborgarsida.js").read_text(encoding="utf-8").strip(),
        )
    )


def make(ar: int, kommunkod: str, data: str) -> str:
    """Make the page of one kommun.

    Raises
    ------
    ParameterError
        If the kommun has not asked for a page, or does not exist.
    GateError
        If the page may not be released.
    """
    sida = open_medborgarsida(ar, kommunkod, data)
    page = render(sida)
    if faults := check(sida, page):
        raise GateError(f"the citizens' page of {kommunkod} may not be released", faults)
    return page


def check(sida: Sida, html: str) -> list[str]:
    """List what keeps the page from being released: see ``gates``; and words that are not plain Swedish."""
    names = {utforare.namn for utforare in sida.utforare}
    words = " ".join(_MARKUP.sub(" ", html).split())
    hard = sorted({found.lower() for found in _FACKORD.findall(words)})
    return [
        *page_faults(html, exempeldata=sida.fakta.exempeldata),
        *text_faults(Passage("page", _without(words, names))),
        *(f"page: {word} is no plain word" for word in hard),
    ]


def _without(text: str, names: set[str]) -> str:
    """Take the names away, which may hold any signs."""
    for namn in sorted(names, key=len, reverse=True):
        text = text.replace(namn, "x")
    return text
