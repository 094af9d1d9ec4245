"""Which reports a command means: kinds, filters, folders, parameters; and several reports on one subject."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from factory_runner import QUICK, jobs_of, kinds, render, run
from notebook_maker import write_notebook

from hemtjanst_lib.batch import keys, manifest, plan
from hemtjanst_lib.batch.kinds import KINDS, Choice, chosen_kinds
from hemtjanst_lib.batch.outcome import Failure
from hemtjanst_lib.batch.subjects import of_urval
from hemtjanst_lib.errors import ParameterError

LAN_PARAMETERS = 'ar: int = 2025\nlan: str = "01"\nurval: str = ""\ndata: str = "data/example"\n'
NATION_PARAMETERS = 'ar: int = 2025\ndata: str = "data/example"\n'
SET = "goteborgsregionen_elva"


def head(sort, kod="kommunkod"):
    return (
        "from hemtjanst_lib.display import Huvud\n"
        f"Huvud('Hemtjänstindex 2025', 'Prov', ar, '{sort}', {kod}, '1 december 2025', exempeldata=True)"
    )


def templates(folder, prose="Allt är bra."):
    """Small notebooks that stand in for the four of the house."""
    text = ("markdown", f"## Rubrik\n\n{prose}")
    name = folder.joinpath
    kommun = [("code", head("kommunrapport")), text]
    return {
        "kommun": write_notebook(name("kommunrapport.ipynb"), kommun),
        "sammanfattning": write_notebook(name("sammanfattning.ipynb"), [("code", head("sammanfattning")), text]),
        "lan": write_notebook(name("lansrapport.ipynb"), [("code", head("lansrapport", "lan")), text], LAN_PARAMETERS),
        "nation": write_notebook(
            name("nationell_rapport.ipynb"), [("code", head("nationell_rapport", "'riket'")), text], NATION_PARAMETERS
        ),
    }


def planned(tmp_path, *names, **narrowed):
    """Plan what a command would mean."""
    limit = narrowed.pop("limit", None)
    anonym = narrowed.pop("anonym", False)
    choice = Choice(**{name: tuple(values) for name, values in narrowed.items()}, anonym=anonym)
    mine = templates(tmp_path)
    chosen = [replace(kind, template=mine[kind.name]) for kind in chosen_kinds(names, choice)]
    return plan.plan(2025, tmp_path / "data", tmp_path / "ut", chosen, choice, limit=limit)


def test_all_kinds_are_one_report_on_the_country_21_on_lan_and_two_on_each_kommun(tmp_path):
    ids = [job.id for job in planned(tmp_path, "kommun", "sammanfattning", "lan", "nation")]
    assert len(ids) == len(set(ids)) == 1 + 21 + 2 * 290
    assert ids[:2] == ["nation/riket", "lan/01"] and ids[-1] == "sammanfattning/2584"


def test_no_kind_named_means_kommunrapporter(tmp_path):
    jobs = planned(tmp_path, limit=2)
    assert [job.id for job in jobs] == ["kommun/0114", "kommun/0115"]


def test_each_report_has_its_folder_file_and_parameters(tmp_path):
    root = str(tmp_path / "data")
    files = {
        job.id: (job.file(".pdf").relative_to(tmp_path / "ut" / "2025").as_posix(), job.injected)
        for job in [
            *planned(tmp_path, "kommun", "sammanfattning", "lan", lan=["01"]),
            *planned(tmp_path, "lan", urval=[SET]),
            *planned(tmp_path, "nation"),
        ]
    }
    assert files["kommun/0188"] == (
        "0188_norrtalje/0188_norrtalje_kommunrapport_2025.pdf",
        {"kommunkod": "0188", "data": root},
    )
    assert files["sammanfattning/0188"][0] == "0188_norrtalje/0188_norrtalje_sammanfattning_2025.pdf"
    assert files["lan/01"] == ("lan_01_stockholm/lan_01_stockholm_lansrapport_2025.pdf", {"lan": "01", "data": root})
    assert files[f"lan/urval_{SET}"] == (
        f"urval_{SET}/urval_{SET}_lansrapport_2025.pdf",
        {"lan": "", "urval": SET, "data": root},
    )
    assert files["nation/riket"] == ("riket/riket_nationell_rapport_2025.pdf", {"data": root})


def test_a_lan_narrows_lan_to_itself_and_the_others_to_its_kommuner(tmp_path):
    assert [job.id for job in planned(tmp_path, "kommun", "sammanfattning", "lan", lan=["09"])] == [
        "lan/09",
        "kommun/0980",
        "sammanfattning/0980",
    ]


def test_lan_and_sets_are_added_and_kommuner_within_a_lan_are_narrowed(tmp_path):
    ids = [job.id for job in planned(tmp_path, "lan", lan=["09", "01"], urval=[SET, SET])]
    assert ids == ["lan/01", "lan/09", f"lan/urval_{SET}"]
    assert [job.id for job in planned(tmp_path, kommuner=["0188", "0980"], lan=["09"])] == ["kommun/0980"]


def test_the_limit_counts_within_each_kind(tmp_path):
    ids = [job.id for job in planned(tmp_path, "sammanfattning", "nation", "lan", limit=2)]
    assert ids == ["nation/riket", "lan/01", "lan/03", "sammanfattning/0114", "sammanfattning/0115"]


@pytest.mark.parametrize(
    ("names", "narrowed", "message"),
    [
        (
            ["enhetsrapport"],
            {},
            "no kind of report called enhetsrapport; there is nation, ",
        ),
        (["kommun"], {"anonym": True}, "--anonymisera applies to enheter and enhet, not to kommun"),
        (["enheter"], {"enheter": ["0188-x"]}, "--enhet does not narrow enheter, which takes --kommun and --lan"),
        (["enhet"], {"urval": [SET]}, "--urval narrows none of enhet; it applies to lan"),
        (["nation"], {"lan": ["01"]}, "--lan does not narrow nation, which is one report"),
        (["lan"], {"kommuner": ["0188"]}, "--kommun does not narrow lan, which takes --lan and --urval"),
        ([], {"urval": [SET]}, "--urval narrows none of kommun; it applies to lan"),
        (["kommun", "lan"], {"urval": [SET]}, "--urval does not narrow kommun, which takes --kommun and --lan"),
        (["lan"], {"kommuner": ["0188"], "lan": ["01"]}, "--kommun narrows none of lan"),
        (["kommun"], {"kommuner": ["188"]}, "no kommun with code 188"),
        (["lan"], {"lan": ["30"]}, "no län with code 30"),
        (["kommun"], {"lan": ["09"], "kommuner": ["0188"]}, "no kommun is left"),
        (["lan"], {"urval": ["ingenstans"]}, "no set called ingenstans; there are"),
    ],
)
def test_what_does_not_exist_or_would_be_left_whole_is_refused(tmp_path, names, narrowed, message):
    with pytest.raises(ParameterError) as caught:
        planned(tmp_path, *names, **narrowed)
    assert message in str(caught.value)


def test_a_template_that_lacks_a_parameter_is_refused_before_anything_runs(tmp_path):
    template = write_notebook(tmp_path / "kommunrapport.ipynb", [], parameters='ar: int = 2025\nkommun: str = "0188"\n')
    with pytest.raises(ParameterError) as caught:
        jobs_of(tmp_path, ["0188"], template)
    assert "no parameter kommunkod; did you mean kommun?" in caught.value.faults


def test_a_set_is_an_input_of_its_own_report_and_of_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "PARAMETERS", tmp_path)
    file = tmp_path / "report" / "sets" / "tva.yml"
    file.parent.mkdir(parents=True)
    mine = templates(tmp_path)
    own = plan.job_of(replace(KINDS["lan"], template=mine["lan"]), of_urval("tva", "Två"), 2025, tmp_path, tmp_path)
    (other,) = jobs_of(tmp_path, ["0188"], mine["kommun"])
    seen = []
    for text in ("namn: Två", "namn: Två andra"):
        file.write_text(text, encoding="utf-8")
        common = keys.basis(2025, tmp_path)
        seen.append([keys.key(keys.job_basis(common, job)) for job in (own, other)])
    assert seen[0][0] != seen[1][0] and seen[0][1] == seen[1][1]


def finish(job, basis):
    """Leave a report as the factory does."""
    job.folder.mkdir(parents=True, exist_ok=True)
    for suffix in (".ipynb", ".html", ".pdf"):
        job.file(suffix).write_bytes(suffix.encode())
    hashes = {job.file(s).name: keys.sha256(s.encode()) for s in (".ipynb", ".html", ".pdf")}
    manifest.enter(job, manifest.compose(basis, {}), hashes)


def test_reports_of_one_subject_share_a_manifest_without_touching_each_other(tmp_path):
    mine = templates(tmp_path)
    report, summary = jobs_of(tmp_path / "ut", ["0188"], mine["kommun"], mine["sammanfattning"])
    basis = {job.id: keys.job_basis(keys.basis(2025, tmp_path / "data"), job) for job in (report, summary)}
    finish(report, basis[report.id])
    assert manifest.reasons(summary, basis[summary.id], ("html",)) == ["never rendered"]
    finish(summary, basis[summary.id])
    both = report.manifest.read_bytes()
    assert set(json.loads(both)["rapporter"]) == {"kommunrapport", "sammanfattning"}
    assert [manifest.reasons(job, basis[job.id], ("html", "pdf")) for job in (report, summary)] == [[], []]
    summary.template.write_text(summary.template.read_text(encoding="utf-8").replace("bra", "gott"), encoding="utf-8")
    changed = keys.job_basis(keys.basis(2025, tmp_path / "data"), summary)
    assert manifest.reasons(summary, changed, ()) == ["changed: mall"]
    assert manifest.reasons(report, basis[report.id], ("html", "pdf")) == []
    report.manifest.unlink()
    finish(summary, basis[summary.id])
    finish(report, basis[report.id])
    assert report.manifest.read_bytes() == both


@pytest.mark.slow
def test_a_run_of_mixed_kinds_makes_all_of_them_and_goes_on_where_it_was(tmp_path):
    mine, out, data = templates(tmp_path), tmp_path / "ut", tmp_path / "data"
    jobs = [
        *plan.plan(2025, data, out, kinds(mine["nation"], mine["lan"]), Choice(), limit=1),
        *jobs_of(out, ["0188", "0980"], mine["kommun"], mine["sammanfattning"]),
    ]
    first = run(jobs[:3], data, out)
    outcome = run(jobs, data, out)
    assert [first.exit_code, outcome.exit_code] == [0, 0], outcome.lines()
    assert sorted(outcome.skipped) == sorted(job.id for job in jobs[:3])
    assert {path.name for path in (out / "2025" / "0980_gotland").iterdir()} == {
        "manifest.json",
        *(
            f"0980_gotland_{name}_2025.{s}"
            for name in ("kommunrapport", "sammanfattning")
            for s in ("ipynb", "html", "pdf")
        ),
    }
    assert (out / "2025" / "lan_01_stockholm" / "lan_01_stockholm_lansrapport_2025.pdf").is_file()
    assert (out / "2025" / "riket" / "riket_nationell_rapport_2025.pdf").is_file()


@pytest.mark.slow
def test_a_summary_that_names_another_kommun_is_refused_and_a_report_may(tmp_path):
    mine = templates(tmp_path, "Grannen Sigtuna har ett högre index.")
    outcome = render(mine["kommun"], tmp_path / "ut", ["0188"], QUICK, mine["sammanfattning"])
    assert outcome.done == ["kommun/0188"] and outcome.exit_code == 3
    (failure,) = outcome.failed
    assert isinstance(failure, Failure) and (failure.id, failure.kind) == ("sammanfattning/0188", "GateError")
    assert all(f"{part}: names another kommun, Sigtuna" in failure.cause for part in ("notebook", "page", "pdf"))
    assert not list((tmp_path / "ut").rglob("*sammanfattning_2025.html"))
