"""What the desk says in Swedish of what the command says in English: how a run goes, and what is known of a number."""

from __future__ import annotations

import re

from hemtjanst_lib.edits.figures import Finding

STAGES = {"edits": "egna ord", "execute": "körningen", "export": "webbsida och PDF"}
WHAT = {"changed": "ändrad", "left out": "utelämnad", "the template's text again": "mallens text igen"}
CODES = {
    0: "Klart.",
    1: "Rapporten misslyckades. Felet står ovan.",
    2: "Det gick inte att börja. Felet står ovan.",
    3: "Rapporten stoppades av en regel. Felet står ovan.",
}
_LINES = (
    (re.compile(r"(\d+)/(\d+) settled, 0 failed, (\d+) s"), r"\1 av \2 färdig efter \3 sekunder"),
    (
        re.compile(r"(\d+)/(\d+) settled, (\d+) failed, (\d+) s"),
        r"\1 av \2 färdig efter \4 sekunder, \3 misslyckad",
    ),
    (
        re.compile(r"(\d+) rendered, (\d+) up to date, (\d+) failed in (\d+)\.(\d) s"),
        r"Gjorda: \1. Redan aktuella: \2. Misslyckade: \3. Tid: \4,\5 sekunder.",
    ),
    (
        re.compile(r"Interrupted; run the same command again to go on from here\."),
        "Avbrutet. Gör rapporten igen, så fortsätter den härifrån.",
    ),
    (re.compile(r"( +)see (.+)"), r"\1se \2"),
)
_FAILED = re.compile(r"  (?P<id>\S+) (?P<namn>.+?) \((?P<stage>edits|execute|export)\): (?P<text>.*)")


def told_line(line: str) -> str:
    """Say a line of a run's progress in Swedish; one that is not known, such as a fault's own text, as it stands.

    >>> told_line("1/1 settled, 0 failed, 3 s")
    '1 av 1 färdig efter 3 sekunder'
    """
    if failed := _FAILED.fullmatch(line):
        return f"  {failed['namn']}, fel i {STAGES[failed['stage']]}: {failed['text']}"
    return next((known.sub(words, line) for known, words in _LINES if known.fullmatch(line)), line)


def told_number(found: Finding) -> str:
    """Say in Swedish what is known of a typed number; the command says the same in English.

    >>> told_number(Finding("arets-index", "14", "unknown", (), "Kommunen har anställt 14 personer."))
    'Talet 14 i arets-index: ingen siffra i rapporten har det värdet. Rätta det, eller svara för det själv.'
    """
    meant = " eller ".join(f"{fact.vag}, som är {fact.skriv()} ({fact.ar})" for fact in found.facts[:3])
    words = {
        "linked": f"följer nu {found.facts[0].vag if found.facts else 'data'}.",
        "holds": f"stämmer ({meant}), men följer inte data: det kan betyda flera saker, eller hänger på orden omkring.",
        "unknown": "ingen siffra i rapporten har det värdet. "
        + (f"Närmast är {meant}. " if meant else "")
        + "Rätta det, eller svara för det själv.",
        "contradicted": f"stämmer troligen inte. Jämför med {meant}.",
        "stale": f"stämde när det skrevs men inte nu. Jämför med {meant}.",
        "unchecked": "är inte jämfört med rapporten.",
    }
    return f"Talet {found.typed} i {found.cell}: {words[found.kind]}"
