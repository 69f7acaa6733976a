"""Fact: 1F1B idles as much as GPipe; what it saves is memory, for no stage holds more micro-batches than there are stages.
Myth: it has the smaller bubble, or holds as many activations.
"""

import json
import sys

FAMILY = "parallelism"
STANDS_FOR = "Pipelines on GPUs: steps and micro-batches in flight follow from who waits for whom, and are counted."
STAGES, CUT, SHOWN = 4, 16, [4, 8, 16, 32]
FACT = {"steps_saved": 0.0, "held_by_first": 4.0, "held_by_last": 1.0}  # beside GPipe; micro-batches at most
MYTH = {"steps_saved": 6.0, "held_by_first": 16.0, "held_by_last": 16.0}  # of 2 * (16 + 3), if no stage had to wait
TOLERANCE = 0.01  # steps are counted


def run(cut: int, back_first: bool, waits: bool = True) -> tuple[int, list[int]]:
    """In each step a stage does one micro-batch forwards or backwards: steps, and the most that each stage holds.

    GPipe goes forwards while it can; 1F1B goes backwards as soon as it can, and lets only so many in.
    """
    forward, backward, held, steps = [0] * STAGES, [0] * STAGES, [0] * STAGES, 0
    while backward[0] < cut:
        before, behind = list(forward), list(backward)
        for stage in range(STAGES):
            arrived = cut if stage == 0 or not waits else before[stage - 1]
            returned = before[stage] if stage == STAGES - 1 or not waits else behind[stage + 1]
            room = STAGES - stage if back_first else cut
            can_go = before[stage] < arrived and before[stage] - behind[stage] < room
            can_return = behind[stage] < min(returned, before[stage])
            if can_return and (back_first or not can_go):
                backward[stage] += 1
            elif can_go:
                forward[stage] += 1
        steps, held = steps + 1, [max(h, f - b) for h, f, b in zip(held, forward, backward, strict=True)]
    return steps, held


def measure(device: str) -> dict[str, float]:
    (steps, held), (gpipe, _) = run(CUT, back_first=True), run(CUT, back_first=False)
    return dict(zip(FACT, map(float, (gpipe - steps, held[0], held[-1])), strict=True))


def control(device: str) -> dict[str, float]:
    """The same instrument on stages that never wait, which would have no bubble, and on GPipe, which holds all."""
    (gpipe, held), (steps, _) = run(CUT, back_first=False), run(CUT, back_first=True, waits=False)
    return dict(zip(FACT, map(float, (gpipe - steps, held[0], held[-1])), strict=True))


def series(device: str) -> dict[str, object]:
    held = {name: [run(cut, first)[1][0] for cut in SHOWN] for name, first in (("1F1B", True), ("GPipe", False))}
    return {"x": SHOWN, "x_label": "micro-batches", "unit": "micro-batches held"} | held


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
