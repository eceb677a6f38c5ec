"""What others typed, sent or broke, shown as text wherever the Compare page has it."""

import re
from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.files.run_file import run_to_file
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.mlp_core.stored import outside
from tests.pages.kept import tick
from tests.pages.shown import messages, press

CONFIG = TrainConfig((64, 8, 10), 0.001, 1, batch_size=32)
IMAGE = "![x](http://foreign.example/a.png)"
FOREIGN = f"{IMAGE} <img src=http://foreign.example/b.png> :material/star: $x$ [a](http://foreign.example)"


def markdown_of(app) -> str:
    """All that the page shows as Markdown, without what is code in it."""
    shown = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.success]
    shown += [*app.subheader, *app.header, *app.toast]
    labels = [element.label for element in (*app.button, *app.toggle, *app.expander)]
    return re.sub(r"`[^`]*`", "", "\n".join([*(element.value for element in shown), *labels]))


@pytest.fixture
def foreign_runs(store):
    changes = {"name": FOREIGN, "note": FOREIGN, "tags": (IMAGE,), "versions": {IMAGE: IMAGE}}
    for run_id in ("one", "two"):
        # The same name, one configuration, no parameters: most of the page has to name them.
        run = make_run(CONFIG, (), id=run_id, group=IMAGE, **changes)
        store.record(run, [SCORE])
        store.record(make_run(replace(CONFIG, seed=3), (), id=f"{run_id}3", group=IMAGE), [SCORE])


def test_no_text_of_a_run_is_read_as_markdown(open_app, store, foreign_runs):
    app = tick(open_app("compare"), "one", "two")
    assert "foreign.example" not in markdown_of(app)
    assert "foreign.example" in messages(app)
    for element in app.get("html"):
        assert "<img" not in element.proto.body
    for grid in app.table:
        assert "foreign.example" not in grid.value.to_csv()


def test_a_long_name_does_not_take_the_page(open_app, store):
    store.record(make_run(CONFIG, (), id="long", name="W" * 200), [SCORE])
    app = tick(open_app("compare"), "long")
    assert max(map(len, app.selectbox(key="compare_with").options)) < 60
    heads = re.findall(r"<th[^>]*>([^<]*)", "".join(e.proto.body for e in app.get("html")))
    assert max(map(len, heads)) < 40


def test_what_comes_of_a_file_quotes_its_texts(open_app, store):
    run, checkpoint = trained_run(CONFIG)
    content = run_to_file(replace(run, name=FOREIGN[:200]), checkpoint)
    app = open_app("compare")
    files = [(f"{IMAGE}.npz", content, ""), (f"{IMAGE}.npz", content[:-30], "")]
    app.get("file_uploader")[0].set_value(files).run()
    assert "imported as `![x](http://foreign.example/a.png)" in messages(app)
    assert "foreign.example" not in markdown_of(app)


def test_a_damaged_run_is_listed_by_itself_and_can_be_deleted(open_app, store):
    store.record(make_run(CONFIG, (), id="good", name="good"), [SCORE])
    store.record(make_run(CONFIG, (), id="bad", name=IMAGE), [SCORE])
    outside(store.path, f"UPDATE runs SET config = '{IMAGE}' WHERE id = 'bad'")
    app = open_app("compare")
    assert list(app.dataframe[0].value["name"]) == ["good"]
    assert [expander.label for expander in app.expander if "damaged" in expander.label] == [
        "1 damaged run"
    ]
    assert f"`{IMAGE}`: `" in "\n".join(markdown.value for markdown in app.markdown)
    assert "foreign.example" not in markdown_of(app)
    press(app, "Delete it")
    assert store.damaged() == []
    assert not [expander for expander in app.expander if "damaged" in expander.label]
    assert list(app.dataframe[0].value["name"]) == ["good"]
