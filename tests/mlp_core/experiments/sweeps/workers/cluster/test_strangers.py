"""Results of other processors and versions are counted, and told with what made them."""

from dataclasses import replace

import pytest

from mlp_core.config import QUESTION_2
from mlp_core.engines.door import fastest_engine
from mlp_core.experiments.sweeps.result import Maker, Result, maker_here, packed
from mlp_core.experiments.sweeps.workers.cluster.strangers import Strangers, is_strange

HERE = maker_here(fastest_engine(QUESTION_2))


def made_by(maker):
    return Result(QUESTION_2, packed(()), "finished", maker=maker)


@pytest.mark.parametrize(
    ("maker", "strange"),
    [
        (HERE, False),
        (HERE._replace(cpu="another"), True),
        (HERE._replace(versions="python 3.99"), True),
        # The same machine, but the compiler was off.
        (maker_here("numpy"), fastest_engine(QUESTION_2) == "compiled"),
    ],
)
def test_a_stranger_is_who_would_not_have_trained_it_here(maker, strange):
    assert is_strange(made_by(maker)) == strange


def test_they_are_counted_among_all_and_named():
    strangers = Strangers()
    strangers.look_at([made_by(HERE)] * 3)
    assert strangers.notes == ()
    strangers.look_at([made_by(HERE._replace(cpu="`Old`")), made_by(HERE)])
    (note,) = strangers.notes
    assert note.startswith("1 of 5 runs were trained on another processor or with other versions")
    assert "'Old'" in note


def test_many_makers_make_no_long_sentence():
    strangers = Strangers()
    results = [made_by(Maker("compiled", f"cpu {k} " + "x" * 500, "")) for k in range(50)]
    strangers.look_at([replace(result) for result in results])
    (note,) = strangers.notes
    assert note.startswith("50 of 50")
    assert ", …)" in note
    assert len(note) < 450
