"""Options as people write them are the arguments of the engine; what is half said is told."""

import pytest

from mlp_core import ACTIVATIONS, LOSSES
from mlp_core.teaching.given.reading import TextError, read_text

ONE = "W1 = [[1, 2]]\nb1 = 0\n"
TWO = "W1 = [[1, 2], [3, 4]]\nb1 = 0\nW2 = [[5, 6]]\nb2 = 0\n"
THREE = TWO + "W3 = [[7]]\nb3 = 0\n"
ARRAYS = {"weights", "biases"}
SAID = {
    "learning rate = 1/2": {"learning_rate": 0.5},
    "η: .25": {"learning_rate": 0.25},
    "LR = 1e-3": {"learning_rate": 1e-3},
    "learning_rate_init=.1": {"learning_rate": 0.1},
    "learningRate: 2": {"learning_rate": 2.0},
    "momentum = 0.9": {"momentum": 0.9},
    "nesterov: True": {"nesterovs_momentum": True},
    "nesterovs_momentum = no": {"nesterovs_momentum": False},
    "weight decay = 0.01": {"alpha": 0.01},
    "λ = 0.01": {"alpha": 0.01},
    "bias: frozen": {"bias": "frozen"},
    "biases = not updated": {"bias": "frozen"},
    "use_bias = False": {"bias": "none"},
    "fit_intercept: true": {"bias": "learned"},
    "The biases are frozen here.": {"bias": "frozen"},
    "reduction = 'sum'": {"rows": "sum"},
    "rows: average": {"rows": "mean"},
    "order = online": {"order": "one by one"},
    "order: one by one": {"order": "one by one"},
    "solver = adam": {"optimizer": "adam"},
    "optimizer: gradient descent": {"optimizer": "sgd"},
    "β1 = 0.8, β2 = 0.9, ε = 1e-7": {"beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-7},
    "half = no": {"half": False},
    "activation = sigmoid": {"activation": "logistic"},
    'activation: "ReLU"': {"activation": "relu"},
    "activation function: hyperbolic tangent": {"activation": "tanh"},
    "loss = squared_error": {"loss": "squared_error"},
    "loss: MSE": {"loss": "squared_error"},
    "loss: squared error, output: sigmoid": {"loss": "logistic_squared_error"},
    "output = logistic, loss = squared_error": {"loss": "logistic_squared_error"},
    "output = tanh": {"loss": "tanh_squared_error"},
    "output activation: ReLU": {"loss": "relu_squared_error"},
    "loss = binary_crossentropy": {"loss": "logistic_cross_entropy"},
    "loss = cross-entropy": {"loss": "logistic_cross_entropy"},
    "activation = tanh, sigmoid\nloss = MSE": {
        "loss": "logistic_squared_error",
        "activation": "tanh",
    },
    "cost function = quadratic": {"loss": "squared_error"},
    "output = softmax": {"loss": "softmax_cross_entropy"},
    "output: softmax, loss: cross-entropy": {"loss": "softmax_cross_entropy"},
    "activation: relu, output: linear": {"activation": "relu", "loss": "squared_error"},
    "output = linear": {"loss": "squared_error"},
    "output = exponential": {"loss": "poisson"},
    "loss: Poisson deviance": {"loss": "poisson"},
    "loss = PoissonNLLLoss": {"loss": "poisson"},
    "loss = squared distance": {"loss": "squared_error"},
    "loss = MAE": {"loss": "absolute_error"},
    "loss: L1Loss": {"loss": "absolute_error"},
    "loss: absolute": {"loss": "absolute_error"},
    "loss = Huber": {"loss": "huber"},
    "loss: smooth_l1_loss": {"loss": "huber"},
    "loss = categorical_crossentropy, output = softmax": {"loss": "softmax_cross_entropy"},
}


@pytest.mark.parametrize("text", SAID)
def test_an_option_is_read_as_people_write_it(text):
    given = read_text(TWO + text)
    options = {name: v for name, v in given.arguments.items() if name not in ARRAYS}
    assert options == SAID[text]
    assert any(s.startswith("Options: ") and next(iter(options)) in s for s in given.understood)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_known_by_all_its_names(name):
    record = ACTIVATIONS[name]
    for spelling in (name, record.label, record.brief, record.prose, *record.spellings):
        assert read_text(f"{TWO}activation = {spelling}").arguments["activation"] == name


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_known_by_its_name(name):
    assert read_text(f"{TWO}loss = {name}").arguments["loss"] == name


def test_no_spelling_means_two_activations():
    spellings = [s for r in ACTIVATIONS.values() for s in (r.label, *r.spellings)]
    assert len({*spellings}) == len(spellings)


@pytest.mark.parametrize("text", ["activation = tanh, relu", 'activation = ["tanh", "ReLU"]'])
def test_an_activation_a_layer(text):
    assert read_text(THREE + text).arguments["activation"] == ("tanh", "relu")


def test_of_as_many_activations_as_layers_the_last_is_the_outputs():
    given = read_text(TWO + "activations = [relu, linear]")
    assert given.arguments["activation"] == "relu"
    assert given.arguments["loss"] == "squared_error"
    assert "The last activation is that of the output: linear." in given.understood


def test_without_hidden_layers_the_activation_is_that_of_the_output():
    given = read_text(ONE + "activation = linear")
    assert "activation" not in given.arguments
    assert given.arguments["loss"] == "squared_error"
    said = read_text(ONE + "activation = tanh\nloss = squared_error").arguments
    assert (said["activation"], said["loss"]) == ("tanh", "squared_error")
    assert read_text(ONE + "hidden_activation = tanh").arguments["activation"] == "tanh"


def test_an_activation_in_each_layers_record():
    given = read_text(
        '{"layers": [{"weights": [[1, 2]], "biases": [0], "activation": "relu"},'
        ' {"weights": [[3]], "biases": [0], "activation": "linear"}]}'
    )
    assert given.arguments["activation"] == "relu"
    assert given.arguments["loss"] == "squared_error"


def test_what_is_not_said_of_a_loss_is_assumed_aloud():
    given = read_text("W1 = [[1], [2]]\nb1 = 0\nloss = cross-entropy")
    assert given.arguments["loss"] == "softmax_cross_entropy"


def test_a_number_for_the_loss_is_what_somebody_computed():
    given = read_text(TWO + "loss = 0.298\nactivation = 3")
    assert given.arguments.keys() == ARRAYS
    assert "left out: `loss`, `activation`" in " ".join(given.understood)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("logistic activation", {"activation": "logistic"}),
        ("leaky ReLU activation, no biases", {"activation": "leaky_relu", "bias": "none"}),
        ("sigmoid outputs", {"loss": "logistic_squared_error"}),
        ("a non-linear activation", {}),
    ],
)
def test_words_say_an_option_without_a_sign_of_equality(line, found):
    arguments = read_text(TWO + line).arguments
    assert {name: v for name, v in arguments.items() if name not in ARRAYS} == found


def test_what_is_said_with_a_sign_counts_more_than_words():
    text = f"{TWO}activation = tanh\nOften there is a sigmoid activation"
    assert read_text(text).arguments["activation"] == "tanh"


def test_a_mean_squared_error_that_may_have_no_half_is_told():
    sentence = "`MSE` is taken for ½ Σ (ŷ − y)² of a row. Write half = no"
    assert sentence in " ".join(read_text(TWO + "loss = MSE").understood)
    assert sentence not in " ".join(read_text(TWO + "loss = MSE\nhalf = no").understood)
    assert "half = no" not in " ".join(read_text(TWO + "loss = squared error").understood)


def test_an_alpha_that_may_be_the_rate_is_told():
    sentence = "write learning rate = 0.1"
    assert sentence in " ".join(read_text(TWO + "α = 0.1").understood)
    assert sentence not in " ".join(read_text(TWO + "α = 0.1\nη = 0.5").understood)


def test_an_option_said_twice_is_told():
    said = " ".join(read_text(TWO + "lr = 1\nlearning rate = 2").understood)
    assert "learning_rate is said in line 5 and in line 6, which counts" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("output = linear\nloss = cross-entropy", "no loss for linear output units"),
        ("loss = softmax_cross_entropy\noutput = linear", "no loss for linear output units"),
        ("activation = softmax", "Write output = softmax"),
        ("momentum = -1", "momentum must lie between"),
        ("momentum = 1 2", "must be one number"),
        ("bias = perhaps", "Write one of learned, frozen, none"),
        ("order = backwards", "Write one of batch, one by one"),
    ],
)
def test_what_cannot_be_is_refused(text, message):
    with pytest.raises(TextError, match=message):
        read_text(TWO + text)
