"""Typed numbers against the facts: which hold, which do not, and which can follow the data from now on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hemtjanst_lib.analysis.sifferfakta import Faktum
from hemtjanst_lib.edits.facts import Facts
from hemtjanst_lib.edits.model import Change
from hemtjanst_lib.edits.tokens import Token, tokens, years_in
from hemtjanst_lib.language import avrunda

Kind = Literal["linked", "holds", "unknown", "contradicted", "stale", "unchecked"]

_UNITS: Mapping[str, set[str]] = {
    "procent": {"andel"},
    "poang": {"poang", "skillnad"},
    "plats": {"placering"},
    "antal": {"antal"},
}
_CLUES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(measure), re.compile(words, re.I))
    for measure, words in (
        (r"^index", r"\bindex|hemtjänstindex"),
        (r"medel|median|riket", r"genomsnitt|medel|snitt|riket|landet"),
        (r"gap|skillnad", r"högre|lägre|\böver\b|\bunder\b|bättre|sämre|skillnad|mer än|mindre än"),
        (r"forandring", r"öka|minska|höj|sänk|sjunk|stig|förändr|förbättr|försämr|upp |ner |sedan|jämfört med 20"),
        (r"placering|plats", r"plats|placer|rang"),
        (r"_lan", r"\blän"),
        (r"_grupp", r"grupp"),
        (r"antal|befolkning", r"kommuner|invånare|indikator|områden|antal"),
    )
)
_OWN = re.compile(r"\bindex\b|hemtjänstindex|\btotal", re.I)
_COMPARES = re.compile(r"sedan|jämfört|förra|föregående|i fjol|öka|minska|förändr|från .* till", re.I)
MANY = 5
_BELOW = " < 0"


@dataclass(frozen=True)
class Finding:
    """What is known of one typed number.

    Parameters
    ----------
    cell, typed : str
        Where, and what was typed.
    kind : str
        ``linked`` (now follows the data), ``holds`` (right, but more than one figure may be meant), ``unknown`` (no
        figure in question has that value), ``contradicted`` (the figure that is meant has another), ``stale`` (was
        right when it was saved), ``unchecked`` (was never compared).
    facts : tuple of Faktum
        The figures that may be meant, the likeliest first.
    sentence : str
        The sentence around it.
    """

    cell: str
    typed: str
    kind: Kind
    facts: tuple[Faktum, ...]
    sentence: str

    @property
    def stops(self) -> bool:
        """Whether the report is held back."""
        return self.kind in {"unknown", "contradicted", "stale", "unchecked"}

    def told(self) -> str:
        """Say it on one line."""
        meant = "; ".join(f"{fact.vag} is {fact.skriv()} ({fact.ar})" for fact in self.facts[:MANY])
        words = {
            "linked": f"now follows {self.facts[0].vag}" if self.facts else "",
            "holds": f"holds: {meant}; not linked, because "
            + ("it may be any of them" if len(self.facts) > 1 else "the words around it depend on its sign"),
            "unknown": "no figure of the report that the sentence names has this value"
            + (f"; nearest: {meant}" if meant else ""),
            "contradicted": f"probably wrong: {meant}",
            "stale": f"was right when it was typed, and is no longer: {meant}",
            "unchecked": "has never been compared with the facts; run: hemtjanst edits check",
        }
        return f"cell {self.cell}: {self.typed} {words[self.kind]} – “{' '.join(self.sentence.split())[:100]}”"


def finish(change: Change, facts: Facts) -> tuple[Change, list[Finding]]:
    """Link the numbers of new words to the figures they stand for, and note what the others may stand for.

    Returns
    -------
    Change, list of Finding
        The change with expressions in place of numbers that can only mean one figure; and each number's finding.
    """
    if change.text is None:
        return change, []
    found = [(token, finding(change, token, facts)) for token in _typed(change)]
    text = change.text
    for token, each in reversed(found):
        if each.kind == "linked":
            made = expression(each.facts[0], token, facts.name)
            text = text[: token.start] + made + text[token.start + len(token.text) :]
    holding = {token.text: tuple(_noted(f, token) for f in each.facts) for token, each in found if each.kind == "holds"}
    return change.model_copy(update={"text": text, "tal": holding}), [each for _, each in found]


def _typed(change: Change) -> list[Token]:
    """Give the numbers of a text that are its author's: not the template's, and none she answers for."""
    template = Counter(token.text for token in tokens(change.mall or ""))
    kept = []
    for token in tokens(change.text or ""):
        if template[token.text]:
            template[token.text] -= 1
        elif token.text not in change.egna_tal:
            kept.append(token)
    return kept


def check(change: Change, facts: Facts) -> list[Finding]:
    """Compare words that were saved before with the facts as they are now."""
    findings = []
    for token in _typed(change):
        known = change.tal.get(token.text)
        if known is None:
            found = finding(change, token, facts)
            findings.append(found if found.stops else replace(found, kind="unchecked"))
            continue
        now = [facts.figures[vag] for each in known if (vag := each.removesuffix(_BELOW)) in facts.figures]
        if tuple(_noted(fact, token) for fact in now) != known or not all(_equal(fact, token) for fact in now):
            findings.append(Finding(change.cell, token.text, "stale", tuple(now), token.sentence))
    return findings


def _noted(fact: Faktum, token: Token) -> str:
    """Note a figure by name, and a difference that is typed without sign also by the side of zero it was on."""
    below = fact.sort == "skillnad" and not token.sign and fact.varde < 0
    return fact.vag + (_BELOW if below else "")


def faults(changes: Sequence[Change], facts: Callable[[], Facts]) -> list[str]:
    """List the typed numbers that hold back a report; the facts are opened only when there are any."""
    given = [change for change in changes if change.text is not None and _typed(change)]
    return [each.told() for change in given for each in check(change, facts()) if each.stops]


def finding(change: Change, token: Token, facts: Facts) -> Finding:
    """Say what one typed number may stand for, by value, unit, and the words around it."""
    scored = [(score, fact) for fact in facts.figures.values() if (score := _score(fact, token, change, facts)) > 0]
    same = [(score, fact) for score, fact in scored if _equal(fact, token)]
    if same:
        best = max(score for score, _ in same)
        chosen = _distinct([fact for score, fact in same if score == best])
        kind: Kind = "linked" if len(chosen) == 1 and _links(chosen[0], token) else "holds"
        return Finding(change.cell, token.text, kind, chosen, token.sentence)
    near = sorted(scored, key=lambda pair: (-pair[0], abs(abs(pair[1].varde) - token.value)))
    sure = bool(near) and near[0][0] >= 5
    return Finding(
        change.cell, token.text, "contradicted" if sure else "unknown", tuple(f for _, f in near[:3]), token.sentence
    )


def _distinct(facts: Sequence[Faktum]) -> tuple[Faktum, ...]:
    """Leave out figures that say the same of the same by another way, such as a table of several years."""
    kept: dict[object, Faktum] = {}
    for fact in facts:
        kept.setdefault((fact.varde, fact.sort, fact.ar, fact.matt, fact.namn), fact)
    return tuple(kept.values())


def _equal(fact: Faktum, token: Token) -> bool:
    """Whether a figure, rounded as the number is typed, is that number; a sign counts only when it is typed."""
    rounded = float(avrunda(fact.varde, token.decimals))
    if token.sign and fact.sort == "skillnad":
        return rounded == (token.value if token.sign == "+" else -token.value)
    return not token.sign and abs(rounded) == token.value


def _links(fact: Faktum, token: Token) -> bool:
    """Whether an expression would print what was typed; the words round an unsigned difference have its sign."""
    if fact.sort == "skillnad" and not token.sign:
        return False
    return _bare(fact.skriv(token.decimals)) == _bare(token.text)


def _bare(text: str) -> str:
    return re.sub(r"[ \u00a0\u202f]", "", text).replace("-", "−").replace(".", ",")


def _score(fact: Faktum, token: Token, change: Change, facts: Facts) -> int:
    """Weigh how far the words around a number speak of a figure; 0 or less when they do not."""
    if token.unit and fact.sort not in _UNITS[token.unit]:
        return 0
    if not token.unit and token.decimals and fact.sort in {"placering", "antal"}:
        return 0
    score = _subject(fact, token, change, facts)
    if score <= 0 or fact.ar not in _years(token.sentence, facts.report.ar):
        return 0
    for measure, words in _CLUES:
        speaks, is_it = bool(words.search(token.sentence)), bool(measure.search(fact.matt))
        score += 2 if speaks and is_it else -1 if is_it else 0
    return score + 1 + (1 if token.unit else 0)


def _years(sentence: str, ar: int) -> set[int]:
    """Return the years that a sentence may speak of: those it names, and both sides of a change."""
    compared = {ar, ar - 1} if _COMPARES.search(sentence) else set()
    return (years_in(sentence) or {ar}) | compared


def _subject(fact: Faktum, token: Token, change: Change, facts: Facts) -> int:
    """Weigh whether a sentence, or else its cell, names what a figure is about."""
    if not fact.namn:
        named = _OWN.search(token.sentence) or any(_names(name, token.sentence) for name in facts.subject)
        return 3 if named else 2
    length = max((len(name) for name in fact.namn if _names(name, token.sentence)), default=0)
    if length:
        return 4 + (length > 12)
    return 2 if any(_names(name, _heading(change)) for name in fact.namn) else 0


def _heading(change: Change) -> str:
    lines = f"{change.mall or ''}\n{change.text or ''}".splitlines()
    return " ".join(line for line in lines if line.startswith("#"))


def _names(name: str, text: str) -> bool:
    """Whether a text speaks of a name: whole, or each longer word of it by its beginning."""
    text, name = text.casefold(), name.casefold()
    if not text:
        return False
    words = [word for word in re.findall(r"\w+", name) if len(word) > 3]
    if not words:
        return bool(re.search(rf"\b{re.escape(name)}", text))
    return all(re.search(rf"\b{re.escape(word[: max(4, len(word) - 2)])}", text) for word in words)


def expression(fact: Faktum, token: Token, name: str) -> str:
    """Write the expression that prints a figure as it was typed.

    The report's own figures that print so by themselves are written as templates write them.
    """
    plain = "." not in fact.vag and token.text == fact.skriv() and fact.sort in {"poang", "placering", "antal"}
    if plain:
        return f"{{eval}}`{name}.{fact.vag}`"
    places = f", {token.decimals}" if fact.sort not in {"placering", "antal"} and token.decimals != 1 else ""
    return f'{{eval}}`{name}.tal("{fact.vag}"{places})`'
