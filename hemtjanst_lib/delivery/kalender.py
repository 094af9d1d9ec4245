"""When a year's index may leave the house: ``parameters/releases/<year>.yml``, in Swedish time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from hemtjanst_lib.analysis import utgivning
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.forms import Del, faulty, read_form
from hemtjanst_lib.paths import PARAMETERS

RELEASES = PARAMETERS / "releases"
STOCKHOLM = ZoneInfo("Europe/Stockholm")

Text = Annotated[str, Field(min_length=1)]


class _Kand(Del):
    belagg: Literal["fakta", "antagande"]
    kalla: Text


class Publicering(_Kand):
    """The moment T when ranking and delindex become public; aware, in UTC."""

    nar: datetime

    @field_validator("nar", mode="before")
    @classmethod
    def _swedish_clock(cls, value: object) -> datetime:
        return swedish_moment(value)


class Handelse(_Kand):
    """A day of the analysts' year that people are reminded of."""

    id: Text
    namn: Text
    datum: date


class Kalender(Del):
    """One year's release calendar."""

    ar: int
    publicering: Publicering
    forhandsvisning_timmar: Annotated[int, Field(ge=0, le=24)]
    handelser: tuple[Handelse, ...]

    @model_validator(mode="after")
    def _days_in_order(self) -> Kalender:
        days = [handelse.datum for handelse in self.handelser]
        if days != sorted(days):
            raise ValueError("handelser must stand in order of time")
        if days and days[-1] > self.publicering.nar.astimezone(STOCKHOLM).date():
            raise ValueError(f"{self.handelser[-1].id} comes after the publication")
        return self

    @property
    def publiceras(self) -> datetime:
        """The moment T, in UTC."""
        return self.publicering.nar

    @property
    def forhandsvisas(self) -> datetime:
        """When those who have ordered may read their summary: whole hours before T, whatever the clocks do."""
        return self.publiceras - timedelta(hours=self.forhandsvisning_timmar)


def swedish_moment(value: object) -> datetime:
    """Read ``2025-12-03 06:00`` as Swedish time, or a moment with its own offset; return it in UTC.

    Raises
    ------
    ValueError
        If it is no moment, or a Swedish time that the clocks skip or pass twice.
    """
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        told = None
    if not isinstance(told, datetime):
        raise ValueError(f"expected a moment such as 2025-12-03 06:00, found {value}")
    if told.tzinfo is not None:
        return told.astimezone(UTC)
    earlier, later = (told.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC) for fold in (0, 1))
    if earlier != later:
        raise ValueError(f"{told:%Y-%m-%d %H:%M} is skipped or passed twice when the clocks change; add its offset")
    return earlier


def load_kalender(ar: int, folder: Path = RELEASES) -> Kalender:
    """Read and check a year's calendar; its day of publication must be that of ``parameters/report/utgivning.yml``.

    Raises
    ------
    ParameterError
        If there is no such file, or with every fault in it.
    """
    path = folder / f"{ar}.yml"
    if not path.is_file():
        raise ParameterError(f"{path}: no release calendar for {ar}", do="Write it, with last year's as a pattern.")
    return _load(ar, path, path.stat().st_mtime_ns)


@cache
def _load(ar: int, path: Path, _changed: int) -> Kalender:
    kalender = read_form(path, Kalender)
    if faults := _disagreements(kalender, ar):
        raise faulty(path, faults)
    return kalender


def _disagreements(kalender: Kalender, ar: int) -> list[str]:
    day, told = kalender.publiceras.astimezone(STOCKHOLM).date(), utgivning(ar).datum
    faults = [] if kalender.ar == ar else [f"ar: is {kalender.ar}, but the file is named for {ar}"]
    return (
        faults if day == told else [*faults, f"publicering.nar: {day}, but parameters/report/utgivning.yml says {told}"]
    )
