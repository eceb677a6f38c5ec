"""How activations and losses are written, held against what they compute."""

import re
from decimal import Decimal, localcontext

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.losses import get_loss
from tests.mlp_core.written import exact_value

Z = np.array([-6.0, -2.5, -1.0, -0.3, -1e-3, 0.0, 1e-3, 0.7, 1.0, 3.25, 6.0])
# How something is written, what computes it, and of what.
WRITTEN = {f"{name}, h": (f.value_forms, f.function, Z) for name, f in ACTIVATIONS.items()} | {
    f"{name}, slope": (f.slope_forms, f.derivative, Z if f.slope_of == "z" else f.function(Z))
    for name, f in ACTIVATIONS.items()
}
written = pytest.mark.parametrize(("forms", "function", "of"), WRITTEN.values(), ids=WRITTEN)


def run(lines, argument, imports=(), **names):
    """What the last of some lines of NumPy comes to."""
    *before, last = (*imports, *(line.format(argument) for line in lines))
    scope = {"np": np, **names}
    exec("\n".join(before), scope)
    return eval(last, scope)


@written
def test_an_activation_is_what_is_written(forms, function, of):
    with localcontext(prec=40):
        expected = [float(exact_value(forms.text, Decimal(float(number)))) for number in of]
    np.testing.assert_allclose(function(of), expected, rtol=1e-14, atol=1e-16)


@written
def test_an_activation_is_what_its_source_computes(forms, function, of):
    for lines in ((forms.numpy,), forms.source):
        made = run(lines, "z", forms.imports, z=of)
        np.testing.assert_allclose(made, function(of), rtol=1e-14, atol=1e-15)
    # Where a run goes astray, a warning would stop whoever runs the script.
    wild = np.array([-1e4, -800.0, 800.0, 1e4])
    made = run(forms.source, "z", forms.imports, z=wild)
    np.testing.assert_allclose(made, function(wild), rtol=1e-14)


@written
def test_a_text_can_be_a_factor(forms, function, of):
    # Without brackets around it there is no sum, but in a fraction's denominator.
    outside = forms.text
    while outside != (outside := re.sub(r"\([^()]*\)|\[[^\]]*\]", "", outside)):
        pass
    assert not {"+", "−"} & set(outside)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_loss_is_what_its_source_computes(name, half, rows):
    loss, rng = get_loss(name, half=half), np.random.default_rng(0)
    output, y = rng.normal(size=(rows, 4)), np.eye(4)[rng.integers(4, size=rows)]
    wild = 1e3 * output
    for z in (output, wild):
        # What is beyond float64 in mathematics is so in the source, too.
        with np.errstate(over="ignore" if np.isinf(loss.terms(z, y)).any() else "warn"):
            value = run(loss.value_forms.source, "output", output=z, y=y)
            gradient = run(loss.gradient_forms.source, "output", output=z, y=y)
        assert value == pytest.approx(loss.terms(z, y).sum(), rel=1e-14)
        np.testing.assert_allclose(gradient, loss.gradient(z, y), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("half", [True, False])
def test_a_loss_is_what_is_written_of_its_prediction(name, half):
    loss, rng = get_loss(name, half=half), np.random.default_rng(1)
    output, y = rng.normal(size=4), np.eye(4)[2]
    p = output
    if loss.prediction_forms is not None:
        p = run((loss.prediction_forms.numpy,), "z", z=output)
        np.testing.assert_allclose(p, loss.predict(output), rtol=1e-14)
    value = run((loss.value_forms.numpy,), "p", p=p, y=y)
    assert value == pytest.approx(loss.terms(output, y).sum(), rel=1e-14)
    gradient = run((loss.gradient_forms.numpy,), "p", p=p, y=y)
    np.testing.assert_allclose(gradient, loss.gradient(output, y), rtol=1e-13)
    assert (loss.prediction_forms is None) == (loss.to_prediction is None)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_steepest_slope_and_the_kink(name):
    f = ACTIVATIONS[name]
    z = np.linspace(-20.0, 20.0, 40_001)
    slopes = f.slope(z, f.function(z))
    assert np.abs(slopes).max() == pytest.approx(f.steepest, rel=1e-6)
    # Two neighbours of another slope are a kink; it belongs to what is below it.
    jumps = z[1:][np.abs(np.diff(slopes)) > 0.1]
    assert len(jumps) == (f.kink is not None)
    if f.kink is not None:
        assert jumps == pytest.approx([f.kink + 1e-3])
        z_below = np.array([f.kink - 1e-9])
        below = f.slope(z_below, f.function(z_below))
        assert f.slope_at_kink == below


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_flat_side_has_a_name(name):
    f = ACTIVATIONS[name]
    z = np.array([-50.0, 50.0])
    h = f.function(z)
    flat = np.abs(f.slope(z, h)) < 1e-6
    assert (f.flat is not None) == bool(flat.any())
    # A dead unit hands on nothing, and is one on one side only.
    assert (f.flat == "dead") == (flat.sum() == 1 and abs(h[flat][0]) < 1e-6)
