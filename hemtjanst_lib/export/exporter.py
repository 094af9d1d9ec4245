"""Our page as an exporter of nbconvert."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import Exporter

from hemtjanst_lib.export.html import render


class HemtjanstExporter(Exporter):
    """Lets ``jupyter nbconvert --to hemtjanst`` make the same page as the report factory."""

    export_from_notebook = "Hemtjänstindex (HTML)"
    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own exporters do
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render an executed notebook; the code in it is not run again."""
        found: dict[str, Any] = self._init_resources(resources or {})  # type: ignore[no-untyped-call]
        found["output_extension"] = self.file_extension
        return render(nb), found
