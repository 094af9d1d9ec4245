"""Notebooks run in-process as they do in a kernel, and live values are found, stored and refused as they should."""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import subprocess
import sys
import warnings
from pathlib import Path

import nbformat
import pytest
from notebook_maker import PARAMETERS, write_notebook

from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.notebook import inline
from hemtjanst_lib.notebook.faults import CellError
from hemtjanst_lib.notebook.normal import dumps, normalise
from hemtjanst_lib.notebook.parameters import check_parameters, read_parameters

# One cell of each kind of output; what only chance decides (streams written from two sides at once) is kept apart.
# A kernel needs a moment to take in what is written to descriptors: the sleep is for it.
MANY_KINDS = [
    ("markdown", "# I {eval}`kommunkod` år {eval}`ar + 1`: {eval}`Rik()`, {eval}`'text'` och {eval}`varde`"),
    ("code", "varde = 72.7\nprint('ut'); import sys; print('fel', file=sys.stderr); print('ut igen')"),
    (
        "code",
        "import os, subprocess, time\nos.write(1, b'direkt\\n'); subprocess.run(['echo', 'barn']); time.sleep(0.5)",
    ),
    (
        "code",
        "class Rik:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/markdown': '**fet**', 'text/plain': 'fet'}, {'hemtjanst': {'lista': (1, 2)}}\nRik()",
    ),
    (
        "code",
        "from IPython.display import *\nh = display('ett', display_id='d1')\n"
        "display(HTML('<b>x</b>'), Markdown('*m*'), Latex('$x$'), JSON({'a': [1, 2]}), SVG('<svg></svg>'))",
    ),
    ("code", "update_display('två', display_id='d1')"),
    ("code", "h2 = display('a', display_id=True)\nh2.update('b')"),
    ("code", "print('bort'); clear_output(); print('kvar')"),
    ("code", "print('bort'); clear_output(wait=True); print('kvar')"),
    ("code", "import asyncio\nawait asyncio.sleep(0.01)\n'väntat'"),
    ("code", "import threading\nt = threading.Thread(target=lambda: print('tråd')); t.start(); t.join()"),
    ("code", "!echo skal"),
    ("code", "%%bash\necho bash"),
    ("code", "import pandas as pd\npd.DataFrame({'a': [1, 2]})"),
    (
        "code",
        "display({'application/vnd.vegalite.v5+json': {'mark': 'bar', 'v': [1, (2, 3)]}, 'text/plain': 'd'}, raw=True,"
        " metadata={'hemtjanst': {'id': 'x'}})",
    ),
    ("code", "import warnings; warnings.warn('varning')"),
    ("code", "get_ipython().kernel is not None, get_ipython().execution_count, __name__, In[2][:12]"),
    ("code", "import base64\nImage(data=base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
     "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='))"),
    ("code", "import ipywidgets\nipywidgets.IntSlider(value=3)"),
    ("code", ""),
]  # fmt: skip


def _attempt(template: Path, engine: str, timeout: float | None, queue: multiprocessing.Queue) -> None:
    from hemtjanst_lib.notebook.run import attempt

    os.environ.pop("PYTEST_CURRENT_TEST", None)  # ipykernel does not catch descriptors when it sees this
    importlib.reload(warnings).simplefilter("default")  # pytest catches warnings
    outcome = attempt(template, {"kommunkod": "0114"}, engine=engine, timeout=timeout)
    fault = outcome.fault
    told = (getattr(fault, "cell", ""), getattr(fault, "cause", str(fault))) if fault else None
    queue.put((json.loads(dumps(outcome.notebook)), told))


def attempt(template: Path, engine: str = "inprocess", timeout: float | None = 20) -> tuple[dict, tuple | None]:
    """Run in a forked child, as the factory does, so that nothing stays in the test's process."""
    import hemtjanst_lib.notebook.run  # noqa: F401  (imported once, for all children)

    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    child = context.Process(target=_attempt, args=(template, engine, timeout, queue))
    child.start()
    found = queue.get(timeout=90)
    child.join(30)
    return found


def cell(notebook: dict, cell_id: str) -> dict:
    return next(each for each in notebook["cells"] if each["id"] == cell_id)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Index {eval}`k.index` poäng", ["k.index"]),
        ("{eval}`a`{eval}`b`", ["a", "b"]),
        ("{eval}`f(\"x\", 'y')`", ["f(\"x\", 'y')"]),
        ("{eval}``f('`')``", ["f('`')"]),
        ("## Rubrik {eval}`k.ar`\n\n| a | b |\n|---|---|\n| {eval}`x` | 2 |", ["k.ar", "x"]),
        ("**fet {eval}`k.ar`** och [länk {eval}`b`](#a)", ["k.ar", "b"]),
        ("- punkt {eval}`c`\n  - under {eval}`d`", ["c", "d"]),
        ("kod ``{eval}`nej` `` i text", []),
        ("```\n{eval}`nej`\n```", []),
        ("    {eval}`nej`", []),
        ("\\{eval}`nej`", []),
        ("{math}`nej`", []),
        ("inget här", []),
    ],
)
def test_expressions_are_found_where_markdown_has_roles(markdown, expected):
    assert inline.expressions(markdown) == expected


def test_a_notebook_of_many_kinds_is_the_same_from_a_kernel_and_in_process(tmp_path):
    template = write_notebook(tmp_path / "alla.ipynb", MANY_KINDS)
    kernel, kernel_fault = attempt(template, "kernel")
    ours, our_fault = attempt(template, "inprocess")
    assert (kernel_fault, our_fault) == (None, None)
    for mine, theirs in zip(ours["cells"], kernel["cells"], strict=True):
        assert mine == theirs
    assert ours == kernel
    prose = cell(ours, "markdown-0")["metadata"]["user_expressions"]
    assert [entry["result"]["data"]["text/plain"] for entry in prose] == ["'0114'", "2026", "fet", "'text'", "72.7"]
    assert prose[2]["result"]["data"]["text/markdown"] == "**fet**"
    assert [out.get("text") for out in cell(ours, "code-2")["outputs"]] == [["direkt\n", "barn\n"]]


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("def f():\n    return 1 / 0\nf()", "ZeroDivisionError: division by zero"),
        ("x = = 2", "SyntaxError: invalid syntax"),
        ("raise KeyError('å')", "KeyError: 'å'"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("import sys; sys.exit(0)", "SystemExit: 0"),
        ("input('Vad?')", "StdinNotImplementedError: raw_input was called"),
        ("import time; time.sleep(30)", "CellTimeout: the cell ran longer than 0.5 seconds"),
        ("try:\n    while True: pass\nexcept Exception: pass", "CellTimeout: the cell ran longer than 0.5 seconds"),
        ("class D:\n    def _repr_html_(self): raise ValueError('visas ej')\nD()", "ValueError: visas ej"),
    ],
)
def test_a_failing_cell_stops_the_notebook_and_is_named_with_its_cause(tmp_path, source, cause):
    template = write_notebook(tmp_path / "fel.ipynb", [("code", "a = 1"), ("code", source), ("code", "sent = 1")])
    notebook, (where, why) = attempt(template, timeout=0.5 if cause.startswith("CellTimeout") else 60)
    assert where == "code-1"
    assert why.startswith(cause)
    assert "error" in [out["output_type"] for out in cell(notebook, "code-1")["outputs"]]
    assert cell(notebook, "code-2")["execution_count"] is None


@pytest.mark.slow
def test_a_failing_cell_looks_the_same_from_a_kernel_and_in_process(tmp_path):
    cells = [("code", "def f():\n    return 1 / 0"), ("code", "f()"), ("markdown", "{eval}`1`")]
    template = write_notebook(tmp_path / "fel.ipynb", cells)
    assert attempt(template, "inprocess") == attempt(template, "kernel")


def test_a_failing_expression_is_named_with_cell_and_cause_and_kept_in_the_notebook(tmp_path):
    template = write_notebook(
        tmp_path / "prosa.ipynb", [("markdown", "{eval}`kommunkod`"), ("markdown", "{eval}`1/0`")]
    )
    notebook, (where, why) = attempt(template)
    assert where == "markdown-1"
    assert why == "{eval}`1/0` gave ZeroDivisionError: division by zero"
    assert cell(notebook, "markdown-1")["metadata"]["user_expressions"][0]["result"]["status"] == "error"


def test_running_twice_gives_the_same_bytes_without_clock_or_place(tmp_path):
    template = write_notebook(tmp_path / "a" / "t.ipynb", [("code", "print(kommunkod)"), ("markdown", "{eval}`ar`")])
    first, second = attempt(template), attempt(template)
    assert first == second
    text = json.dumps(first[0])
    assert "start_time" not in text
    assert str(tmp_path) not in text


def test_written_notebooks_are_what_nbformat_writes(tmp_path):
    template = write_notebook(tmp_path / "t.ipynb", [("code", "print('å\\nb')"), ("code", "'x'"), ("markdown", "a\nb")])
    content, _ = attempt(template)
    notebook = nbformat.from_dict(json.loads(nbformat.writes(nbformat.reads(json.dumps(content), as_version=4))))
    assert json.loads(json.dumps(notebook)) == content
    nbformat.validate(nbformat.reads(json.dumps(content), as_version=4))


def test_pieces_of_a_stream_are_joined_and_stdout_comes_before_stderr():
    def out(name, text):
        return nbformat.v4.new_output("stream", name=name, text=text)

    shown = nbformat.v4.new_output("display_data", data={"text/plain": "x"})
    made = nbformat.v4.new_code_cell(outputs=[out("stdout", "a"), out("stderr", "b"), out("stdout", "c"), shown])
    made.outputs.append(out("stdout", "d"))
    cleaned = normalise(nbformat.v4.new_notebook(cells=[made])).cells[0].outputs
    assert [(o.get("name"), o.get("text")) for o in cleaned] == [
        ("stdout", "ac"),
        ("stderr", "b"),
        (None, None),
        ("stdout", "d"),
    ]


@pytest.mark.slow
def test_plain_papermill_stores_live_values_and_leaves_other_notebooks_alone(tmp_path):
    ours = write_notebook(tmp_path / "var.ipynb", [("markdown", "Kod {eval}`kommunkod`")])
    other = write_notebook(tmp_path / "annans.ipynb", [("markdown", "Kod `{eval}`")])
    for template in (ours, other):
        command = [sys.executable, "-m", "papermill", template, f"{template}.ut", "-r", "kommunkod", "0114"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    values = nbformat.read(f"{ours}.ut", 4).cells[-1].metadata["user_expressions"]
    assert values[0]["result"]["data"]["text/plain"] == "'0114'"
    assert "user_expressions" not in nbformat.read(f"{other}.ut", 4).cells[-1].metadata


@pytest.mark.slow
def test_papermills_command_refuses_parameters_that_the_notebook_does_not_have(tmp_path):
    template = write_notebook(tmp_path / "var.ipynb", [("markdown", "Kod {eval}`kommunkod`")])
    faults = {
        ("-r", "komunkod", "0114"): "no parameter komunkod; did you mean kommunkod?",
        ("-p", "kommunkod", "0114"): "kommunkod is 114 (int), must be str",
        ("--engine", "hemtjanst", "-r", "ar", "2025"): "ar is '2025' (str), must be int",
    }
    for words, fault in faults.items():
        command = [sys.executable, "-m", "papermill", template, tmp_path / "ut.ipynb", *words]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode == 2
        assert "Error: var.ipynb: the parameters do not fit the notebook" in done.stderr and fault in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "ut.ipynb").exists()


@pytest.mark.parametrize("first", ["papermill", "hemtjanst_lib.notebook.engines.kernel", "hemtjanst_lib.notebook.run"])
@pytest.mark.slow
def test_papermill_knows_the_engines_whoever_is_imported_first(first):
    code = f"import {first}; from papermill.engines import papermill_engines as p; print(p.get_engine(None).__name__)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "KernelEngine"


def test_parameters_are_read_with_their_types_and_defaults(tmp_path):
    source = 'ar: int = 2025\nnamn = "a"\nval: int | None = None\nfri = None\n'
    found = read_parameters(write_notebook(tmp_path / "p.ipynb", [], parameters=source))
    assert [(p.name, p.types, p.default) for p in found.values()] == [
        ("ar", ("int",), 2025),
        ("namn", ("str",), "a"),
        ("val", ("int", "NoneType"), None),
        ("fri", (), None),
    ]


@pytest.mark.parametrize("good", [{"kommunkod": "0114"}, {"ar": 2024, "data": "data"}, {}])
def test_fitting_parameters_pass(tmp_path, good):
    check_parameters(write_notebook(tmp_path / "p.ipynb", []), good)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        ({"komunkod": "0114"}, "no parameter komunkod; did you mean kommunkod?"),
        (
            {"kommunkod": 188},
            "kommunkod is 188 (int), must be str; codes are text, such as '0188' (papermill: -r, not -p)",
        ),
        ({"ar": "2025"}, "ar is '2025' (str), must be int"),
        ({"ar": True}, "ar is True (bool), must be int"),
        ({"ar": None}, "ar is None (NoneType), must be int"),
    ],
)
def test_misspelt_and_mistyped_parameters_are_refused(tmp_path, bad, fault):
    with pytest.raises(ParameterError) as caught:
        check_parameters(write_notebook(tmp_path / "p.ipynb", []), bad)
    assert caught.value.faults == (fault,)


def test_all_faults_of_parameters_are_listed_at_once(tmp_path):
    with pytest.raises(ParameterError) as caught:
        check_parameters(write_notebook(tmp_path / "p.ipynb", []), {"komun": 1, "ar": 2.5, "data": "x"})
    assert len(caught.value.faults) == 2


def test_a_notebook_without_parameters_cell_is_refused(tmp_path):
    bare = tmp_path / "b.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), bare)
    with pytest.raises(ParameterError, match="no cell tagged parameters"):
        check_parameters(bare, {"ar": 2025})
    bare.write_text("{", encoding="utf-8")
    with pytest.raises(ParameterError, match="not a notebook"):
        check_parameters(bare, {"ar": 2025})


def test_the_error_says_notebook_cell_and_cause():
    assert (
        str(CellError("rapport.ipynb", "delindex-1", "KeyError: 'x'"))
        == "rapport.ipynb, cell delindex-1: KeyError: 'x'"
    )
    assert PARAMETERS.startswith("ar: int")
