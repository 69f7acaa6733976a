"""Fact: continuous batching schedules after every step: a text that is finished leaves at once, a waiting one takes its place.
Myth: a batch is served as a whole, and all its texts wait for the longest.
"""

import json
import sys

FAMILY = "inference"
STANDS_FOR = "A serving engine: each step makes one token for every text in the batch; steps are counted, not timed."
TEXTS, PLACES = [2, 9, 3, 8, 1, 7, 4, 6], 4  # tokens to generate, in the order of arrival; texts served at a time
FACT = {"steps": 13.0, "first_waits": 0.0, "places_idle": 0.2308}  # 40 tokens in 13 * 4 places; the first is done at 2
MYTH = {"steps": 16.0, "first_waits": 7.0, "places_idle": 0.375}  # 9 + 7 steps; it waits for the text of 9
TOLERANCE = 0.001  # steps are counted


def serve(by_step: bool) -> dict[str, float]:
    """Run the queue to its end: who is let in when, and when each text gets back to its reader."""
    waiting, running, step, delivered = list(range(len(TEXTS))), {}, 0, {}
    while waiting or running:
        if by_step or not running:
            while waiting and len(running) < PLACES:
                text = waiting.pop(0)
                running[text] = TEXTS[text]
        step += 1
        running = {text: left - 1 for text, left in running.items()}
        done = [text for text, left in running.items() if left <= 0]
        if by_step or len(done) == len(running):
            for text in done:
                delivered[text] = step
                del running[text]
    idle = 1 - sum(TEXTS) / (step * PLACES)
    return {"steps": float(step), "first_waits": float(delivered[0] - TEXTS[0]), "places_idle": idle}


def measure(device: str) -> dict[str, float]:
    return serve(by_step=True)


def control(device: str) -> dict[str, float]:
    """The same queue served batch by batch: new texts are let in, and finished ones out, when the last is through."""
    return serve(by_step=False)


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
