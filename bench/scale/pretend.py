"""``python -m bench.scale.pretend YEAR DATA OUT``: a tree as if every report had been rendered, from a few bytes each.

What a run does with reports that are up to date, and what the index page does with them, can be measured without
waiting for them to be made.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hemtjanst_lib.batch import keys, manifest, plan
from hemtjanst_lib.batch.kinds import KINDS, Choice
from hemtjanst_lib.files import sha256

WANTED = ("lan", "kommun", "sammanfattning", "enheter", "enhet")
SUFFIXES = (".html", ".ipynb", ".pdf")


def pretend(ar: int, data: Path, out: Path) -> int:
    """Write three small files and an entry in the manifest for every report of a year, and return how many."""
    common, proveniens = keys.basis(ar, data), manifest.read_proveniens(ar, data)
    jobs = plan.plan(ar, data, out, [KINDS[name] for name in WANTED], Choice())
    for job in jobs:
        job.folder.mkdir(parents=True, exist_ok=True)
        hashes = {}
        for suffix in SUFFIXES:
            path, content = job.file(suffix), f"{job.id} {suffix}\n".encode()
            path.write_bytes(content)
            hashes[path.name] = sha256(content)
        entry = manifest.compose(keys.job_basis(common, job), manifest.proveniens_of(job, proveniens))
        manifest.enter(job, entry, hashes)
    return len(jobs)


if __name__ == "__main__":
    print(pretend(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
