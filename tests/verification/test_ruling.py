"""What makes a proof: two sides, and a control that reads the myth."""

from __future__ import annotations

import math
from typing import Any

import pytest

from pipeline.verification.ruling import decide

PROOF: dict[str, Any] = {
    "fact": {"z2_gradients": 0.5, "z2_parameters": 1.0},
    "myth": {"z2_gradients": 1.0, "z2_parameters": 0.5},
    "tolerance": 0.01,
    "measured": {"z2_gradients": 0.5, "z2_parameters": 1.0},
    "control": {"z2_gradients": 1.0, "z2_parameters": 0.5},
}


def test_a_measurement_at_the_fact_with_a_control_at_the_myth_is_a_proof() -> None:
    assert decide(PROOF) == (True, "")


def test_swapping_fact_and_myth_fails() -> None:
    """Otherwise a snippet would prove whatever its author wrote down."""
    ruling = decide(PROOF | {"fact": PROOF["myth"], "myth": PROOF["fact"]})
    assert not ruling.holds
    assert ruling.reason == "measured z2_gradients = 0.5, the fact predicts 1"


def test_an_instrument_that_always_reads_the_fact_is_blind_and_fails() -> None:
    ruling = decide(PROOF | {"control": PROOF["measured"]})
    assert not ruling.holds
    assert ruling.reason == "the control reads z2_gradients = 0.5, the myth predicts 1"


@pytest.mark.parametrize("quantity", ["z2_gradients", "z2_parameters"])
def test_one_quantity_that_is_off_fails_the_whole(quantity: str) -> None:
    assert not decide(PROOF | {"measured": {**PROOF["measured"], quantity: 0.75}}).holds
    assert not decide(PROOF | {"control": {**PROOF["control"], quantity: 0.75}}).holds


def test_a_tolerance_in_which_fact_and_myth_meet_tells_nothing_apart() -> None:
    ruling = decide(PROOF | {"tolerance": 0.25})
    assert not ruling.holds
    assert "cannot tell apart" in ruling.reason


def test_fact_and_myth_that_predict_the_same_prove_nothing() -> None:
    same = PROOF["fact"]
    ruling = decide(PROOF | {"myth": same, "control": same})
    assert ruling == (False, "fact and myth predict the same: nothing could tell them apart")


def test_quantities_on_which_fact_and_myth_agree_may_stand_beside_those_that_decide() -> None:
    agreed = {name: {**PROOF[name], "z2_optimizer": 0.5} for name in ("fact", "myth", "measured", "control")}
    assert decide(PROOF | agreed).holds


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("side", ["fact", "myth", "measured", "control"])
def test_what_is_no_finite_number_is_near_nothing(side: str, value: float) -> None:
    assert not decide(PROOF | {side: {**PROOF[side], "z2_gradients": value}}).holds


@pytest.mark.parametrize("side", ["myth", "measured", "control"])
def test_a_side_that_speaks_of_other_quantities_fails(side: str) -> None:
    assert not decide(PROOF | {side: {"z2_gradients": PROOF[side]["z2_gradients"]}}).holds
    assert not decide(PROOF | {side: {**PROOF[side], "more": 1.0}}).holds


@pytest.mark.parametrize("side", ["fact", "myth", "measured", "control", "tolerance"])
def test_a_missing_part_is_not_the_output_of_a_proof(side: str) -> None:
    with pytest.raises(KeyError):
        decide({name: part for name, part in PROOF.items() if name != side})


@pytest.mark.parametrize(
    "change",
    [{"tolerance": -0.1}, {"tolerance": math.nan}, {"tolerance": math.inf}, {"tolerance": "0.01"}, {"tolerance": True},
     {"fact": {}}, {"measured": {"z2_gradients": "0.5", "z2_parameters": 1.0}}, {"measured": [0.5, 1.0]}],
    ids=str,
)  # fmt: skip
def test_what_is_not_a_named_number_is_not_the_output_of_a_proof(change: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        decide(PROOF | change)
