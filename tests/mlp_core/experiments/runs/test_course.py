"""What runs did beside their configurations: noted while they train, kept, compared, exported."""

import csv
import dataclasses
import io
import json

import pytest

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.config import config_to_dict
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.files.run_csv import runs_to_csv
from mlp_core.experiments.files.run_json import run_from_json, run_to_json
from mlp_core.experiments.findings import made_again
from mlp_core.experiments.findings.differences import same_run
from mlp_core.experiments.findings.made_again import what_a_link_lacks
from mlp_core.experiments.findings.seed_groups import follows_its_config, seed_members, undisturbed
from mlp_core.experiments.jobs import recorder
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.experiments.runs.course import (
    COURSE_FIELDS,
    course_of,
    departures,
    rates_of,
)
from mlp_core.experiments.runs.storage import schema
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.table import CAUSES, differing_columns, run_row
from mlp_core.experiments.runs.versions import joined_versions
from tests.mlp_core.runs import SCORE, at_rate, make_run
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import CONFIG, make_scores, outside
from tests.mlp_core.stored import make_run as stored_run
from tests.mlp_core.waiting import finish

pytestmark = pytest.mark.usefixtures("kernels")
NOTHING = {"rate_changes": (), "epochs_added": 0, "epochs_missing": 0, "pauses": ()}


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


def scores(*rates: float) -> tuple[EpochScores, ...]:
    return tuple(at_rate(SCORE, rate, epoch=epoch) for epoch, rate in enumerate(rates, start=1))


def trained(store, config, dataset, act=lambda job: None):
    """The summary of a run of which an epoch is trained before ``act`` and the rest after it."""
    job = recorded_job(store, config, dataset)
    job.step()
    finish(job)
    act(job)
    job.resume()
    finish(job)
    found = {summary.run.id: summary for summary in store.summaries()}
    return found[job.run_id]


def told(summary) -> dict[str, object]:
    return {name: getattr(summary.course, name) for name in NOTHING}


def test_a_run_that_went_as_planned_did_nothing_else(store, small):
    job = recorded_job(store, CONFIG, small)
    job.resume()
    finish(job)
    (summary,) = store.summaries()
    assert told(summary) == NOTHING
    assert summary.course.engine == "compiled"
    assert dict(summary.course.versions).keys() == {"python", "numpy", "numba"}
    assert summary.course.fingerprint == summary.run.fingerprint
    assert departures(summary.course, CONFIG, "finished") == []


def test_a_rate_that_was_lowered_tells_two_runs_of_one_configuration_apart(store, small):
    plain = trained(store, CONFIG, small)
    lowered = trained(store, CONFIG, small, lambda job: job.change_learning_rate(0.001))
    assert plain.run.config == lowered.run.config
    assert (plain.course.rate_changes, lowered.course.rate_changes) == ((), ((2, 0.001),))
    assert dataclasses.replace(lowered.course, rate_changes=()) == plain.course
    rows = [run_row(plain), run_row(lowered)]
    assert differing_columns(rows) == []
    assert differing_columns(rows, CAUSES) == ["rate_changes"]
    assert follows_its_config(plain)
    assert not follows_its_config(lowered)
    assert seed_members([plain, lowered], dataclasses.replace(plain.run, group="")) == []


def test_a_rate_that_was_changed_and_changed_back_is_noticed():
    # The first and the last epoch alone would not tell.
    run = make_run(CONFIG, scores(0.01, 0.5, 0.01, 0.01))
    assert course_of(run).rate_changes == ((2, 0.5), (3, 0.01))
    assert not undisturbed(run)
    assert course_of(make_run(CONFIG, scores(0.5, 0.5))).rate_changes == ((1, 0.5),)


def test_a_rate_is_named_where_it_begins_to_hold():
    assert rates_of(scores(0.1, 0.1, 0.01, 0.01, 0.1)) == ((1, 0.1), (3, 0.01), (5, 0.1))


def test_nobody_cut_short_what_still_trains_or_diverged():
    course = course_of(make_run(dataclasses.replace(QUESTION_2, epochs=9), scores(0.001)))
    assert course.epochs_missing > 0
    for state in ("running", "diverged"):
        assert departures(course, QUESTION_2, state) == []
    assert len(departures(course, QUESTION_2, "failed")) == 1


def test_extensions_pauses_and_stops(store, small):
    extended = trained(store, CONFIG, small, lambda job: job.extend(2))
    assert told(extended) == NOTHING | {"epochs_added": 2, "pauses": (1,)}
    stopped = trained(store, CONFIG, small, lambda job: job.stop())
    assert told(stopped) == NOTHING | {"epochs_missing": 3}
    assert departures(extended.course, CONFIG, "finished") == [
        "It was extended from 4 to 6 epochs."
    ]
    assert departures(stopped.course, CONFIG, "stopped") == [
        "It had 1 of the 4 epochs planned (stopped)."
    ]
    assert not undisturbed(extended)
    assert not undisturbed(stopped)


def test_a_pause_alone_leaves_a_run_what_its_configuration_leads_to(store, small):
    paused = trained(store, CONFIG, small)
    assert told(paused) == NOTHING | {"pauses": (1,)}
    assert follows_its_config(paused)
    assert store.load(paused.run.id).pauses == (1,)


def test_every_way_to_go_on_is_a_pause(store, small):
    run_id = trained(store, CONFIG, small).run.id
    job = continued_job(store, run_id, small)
    job.extend(3)
    finish(job)
    (summary,) = store.summaries()
    assert told(summary) == NOTHING | {"epochs_added": 3, "pauses": (1, 4)}


def test_a_pause_within_an_epoch_comes_after_the_last_whole_one(store, small, row_slices):
    job = recorded_job(store, CONFIG, small)
    job.engine = "numpy"
    taken = job._take

    def take(item):
        taken(item)
        if len(job._scores) == 2 and not job.recorder.run.pauses:
            job.pause()

    job._take = take
    job.resume()
    assert finish(job).state == "paused"
    job.resume()
    finish(job)
    assert store.load(job.run_id).pauses == (2,)


def test_other_versions_that_went_on_with_a_run_are_beside_the_first(store, small, monkeypatch):
    job = recorded_job(store, CONFIG, small)
    job.step()
    finish(job)
    now = recorder.versions_of("compiled")
    monkeypatch.setattr(recorder, "versions_of", lambda engine: now | {"numpy": "99.0"})
    again = continued_job(store, job.run_id, small)
    again.resume()
    finish(again)
    versions = store.load(job.run_id).versions
    assert versions == now | {"numpy": f"{now['numpy']}, from epoch 2 99.0"}


def test_versions_are_joined_within_their_limit():
    before = {"numpy": "2.0.0"}
    assert joined_versions(before, {"numpy": "2.0.0"}, 5) == before
    assert joined_versions(before, {"numpy": "2.1.0"}, 1) == {"numpy": "2.1.0"}
    for epoch in range(2, 40):
        before = joined_versions(before, {"numpy": f"2.{epoch}.0"}, epoch)
        assert joined_versions(before, {"numpy": f"2.{epoch}.0"}, epoch + 1) == before
    assert before["numpy"].startswith("2.0.0, ")
    assert before["numpy"].endswith(", from epoch 39 2.39.0")
    assert len(before["numpy"]) <= 100


def test_rates_are_kept_to_the_last_bit_and_follow_what_is_written_anew(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    store.record(stored_run(), scores(0.1 + 0.2, 0.1 + 0.2, 1 / 3))
    (summary,) = store.summaries()
    assert summary.rates == ((1, 0.1 + 0.2), (3, 1 / 3))
    # Epochs that take the place of others, and further ones.
    store.record(stored_run(), scores(1 / 3, 1 / 3, 1 / 3, 1 / 3, 0.25))
    assert store.summaries()[0].rates == ((1, 1 / 3), (5, 0.25))
    store.close()


def test_a_file_from_before_there_were_courses_opens_with_what_its_epochs_tell(
    tmp_path, monkeypatch
):
    path = tmp_path / "runs.sqlite"
    outside(path, f"PRAGMA application_id = {schema.APPLICATION_ID}")
    for statement in (*schema.FIRST, "PRAGMA user_version = 1"):
        outside(path, statement)
    run = stored_run()
    outside(
        path,
        "INSERT INTO runs (id, name, config, epochs, fingerprint, engine, versions, started, "
        "state, reason, note, tags, starred, run_group, last_epoch, best_epoch, beat) VALUES "
        f"('old', 'old', '{json.dumps(config_to_dict(run.config))}', 4, 'f', 'numpy', '{{}}', "
        "1.0, 'finished', '', '', '[]', 0, '', 4, 3, 1.0)",
    )
    for epoch, rate in enumerate((0.01, 0.01, 0.30000000000000004, 0.01), start=1):
        outside(
            path,
            f"INSERT INTO epochs VALUES (1, {epoch}, {rate!r}, 1.0, 1.0, 1.0, 0.5, 0.5, 0.1)",
        )
    store = RunStore(path)
    (summary,) = store.summaries()
    assert summary.rates == ((1, 0.01), (3, 0.1 + 0.2), (4, 0.01))
    assert told(summary) == NOTHING | {"rate_changes": ((3, 0.1 + 0.2), (4, 0.01))}
    assert store.problem == ""
    store.close()


def test_a_link_says_what_it_lacks(store, small, digits, monkeypatch):
    plain = trained(store, CONFIG, small)
    assert what_a_link_lacks(plain, small) == []
    assert what_a_link_lacks(plain, digits) == ["It was trained on other data than digits is here."]

    def change(job):
        job.change_learning_rate(0.001)
        job.extend(1)

    changed = trained(store, CONFIG, small, change)
    assert what_a_link_lacks(changed, small) == [
        "The learning rate was changed during the run, from 0.01 to 0.001 from epoch 2.",
        "It was extended from 4 to 5 epochs.",
    ]
    here = made_again.versions_of("compiled")
    monkeypatch.setattr(made_again, "versions_of", lambda engine: here | {"numpy": "99.0"})
    assert what_a_link_lacks(plain, small) == [
        f"It was trained with other versions: numpy {here['numpy']} (here 99.0)."
    ]
    monkeypatch.setattr(made_again, "fastest_engine", lambda config: "numpy")
    assert what_a_link_lacks(plain, small) == [
        "It was trained by the compiled engine; here the numpy one trains."
    ]


def test_runs_that_are_equal_to_the_last_bit_are_the_same(store, small):
    one, other = (trained(store, CONFIG, small).run.id for _ in range(2))
    slower = trained(store, CONFIG, small, lambda job: job.change_learning_rate(0.001)).run.id
    loaded = {run_id: (store.load(run_id), store.parameters(run_id)) for run_id in (one, other)}
    (a, a_parameters), (b, b_parameters) = loaded[one], loaded[other]
    assert a.scores != b.scores  # the seconds are others
    assert same_run(a, b, a_parameters, b_parameters)
    assert not same_run(a, store.load(slower), a_parameters, store.parameters(slower))
    nearly = [array.copy() for array in b_parameters[0]]
    nearly[0][0, 0] += 2.0**-52
    assert not same_run(a, b, a_parameters, (nearly, b_parameters[1]))
    assert not same_run(a, b, a_parameters, None)
    elsewhere = dataclasses.replace(b, fingerprint="other data")
    assert not same_run(a, elsewhere, a_parameters, b_parameters)
    last = dataclasses.replace(b.scores[-1], test_loss=0.1)
    assert not same_run(
        a, dataclasses.replace(b, scores=(*b.scores[:-1], last)), a_parameters, b_parameters
    )
    nothing = dataclasses.replace(a, scores=())
    assert not same_run(nothing, nothing, a_parameters, a_parameters)


def test_exports_carry_the_course(digits):
    config = TrainConfig((64, 5, 10), 0.1, 2)
    run = make_run(config, scores(0.1, 0.01, 0.01), epochs=3, pauses=(1, 2))
    assert run_from_json(run_to_json(run)) == run
    rows = list(csv.DictReader(io.StringIO(runs_to_csv([run]), newline="")))
    assert (rows[0]["pauses"], rows[1]["learning_rate"], rows[0]["epochs"]) == ("1, 2", "0.01", "3")
    source = export_script(run, []).replace("\n# ", " ")
    assert "The learning rate was changed during the run, from 0.1 to 0.01 from epoch 2." in source
    assert "It was extended from 2 to 3 epochs." in source
    assert "It rested after epochs 1, 2, which changes no figure." in source
    assert "Engine: compiled" in source
    assert "Data: digits, fingerprint 0123abcd" in source
    with pytest.raises(ValueError, match=r"from 0.1 to 0.01 from epoch 2; one MLPClassifier"):
        classifier_call(run, digits)
    short = make_run(QUESTION_2, scores(0.001, 0.001), state="stopped")
    assert "max_iter=2,  # its configuration says 100\n" in classifier_call(short, digits)
    assert "It had 2 of the 100 epochs planned (stopped)." in export_script(short, []).replace(
        "\n# ", " "
    )


def test_files_from_before_there_were_pauses_are_read():
    run = make_run(QUESTION_2)
    document = json.loads(run_to_json(run))
    del document["run"]["pauses"]
    assert run_from_json(json.dumps(document)) == run


@pytest.mark.parametrize("pauses", [[2, 1], [1, 1], [-1], [0.5], "12", [10_001], [True], None])
def test_pauses_that_are_none_are_refused(pauses):
    document = json.loads(run_to_json(make_run(QUESTION_2)))
    document["run"]["pauses"] = pauses
    with pytest.raises(ValueError, match="pauses"):
        run_from_json(json.dumps(document))


def test_each_field_is_one_of_the_settings():
    assert set(COURSE_FIELDS) <= set(CAUSES)
    last = make_scores(4)[-1]
    row = run_row(RunSummary(stored_run(epochs=4), last, None, ((1, 0.01), (2, 0.02))))
    assert row["rate_changes"] == ((2, 0.02),)
    assert row["pauses"] == ()
