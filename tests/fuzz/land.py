"""The invented country whose files are spoiled, and where each kind of file has its table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from hemtjanst_lib import example, paths
from hemtjanst_lib.files import sha256
from hemtjanst_lib.sources.cards import card_path
from hemtjanst_lib.sources.layout import Fil, layout_path, load_layout


@dataclass(frozen=True)
class Kind:
    """One kind of raw file, as seen by one reading of the layout.

    Parameters
    ----------
    name : str
        What the table calls it.
    kalla, fil : str
        The source, and the id of the reading in the layout.
    """

    name: str
    kalla: str
    fil: str

    def layout(self, ar: int) -> Fil | None:
        """Return the reading's layout of a year, if the year is known and has the source."""
        if not layout_path(ar).is_file():
            return None
        read = load_layout(layout_path(ar)).kallor.get(self.kalla)
        return next((fil for fil in read.filer if fil.id == self.fil), None) if read else None

    def path(self, ar: int, data: Path) -> Path | None:
        """Return the (first) file of the kind, if the year has one."""
        fil, folder = self.layout(ar), data / "raw" / str(ar) / self.kalla
        found = sorted(path for path in folder.glob(fil.fil) if path.suffix != ".yml") if fil else []
        return found[0] if found else None


KINDS = (
    Kind("brukare, kommuner", "brukarundersokningen", "kommun"),
    Kind("brukare, enheter", "brukarundersokningen", "enhet"),
    Kind("enheter, kommuner", "enhetsundersokningen", "kommun"),
    Kind("enheter, enheter", "enhetsundersokningen", "enhet"),
    Kind("kommunenkät", "kommunenkat_aldreomsorg", "kommun"),
    Kind("e-hälsa", "kommunenkat_ehalsa", "kommun"),
    Kind("Kolada", "kolada", "kommun"),
    Kind("Senior alert", "senior_alert", "kommun"),
    Kind("webbplatser", "webbplatser", "kommun"),
)

WHOLE = paths.REFERENCE


def sign(path: Path) -> None:
    """Write the hash of the file as it is now into its card, as if it had been delivered so."""
    card = card_path(path)
    content = yaml.safe_load(card.read_text(encoding="utf-8"))
    card.write_text(yaml.safe_dump({**content, "sha256": sha256(path)}, allow_unicode=True), encoding="utf-8")


@contextmanager
def country(folder: Path, years: tuple[int, ...], part: int = 5) -> Iterator[Path]:
    """Write the raw files of an invented country of every ``part``-th kommun; inside, the register is theirs."""
    reference, outside = folder / "reference", paths.REFERENCE
    reference.mkdir(parents=True, exist_ok=True)
    head, *rows = (WHOLE / "kommuner.csv").read_text(encoding="utf-8").splitlines()
    kept = rows[::part]
    codes = tuple(row[:4] for row in kept)
    (reference / "kommuner.csv").write_text("\n".join([head, *kept]) + "\n", encoding="utf-8")
    head, *rows = (WHOLE / "liknande_kommuner.csv").read_text(encoding="utf-8").splitlines()
    alike = [row for row in rows if row.startswith(codes)]
    (reference / "liknande_kommuner.csv").write_text("\n".join([head, *alike]) + "\n", encoding="utf-8")
    paths.REFERENCE = reference
    try:
        if not (folder / "data").exists():
            example.write(folder / "data", years)
        yield folder / "data"
    finally:
        paths.REFERENCE = outside
