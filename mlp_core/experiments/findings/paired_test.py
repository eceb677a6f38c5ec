"""Whether two networks that read the same rows differ by more than chance: McNemar's test."""

from dataclasses import dataclass

from scipy.stats import binomtest

from mlp_core.number_text import percent

SIGNIFICANT = 0.05
# What is less likely is said to be less than that.
RAREST = 1e-4


@dataclass(frozen=True)
class PairedTest:
    """Rows that one network alone reads correctly, and how easily chance divides them so.

    Rows that both get right or both get wrong tell nothing about which is better. Of the others
    each is as likely ``only_a`` as ``only_b`` where the networks are equally good: ``p_value``
    is the probability that so many coins fall as unevenly as this or more (two-sided, exact).
    It is 1 where there is no such row.
    """

    only_a: int
    only_b: int
    p_value: float

    @property
    def significant(self) -> bool:
        """Whether chance divides the rows so in less than SIGNIFICANT of cases."""
        return self.p_value < SIGNIFICANT


def paired_test(only_a: int, only_b: int) -> PairedTest:
    """McNemar's test (1947, Psychometrika 12, 153-157) in its exact form.

    Raises ``ValueError`` for counts below zero.
    """
    for name, n in (("only_a", only_a), ("only_b", only_b)):
        if n < 0:
            raise ValueError(f"{name} must be a count of rows from 0 on; got {n}")
    n = only_a + only_b
    return PairedTest(only_a, only_b, float(binomtest(only_a, n).pvalue) if n else 1.0)


def paired_sentence(test: PairedTest) -> str:
    """What the test says about networks A and B, with its numbers."""
    n = test.only_a + test.only_b
    if not n:
        return "Both are right on the very same rows: the test set cannot tell them apart."
    better, most = ("A", test.only_a) if test.only_a > test.only_b else ("B", test.only_b)
    rows = "1 row is" if n == 1 else f"{n:,} rows are"
    if test.only_a == test.only_b:
        divided = f"{rows} read correctly by one of them alone, half of them by A and half by B"
    else:
        divided = f"{rows} read correctly by one of them alone, {most:,} of them by {better}"
    chance = f"below {percent(RAREST)}" if test.p_value < RAREST else percent(test.p_value)
    verdict = (
        f"that is more than chance explains, and {better} is better at rows like these"
        if test.significant
        else "chance explains that, and which of them is better cannot be told"
    )
    return (
        f"{divided}: {verdict} (McNemar's exact test: as uneven or more with a probability of "
        f"{chance} if both were equally good)."
    )
