"""What there is to say of the importance of settings, in sentences that its numbers bear."""

from mlp_core.experiments.sweeps.findings.importance import FEWEST, Importances, Share
from mlp_core.number_text import count, percent, r2

# Where a forest foretells less, its shares are told with what escapes it.
GOOD_FIT = 0.8


def importance_sentences(found: Importances | None) -> list[str]:
    """How well the values can be told from the settings, which settings matter, and which pair."""
    if found is None:
        return [
            f"Which settings matter can be asked once {FEWEST} combinations or more have a value, "
            "and not all the same."
        ]
    of = f" of {count(found.n_known)}, drawn at random" if found.n < found.n_known else ""
    asked = f"a forest that learns from {count(found.n)} combinations{of}"
    if not found.means_something:
        return [
            f"Which settings matter cannot be told: {asked} foretells others no better than their "
            f"mean does, within noise (R² {r2(found.fit.value)}, at best 1)."
        ]
    lead = f"By {asked} and foretells others with an R² of {r2(found.fit.value)}"
    return [f"{lead}: {_axes(found)}.", *_missed(found), *_pair(found)]


def _axes(found: Importances) -> str:
    matter = [one for one in found.axes if one.share.beyond_noise]
    others = [one.axis.column for one in found.axes if not one.share.beyond_noise]
    if not matter:
        return f"how much of that is due to {' and how much to '.join(others)} cannot be told"
    told = [
        f"{one.axis.column} has a part in {_in_percent(one.share)} of the variation"
        if not i
        else f"{one.axis.column} in {_in_percent(one.share)}"
        for i, one in enumerate(matter)
    ]
    if others:
        told.append(f"{' and '.join(others)} in none that can be told from noise")
    return ", ".join(told)


def _missed(found: Importances) -> list[str]:
    """What the forest does not see has a part in no share."""
    if found.fit.value >= GOOD_FIT:
        return []
    missed = percent(1.0 - found.fit.value, 0)
    return [
        f"Of the others' variation {missed} escapes it: that is chance, or more than it can learn "
        "from so few, and then the parts are larger."
    ]


def _pair(found: Importances) -> list[str]:
    if len(found.axes) < 2:
        return []
    if found.interaction is None:
        return ["No two of them are seen to act together beyond noise."]
    a, b = (axis.column for axis in found.interaction.axes)
    share = _in_percent(found.interaction.share)
    return [
        f"{a[:1].upper()}{a[1:]} and {b} act together: in {share} of the variation they have a "
        "part only together, and what one does depends on the other."
    ]


def _in_percent(share: Share) -> str:
    """With its interval, as far as a share goes."""
    low, high = (percent(min(max(end, 0.0), 1.0), 0) for end in (share.low, share.high))
    return f"{percent(min(share.value, 1.0), 0)} ({low} to {high})"
