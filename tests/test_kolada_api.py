"""Fetching from Kolada, against a server on this machine that answers as Kolada's version 3 is documented to."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from hemtjanst_lib.errors import SourceError
from hemtjanst_lib.files import read_yaml, sha256
from hemtjanst_lib.model import load_model, model_path
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources import kolada_api, read_year
from hemtjanst_lib.sources.kolada_client import LONGEST_WAIT, Client

DAY = date(2025, 11, 3)
KODER = [f"{kod:04d}" for kod in range(114, 174)]  # 60 kommuner: three segments of at most 25
MODEL: Any = SimpleNamespace(
    ar=2024,
    indikatorer={
        "personalkontinuitet": SimpleNamespace(kod="personalkontinuitet", kalla="kolada", kolada="U21401"),
        "bu_trygghet": SimpleNamespace(kod="bu_trygghet", kalla="brukarundersokningen", kolada="U21456"),
    },
)


def post(kpi: str, place: str, ar: int, value: float | None = 14.5, **changed: Any) -> dict[str, Any]:
    of_all = {"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False, **changed}
    women = {"gender": "K", "count": 1, "status": "", "value": 1.0, "isdeleted": False}
    return {"kpi": kpi, "municipality": place, "period": ar, "values": [women, of_all]}


@dataclass
class Kolada:
    """A stand-in for the API: what it holds, how it fails first, and what it was asked."""

    url: str = ""
    page_size: int = 5000
    titles: dict[str, str] = field(default_factory=lambda: {"U21401": "Personalkontinuitet  hemtjänst åäö"})
    places: dict[str, str] = field(default_factory=lambda: dict.fromkeys(KODER, "K") | {"0000": "L", "0001": "L"})
    posts: dict[str, dict[str, Any]] = field(default_factory=lambda: {k: post("U21401", k, 2024) for k in KODER})
    mixed_in: list[dict[str, Any]] = field(default_factory=list)
    failures: list[tuple[int, dict[str, str], bytes] | None] = field(default_factory=list)  # None: break off
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, dict[str, str], bytes]:
        parts = path.strip("/").split("/")[1:]  # without v3
        too_many = any(part.count(",") >= 25 for part in parts)
        if too_many or int(query["per_page"][0]) > 5000:
            return 422, {}, b"too many"
        found = self._objects(parts, query)
        if found is None:
            return 404, {}, b""
        number = int(query.get("page", ["1"])[0])
        start = (number - 1) * self.page_size
        here = f"{self.url}/v3/{'/'.join(parts)}?per_page=5000&page="
        page = {
            "values": found[start : start + self.page_size],
            "next_url": f"{here}{number + 1}" if start + self.page_size < len(found) else None,
            "previous_url": f"{here}{number - 1}" if number > 1 else None,
            "count": len(found),
        }
        return 200, {"Content-Type": "application/json"}, json.dumps(page, ensure_ascii=False).encode()

    def _objects(self, parts: list[str], query: dict[str, list[str]]) -> list[dict[str, Any]] | None:
        match parts:
            case ["kpi", ids]:
                return [{"id": i, "title": self.titles[i]} for i in ids.split(",") if i in self.titles]
            case ["municipality"]:
                wanted = query.get("region_type")
                return [{"id": i, "title": i, "type": t} for i, t in self.places.items() if not wanted or t in wanted]
            case ["data", "kpi", _, "municipality", ids, "year", _]:
                return self.mixed_in + [self.posts[i] for i in ids.split(",") if i in self.posts]
        return None


@pytest.fixture
def kolada() -> Iterator[Kolada]:
    state = Kolada()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            split = urlsplit(self.path)
            is_data = split.path.startswith("/v3/data")
            failure = state.failures.pop(0) if is_data and state.failures else False
            if failure is None:
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"values": [')
                self.close_connection = True
                return
            status, headers, body = failure or state.answer(split.path, parse_qs(split.query))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


@dataclass
class Fetching:
    """A fetch into a folder of this test, with the pauses it made."""

    kolada: Kolada
    data: Path
    pauses: list[float] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.data / "raw" / "2024" / "kolada"

    def __call__(self, ar: int = 2024, model: Any = MODEL) -> kolada_api.Fetched:
        return kolada_api.fetch(
            ar, self.data, model, base_url=f"{self.kolada.url}/v3", hamtad=DAY, kommuner=KODER, pause=self.pauses.append
        )

    def data_calls(self) -> list[str]:
        return [path for path in self.kolada.asked if path.startswith("/v3/data")]

    def everything(self) -> dict[str, bytes]:
        return {p.relative_to(self.data).as_posix(): p.read_bytes() for p in self.data.rglob("*") if p.is_file()}


@pytest.fixture
def fetch(kolada: Kolada, tmp_path: Path) -> Fetching:
    return Fetching(kolada, tmp_path)


def values(files: tuple[Path, ...]) -> list[dict[str, Any]]:
    return [value for file in files for value in json.loads(file.read_text(encoding="utf-8"))["values"]]


def test_only_what_the_model_takes_from_kolada_is_asked_for_in_segments_of_25(fetch: Fetching) -> None:
    fetched = fetch()
    ids = [path.split("/")[6].split(",") for path in fetch.data_calls()]
    assert [len(part) for part in ids] == [25, 25, 10]
    assert [kod for part in ids for kod in part] == KODER
    assert all("/kpi/U21401/" in path and "/year/2024?per_page=5000" in path for path in fetch.data_calls())
    assert fetched.titles == {"U21401": "Personalkontinuitet hemtjänst åäö"}
    assert fetched.missing == {"U21401": ()}


def test_pages_are_followed_to_the_end_and_kept_as_delivered(fetch: Fetching) -> None:
    fetch.kolada.page_size = 20
    fetched = fetch()
    assert [file.name for file in fetched.files] == [f"kolada_2024_{n:02d}.json" for n in range(1, 6)]  # 2 + 2 + 1
    assert [v["municipality"] for v in values(fetched.files)] == KODER
    first = json.loads(fetched.files[0].read_text(encoding="utf-8"))
    assert set(first) == {"values", "next_url", "previous_url", "count"}


def test_each_page_has_a_card_with_its_hash_date_and_terms(fetch: Fetching) -> None:
    for file in fetch().files:
        card = read_yaml(file.with_name(f"{file.name}.source.yml"))
        assert card["sha256"] == sha256(file)
        assert card["hamtad"] == "2025-11-03"
        assert card["utgivare"] == "RKA (Kolada)"
        assert card["url"].startswith(fetch.kolada.url)
        assert "inte anges med Kolada som källa" in card["anmarkning"]


def test_the_same_answers_give_the_same_bytes(fetch: Fetching) -> None:
    fetch()
    before = fetch.everything()
    fetch()
    assert fetch.everything() == before


def test_a_later_fetch_leaves_no_page_of_the_earlier_and_keeps_notes(fetch: Fetching) -> None:
    fetch.kolada.page_size = 20
    fetch()
    (fetch.folder / "anteckning.txt").write_text("kvar", encoding="utf-8")
    fetch.kolada.page_size = 5000
    fetched = fetch()
    assert {p.name for p in fetch.folder.glob("*.json")} == {file.name for file in fetched.files}
    assert (fetch.folder / "anteckning.txt").read_text(encoding="utf-8") == "kvar"
    assert [p.name for p in fetch.folder.parent.iterdir()] == ["kolada"]


def test_null_deleted_and_absent_values_are_named_as_missing(fetch: Fetching) -> None:
    fetch.kolada.posts["0114"] = post("U21401", "0114", 2024, None)
    fetch.kolada.posts["0115"] = post("U21401", "0115", 2024, 12.0, isdeleted=True)
    fetch.kolada.posts["0116"] = post("U21401", "0116", 2024, gender="M")
    del fetch.kolada.posts["0117"]
    assert fetch().missing == {"U21401": ("0114", "0115", "0116", "0117")}


def test_riket_regions_and_groups_in_an_answer_stop_nothing_and_stand_for_no_kommun(fetch: Fetching) -> None:
    fetch.kolada.mixed_in = [post("U21401", place, 2024) for place in ("0000", "0001", "G176641")]
    del fetch.kolada.posts["0130"]
    assert fetch().missing == {"U21401": ("0130",)}


def test_a_kommun_that_kolada_does_not_have_stops_the_fetch(fetch: Fetching) -> None:
    fetch.kolada.places["0114"] = "L"
    with pytest.raises(SourceError, match="no kommun 0114"):
        fetch()


def test_an_unknown_kpi_is_named(fetch: Fetching) -> None:
    fetch.kolada.titles = {}
    with pytest.raises(SourceError, match="no KPI U21401"):
        fetch()


def test_a_model_without_kolada_has_nothing_to_fetch(fetch: Fetching) -> None:
    with pytest.raises(SourceError, match="takes nothing from Kolada"):
        fetch(model=SimpleNamespace(ar=2025, indikatorer={}))
    assert not fetch.kolada.asked


@pytest.mark.parametrize(
    ("after", "expected"),
    [({"Retry-After": "7"}, 7.0), ({"Retry-After": "9999"}, LONGEST_WAIT), ({}, 2.0), ({"Retry-After": "soon"}, 2.0)],
)
def test_too_many_calls_is_waited_out(fetch: Fetching, after: dict[str, str], expected: float) -> None:
    fetch.kolada.failures = [(429, after, b"")]
    assert fetch().missing == {"U21401": ()}
    assert fetch.pauses == [expected]


def test_waiting_until_a_given_time_is_understood(fetch: Fetching) -> None:
    fetch.kolada.failures = [(503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, b"")]  # long past: at once
    fetch()
    assert fetch.pauses == [0.0]


def test_each_new_try_waits_twice_as_long_and_the_last_gives_up(fetch: Fetching) -> None:
    fetch.kolada.failures = [(500, {}, b"fault")] * 6
    with pytest.raises(SourceError, match="HTTP 500") as caught:
        fetch()
    assert fetch.pauses == [2, 4, 8, 16, 32]
    assert "Try again later" in str(caught.value)


def test_a_connection_broken_in_the_middle_is_tried_again(fetch: Fetching) -> None:
    fetch.kolada.failures = [None]
    assert len(values(fetch().files)) == len(KODER)
    assert fetch.pauses == [2]


def test_no_server_at_all_is_said_in_words(tmp_path: Path) -> None:
    with Client("http://127.0.0.1:9", attempts=2, pause=lambda _: None) as client, pytest.raises(SourceError) as caught:
        list(client.pages("/kpi/U21401"))
    assert "ConnectError" in str(caught.value)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ((422, {}, "för många id".encode()), "HTTP 422.*för många id"),
        ((404, {}, b""), "HTTP 404"),
        ((301, {"Location": "/v4"}, b""), "HTTP 301"),
        ((200, {}, b"<html>service page</html>"), "not JSON"),
        ((200, {}, b'{"values": [], "next_url": nul'), "not JSON"),
        ((200, {}, '{"values": ["ö"], "next_url": null}'.encode("latin-1")), "not JSON in UTF-8"),
        ((200, {}, b'{"error": "This endpoint is deprecated. Please use /v3 instead."}'), "says: This endpoint is dep"),
        ((200, {}, b'{"values": [], "next_page": null}'), "next_url: Field required"),
        ((200, {}, b"[]"), "not a page of Kolada v3"),
        ((200, {}, b'{"values": [{"kpi": "U21401"}], "next_url": null}'), r"values\[0\].municipality: Field required"),
        ((200, {}, b'{"values": [], "next_url": "http://other.example/v3"}'), "another host"),
    ],
)
def test_a_refusal_or_surprise_is_said_in_words_and_not_tried_again(
    fetch: Fetching, failure: tuple[int, dict[str, str], bytes], words: str
) -> None:
    fetch.kolada.failures = [failure]
    with pytest.raises(SourceError, match=f"(?s){words}"):
        fetch()
    assert not fetch.pauses


def test_pages_in_a_circle_are_noticed(fetch: Fetching) -> None:
    here = f"{fetch.kolada.url}/v3/data/again"
    body = json.dumps({"values": [], "next_url": here}).encode()
    fetch.kolada.failures = [(200, {}, body)] * 3
    with pytest.raises(SourceError, match="circle"):
        fetch()


def test_more_than_25_ids_are_refused_by_the_server_of_these_tests(kolada: Kolada) -> None:
    with Client(f"{kolada.url}/v3") as client, pytest.raises(SourceError, match="HTTP 422"):
        list(client.pages(f"/data/kpi/U21401/municipality/{','.join(KODER[:26])}/year/2024"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (post("U21401", "0114", 2023), "U21401 for 0114 in 2023 was not asked for"),
        (post("U99999", "0114", 2024), "U99999 for 0114 in 2024 was not asked for"),
        (post("U21401", "0115", 2024), "U21401 for 0115 comes 2 times"),
    ],
)
def test_a_value_that_was_not_asked_for_or_comes_twice_stops_the_fetch(
    fetch: Fetching, wrong: dict[str, Any], words: str
) -> None:
    fetch.kolada.posts["0114"] = wrong
    with pytest.raises(SourceError, match=words):
        fetch()


def test_a_year_without_values_is_an_error_and_writes_nothing(fetch: Fetching) -> None:
    fetch.kolada.posts = {}
    with pytest.raises(SourceError, match="no value of U21401 for 2024"):
        fetch()
    assert fetch.everything() == {}


@pytest.mark.parametrize("number", [0, 2])
def test_a_failed_fetch_leaves_the_earlier_files_untouched(fetch: Fetching, number: int) -> None:
    fetch()
    before = fetch.everything()
    whole = [fetch.kolada.answer(urlsplit(p).path, {"per_page": ["5000"]}) for p in fetch.data_calls()]
    fetch.kolada.failures = [*whole[:number], (404, {}, b"")]
    with pytest.raises(SourceError):
        fetch()
    assert fetch.everything() == before


def test_real_values_are_not_laid_among_invented_ones(fetch: Fetching) -> None:
    fetch.folder.mkdir(parents=True)
    (fetch.folder / "kolada_2024_01.json.source.yml").write_text("exempeldata: true\n", encoding="utf-8")
    with pytest.raises(SourceError, match="invented data"):
        fetch()


def test_a_place_that_cannot_be_written_is_said_in_words(fetch: Fetching) -> None:
    (fetch.data / "raw").write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(SourceError, match="cannot be written"):
        fetch()


@pytest.mark.slow
def test_what_is_fetched_is_what_the_reader_reads(kolada: Kolada, tmp_path: Path, example_data: Path) -> None:
    raw = Path("raw") / "2024"
    shutil.copytree(example_data / raw, tmp_path / raw, ignore=shutil.ignore_patterns("kolada"))
    codes = list(load_kommuner().index)
    kolada.places = dict.fromkeys(codes, "K")
    kolada.posts = {kod: post("U21401", kod, 2024, 10 + int(kod) % 7) for kod in codes}
    kolada.posts["0188"] = post("U21401", "0188", 2024, 12.0, isdeleted=True)
    kolada.mixed_in = [post("U21401", place, 2024) for place in ("0000", "0001", "G176641")]
    kolada.page_size = 20
    kolada_api.fetch(2024, tmp_path, load_model(model_path(2024)), base_url=f"{kolada.url}/v3", hamtad=DAY)
    kommun = read_year(2024, tmp_path).kommun
    answers = kommun[kommun["kalla"].eq("kolada")].set_index("kommunkod")
    assert len(answers) == 290
    assert answers.loc["0180", "varde"] == 10 + 180 % 7
    assert answers.loc["0188", "status"] == "ej_svar"
    assert answers["status"].eq("ok").sum() == 289
