"""Question 1 as the page displays it, against figures from independent code."""

import pytest

from tests.mlp_core.reference import load_reference
from tests.pages.shown import table, tables

LOSS_LABELS = {"squared_error": "Squared error", "softmax_cross_entropy": "Cross-entropy"}


def expected_cells(reference: dict) -> dict[str, float]:
    """Every figure of the reference under the name that the page gives it: z1[2], ∂L/∂W3[1,2]."""
    lists = {
        "z": "z{k}",
        "h": "h{k}",
        "grad_z": "∂L/∂z{k}",
        "grad_h": "∂L/∂h{k}",
        "grad_weights": "∂L/∂W{k}",
        "grad_biases": "∂L/∂b{k}",
        "updated_weights": "W{k}′",
        "updated_biases": "b{k}′",
    }
    cells = {"L": reference["loss"]}
    for field, name in lists.items():
        for k, array in enumerate(reference[field], start=1):
            cells |= _named(name.format(k=k), array)
    last = "p" if reference["loss_name"] == "softmax_cross_entropy" else "z3"
    return cells | _named(last, reference["output"])


def _named(name: str, array: list) -> dict[str, float]:
    if isinstance(array[0], list):
        return {
            f"{name}[{i},{j}]": value
            for i, row in enumerate(array, start=1)
            for j, value in enumerate(row, start=1)
        }
    return {f"{name}[{i}]": value for i, value in enumerate(array, start=1)}


def shown_cells(app) -> dict[str, set[float]]:
    """Every number in the page's tables by name; a name may be shown more than once."""
    shown: dict[str, set[float]] = {}
    for caption, cells in tables(app):
        if caption.startswith(("All ", "Ledger", "L′", "η ")):
            continue  # the gradient check, whose rows are parameters, the ledger's ranges, …
        matrix = caption.split(" (")[0]
        for (row, column), text in cells.items():
            if not text:
                continue
            if row == "L":
                name = "L"
            elif column.startswith("[·"):
                name = f"{matrix}{row.replace('·', column[3:-1])}"
            else:
                name = f"{column}{row}"
            shown.setdefault(name, set()).add(float(text))
    return shown


@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_every_intermediate_is_displayed_to_1e_12(open_app, loss):
    app = open_app(step_loss=LOSS_LABELS[loss])
    app.toggle(key="step_full").set_value(True).run()
    shown = shown_cells(app)
    for name, value in expected_cells(load_reference("question1")[loss]).items():
        assert name in shown, f"{name} is not displayed"
        for number in shown[name]:
            assert number == pytest.approx(value, rel=0, abs=1e-12), name


def test_the_loss_stands_in_its_table_in_display_format(open_app):
    assert table(open_app(), "z3, y, term of L")["L", "term of L"] == "0.376364"


def test_the_headline_says_the_loss_before_and_after(open_app):
    values = {metric.label: metric.value for metric in open_app().metric}
    assert values == {
        "Step": "1",
        "Loss before": "0.376364",
        "Loss after": "0.294343",
        "Predicted change −η‖∇L‖²": "-0.086696",
        "Actual change L′ − L": "-0.082021",
        "Actual / predicted": "0.9461",
    }


def test_before_minus_change_is_after_in_every_cell(open_app):
    app = open_app(step_start="Random", step_x="1, 2, 3, 4")
    app.toggle(key="step_full").set_value(True).run()
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        before, change, after = (
            table(app, f"{caption} (") for caption in (name, f"η·∂L/∂{name}", f"{name}′")
        )
        by_row = [sorted(cells.items()) for cells in (before, change, after)]
        for (_, was), (_, step), (_, is_now) in zip(*by_row, strict=True):
            assert float(was) - float(step) == float(is_now) != float(was)
