import doctest
from importlib import import_module
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "hemtjanst_lib"


def modules_with_examples() -> list[str]:
    files = (file for file in sorted(PACKAGE.rglob("*.py")) if ">>>" in file.read_text(encoding="utf-8"))
    names = (".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts) for file in files)
    return [name.removesuffix(".__init__") for name in names]


@pytest.mark.parametrize("name", modules_with_examples())
def test_the_examples_in_a_docstring_are_true(name):
    outcome = doctest.testmod(import_module(name))
    assert outcome.attempted
    assert outcome.failed == 0
