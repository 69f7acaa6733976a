"""Fact: pass@k counts a problem as solved when any of k samples passes; the estimate from n samples is unbiased.
Myth: all k samples have to pass.
"""

import json
import random
import sys
from math import comb

FAMILY = "evaluation"
STANDS_FOR = "HumanEval's own script: the estimator of its paper is written out, and held against drawing at random."
SAMPLES, PASSING, K, DRAWS = 10, 3, 4, 40000
FACT = {"estimate": 0.8333, "drawn": 0.8333}  # 1 - C(7, 4) / C(10, 4)
MYTH = {"estimate": 0.0, "drawn": 0.0}  # four that pass cannot be drawn from three
TOLERANCE = 0.01  # 40000 draws estimate a share to 0.002


def any_passes(n: int, c: int, k: int) -> float:
    """Chance that k of n samples, of which c pass, hold at least one that does."""
    return 1.0 - comb(n - c, k) / comb(n, k)


def all_pass(n: int, c: int, k: int) -> float:
    return comb(c, k) / comb(n, k)


def measure(device: str, estimate=any_passes, counts=any) -> dict[str, float]:
    draw, results = random.Random(0), [number < PASSING for number in range(SAMPLES)]
    solved = sum(counts(draw.sample(results, K)) for _ in range(DRAWS))
    return {"estimate": estimate(SAMPLES, PASSING, K), "drawn": solved / DRAWS}


def control(device: str) -> dict[str, float]:
    """The same instrument when all of the k samples have to pass."""
    return measure(device, all_pass, all)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
