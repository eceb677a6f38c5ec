"""Sweeps in links: the same after the way there and back, and nothing that anybody sends hurts."""

import dataclasses
import itertools
import json
import random

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.sweeps.kept import possible
from mlp_core.experiments.sweeps.kept.link import from_link, to_link
from mlp_core.experiments.sweeps.kept.possible import MOST_TRIED, check_possible
from mlp_core.experiments.sweeps.kept.record import MOST_BYTES, document
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.sweep import MOST_RUNS, Sweep
from mlp_core.packed_link import VERSION
from mlp_core.packed_text import LONGEST_LINK, pack
from mlp_core.training_input import check_ends
from tests.every_set import small_config
from tests.mlp_core.experiments.sweeps.kept import hostile
from tests.mlp_core.experiments.sweeps.kept.made import BASE, RATES, every_sweep

SWEEPS = every_sweep()
# All kinds of axes in one, on a set with parameters.
RICH = dataclasses.replace(
    SWEEPS["parameters of the set"],
    axes=(*SWEEPS["parameters of the set"].axes, RATES, Axis("batch_size", Listed((1, 32)))),
    repeats=3,
)


def linked(text: str) -> str:
    return VERSION + pack(text)


@pytest.mark.parametrize("name", SWEEPS)
def test_a_link_is_the_sweep(name):
    link = to_link(SWEEPS[name])
    assert from_link(link) == (SWEEPS[name], ())
    assert len(link) < 800


def test_what_no_address_bears_is_said():
    rng = random.Random(1)
    values = tuple(rng.uniform(1e-4, 1.0) for _ in range(1000))
    with pytest.raises(ValueError, match=r"As a link this sweep has .* Save it as a file"):
        to_link(Sweep(BASE, (Axis("learning_rate", Listed(values)),)))


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("", "no link of a sweep"),
        ("b" + to_link(RICH)[1:], "no link of a sweep, or a newer app"),
        (to_link(RICH)[:-3], "cut short"),
        (to_link(RICH).replace("a", "b"), "no link"),
        (to_link(RICH)[:50] + "A" + to_link(RICH)[51:], "changed on its way"),
        (to_link(RICH)[:50] + "ü" + to_link(RICH)[51:], "changed on its way"),
        ("a" * (LONGEST_LINK + 1), "far too long"),
        (linked(" " * (MOST_BYTES + 1)), "far too much"),
        (linked("[" * 100_000), "far too deeply"),
        (linked("{}"), "lacks format, version, sweep"),
        (linked("NaN"), "must be finite"),
    ],
    ids=itertools.count(),
)
def test_what_is_wrong_with_a_link_is_said(link, sentence):
    sweep, (complaint,) = from_link(link)
    assert sweep is None
    assert sentence in complaint
    assert complaint.endswith(".")


def test_a_base_of_another_set_is_said():
    iris = small_config("iris")
    for base in (dataclasses.replace(iris, dataset="digits"), TrainConfig((3, 2), 0.1, 1)):
        sweep, (complaint,) = from_link(to_link(Sweep(base, (RATES,))))
        assert sweep is None
        assert "units must begin with 64 features and end with 10 classes" in complaint


def impossible() -> dict[str, Sweep]:
    """Sweeps of which one combination is no configuration, or does not fit its data."""
    moons = small_config("moons")
    noise = Axis("data.noise", Listed((0.1, 0.3)))
    digits = Axis("dataset", Listed(("moons", "digits")))
    rates = Axis("learning_rate", Ranged(0.001, 1.0, 1000))
    layers = [(64, n, 10) for n in range(1, 900)]
    return {
        "a set without the parameter": Sweep(moons, (digits, noise)),
        "the other way round": Sweep(moons, (noise, digits)),
        "layers of another set": Sweep(BASE, (Axis("units", Listed(((64, 10), (4, 3)))),)),
        "one value of many": Sweep(BASE, (rates, Axis("units", Listed((*layers, (4, 3)))))),
        "draws": Sweep(moons, (digits, noise), draws=64),
    }


@pytest.mark.parametrize("name", impossible())
def test_what_cannot_be_trained_is_said(name):
    with pytest.raises(ValueError, match=r"is not a parameter of digits|units must begin with"):
        check_possible(impossible()[name])


def test_work_is_bounded_however_many_there_are(monkeypatch):
    seen = []
    monkeypatch.setattr(
        possible, "config_at", lambda sweep, at: seen.append(tuple(at)) or sweep.base
    )
    axes = (
        Axis("learning_rate", Ranged(0.001, 1.0, 1000)),
        Axis("seed", Ranged(0, 999, 1000, whole=True)),
    )
    check_possible(Sweep(BASE, axes))
    assert len(seen) <= MOST_TRIED + 2000
    assert len({*seen}) > 2000
    # Each value of each axis at least once.
    assert [len({at[k] for at in seen}) for k in range(2)] == [1000, 1000]
    seen.clear()
    check_possible(Sweep(BASE, axes, draws=MOST_RUNS))
    assert len(seen) == MOST_TRIED
    seen.clear()
    check_possible(Sweep(BASE, (RATES, Axis("seed", Listed((1, 2, 3))))))
    assert seen == [*itertools.product(RATES.values, (1, 2, 3))]


def links() -> list[str]:
    rng = random.Random(8)
    whole, text = document(RICH), to_link(RICH)
    found = [linked(made) for made in hostile.records(whole, rng, 700)]
    found += [data.decode("latin-1") for data in hostile.torn(text.encode(), rng, 200)]
    inner = json.dumps(whole).encode()
    found += [linked(data.decode("latin-1")) for data in hostile.torn(inner, rng, 100)]
    return found


def test_a_thousand_hostile_links():
    """Each is a complaint, or a sweep whose first runs fit their data."""
    n_taken = 0
    for link in links():
        sweep, complaints = from_link(link)
        assert (sweep is None) == bool(complaints)
        assert all(len(complaint) < 1000 for complaint in complaints)
        if sweep is None:
            continue
        n_taken += 1
        assert 1 <= sweep.n_runs <= MOST_RUNS
        for cell in itertools.islice(cells(dataclasses.replace(sweep, draws=0)), 5):
            check_ends(cell.config, cell.config.source.facts)
        assert from_link(to_link(sweep)) == (sweep, ())
    # Merely odd ones are taken, such as another seed.
    assert 10 < n_taken < 300
