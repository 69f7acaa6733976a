"""Fact: with p stages and m micro-batches, pipeline parallelism idles (p - 1) / (m + p - 1) of the time.
Myth: the stages wait for one another however the batch is cut: (p - 1) / p of the time, as without micro-batches.
"""

import json
import sys

FAMILY = "parallelism"
STAGES, MICRO_BATCHES = 4, 12
FACT = {"idle": 0.2, "idle_of_one_batch": 0.75}  # 3 / (12 + 3); 3 / (1 + 3)
MYTH = {"idle": 0.75, "idle_of_one_batch": 0.75}
TOLERANCE = 0.01  # steps are counted
STANDS_FOR = "GPipe's schedule on GPUs: idle steps follow from who waits for whom, and are counted here, not timed."


def idle(stages: int, micro_batches: int) -> float:
    """Run the schedule: a stage starts on a micro-batch when it is free and the one before has handed it over.

    All forward passes, then all backward passes in the other direction; each takes one step of every stage.
    """
    free, busy = [0] * stages, 0
    for order in (range(stages), reversed(range(stages))):
        order, handed_over = list(order), [max(free)] * micro_batches
        for stage in order:
            for micro_batch in range(micro_batches):
                start = max(free[stage], handed_over[micro_batch])
                free[stage] = handed_over[micro_batch] = start + 1
                busy += 1
    return 1 - busy / (stages * max(free))


def measure(device: str, cut: int = MICRO_BATCHES) -> dict[str, float]:
    return {"idle": idle(STAGES, cut), "idle_of_one_batch": idle(STAGES, 1)}


def control(device: str) -> dict[str, float]:
    """The same schedule with the batch in one piece: the stages do wait for one another."""
    return measure(device, cut=1)


def series(device: str) -> dict[str, object]:
    cuts = [1, 2, 4, 8, 16, 32]
    found = {f"{stages} stages": [idle(stages, cut) for cut in cuts] for stages in (2, 4, 8)}
    return {"x": cuts, "x_label": "micro-batches", "unit": "share of time idle"} | found


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device), "series": series(device)}))
