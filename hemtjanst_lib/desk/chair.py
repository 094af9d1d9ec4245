"""The review notebook: two editions side by side, the checklist, and the signature."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import ipywidgets as w

from hemtjanst_lib.desk.reports import OUT
from hemtjanst_lib.desk.review import rendered
from hemtjanst_lib.desk.start import Desk, data_root, said
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.review import page
from hemtjanst_lib.review.signature import checklist


class Chair(Desk):
    """The desk with the comparison in place and a signature instead of runs."""

    def _make(self) -> None:
        super()._make()
        self.points = {name: w.Checkbox(description=text, indent=False) for name, text in checklist().items()}
        for box in self.points.values():
            box.layout.width = "auto"
        self.comment = w.Text(description="Kommentar", layout=w.Layout(width="30rem"))
        self.compare, self.side = w.Button(description="Visa jämförelsen", icon="columns"), w.HTML()
        self.sign = w.Button(description="Skriv under", button_style="primary", icon="check")
        self.withdraw = w.Button(description="Ta bort underskriften", icon="times", layout=w.Layout(width="auto"))
        self.compare.on_click(self._compare)
        self.sign.on_click(self._sign)
        self.withdraw.on_click(self._withdraw)

    def shown(self) -> w.Widget:
        """Put the widgets together."""
        left = w.VBox([w.HBox([self.year, self.kind]), self.text, self.found])
        attest = w.VBox([w.HTML("<strong>Jag intygar:</strong>"), *self.points.values(), self.who, self.comment])
        right = w.VBox([self.status, self.links, self.compare, attest, w.HBox([self.sign, self.withdraw])])
        return w.VBox([w.HBox([left, right], layout=w.Layout(flex_flow="row wrap")), self.told, self.side])

    def refresh(self) -> None:
        """Look at the chosen report again; another report needs attesting anew."""
        before = self._chosen
        super().refresh()
        if before not in {None, self._chosen}:
            self.side.value = ""
            for box in self.points.values():
                box.value = False

    def _compare(self, _: Any) -> None:
        self._try(self._show)

    def _show(self) -> str:
        job = self.job
        assert job is not None
        page_text = page.render(rendered(job)).replace("&", "&amp;").replace('"', "&quot;")
        self.side.value = (
            f'<iframe title="Jämförelse av utgåvor" srcdoc="{page_text}" '
            'style="width:100%;height:75vh;border:1px solid #999"></iframe>'
        )
        return ""

    def _sign(self, _: Any) -> None:
        self._try(self._signed)

    def _signed(self) -> str:
        job = self.job
        assert job is not None
        points = tuple(name for name, box in self.points.items() if box.value)
        when = datetime.now().strftime("%Y-%m-%d %H:%M")
        made = rendered(job).sign(self.who.value, when, points, self.comment.value)
        return f"Underskriven av {made.vem} {made.nar}. Underskriften faller om rapporten ändras."

    def _withdraw(self, _: Any) -> None:
        self._try(self._withdrawn)

    def _withdrawn(self) -> str:
        job = self.job
        assert job is not None
        return "Underskriften är borttagen." if rendered(job).withdraw() else "Rapporten var inte underskriven."

    def _try(self, how: Any) -> None:
        if self.job is None:
            return
        try:
            self.told.value = said(how())
        except HemtjanstError as fault:
            self.told.value = said(str(fault))
        super().refresh()


def show_review(data: str | Path = "", out: str | Path = "") -> w.Widget:
    """Show the review; data root and output root are those of the project when left out."""
    return Chair(Path(data) if data else data_root(), Path(out) if out else OUT).shown()
