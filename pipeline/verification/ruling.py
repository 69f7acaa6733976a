"""What makes a proof: what a snippet printed, held against its own predictions.

Apart from the runner, because it is plain arithmetic that every reader should be able to check, and because the
bundle carries this file's text to machines that have no `kanwu`: the standard library of Python 3.10 is enough.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple


class Ruling(NamedTuple):
    """The runner's decision."""

    holds: bool
    reason: str
    """Why not; empty where it holds."""


def decide(result: Mapping[str, Any]) -> Ruling:
    """Hold what a snippet measured against the predictions of fact and myth.

    It holds where every quantity measured is within tolerance of the fact, the bands of fact and myth do not touch
    wherever the two differ, they differ somewhere, and the control reads the myth's numbers.
    Raises KeyError, TypeError or ValueError where the output is not that of a proof.
    """
    fact, myth = numbers(result["fact"]), numbers(result["myth"])
    measured, control = numbers(result["measured"]), numbers(result["control"])
    [tolerance] = numbers({"tolerance": result["tolerance"]}).values()
    if not fact or not 0 <= tolerance < math.inf:
        raise ValueError("no prediction, or no tolerance that is a number from 0")
    for name, other in (("myth", myth), ("measured", measured), ("control", control)):
        if other.keys() != fact.keys():
            return Ruling(False, f"{name} does not speak of the same quantities as the fact")
    apart = [name for name in fact if fact[name] != myth[name]]
    if not apart:
        return Ruling(False, "fact and myth predict the same: nothing could tell them apart")
    for name in apart:
        if not abs(fact[name] - myth[name]) > 2 * tolerance:
            return Ruling(False, f"of {name}, fact and myth predict what this tolerance cannot tell apart")
    for name, value in measured.items():
        if not near(value, fact[name], tolerance):
            return Ruling(False, f"measured {name} = {value:.6g}, the fact predicts {fact[name]:.6g}")
    for name, value in control.items():
        if not near(value, myth[name], tolerance):
            return Ruling(False, f"the control reads {name} = {value:.6g}, the myth predicts {myth[name]:.6g}")
    return Ruling(True, "")


def near(value: float, prediction: float, tolerance: float) -> bool:
    """Whether a reading is within tolerance; NaN and infinity are near nothing."""
    return math.isfinite(value) and round(abs(value - prediction), 9) <= tolerance


def numbers(values: Mapping[str, Any]) -> dict[str, float]:
    """Named numbers, rounded to nine decimals; raises TypeError where one is none."""
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{name} is not a number")
    return {str(name): round(float(value), 9) for name, value in values.items()}
