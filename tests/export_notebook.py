"""Executed notebooks for the tests of the exporters: one that is whole, and the parts to break it with."""

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from hemtjanst_lib import theme
from hemtjanst_lib.display import Figur, Huvud, Kolumn, Punktlista, Tabell

HUVUD = Huvud(
    titel="Hemtjänstindex 2025",
    undertitel="Exempelby kommun",
    ar=2025,
    sort="kommunrapport",
    kod="9999",
    datum="3 december 2025",
    utgava=1,
    exempeldata=True,
    uppgifter={"Län": "Exempellän", "Kommungrupp": "Pendlingskommun nära storstad", "Invånare": "23 456"},
)
TABELL = Tabell(
    "placering",
    "Placering per delindex 2025 och 2024",
    (Kolumn("Delindex"), Kolumn("Placering 2025", "tal"), Kolumn("Placering 2024", "tal"), Kolumn("Förändring", "tal")),
    (
        ("Information", "5", "169", "+164"),
        ("Biståndshandläggning", "191", "138", "−53"),
        ("Utförande", "56", "50", "−6"),
        ("Stöd och utveckling", "100", "27", "−73"),
    ),
    egna=(2,),
    not_="Plats 1 är högst av 290 kommuner.",
)


def chart_spec(values, bars=False):
    """A small diverging bar chart in Vega-Lite, as altair would write it."""
    return {
        "$schema": theme.SCHEMA,
        "config": theme.config(),
        "data": {"values": values},
        "width": 320,
        "encoding": {
            "x": {"field": "gap", "type": "quantitative", "title": "Poäng jämfört med kommungenomsnittet"},
            "y": {"field": "namn", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 320}},
        },
        "layer": [
            {"mark": {"type": "bar", "clip": True, "color": theme.DEFAULT.over}},
            {"mark": {"type": "text", "dx": 16}, "encoding": {"text": {"field": "gap", "format": "+.1f"}}},
        ],
    }


def figur(id_="gap", n=6):
    """A figure with its data, alt text and caption."""
    namn = [
        "Personalkontinuitet",
        "Lyhördhet och hänsyn",
        "Trygghet och förtroende",
        "Passa tider",
        "Tid",
        "Förenkling",
    ]
    values = [{"namn": namn[i % 6] + " " * (i // 6), "gap": round(12.25 - 4.5 * i, 2)} for i in range(n)]
    return Figur(
        id_,
        "Kontinuiteten ligger 12,3 poäng över genomsnittet",
        "Liggande staplar. Personalkontinuitet ligger 12,3 poäng över kommungenomsnittet och Förenkling 10,3 under.",
        "Kommunens poäng minus kommungenomsnittet, sex prioriterade områden. Källa: Hemtjänstindex 2025.",
        chart_spec(values),
        Tabell(
            f"{id_}-data",
            "Avstånd till kommungenomsnittet i poäng",
            (Kolumn("Kvalitetsområde"), Kolumn("Avstånd", "tal")),
            tuple((v["namn"].strip(), f"{v['gap']:+.1f}".replace(".", ",").replace("-", "−")) for v in values),
        ),
    )


def markdown(id_, source, **values):
    """A Markdown cell whose expressions have the values given as ``expr=value`` (text/plain) pairs."""
    cell = new_markdown_cell(source, id=id_)
    cell.metadata["user_expressions"] = [
        {"expression": name, "result": {"status": "ok", "data": {"text/plain": value}, "metadata": {}}}
        for name, value in values.items()
    ]
    return cell


def expression(cell, name, **data):
    """Add one stored expression with any mimetypes, such as ``text_markdown='**x**'``."""
    bundle = {key.replace("_", "/", 1): value for key, value in data.items()}
    result = {"status": "ok", "data": bundle, "metadata": {}}
    cell.metadata.setdefault("user_expressions", []).append({"expression": name, "result": result})
    return cell


def code(id_, *shown):
    """A code cell that showed these display objects, or these ready outputs."""
    outputs = [o if isinstance(o, nbformat.NotebookNode) else shown_output(o) for o in shown]
    return new_code_cell("charts.x(k)", id=id_, outputs=outputs, execution_count=1)


def shown_output(thing):
    """Turn a display object into the output that IPython stores."""
    data, metadata = thing._repr_mimebundle_()
    return new_output("display_data", data=data, metadata=metadata)


def output(data, metadata=None):
    """Give a display output with this mimetype bundle."""
    return new_output("display_data", data=data, metadata=metadata or {})


def notebook(*cells, huvud=HUVUD):
    """Make a notebook with a head and the given cells."""
    head = [code("huvud", huvud)] if huvud else []
    nb = new_notebook(cells=[*head, *cells])
    return nbformat.from_dict(nb)


RUNNING = (
    "Kommunens Hemtjänstindex är **{eval}`index`** poäng, {eval}`gap` jämfört med *kommungenomsnittet*. "
    "Det ger plats 39 av 290. Läs mer om [hur indexet räknas](#om-indexet) eller skriv till "
    "[info@hemtjanstindex.se](mailto:info@hemtjanstindex.se)."
)
TIP = """:::{tip} Tips
Börja med **webbplatsen**: de flesta uppgifterna går att lägga ut på en vecka.

- Räkna ut avgiften
- Jämför utförare
:::"""


def whole(chapters=3):
    """A realistic report: chapters with text, lists, boxes, tables and figures."""
    cells = [markdown("sammanfattning", f"## Sammanfattning\n\n{RUNNING}", index="72,7", gap="+10,5")]
    cells.append(code("punkter", Punktlista(("Klassen är **Över medel**.", "Index är 72,7, plats 39 av 290."))))
    for n in range(1, chapters + 1):
        text = (
            f"## Delindex {n}: Utförande\n\n{RUNNING}\n\n### Styrkor i delindex {n}\n\n- Trygghet\n  - hemma\n- Tid\n"
        )
        cells.append(markdown(f"delindex-{n}", text, index="72,7", gap="−2,1"))
        cells.append(code(f"figur-{n}", figur(f"gap-{n}")))
        cells.append(markdown(f"text-{n}", f"{RUNNING}\n\n> Det känns tryggt.\n\n{TIP}", index="72,7", gap="0,0"))
        cells.append(code(f"tabell-{n}", TABELL))
    steps = "1. Läs rapporten\n2. Välj två områden\n\n| Källa | Kod |\n|---|--:|\n| Kommunenkäten | 4 |"
    cells.append(markdown("om", f"## Om indexet\n\n{RUNNING}\n\n{steps}", index="72,7", gap="+10,5"))
    return notebook(*cells)
