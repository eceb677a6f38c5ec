"""Pictures that OpenML has: MNIST's digits and Zalando's clothes, 70,000 of each."""

from mlp_core.data import openml
from mlp_core.data.centred import centred
from mlp_core.data.record import Content, Drawing, Facts, LoadCode, Parameters, Record, always
from mlp_core.data.rows import Picture, Words

IN_ORDER = (
    "The first 60,000 images are the set's own part to learn from, and the last 10,000 its own to "
    "be tested on{}: a test share of 0.142857 parts them there."
)
SUGGESTS = {"scaling": "min_max", "batch_size": 32, "learning_rate": 0.1, "epochs": 5}
ROW = Picture((28, 28), 0, 255)
# As an exported program asks for them, for the reasons that stand beside openml.ARGUMENTS.
LINES = """
{name} = fetch_openml(
    data_id={data_id}, as_frame=False, parser="pandas", read_csv_kwargs={{"dtype": "uint8"}}
)
"""


def _record(
    name: str,
    title: str,
    size: str,
    data_id: int,
    class_names: tuple[str, ...],
    words: Words,
    parts: str,
    drawing: Drawing | None,
) -> Record:
    remote = openml.remote(title, size, data_id)
    code = LoadCode(
        imports="from sklearn.datasets import fetch_openml",
        lines=LINES.strip("\n").format(name=name, data_id=data_id),
        rows=f"{name}.data.astype(float)",
        targets=f"{name}.target.astype(int)",
    )

    def load(parameters: Parameters) -> Content:
        return Content(*openml.rows_and_classes(remote))

    return Record(
        name=name,
        facts=always(Facts(ROW, class_names=class_names)),
        parameters=(),
        load=load,
        code=lambda parameters: code,
        in_order=IN_ORDER.format(parts),
        remote=remote,
        drawing=drawing,
        suggests=SUGGESTS,
        words=words,
    )


# Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits", 1998.
MNIST = _record(
    "mnist",
    "MNIST",
    "some 130 MB of text, which are 70,000 images of 28 × 28 pixels and take 1 to 2 GB of memory",
    554,
    tuple("0123456789"),
    Words(
        thing="digit",
        things="digits",
        subject="MNIST's digits",
        one="a handwritten digit",
        row="image",
        rows="images",
        value="pixel",
        values="pixels",
        target="digit",
        each="the digit each is meant to be",
        verb="read",
        label="digit {}",
        it_is="{a} {name}",
        the="the {}",
    ),
    ", by other writers",
    Drawing(
        centred,
        "As the set was made: the drawing is cropped, made smaller to fit 20 × 20 pixels with grey "
        "edges, and set so that its centre of mass is in the middle of 28 × 28.",
    ),
)
# H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST", 2017: in the form of MNIST, and harder.
FASHION = _record(
    "fashion",
    "Fashion-MNIST",
    "some 155 MB of text, which are 70,000 images of 28 × 28 pixels and take 1 to 2 GB of memory",
    40996,
    (
        "T-shirt",
        "trousers",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    ),
    Words(
        thing="piece of clothing",
        things="clothes",
        subject="clothes in small pictures",
        one="a piece of clothing in a picture",
        row="image",
        rows="images",
        value="pixel",
        values="pixels",
        target="kind",
        each="the kind of each",
        it_is="of the kind {name}",
        the="its kind, {},",
    ),
    "",
    # They are photographs: no line that somebody draws is one.
    None,
)
PICTURES = (MNIST, FASHION)
