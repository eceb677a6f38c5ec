"""What the columns are called: no setting and no result goes without words."""

from mlp_core.experiments.runs.table import CAUSES, RESULTS
from mlp_core.setting_kinds import YesNo
from mlp_core.settings import SETTINGS, of_kind
from pages.compare import finding, words


def test_every_column_has_a_head():
    assert {*CAUSES, *RESULTS} <= words.COLUMNS.keys()


def test_every_setting_is_written_and_said_in_a_label():
    assert SETTINGS.keys() <= words.WRITTEN.keys() & words.SHORT.keys()


def test_every_setting_but_yes_or_no_can_be_asked_for():
    assert SETTINGS.keys() - {*finding.CHOICES, *finding.RANGES} == {*of_kind(YesNo)}
