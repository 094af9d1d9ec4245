"""The names that reports of a year may use, collected once for all exporters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hemtjanst_lib import reference
from hemtjanst_lib.batch.keys import scored_years
from hemtjanst_lib.model import Kvalitetsomrade, load_model, model_path


def collect(ar: int, data: Path) -> dict[str, Any]:
    """Read the names of kommuner and län from the register, and those of what is measured from the models.

    Returns
    -------
    dict
        The fields of ``export.names.Register``, as plain JSON types. Områden are those of the year's own model;
        indikatorer also those of the year before, for a report lists what was removed. Empty where there is no model.
    """
    register = reference.load_kommuner(data)
    models = {y: load_model(model_path(y)) for y in {ar, *scored_years(ar, data)} if model_path(y).is_file()}
    own, near = models.get(ar), [model for y, model in sorted(models.items()) if y >= ar - 1]
    measured = [indikator for model in near for indikator in model.indikatorer.values()]
    return {
        "kommuner": register["namn"].to_dict(),
        "lan": register.drop_duplicates("lanskod").set_index("lanskod")["lan"].to_dict(),
        "delindex": sorted({part.namn for part in own.delindex.values()}) if own else [],
        "omraden": sorted({name for part in own.omraden.values() for name in _names(part)}) if own else [],
        "indikatorer": sorted({name for each in measured for name in (each.namn, each.visningsnamn)}),
    }


def _names(omrade: Kvalitetsomrade) -> list[str]:
    """The name of an område, and the one it has where only what units are asked about is meant."""
    return [name for name in (omrade.namn, omrade.enhetsnamn) if name]
