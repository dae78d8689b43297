"""Student's t distribution in plain Python: scipy alone would cost more start-up time than a whole run."""

from __future__ import annotations

import math

_TINY = 1e-300
_CLOSE = 1e-15
_MAX_STEPS = 500


def t_cdf(value: float, df: int) -> float:
    """Probability that a t variable with `df` degrees of freedom is at most `value`.

    Raises:
        ValueError: `df` is less than 1.
    """
    if df < 1:
        raise ValueError(f"degrees of freedom must be at least 1, not {df}")
    tail = 0.5 * incomplete_beta(df / 2, 0.5, df / (df + value * value))
    return 1 - tail if value > 0 else tail


def t_quantile(probability: float, df: int) -> float:
    """The value below which a t variable with `df` degrees of freedom falls with `probability`.

    Found by bisection of `t_cdf`, to about twelve digits.

    Raises:
        ValueError: `probability` is not between 0 and 1, or `df` is less than 1.
    """
    if not 0 < probability < 1:
        raise ValueError(f"a probability lies between 0 and 1, not {probability}")
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    low, high = 0.0, 1.0
    while t_cdf(high, df) < probability:
        low, high = high, 2 * high
    while high - low > 1e-12 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cdf(middle, df) < probability else (low, middle)
    return (low + high) / 2


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and x from 0 to 1.

    The continued fraction of Abramowitz & Stegun 26.5.8, which converges fast below the mean; above it
    by the symmetry I_x(a, b) = 1 - I_{1-x}(b, a).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) * _fraction(a, b, x) / a


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction by Lentz's method (Press et al., Numerical Recipes, 6.4)."""
    numerator, denominator = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    product = denominator
    for step in range(1, _MAX_STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for coefficient in (even, odd):
            denominator = _inverse(1 + coefficient * denominator)
            numerator = 1 + coefficient / (numerator or _TINY)
            change = denominator * numerator
            product *= change
        if abs(change - 1) < _CLOSE:
            break
    return product


def _inverse(value: float) -> float:
    return 1 / (value if abs(value) > _TINY else _TINY)
