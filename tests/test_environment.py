"""The environment, said three times: pyproject.toml, requirements.lock and environment.yml hold together."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = [
    Requirement(text)
    for text in [*PROJECT["dependencies"], *(t for extra in PROJECT["optional-dependencies"].values() for t in extra)]
]
# Systems on which the lock must hold: the lowest Python, Debian 12's, and what conda gives.
SYSTEMS = [{"python_version": v[:4], "python_full_version": v} for v in ("3.11.0", "3.11.2", "3.12.4", "3.13.1")]


@cache
def locked() -> tuple[Requirement, ...]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return tuple(Requirement(line.rstrip("\\ ")) for line in lines if re.match(r"[A-Za-z0-9]", line))


@cache
def conda() -> dict:
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def version_of(name: str, system: dict[str, str]) -> list[Version]:
    """Return the versions that the lock gives a package on a system: one, when the lock is sound."""
    environment = {**default_environment(), **system}
    chosen = [r for r in locked() if canonicalize_name(r.name) == canonicalize_name(name)]
    chosen = [r for r in chosen if r.marker is None or r.marker.evaluate(environment)]
    return [Version(str(r.specifier).removeprefix("==")) for r in chosen]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda r: r.name)
def test_the_lock_gives_one_version_that_pyproject_allows(wanted: Requirement) -> None:
    for system in SYSTEMS:
        versions = version_of(wanted.name, system)
        assert len(versions) == 1, f"{wanted.name} on {system['python_full_version']}: {versions}"
        assert wanted.specifier.contains(versions[0], prereleases=True)


def test_every_line_of_the_lock_is_one_exact_version_with_hashes() -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert len(blocks) == len(locked())
    assert not [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block]
    assert not [str(r) for r in locked() if not re.fullmatch(r"==[^,*]+", str(r.specifier))]


def test_the_lock_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.findall(r"https?://\S+|^--?(?!\s*hash).*$", text, flags=re.MULTILINE)


def test_conda_gives_python_and_pip_from_conda_forge_and_nothing_else() -> None:
    plain = [
        Requirement(text.replace("=", "==", 1) if re.search(r"\w=\d", text) else text)
        for text in conda()["dependencies"]
        if isinstance(text, str)
    ]
    assert [r.name for r in plain] == ["python", "pip"]
    assert conda()["channels"] == ["conda-forge", "nodefaults"]
    assert conda()["name"] == PROJECT["name"]


def test_condas_python_is_one_that_the_project_allows() -> None:
    python = next(text for text in conda()["dependencies"] if str(text).startswith("python="))
    newest = f"{python.removeprefix('python=')}.99"
    assert SpecifierSet(PROJECT["requires-python"]).contains(newest)
    assert SpecifierSet(PROJECT["requires-python"]).contains("3.11.2"), "Debian 12 ships 3.11.2"


def test_condas_pip_section_is_what_pip_understands_and_already_holds(tmp_path: Path) -> None:
    # conda writes the section to a file beside environment.yml and gives that to pip; so does this, without a network.
    sections = [entry["pip"] for entry in conda()["dependencies"] if isinstance(entry, dict)]
    assert sections == [["-r requirements.lock"]]
    (tmp_path / "requirements.lock").write_bytes((ROOT / "requirements.lock").read_bytes())
    (tmp_path / "section.txt").write_text("\n".join(sections[0]), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--isolated", "install", "--dry-run", "--no-deps", "--no-index"]
    done = subprocess.run(
        [*pip, "--require-hashes", "-r", "section.txt"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Would install" not in done.stdout
