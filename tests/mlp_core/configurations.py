"""Any legal configuration, for property tests."""

from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, SCALINGS, TrainConfig


def configurations(units: st.SearchStrategy) -> st.SearchStrategy[TrainConfig]:
    """Configurations of networks of these ``units``, all other settings anywhere in LIMITS."""
    return st.builds(
        TrainConfig,
        units=units,
        learning_rate=st.floats(1e-5, 1.0),
        epochs=st.integers(1, 500),
        batch_size=st.integers(1, 2000),
        seed=st.integers(0, 2**32 - 1),
        activation=st.sampled_from(sorted(ACTIVATIONS)),
        loss=st.sampled_from(sorted(LOSSES)),
        shuffle=st.booleans(),
        init_scale=st.floats(0.0, 10.0),
        scaling=st.sampled_from(sorted(SCALINGS)),
    )
