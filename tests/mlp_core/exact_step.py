"""A step without rounding: the same float64 givens, in decimal arithmetic of 60 digits.

Written out number by number from the formulas of ``network``, on plain lists: it shares nothing
with the engine but what goes in, and how activations are written, in words.
"""

from decimal import Decimal, localcontext

from mlp_core import ACTIVATIONS
from tests.mlp_core.written import exact_value

Exact = dict[str, list]
DIGITS = 60


def exact_step(x, y, weights, biases, learning_rate, loss, activation) -> Exact:
    """Every number of a step on rows of observations, by the names of ``SGDStep.values``.

    Arrays are nested lists; what has a row an observation in a batch has a list a row.
    """
    with localcontext() as context:
        context.prec, context.Emin, context.Emax = DIGITS, -(10**9), 10**9
        rows, targets = _decimals(x), _decimals(y)
        Ws, bs = _decimals(weights), _decimals(biases)
        return _step(rows, targets, Ws, bs, Decimal(learning_rate), loss, activation)


def _step(rows, targets, Ws, bs, rate, loss, activation) -> Exact:
    n, layers = len(rows), range(1, len(Ws) + 1)
    z, h = _forward(rows, Ws, bs, activation)
    made = {f"z{k}": z[k] for k in layers} | {f"h{k}": h[k] for k in layers[:-1]}
    made |= _loss(z[len(Ws)], targets, loss)
    grad_z = [[g / n for g in row] for row in made.pop("grad_output")]
    if "slope" in made:
        made[f"slope{len(Ws)}"] = made.pop("slope")
        made["grad_prediction"] = [[g / n for g in row] for row in made["grad_prediction"]]
    updated_W, updated_b = [], []
    for k in reversed(layers):
        W, b = Ws[k - 1], bs[k - 1]
        grad_W = [
            [
                sum(g[i] * a[j] for g, a in zip(grad_z, h[k - 1], strict=True))
                for j in range(len(W[0]))
            ]
            for i in range(len(W))
        ]
        grad_b = [sum(column) for column in zip(*grad_z, strict=True)]
        change_W = [[rate * g for g in row] for row in grad_W]
        change_b = [rate * g for g in grad_b]
        updated_W.insert(0, [_minus(*pair) for pair in zip(W, change_W, strict=True)])
        updated_b.insert(0, _minus(b, change_b))
        made |= {f"grad_z{k}": grad_z, f"grad_W{k}": grad_W, f"grad_b{k}": grad_b}
        made |= {f"change_W{k}": change_W, f"change_b{k}": change_b}
        made |= {f"updated_W{k}": updated_W[0], f"updated_b{k}": updated_b[0]}
        grad_h = [
            [sum(W[i][j] * g[i] for i in range(len(W))) for j in range(len(W[0]))] for g in grad_z
        ]
        made[f"grad_h{k - 1}" if k > 1 else "grad_x"] = grad_h
        if k > 1:
            grad_z = [
                [g * _slope(*values, activation) for g, *values in zip(*rows, strict=True)]
                for rows in zip(grad_h, z[k - 1], h[k - 1], strict=True)
            ]
    z_after, _ = _forward(rows, updated_W, updated_b, activation)
    made["loss_after"] = _loss(z_after[len(Ws)], targets, loss)["loss"]
    return made


def _forward(rows, Ws, bs, activation):
    """z and h by layer, h[0] the rows themselves."""
    z, h = [None], [rows]
    for W, b in zip(Ws, bs, strict=True):
        z.append([[_dot(w, row) + bias for w, bias in zip(W, b, strict=True)] for row in h[-1]])
        h.append([[_activate(value, activation) for value in row] for row in z[-1]])
    return z, h


def _activate(z, activation):
    return exact_value(ACTIVATIONS[activation].value_forms.text, z)


def _slope(z, h, activation):
    f = ACTIVATIONS[activation]
    return exact_value(f.slope_forms.text, z if f.slope_of == "z" else h)


def _loss(outputs, targets, loss):
    pairs = list(zip(outputs, targets, strict=True))
    unit = loss.partition("_")[0]
    if loss.endswith("squared_error"):
        made = _squared_error(outputs, targets, unit)
        terms = made["loss_terms"]
    elif loss == "poisson":
        made = _poisson(pairs)
        terms = made["loss_terms"]
    elif loss in ON_ERROR:
        made = _on_error(outputs, targets, *ON_ERROR[loss])
        terms = made["loss_terms"]
    elif unit == "logistic":
        p = [[_activate(o, unit) for o in row] for row in outputs]
        terms = [
            [
                t * _log_of_one_plus((-o).exp()) + (1 - t) * _log_of_one_plus(o.exp())
                for o, t in zip(*pair, strict=True)
            ]
            for pair in pairs
        ]
        gradient = [
            [q - t for q, t in zip(*pair, strict=True)] for pair in zip(p, targets, strict=True)
        ]
        made = {"probabilities": p, "loss_terms": terms, "grad_output": gradient}
    else:
        p = [[o.exp() / sum(other.exp() for other in row) for o in row] for row in outputs]
        logs = [[o - sum(other.exp() for other in row).ln() for o in row] for row in outputs]
        terms = [
            [-t * log for log, t in zip(*pair, strict=True)]
            for pair in zip(logs, targets, strict=True)
        ]
        gradient = [
            [q - t for q, t in zip(*pair, strict=True)] for pair in zip(p, targets, strict=True)
        ]
        made = {"probabilities": p, "loss_terms": terms, "grad_output": gradient}
    return made | {"loss": sum(map(sum, terms)) / len(terms)}


def _log_of_one_plus(e):
    """log(1 + e), also where 1 + e has no digit of e left."""
    return e - e * e / 2 if e < Decimal("1e-25") else (1 + e).ln()


def _poisson(pairs):
    made = {
        "prediction": lambda o, t: o.exp(),
        "loss_terms": lambda o, t: o.exp() - t + (t * (t.ln() - o) if t else 0),
        "grad_output": lambda o, t: o.exp() - t,
    }
    return {
        name: [[of(o, t) for o, t in zip(*pair, strict=True)] for pair in pairs]
        for name, of in made.items()
    }


def _sign(e):
    return Decimal((e > 0) - (e < 0))


# The term of an error e = z - y, and the gradient, of losses of a linear output.
ON_ERROR = {
    "absolute_error": (abs, _sign),
    "huber": (
        lambda e: e * e / 2 if abs(e) <= 1 else abs(e) - Decimal("0.5"),
        lambda e: e if abs(e) <= 1 else _sign(e),
    ),
}


def _on_error(outputs, targets, term, gradient):
    errors = [_minus(*pair) for pair in zip(outputs, targets, strict=True)]
    return {
        "loss_terms": [[term(e) for e in row] for row in errors],
        "grad_output": [[gradient(e) for e in row] for row in errors],
    }


def _squared_error(outputs, targets, unit):
    bends = unit in ACTIVATIONS
    made = [[_activate(o, unit) if bends else o for o in row] for row in outputs]
    errors = [
        [o - t for o, t in zip(*pair, strict=True)] for pair in zip(made, targets, strict=True)
    ]
    terms = [[error**2 / 2 for error in row] for row in errors]
    if not bends:
        return {"loss_terms": terms, "grad_output": errors}
    slopes = [
        [_slope(z, o, unit) for z, o in zip(*pair, strict=True)]
        for pair in zip(outputs, made, strict=True)
    ]
    gradient = [
        [e * s for e, s in zip(*pair, strict=True)] for pair in zip(errors, slopes, strict=True)
    ]
    return {
        "prediction": made,
        "loss_terms": terms,
        "grad_prediction": errors,
        "slope": slopes,
        "grad_output": gradient,
    }


def _dot(a, b):
    return sum(u * v for u, v in zip(a, b, strict=True))


def _minus(a, b):
    return [u - v for u, v in zip(a, b, strict=True)]


def _decimals(values):
    """Nested lists of exact decimals: every float64 is one."""
    if isinstance(values, (list, tuple)) or getattr(values, "ndim", 0):
        return [_decimals(value) for value in values]
    return Decimal(float(values))
