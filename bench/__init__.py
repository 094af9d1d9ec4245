"""How fast the workbench is, against what a user has without it: ``make bench`` writes ``docs/benchmarks.md``.

Ours and theirs run in turns in one session on the same machine, environment and notebook, so ratios bear being quoted
together with the conditions that the page names. Nothing here is asserted in tests.
"""
