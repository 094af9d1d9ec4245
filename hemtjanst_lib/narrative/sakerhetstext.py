"""The wording of how sure results are: ``parameters/text/sakerhet.yml``."""

from __future__ import annotations

from hemtjanst_lib.narrative.texts import Wording

ORD = Wording("sakerhet.yml")
skriv, mening = ORD.fill, ORD.tell
