"""A design is compiled once and then filled, and a filled chart is drawn as a compiled one."""

import copy
import json

import pytest
from export_notebook import chart_spec

from hemtjanst_lib.export import svg
from hemtjanst_lib.export.vega import Compiler


def spec(rows, end=10.0, height=100):
    x = {"field": "x", "type": "quantitative", "scale": {"domain": [0, {"expr": "end"}]}}
    return {
        "datasets": {"rows": rows},
        "data": {"name": "rows"},
        "params": [{"name": "end", "value": end}],
        "mark": "bar",
        "height": height,
        "width": 200,
        "encoding": {"x": x, "y": {"field": "n", "type": "nominal"}},
    }


ROWS = [[{"n": name, "x": x} for x, name in enumerate(names, start=1)] for names in ("ab", "åäö", "c", "def")]
CHARTS = [spec(rows, end=5.0 + n, height=50 + 30 * n) for n, rows in enumerate(ROWS)]


class Counted:
    """The real compiler, counting its calls; ``change`` may spoil what it gives."""

    def __init__(self, change=lambda compiled, text: compiled):
        self.calls, self.change = 0, change

    def __call__(self, text):
        self.calls += 1
        return self.change(svg._converter().vegalite_to_vega(text), text)


def drawn(vega):
    return svg.lean(svg._converter().vega_to_svg(json.dumps(vega), format_locale="sv-SE"))


def directly(chart):
    return svg.lean(svg._converter().vegalite_to_svg(json.dumps(chart), format_locale="sv-SE"))


def test_a_filled_design_is_drawn_as_if_it_had_been_compiled():
    compiler = Compiler(Counted())
    for chart in CHARTS:
        assert drawn(compiler(chart, json.dumps(chart))) == directly(chart)


def test_a_design_is_compiled_twice_and_then_only_filled():
    compile_ = Counted()
    compiler = Compiler(compile_)
    for chart in [*CHARTS, *CHARTS]:
        compiler(chart, json.dumps(chart))
    assert compile_.calls == 2


def test_a_design_whose_rows_steer_it_is_compiled_each_time():
    compile_ = Counted(lambda compiled, text: {**compiled, "padding": len(text)})
    compiler = Compiler(compile_)
    made = [compiler(chart, json.dumps(chart)) for chart in CHARTS]
    assert compile_.calls == len(CHARTS)
    assert made[-1]["padding"] == len(json.dumps(CHARTS[-1]))


@pytest.mark.parametrize(
    "change",
    [
        {"mark": "point"},
        {"width": 300},
        {"height": {"step": 20}},
        {"params": [{"name": "end", "expr": "5 + 5"}]},
        {"datasets": {"rows": []}},
    ],
)
def test_another_design_is_not_taken_for_one_that_is_known(change):
    compiler = Compiler(Counted())
    for chart in CHARTS:
        compiler(chart, json.dumps(chart))
    other = {**CHARTS[0], **change}
    assert drawn(compiler(other, json.dumps(other))) == directly(other)


def test_a_chart_with_its_rows_in_place_is_drawn_too():
    compiler = Compiler(Counted())
    for n in (1, 2, 3):
        chart = chart_spec([{"namn": str(n), "gap": n}])
        assert drawn(compiler(chart, json.dumps(chart))) == directly(chart)


def test_filling_leaves_both_charts_as_they_were():
    compiler, before = Compiler(Counted()), copy.deepcopy(CHARTS)
    for chart in CHARTS:
        compiler(chart, json.dumps(chart))
    assert before == CHARTS
