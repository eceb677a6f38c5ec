"""The house rules: who may import what, where state lives, how long a file may be.

The rules read the source, so they hold for whatever modules and pages there are.
"""

import ast
import graphlib
import io
import re
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    "app.py",
    "mlp_core",
    "pages",
    "tests",
    "requirements.txt",
    "README.md",
    "pyproject.toml",
    "LICENSE",
}
# Lines of code: a file that explains itself is not to be shortened by its comments.
MAX_LINES = 200
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
# What a module must not reach, not even through others. Everything below is shorthand for
# mlp_core.<name>, and a package stands for all its modules.
ENGINES = {"engines"}
ABOVE_ENGINES = {
    "training",
    "sklearn_twin",
    "estimator",
    "estimator_steps",
    "practical_classifier",
    "experiments",
}
STORES = {
    "experiments.runs.store",
    "experiments.runs.storage",
    "experiments.jobs.recorder",
    "experiments.jobs.recorded_job",
}
NEEDS_NUMBA = ("functions", "activation_loops", "loss_loops", "updates", "batches", "matrices")
NEEDS_NUMBA += ("rows", "kernels", "steps", "calls", "catalogue", "sklearn_losses")
NEVER_REACHES = {
    "activations": {"losses", "network", *ENGINES, *ABOVE_ENGINES},
    "losses": {"network", *ENGINES, *ABOVE_ENGINES},
    "network": {"sgd_step", "gradient_check", "data", "config", *ENGINES, *ABOVE_ENGINES},
    "sgd_step": {*ENGINES, *ABOVE_ENGINES},
    "gradient_check": {*ENGINES, *ABOVE_ENGINES},
    "divergence": {*ENGINES, *ABOVE_ENGINES},
    "_checks": {"activations", "losses", "network", "config", "data", *ENGINES, *ABOVE_ENGINES},
    "optimizers": {"network", "passes", "config", "data", *ENGINES, *ABOVE_ENGINES},
    "checkpoint": {"network", *ENGINES, *ABOVE_ENGINES},
    "passes": {"network", "config", "data", *ENGINES, *ABOVE_ENGINES},
    "data": {"network", "config", *ENGINES, *ABOVE_ENGINES},
    "training_input": {*ENGINES, *ABOVE_ENGINES},
    "stuck": {*ENGINES, *ABOVE_ENGINES},
    "teaching": {*ENGINES, *ABOVE_ENGINES},
    # What one looks at may have to be trained again first; nobody below looks.
    "inspection": {"sklearn_twin", "estimator", "practical_classifier", "experiments"},
    # The mathematics twice, and neither leans on the other: that is what makes them comparable.
    **{
        f"engines.compiled.{name}": {
            "network",
            "activations",
            "losses",
            "optimizers",
            "config",
            "data",
            "engines.compiled.engine",
            "engines.compiled.stepper",
            "engines.slices",
        }
        for name in (*NEEDS_NUMBA, "layout", "loader")
    },
    "engines.compiled": {"network", "engines.door", "engines.numpy_engine", *ABOVE_ENGINES},
    "engines.numpy_engine": {"engines.compiled", "engines.door", *ABOVE_ENGINES},
    "engines.slices": {"engines.compiled", "engines.door", "engines.numpy_engine", *ABOVE_ENGINES},
    "engines.door": ABOVE_ENGINES,
    "training": {"sklearn_twin", "estimator", "practical_classifier", "experiments"},
    "estimator": {"training", "sklearn_twin", "practical_classifier", "experiments"},
    "practical_classifier": {"network", "training", "sklearn_twin", "experiments", *ENGINES},
    "sklearn_twin": {"practical_classifier", "experiments"},
    "experiments.jobs.fair_queue": {"network", "training", *ENGINES},
    "experiments.jobs.slots": {"network", "training", *ENGINES},
    "experiments.jobs.worker": {"network", "training", *ENGINES},
    "experiments.jobs.job": {
        "experiments.jobs.training_job",
        "experiments.jobs.sklearn_comparison",
        "training",
        "sklearn_twin",
        "practical_classifier",
        *ENGINES,
    },
    "settings": {"config", "network", *ENGINES, *ABOVE_ENGINES},
    "config": {"network", *ENGINES, *ABOVE_ENGINES},
    "config_link": {"network", *ENGINES, *ABOVE_ENGINES},
    "experiments.runs.run": {"network", "training", *ENGINES},
    # Text and figures of runs that are over: nothing is trained to write or read them.
    **{
        f"experiments.{name}": {"network", "training", "experiments.jobs.job", *ENGINES}
        for name in (
            "findings.trust",
            "files.run_json",
            "files.run_csv",
            "findings.spread",
            "findings.differences",
            "runs.course",
            "runs.table",
            "findings.seed_groups",
            "export.script",
            "export.notebook",
        )
    },
    "experiments.runs.archive": {"config", "data", "training", "experiments.runs.run", *ENGINES},
    "experiments.files.run_file": {"experiments.jobs.job", "experiments.export", "sklearn_twin"},
    "experiments.jobs.sensitivity": {
        "experiments.jobs.training_job",
        "experiments.export",
        "sklearn_twin",
    },
    "experiments.export": {"experiments.jobs.job", "practical_classifier"},
    "experiments.jobs.training_job": {
        "experiments.jobs.sklearn_comparison",
        "sklearn_twin",
        "practical_classifier",
        *STORES,
    },
    "experiments.jobs.sklearn_comparison": {"experiments.jobs.training_job", *STORES},
    "experiments.jobs.batch": {"experiments.jobs.sklearn_comparison", "sklearn_twin", *STORES},
    "experiments.runs.fingerprint": {"network", "training", *ENGINES},
    # Runs are kept, found and shown without anything that trains.
    "experiments.runs": {
        "training",
        "experiments.jobs",
        "experiments.findings",
        "experiments.files",
        "experiments.export",
        *ENGINES,
    },
    "experiments.runs.storage": {"network", "experiments.runs.store"},
    "experiments.jobs.recorded_job": {
        "experiments.jobs.sklearn_comparison",
        "sklearn_twin",
        "practical_classifier",
    },
    # Problems know nothing of answers, and marks nothing of the sheets made around them.
    "teaching.exercise.problems": {
        "teaching.exercise.marking",
        "teaching.worksheet.markdown",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    "teaching.exercise.links": {
        "teaching.exercise.marking",
        "teaching.worksheet.markdown",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    # What others wrote is read by what a step is given, and by nothing that is made of it.
    "teaching.given": {
        "network",
        "sgd_step",
        "teaching.quantities",
        "teaching.origin",
        "teaching.lessons",
        "teaching.exercise",
        "teaching.worksheet",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    # A famous exercise is a task with printed figures: what is made of it is for others.
    "teaching.shelf": {
        "teaching.origin",
        "teaching.lessons",
        "teaching.exercise",
        "teaching.given",
        "teaching.worksheet",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    # The table of a step knows nobody who reads it.
    "teaching.quantities": {
        "teaching.origin",
        "teaching.lessons",
        "teaching.exercise",
        "teaching.worksheet",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    "teaching.exercise.marking": {
        "teaching.exercise.hints",
        "teaching.exercise.links",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    "teaching.exercise.hints": {
        "teaching.exercise.links",
        "teaching.worksheet.markdown",
        *ENGINES,
        *ABOVE_ENGINES,
    },
    "teaching.worksheet.notebook": {
        "teaching.exercise.marking",
        "teaching.exercise.hints",
        *ENGINES,
        *ABOVE_ENGINES,
    },
}
# Packages that are imported by another name than they are installed by.
IMPORT_NAMES = {"scikit-learn": "sklearn", "pytest-xdist": "xdist", "pillow": "PIL"}
# What is imported by more than one name.
ALSO_IMPORTED = {"dask": {"dask", "distributed"}}
# Extras, which the app runs without: each with the one room that imports it, where it is needed.
EXTRAS = {"dask": "mlp_core.experiments.sweeps.workers.cluster"}
EXTRA_NAMES = {name for extra in EXTRAS for name in ALSO_IMPORTED[extra]}
# Streamlit's per-session and per-server memory, with everything that starts with cache_.
STATE = {"session_state", "query_params"}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def page_sources() -> list[Path]:
    return [path for path in (ROOT / "app.py", *sources("pages")) if path.exists()]


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> frozenset[str]:
    """Absolute names of what a file imports: the modules, and module.name for each name."""
    package = list(path.relative_to(ROOT).parent.parts)
    found = set()
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # One leading dot is the package itself, each further dot a package up.
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def core_graph(*folders: str) -> dict[str, Set[str]]:
    """Which modules of mlp_core, and of other ``folders``, each of them imports."""
    modules = {module_name(path): path for path in sources("mlp_core", *folders)}
    return {name: imports(path) & modules.keys() for name, path in modules.items()}


def rooms_in(folder: str, graph: dict[str, Set[str]]) -> dict[str, set[str]]:
    """``graph`` as one sees it in ``folder``: each file and each folder there is one room."""
    depth = folder.count(".") + 2
    rooms: dict[str, set[str]] = {}
    for name, used in graph.items():
        if name.startswith(f"{folder}."):
            room = ".".join(name.split(".")[:depth])
            near = {".".join(n.split(".")[:depth]) for n in used if n.startswith(f"{folder}.")}
            rooms[room] = rooms.get(room, set()) | near - {room}
    return rooms


def reachable(graph: dict[str, Set[str]], start: str) -> set[str]:
    seen, ahead = set(), [start]
    while ahead:
        new = graph[ahead.pop()] - seen
        seen |= new
        ahead.extend(new)
    return seen


def test_importing_the_core_loads_no_screen():
    # In a process of its own: this one may have loaded anything by now.
    program = (
        "import importlib, pkgutil, sys\n"
        "import mlp_core\n"
        "for module in pkgutil.walk_packages(mlp_core.__path__, 'mlp_core.'):\n"
        "    importlib.import_module(module.name)\n"
        "print(*sorted({'streamlit', 'altair'} & sys.modules.keys()))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""


def test_importing_the_core_does_not_load_the_compiler():
    # numba takes a second to load and is not everywhere: whoever trains asks for it, nobody else.
    program = (
        "import sys, mlp_core, mlp_core.engines.door\n"
        "from mlp_core.experiments.jobs import recorded_job, sklearn_comparison, training_job\n"
        "print(*sorted({'numba', 'llvmlite'} & sys.modules.keys()))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == ""


def test_only_the_compiled_engine_knows_its_compiler():
    users = {
        module_name(path).rpartition(".")[0]
        for path in (*sources("mlp_core"), *page_sources())
        if any(within(name, "numba") for name in imports(path))
    }
    assert users == {"mlp_core.engines.compiled"}


def test_nothing_imports_the_kernels_when_it_is_imported():
    # They need numba; the loader imports them within a function, where it can do without.
    needs_numba = {f"mlp_core.engines.compiled.{name}" for name in NEEDS_NUMBA}
    users = {name for name, used in core_graph().items() if used & needs_numba}
    assert users <= {*needs_numba, "mlp_core.engines.compiled.loader"}


def test_pages_leave_the_compiler_to_the_engine():
    offenders = [
        (module_name(path), name)
        for path in page_sources()
        for name in imports(path)
        if within(name, "mlp_core.engines.compiled")
    ]
    assert offenders == []


def test_the_core_names_no_screen():
    screens = ("streamlit", "altair", "pages", "app")
    offenders = [
        (module_name(path), name)
        for path in sources("mlp_core")
        for name in imports(path)
        if any(within(name, screen) for screen in screens)
    ]
    assert offenders == []


def test_tables_of_others_are_read_in_one_room():
    offenders = [
        (module_name(path), name)
        for path in sources("mlp_core")
        for name in imports(path)
        if any(within(name, library) for library in ("pandas", "pyarrow"))
        and not within(module_name(path), "mlp_core.data.table")
    ]
    assert offenders == []


def test_core_imports_run_one_way():
    graphlib.TopologicalSorter(core_graph()).prepare()  # raises CycleError, which names the cycle


def test_rooms_import_one_way():
    graph = core_graph("pages")
    for folder in sorted({name.rpartition(".")[0] for name in graph} - {""}):
        graphlib.TopologicalSorter(rooms_in(folder, graph)).prepare()


def test_every_room_says_what_is_in_it():
    rooms = {path.parent for path in sources("mlp_core", "pages")} - {ROOT / "pages"}
    doors = [room / "__init__.py" for room in sorted(rooms)]
    assert [
        str(door) for door in doors if not door.exists() or not ast.get_docstring(parse(door))
    ] == []


@pytest.mark.parametrize("name", NEVER_REACHES)
def test_lower_modules_do_not_know_higher_ones(name):
    graph = core_graph()
    starts = [module for module in graph if within(module, f"mlp_core.{name}")]
    assert starts
    reached = {module for start in starts for module in reachable(graph, start)}
    offenders = [
        module
        for module in reached
        if any(within(module, f"mlp_core.{above}") for above in NEVER_REACHES[name])
    ]
    assert offenders == []


def test_the_engine_does_not_know_its_lessons():
    users = {
        name
        for name, used in core_graph().items()
        if any(within(module, "mlp_core.teaching") for module in used)
    }
    assert {name for name in users if not within(name, "mlp_core.teaching")} == set()


@pytest.mark.parametrize("name", ["activations", "losses"])
def test_the_records_stand_on_what_is_said_of_them_alone(name):
    below = {"_checks", "forms", "bounded"} | ({"activations"} if name == "losses" else set())
    assert {
        module
        for module in reachable(core_graph(), f"mlp_core.{name}")
        if not any(within(module, f"mlp_core.{lower}") for lower in {*below, name})
    } <= {"mlp_core"}


def test_pages_leave_numpy_to_the_core():
    assert [
        str(path) for path in page_sources() if any(within(n, "numpy") for n in imports(path))
    ] == []


def test_pages_do_not_import_each_other():
    offenders = []
    for path in sources("pages"):
        own = ".".join(path.relative_to(ROOT).parts[:2])
        offenders += [
            (module_name(path), name)
            for name in imports(path)
            if within(name, "pages") and not (within(name, "pages.shared") or within(name, own))
        ]
    assert offenders == []


def declared(*files: str) -> set[str]:
    """Names of the packages in requirement files, as they are imported."""
    lines = [line for file in files for line in (ROOT / file).read_text().splitlines()]
    names = {re.split(r"[<>=~!\[ ]", line)[0].lower() for line in lines if line[:1].isalpha()}
    imported = {IMPORT_NAMES.get(name, name.replace("-", "_")) for name in names}
    return imported.union(*(ALSO_IMPORTED.get(name, set()) for name in imported))


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("mlp_core", "pages"), ("requirements.txt",)),
        (("tests",), ("requirements.txt", "tests/requirements.txt")),
    ],
)
def test_what_is_imported_is_declared(folders, files):
    own = {"mlp_core", "pages", "tests", "app"}
    paths = [*sources(*folders), ROOT / "app.py"]
    used = {name.partition(".")[0] for path in paths for name in imports(path)}
    # A benchmark's contender, where somebody has installed it.
    used.discard("torch")
    if "tests" not in folders:
        used -= EXTRA_NAMES
    assert used - own - sys.stdlib_module_names - declared(*files) == set()


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_is_imported_in_its_room_alone_and_where_it_is_needed(extra):
    users = {
        path
        for path in (*sources("mlp_core"), *page_sources())
        if any(within(name, one) for name in imports(path) for one in ALSO_IMPORTED[extra])
    }
    assert users
    assert {path for path in users if not within(module_name(path), EXTRAS[extra])} == set()
    first = {
        name.partition(".")[0]
        for path in users
        for node in parse(path).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    }
    assert first & ALSO_IMPORTED[extra] == set()


def test_the_core_works_without_extras_and_says_how_to_get_them():
    program = (
        "import importlib, pkgutil, sys\n"
        f"sys.modules.update(dict.fromkeys({sorted(EXTRA_NAMES)}))\n"
        "import mlp_core\n"
        "for module in pkgutil.walk_packages(mlp_core.__path__, 'mlp_core.'):\n"
        "    importlib.import_module(module.name)\n"
        "from mlp_core.experiments.sweeps.executors import open_executor\n"
        "from mlp_core.experiments.sweeps.workers.rows import Rows\n"
        "try:\n"
        "    open_executor('tcp://127.0.0.1:8786', Rows())\n"
        "except ValueError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    # In the very words of the file that installs it for the tests.
    (line,) = [
        line
        for line in (ROOT / "tests" / "requirements.txt").read_text().split()
        if line.startswith("dask")
    ]
    assert f"pip install '{line}'" in result.stdout


def test_requirements_have_a_lowest_and_a_next_major_version():
    for file in ("requirements.txt", "tests/requirements.txt"):
        for line in (ROOT / file).read_text().split():
            assert re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?>=\d+(\.\d+)*,<\d+", line), line


def test_state_and_caches_live_in_pages_shared():
    shared = ROOT / "pages" / "shared"
    offenders = []
    for path in page_sources():
        if path.is_relative_to(shared):
            continue
        names = {node.attr for node in ast.walk(parse(path)) if isinstance(node, ast.Attribute)}
        names |= {name.rpartition(".")[2] for name in imports(path) if within(name, "streamlit")}
        offenders += [
            (module_name(path), name)
            for name in sorted(names)
            if name in STATE or name.startswith("cache_")
        ]
    assert offenders == []


def test_no_control_reads_the_address_itself():
    # Streamlit's own reading of it fails on numbers, rounds them, and loses settings on the way.
    offenders = [
        module_name(path)
        for path in page_sources()
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Constant) and node.value == "query-params"
    ]
    assert offenders == []


def test_one_room_goes_to_other_pages():
    # Streamlit's own way leaves the next page empty, should a live part be asked for meanwhile.
    assert {module for (module, _), _ in calls("switch_page")} == {"pages.shared.going"}


def test_no_switch_has_its_help_inside_its_label():
    # There a click on the question mark flips the switch: controls.switch puts it beside.
    switches = calls("toggle", "checkbox")
    assert [place for place, switch in switches if "help" in options_of(switch)] == []


def test_a_button_whose_words_change_has_a_key():
    # Without one a new label or help makes another button, and Streamlit shows both for a while.
    changing = [call for call in calls("button") if not all(map(is_fixed, words_of(call[1])))]
    assert [place for place, button in changing if "key" not in options_of(button)] == []


def test_no_page_reads_an_errors_text_to_learn_what_happened():
    # It shows the text. What it must tell apart has a class or a field of its own in the core.
    offenders = [
        (module_name(path), node.lineno)
        for path in page_sources()
        for handler in ast.walk(parse(path))
        if isinstance(handler, ast.ExceptHandler) and handler.name
        for node in ast.walk(handler)
        if reads_text_of(handler.name, node)
    ]
    assert offenders == []


def reads_text_of(error: str, node: ast.AST) -> bool:
    """Whether ``node`` takes the error's text apart or compares it with something."""
    text = f"str({error})"
    if isinstance(node, ast.Attribute):
        return ast.unparse(node.value) == text or ast.unparse(node) == f"{error}.args"
    if isinstance(node, ast.Compare):
        return text in [ast.unparse(side) for side in (node.left, *node.comparators)]
    return isinstance(node, ast.Subscript) and ast.unparse(node.value) == text


def calls(*methods: str) -> Iterator[tuple[tuple[str, int], ast.Call]]:
    """Where pages call one of ``methods`` of anything: the module and the line, and the call."""
    for path in page_sources():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", None) in methods:
                yield (module_name(path), node.lineno), node


def options_of(call: ast.Call) -> dict[str | None, ast.expr]:
    return {keyword.arg: keyword.value for keyword in call.keywords}


def words_of(button: ast.Call) -> list[ast.expr]:
    """Its label, and its help where it has one."""
    return [*button.args[:1], *filter(None, [options_of(button).get("help")])]


def is_fixed(words: ast.expr) -> bool:
    """Whether they are written down, here or as a constant, which has a name in capitals."""
    name = getattr(words, "attr", getattr(words, "id", ""))
    return isinstance(words, ast.Constant) or name.isupper()


def lines_of_code(source: str) -> int:
    """How many lines hold code, docstrings too; comments and blank lines do not count."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    spans = [(token.start[0], token.end[0]) for token in tokens if token.type not in NO_CODE]
    lines = {number for first, last in spans for number in range(first, last + 1)}
    return sum(bool(line.strip()) for n, line in enumerate(source.split("\n"), 1) if n in lines)


def test_neither_comments_nor_blank_lines_are_code():
    assert (
        lines_of_code('"""What it is.\n\nMore of it.\n"""\n\n# why\nx = [  # one\n\n    1\n]\n')
        == 6
    )


def test_files_stay_short():
    lengths = {
        module_name(path): lines_of_code(path.read_text(encoding="utf-8"))
        for path in (*sources("mlp_core"), *page_sources())
    }
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_the_top_level_holds_only_what_was_agreed():
    if shutil.which("git") is None:
        pytest.skip("without git, files of the repository and others cannot be told apart")
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode != 0 or not listing.stdout:
        pytest.skip("not a git repository")
    names = {line.split("/")[0] for line in listing.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL
