"""The settings that the practical has: data, network, learning rate, epochs, batches, seed."""

from mlp_core.activations import ACTIVATIONS
from mlp_core.data import parameters, split
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import SCALINGS, scaling_names
from mlp_core.fields import NOTHING
from mlp_core.layer_sizes import Sizes
from mlp_core.losses import LOSSES
from mlp_core.number_text import exact
from mlp_core.setting_kinds import Choice, Limits, Real, Whole, YesNo
from mlp_core.settings.record import Setting

UNITS = Sizes(layers=Limits(0, 10), units=Limits(1, 1024))
LOSS_NAMES = {name: loss.label for name, loss in LOSSES.items()}
ACTIVATION_NAMES = {name: activation.label for name, activation in ACTIVATIONS.items()}
DATA_NAMES = {name: record.words.subject for name, record in DATASETS.items()}
# Of the data that a visitor finds; a page that knows the data of a run asks ``scaling_names``.
SCALING_NAMES = scaling_names(next(iter(DATASETS.values())).words)

PRACTICAL = (
    Setting(
        name="dataset",
        key="d",
        kind=Choice(DATASETS, DATA_NAMES),
        label="Data",
        column="data",
        said=str,
        control="menu",
    ),
    Setting(
        name="data_parameters",
        key="dp",
        kind=parameters.KIND,
        label="How the data are made",
        column="made with",
        neutral=NOTHING,
        handed_over=True,
    ),
    Setting(
        name="split",
        key="sp",
        kind=split.KIND,
        label="How the data are split",
        column="split",
        neutral=NOTHING,
        handed_over=True,
    ),
    Setting(
        name="units",
        key="u",
        kind=UNITS,
        tried=Limits(5, 80),
        label="Layer sizes",
        help="Input first, in whatever way you write them: 64-50-10, 64, 50, 10 or [64, 50, 10].",
        column="units",
    ),
    Setting(
        name="learning_rate",
        key="lr",
        kind=Real(Limits(1e-7, 100.0), logarithmic=True),
        tried=Limits(1e-4, 1e-1),
        label="Learning rate η",
        column="learning rate",
        said=lambda rate: f"rate {exact(rate)}",
        control="slider",
    ),
    Setting(
        name="epochs",
        key="e",
        kind=Whole(Limits(1, 500)),
        tried=Limits(5, 100),
        label="Epochs",
        column="epochs",
        said=lambda n: "1 epoch" if n == 1 else f"{n} epochs",
        control="slider",
    ),
    Setting(
        name="batch_size",
        key="b",
        kind=Whole(Limits(1, 2000), logarithmic=True),
        tried=Limits(1, 200),
        label="Batch size (rows a step)",
        column="batch size",
        said=lambda n: f"batch {n}",
    ),
    Setting(
        name="activation",
        key="a",
        kind=Choice(ACTIVATIONS, ACTIVATION_NAMES),
        label="Activation of hidden layers",
        column="activation",
    ),
    Setting(
        name="loss",
        key="l",
        kind=Choice(LOSSES, LOSS_NAMES),
        label="Loss",
        column="loss",
        said=lambda name: LOSSES[name].prose,
        control="menu",
    ),
    Setting(
        name="scaling",
        key="sc",
        kind=Choice(SCALINGS, SCALING_NAMES),
        label="Scaling of the inputs",
        column="scaling",
        control="menu",
    ),
    Setting(
        name="shuffle",
        key="sh",
        kind=YesNo(),
        label="Shuffle rows each epoch",
        column="shuffled",
        said=lambda shuffle: "shuffled" if shuffle else "in order",
    ),
    Setting(
        name="seed",
        key="s",
        kind=Whole(Limits(0, 2**32 - 1), is_name=True),
        label="Seed",
        column="seed",
        said=lambda seed: f"seed {seed}",
    ),
)
