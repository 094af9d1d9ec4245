import json

from hypothesis import given
from hypothesis import strategies as st

from hemtjanst_lib.notebook.jsontext import dumps

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner), max_leaves=20
)


@given(VALUES)
def test_the_text_is_that_of_json(value: object) -> None:
    assert dumps(value) == json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


@given(st.dictionaries(st.integers(), LEAVES) | st.dictionaries(st.floats(allow_nan=False), LEAVES))
def test_numbers_as_keys_become_text_as_in_json(value: object) -> None:
    assert dumps(value) == json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
