"""The rules of a step against the engine's own step, entry by entry, one row or a batch."""

import math

import numpy as np
import pytest
import scipy.special

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.teaching.origin.terms import TermMaker
from mlp_core.teaching.quantities import arrays
from mlp_core.teaching.quantities.compute import compute, looking_up, values_of
from mlp_core.teaching.quantities.dependence import downstream, kept_sources
from mlp_core.teaching.quantities.entries import PLAIN, write
from mlp_core.teaching.quantities.expressions import (
    Number,
    Quotient,
    bound,
    by_hand,
    entry,
    leaves,
    with_largest,
)
from mlp_core.teaching.quantities.network import Network
from mlp_core.teaching.quantities.table import rules, rules_of
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import (
    ACTIVATION_NAMES,
    LOSS_NAMES,
    make_step,
    random_steps,
    task_steps,
)


def made_entry(step, name, place):
    """One entry by its rule, from the step's other numbers, and the sum of its terms' sizes."""
    rule, maker = rules_of(step)[name], TermMaker(rules_of(step), values_of(step))
    index = {letter: at + 1 for letter, at in zip(rule.index, place, strict=True)}
    expression = with_largest(bound(rule.expression, index), maker.look_up)
    parts = expression.parts if isinstance(expression, Quotient) else (expression,)
    above, *below = ([term.value for term in maker.terms(part)] for part in parts)
    divisor = math.fsum(below[0]) if below else 1.0
    return math.fsum(above) / divisor, math.fsum(map(abs, above)) / divisor


@pytest.mark.parametrize("n_rows", [None, 1, 4])
def test_every_quantity_of_random_networks_is_the_engines(n_rows):
    for seed, step in enumerate(random_steps(70, max_units=4, n_rows=n_rows)):
        rng = np.random.default_rng(seed)
        for name, rule in rules_of(step).items():
            if rule.expression is not None and rule.kept:
                values = np.asarray(values_of(step)[name])
                place = tuple(int(rng.integers(n)) for n in values.shape)
                made, size = made_entry(step, name, place)
                assert abs(made - values[place]) <= 1e-12 * size, (name, place)


def test_every_quantity_of_whatever_a_task_may_be():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        for step in task_steps(random_task(seed)):
            for name, rule in rules_of(step).items():
                if rule.expression is not None and rule.kept:
                    values = np.asarray(values_of(step)[name])
                    place = tuple(int(rng.integers(n)) for n in values.shape)
                    made, size = made_entry(step, name, place)
                    assert abs(made - values[place]) <= 1e-12 * size, (seed, name, place)
            assert [name for name, rule in rules_of(step).items() if rule.kept] == [
                *step.constants,
                *step.values(),
            ]
            assert step.bounds.keys() >= step.values().keys()


@pytest.mark.parametrize("n_rows", [None, 3])
def test_a_whole_step_follows_from_what_is_given(n_rows):
    for step in random_steps(30, max_units=5, n_rows=n_rows):
        values, table = values_of(step), rules_of(step)
        given = {name: values[name] for name, rule in table.items() if rule.stage == "given"}
        look_up = looking_up(table, given)
        for name, value in values.items():
            np.testing.assert_allclose(look_up(name), value, rtol=1e-9, atol=1e-12, strict=True)


def test_the_table_has_the_names_of_a_step_in_its_order():
    for step in random_steps(12, max_units=3):
        kept = [name for name, rule in rules_of(step).items() if rule.kept]
        assert kept == [*step.constants, *step.values()]


def test_every_loss_has_its_rules_and_every_activation_is_taken():
    for loss in LOSSES:
        for activation in ACTIVATIONS:
            assert rules(Network(2, activation, loss))
    with pytest.raises(ValueError, match="loss must be one of"):
        rules(Network(2, "tanh", "nonsense"))
    with pytest.raises(ValueError, match="activation must be one of"):
        rules(Network(2, "nonsense", "squared_error"))


def test_kind_and_layer_make_the_name():
    table = rules(Network(12, "tanh", "squared_error"))
    assert (table["grad_W12"].kind, table["grad_W12"].layer) == ("grad_W", 12)
    assert (table["loss_after"].kind, table["loss_after"].layer) == ("loss", 0)
    assert all(rule.name == name for name, rule in table.items())


@pytest.mark.parametrize(
    ("loss", "name", "formula"),
    [
        ("squared_error", "z1", "Σ_j W1[i,j]·x[n,j] + b1[i]"),
        ("squared_error", "grad_h1", "Σ_i W2[i,j]·grad_z2[n,i]"),
        ("squared_error", "grad_W1", "Σ_n grad_z1[n,i]·x[n,j]"),
        ("squared_error", "grad_b2", "Σ_n grad_z2[n,i]"),
        ("squared_error", "grad_z2", "(z2[n,i] − y[n,i]) / 3"),
        ("softmax_cross_entropy", "grad_z2", "(probabilities[n,i] − y[n,i]) / 3"),
        ("softmax_cross_entropy", "probabilities", "exp(z2[n,i]) / Σ_j exp(z2[n,j])"),
        ("softmax_cross_entropy", "loss", "Σ_n Σ_i loss_terms[n,i] / 3"),
    ],
)
def test_a_row_is_an_index_like_any_other(loss, name, formula):
    expression = rules(Network(2, "tanh", loss, n_rows=3))[name].expression
    assert write(by_hand(expression), PLAIN, lambda leaf: leaf.name) == formula


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("activation", ACTIVATION_NAMES)
def test_on_paper_comes_to_the_same(loss, activation):
    for seed in range(5):
        step = make_step((3, 4, 3), loss, activation, seed)
        for name, rule in rules_of(step).items():
            if rule.by_hand is not None and rule.kept:
                arrays = {leaf.array for leaf in leaves(rule.by_hand)}
                assert arrays != {leaf.array for leaf in leaves(rule.expression)}
                known = {source: values_of(step)[source] for source in arrays}
                on_paper = looking_up(rules_of(step), known)(name)
                # Three numbers that cancel leave no digits of a small sum on paper.
                np.testing.assert_allclose(on_paper, values_of(step)[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("loss", LOSS_NAMES)
@pytest.mark.parametrize("start", [("W1", 2, 1), ("b1", 3), ("x", 2), ("W2", 1, 3), ("z2", 2)])
def test_what_lies_downstream_is_what_changes(start, loss):
    step = make_step((2, 3, 3), loss, scale=0.7)
    table, values, first = rules_of(step), values_of(step), entry(*start)
    # A loss term of cross-entropy is 0 where y is, whatever the output.
    stages = ("forward", "loss") if loss == "squared_error" else ("forward",)
    followed = [rule for rule in table.values() if rule.stage in stages]
    shapes = {name: array.shape for name, array in values.items()}
    reached = downstream(followed, first, shapes)
    known = {name: values[name] for name, rule in table.items() if rule.stage == "given"}
    known[first.array] = values[first.array]
    moved = known | {first.array: values[first.array].copy()}
    moved[first.array][first.place] += 0.1
    before, after = looking_up(table, known), looking_up(table, moved)
    for name in (rule.name for rule in followed):
        changed = before(name) != after(name)
        np.testing.assert_array_equal(reached.get(name, np.zeros_like(changed)), changed, name)


def test_what_a_step_does_not_keep_is_made_of_what_it_keeps():
    table = rules(Network(2, "tanh", "softmax_cross_entropy"))
    parameters = {f"updated_{name}" for name in ("W1", "b1", "W2", "b2")}
    assert set(kept_sources(table, "loss_terms_after")) == {"x", "y"} | parameters
    assert kept_sources(table, "grad_z2") == ("probabilities", "y")


def test_what_is_given_cannot_be_computed():
    step = make_step((2, 2))
    with pytest.raises(ValueError, match="W1 is given, not computed"):
        compute(rules_of(step), "W1", values_of(step))


@pytest.mark.parametrize(
    ("notation", "formula"),
    [
        (arrays.PLAIN, "2·(z1 − y)"),
        (arrays.LATEX, r"2 \, \left(z_{1} - y\right)"),
        (arrays.NUMPY, "2 * (z1 - y)"),
    ],
)
def test_a_sum_keeps_together_where_it_is_multiplied(notation, formula):
    error = entry("z1", "i") - entry("y", "i")
    assert arrays.write_array(Number(value=2.0) * error, notation) == formula


@pytest.mark.parametrize("seed", range(40))
def test_the_numpy_of_every_array_computes_it(seed):
    *_, step = task_steps(random_task(seed), 2)
    look_up, table = looking_up(rules_of(step), values_of(step)), rules_of(step)
    known = {"np": np, "erf": scipy.special.erf} | {name: look_up(name) for name in table}
    for name, rule in table.items():
        if rule.expression is not None:
            source = arrays.write_quantity(rule, arrays.NUMPY)
            made = eval(source, known)
            np.testing.assert_allclose(made, known[name], rtol=1e-7, atol=1e-9, err_msg=source)


@pytest.mark.parametrize(
    ("name", "plain", "latex"),
    [
        ("z1", "X W1ᵀ + b1", r"X W_{1}^\top + b_{1}"),
        ("h1", "tanh(Z1)", r"\tanh(Z_{1})"),
        ("prediction", "1 / (1 + exp(−Z2))", r"\frac{1}{1 + e^{-Z_{2}}}"),
        ("loss", "½ ‖Ŷ − Y‖² / 3 + penalty",
         r"\tfrac1{3} \sum_n \tfrac12 \sum_i (\hat{Y}[n,i] - Y[n,i])^2 + \text{penalty}"),
        ("penalty", "α / 6 · (‖W1‖² + ‖W2‖²)",
         r"\frac{\alpha}{6} (\lVert W_{1} \rVert^2 + \lVert W_{2} \rVert^2)"),
        ("grad_prediction", "(Ŷ − Y) / 3", r"\frac{\hat{Y} - Y}{3}"),
        ("slope2", "Ŷ ⊙ (1 − Ŷ)", r"\hat{Y} \odot (1 - \hat{Y})"),
        ("grad_z2", "grad_Ŷ ⊙ slope2",
         r"\frac{\partial L}{\partial \hat{Y}} \odot g'(Z_{2})"),
        ("grad_W2", "grad_Z2ᵀ H1 + alpha·W2 / 3",
         r"(\frac{\partial L}{\partial Z_{2}})^\top H_{1} + \frac{\alpha \, W_{2}}{3}"),
        ("grad_b2", "Σ_n grad_Z2[n]",
         r"\textstyle\sum_n \frac{\partial L}{\partial Z_{2}}[n,\cdot]"),
        ("grad_h1", "grad_Z2 W2", r"\frac{\partial L}{\partial Z_{2}} W_{2}"),
        ("grad_z1", "grad_H1 ⊙ (1 − H1²)",
         r"\frac{\partial L}{\partial H_{1}} \odot (1 - H_{1}^2)"),
        ("grad_x", "grad_Z1 W1", r"\frac{\partial L}{\partial Z_{1}} W_{1}"),
    ],
)  # fmt: skip
def test_a_batch_in_the_notation_of_matrices(name, plain, latex):
    network = Network(2, "tanh", "logistic_squared_error", n_rows=3, has_penalty=True)
    rule = rules(network)[name]
    assert arrays.write_quantity(rule, arrays.PLAIN) == plain
    written = arrays.write_quantity(rule, arrays.LATEX)
    assert written.replace(r"\left", "").replace(r"\right", "") == latex


@pytest.mark.parametrize(
    ("activation", "latex"),
    [
        ("tanh", "(1 - h_{1}^2)"),
        ("logistic", r"h_{1} \odot (1 - h_{1})"),
        ("elu", r"\min(1, h_{1} + 1)"),
        ("softplus", r"\frac{1}{1 + \exp(-z_{1})}"),
        ("leaky_relu", r"(0.01 + 0.99 \cdot [h_{1} > 0])"),
    ],
)
def test_only_a_slope_that_is_a_sum_has_brackets(activation, latex):
    rule = rules(Network(2, activation, "squared_error"))["grad_z1"]
    written = arrays.write_quantity(rule, arrays.LATEX)
    slope = written.replace(r"\left", "").replace(r"\right", "").partition(r" \odot ")[2]
    assert slope == latex


def test_a_sum_over_rows_takes_the_sign_of_its_terms_before_it():
    network = Network(1, "tanh", "logistic_cross_entropy", n_rows=4)
    written = arrays.write_quantity(rules(network)["loss"], arrays.PLAIN)
    assert written.startswith("−Σ_n Σ_i (Y[n,i]·log(P[n,i])")
    assert written.endswith(" / 4")


@pytest.mark.parametrize(
    ("optimizer", "name", "formula"),
    [
        ("momentum", "updated_velocity_W1", r"\mu \, v_{W_{1}} - \eta \, G"),
        ("momentum", "updated_b2", r"b_{2} + v_{b_{2}}'"),
        ("nesterov", "updated_W1", r"W_{1} - (\eta \, G - \mu \, v_{W_{1}}')"),
        ("adam", "updated_second_moment_W1",
         r"\beta_2 \, s_{W_{1}} + (1 - \beta_2) \, (G)^2"),
        ("adam", "updated_W1",
         r"W_{1} - \eta \, \frac{\sqrt{1 - \beta_2^{t}}}{1 - \beta_1^{t}} \, "
         r"\frac{m_{W_{1}}'}{\sqrt{s_{W_{1}}'} + \varepsilon}"),
    ],
)  # fmt: skip
def test_an_optimizer_in_the_notation_of_matrices(optimizer, name, formula):
    rule = rules(Network(2, "tanh", "squared_error", optimizer=optimizer))[name]
    written = arrays.write_quantity(rule, arrays.LATEX)
    written = written.replace(r"\frac{\partial L}{\partial W_{1}}", "G")
    assert written.replace(r"\left", "").replace(r"\right", "") == formula
