"""The explorer's widgets: what is chosen, the view, saved lists, and files."""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as w

from hemtjanst_lib import store, theme
from hemtjanst_lib.analysis.kommun import load_nation
from hemtjanst_lib.analysis.urvalsfil import SETS
from hemtjanst_lib.delivery.index import fold
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.explorer import listor, ut
from hemtjanst_lib.explorer.jamfor import Matt, Niva, ensam, grupp, namn
from hemtjanst_lib.explorer.vyer import VYER, Val, forklaring
from hemtjanst_lib.language import tal
from hemtjanst_lib.model import Kvalitetsomrade
from hemtjanst_lib.paths import PROJECT
from hemtjanst_lib.reference import report_stem

DATA = "HEMTJANST_DATA"  # how the command tells a notebook under Voilà which data root to show
GRUPPER = [
    ("Riket", "riket"),
    ("Länet", "lan"),
    ("SKR:s kommungrupp", "grupp"),
    ("Storleksklassen", "storlek"),
    ("Liknande kommuner", "liknande"),
    ("Eget urval", "urval"),
]
NIVAER = [("Index", "index"), ("Delindex", "delindex"), ("Kvalitetsområde", "omrade"), ("Indikator", "indikator")]
STYLE = """<style>
.utforskare table { border-collapse: collapse; font-size: 13px; margin: 8px 0; }
.utforskare caption { text-align: left; font-weight: 600; padding: 4px 0; }
.utforskare th, .utforskare td { padding: 3px 10px; border-bottom: 1px solid #DDE2E6; text-align: right; }
.utforskare th { font-weight: inherit; }
.utforskare thead th { border-bottom: 2px solid #00707A; font-weight: 600; vertical-align: bottom; }
.utforskare tbody th { text-align: left; } .utforskare td { font-variant-numeric: tabular-nums; }
.utforskare svg { max-width: 100%; height: auto; } .utforskare h2 { font-size: 1.15rem; margin: 8px 0 4px; }
</style>"""
WIDE = w.Layout(width="100%", max_width="62rem")


class Explorer:
    """The widgets and what they do.

    Parameters
    ----------
    data, out : Path
        Data root, and where files of a view are saved.
    lists : Path
        Folder of saved lists.
    """

    def __init__(self, data: Path, out: Path, lists: Path = SETS) -> None:
        self.data, self.out, self.lists = data, out, lists
        self.quiet = False
        self._controls()
        self._sliders()
        self._year()

    def _controls(self) -> None:
        wide = w.Layout(width="28rem")
        self.year = w.Dropdown(options=store.years(self.data)[::-1], description="År", layout=w.Layout(width="12rem"))
        self.text = w.Text(description="Sök", placeholder="namn eller kod, till exempel norrt eller 0188")
        self.kommun = w.Select(description="Kommun", rows=6, layout=w.Layout(width="24rem"))
        self.slag = w.Dropdown(options=GRUPPER, description="Jämför med", layout=wide)
        self.niva = w.Dropdown(options=NIVAER, description="Nivå", layout=w.Layout(width="18rem"))
        self.matt = w.Dropdown(description="Mått", layout=wide)
        self.vy = w.ToggleButtons(options=list(VYER), style={"button_width": "auto"})
        self.urval = w.SelectMultiple(description="Urval", rows=8, layout=w.Layout(width="24rem"))
        self.urval_text = w.Text(description="Sök", placeholder="till urvalet")
        self.valda: list[str] = []
        self.valda_text = w.HTML()
        self.listan = w.Dropdown(description="Listor", layout=w.Layout(width="24rem"))
        self.listnamn = w.Text(description="Namn", placeholder="på listan")
        self.sag = w.HTML()
        self.om, self.ruta = w.HTML(), w.HTML(layout=WIDE)
        self.ruta.add_class("utforskare")
        self.year.observe(lambda _: self._year(), "value")
        self.text.observe(lambda _: self._search(self.text, self.kommun), "value")
        self.urval_text.observe(lambda _: self._search(self.urval_text, self.urval), "value")
        self.niva.observe(lambda _: self._measures(), "value")
        for each in (self.kommun, self.slag, self.matt, self.vy):
            each.observe(lambda _: self.draw(), "value")

    def _sliders(self) -> None:
        self.reglage: dict[str, w.FloatSlider] = {}
        self.panel = w.VBox([])

    def _year(self) -> None:
        self.nation = load_nation(self.year.value, self.data)
        self.quiet = True
        self._search(self.text, self.kommun)
        self._search(self.urval_text, self.urval)
        self._measures()
        self._weights()
        self._lists()
        self.quiet = False
        self.draw()

    def _search(self, text: w.Text, found: w.Select | w.SelectMultiple) -> None:
        words = fold(text.value).split()
        register = self.nation.register
        hits = [
            (f"{kod}  {row['namn']}", str(kod))
            for kod, row in register.iterrows()
            if all(word in fold(f"{kod} {row['namn']} {row['lan']}") for word in words)
        ]
        before = getattr(found, "value", None)
        found.options = hits
        codes = [kod for _, kod in hits]
        if isinstance(found, w.Select) and codes:
            found.value = before if before in codes else codes[0]

    def _measures(self) -> None:
        names = namn(self.nation.now, self.niva.value)
        kept, self.quiet = self.quiet, True
        self.matt.options = [(text, kod) for kod, text in names.items()]
        self.matt.value = next(iter(names))
        self.quiet = kept
        self.draw()

    def _weights(self) -> None:
        model = self.nation.now.model
        self.reglage = {kod: _slider(omrade) for kod, omrade in model.omraden.items()}
        labels = {kod: w.HTML() for kod in self.reglage}
        for kod, slider in self.reglage.items():
            slider.observe(lambda _, kod=kod: self._weight(kod, labels[kod]), "value")
            labels[kod].value = _weighs(model.omraden[kod], slider.value)
        rows = [w.HBox([slider, labels[kod]]) for kod, slider in self.reglage.items()]
        again = w.Button(description="Återställ vikterna", layout=w.Layout(width="auto"))
        again.on_click(lambda _: self._reset())
        self.panel.children = (w.HBox([again]), *rows)

    def _weight(self, kod: str, label: w.HTML) -> None:
        label.value = _weighs(self.nation.now.model.omraden[kod], self.reglage[kod].value)
        self.draw()

    def _reset(self) -> None:
        self.quiet = True
        for kod, slider in self.reglage.items():
            slider.value = self.nation.now.model.omraden[kod].vikt
        self.quiet = False
        self.draw()

    def _lists(self) -> None:
        saved = listor.sparade(self.nation.kommuner, self.lists)
        self.listan.options = [(f"{name} ({len(codes)})", codes) for name, codes in saved.items()]

    @property
    def val(self) -> Val:
        """What is chosen now."""
        kod, niva = self.kommun.value, self.niva.value
        measure = Matt(niva, self.matt.value or "")
        model = self.nation.now.model
        weights = {k: s.value for k, s in self.reglage.items() if s.value != model.omraden[k].vikt}
        return Val(self.nation, kod, grupp(self.nation, kod, self.slag.value, self.valda), measure, weights)

    def draw(self) -> None:
        """Show the chosen view again."""
        if self.quiet or not self.kommun.value:
            return
        try:
            val = self.val
            self.panel.layout.display = "flex" if self.vy.value == "Andra vikter" else "none"
            self.urvalsruta.layout.display = "flex" if self.slag.value == "urval" else "none"
            names = [
                str(self.nation.register.at[kod, "namn"]) for kod in self.valda if kod in self.nation.register.index
            ]
            self.valda_text.value = f"<p>Valda: {escape(', '.join(names)) or 'ingen än'}.</p>"
            self.om.value = f'<p style="max-width:60rem">{escape(forklaring(val))}</p>'
            if ensam(val.grupp, val.kod) and self.vy.value != "Andra vikter":
                self.ruta.value = f"<p>Det finns ingen annan kommun att jämföra med i {escape(val.grupp.ord.removeprefix('genomsnittet för '))}.</p>"  # fmt: skip  # noqa: E501
                return
            self.ruta.value = ut.somhtml(VYER[self.vy.value](val), self.nation.exempeldata)
        except HemtjanstError as fault:
            self.ruta.value = f"<pre>{escape(str(fault))}</pre>"

    def save(self) -> list[Path]:
        """Save the view's picture and table, and say where."""
        val = self.val
        stem = report_stem(val.kod, val.namn)
        paths = ut.spara(VYER[self.vy.value](val), self.out, stem, self.nation.now.ar, self.nation.exempeldata)
        names = ", ".join(path.name for path in paths)
        self.sag.value = f"<p role='status'>Sparat i {escape(_shown(self.out))}: {escape(names)}</p>"
        return paths

    def save_list(self) -> None:
        """Save the chosen kommuner under the name that was given."""
        try:
            path = listor.spara(self.listnamn.value, self.valda, self.nation.kommuner, self.lists)
        except HemtjanstError as fault:
            self.sag.value = f"<p role='status'>{escape(str(fault))}</p>"
            return
        self._lists()
        self.sag.value = f"<p role='status'>Listan är sparad i {escape(_shown(path))}.</p>"

    def _choose(self, codes: list[str]) -> None:
        self.valda = codes
        self.draw()

    @property
    def urvalsruta(self) -> w.VBox:
        """The box in which kommuner are chosen and lists saved; made once."""
        if not hasattr(self, "_urvalsruta"):
            add = _button("Lägg till", lambda: self._choose(list(dict.fromkeys([*self.valda, *self.urval.value]))))
            drop = _button("Ta bort", lambda: self._choose([k for k in self.valda if k not in self.urval.value]))
            clear = _button("Töm", lambda: self._choose([]))
            use = _button("Öppna lista", lambda: self._choose(list(self.listan.value or ())))
            keep = _button("Spara lista", self.save_list)
            left = w.VBox([self.urval_text, self.urval, w.HBox([add, drop, clear])])
            right = w.VBox([self.valda_text, self.listan, use, self.listnamn, keep])
            self._urvalsruta = w.VBox([w.HBox([left, right], layout=w.Layout(flex_flow="row wrap"))])
        return self._urvalsruta

    def shown(self) -> w.Widget:
        """Put the widgets together."""
        left = w.VBox([self.year, self.text, self.kommun])
        right = w.VBox([self.slag, self.niva, self.matt, self.om], layout=w.Layout(max_width="46rem"))
        top = w.HBox([left, right], layout=w.Layout(flex_flow="row wrap"))
        save = _button("Spara bild och tabell", self.save)
        self.draw()
        return w.VBox(
            [w.HTML(_style()), top, self.urvalsruta, self.vy, self.ruta, self.panel, w.HBox([save]), self.sag]
        )


def _style() -> str:
    """Return the style of the views, with the typeface that the charts are measured in."""
    return f"<style>{theme.font_face_css()}</style>{STYLE}"


def _slider(omrade: Kvalitetsomrade) -> w.FloatSlider:
    return w.FloatSlider(
        value=omrade.vikt,
        min=0.5,
        max=max(20.0, omrade.vikt),
        step=0.5,
        readout=False,
        description=omrade.nummer,
        layout=w.Layout(width="22rem"),
    )


def _weighs(omrade: Kvalitetsomrade, weight: float) -> str:
    model = f" (modellens vikt {tal(omrade.vikt)})" if weight != omrade.vikt else ""
    return f"<strong>{tal(weight)}</strong>{model} {escape(omrade.namn)}"


def _button(text: str, how: Callable[[], Any]) -> w.Button:
    button = w.Button(description=text, layout=w.Layout(width="auto"))
    button.on_click(lambda _: how())
    return button


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT)) if path.is_relative_to(PROJECT) else path.name


def data_root() -> Path:
    """Choose the data root: the one that the command named, else ``data`` when it is scored, else the invented one."""
    if named := os.environ.get(DATA):
        return Path(named)
    real = PROJECT / "data"
    return next((path for path in (real, real / "example") if store.years(path)), real)


def show_explorer(data: str | Path = "", out: str | Path = "") -> w.Widget:
    """Show the explorer.

    Parameters
    ----------
    data, out : str or Path
        Data root, and folder for saved views; those of the project when left out.
    """
    root = Path(data) if data else data_root()
    if not store.years(root):
        return w.HTML("<p>Inga uträknade år. Skriv i en terminal: hemtjanst score 2025 --data data/example.</p>")
    return Explorer(root, Path(out) if out else PROJECT / "rendered" / "utforskaren").shown()


__all__ = ["Explorer", "Niva", "data_root", "show_explorer"]
