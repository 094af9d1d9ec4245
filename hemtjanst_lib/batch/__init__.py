"""Many reports: plan, cache keys, workers, progress, log, resume.

Three kinds of processes, never mixed: the orchestrator (``factory``) plans, watches and writes the log; the zygote
(``zygote``) holds the library and the year's facts and forks one throw-away child for each notebook; exporters
(``exporter``) turn executed notebooks into web pages and PDFs and write the finished files.
The latter two are a ``line``, which a run on this machine holds itself, and which each worker of a cluster holds in a
``cluster_station``. What a run keeps of its reports is its ``ledger``.
"""

import sys

# jsonschema builds a grammar of internationalised addresses when that package is there, as it is beside JupyterLab:
# a second of each process, for a check that neither notebooks nor charts ask for. Without it, it does without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
