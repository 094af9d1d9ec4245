"""Native charts with their data behind them: theme colours, signs, labels, and alt text on the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from hemtjanst_lib.export.bilder.form import Diagram, Serie
from hemtjanst_lib.export.bilder.matt import PT, antal_rader, bredd
from hemtjanst_lib.export.bilder.text import LANG, TEMA

KINDS = {
    "staplar": XL_CHART_TYPE.BAR_CLUSTERED,
    "kolumner": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "linjer": XL_CHART_TYPE.LINE_MARKERS,
    "punkter": XL_CHART_TYPE.XY_SCATTER,
}
_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
LABELS = 0.46  # of the width, for the names of lying bars, at most
TEXT, SMALL, LEAST = 12, 11, 10  # type sizes
AIR = 1.3  # type sizes that a name of a bar takes: with less, a program may leave every second name out


def insert(place: Any, part: Diagram) -> Any:
    """Put a chart in a chart's place; the graphic frame is returned."""
    width, height = place.width / PT, place.height / PT
    frame = place.insert_chart(KINDS[part.sort], _data(part))
    frame._element._nvXxPr.cNvPr.set("descr", part.alt)
    chart = frame.chart
    _common(chart, part)
    draw = {"staplar": _bars, "kolumner": _columns, "linjer": _lines, "punkter": _points}[part.sort]
    draw(chart, part, width, height)
    return frame


def _data(part: Diagram) -> Any:
    if part.sort == "punkter":
        return _xy(part)
    data: Any = CategoryChartData(number_format=part.tal)  # type: ignore[no-untyped-call]
    data.categories = list(part.kategorier)
    for serie in part.serier:
        data.add_series(serie.namn, list(serie.varden), part.tal)
    return data


def _xy(part: Diagram) -> Any:
    data: Any = XyChartData(number_format="0.0")  # type: ignore[no-untyped-call]
    xs, ys = part.serier
    group = data.add_series(ys.namn)
    for x, y in zip(xs.varden, ys.varden, strict=True):
        group.add_data_point(x, y)
    return data


def _common(chart: Any, part: Diagram) -> None:
    space = chart._chartSpace
    first = space.find("{*}date1904")
    lang = parse_xml(f'<c:lang {_C} val="{LANG}"/>')
    first.addnext(lang) if first is not None else space.insert(0, lang)
    chart.font.size, chart.font.color.theme_color = Pt(TEXT), MSO_THEME_COLOR.TEXT_1
    chart.has_title = bool(part.rubrik)
    if part.rubrik:
        chart.chart_title.text_frame.text = part.rubrik
        run = chart.chart_title.text_frame.paragraphs[0].runs[0]
        run._r.get_or_add_rPr().set("lang", LANG)
        run.font.size, run.font.bold = Pt(14), True
        chart.chart_title.include_in_layout = False
    chart.has_legend = len(part.serier) > 1 and part.sort != "punkter"
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(TEXT)
    for serie, series in zip(part.serier, chart.plots[0].series, strict=False):
        if part.sort in {"staplar", "kolumner"}:
            _paint(series, serie)


def _paint(series: Any, serie: Serie) -> None:
    """Colour a series of bars and its points; a bar below zero keeps its colour."""
    series.invert_if_negative = False
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = TEMA[serie.farg]
    for n, farg in serie.punkter.items():
        point = series.points[n]
        point.format.fill.solid()
        point.format.fill.fore_color.theme_color = TEMA[farg]
        own = next(each for each in series._element.findall("{*}dPt") if each.find("{*}idx").get("val") == str(n))
        if own.find("{*}invertIfNegative") is None:
            own.find("{*}idx").addnext(parse_xml(f'<c:invertIfNegative {_C} val="0"/>'))


def _label(target: Any, part: Diagram, size: float, position: Any = None) -> None:
    labels = target.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, part.tal, False
    labels.font.size, labels.font.color.theme_color = Pt(size), MSO_THEME_COLOR.TEXT_1
    if position is not None:
        labels.position = position


def _quiet(axis: Any, *, shown: bool) -> None:
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.visible = shown
    skip = axis._element.find("{*}noMultiLvlLbl")
    if skip is not None:
        skip.addprevious(parse_xml(f'<c:tickLblSkip {_C} val="1"/>'))
    if shown:
        axis.format.line.color.theme_color = TEMA["medel"]


def _ends(axis: Any, part: Diagram) -> None:
    if part.lagst is not None:
        axis.minimum_scale = part.lagst
    if part.hogst is not None:
        axis.maximum_scale = part.hogst


def _bars(chart: Any, part: Diagram, width: float, height: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    _quiet(names, shown=True)
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _quiet(values, shown=False)
    _ends(values, part)
    plot = chart.plots[0]
    many = len(part.serier) > 1
    plot.gap_width, plot.overlap = (50 if many else 35), (-5 if many else 0)
    legend, head = (30 if many else 0), (26 if part.rubrik else 0)
    step = (height - legend - head) / len(part.kategorier)
    size, share = _name_size(part.kategorier, width, step)
    names.tick_labels.font.size = Pt(size)
    for serie, series in zip(part.serier, plot.series, strict=True):
        if serie.etiketter:
            inside = bool(serie.fel)  # outside it would lie on the interval
            _label(
                series, part, min(size, 12), XL_LABEL_POSITION.INSIDE_BASE if inside else XL_LABEL_POSITION.OUTSIDE_END
            )
            if inside:
                series.data_labels.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
        if serie.fel:
            _intervals(series._element, serie)
    _inner(chart, share, head / height, 0.985 - share, 1 - (legend + head) / height - 0.01)


def _intervals(element: Any, serie: Serie) -> None:
    """Draw the interval of each bar as a line over its end."""
    down, up = zip(*serie.fel, strict=True)

    def values(tag: str, lengths: Sequence[float]) -> str:
        points = "".join(f'<c:pt idx="{n}"><c:v>{x:.1f}</c:v></c:pt>' for n, x in enumerate(lengths))
        head = f'<c:formatCode>0.0</c:formatCode><c:ptCount val="{len(lengths)}"/>'
        return f"<c:{tag}><c:numLit>{head}{points}</c:numLit></c:{tag}>"

    line = '<a:ln w="19050"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>'
    bars = parse_xml(
        f'<c:errBars {_C} {_A}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="0"/>'
        f"{values('plus', up)}{values('minus', down)}<c:spPr>{line}</c:spPr></c:errBars>"
    )
    element.find("{*}cat").addprevious(bars)


def _name_size(names: Any, width: float, step: float) -> tuple[float, float]:
    """The largest type in which every name stands in its bar's room, and the share of the width that names take."""
    for size in (14, 13, 12, 11, 10, 9):
        wide = min(max(bredd(name, size) for name in names) + 12, LABELS * width)
        lines = max(antal_rader(name, size, wide - 12) for name in names)
        if lines * size * AIR <= step:
            break
    return size, wide / width


def _columns(chart: Any, part: Diagram, width: float, height: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    _quiet(names, shown=True)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if part.tackta:
        names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _quiet(values, shown=False)
    _ends(values, part)
    plot = chart.plots[0]
    bars = sum(serie.ritas == "stapel" for serie in part.serier)
    plot.gap_width, plot.overlap = (
        (15 if part.tackta else 60 if bars > 1 else 40),
        (100 if part.tackta else -5 if bars > 1 else 0),
    )
    step = width * 0.96 / len(part.kategorier)
    size = next((pt for pt in (12, SMALL, LEAST) if all(_stands(name, pt, step - 6) for name in part.kategorier)), 0)
    turned = not size
    size = size or (12 if step >= 24 else SMALL if step >= 16 else LEAST)
    names.tick_labels.font.size = Pt(size)
    if turned and not part.tackta:
        names._element.get_or_add_txPr().bodyPr.set("rot", "-5400000")
        names._element.get_or_add_txPr().bodyPr.set("vert", "horz")
    for serie, series in zip(part.serier, plot.series, strict=True):
        if serie.etiketter:
            over = all(each.ritas != "linje" for each in part.serier)  # else the line would cross the labels
            _label(
                series,
                part,
                12 if step / bars > 30 else LEAST,
                XL_LABEL_POSITION.OUTSIDE_END if over else XL_LABEL_POSITION.INSIDE_BASE,
            )
            if not over:
                series.data_labels.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    if bars == 1 and any(serie.ritas == "linje" for serie in part.serier):
        plot.gap_width = 12  # the labels stand in the bars
    _as_lines(chart, part)


def _stands(name: str, size: float, room: float) -> bool:
    """Whether a name stands upright under its column, on two lines at most."""
    return antal_rader(name, size, room) <= 2 and max(bredd(word, size) for word in name.split()) <= room


def _as_lines(chart: Any, part: Diagram) -> None:
    """Make series of a chart of columns into lines or lone marks, on the same axes."""
    area = chart._chartSpace.find(".//{*}plotArea")
    bars = area.find("{*}barChart")
    drawn = [(s, e) for s, e in zip(part.serier, bars.findall("{*}ser"), strict=True) if s.ritas != "stapel"]
    if not drawn:
        return
    axes = "".join(f'<c:axId val="{each.get("val")}"/>' for each in bars.findall("{*}axId"))
    head = '<c:grouping val="standard"/><c:varyColors val="0"/>'
    lines = parse_xml(f'<c:lineChart {_C}>{head}<c:marker val="1"/>{axes}</c:lineChart>')
    bars.addnext(lines)
    dark = any(each.farg == "egen" and each.ritas == "stapel" for each in part.serier)
    colour = "accent2" if dark else "tx1"  # to be seen across the bars as well as beside them
    for at, (serie, element) in enumerate(drawn, 2):
        bars.remove(element)
        for tag in ("invertIfNegative", "spPr"):
            for old in element.findall(f"{{*}}{tag}"):
                element.remove(old)
        dash = (
            f'<a:ln w="28575"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill><a:prstDash val="dash"/></a:ln>'
        )
        line = dash if serie.ritas == "linje" else "<a:ln><a:noFill/></a:ln>"
        element.find("{*}tx").addnext(parse_xml(f"<c:spPr {_C} {_A}>{line}</c:spPr>"))
        element.find("{*}spPr").addnext(parse_xml(f"<c:marker {_C} {_A}>{_MARK[serie.ritas]}</c:marker>"))
        for position in element.findall("{*}dLbls/{*}dLblPos"):
            position.set("val", "t")
        element.append(parse_xml(f'<c:smooth {_C} val="0"/>'))
        lines.insert(at, element)


_MARK = {
    "linje": '<c:symbol val="none"/>',
    "punkt": '<c:symbol val="diamond"/><c:size val="14"/>'
    '<c:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    '<a:ln w="12700"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln></c:spPr>',
}


def _lines(chart: Any, part: Diagram, width: float, height: float) -> None:
    names, values = chart.category_axis, chart.value_axis
    _quiet(names, shown=True)
    _quiet(values, shown=True)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    _ends(values, part)
    small = height < 250
    if small:
        _inner(chart, 0.07, 0.2, 0.91, 0.5)
    for axis in (names, values):
        axis.tick_labels.font.size = Pt(SMALL if small else TEXT)
    for serie, series in zip(part.serier, chart.plots[0].series, strict=True):
        _line(series, serie)
        if serie.etiketter:
            others = [each.varden for each in part.serier if each is not serie]
            _label(series, part, SMALL if small else TEXT, XL_LABEL_POSITION.ABOVE)
            for n in _below(serie.varden, others[-1] if others else [None] * len(serie.varden), part):
                _label_below(series, n)
    if chart.has_legend:
        chart.legend.font.size = Pt(SMALL if small else TEXT)


def _below(own: Sequence[float | None], other: Sequence[float | None], part: Diagram) -> list[int]:
    """Which labels stand under their points: in a valley of the line, or where the other line runs above."""
    low, high = part.lagst or 0.0, part.hogst or 100.0
    floor = low + 0.15 * (high - low)  # below it there is no room under the point
    found = []
    for n, x in enumerate(own):
        if x is None or x < floor:
            continue
        near = [
            each for each in (own[n - 1] if n else None, own[n + 1] if n + 1 < len(own) else None) if each is not None
        ]
        valley, peak = bool(near) and all(each > x for each in near), bool(near) and all(each < x for each in near)
        y = other[n]
        side = 0.0 if y is None else y - x
        close = y is not None and abs(side) < 0.15 * (high - low)
        if (side > 0) if close else (valley or (side > 0 and not peak)):
            found.append(n)
    return found


def _label_below(series: Any, n: int) -> None:
    label = series.points[n].data_label
    label.position = XL_LABEL_POSITION.BELOW


def _line(series: Any, serie: Serie) -> None:
    series.smooth = False
    line, marker = series.format.line, series.marker
    line.color.theme_color, line.width = TEMA[serie.farg], Pt(2.75 if serie.farg != "medel" else 2)
    if serie.farg == "medel":
        line.dash_style = MSO_LINE_DASH_STYLE.DASH
    marker.style = XL_MARKER_STYLE.CIRCLE if serie.farg == "medel" else XL_MARKER_STYLE.DIAMOND
    marker.size = 7 if serie.farg == "medel" else 10
    marker.format.fill.solid()
    marker.format.fill.fore_color.theme_color = TEMA[serie.farg]
    marker.format.line.color.theme_color = TEMA[serie.farg]


def _points(chart: Any, part: Diagram, width: float, height: float) -> None:
    for axis, title in zip((chart.category_axis, chart.value_axis), part.axlar, strict=True):
        _quiet(axis, shown=True)
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        run = axis.axis_title.text_frame.paragraphs[0].runs[0]
        run._r.get_or_add_rPr().set("lang", LANG)
        run.font.size, run.font.bold = Pt(TEXT), False
        axis.tick_labels.font.size = Pt(TEXT)
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    for axis, at in zip((chart.value_axis, chart.category_axis), part.korsas or (), strict=False):
        _cross(axis, at)
    chart.category_axis.tick_label_position = chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    series, ys = chart.plots[0].series[0], part.serier[1]
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 10
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.theme_color = TEMA[ys.farg]
    for n, name in enumerate(part.kategorier):
        if name:
            frame = series.points[n].data_label.text_frame
            frame.text = name
            run = frame.paragraphs[0].runs[0]
            run._r.get_or_add_rPr().set("lang", LANG)
            run.font.size = Pt(LEAST)
            series.points[n].data_label.position = XL_LABEL_POSITION.RIGHT


def _cross(axis: Any, at: float) -> None:
    """Let an axis stand at a value of the other: the cross marks the mean."""
    element = axis._element
    for old in [*element.findall("{*}crosses"), *element.findall("{*}crossesAt")]:
        old.addprevious(parse_xml(f'<c:crossesAt {_C} val="{at:.2f}"/>'))
        element.remove(old)


def _inner(chart: Any, x: float, y: float, w: float, h: float) -> None:
    """Place the drawing itself, without its names, alike in all programs."""
    area = chart._chartSpace.find(".//{*}plotArea")
    for old in area.findall("{*}layout"):
        area.remove(old)
    cells = "".join(f'<c:{tag} val="{value:.4f}"/>' for tag, value in zip("xywh", (x, y, w, h), strict=True))
    area.insert(0, parse_xml(
        f'<c:layout {_C}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>{cells}'
        "</c:manualLayout></c:layout>"
    ))  # fmt: skip
