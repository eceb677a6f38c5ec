"""Configurations in links: what was packed comes back, and nothing that is typed is refused."""

import random
import re
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, QUESTION_2, config_link
from mlp_core.config_link import BETWEEN_CONFIGS, MOST_CONFIGS, from_link, to_link
from mlp_core.settings import SETTINGS
from tests.mlp_core.configurations import configurations

# As links were before settings had names in them, and as they are since.
PACKED = "64-50-10~0.001~100~1~0~tanh~softmax_cross_entropy~0~0.1~digits~none"
NAMED = (
    "v_2~d_digits~u_64-50-10~lr_0.001~e_100~b_1~a_tanh~l_softmax_cross_entropy~sc_none~sh_0~s_0"
    "~i_0.1"
)
POSITIONS_BEFORE = tuple(name for name in config_link.POSITIONS if name != "init_scale")
CONFIGS = configurations(
    st.lists(st.integers(1, 256), max_size=4).map(lambda hidden: (64, *hidden, 10))
)


@given(st.lists(CONFIGS, max_size=MOST_CONFIGS, unique=True))
def test_configurations_come_back_as_they_were(configs):
    link = to_link(configs)
    # Characters that no address writes in another way (RFC 3986, 2.3), but for 1e+16's plus.
    assert re.fullmatch(r"[A-Za-z0-9._~-]*", link)
    assert from_link(link) == (configs, [])


def test_the_format_is_what_links_out_there_hold():
    assert to_link([QUESTION_2]) == NAMED
    assert (
        to_link([QUESTION_2, replace(QUESTION_2, shuffle=True)]).split(BETWEEN_CONFIGS)[0] == NAMED
    )
    assert from_link(NAMED) == from_link(PACKED) == ([QUESTION_2], [])


@pytest.mark.parametrize(
    ("old", "new", "changes", "sentence"),
    [
        ("~0.001~", "~700~", {"learning_rate": 100.0}, "learning_rate is `700`, but lies between"),
        ("~0.001~", "~-1e3~", {"learning_rate": 1e-7}, "1e-07 is used"),
        ("~100~", "~0~", {"epochs": 1}, "epochs is `0`, but lies between 1 and 500; 1 is used"),
        ("~1~0~", "~9999~0~", {"batch_size": 2000}, "2000 is used"),
        ("~1~0~", "~1~-5~", {"seed": 0}, "seed is `-5`"),
        ("~0.1~", "~11~", {"init_scale": 10.0}, "init_scale is `11`"),
        ("-50-", "-9999-", {"units": (64, 1024, 10)}, "64-1024-10 is used"),
    ],
)
def test_numbers_off_limits_are_clamped(old, new, changes, sentence):
    configs, (complaint,) = from_link(PACKED.replace(old, new, 1))
    assert configs == [replace(QUESTION_2, **changes)]
    assert complaint.startswith("Configuration 1: ")
    assert sentence in complaint


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("64-50-10", "64-x-10", "units is `64-x-10`, not layer sizes"),
        ("64-50-10", "10", "units must name input and output layers"),
        ("64-50-10", "63-50-10", "units must begin with 64 and end with 10"),
        ("64-50-10", "64-1-1-1-1-1-1-1-1-1-1-1-10", "hidden_layers must lie between 0 and 10"),
        ("~0.001~", "~nan~", "learning_rate is `nan`, not a number"),
        ("~0.001~", "~1e999~", "learning_rate is `1e999`, not a number"),
        ("~100~", "~1.5~", "epochs is `1.5`, not a whole number"),
        ("tanh", "Tanh", f"activation is `Tanh`, not one of {', '.join(ACTIVATIONS)}"),
        ("~softmax_cross_entropy", "~", "loss is ``, not one of"),
        ("~0~0.1", "~yes~0.1", "shuffle is `yes`, neither 0 nor 1"),
        ("digits", "letters", "dataset is `letters`"),
        ("~none", "~none~1", "it has 12 fields, not 11"),
        ("~none", "", "it has 10 fields, not 11"),
    ],
)
def test_a_configuration_that_means_nothing_is_left_out_and_the_others_stay(old, new, sentence):
    configs, complaints = from_link(f"{PACKED.replace(old, new, 1)}~-~{PACKED}")
    assert configs == [QUESTION_2]
    assert sentence in " ".join(complaints)
    assert "It is left out." in complaints[-1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("v_2", "v_3", "it is of version `3` of links, and this app reads those up to 2: a newer"),
        ("v_2", "v_", "it is of version `` of links"),
        ("~s_0", "~s_0~zz_0.9", "it has a setting `zz`, which is not known here"),
        ("~s_0", "~", "it has a setting ``, which is not known here"),
        ("~s_0~i_0.1", "", "it does not say seed, init_scale: `v_2~d_digits~u_64"),
        ("~s_0", "~s_0~s_1", "it says a setting twice: `v_2~d_digits~u_64"),
        ("lr_0.001", "lr_x", "learning_rate is `x`, not a number"),
        ("sh_0", "sh", "shuffle is ``, neither 0 nor 1"),
        ("u_64", "u_63", "units must begin with 64 and end with 10"),
    ],
)
def test_what_names_do_not_say_is_told_and_the_others_stay(old, new, sentence):
    configs, (complaint,) = from_link(f"{NAMED.replace(old, new, 1)}~-~{NAMED}")
    assert configs == [QUESTION_2]
    assert complaint.startswith(f"Configuration 1: {sentence}")
    assert complaint.endswith(" It is left out.")


def test_the_order_of_names_is_free():
    version, *others = NAMED.split("~")
    assert from_link("~".join([version, *reversed(others)])) == ([QUESTION_2], [])


@pytest.mark.parametrize("link", [PACKED, NAMED.replace("~i_0.1", "")])
def test_a_link_from_before_a_setting_has_its_neutral_value(monkeypatch, link):
    # As if 0.7 had been what all runs began with before one could choose.
    later = replace(SETTINGS["init_scale"], neutral=0.7)
    monkeypatch.setitem(SETTINGS, "init_scale", later)
    monkeypatch.setattr(config_link, "POSITIONS", POSITIONS_BEFORE)
    configs, complaints = from_link(link.replace("~0.1~", "~"))
    assert (configs, complaints) == ([replace(QUESTION_2, init_scale=0.7)], [])
    assert "~i_" not in to_link(configs)
    assert "~i_0.1" in to_link([QUESTION_2])


def test_every_bad_field_is_named():
    link = PACKED.replace("tanh", "a").replace("~100~", "~b~").replace("digits", "c")
    configs, complaints = from_link(link)
    assert configs == []
    assert [complaint.split()[2] for complaint in complaints] == ["epochs", "activation", "dataset"]


def test_too_many_configurations_are_cut_and_doubles_are_one():
    many = [replace(QUESTION_2, seed=seed) for seed in range(MOST_CONFIGS + 2)]
    assert from_link(to_link(many)) == (many[:MOST_CONFIGS], [])
    configs, (complaint,) = from_link(BETWEEN_CONFIGS.join(to_link([config]) for config in many))
    assert configs == many[:MOST_CONFIGS]
    assert complaint == "The link holds 10 configurations; only the first 8 are used."
    assert from_link(f"{PACKED}~-~{PACKED}~-~") == ([QUESTION_2], [])


def test_nothing_that_is_typed_raises_or_gets_through():
    draw = random.Random(1)
    hostile = [
        "",
        "~",
        "~~",
        "~-~",
        "-",
        "~" * 5000,
        "-" * 999,
        "٣",
        "1_0",
        "\x00",
        "é" * 300,
        "1e5",
        "-0",
    ]
    hostile += ["![x](http://a)", "<b>", "`" * 5, "9" * 400, "inf", " 64-50-10 ", "64-50-10\n"]
    for k in range(1000):
        packed = (PACKED, NAMED)[k % 2]
        fields = packed.split("~")
        for _ in range(draw.randint(1, 4)):
            anything = "".join(draw.choices(string.printable, k=draw.randint(0, 12)))
            fields[draw.randrange(len(fields))] = draw.choice([anything, draw.choice(hostile)])
        for link in ("~".join(fields), draw.choice(hostile), packed[: draw.randint(0, 66)]):
            configs, complaints = from_link(link)
            assert from_link(to_link(configs)) == (configs, [])
            assert configs or complaints or not link.strip(" ~-")
            assert all(len(complaint) < 250 for complaint in complaints)
