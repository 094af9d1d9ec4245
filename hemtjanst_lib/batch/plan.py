"""Which reports there are to render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hemtjanst_lib import reference
from hemtjanst_lib.errors import ParameterError
from hemtjanst_lib.notebook.parameters import check_parameters, read_parameters
from hemtjanst_lib.paths import NOTEBOOKS, PROJECT

TEMPLATES = {"kommun": NOTEBOOKS / "kommunrapport.ipynb"}
FORMATS = ("html", "pdf")


@dataclass(frozen=True)
class Job:
    """One report of one subject.

    Parameters
    ----------
    kod, namn : str
        The subject's code and name.
    stem : str
        Folder, and beginning of all file names, such as ``0188_norrtalje``.
    ar : int
        Index year.
    template : Path
        The notebook to run.
    parameters : dict
        The values of the notebook's parameters.
    folder : Path
        Where the finished files go.
    """

    kod: str
    namn: str
    stem: str
    ar: int
    template: Path
    parameters: dict[str, Any]
    folder: Path

    def file(self, suffix: str) -> Path:
        """Path of a finished file, such as the one with suffix ``.pdf``."""
        return self.folder / f"{self.stem}_{self.template.stem}_{self.ar}{suffix}"

    @property
    def injected(self) -> dict[str, Any]:
        """The parameters that papermill must be told: the subject, and what differs from the template's defaults.

        So ``papermill kommunrapport.ipynb out.ipynb -r kommunkod 0188`` gives the same notebook as the factory.
        """
        declared = read_parameters(self.template)
        return {
            name: value
            for name, value in self.parameters.items()
            if name == "kommunkod" or name not in declared or declared[name].default != value
        }

    @property
    def manifest(self) -> Path:
        """Path of the manifest, which is written last."""
        return self.folder / "manifest.json"

    @property
    def failed_notebook(self) -> Path:
        """Where a notebook that stopped is kept for a look."""
        return self.file("_fel.ipynb")


def plan(
    ar: int,
    data: Path,
    out: Path,
    *,
    kommuner: Sequence[str] = (),
    lan: str | None = None,
    limit: int | None = None,
    template: Path | None = None,
) -> list[Job]:
    """List the kommunrapporter to render, in code order.

    Raises
    ------
    ParameterError
        If a kommun or län has no such code, or nothing is left to render.
    """
    register = reference.load_kommuner(data)
    chosen = [reference.check_kommunkod(kod, register) for kod in kommuner] or list(register.index)
    if lan is not None:
        codes = _codes_of_lan(lan, register)
        chosen = [kod for kod in chosen if kod in codes]
    chosen = sorted(set(chosen))[:limit]
    if not chosen:
        raise ParameterError(f"no kommun is left to render of those named in län {lan}", do="Leave out one of the two.")
    notebook, folder, root = template or TEMPLATES["kommun"], out / str(ar), as_parameter(data)
    jobs = []
    for kod, namn in register.loc[chosen, "namn"].items():
        stem = reference.report_stem(str(kod), namn)
        parameters = {"ar": ar, "kommunkod": kod, "data": root}
        jobs.append(Job(str(kod), namn, stem, ar, notebook, parameters, folder / stem))
    check_parameters(notebook, jobs[0].parameters)
    return jobs


def _codes_of_lan(lan: str, register: Any) -> set[str]:
    known = register[["lanskod", "lan"]].drop_duplicates()
    if lan not in set(known["lanskod"]):
        listed = ", ".join(f"{row.lanskod} {row.lan}" for row in known.sort_values("lanskod").itertuples())
        raise ParameterError(f"no län with code {lan}; codes are two digits, such as 01", do=f"There are: {listed}.")
    return set(register.index[register["lanskod"] == lan])


def as_parameter(data: Path) -> str:
    """Name a data root as notebooks should know it: relative to the project when it is inside, else in full."""
    full = data.resolve()
    return full.relative_to(PROJECT).as_posix() if full.is_relative_to(PROJECT) else full.as_posix()
