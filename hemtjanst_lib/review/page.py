"""The page that shows two editions side by side."""

from __future__ import annotations

from pathlib import Path

from hemtjanst_lib.export.html import page_css, page_environment
from hemtjanst_lib.review.compare import Row, Section, compare, sections
from hemtjanst_lib.review.content import lines
from hemtjanst_lib.review.signature import Reviewed, Status, checklist

TEMPLATES = Path(__file__).parent / "templates"
_IN_WORDS: dict[Status, str] = {
    "ogranskad": "inte granskad",
    "granskad": "granskad och underskriven",
    "fallen": "ändrad sedan den skrevs under",
}


def render(reviewed: Reviewed, old: Reviewed | None = None) -> str:
    """Make the page.

    Parameters
    ----------
    reviewed : Reviewed
        The edition to review.
    old : Reviewed, optional
        An earlier edition to compare with; what was last signed when left out.
    """
    before = lines(old.document) if old is not None else reviewed.signed_lines()
    now = lines(reviewed.document)
    parts = sections(compare(before, now)) if before is not None else sections(compare(now, now))
    signature, document, status = reviewed.signature(), reviewed.document, reviewed.status()
    return (
        page_environment(TEMPLATES)
        .get_template("granskning.html.j2")
        .render(
            document=document,
            huvud=document.huvud,
            css=page_css(TEMPLATES / "granskning.css"),
            parts=parts,
            first=before is None,
            against="den valda tidigare utgåvan" if old is not None else "den utgåva som senast skrevs under",
            signature=signature,
            status=_IN_WORDS[status],
            stands=status == "granskad",
            points=checklist(),
            counts=_counts(parts),
            has_digit=lambda text: any(letter.isdigit() for letter in text),
        )
    )


def _counts(parts: list[Section]) -> dict[str, int]:
    rows: list[Row] = [row for part in parts for row in part.changed]
    kinds = {kind: sum(row.kind == kind for row in rows) for kind in ("andrad", "ny", "borta")}
    return {**kinds, "siffror": sum(row.numbers for row in rows), "alla": len(rows)}
