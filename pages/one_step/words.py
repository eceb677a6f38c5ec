"""What the page says in words: a few sentences for each stage, and what each symbol means."""

import re
from collections.abc import Callable

from mlp_core import ACTIVATIONS, DATASETS, SGDStep
from mlp_core.losses import Loss
from mlp_core.teaching.quantities.names import LETTERS, PREFIXES, PRIME, SYMBOLS, shown_name
from mlp_core.teaching.quantities.quantity import CHANGE, GRADIENT, UPDATED
from pages.shared.links.to_one_step import REAL_ROW

INTRO = (
    "What the network is shown goes forward through it, its error comes back, and every weight "
    "moves a little. "
)
INTRO_OF_MODE = {
    "own network": "The page opens on Question 1 of the practical; every number is here.",
    REAL_ROW: "Here it is {one}, and the network is drawn or trained before.",
    "your turn": "Here some of the numbers are yours to find.",
}
STAGES = {
    "forward": (
        "The network makes its guess. Each unit weighs what it is handed,{adds} and a hidden unit "
        "bends the sum with its activation; {last}. All of these numbers are kept: the way back "
        "will need every one of them."
    ),
    "loss": (
        "How wrong was the guess? The loss is one number that says so: the smaller, the better, "
        "and 0 would be perfect. It has to be a single number, because everything that follows "
        "asks one question: what makes it smaller?"
    ),
    "gradients": (
        "How does the loss answer to a small change of each number? The chain rule tells, from "
        "the output back to the input, and each gradient is made from the one computed just "
        "before it. That is why this direction is so cheap: nothing is computed twice."
    ),
    "update": (
        "Now the network learns. A gradient points to where the loss grows, so every {learner} "
        "{moves} the other way; the learning rate η says how little. All move at once, each by "
        "the gradient from before the update{more}."
    ),
}
CHECK = (
    "Is backpropagation right? Two methods that know no chain rule answer for every parameter. The "
    "central difference moves it a little both ways and watches the loss; the complex step moves "
    "it along the imaginary axis and loses no digits."
)
ROWS = (
    "Several observations go through at once. In the formulas X, Z1, H1 and the like hold a row "
    "for each; all rows have the same weights, and the gradients of weights add up over them."
)
KEYS = (
    " By keyboard: Tab to a table, arrow keys to a number, Enter; F2 goes to the bar and back, "
    "Escape closes."
)
PICK = f"Pick any number in a table or in the picture to see the exact sum that made it.{KEYS}"
PICK_TO_PREDICT = (
    f"Pick any ? in table or picture and commit to what it will be: then it is shown.{KEYS}"
)
ROUNDING = (
    " ≈ 0 marks a number that is nothing but rounding: sums that cancel leave 1e-17 in place of 0. "
    "What was computed is in the bar, and in the tables at full precision."
)
NOT_WHILE_PREDICTING = (
    "The rest of the page tells every number. It is here again once nothing is left to predict, or "
    "*Predict first* is switched off."
)
YOUR_TURN = (
    "Fill in the fields. Each answer is marked as soon as you leave it; the bar at the bottom has "
    "hints for the field you are in (F2 goes there and back). A later answer that follows from an "
    "earlier slip counts."
)


def of_stage(step: SGDStep, stage: str) -> str:
    """What a stage does in this step."""
    objective = step.objective
    linear = not objective.record.prediction_name
    text = STAGES[stage].format(
        adds=" adds its bias," * objective.has_biases,
        last="the last layer stays linear" if linear else "the output unit has its turn in stage 2",
        learner="weight and bias" if objective.learns_biases else "weight",
        moves="is pushed" if step.state.arrays else "moves a little",
        more=" and by what earlier ones have left behind" * bool(step.state.arrays),
    )
    return f"{text} {objective.record.convention}".rstrip() if stage == "loss" else text


def output_unit(unit: str) -> str:
    """What an output unit is called: by its activation, where it has one."""
    return ACTIVATIONS[unit].label if unit in ACTIVATIONS else unit


def output_function(loss: Loss) -> str:
    """The same as a function of z: tanh(z3), exp(z3)."""
    name = loss.prediction_forms.text.partition("(")[0] if loss.prediction_forms else loss.unit
    return ACTIVATIONS[loss.unit].label if loss.unit in ACTIVATIONS else name


def of_mode(mode: str, dataset: str) -> str:
    """What a mode of the page shows, where real rows are those of ``dataset``."""
    return INTRO_OF_MODE[mode].format(one=DATASETS[dataset].words.one)


# What an optimizer remembers of each parameter, by the letter that stands for it.
REMEMBERED = {
    "v": ("The velocity", "where the last updates have been heading"),
    "m": ("The first moment", "a mean of its gradients, the late ones counting most"),
    "s": ("The second moment", "such a mean of the squares of its gradients"),
}
CHANGE_OF = "change of "


def tips(n_layers: int) -> dict[str, str]:
    """What each symbol of a network of so many layers of weights means, by how it is written."""
    found = {
        "x": "x, the input: what the network is shown",
        "y": "y, the target: what the output should be",
        "p": "p, the probabilities: softmax makes the outputs positive, adding up to 1",
        "ŷ": "ŷ, the prediction: what the output unit makes of its z",
        "L": "L, the loss: how wrong the output is, as one number",
        "penalty": "What large weights add to the loss",
        "∂L/∂ŷ": "How the loss answers when a ŷ grows a little",
        "∂L/∂x": "How the loss answers when a number of x grows a little",
        "L′": "L′, the loss of the same forward pass once more, with all W′ and b′",
        "term of L": "What this output unit adds to the loss",
        "η": "η, the learning rate: how far a step goes against the gradient",
        "μ": "μ, momentum: the share of its velocity that a parameter keeps",
        "β₁": "β₁: the share of the first moment that is kept",
        "β₂": "β₂: the share of the second moment that is kept",
        "ε": "ε keeps Adam from dividing by 0",
        "t": "t counts the updates, with this one",
        "α": "α, the strength of the penalty on large weights",
    }
    for k in range(1, n_layers + 1):
        of = f"of layer {k}"
        source = "the input x" if k == 1 else f"h{k - 1}"
        found |= {
            f"W{k}": f"W{k}, the weights {of}: a row for each unit, a column for each number of "
            f"{source}",
            f"b{k}": f"b{k}, the biases {of}: what a unit adds whatever it is handed",
            f"z{k}": f"z{k}, the pre-activations {of}: weighted sums, plus the biases",
            f"h{k}": f"h{k}, the activations {of}: z{k} bent by the activation function",
            f"g′(z{k})": f"How much an output answers when its z{k} grows a little",
            f"∂L/∂z{k}": f"How the loss answers when a z{k} grows a little",
            f"∂L/∂h{k}": f"How the loss answers when an h{k} grows a little",
            f"∂L/∂W{k}": f"The gradient of W{k}: how the loss answers to each weight",
            f"∂L/∂b{k}": f"The gradient of b{k}: how the loss answers to each bias",
            f"η·∂L/∂W{k}": f"What the update takes off W{k}",
            f"η·∂L/∂b{k}": f"What the update takes off b{k}",
        }
        for name in (f"W{k}", f"b{k}"):
            found |= {
                f"{name}′": f"{name} after the update",
                f"{CHANGE_OF}{name}": f"What the update takes off {name}",
            }
            for letter, (what, says) in REMEMBERED.items():
                found[f"{letter}{name}"] = f"{what} of {name} before the update: {says}"
                found[f"{letter}{name}′"] = f"{what} of {name} after the update: {says}"
    return found


def shown(step: SGDStep, name: str) -> str:
    """An entry or an array as the page writes it: ``shown_name``.

    But η·∂L/∂W1 is what gradient descent alone takes off: another optimizer makes a change of its
    own.
    """
    if name.startswith(CHANGE) and step.optimizer != "sgd":
        return f"{CHANGE_OF}{name.removeprefix(CHANGE)}"
    return shown_name(name)


# What a person may type for an array, blanks left out, and what the engine calls it.
_TYPED = {
    symbol.replace(" ", ""): name
    for name, symbol in [*SYMBOLS.items(), ("loss_after", f"L{PRIME}")]
}
# The same without Greek letters, or as the matrix of all rows.
_TYPED |= {
    "X": "x",
    "Y": "y",
    "P": "probabilities",
    "Ŷ": "prediction",
    "yhat": "prediction",
    "lr": "learning_rate",
    "mu": "momentum",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "eps": "epsilon",
}
# vW1 is velocity_W1, and g′(z2) is slope2.
_REMEMBERED = re.compile(rf"([{''.join(LETTERS.values())}])(?=[WwBb]\d)")
_OF_LETTERS = {letter: start for start, letter in LETTERS.items()}
_SLOPE = re.compile(r"g′\(?[zZ](\d+)\)?")
# The letter of an array such as grad_w2, in whatever case it was typed.
_LETTER = re.compile(r"(?<![A-Za-z])[A-Za-z](?=\d)")
_CASES = {"w": "W", "b": "b", "z": "z", "h": "h", "x": "x", "y": "y"}
_ARRAYS = re.compile(r"[A-Za-z_]+\d*")


def engine_name(text: str) -> str:
    """The inverse of ``shown_name``, for what a person typed; an engine's name stays one."""
    array, bracket, index = text.replace("'", "′").replace(" ", "").partition("[")
    if index.endswith("′"):
        array, index = f"{array}′", index.removesuffix("′")
    array = array.replace("dL/d", "∂L/∂")
    array = array if "_" in array else re.sub("^eta(?=$|·)", "η", array)
    array = _TYPED.get(array, array)
    if array.endswith(PRIME):
        array = UPDATED + array.removesuffix(PRIME)
    for prefix, symbols in reversed([*PREFIXES.items(), (CHANGE, CHANGE_OF.replace(" ", ""))]):
        if array.startswith(symbols):
            bare = array.removeprefix(symbols)
            array = prefix + _TYPED.get(bare, bare)
    array = _SLOPE.sub(r"slope\1", array)
    if not array.startswith((CHANGE, GRADIENT)):
        array = _REMEMBERED.sub(lambda found: _OF_LETTERS[found[1]], array, count=1)
    return (
        _LETTER.sub(lambda match: _CASES.get(match[0].lower(), match[0]), array) + bracket + index
    )


def in_page_names(formula: str, write: Callable[[str], str] = shown_name) -> str:
    """A formula of the engine's names as the page writes it, each name by ``write``."""
    formula = formula.replace("Σ_j", "Σⱼ").replace("Σ_i", "Σᵢ").replace("Σ_n", "Σₙ")
    return _ARRAYS.sub(lambda match: write(match[0]), formula)
