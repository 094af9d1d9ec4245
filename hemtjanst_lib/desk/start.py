"""The start notebook's desk: pick a kommun, see how far its reports have come, run, read, save own words, review."""

from __future__ import annotations

import html
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import ipywidgets as w

from hemtjanst_lib import reference, store
from hemtjanst_lib.batch.kinds import KINDS
from hemtjanst_lib.batch.plan import Job
from hemtjanst_lib.batch.subjects import RIKET
from hemtjanst_lib.desk import search
from hemtjanst_lib.desk.reports import OUT, choice_from_kommun, one_job
from hemtjanst_lib.desk.review import review_page
from hemtjanst_lib.desk.running import Run, render_command
from hemtjanst_lib.desk.standing import Step, steps
from hemtjanst_lib.desk.told import CODES, WHAT, told_line, told_number
from hemtjanst_lib.desk.who import user_name
from hemtjanst_lib.desk.words import save_with_findings
from hemtjanst_lib.edits.merge import Author
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.paths import NOTEBOOKS, PROJECT

_SIGNS = {True: "✓", False: "✗", None: "–"}
_DONE = {True: "klart", False: "återstår", None: "inte aktuellt"}
_KINDS = ("kommun", "sammanfattning", "enheter", "lan", "nation", "metod")
_WIDE = w.Layout(width="100%", max_width="46rem")


class Desk:
    """The widgets and what they do.

    Parameters
    ----------
    data : Path
        Data root.
    out : Path
        Output root.
    """

    def __init__(self, data: Path, out: Path = OUT) -> None:
        self.data, self.out = data, out
        self.register = reference.load_kommuner(data)
        self.recent_file = out / ".senast.json"
        self.run: Run | None = None
        self._chosen: tuple[str | None, str, int | None] | None = None
        self._make()
        self._search()

    def _make(self) -> None:
        years = store.years(self.data)[::-1]
        self.year = w.Dropdown(options=years, description="År", layout=w.Layout(width="12rem"))
        kinds = [(KINDS[name].label, name) for name in _KINDS if KINDS[name].template.is_file()]
        self.kind = w.Dropdown(options=kinds, description="Rapport", layout=w.Layout(width="20rem"))
        self.text = w.Text(description="Sök", placeholder="namn eller kod, till exempel norrt eller 0188")
        self.found = w.Select(description="Kommun", rows=8, layout=w.Layout(width="24rem"))
        self.status, self.links, self.told = w.HTML(), w.Output(), w.HTML()
        self.who = w.Text(description="Ditt namn", value=user_name())
        self.why = w.Text(description="Varför", placeholder="varför texten är ändrad", layout=w.Layout(width="30rem"))
        self.draft = w.Checkbox(description="Märk som utkast", indent=False, layout=w.Layout(width="11rem"))
        self.buttons = {
            "run": w.Button(description="Gör rapporten", button_style="primary", icon="play"),
            "save": w.Button(description="Spara egna ord", icon="save"),
            "review": w.Button(description="Jämför utgåvor", icon="columns"),
            "stop": w.Button(description="Avbryt", icon="stop", disabled=True),
        }
        for name, how in (("run", self._run), ("save", self._save), ("review", self._review), ("stop", self._stop)):
            self.buttons[name].on_click(how)
        self.text.observe(lambda _: self._search(), "value")
        for each in (self.found, self.year, self.kind):
            each.observe(lambda _: self.refresh(), "value")

    def shown(self) -> w.Widget:
        """Put the widgets together."""
        left = w.VBox([w.HBox([self.year, self.kind]), self.text, self.found])
        actions = w.HBox([self.buttons["run"], self.draft, self.buttons["stop"]])
        words = w.HBox([self.buttons["save"], self.buttons["review"]])
        right = w.VBox([self.status, self.links, actions, self.who, self.why, words], layout=_WIDE)
        return w.VBox([w.HBox([left, right], layout=w.Layout(flex_flow="row wrap")), self.told])

    def _search(self) -> None:
        found = search.find(self.text.value, self.register, search.recall(self.recent_file))
        self.found.options = [(f"{kod}  {namn}", kod) for kod, namn in found]
        self.found.value = found[0][0] if found else None

    @property
    def job(self) -> Job | None:
        """The report that is chosen: on the kommun, on its län, or on the country."""
        if self.found.value is None or self.year.value is None:
            return None
        kind = KINDS[self.kind.value]
        choice = choice_from_kommun(kind, self.found.value, self.register)
        return one_job(kind, choice, self.year.value, self.data, self.out)

    @property
    def under_way(self) -> bool:
        """Whether a report is being made."""
        return self.run is not None and self.run.process.poll() is None

    def refresh(self) -> None:
        """Look at the chosen report again; what was told of another one goes."""
        chosen = (self.found.value, self.kind.value, self.year.value)
        if self._chosen not in {None, chosen} and not self.under_way:
            self.told.value = ""
        self._chosen = chosen
        try:
            job = self.job
            self.status.value = "Ingen kommun passar sökningen." if job is None else status_table(job, steps(job))
        except HemtjanstError as fault:
            self.status.value = said(str(fault))
            return
        told = "" if job is None else links(job)
        shown = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": told, "text/plain": told}}
        self.links.outputs = (shown,) if told else ()

    def _run(self, _: Any) -> None:
        if (job := self.job) is None or self.under_way:
            return
        search.remember(self.recent_file, self.found.value)
        self.lines: list[str] = [f"Gör {job.kind.label.lower()}{'' if job.subject == RIKET else f' för {job.namn}'} …"]
        self._tell_lines()
        self.buttons["run"].disabled, self.buttons["stop"].disabled = True, False
        self.run = Run(render_command(job, self.out, draft=self.draft.value), self._line, self._ended)

    def _line(self, line: str) -> None:
        self.lines.append(told_line(line))
        self._tell_lines()

    def _tell_lines(self) -> None:
        self.told.value = said("\n".join(self.lines[-12:]))

    def _ended(self, code: int) -> None:
        self.lines.append(CODES.get(code, "Avbrutet."))
        self._tell_lines()
        self.buttons["run"].disabled, self.buttons["stop"].disabled = False, True
        self.refresh()

    def _stop(self, _: Any) -> None:
        if self.run is not None:
            self.run.stop()

    def _save(self, _: Any) -> None:
        if (job := self.job) is None:
            return
        author = Author(self.who.value.strip() or "?", datetime.now().strftime("%Y-%m-%d %H:%M"), self.why.value)
        try:
            told, findings, name = save_with_findings(job.file(".ipynb"), author)
        except HemtjanstError as fault:
            self.told.value = said(str(fault))
            return
        lines = [f"{cell}: {WHAT.get(what, what)}" for cell, what in told.items()] or ["Inget nytt att spara."]
        lines += [told_number(each) for each in findings]
        lines += [f"Sparat i {name}. Gör om rapporten för att se orden i den."] if told else []
        self.told.value = said("\n".join(lines))
        self.refresh()

    def _review(self, _: Any) -> None:
        if (job := self.job) is None:
            return
        try:
            self.told.value = said(f"Jämförelsen finns i {review_page(job).name}; länken står ovan.")
        except HemtjanstError as fault:
            self.told.value = said(str(fault))
        self.refresh()


def said(text: str) -> str:
    """Write what a command has told, for a widget."""
    return f'<div role="status"><pre style="white-space: pre-wrap; line-height: 1.4">{html.escape(text)}</pre></div>'


def status_table(job: Job, found: list[Step]) -> str:
    """Write how far a report has come as a table; what is done is said in words too."""
    rows = "".join(
        f'<tr><th scope="row" style="text-align:left;padding:2px 12px 2px 0">{step.name}</th>'
        f'<td style="padding:2px 8px 2px 0"><span aria-hidden="true">{_SIGNS[step.done]}</span> {_DONE[step.done]}</td>'
        f'<td style="padding:2px 0">{html.escape(step.text)}</td></tr>'
        for step in found
    )
    whom = "" if job.subject == RIKET else f": {job.kod} {job.namn}"
    title = html.escape(f"{job.kind.label} {job.ar}{whom}")
    return f'<table><caption style="text-align:left;font-weight:600;font-size:1.1em">{title}</caption>{rows}</table>'


def links(job: Job, beside: Path = NOTEBOOKS) -> str:
    """Write links to a report's files, as seen from the start notebook; JupyterLab opens them in its own window."""
    wanted = {
        ".ipynb": "Anteckningsbok",
        ".html": "Webbsida",
        ".pdf": "PDF",
        "_granskning.html": "Jämförelse",
    }
    there = {name: job.file(suffix) for suffix, name in wanted.items() if job.file(suffix).is_file()}
    if not there:
        return "Rapporten är inte gjord än."
    return "Öppna: " + " · ".join(f"[{name}]({os.path.relpath(path, beside)})" for name, path in there.items())


def data_root() -> Path:
    """Choose the data root: ``data`` when something is scored there, else the invented one."""
    real = PROJECT / "data"
    return next((path for path in (real, real / "example") if store.years(path)), real)


def show_start(data: str | Path = "", out: str | Path = "") -> w.Widget:
    """Show the desk.

    Parameters
    ----------
    data, out : str or Path
        Data root and output root; those of the project when left out.
    """
    root = Path(data) if data else data_root()
    if not store.years(root):
        return w.HTML(said("Inga uträknade år. Skriv i en terminal: make reports, eller hemtjanst score <år>."))
    desk = Desk(root, Path(out) if out else OUT)
    return desk.shown()
