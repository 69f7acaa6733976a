"""The command that runs proofs and keeps their evidence: verify."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from pipeline.faces.reading import STDIN, Knowledge, load_knowledge
from pipeline.faces.speech import progress, say, say_problems, shown
from pipeline.models import Evidence, Fact, KanwuError, Problem

if TYPE_CHECKING:
    from pipeline.verification import Device, Snippet

_WORDS: Mapping[bool | None, str] = {True: "holds", False: "FAILED", None: "skipped"}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("verify", epilog="Example: kanwu verify zero-2.partitions")(verify)


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FACT|SNIPPET]...", help="Which proofs: ids of facts, snippets, families; default all."
        ),
    ] = None,
    device: Annotated[Literal["auto", "cpu", "cuda"], typer.Option("--device", help="Where to run.")] = "auto",
    record: Annotated[bool, typer.Option("--record", help="Keep what was measured in the project's evidence.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Run nothing; fail where evidence is missing or stale.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="Run nothing; list the proofs and their state.")] = False,
    as_bundle: Annotated[
        bool, typer.Option("--bundle", help="Print one script that runs the proofs on a machine with only PyTorch.")
    ] = False,
    imported: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take back what a bundle printed; `-` reads stdin.")
    ] = None,
    mutate: Annotated[
        bool,
        typer.Option(
            "--mutate", help="Perturb each proof's measurement, one place at a time, and list what still holds."
        ),
    ] = False,
    versions: Annotated[
        bool,
        typer.Option(
            "--versions", help="Run proofs of real libraries over several versions of these; asks the network."
        ),
    ] = False,
    changed: Annotated[bool, typer.Option("--changed", help="Only proofs whose file or fact has changed.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="Changed since this revision of git (default: HEAD).")
    ] = None,
    proposed: Annotated[
        str | None,
        typer.Option("--propose", metavar="FACT", help="Let a language model draft a proof, and file it for review."),
    ] = None,
    model: Annotated[
        str, typer.Option("--model", envvar="KANWU_MODEL", help="Of --propose: its name.")
    ] = "gpt-4o-mini",
    base_url: Annotated[
        str | None, typer.Option("--base-url", envvar="OPENAI_BASE_URL", help="Of --propose: OpenAI-compatible server.")
    ] = None,
    attempts: Annotated[int, typer.Option("--attempts", min=1, max=9, help="Of --propose: drafts asked for.")] = 3,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="How many at a time; 0: one a core, at most 4.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")] = False,
    knowledge: Knowledge = None,
) -> None:
    """Run proofs. Exit status 1 where one failed, 3 where one could not run here, unless it needs a GPU and was not asked for."""
    from pipeline import verification

    if sum((check, show, as_bundle, imported is not None)) > 1 or (record and (check or show or as_bundle)):
        raise KanwuError("expected one of --check, --list, --bundle, --import and --record, found several. Choose one.")
    if mutate and (show or as_bundle or imported is not None):
        raise KanwuError("expected --mutate alone, or with --check or --record, found another mode. Choose one.")
    known, problems = load_knowledge(knowledge)
    if proposed is not None:
        if names or mutate or record or check or show or as_bundle or imported is not None or changed or since:
            raise KanwuError("expected --propose FACT alone, found another mode. Choose one.")
        from pipeline.faces.drafting import propose

        folder = _folder(knowledge, to_write=True).parent
        on: Device = device if device != "auto" else "cuda" if verification.has_cuda() else "cpu"
        propose(proposed, known.facts, folder, on, model, base_url, attempts)
        return
    library = verification.list_snippets()
    problems += library.problems
    snippets = _chosen(library.snippets, known.facts, names or [])
    if changed or since is not None:
        folder = _folder(knowledge).parent
        snippets = verification.changed_since(since or "HEAD", snippets, known.facts, folder)
        if not snippets:
            say("No proof has changed.")
            return
    if versions:
        if mutate or check or show or as_bundle or imported is not None:
            raise KanwuError("expected --versions alone, or with --record, found another mode. Choose one.")
        _over_versions(snippets, jobs, _folder(knowledge, to_write=True) if record else None, as_json=as_json)
        return
    if mutate:
        _mutate(snippets, device, jobs, knowledge, record=record, check=check, as_json=as_json)
        return
    if as_bundle:
        sys.stdout.write(verification.bundle(snippets))
        return
    if check or show:
        evidence = verification.load_evidence(_folder(knowledge), known.facts)
        problems += evidence.problems
        if show:
            whole = len(snippets) == len(library.snippets)
            _print_list(snippets, evidence.evidence, known.facts, whole=whole, as_json=as_json)
            say_problems(problems)
            return
        on = "cuda" if device == "cuda" else "cpu"
        problems += verification.check(library.snippets, snippets, evidence.evidence, on, known.facts)
        say_problems(problems)
        if problems:
            raise typer.Exit(1)
        from pipeline.verification.matrix import VERSIONS
        from pipeline.verification.scopes import unread

        reading = {s.name: s.digest for s in snippets if set(s.requires) & set(VERSIONS) and not s.needs}
        old = unread(_folder(knowledge), reading)
        if old:
            say(f"Not run over the versions of their libraries since they changed: {', '.join(old)}. Run: make matrix")
        run = [s for s in snippets if verification.state_of(s, evidence.evidence, on) == "holds"]
        say(f"{_counted(len(run), 'proof')} stand{'s' * (len(run) == 1)}, recorded on {on}.{_gpu_only(snippets, run)}")
        return
    if imported is not None:
        rows, faults = _take_back(imported, snippets, known.facts)
        problems += faults
    else:
        recorded = verification.load_evidence(_folder(knowledge)).evidence
        keep = partial(verification.write_evidence, _folder(knowledge, to_write=True)) if record else None
        rows, written = _run(snippets, device, known.facts, jobs, recorded, keep)
    if imported is not None:
        folder = _folder(knowledge, to_write=True)
        # What broke elsewhere has measured nothing: it is told, and takes no proof away that holds here.
        written = sum(verification.write_evidence(folder, row) for row in rows if record or row.measured)
    _print_rows(rows, as_json)
    say_problems(problems)
    if record or imported is not None:
        say(f"{written} evidence file{'s' if written != 1 else ''} written; the others stood as they were.")
    wanted = {s.name for s in snippets if s.needs != "cuda"}  # what needs a GPU, only where it was asked for
    wanted |= {s.name for s in snippets if {s.name, *verification.facts_of(s.name, known.facts)} & set(names or [])}
    _exit(rows, problems if imported is not None else library.problems, wanted)


def _chosen(snippets: Sequence[Snippet], facts: Mapping[str, Fact], names: Sequence[str]) -> list[Snippet]:
    """The snippets that the names mean, by name; all where none is given."""
    if not names:
        return list(snippets)
    wanted: set[str] = set()
    for name in names:
        matches = {s.name for s in snippets if name in (s.name, s.family)}
        fact = facts.get(name)
        if fact is not None and fact.snippet is None:
            raise KanwuError(f"{name}: expected a fact that a snippet settles, found one without. See --list.")
        if fact is not None and fact.snippet is not None:
            matches = {s.name for s in snippets if s.name == fact.snippet}
        if not matches:
            raise KanwuError(f"{name}: expected the id of a fact or the name of a snippet, found neither. See --list.")
        wanted |= matches
    return [snippet for snippet in snippets if snippet.name in wanted]


def _folder(knowledge: Path | None, *, to_write: bool = False) -> Path:
    from pipeline.project import knowledge_folder, packaged

    found = knowledge_folder(Path.cwd(), knowledge)
    if to_write and found == packaged() / "graph":
        raise KanwuError(
            "expected a project to keep the evidence in, found none. Run this in one, or name --knowledge."
        )
    return found / "evidence"


def _run(
    snippets: Sequence[Snippet],
    device: Literal["auto", "cpu", "cuda"],
    facts: Mapping[str, Fact],
    jobs: int,
    recorded: Sequence[Evidence],
    keep: Callable[[Evidence], bool] | None,
) -> tuple[list[Evidence], int]:
    """Run proofs; each is kept as soon as it has ended, so that whoever stops the others loses none."""
    from pipeline import verification

    on: Device = device if device != "auto" else "cuda" if verification.has_cuda() else "cpu"
    missing = verification.sandbox.unavailable()
    if missing:
        say(f"These proofs are the project's own and run without a sandbox: {missing}.")
    with progress() as update:
        done: list[Evidence] = []
        written: list[str] = []

        def told(evidence: Evidence) -> None:
            done.append(evidence)
            if keep and keep(evidence):
                written.append(evidence.snippet)
            update("proofs", len(done), len(snippets))

        rows = verification.run_all(
            snippets,
            on,
            lambda name: verification.facts_of(name, facts),
            jobs=jobs or min(verification.cores(), 4),
            needs=verification.needed(recorded, on),
            done=told,
            by=verification.execute if missing else verification.sandbox.execute,
        )
        return rows, len(written)


def _mutate(
    snippets: Sequence[Snippet],
    device: Literal["auto", "cpu", "cuda"],
    jobs: int,
    knowledge: Path | None,
    *,
    record: bool,
    check: bool,
    as_json: bool,
) -> None:
    """Show what became of the mutants; those of a file that has not changed are not run again."""
    from pipeline import verification
    from pipeline.models import MutationRecord

    known = verification.load_mutations(_folder(knowledge))
    if check:
        problems = verification.check_mutations(snippets, known)
        say_problems(problems)
        if problems:
            raise typer.Exit(1)
        kept = [known.records[s.name] for s in snippets if s.name in known.records]
        say(f"{sum(r.mutants for r in kept)} mutants of {len(kept)} proofs: {verification.share_dead(kept):.1%} died.")
        return
    on: Device = device if device != "auto" else "cuda" if verification.has_cuda() else "cpu"
    fresh = [snippet for snippet in snippets if not verification.stands(snippet, known.records)]
    folder = _folder(knowledge, to_write=True) if record else None
    missing = verification.sandbox.unavailable()
    if missing and fresh:
        say(f"These proofs are the project's own and run without a sandbox: {missing}.")
    with progress() as update:
        ended: list[str] = []

        def told(snippet: Snippet, found: MutationRecord | str) -> None:
            ended.append(snippet.name)
            update("proofs", len(ended), len(fresh))
            if folder is not None and isinstance(found, MutationRecord):
                verification.write_mutations(folder, found)

        ran = verification.perturb_all(
            fresh,
            on,
            jobs=jobs or min(verification.cores(), 4),
            needs=verification.needed(verification.load_evidence(_folder(knowledge)).evidence, on),
            done=told,
            by=verification.execute if missing else verification.sandbox.execute,
        )
    found = dict(known.records) | {s.name: r for s, r in zip(fresh, ran, strict=True) if not isinstance(r, str)}
    rows = [found[snippet.name] for snippet in snippets if verification.stands(snippet, found)]
    failed = {s.name: r for s, r in zip(fresh, ran, strict=True) if isinstance(r, str)}
    width = max((len(snippet.name) for snippet in snippets), default=0)
    for row in rows:
        if as_json:
            sys.stdout.write(row.model_dump_json() + "\n")
        say(f"{row.mutants - len(row.survivors):4d} of {row.mutants:3d} died  {row.snippet:<{width}}".rstrip())
        for survivor in row.survivors:
            say(f"      {survivor}  ({known.reasons.get(row.snippet, {}).get(survivor, 'NO REASON YET')})")
    for name, reason in failed.items():
        say(f"       skipped  {name:<{width}}  {reason}")
    say(f"{sum(row.mutants for row in rows)} mutants of {len(rows)} proofs: {verification.share_dead(rows):.1%} died.")
    problems = [problem for row in rows for problem in verification.unexplained(row, known.reasons)]
    say_problems(known.problems + problems)
    if problems or known.problems:
        raise typer.Exit(1)
    if failed:
        raise typer.Exit(3)


def _over_versions(snippets: Sequence[Snippet], jobs: int, folder: Path | None, *, as_json: bool) -> None:
    """Say in which versions of the libraries each proof holds; keep that where a folder is given."""
    from functools import partial

    from pipeline import verification
    from pipeline.verification import matrix
    from pipeline.verification.scopes import scope_of

    missing = verification.sandbox.unavailable()
    if missing:
        say(f"These proofs are the project's own and run without a sandbox: {missing}.")
    run = verification.execute if missing else verification.sandbox.execute

    def told(versions: Mapping[str, str], evidence: Evidence) -> None:
        named = ", ".join(f"{name} {version}" for name, version in versions.items())
        state, reason = matrix.state_of_run(evidence)
        say(f"{state:<11} {named:<36} {evidence.snippet}  {reason}".rstrip())

    read = matrix.try_versions(
        snippets, lambda python: partial(run, python=python), jobs=jobs or verification.cores(), done=told
    )
    if folder is not None and matrix.write_matrix(folder, snippets, read):
        say("The record of versions was written.")
    for name, readings in sorted(read.items()):
        scope = scope_of(readings)
        if as_json:
            rows = [{"versions": dict(r.versions), "state": r.state, "reason": r.reason} for r in readings]
            row = {"snippet": name, "since": scope.since, "until": scope.until, "readings": rows}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        if scope.since or scope.until:
            say(f"{name}: holds {f'since {scope.since}' if scope.since else f'until {scope.until}'}.")
    counts = Counter(reading.state for readings in read.values() for reading in readings)
    say(
        f"{len(read)} proofs; {counts['holds']} hold, {counts['differs']} differ, {counts['cannot run']} cannot run there."
    )


def _take_back(
    file: Path, snippets: Sequence[Snippet], facts: Mapping[str, Fact]
) -> tuple[list[Evidence], list[Problem]]:
    from pipeline import verification

    text = sys.stdin.read() if str(file) == STDIN else file.read_text("utf-8-sig", errors="replace")
    back = verification.read_back(text, shown(file), snippets, lambda name: verification.facts_of(name, facts))
    for name, reason in back.skipped:
        say(f"skipped there: {name}, {reason}")
    if not back.evidence and not back.skipped:
        say_problems(back.problems)
        raise KanwuError(f"{shown(file)}: expected lines that a bundle prints, found none. Nothing was recorded.")
    return back.evidence, back.problems


def row_of(evidence: Evidence) -> dict[str, Any]:
    """One proof in the shape that `kanwu verify --json` prints (design: a contract)."""
    return {
        "snippet": evidence.snippet,
        "facts": list(evidence.facts),
        "device": evidence.device,
        "holds": evidence.holds,
        "reason": evidence.reason,
        "measured": dict(evidence.measured),
        "fact": dict(evidence.fact),
        "myth": dict(evidence.myth),
        "control": dict(evidence.control),
        "tolerance": evidence.tolerance,
        "stands_for": evidence.stands_for,
        "digest": evidence.digest,
        "run": evidence.run.model_dump(mode="json"),
    }


def _print_rows(rows: Sequence[Evidence], as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row_of(row), ensure_ascii=False) + "\n")
    width = max((len(row.snippet) for row in rows), default=0)
    for row in rows:
        settles = row.reason or ", ".join(row.facts)
        say(
            f"{_WORDS[row.holds]:<8}{row.snippet:<{width}}  {row.device:<4}  {row.run.seconds:6.1f} s  {row.run.peak_mb:5d} MB  {settles}".rstrip()
        )
    counts = Counter(row.holds for row in rows)
    took = sum(row.run.cpu_seconds for row in rows)
    say(f"{counts[True]} hold, {counts[False]} failed, {counts[None]} skipped; {took:.0f} s of processor time.")


def _print_list(
    snippets: Sequence[Snippet], evidence: Sequence[Evidence], facts: Mapping[str, Fact], *, whole: bool, as_json: bool
) -> None:
    from pipeline import verification

    rows: list[dict[str, Any]] = []
    for snippet in sorted(snippets, key=lambda s: (s.family, s.name)):
        rows.append(
            {
                "snippet": snippet.name,
                "family": snippet.family,
                "requires": list(snippet.requires),
                "least": dict(snippet.least),
                "needs": snippet.needs,
                "cpu": verification.state_of(snippet, evidence, "cpu"),
                "cuda": verification.state_of(snippet, evidence, "cuda"),
                "facts": list(verification.facts_of(snippet.name, facts)),
            }
        )
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    width = max((len(row["snippet"]) for row in rows), default=0)
    family = ""
    for row in rows:
        if row["family"] != family:
            family = row["family"]
            alike = [r for r in rows if r["family"] == family]
            about = len({fact for r in alike for fact in r["facts"]})
            say(f"{family} ({_counted(len(alike), 'proof')} for {_counted(about, 'fact')})")
        absent = {"cpu": "needs a GPU" if row["needs"] == "cuda" else "not yet run", "cuda": "not yet run"}
        states = [f"{on} {absent[on] if row[on] == 'missing' else row[on]}" for on in ("cpu", "cuda")]
        say(f"  {row['snippet']:<{width}}  {states[0]:<15}  {states[1]:<16}  {', '.join(row['facts'])}".rstrip())
    run = {on: sum(row[on] == "holds" for row in rows) for on in ("cpu", "cuda")}
    holding = {row["snippet"] for row in rows if "holds" in (row["cpu"], row["cuda"])}
    settled = [fact.snippet for fact in facts.values() if fact.snippet in {row["snippet"] for row in rows}]
    proven = sum(name in holding for name in settled)
    say(f"{_counted(len(rows), 'proof')}: {run['cpu']} hold on cpu, {run['cuda']} on cuda.")
    say(f"{_counted(len(settled), 'fact')} with a proof; for {proven} it holds, for {len(settled) - proven} not yet.")
    if whole:
        without = sum(fact.snippet is None for fact in facts.values())
        say(f"{_counted(without, 'fact')} without a proof: kanwu fact list --without proof")


def _gpu_only(snippets: Sequence[Snippet], run: Sequence[Snippet]) -> str:
    """Those that nothing is known of, said beside those that stand: skipped is never passed."""
    left = len(snippets) - len(run)
    return f" {left} need{'s' * (left == 1)} a GPU and {'has' if left == 1 else 'have'} not been run." if left else ""


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _exit(rows: Sequence[Evidence], faults: Sequence[Problem], wanted: Collection[str]) -> None:
    if faults or any(row.holds is False for row in rows):
        raise typer.Exit(1)
    if any(row.holds is None for row in rows if row.snippet in wanted):
        if any("package" in row.reason for row in rows):
            say('Some could not run here. Run: pip install "kanwu[verify]"')
        raise typer.Exit(3)
