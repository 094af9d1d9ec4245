"""The shape of the house: which way imports go, and what a tracked file may not hold."""

import ast
import json
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "hemtjanst_lib"
# Each imports only from those before it.
LAYERS = [
    "errors",
    "paths",
    "files",
    "forms",
    "folders",
    "reference",
    "model",
    "sources",
    "scoring",
    "store",
    "robustness",
    "language",
    "theme",
    "geo",
    "display",
    "analysis",
    "trace",
    "narrative",
    "opened",
    "report",
    "sammanfattning",
    "lansrapport",
    "nationell_rapport",
    "enhetsoversikt",
    "enhetsrapport",
    "medborgarsida",
    "metodrapport",
    "datakvalitet",
    "charts",
    "tables",
    "example",
    "notebook",
    "export",
    "checks",
    "edits",
    "review",
    "delivery",
    "batch",
    "paket",
    "explorer",
    "desk",
    "cli_trace",
    "cli_units",
    "cli_edits",
    "cli_review",
    "cli_paket",
    "cli_bilder",
    "cli_verktyg",
    "cli",
]


# Written by runs and tools, ignored by git.
MADE = re.compile(r"rendered/|data/(?:raw|scored|example)/|.*__pycache__/|\.(?!ci/|jupyter/|git(?:ignore|attributes))")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files under version control and those about to be; in a copy without git, what no run has made."""
    git = ["git", "-c", "core.quotepath=off", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
        paths = [ROOT / name for name in listed.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not MADE.match(path.relative_to(ROOT).as_posix())]
    return tuple(path for path in paths if path.is_file())


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_modules(source: str, package: tuple[str, ...]) -> set[str]:
    """Return dotted names of this library's modules that a source imports, relative imports resolved."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.add(module)
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return {name for name in names if name == PACKAGE.name or name.startswith(f"{PACKAGE.name}.")}


def imported_layers(path: Path) -> set[str]:
    package = path.parent.relative_to(ROOT).parts
    dotted = imported_modules(path.read_text(encoding="utf-8"), package)
    return {name.split(".")[1] for name in dotted if "." in name} & set(LAYERS)


def library() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem != "__init__"]


@pytest.mark.parametrize("path", library(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_module_imports_only_from_the_layers_before_it(path: Path) -> None:
    own = layer_of(path)
    assert own in LAYERS, f"{own} stands in no layer"
    below = {name for name in imported_layers(path) if LAYERS.index(name) > LAYERS.index(own)}
    assert not below, f"{own} imports {', '.join(sorted(below))}"


def internal_imports(layer: Path) -> dict[str, set[str]]:
    """Return which modules of one package import which others of the same package."""
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in layer.rglob("*.py")
    }
    return {
        name: (imported_modules(path.read_text(encoding="utf-8"), path.parent.relative_to(ROOT).parts) & set(modules))
        - {name, ".".join(layer.relative_to(ROOT).parts)}
        for name, path in modules.items()
    }


def cycle(graph: dict[str, set[str]]) -> set[str]:
    """Return what is left when all that import nothing left are taken away again and again."""
    left = dict(graph)
    while free := [name for name, uses in left.items() if not uses & set(left)]:
        for name in free:
            del left[name]
    return set(left)


@pytest.mark.parametrize("layer", sorted(p.parent for p in PACKAGE.glob("*/__init__.py")), ids=lambda p: p.name)
def test_modules_within_a_package_import_without_a_circle(layer: Path) -> None:
    assert not cycle(internal_imports(layer))


def test_the_tests_of_this_file_see_relative_and_lazy_imports() -> None:
    source = "from . import scoring\ndef f():\n    from hemtjanst_lib.batch import run\nimport pandas"
    found = imported_modules(source, ("hemtjanst_lib",))
    assert {"hemtjanst_lib.scoring", "hemtjanst_lib.batch"} <= found
    assert not any(name.startswith("pandas") for name in found)
    assert cycle({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == {"a", "b", "c"}
    assert not cycle({"a": {"b"}, "b": set()})


# Written in pieces, so that this file does not name what it forbids.
PLACES = (r"(?<![\w.])/(?:work|root|home/\w+)/", "/tm" + r"p/[a-z]+/", r"\.\./share" + "d", r"\.\./\.librar" + "y")
FORBIDDEN = re.compile("|".join(PLACES))
TEXT = {".py", ".md", ".yml", ".toml", ".csv", ".ipynb", ".lock", ".html", ".css", ".js", ".j2", ".json", ".typ", ""}


@pytest.mark.parametrize("parts", ["see |work|main", "open |root|x", "..|shared|a.md", "|tmp|w|x", "in |home|anna|x"])
def test_a_place_on_one_machine_is_recognised(parts: str) -> None:
    assert FORBIDDEN.search(parts.replace("|", "/"))


@pytest.mark.parametrize("parts", ["framework|main", "https:||example.org|work|", "|usr|bin|chromium", "a|root|b"])
def test_ordinary_text_names_no_place(parts: str) -> None:
    assert not FORBIDDEN.search(parts.replace("|", "/"))


def test_no_tracked_file_names_a_place_on_one_machine() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found, "\n".join(found)


def test_no_tracked_file_names_an_index_of_packages() -> None:
    index = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://[^\s)\"']*/simple\b")
    names = ("requirements.lock", "environment.yml", "pyproject.toml", "Makefile", ".ci/run", ".ci/apt-install")
    lines = [(name, line) for name in names for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    assert not [(name, line) for name, line in lines if index.search(line.replace("--no-emit-index-url", ""))]


def notebooks() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".ipynb"]


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def is_opening(node: ast.stmt) -> bool:
    """Return whether a statement imports, opens the report, or is a parameter."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.AnnAssign):
        return True
    call = node.value if isinstance(node, ast.Assign) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.startswith("open_")


@pytest.mark.parametrize("path", notebooks(), ids=lambda p: p.name)
def test_notebooks_are_committed_without_outputs_and_with_a_kernel(path: Path) -> None:
    book = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert not [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"] is not None]
    assert not [cell["id"] for cell in book["cells"] if "user_expressions" in cell["metadata"]]
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert "papermill" not in book["metadata"]


@pytest.mark.parametrize("path", notebooks(), ids=lambda p: p.name)
def test_every_cell_has_a_readable_id_of_its_own(path: Path) -> None:
    ids = [cell["id"] for cell in cells(path)]
    assert not [name for name, times in Counter(ids).items() if times > 1]
    assert not [name for name in ids if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name)]
    assert not [name for name in ids if re.fullmatch(r"[0-9a-f]{8}", name)], "an id made by a machine"


@pytest.mark.parametrize("path", notebooks(), ids=lambda p: p.name)
def test_a_code_cell_holds_one_call(path: Path) -> None:
    code = {cell["id"]: "".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code"}
    statements = {name: [node for node in ast.parse(text).body if not is_opening(node)] for name, text in code.items()}
    assert not [name for name, body in statements.items() if len(body) > 1]
    assert not [name for name, body in statements.items() if any(not isinstance(node, ast.Expr) for node in body)]


@pytest.mark.parametrize("path", notebooks(), ids=lambda p: p.name)
def test_no_live_value_stands_in_the_heading_that_jupyterlab_makes_the_title(path: Path) -> None:
    # jupyterlab-myst shows the heading that opens the first Markdown cell once more, as the page's title, with
    # expressions in place of values.
    first = next("".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "markdown")
    assert not re.match(r"#+ .*\{eval\}", first)
