"""The results of a sweep on a page of their own, as AppTest has it."""

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from tests.pages import shown
from tests.patience import PATIENCE_SECONDS


def _page(sweep, results, active):
    from pages.sweep.map import section
    from pages.sweep.map.view import view_of

    section.show(view_of(sweep, results, active))


def opened(sweep: Sweep, results: Sequence[Result], active: bool = False, **query: str) -> AppTest:
    """The page that shows them."""
    app = AppTest.from_function(
        _page,
        default_timeout=PATIENCE_SECONDS,
        kwargs={"sweep": sweep, "results": results, "active": active},
    )
    for name, value in query.items():
        app.query_params[name] = value
    return again(app)


def again(app: AppTest) -> AppTest:
    """The page, run once more."""
    app.run()
    assert not app.exception
    return app


def cells(app: AppTest) -> dict[tuple[str, str], dict]:
    """What the first map has, by the labels across and up."""
    return {(row["x"], row["y"]): row for row in shown.chart_rows(app, "kind")}


def control(app: AppTest, label: str):
    """The menu with this label."""
    return next(box for box in app.selectbox if box.label.startswith(label))
