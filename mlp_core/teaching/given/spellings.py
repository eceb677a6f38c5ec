"""How people spell options and their values; whatever has a name here is read by that name, too."""

import re

from mlp_core.activations import ACTIVATIONS
from mlp_core.losses import LOSSES
from mlp_core.task_options import OPTIONS

# The unit that makes the prediction: half of what a loss is called here.
OUTPUT = "output unit"
# The activation of hidden layers, and surely not of the output.
HIDDEN = "hidden_activation"


def plain(name: str) -> str:
    """Letters and digits alone: learning_rate, learningRate and Learning rate are one name."""
    return re.sub(r"[\W_]+", "", name).lower()


def _by_spelling(spellings: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {plain(spelling): name for name, all_of in spellings.items() for spelling in all_of}


# Names of options; each of OPTIONS is read by its own name besides.
OPTION_NAMES = _by_spelling(
    {
        "learning_rate": (
            "eta",
            "lr",
            "rate",
            "step size",
            "learning rate eta",
            "learning_rate_init",
        ),
        "loss": ("loss function", "cost", "cost function", "error function", "criterion"),
        "activation": ("activations", "activation function", "nonlinearity"),
        "optimizer": ("solver", "optimiser"),
        "momentum": ("mu", "momentum factor"),
        "nesterovs_momentum": ("nesterov", "nesterov momentum"),
        "alpha": ("lambda", "l2", "weight decay", "l2 penalty", "regularization"),
        "bias": ("bias mode", "use bias", "fit intercept", "learn biases", "train biases"),
        "rows": ("reduction", "over rows"),
        "order": ("row order",),
        "epsilon": ("eps",),
        "half": ("half squared error", "with half", "one half"),
        OUTPUT: ("output", "output activation", "output function", "out_activation_", OUTPUT),
    }
) | {plain(name): name for name in (*OPTIONS, HIDDEN)}
# Values of choices, by option.
VALUES = {
    "optimizer": _by_spelling({"sgd": ("gradient descent", "gd", "stochastic gradient descent")}),
    "bias": _by_spelling(
        {
            "learned": ("true", "yes", "trained", "trainable", "updated"),
            "frozen": ("fixed", "constant", "not learned", "not updated", "not trained"),
            "none": ("false", "no", "off", "without", "zero"),
        }
    ),
    "rows": _by_spelling({"mean": ("average",), "sum": ("total", "add")}),
    "order": _by_spelling(
        {
            "batch": ("full batch", "all at once", "all"),
            "one by one": ("online", "stochastic", "incremental", "row by row", "sequential"),
        }
    ),
}
ACTIVATION_NAMES = _by_spelling(
    {name: (name, r.label, r.brief, r.prose, *r.spellings) for name, r in ACTIVATIONS.items()}
)
# Words for what some divide by the number of outputs, and what is said of it, by its measure.
MEANS = ("mean", "mse", "mae")
MEAN_OF = {
    "squared error": "{} is taken for ½ Σ (ŷ − y)² of a row. Write half = no for it without the "
    "½; over outputs it adds up.",
    "absolute error": "{} is taken for Σ |z − y| of a row: over outputs it adds up.",
}
LOSS_NAMES = _by_spelling({name: (name, loss.label) for name, loss in LOSSES.items()})
YES, NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", "none"}
# What words say without a sign of equality.
_PHRASES = {
    "without biases": ("bias", "none"),
    "without bias": ("bias", "none"),
    "no biases": ("bias", "none"),
    "no bias": ("bias", "none"),
    "biases are frozen": ("bias", "frozen"),
    "biases are not updated": ("bias", "frozen"),
    "frozen biases": ("bias", "frozen"),
}
_SPELLINGS = [
    spelling.replace("_", " ").lower()
    for name, record in ACTIVATIONS.items()
    for spelling in (name, record.label, record.brief, record.prose, *record.spellings)
]
_PHRASES |= {f"{spelling} activation": ("activation", spelling) for spelling in _SPELLINGS}
_PHRASES |= {f"{spelling} output": (OUTPUT, spelling) for spelling in _SPELLINGS}
# The longest first: a leaky ReLU activation is no ReLU activation.
_PHRASE = re.compile(
    rf"(?<![\w-])({'|'.join(map(re.escape, sorted(_PHRASES, key=len, reverse=True)))})"
)


def phrases_in(line: str) -> dict[str, str]:
    """Options, and their values as people spell them, that ``line`` says in words: "no biases"."""
    return dict(_PHRASES[phrase] for phrase in _PHRASE.findall(line.lower()))
