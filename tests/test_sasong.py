"""A season in small, by the commands: order, render, preview, package, a late order, and a correction afterwards."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from hemtjanst_lib import paths
from hemtjanst_lib.paket.arkiv import read_manifest, unpack

pytestmark = pytest.mark.exhaustive  # a season takes minutes; test_paket holds each step by itself

# Each season has a copy of the code: a source saved while it runs would change slides and make all reports due.
COMMAND = (
    "import sys; sys.argv[0] = 'hemtjanst'; from hemtjanst_lib.batch import keys; keys.code_version = lambda: 'prov'; "
    "from hemtjanst_lib.cli import main; main()"
)
EARLY, LATE = "2418", "1862"
FIRST = "2418_mala_rapportpaket_2025_u1.zip"
ORDER = {
    "kommunkod": EARLY, "kommun": "Malå", "kontaktperson": "Socialchefen", "telefon": "0953-140 00",
    "epost": "chef@mala.example.se", "atkomst": ["utredare@mala.example.se"], "fakturaadress": "Storgatan 13, Malå",
    "referens": "REF-MALA", "organisationsnummer": "212000-0142", "bestalld": "2025-10-01 09:30",
}  # fmt: skip
SENT = ORDER | {"kommunkod": LATE, "kommun": "Degerfors", "bestalld": "2025-12-05 10:00", "tillagg": ["enhetsindex"]}
PREVIEW, T, AFTER = "2025-12-02 06:00:00", "2025-12-03 06:00:00", "2025-12-09 12:00"


class Season:
    """A project and a data root of one's own, and the command in them."""

    def __init__(self, root: Path, example: Path) -> None:
        self.project, self.data, self.out = root / "project", root / "data", root / "ut"
        for name in ("parameters", "notebooks", "data/reference"):
            shutil.copytree(paths.PROJECT / name, self.project / name)
        shutil.copytree(paths.PROJECT / "hemtjanst_lib", self.project / "hemtjanst_lib")
        shutil.copytree(example, self.data)
        shutil.rmtree(self.data / "orders", ignore_errors=True)
        (self.data / "orders").mkdir()
        orders = yaml.safe_dump([ORDER, SENT], allow_unicode=True)
        (self.data / "orders" / "2025.yml").write_text(orders, encoding="utf-8")

    def __call__(self, *words: str, code: int = 0, out: bool = True) -> str:
        places = ["--data", str(self.data), *(["--out", str(self.out)] if out else [])]
        return self.command(*words, *places, code=code)

    def command(self, *words: str, code: int = 0) -> str:
        """Run the command with nothing added, by the copy of the code."""
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, *words],
            cwd=self.project,
            env={**os.environ, "HEMTJANST_PROJECT": str(self.project), "PYTHONPATH": str(self.project)},
            capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == code, f"{' '.join(words)}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def packages(self) -> list[str]:
        """Names of the packages that there are."""
        return sorted(path.name for path in self.out.glob("2025/paket/*.zip"))

    def correct(self) -> None:
        """Turn an answer of the early kommun round in a raw file, and raise the edition."""
        (raw,) = (self.data / "raw" / "2025" / "webbplatser").glob("*.csv")
        text = raw.read_text(encoding="utf-8-sig")
        value = re.search(rf"^{EARLY};web_soka_bistand;(ja|nej);", text, re.M)[1]
        old, new = f"{EARLY};web_soka_bistand;{value};", f"{EARLY};web_soka_bistand;{'nej' if value == 'ja' else 'ja'};"
        raw.write_text(text.replace(old, new), encoding="utf-8-sig", newline="")
        card = raw.with_name(f"{raw.name}.source.yml")
        told = yaml.safe_load(card.read_text(encoding="utf-8")) | {
            "sha256": hashlib.sha256(raw.read_bytes()).hexdigest()
        }
        card.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
        editions = self.project / "parameters" / "report" / "utgivning.yml"
        head, year, rest = editions.read_text(encoding="utf-8").partition("2025:\n")
        editions.write_text(head + year + rest.replace("utgava: 1", "utgava: 2", 1), encoding="utf-8")


@pytest.fixture(scope="module")
def season(example_data, tmp_path_factory):
    """The season until the early customer has the package, each refusal on the way looked at."""
    run = Season(tmp_path_factory.mktemp("sasong"), example_data)
    run("score", "2025")
    assert "no confirmed order is left" in run("render", "2025", "--ordered", "--at", "2025-11-20 12:00", code=2)
    assert "1 orders confirmed" in run("orders", "confirm", "2025", "--at", "2025-11-01 12:00", out=False)
    assert "1 of 1 orders have all their reports" in run("render", "2025", "--ordered", "--at", "2025-11-20 12:00")
    assert "i produktion" in run("orders", "list", "2025", "--at", "2025-11-21 12:00", out=False)
    assert "before the preview" in run("package", "2025", "--preview", "--at", "2025-12-02 05:59:59", code=3)
    assert "never signed" in run("package", "2025", "--preview", "--at", PREVIEW, code=3)
    run(
        "review",
        "sign",
        "2025",
        "kommun",
        "sammanfattning",
        "--kommun",
        EARLY,
        "--attest",
        "all",
        "--who",
        "Granskaren",
    )
    assert "1 ready, 0 wait" in run("orders", "check", "2025", "--at", "2025-12-01 12:00")
    assert "1 packages, 0 refused" in run("package", "2025", "--preview", "--at", PREVIEW)
    assert "before publication" in run("package", "2025", "--at", "2025-12-03 05:59:59", code=3)
    assert run.packages() == []
    assert "1 packages, 0 refused" in run("package", "2025", "--at", T)
    return run


@pytest.fixture(scope="module")
def both(season):
    """The season until the late customer has a package too, with units and unsigned."""
    season("orders", "confirm", "2025", "--at", "2025-12-06 12:00", out=False)
    season("render", "2025", "--ordered", "--at", "2025-12-06 13:00")
    assert "reports are not ready" in season("package", "2025", "--kommun", LATE, "--at", AFTER, code=3)
    assert "1 packages, 0 refused" in season("package", "2025", "--kommun", LATE, "--unsigned", "--at", AFTER)
    return season


def test_the_package_can_be_verified(season):
    assert "all agree" in season.command("verify", str(season.out / "2025" / "paket" / FIRST))
    assert read_manifest(unpack(season.out / "2025" / "paket" / FIRST), FIRST)["granskning"] == "undertecknad"


def test_a_package_made_again_is_left_as_it_left(season):
    path = season.out / "2025" / "paket" / FIRST
    before = path.read_bytes(), path.stat().st_mtime_ns
    season("package", "2025", "--kommun", EARLY, "--at", "2026-01-10 12:00")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_each_customer_has_what_was_ordered_and_a_package_that_can_be_verified(both):
    assert both.packages() == ["1862_degerfors_rapportpaket_2025_u1.zip", FIRST]
    for name in both.packages():
        path = both.out / "2025" / "paket" / name
        assert "all agree" in both.command("verify", str(path))
        content = unpack(path)
        assert any(file.startswith("enheter/") for file in content) == name.startswith(LATE)
        signed = read_manifest(content, name)["granskning"]
        assert signed == ("utan underskrift" if name.startswith(LATE) else "undertecknad")


def test_the_late_order_leaves_the_early_package_as_it_left(both):
    test_a_package_made_again_is_left_as_it_left(both)


def test_nothing_of_both_orders_stands_where_others_read(both):
    test_nothing_of_the_orders_stands_where_others_read(both)


def test_nothing_of_the_orders_stands_where_others_read(season):
    for path in (season.out / "2025").rglob("*"):
        if path.is_file() and path.suffix in {".html", ".json", ".txt", ".csv"}:
            text = path.read_text(encoding="utf-8-sig")
            assert "example.se" not in text.replace(".example/", ""), path
            assert "REF-MALA" not in text, path


def test_the_index_page_leads_to_the_packages(season):
    page = (season.out / "2025" / "index.html").read_text(encoding="utf-8")
    assert f'href="paket/{FIRST}"' in page


def test_the_invoice_has_what_is_delivered(both):
    text = both("orders", "invoice", "2025", out=False)
    # Both have at most 15 000 inhabitants: 25 000 kr; Degerfors the unit index too, 35 000 kr.
    assert [row.split(";")[7] for row in text.splitlines()[1:]] == ["25000", "25000", "35000"]


def test_a_correction_is_a_new_edition_with_a_list_of_what_changed(season):
    first = season.out / "2025" / "paket" / FIRST
    before = first.read_bytes(), first.stat().st_mtime_ns
    season.correct()
    season("score", "2025")
    season("render", "2025", "--ordered", "--kommun", EARLY, "--at", "2026-01-15 12:00")
    assert "changed since it was signed" in season(
        "package", "2025", "--kommun", EARLY, "--at", "2026-01-15 13:00", code=3
    )
    season("package", "2025", "--kommun", EARLY, "--unsigned", "--at", "2026-01-15 13:00")
    content = unpack(season.out / "2025" / "paket" / "2418_mala_rapportpaket_2025_u2.zip")
    told = content["andringar_utgava_2.txt"].decode()
    assert "Indikatorer, " in told
    assert "hemtjänstindex: " in told
    assert (first.read_bytes(), first.stat().st_mtime_ns) == before
