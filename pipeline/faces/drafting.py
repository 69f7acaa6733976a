"""The commands that begin a proof: `kanwu snippet new`, and what `kanwu verify --propose` does with a model's draft."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.faces.reading import Knowledge, load_knowledge
from pipeline.faces.speech import say
from pipeline.models import Agent, EnvironmentLacks, Fact, KanwuError

if TYPE_CHECKING:
    from pipeline.verification import Device

EXAMPLE = "temperature"
"""The proof of the library that a model is shown: short, and its control is the plainest."""

DRAFT_TOKENS = 4000
"""Enough for the longest draft."""

snippet_app = typer.Typer(no_args_is_help=True, help="Begin a proof.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(snippet_app, name="snippet")


@snippet_app.command("new", epilog="Example: kanwu snippet new alibi-slope.slopes-form")
def snippet_new(
    fact: Annotated[str, typer.Argument(metavar="FACT", help="Id of the fact that it is to settle.")],
    name: Annotated[str | None, typer.Option("--name", help="Name of the snippet (default: from the fact).")] = None,
    family: Annotated[str, typer.Option("--family", help="Family of proofs, as `verify --list` shows.")] = "unsorted",
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write it (default: the library, or here).")
    ] = None,
    knowledge: Knowledge = None,
) -> None:
    """Write the file of a proof that already runs and fails, to be filled in."""
    from pipeline.verification import proposing, read_snippet

    held = _fact(fact, load_knowledge(knowledge)[0].facts)
    library = Path(read_snippet.__code__.co_filename).parent
    into = folder or (library if library.is_relative_to(Path.cwd()) else Path.cwd())
    called = name or proposing.name_for(held)
    if not called.isidentifier():
        raise KanwuError(f"--name {called}: expected a name that Python can import, found none. Use letters and _.")
    path = into / f"{called}.py"
    if path.exists():
        raise KanwuError(f"{path}: expected no snippet of that name yet, found one. Edit it, or give another --name.")
    into.mkdir(parents=True, exist_ok=True)
    path.write_text(proposing.template_snippet(held, family), "utf-8", newline="\n")
    say(
        f"wrote {path}; it runs, and fails: nothing is measured yet. Write the instrument, name the snippet in the "
        f"fact ({held.id}: `snippet: {called}`), then run `kanwu verify {called}` and `kanwu verify {called} --mutate`."
    )


def propose(
    fact: str, facts: Mapping[str, Fact], folder: Path, device: Device, model: str, base_url: str | None, attempts: int
) -> None:
    """Let a model draft a proof, try the draft in the sandbox, and file what holds for review."""
    from pipeline import ledger
    from pipeline.faces.deciding import now
    from pipeline.faces.model_server import connect_for
    from pipeline.verification import list_snippets, proposing, sandbox
    from pipeline.writing import write_whole

    held = _fact(fact, facts)
    missing = sandbox.unavailable()
    if missing:
        raise EnvironmentLacks(f"expected a sandbox for what a model wrote, found none: {missing}. Nothing was run.")
    talk = connect_for(proposing.Draft, proposing.SCHEMA_NAME, DRAFT_TOKENS, model, base_url)
    library = list_snippets().snippets
    example = next((s for s in library if s.name == EXAMPLE), library[0])
    trial = proposing.propose(
        held,
        lambda messages: talk(messages)[0],
        [snippet.family for snippet in library],
        example,
        device,
        attempts=attempts,
        told=lambda attempt, fault: say(f"draft {attempt}: {fault or 'holds'}"),
    )
    if trial.fault or trial.evidence is None or trial.mutation is None:
        say(f"Nothing was filed: the last of {attempts} draft{'s' if attempts != 1 else ''} is no proof.")
        raise typer.Exit(1)
    path = folder / proposing.FOLDER / f"{proposing.name_for(held)}-{trial.digest[:8]}.py"
    write_whole(path, trial.code)
    state = ledger.fold(ledger.load(folder / "ledger").events)
    target = f"snippet:{held.id}"
    event = ledger.decide(
        "propose",
        target,
        agent=Agent(name=model, kind="software"),
        reason=f"{path.name} (sha256 {trial.digest}): {trial.account}",
        at=now(),
        parents=state.heads(target),
        fact=held.id,
    )
    ledger.append(folder / "ledger", [event])
    row = {
        "fact": held.id, "draft": path.name, "digest": trial.digest, "decision": event.id,
        "measured": dict(trial.evidence.measured), "control": dict(trial.evidence.control),
        "mutants": trial.mutation.mutants, "survivors": list(trial.mutation.survivors),
    }  # fmt: skip
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    say(
        f"Filed for review: {path.name} in {path.parent}. Read it: a model wrote it, and software alone has tried it. "
        f"`kanwu review approve {target}` or `reject`; whoever approves moves the file into the library."
    )


def _fact(name: str, facts: Mapping[str, Fact]) -> Fact:
    fact = facts.get(name)
    if fact is None:
        import difflib

        near = difflib.get_close_matches(name, facts, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise KanwuError(f"{name}: expected the id of a fact, found none of that name.{hint}")
    if fact.snippet is not None:
        raise KanwuError(f"{name}: expected a fact without a proof, found {fact.snippet}. Improve that one instead.")
    return fact
