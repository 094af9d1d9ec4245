"""Talking with Kolada's open API, version 3: its pages, its limits, and plain words when it answers otherwise.

What is known of the API stands in ``docs/kolada.md``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
import tenacity
from pydantic import BaseModel, ConfigDict, ValidationError

from hemtjanst_lib.errors import SourceError

BASE_URL = "https://api.kolada.se/v3"
PER_PAGE = 5000  # the most that the API gives
LONGEST_WAIT = 60.0  # seconds, also when Retry-After asks for more
ATTEMPTS = 6
LATER = "Nothing was written. Try again later; if it goes on, tell RKA (kolada.se)."
CHANGED = "Nothing was written. The API has changed: compare with docs/kolada.md."


class _Answer(BaseModel):
    """Unknown fields may come at any time; a known one may not change its type."""

    model_config = ConfigDict(extra="ignore", strict=True)


class Value(_Answer):
    """One value: ``gender`` is T (all), K or M; ``value`` is null when suppressed or deleted."""

    gender: str
    value: float | None
    isdeleted: bool


class Post(_Answer):
    """The values of one KPI, year and kommun, region or group."""

    kpi: str
    municipality: str
    period: int
    values: list[Value]


class Named(_Answer):
    """A KPI, or a kommun or region; the latter have ``type`` K or L."""

    id: str
    title: str
    type: str | None = None


class _Envelope(_Answer):
    values: list[Any]
    next_url: str | None


Kind = TypeVar("Kind", bound=_Answer)


@dataclass(frozen=True)
class Page:
    """One page: its address, its bytes as delivered, and the objects on it."""

    url: str
    content: bytes
    values: list[Any]
    next_url: str | None

    def read_as(self, kind: type[Kind]) -> list[Kind]:
        """Read the page's objects as one kind, naming every object that is not of that kind."""
        found, faults = [], []
        for number, value in enumerate(self.values):
            try:
                found.append(kind.model_validate(value))
            except ValidationError as fault:
                faults += [f"values[{number}]{_path(e['loc'])}: {e['msg']}" for e in fault.errors()]
        if faults:
            raise SourceError(f"{self.url}: not the objects that Kolada v3 gives", faults[:20], do=CHANGED)
        return found


class _BusyError(Exception):
    """The API asks us to come back later, or broke off in the middle."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Client:
    """A patient reader of Kolada's pages.

    Parameters
    ----------
    base_url : str
        Root of the API, without a slash at the end.
    attempts : int
        How many times one page is asked for before giving up.
    timeout : float
        Seconds to wait for an answer.
    pause : callable
        Sleeps that many seconds.
    """

    def __init__(
        self,
        base_url: str = BASE_URL,
        *,
        attempts: int = ATTEMPTS,
        timeout: float = 60.0,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._http = httpx.Client(timeout=timeout, headers={"Accept": "application/json", "User-Agent": "hemtjanst"})
        self._retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_BusyError),
            stop=tenacity.stop_after_attempt(attempts),
            wait=_wait,
            sleep=pause,
            reraise=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def pages(self, path: str, **query: str) -> Iterator[Page]:
        """Yield every page of an answer, following ``next_url`` to the end.

        Raises
        ------
        SourceError
            If the API refuses, keeps failing, or answers with something else than pages of Kolada v3.
        """
        words = {"per_page": str(PER_PAGE), **query}
        url: str | None = str(httpx.URL(self._base_url + path, params=words))
        seen: set[str] = set()
        while url:
            if url in seen or httpx.URL(url).host != httpx.URL(self._base_url).host:
                raise SourceError(f"{url}: next_url goes in a circle or to another host", do=CHANGED)
            seen.add(url)
            page = self._page(url)
            yield page
            url = page.next_url

    def _page(self, url: str) -> Page:
        content = self._content(url)
        try:
            answer = json.loads(content.decode("utf-8"))  # Kolada names no charset: it is UTF-8
            envelope = _Envelope.model_validate(answer)
        except (UnicodeDecodeError, json.JSONDecodeError) as fault:
            raise SourceError(f"{url}: not JSON in UTF-8 ({fault})", do=LATER) from fault
        except ValidationError as fault:
            said = [f"it says: {answer['error']}"] if isinstance(answer, dict) and "error" in answer else []
            faults = said or [f"{_path(e['loc'])[1:] or 'answer'}: {e['msg']}" for e in fault.errors()]
            raise SourceError(f"{url}: not a page of Kolada v3", faults, do=CHANGED) from fault
        return Page(url, content, envelope.values, envelope.next_url)

    def _content(self, url: str) -> bytes:
        try:
            return self._retrying(self._get, url)
        except _BusyError as fault:
            raise SourceError(f"{url}: no answer after several attempts ({fault})", do=LATER) from fault

    def _get(self, url: str) -> bytes:
        try:
            response = self._http.get(url)
        except httpx.TransportError as fault:
            raise _BusyError(f"{type(fault).__name__}: {fault}") from fault
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise _BusyError(f"HTTP {response.status_code}", _retry_after(response))
        if not response.is_success:
            said = " ".join(response.content.decode("utf-8", "replace").split())[:300]
            what = f"{url}: Kolada refuses with HTTP {response.status_code}"
            raise SourceError(what, [f"it says: {said}"] if said else [], do=CHANGED)
        return response.content


def _path(parts: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the answer asks us to wait: a number, or a date in HTTP's form."""
    text = response.headers.get("Retry-After", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _wait(state: tenacity.RetryCallState) -> float:
    """2, 4, 8 … seconds, or what the API asks for; never more than ``LONGEST_WAIT``."""
    fault = state.outcome.exception() if state.outcome else None
    asked = fault.wait if isinstance(fault, _BusyError) else None
    return min(LONGEST_WAIT, 2.0**state.attempt_number if asked is None else asked)
