"""The card beside each raw file: who published it, when it was fetched, and the hash of its bytes."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml, sha256, write_atomic

SUFFIX = ".source.yml"


class SourceCard(BaseModel):
    """What is known of one raw file; the YAML keys of ``<file>.source.yml``.

    Parameters
    ----------
    fil : str
        Path of the raw file, relative to the data root; not in the YAML, filled in by the reader.
    insamling : str
        When and how the answers were collected, as a report may print it.
    exempeldata : bool
        True for invented data; then every page made from it says EXEMPELDATA.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    utgivare: str = Field(min_length=1)
    namn: str = Field(min_length=1)
    hamtad: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    url: str = ""
    insamling: str = ""
    anmarkning: str = ""
    exempeldata: bool = False
    fil: str = ""


def card_path(raw: Path) -> Path:
    """Return where the card of a raw file stands: the file's own name and ``.source.yml``."""
    return raw.with_name(raw.name + SUFFIX)


def write_card(
    raw: Path,
    *,
    utgivare: str,
    namn: str,
    hamtad: str,
    url: str = "",
    insamling: str = "",
    anmarkning: str = "",
    exempeldata: bool = False,
) -> SourceCard:
    """Write the card of a raw file that stands on disk, with the hash of its bytes now."""
    card = SourceCard(
        utgivare=utgivare,
        namn=namn,
        hamtad=hamtad,
        sha256=sha256(raw),
        url=url,
        insamling=insamling,
        anmarkning=anmarkning,
        exempeldata=exempeldata,
    )
    filled = {key: value for key, value in card.model_dump().items() if value not in ("", False)}
    write_atomic(card_path(raw), yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=120))
    return card


def read_card(raw: Path, data: Path) -> SourceCard:
    """Read the card of a raw file and hold its hash against the file's bytes.

    Raises
    ------
    SourceError
        If the card is missing, a field is missing, unknown or malformed, or the hash no longer agrees.
    """
    path = card_path(raw)
    shown = path.relative_to(data).as_posix()
    if not path.is_file():
        raise SourceError(
            f"{shown}: the source card is missing",
            do="Write one with utgivare, namn, hamtad (YYYY-MM-DD) and sha256; see docs/sources.md.",
        )
    given = read_yaml(path, SourceError)
    if not isinstance(given, dict):
        raise SourceError(f"{shown}: a source card is a list of keys and values, found {type(given).__name__}")
    try:
        card = SourceCard.model_validate({**given, "fil": raw.relative_to(data).as_posix()})
    except ValidationError as fault:
        raise SourceError(f"{shown}: not a sound source card", describe(fault)) from fault
    if (found := _hash(raw, card.fil)) != card.sha256:
        raise SourceError(
            f"{raw.relative_to(data).as_posix()}: the file is not the one its card describes",
            [f"the card says sha256 {card.sha256[:12]}…, the file has {found[:12]}…"],
            do="Restore the file as delivered, or, if a new delivery replaced it, write a new card.",
        )
    return card


def _hash(raw: Path, shown: str) -> str:
    try:
        return sha256(raw)
    except OSError as fault:
        raise SourceError(
            f"{shown}: cannot be read ({fault.strerror})", do="Check the file and its permissions."
        ) from fault


def describe(fault: ValidationError) -> list[str]:
    """Say each fault of a checked YAML file in one line, with its path in the file."""
    lines = []
    for error in fault.errors():
        place = ".".join(str(part) for part in error["loc"]) or "file"
        found = "" if error["type"] == "missing" else f" (found {error['input']!r:.60})"
        lines.append(f"{place}: {error['msg']}{found}")
    return lines
