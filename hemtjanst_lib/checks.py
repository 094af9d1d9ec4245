"""Everything that a year's reports are made from, checked before they are made: all faults of all files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from hemtjanst_lib import paths, theme
from hemtjanst_lib.analysis import lan, publishing, regler, robusthetsregler, urvalsfil
from hemtjanst_lib.errors import HemtjanstError
from hemtjanst_lib.export.bilder.egna import check_own
from hemtjanst_lib.files import read_yaml
from hemtjanst_lib.medborgarsida import ordlista, val
from hemtjanst_lib.model import check_model_file, load_model, model_path, model_years
from hemtjanst_lib.narrative import lankar, nation_ord, texts, tips, words
from hemtjanst_lib.reference import load_kommuner
from hemtjanst_lib.sources import examine_year

# How each file of parameters/text is read; the others hold sentences by rule.
FORMS: dict[str, Callable[[Path], object]] = {
    "lankar.yml": lankar.load_lankar,
    "medborgare.yml": ordlista.load_ordlista,
    "nationsord.yml": nation_ord.load_nationsord,
    "ord.yml": words.load_words,
    "tips.yml": tips.load_tips,
}


def check(ar: int, data: Path) -> tuple[list[str], list[str]]:
    """Check a year's model, layout, source cards, raw files, corrections, texts and choices.

    Returns
    -------
    list of str, list of str
        The faults, and what is read but should be looked at; one readable line each.
    """
    model = check_model_file(model_path(ar))
    faults, notes = examine_year(ar, data)
    if model:  # told with all its faults already
        faults = [fault for fault in faults if f"model/{ar}.yml" not in fault]
        notes = [*notes, f"parameters/model/{ar}.yml has faults, so the raw files have not been read"]
    return list(dict.fromkeys([*model, *faults, *parameter_faults(ar, data)])), notes


def parameter_faults(ar: int, data: Path) -> list[str]:
    """Every fault of ``parameters/text``, ``report`` and the year's ``bilder``, one line each; empty means sound."""
    own_slides: Callable[[], object] = partial(check_own, ar, load_kommuner(data))
    told = _told([*_text_steps(), *_report_steps(ar, data), own_slides])
    return list(dict.fromkeys([*told, *_links(), *_choices()]))


def _text_steps() -> Iterable[Callable[[], object]]:
    for path in sorted((paths.PARAMETERS / "text").glob("*.yml")):
        yield partial(FORMS.get(path.name, texts.load_texts), path)


def _report_steps(ar: int, data: Path) -> Iterable[Callable[[], object]]:
    folder = paths.PARAMETERS / "report"
    yield partial(publishing.utgivning, ar, folder / "utgivning.yml")
    yield partial(regler.load_regler, folder / "analys.yml")
    yield partial(lan.load_lansregler, folder / "lansrapport.yml")
    yield partial(theme.load_palette, folder / "utseende.yml")
    yield partial(val.load_val, load_kommuner(data).index, folder / "medborgarsida.yml")
    if not check_model_file(model_path(ar)):  # told already
        yield partial(robusthetsregler.granska, ar, folder / "sakerhet.yml")
        yield partial(robusthetsregler.granska_seniorer, ar, data)
    for namn in urvalsfil.urvalsnamn(folder / "sets"):
        yield partial(urvalsfil.load_urval, namn, load_kommuner(data), folder / "sets")


def _links() -> list[str]:
    """Links of the texts that are not in the register, are malformed or do not say where they lead."""
    folder = paths.PARAMETERS / "text"
    faults = []
    with suppress(HemtjanstError):  # told already
        known = lankar.load_lankar(folder / "lankar.yml")
        for path in sorted(folder.glob("*.yml")):
            with suppress(HemtjanstError):
                texts_of = _leaves(read_yaml(path))
                faults += [f"{_shown(path)}: {fault}" for fault in lankar.lankfel(texts_of, known)]
    return faults


def _leaves(tree: Any) -> Iterator[str]:
    """Every text of a YAML tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict | list):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from _leaves(part)


def _choices() -> list[str]:
    """What the choices of the analysis, and the citizens' page, name that no sound model has."""
    models = [load_model(model_path(ar)) for ar in model_years() if not check_model_file(model_path(ar))]
    rules, page = paths.PARAMETERS / "report" / "analys.yml", paths.PARAMETERS / "text" / "medborgare.yml"
    faults = []
    with suppress(HemtjanstError):  # told already
        faults += [f"{_shown(rules)}: {fault}" for fault in regler.regelfel(regler.load_regler(rules), models)]
    with suppress(HemtjanstError):
        faults += [f"{_shown(page)}: {fault}" for fault in ordlista.ordfel(ordlista.load_ordlista(page), models)]
    return faults


def _told(steps: Iterable[Callable[[], object]]) -> list[str]:
    faults = []
    for step in steps:
        try:
            step()
        except HemtjanstError as fault:
            lines = fault.faults or ("",)
            faults += [": ".join(part for part in (_named(fault.what), line) if part) for line in lines]
    return faults


def _named(what: str) -> str:
    """Name a file as seen from the project, and leave out how many faults it has: they follow."""
    told = what.replace(f"{paths.PROJECT}/", "")
    path, _, many = told.partition(" has ")
    return path if many.endswith(("fault:", "faults:", "faults")) else told


def _shown(path: Path) -> str:
    return path.relative_to(paths.PROJECT).as_posix() if path.is_relative_to(paths.PROJECT) else str(path)
