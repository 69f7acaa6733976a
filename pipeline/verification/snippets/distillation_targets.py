"""Fact: in distillation the student learns the teacher's probabilities, which a higher temperature makes softer.
Myth: it learns the hard labels alone, and a higher temperature makes them sharper.
"""

import json
import sys

import torch

FAMILY = "objectives"
TEACHER, STEPS, RATE, TEMPERATURE = [4.0, 2.0, 0.0], 4000, 4, 4
# The largest target at temperature 4; how many times likelier than the third class the student finds the second one.
FACT = {
    "largest_target": 0.5065,
    "second_over_third": 7.389,
}  # 1 / (1 + e ** -0.5 + e ** -1); e ** 2, as the teacher does
MYTH = {"largest_target": 1.0, "second_over_third": 1.0}  # softmax of 16, 8, 0; a label says nothing of the other two
TOLERANCE = 0.01  # gradient steps until hardly anything moves


def softened(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    return (logits / temperature).softmax(0)


def learned(targets: torch.Tensor, temperature: float) -> torch.Tensor:
    """A student's logits after training on these targets, by cross-entropy at this temperature."""
    logits = torch.zeros_like(targets, requires_grad=True)
    for _ in range(STEPS):
        loss = -(targets * (logits / temperature).log_softmax(0)).sum()
        logits = (logits - RATE * torch.autograd.grad(loss, logits)[0]).detach().requires_grad_()
    return logits.softmax(0)


def read(targets: torch.Tensor, student: torch.Tensor) -> dict[str, float]:
    return {"largest_target": targets.max().item(), "second_over_third": (student[1] / student[2]).item()}


def measure(device: str) -> dict[str, float]:
    teacher = torch.tensor(TEACHER, dtype=torch.float64, device=device)
    targets = softened(teacher, TEMPERATURE)
    return read(targets, learned(targets, TEMPERATURE))


def control(device: str) -> dict[str, float]:
    """The same instrument on logits that are multiplied by the temperature, and on a student of hard labels."""
    teacher = torch.tensor(TEACHER, dtype=torch.float64, device=device)
    return read(softened(teacher, 1 / TEMPERATURE), learned(teacher.eq(teacher.max()).double(), 1.0))


if __name__ == "__main__":
    device = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    proof = {"fact": FACT, "myth": MYTH, "tolerance": TOLERANCE}
    print(json.dumps(proof | {"measured": measure(device), "control": control(device)}))
