"""How a number is written: one display format for every table, and LaTeX for formulas."""

PLACES = 6
# Below, six decimals would keep less than three of a number's digits.
SMALL, LARGE = 1e-4, 1e6


def display(value: float) -> str:
    """Six decimals; whole numbers as such; scientific for the very small and large."""
    if value == int(value) and abs(value) < LARGE:
        return str(int(value))
    if SMALL <= abs(value) < LARGE:
        return f"{value:.{PLACES}f}"
    return f"{value:.3e}"


def short(value: float) -> str:
    """A number of few digits as it is, 0.5; any other as ``display`` writes it."""
    whole = full_precision(value)
    return whole.removesuffix(".0") if len(whole) <= PLACES else display(value)


def full_precision(value: float) -> str:
    """The shortest decimal that reads back as the very same float64."""
    return repr(float(value) + 0.0)  # adding zero takes the sign off a negative zero


def latex(value: float) -> str:
    """Four significant digits, for matrices inside formulas."""
    text = f"{value:.4g}" if value else "0"
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}{{\\cdot}}10^{{{int(exponent)}}}" if e else text
