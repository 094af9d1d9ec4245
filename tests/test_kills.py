"""Kill −9 at drawn moments: a run of reports, scoring, saving words, signing, delivering. Nothing is lost, ever."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from edit_notebooks import ANNA, rendered, target, template, write
from export_notebook import code, figur, markdown, notebook
from kills.__main__ import SEED, report, two_hundred
from kills.batches import small
from kills.hunt import MARK, _orphans, hunt, tree, undisturbed
from raw_files import change_text
from test_paket import ORDER, T, orderbok

from hemtjanst_lib import paths, store
from hemtjanst_lib.analysis import osakerhet
from hemtjanst_lib.delivery.orderlage import Lage, read_states
from hemtjanst_lib.edits.files import read_words
from hemtjanst_lib.edits.save import save
from hemtjanst_lib.paket import korning
from hemtjanst_lib.paket.bygg import Paket
from hemtjanst_lib.review.signature import Reviewed, checklist

pytestmark = pytest.mark.faults
RENAMES = range(1, 7)


# --- runs


@pytest.fixture(scope="module")
def one_year(example_data, tmp_path_factory) -> Path:
    """A data root with the last year alone, and its uncertainty beside the scores, as the command leaves it."""
    data = tmp_path_factory.mktemp("ett") / "data"
    for part in ("raw", "scored"):
        shutil.copytree(example_data / part / "2025", data / part / "2025")
    osakerhet.spara(2025, data)
    return data


@pytest.mark.slow
def test_a_run_killed_a_few_times_goes_on_to_the_same_bytes(one_year, tmp_path):
    batch = small(tmp_path / "mallar")
    whole, seconds = undisturbed(batch, one_year, tmp_path / "hel")
    found = hunt(batch, one_year, tmp_path / "ut", kills=4, seed=SEED, whole=whole, seconds=seconds)
    assert found.faults == []
    assert len(found.kills) == 4 and found.compared > 0


@pytest.mark.exhaustive
def test_two_hundred_kills_lose_nothing(one_year, tmp_path, capsys):
    start = time.monotonic()
    hunts = two_hundred(one_year, tmp_path, kills=200, seed=SEED)
    with capsys.disabled():
        print("\n" + report(hunts, time.monotonic() - start))
    assert [fault for found in hunts for fault in found.faults] == []
    assert sum(len(found.kills) for found in hunts) >= 200


# --- scoring


@pytest.mark.exhaustive
def test_scoring_killed_at_any_moment_leaves_each_year_as_it_was_or_scored(example_data, tmp_path):
    old, new, data = (tmp_path / name for name in ("gammal", "ny", "data"))
    for ar in ("2024", "2025"):
        for part in ("raw", "scored"):
            shutil.copytree(example_data / part / ar, old / part / ar)
    shutil.copytree(old, new)
    for ar in (2024, 2025):
        (raw,) = (new / "raw" / str(ar) / "webbplatser").glob("*.csv")
        change_text(raw, ";ja;", ";nej;")
    shutil.copytree(new, data)
    before, seconds = _score(old, tmp_path, None)[0], 0.0
    wanted, seconds = _score(new, tmp_path, None)
    drawn = random.Random(SEED)
    for _ in range(8):
        _score(data, tmp_path, drawn.uniform(0, seconds))
        assert _orphans(tmp_path) == []
        for ar in (2024, 2025):
            shown = store.load_year(ar, data).digest
            assert shown in {json.loads(each[f"{ar}/proveniens.json"])["digest"] for each in (before, wanted)}
        if drawn.random() < 0.5:  # begin with the old year again
            shutil.rmtree(data)
            shutil.copytree(old / "scored", data / "scored")
            shutil.copytree(new / "raw", data / "raw")
    assert _score(data, tmp_path, None)[0] == wanted


def _score(data: Path, mark: Path, moment: float | None) -> tuple[dict[str, bytes], float]:
    """Score two years, perhaps killed at a moment; return what stands and how long it took."""
    start = time.monotonic()
    words = ["score", "2024", "2025", "--data", str(data), "--out", str(data.parent / "ut")]
    process = subprocess.Popen(
        [sys.executable, "-m", "hemtjanst_lib.cli", *words],
        env={**os.environ, MARK: str(mark)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert process.wait(moment or 600) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return tree(data / "scored"), time.monotonic() - start


# --- words, signatures, deliveries: killed at each renaming of a file, before it and after it


def dies(work: Callable[[], object], rename: int, *, after: bool) -> bool:
    """Do some work in a process that is killed at a renaming; whether it came to that one."""
    if (pid := os.fork()) == 0:
        real, calls = os.replace, []

        def replace(*names):
            calls.append(names)
            if len(calls) == rename and not after:
                os.kill(os.getpid(), signal.SIGKILL)
            real(*names)
            if len(calls) == rename:
                os.kill(os.getpid(), signal.SIGKILL)

        os.replace = replace
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


@pytest.fixture
def own_parameters(tmp_path, monkeypatch) -> Path:
    shutil.copytree(paths.PARAMETERS, tmp_path / "parameters", ignore=shutil.ignore_patterns("edits"))
    monkeypatch.setattr(paths, "PARAMETERS", tmp_path / "parameters")
    return tmp_path / "parameters"


@pytest.mark.parametrize("after", [False, True])
def test_own_words_are_saved_or_not_and_saving_again_makes_an_end_of_it(tmp_path, own_parameters, after):
    template(tmp_path)
    aim, book = target(tmp_path), rendered(tmp_path)
    save(write(book, lage="Först."), aim, ANNA)
    first = aim.path.read_bytes()
    write(book, lage="Sedan.", slut="Hej då!")
    content, note = book.read_bytes(), (tmp_path / ".rapport.ipynb.sparat").read_bytes()
    save(book, aim, ANNA)
    last = aim.path.read_bytes()
    assert first != last
    for rename in RENAMES:
        aim.path.write_bytes(first)
        (tmp_path / ".rapport.ipynb.sparat").write_bytes(note)
        if not dies(lambda: save(book, aim, ANNA), rename, after=after):
            break
        assert aim.path.read_bytes() in {first, last}
        assert book.read_bytes() == content
        save(book, aim, ANNA)
        assert read_words(aim.path).rapporter == read_words_of(last, tmp_path)
        assert not list(own_parameters.rglob("*.part"))
    assert rename > 2  # the words and the note were both come to


def read_words_of(content: bytes, folder: Path) -> object:
    path = folder / "ord.yml"
    path.write_bytes(content)
    return read_words(path).rapporter


@pytest.mark.parametrize("after", [False, True])
def test_a_signature_stands_with_its_text_or_the_old_one_with_its_own(tmp_path, own_parameters, after):
    path = tmp_path / "rapport.ipynb"
    texts = ["Indexet är 72,7 i år, och det är bra nog.", "Indexet är 73,1 i år, och det är bättre."]

    def put(text: str) -> Reviewed:
        book = notebook(markdown("a", f"## Rubrik\n\n{text}"), code("b", figur()))
        path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
        return Reviewed(2025, "0188_norrtalje_kommunrapport", path)

    def sign(who: str) -> None:
        Reviewed(2025, "0188_norrtalje_kommunrapport", path).sign(who, "2025-11-21 10:00", tuple(checklist()))

    for rename in RENAMES:
        shutil.rmtree(own_parameters / "review" / "2025", ignore_errors=True)
        put(texts[0])
        sign("Anna")
        put(texts[1])
        if not dies(lambda: sign("Bo"), rename, after=after):
            break
        found = put(texts[1])
        who, shown = found.signature().vem, " ".join(line.text for line in found.signed_lines())
        assert (who, found.status()) in {("Anna", "fallen"), ("Bo", "granskad")}
        assert texts[who == "Bo"] in shown
        sign("Bo")
        assert found.status() == "granskad"
        assert not list(own_parameters.rglob("*.part"))
    assert rename > 3


@pytest.mark.parametrize("after", [False, True])
def test_a_delivery_is_made_or_not_and_delivering_again_makes_an_end_of_it(tmp_path, monkeypatch, after):
    made = Paket("0643", tmp_path / "ut" / "0643_habo_rapportpaket_2025_u1.zip", b"arkiv", {})
    monkeypatch.setattr(korning, "build", lambda *_, **__: made)
    monkeypatch.setattr(korning, "differs_from_delivered", lambda _: [])
    book = orderbok(tmp_path)
    states = tmp_path / "2025.lage.yml"

    def deliver() -> None:
        list(korning.deliver(type("Year", (), {"ar": 2025}), orderbok(tmp_path), [], T, korning.Satt(unsigned=True)))

    for rename in RENAMES:
        shutil.rmtree(tmp_path / "ut", ignore_errors=True)
        states.unlink(missing_ok=True)
        book.advance(["0643"], Lage.BEKRAFTAD, datetime(2025, 10, 2, tzinfo=UTC))
        korning.write_states(book.path, book.states)
        if not dies(deliver, rename, after=after):
            break
        assert read_states(book.path, (ORDER,))["0643"].lage in {Lage.BEKRAFTAD, Lage.LEVERERAD}
        assert not made.path.exists() or made.path.read_bytes() == b"arkiv"
        assert read_states(book.path, (ORDER,))["0643"].lage != Lage.LEVERERAD or made.path.exists()
        deliver()
        assert made.path.read_bytes() == b"arkiv"
        assert read_states(book.path, (ORDER,))["0643"].lage == Lage.LEVERERAD
        assert not list(tmp_path.rglob("*.part"))
    assert rename > 2
