"""A sweep from a shell: watched, interrupted, killed, gone on with, and never a traceback."""

import dataclasses
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from mlp_core.data.table.reading import read_table
from mlp_core.experiments.sweeps import __main__ as shell_main
from mlp_core.experiments.sweeps import run_sweep
from mlp_core.experiments.sweeps.kept import appended, shell
from mlp_core.experiments.sweeps.kept.appended import AppendedFile
from mlp_core.experiments.sweeps.kept.files import definition_to_file, sweep_from_file
from mlp_core.experiments.sweeps.kept.possible import check_possible
from mlp_core.experiments.sweeps.kept.progress import Progress
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.workers.training import Outcome
from tests.every_set import small_config
from tests.mlp_core.experiments.sweeps.kept.made import BASE, RATES, make_result
from tests.mlp_core.waiting import wait_until

ROOT = Path(__file__).resolve().parents[5]
IRIS = small_config("iris", epochs=9, split={"validation_size": 0.2})
VALUES = {"learning_rate": (0.1, 0.01, 0.001), "alpha": (0.0, 0.1)}
SWEEP = Sweep(IRIS, tuple(Axis(name, Listed(values)) for name, values in VALUES.items()))
pytestmark = pytest.mark.usefixtures("kernels")


@pytest.fixture
def definition(tmp_path):
    return written(tmp_path, SWEEP)


def written(folder, sweep, name="sweep.json"):
    path = folder / name
    path.write_text(definition_to_file(sweep), encoding="utf-8")
    return path


def results_of(definition):
    return definition.with_name("sweep.results.jsonl")


def read(definition):
    return sweep_from_file(results_of(definition).read_bytes())


def run(capsys, *words):
    """What the command returns, says and complains of."""
    status = shell_main.main([str(word) for word in words])
    return status, *capsys.readouterr()


def n_trained(definition):
    """How often each configuration is in the file."""
    lines = results_of(definition).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return Counter(json.dumps(one["config"]) for one in records if "config" in one)


def assert_whole(definition, expected):
    """The file has what an undisturbed sweep comes to, to the last bit, and each once."""
    found = {result.config: result for result in read(definition).results}
    assert found.keys() == {result.config for result in expected}
    assert all(found[result.config].same_as(result) for result in expected)
    assert set(n_trained(definition).values()) == {1}


@pytest.fixture(scope="module")
def expected():
    return run_sweep(IRIS, VALUES)


def stopping_after(monkeypatch, n, number=signal.SIGINT):
    """A signal comes as soon as ``n`` results have been written."""
    add, n_added = AppendedFile.add, [0]

    def counted(self, result):
        add(self, result)
        n_added[0] += 1
        if n_added[0] == n:
            os.kill(os.getpid(), number)
            # It is heard on another thread, and noted between two of our own steps.
            wait_until(lambda: signal.getsignal(number) == signal.SIG_DFL)

    monkeypatch.setattr(AppendedFile, "add", counted)


def test_the_example_is_a_sweep(capsys, tmp_path):
    status, out, _ = run(capsys, "--example")
    assert status == 0
    assert check_possible(sweep_from_file(out.encode()).sweep) == shell_main.EXAMPLE


def test_a_sweep_comes_to_what_python_makes_of_it(capsys, definition, expected):
    status, out, err = run(capsys, definition)
    assert status == 0
    assert_whole(definition, expected)
    assert read(definition).sweep == SWEEP
    values = [(SWEEP.objective.judge(result), result.config) for result in expected]
    best = max(value for value, _ in values)
    assert out.startswith(f"6 runs are in {results_of(definition)}.\nBest validation accuracy: ")
    assert f"{100 * best:.2f} %" in out
    assert err.splitlines()[-1].startswith("6 of 6 runs, best validation accuracy")


def test_nothing_is_trained_twice(capsys, definition, expected):
    run(capsys, definition)
    before = results_of(definition).read_bytes()
    status, out, _ = run(capsys, definition)
    assert (status, results_of(definition).read_bytes()) == (0, before)
    assert out.startswith("6 runs are in")
    # A file of results is a definition, too, and gone on with itself.
    assert run(capsys, results_of(definition))[:2] == (status, out)
    assert results_of(definition).read_bytes() == before


def test_a_wider_sweep_trains_what_is_new(capsys, definition, expected):
    run(capsys, definition)
    alpha = Axis("alpha", Listed((0.0, 0.1, 0.5)))
    wider = dataclasses.replace(SWEEP, axes=(SWEEP.axes[0], alpha))
    written(definition.parent, wider)
    assert run(capsys, definition)[0] == 0
    found = read(definition)
    assert found.sweep == wider
    assert_whole(definition, run_sweep(IRIS, VALUES | {"alpha": alpha.values}))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("halving", [None, Halving(1, 3)])
def test_a_sweep_that_is_interrupted_goes_on(capsys, monkeypatch, tmp_path, number, halving):
    sweep = dataclasses.replace(SWEEP, halving=halving)
    whole = written(tmp_path, sweep, "whole.json")
    assert run(capsys, whole, "--results", tmp_path / "whole.jsonl")[0] == 0
    expected = sweep_from_file((tmp_path / "whole.jsonl").read_bytes()).results
    assert len(expected) == sweep.n_trainings

    definition = written(tmp_path, sweep)
    with monkeypatch.context() as patch:
        stopping_after(patch, 2, number)
        status, out, err = run(capsys, definition)
    assert (status, out) == (128 + number, "")
    # A run may have ended meanwhile.
    said = err.splitlines()[-1]
    assert f"Interrupted by {number.name}. " in said
    assert said.endswith(f"To go on: python -m mlp_core.experiments.sweeps {definition}")
    n = int(re.search(r"(\d) of \d+ runs are in", said)[1])
    assert 2 <= n == len(read(definition).results) < len(expected)
    status, _, err = run(capsys, definition)
    assert status == 0
    assert ("Going on trains" in err) == (halving is not None)
    assert_whole(definition, expected)
    assert "Going on trains" not in run(capsys, definition)[2]


def test_a_torn_end_is_cut_off_and_told(capsys, definition, expected):
    run(capsys, definition)
    path = results_of(definition)
    path.write_bytes(path.read_bytes()[:-20])
    status, _, err = run(capsys, definition)
    assert (status, "The last line is torn" in err) == (0, True)
    assert_whole(definition, expected)
    # Nor is anything glued to a last line that lacks its end.
    path.write_bytes(path.read_bytes()[:-1])
    path.write_bytes(path.read_bytes().rpartition(b"\n")[0])
    run(capsys, definition)
    assert_whole(definition, expected)


def test_an_empty_file_is_begun(capsys, definition, expected):
    results_of(definition).write_bytes(b"")
    assert run(capsys, definition)[0] == 0
    assert_whole(definition, expected)


def test_what_failed_is_told_and_tried_again(capsys, tmp_path):
    """Of two rows held out not each of three classes can have one."""
    base = small_config("wine", early_stopping=True, validation_fraction=0.5)
    sweep = Sweep(base, (Axis("validation_fraction", Listed((0.5, 0.01))),))
    definition = written(tmp_path, sweep)
    for n in (1, 2):
        status, out, err = run(capsys, definition)
        assert (status, out) == (3, "")
        assert "1 could not be trained. The first: validation_fraction must hold out" in err
        assert sorted(n_trained(definition).values()) == [1, n]
        assert len(read(definition).results) == 2


def test_what_others_trained_is_told(capsys, definition):
    run(capsys, definition)
    path = results_of(definition)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = re.sub(r'"cpu":"[^"]*"', '"cpu":"another"', lines[1])
    path.write_text("".join(lines), encoding="utf-8")
    _, out, _ = run(capsys, definition)
    assert "2 kinds of machines, engines or versions, and may differ in the last decimals" in out


TABLE = "a,b,kind\n" + "".join(
    f"{k % 7},{k % 5 + 10 * (k % 2)},{'x' if k % 2 else 'y'}\n" for k in range(60)
)


def test_a_table_of_ones_own(capsys, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    table = read_table(TABLE.encode(), "mine.csv")
    base = dataclasses.replace(
        small_config("iris"),
        units=(2, 3, 2),
        dataset="table",
        data_parameters={"file": table.name, "sha256": table.sha256},
    )
    sweep = Sweep(base, (RATES,))
    definition = written(tmp_path, sweep)
    status, _, err = run(capsys, definition)
    assert (status, "which is not here" in err) == (2, True)
    assert run(capsys, definition, "--data", path)[0] == 0
    dataset = table.dataset(scaling=base.scaling)
    assert_whole(definition, run_sweep(base, {"learning_rate": RATES.values}, dataset=dataset))


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        (None, (), "sweep.json cannot be read: "),
        ("{}", (), "sweep.json is no sweep: the file lacks format, version, sweep."),
        ("", (), "sweep.json is no sweep: the file is not JSON"),
        (
            '{"\\u001b[2J\\r": 1, "format": 1, "version": 1, "sweep": 1}',
            (),
            "not known here: [2J .",
        ),
        (SWEEP, ("--results", "sweep.json"), "is a definition alone: results need a file"),
        (SWEEP, ("--results", "no/such/folder.jsonl"), "cannot be written: "),
        (SWEEP, ("--results", "."), "cannot be written: "),
        (SWEEP, ("--results", "notes.txt"), "notes.txt cannot be gone on with: the file is not"),
        (SWEEP, ("--data", "none.csv"), "none.csv cannot be read: "),
        (SWEEP, ("--dask", "nowhere"), ""),
    ],
)
def test_what_is_wrong_is_a_sentence(capsys, tmp_path, monkeypatch, content, words, sentence):
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("my notes", encoding="utf-8")
    if isinstance(content, Sweep):
        written(Path(), content)
    elif content is not None:
        Path("sweep.json").write_text(content, encoding="utf-8")
    status, out, err = run(capsys, "sweep.json", *words)
    assert (status, out) == (2, "")
    assert sentence in err
    assert len(err.splitlines()) == 1
    assert err.endswith(".\n")
    assert Path("notes.txt").read_text(encoding="utf-8") == "my notes"


def test_no_definition_is_a_sentence(capsys):
    status, _, err = run(capsys)
    assert (status, err) == (
        2,
        "name the file of a sweep; --example prints one to begin with.\n",
    )


def test_a_file_is_written_by_one_program(capsys, definition):
    with AppendedFile(results_of(definition), SWEEP):
        status, _, err = run(capsys, definition)
    assert (status, "is being written by another program" in err) == (2, True)
    assert run(capsys, definition)[0] == 0


def test_a_disk_that_is_full_is_a_sentence(capsys, monkeypatch, definition, expected):
    line = appended.result_line

    def full(result, base):
        if len(n_trained(definition)) == 2:
            monkeypatch.setattr(AppendedFile, "_write", no_room)
        return line(result, base)

    def no_room(self, data):
        raise ValueError(self._why(OSError(28, "No space left on device")))

    with monkeypatch.context() as patch:
        patch.setattr(appended, "result_line", full)
        patch.setattr(AppendedFile, "_write", AppendedFile._write)
        status, _, err = run(capsys, definition)
        monkeypatch.undo()
    assert status == 1
    assert f"{results_of(definition)} cannot be written: No space left on device. " in err
    assert "To go on: " in err
    assert run(capsys, definition)[0] == 0
    assert_whole(definition, expected)


def test_what_an_executor_has_to_say_is_said(capsys, monkeypatch, definition):
    opened = shell.open_executor

    def noting(name, rows):
        executor = opened(name, rows)
        monkeypatch.setattr(type(executor), "notes", ("A worker was lost.",))
        return executor

    monkeypatch.setattr(shell, "open_executor", noting)
    _, _, err = run(capsys, definition)
    assert err.splitlines().count("A worker was lost.") == 1


def test_what_an_executor_has_to_say_by_and_by_is_said_once_each(capsys, monkeypatch, definition):
    """Its notes change as it goes on: one goes where another comes, and one may count."""
    none, at = "The cluster has no worker.", "The worker tcp://10.0.0.{}:1 is left out."
    lost = "{} runs were lost."
    heard = [(none,), (lost.format(3),), (none, lost.format(4)), (at.format(1), at.format(2))]
    notes = iter([*heard, *[heard[-1]] * 10_000])
    opened = shell.open_executor

    def noting(name, rows):
        executor = opened(name, rows)
        monkeypatch.setattr(type(executor), "notes", property(lambda _: next(notes)))
        return executor

    monkeypatch.setattr(shell, "open_executor", noting)
    _, _, err = run(capsys, definition)
    said = [line for line in err.splitlines() if "runs, " not in line and " of 6 " not in line]
    assert said == [none, lost.format(3), at.format(1), at.format(2)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ((), "threads"),
        (("--processes",), "processes"),
        (("--dask", "tcp://127.0.0.1:8786"), "tcp://127.0.0.1:8786"),
    ],
)
def test_who_trains_is_chosen_by_a_word(capsys, monkeypatch, definition, words, name):
    asked = []
    opened = shell.open_executor
    monkeypatch.setattr(
        shell, "open_executor", lambda name, rows: asked.append(name) or opened("threads", rows)
    )
    assert run(capsys, definition, *words)[0] == 0
    assert asked == [name]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def outcomes():
    sweep = Sweep(BASE, (RATES,))
    for cell in cells(sweep):
        yield sweep, Outcome(cell, make_result(cell.config, 3))


def test_progress_says_how_far_it_is():
    sweep = Sweep(BASE, (RATES,))
    progress = Progress(sweep, 3, io.StringIO())
    (first, second, third) = (outcome for _, outcome in outcomes())
    assert progress.text(0.0) == "0 of 3 runs"
    progress.take(first, is_new=False)
    own = first.result.series("validation_accuracy")[-1]
    # What was known says nothing of how long the others take.
    assert progress.text(5.0) == f"1 of 3 runs, best validation accuracy {100 * own:.2f} %"
    progress.take(second, is_new=True)
    both = max(own, second.result.series("validation_accuracy")[-1])
    assert progress.text(40.0) == (
        f"2 of 3 runs, about 40 s left, best validation accuracy {100 * both:.2f} %"
    )
    progress.take(third, is_new=True)
    assert " left" not in progress.text(80.0)


def test_a_bar_is_drawn_over_itself_and_lines_are_not():
    for out in (Terminal(), io.StringIO()):
        sweep, outcome = next(outcomes())
        progress = Progress(sweep, 3, out)
        progress.show(at_once=True)
        progress.take(outcome, is_new=True)
        progress.say("A worker was lost.")
        progress.end()
        text = out.getvalue()
        assert text.count("1 of 3 runs") == 1
        if out.isatty():
            assert "\r[------------------------] 0 of 3 runs" in text
            assert "\r[########----------------] 1 of 3 runs" in text
            assert "\r\x1b[KA worker was lost.\n" in text
        else:
            assert "\r" not in text
            assert text.splitlines()[:2] == ["0 of 3 runs", "A worker was lost."]


# --- a process of its own


def begin(definition):
    return subprocess.Popen(
        [sys.executable, "-m", "mlp_core.experiments.sweeps", str(definition)],
        cwd=definition.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MLP_EXPLORER_SLOTS": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_process_that_is_killed_goes_on_to_the_same_bits(tmp_path):
    slow = dataclasses.replace(IRIS, units=(4, 100, 100, 3), epochs=4, batch_size=1)
    values = {"seed": tuple(range(24))}
    definition = written(tmp_path, Sweep(slow, (Axis("seed", Listed(values["seed"])),)))
    process = begin(definition)
    path = results_of(definition)
    wait_until(lambda: path.exists() and path.read_bytes().count(b"\n") > 2)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    done = read(definition).results
    assert 2 <= len(done) < 24
    before = path.read_bytes()
    again = begin(definition)
    out, err = again.communicate()
    assert (again.returncode, out.splitlines()[0]) == (0, f"24 runs are in {path}.")
    assert "Traceback" not in err
    assert path.read_bytes().startswith(before[: before.rindex(b"\n") + 1])
    assert_whole(definition, run_sweep(slow, values))
