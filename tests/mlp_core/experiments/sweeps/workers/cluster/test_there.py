"""What is sent ahead: our code, once a state, never half of it, and never two states at a time."""

import io
import json
import pickle
import subprocess
import sys
import zipfile

import pytest

from mlp_core.experiments.sweeps.workers.cluster.connection import our_code
from mlp_core.experiments.sweeps.workers.cluster.there import (
    Call,
    code_plugin,
    files_in,
    state_of,
    unpacked,
)

pytest.importorskip("distributed")
# What a worker does with what it is sent, in a process that has nothing of ours.
WORKER = """
import json, pickle, sys, types
import distributed
worker = types.SimpleNamespace(address="here", plugins={}, get_current_task=lambda: "key")
worker.state = types.SimpleNamespace(tasks={"key": types.SimpleNamespace(state="executing")})
distributed.get_worker = lambda: worker
said = []
for state, plugin, call in pickle.load(sys.stdin.buffer):
    if plugin is not None:
        plugin = pickle.loads(plugin)
        plugin.setup(worker)
        worker.plugins[plugin.name] = plugin
    call = pickle.loads(call)
    # As a scheduler does, which reads tasks and sends them on.
    call = pickle.loads(pickle.dumps(call))
    where, reason, answer = call(b"you")
    said.append([where, reason, answer.decode()])
    # what happens between two calls
print(json.dumps(said))
"""


def package(version, extra=""):
    """A package of our name that says which it is."""
    say = (
        f"def say(is_wanted, text):\n    return b'{version} ' + text + str(is_wanted()).encode()\n"
    )
    files = {"__init__.py": b"", "it.py": (extra + say).encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return state_of(files), buffer.getvalue()


def said(home, *sent, program=WORKER):
    """What a worker says that is sent these: states, with their packages or None."""
    orders = [
        (
            state,
            packed and pickle.dumps(code_plugin(state, packed)),
            pickle.dumps(Call(state, "mlp_core.it.say")),
        )
        for state, packed in sent
    ]
    ended = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(orders),
        capture_output=True,
        cwd=home,
        env={"HOME": str(home), "PATH": ""},
        check=True,
    )
    return json.loads(ended.stdout)


def test_each_call_means_the_code_that_it_was_sent_with(tmp_path):
    one, other = package("one"), package("other")
    answers = said(tmp_path, one, other, (one[0], None), (other[0], None))
    assert answers == [
        ["here", "", "one youTrue"],
        ["here", "", "other youTrue"],
        ["here", "", "one youTrue"],
        ["here", "", "other youTrue"],
    ]


def test_two_states_never_work_in_one_process_at_a_time(tmp_path):
    one, other = package("one"), package("other")
    # Another call of the first state is still at work, as far as the second can tell.
    program = WORKER.replace(
        "    # what happens between two calls\n",
        "    if len(said) == 1:\n"
        "        at_work = sys.modules[type(call).__module__].code_of(worker, state)\n"
        "        at_work.__enter__()\n",
    )
    first, second, third = said(tmp_path, one, other, (one[0], None), program=program)
    assert first == third == ["here", "", "one youTrue"]
    assert "trains for another version" in second[1]
    assert second[2] == ""


def test_a_worker_without_the_code_and_one_that_cannot_import_it_say_so(tmp_path):
    broken = package("one", "import nothing_of_this_name\n")
    (without,) = said(tmp_path, (broken[0], None))
    assert "could not be given the code" in without[1]
    (unable,) = said(tmp_path, broken)
    assert "ModuleNotFoundError: No module named 'nothing_of_this_name'" in unable[1]


def test_without_a_home_there_is_another_place(tmp_path):
    closed = tmp_path / "a file"
    closed.write_text("")
    # HOME is no folder, and nothing can be made in it.
    orders = package("one")
    program = f"import os\nos.environ['HOME'] = {str(closed)!r}\n" + WORKER
    (answer,) = said(tmp_path, orders, program=program)
    assert answer == ["here", "", "one youTrue"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_it_is_written_once_and_anew_where_somebody_changed_it(home):
    state, packed = package("one")
    folder = unpacked(state, packed)
    assert folder == home / ".cache" / "mlp-explorer" / "code" / state
    file = folder / "mlp_core" / "it.py"
    first = file.stat().st_ino
    assert unpacked(state, packed) == folder
    assert file.stat().st_ino == first

    good = file.read_bytes()
    file.write_text("what = 'else'")
    assert unpacked(state, packed) == folder
    assert file.read_bytes() == good
    assert [one.name for one in folder.parent.iterdir()] == [state]


def test_what_was_compiled_of_it_is_no_change(home):
    state, packed = package("one")
    folder = unpacked(state, packed)
    cache = folder / "mlp_core" / "__pycache__"
    cache.mkdir()
    (cache / "it.nbi").write_bytes(b"compiled")
    assert unpacked(state, packed) == folder
    assert (cache / "it.nbi").exists()


def test_what_does_not_arrive_whole_is_not_used(home):
    state, _ = package("one")
    _, other = package("other")
    with pytest.raises(OSError, match="nowhere"):
        unpacked(state, other)


@pytest.mark.parametrize(
    "changed", [{"a.py": b"x"}, {"b.py": b"xy"}, {"a.py": b"xy", "c.py": b""}, {}]
)
def test_a_state_tells_contents_and_names_apart(changed):
    assert state_of(changed) != state_of({"a.py": b"xy"})


def test_our_code_is_all_of_it_and_nothing_that_was_made_of_it():
    state, packed = our_code()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert state_of(files) == state
    assert {"__init__.py", "network.py", "engines/compiled/kernels.py"} <= files.keys()
    assert not [name for name in files if "__pycache__" in name]


def test_the_files_of_a_folder(tmp_path):
    (tmp_path / "room" / "__pycache__").mkdir(parents=True)
    (tmp_path / "room" / "a.py").write_bytes(b"a")
    (tmp_path / "room" / "__pycache__" / "a.pyc").write_bytes(b"b")
    assert files_in(tmp_path) == {"room/a.py": b"a"}
