"""What leaves the house beside the reports: the ranking list and the index page."""

from pathlib import Path

from hemtjanst_lib.delivery.index import IndexRow, index_html, index_row, write_index
from hemtjanst_lib.delivery.ranking import Rankinglista, build
from hemtjanst_lib.delivery.ranking_files import as_csv, as_html
from hemtjanst_lib.delivery.workbook import as_xlsx
from hemtjanst_lib.files import write_atomic

__all__ = [
    "IndexRow",
    "Rankinglista",
    "as_csv",
    "as_html",
    "as_xlsx",
    "build",
    "index_html",
    "index_row",
    "write_index",
    "write_rankinglista",
]


def write_rankinglista(lista: Rankinglista, out: Path) -> list[Path]:
    """Write ``rankinglista.csv``, ``.xlsx`` and ``.html`` into ``out``, each whole; return their paths."""
    made: dict[str, bytes | str] = {"csv": as_csv(lista), "xlsx": as_xlsx(lista), "html": as_html(lista)}
    paths = [out / f"rankinglista.{ending}" for ending in made]
    for path, content in zip(paths, made.values(), strict=True):
        write_atomic(path, content)
    return paths
