"""The commands with which editors decide and author: review, judge, answer."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from pipeline.faces.speech import progress, say, say_problems
from pipeline.models import (
    Agent,
    Decision,
    DecisionKind,
    Fact,
    Finding,
    KanwuError,
    Replacement,
    Results,
    Verdict,
    Words,
    digest_of_words,
)

review_app = typer.Typer(
    help="Decide about flagged claims: list, show, approve, reject, undo.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
answer_app = typer.Typer(help="Write canonical answers.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(review_app, name="review")
    app.command("judge", epilog="Example: kanwu judge --estimate")(judge)
    app.add_typer(answer_app, name="answer")


Raw = Annotated[Path | None, typer.Option("--raw", help="Folder of documents; the project's data/raw by default.")]
KnowledgeFolder = Annotated[
    Path | None, typer.Option("--knowledge", help="The data/graph to read and write; the nearest project's by default.")
]
AgentName = Annotated[
    str,
    typer.Option(
        "--agent",
        help="Who decides: `person:NAME`, or `software:NAME` for a program. Never blurred.",
        show_default=False,
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="Why, in a few words.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")]


class Case(NamedTuple):
    """A claim group that waits for a decision, or has one."""

    group: str
    standing: str
    """`open`, or what the ledger says of it."""
    findings: list[Finding]
    fact: Fact | None
    documents: int
    questions: int
    weight: float
    """Reach times severity times checkability: the order of the queue."""


def agent_of(text: str) -> Agent:
    """Read `person:NAME` or `software:NAME/VERSION`.

    Raises KanwuError where it is neither.
    """
    kind, _, name = text.partition(":")
    if kind not in ("person", "software") or not name.strip():
        raise KanwuError(
            f"--agent {text!r}: expected person:NAME or software:NAME, found neither. "
            "Say who decides; a program never decides in a person's name."
        )
    if kind == "software":
        label, _, version = name.partition("/")
        from pipeline.ledger import software

        if label == "kanwu":
            return software()
        return Agent(name=label, kind="software", version=version)
    return Agent(name=name.strip(), kind="person")


def now() -> str:
    """The time of a decision: now, or SOURCE_DATE_EPOCH where a reproducible run sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    at = datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else datetime.now(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def cases(results: Results, folder: Path) -> list[Case]:
    """Every claim group with flagged findings, the weightiest first."""
    from pipeline import ledger

    state = ledger.fold(ledger.load(folder / "ledger").events)
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in results.findings:
        if finding.flagged and finding.claim is not None and finding.verdict is Verdict.contradicted:
            groups[finding.claim.group].append(finding)
    question_of = {pair: q.id for q in results.questions for pair in q.pairs}
    proven = {e.snippet for e in results.evidence if e.holds}
    found = []
    for group, findings in groups.items():
        fact = next((results.facts[f.fact] for f in findings if f.fact and f.fact in results.facts), None)
        documents = len({f.passage.document for f in findings})
        questions = len({question_of.get(f.pair or "", f.pair) for f in findings})
        checkable = 1.0 if fact and fact.snippet in proven else 0.7 if fact and fact.checked else 0.3
        severity = 2.0 if any(f.severity == "error" for f in findings) else 1.0
        standing = state.targets[group].standing if group in state.targets else "open"
        weight = round((documents + questions) * severity * checkable, 4)
        found.append(Case(group, standing, findings, fact, documents, questions, weight))
    return sorted(found, key=lambda c: (-c.weight, c.group))


def _stages(raw: Path | None, knowledge: Path | None) -> tuple[Results, Path]:
    from pipeline import flow
    from pipeline.project import locate

    project = locate(Path.cwd(), raw=raw, knowledge=knowledge)
    with progress() as show:
        results = flow.run_stages(project, progress=show)
    say_problems(results.problems)
    return results, project.graph


@review_app.command("list", epilog="Example: kanwu review list")
def review_list(
    everything: Annotated[bool, typer.Option("--all", help="Decided ones too.")] = False,
    raw: Raw = None,
    knowledge: KnowledgeFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the claim groups that wait for a decision, the weightiest first."""
    results, folder = _stages(raw, knowledge)
    rows = [c for c in cases(results, folder) if everything or c.standing not in ("approved", "rejected")]
    for case in rows:
        if as_json:
            row = {
                "group": case.group, "standing": case.standing, "fact": case.fact.id if case.fact else None,
                "documents": case.documents, "questions": case.questions, "passages": len(case.findings),
                "weight": case.weight,
            }  # fmt: skip
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            print(f"{case.weight:>6.1f}  {case.standing:<10} {len(case.findings):>3} passages  {case.group}")
    for target, standing, reason in _drafts(folder):
        if everything or standing == "proposed":
            said = {"group": target, "standing": standing, "reason": reason}
            print(json.dumps(said, ensure_ascii=False) if as_json else f"        {standing:<10} {target}: {reason}")
    say(f"{len(rows)} claim group{'s' if len(rows) != 1 else ''}.")


@review_app.command("show", epilog="Example: kanwu review show bloom.position-scheme=rope")
def review_show(
    group: Annotated[str, typer.Argument(help="A claim group, as `review list` prints it.")],
    raw: Raw = None,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Show what is said, what is true, where it says so, what proves it, and what was decided."""
    from pipeline import ledger
    from pipeline.checking import at_once
    from pipeline.faces.reports import cite, describe

    results, folder = _stages(raw, knowledge)
    case = _case(cases(results, folder), group)
    print(f"{case.group}: {case.standing}")
    for finding in case.findings:
        print(f"\n{finding.passage.document}:{finding.passage.line}  “{finding.passage.quote}”")
        print(f"  {finding.message.zh}")
        for reason in finding.reasons:
            print(f"  {reason}")
        if finding.suggestion:
            print(f"  suggested: {finding.suggestion}")
    for line in results.lineages:
        if line.group == group:
            print(
                f"\ncopied: {line.later.document}:{line.later.line} shares {line.shared} letters with "
                f"{line.earlier.document}:{line.earlier.line}"
            )
    if case.fact:
        print(f"\ntrue: {case.fact.statement.zh}\n      {case.fact.statement.en}")
        for citation in case.fact.citations:
            print(f"cite: {cite(citation)} ({citation.how}{', ' + citation.on if citation.on else ''})")
        for told in at_once((e for e in results.evidence if e.snippet == case.fact.snippet), describe):
            print(f"proof: {told}")
    state = ledger.fold(ledger.load(folder / "ledger").events)
    for event in state.targets[group].history if group in state.targets else ():
        print(f"{event.at}  {event.kind:<10} {event.agent.kind}:{event.agent.name}  {event.reason}  [{event.id[:12]}]")


@review_app.command("approve", epilog="Example: kanwu review approve GROUP --agent person:Ada --reason 'section 5'")
def review_approve(
    agent: AgentName,
    reason: Reason,
    groups: Annotated[list[str] | None, typer.Argument(metavar="GROUP...", help="Claim groups to correct.")] = None,
    proven: Annotated[
        bool, typer.Option("--proven", help="Every open group whose fact has a checked citation.")
    ] = False,
    statement_zh: Annotated[str | None, typer.Option("--statement-zh", help="What is true, in Chinese.")] = None,
    statement_en: Annotated[str | None, typer.Option("--statement-en", help="What is true, in English.")] = None,
    replace: Annotated[
        list[str] | None, typer.Option("--replace", metavar="OLD=>NEW", help="New words for one passage.")
    ] = None,
    raw: Raw = None,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Correct whole claim groups at once: everywhere they are said, and wherever they will be said again."""
    who = agent_of(agent)
    if not groups and not proven:
        raise KanwuError("expected claim groups to approve, found none. Name them, or say --proven.")
    if (statement_zh is None) != (statement_en is None):
        raise KanwuError("expected a statement in both languages, found one. Give --statement-zh and --statement-en.")
    drafts = [group for group in groups or () if group.startswith(DRAFT)]
    if drafts:
        if len(drafts) != len(groups or ()) or proven or replace or statement_zh:
            raise KanwuError(f"expected drafts of proofs ({DRAFT}…) or claim groups, found both. Approve them apart.")
        folder = _folder(knowledge)
        unknown = set(drafts) - {target for target, _, _ in _drafts(folder)}
        if unknown:
            raise KanwuError(f"{min(unknown)}: expected a draft that was proposed, found none. See `review list`.")
        _simple("approve", drafts, agent, reason, knowledge)
        say(f"Now move the draft from {folder / 'proposals'} into the library, and name it in the fact.")
        return
    results, folder = _stages(raw, knowledge)
    known = cases(results, folder)
    chosen = [_case(known, group) for group in groups or ()]
    if proven:
        chosen += [c for c in known if c.standing == "open" and c.fact and c.fact.checked and c not in chosen]
    own = _replacements(replace or ())
    events: list[Decision] = []
    for case in chosen:
        if case.fact is None and statement_zh is None:
            raise KanwuError(f"{case.group}: expected a fact or a statement to correct it by, found neither.")
        statement = (
            Words(zh=statement_zh, en=statement_en or "") if statement_zh is not None else case.fact.statement  # type: ignore[union-attr]
        )
        events += _correct(case, who, reason, statement, own, results, folder)
    _write(folder, events)


@review_app.command(
    "reject", epilog="Example: kanwu review reject GROUP --agent person:Ada --reason 'it is denied there'"
)
def review_reject(
    groups: Annotated[list[str], typer.Argument(metavar="GROUP...", help="Claim groups that are not wrong.")],
    agent: AgentName,
    reason: Reason,
    words: Annotated[
        list[str] | None,
        typer.Option("--words", help="Only where it is said in these words: the claim is wrong, but not said here."),
    ] = None,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Say that claim groups need no correction, or that these words of one do not say it."""
    from pipeline.ledger.applied import passage_target

    if words and len(groups) != 1:
        raise KanwuError(
            f"expected one claim group for --words, found {len(groups)}. Name the group that was read there."
        )
    targets = [passage_target(groups[0], text) for text in words] if words else groups
    _simple("reject", targets, agent, reason, knowledge)


@review_app.command("undo", epilog="Example: kanwu review undo 1f2e3d4c5b6a --agent person:Ada --reason 'wrong group'")
def review_undo(
    event: Annotated[str, typer.Argument(help="Id of a decision, or the beginning of it.")],
    agent: AgentName,
    reason: Reason,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Take a decision back; it stays in the ledger, with the reason."""
    from pipeline import ledger

    folder = _folder(knowledge)
    loaded = ledger.load(folder / "ledger")
    found = [e for e in loaded.events if e.id.startswith(event)]
    if len(found) != 1:
        raise KanwuError(f"{event}: expected the id of one decision, found {len(found)}. `review show` prints them.")
    state = ledger.fold(loaded.events)
    target = found[0].target
    _write(
        folder,
        [
            ledger.decide(
                "undo", found[0].id, agent=agent_of(agent), reason=reason, at=now(), parents=state.heads(target)
            )
        ],
    )


@review_app.command("merge", epilog="Example: kanwu review merge PAIR PAIR --agent person:Ada --reason 'same question'")
def review_merge(
    pairs: Annotated[list[str], typer.Argument(metavar="PAIR...", help="Ids of pairs that ask the same.")],
    agent: AgentName,
    reason: Reason,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Join the questions of pairs, now and at every later build."""
    _simple("merge", ["pairs:" + "+".join(sorted(pairs))], agent, reason, knowledge)


@review_app.command("split", epilog="Example: kanwu review split PAIR PAIR --agent person:Ada --reason 'other stage'")
def review_split(
    pairs: Annotated[list[str], typer.Argument(metavar="PAIR PAIR", help="Ids of pairs that ask different things.")],
    agent: AgentName,
    reason: Reason,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Keep the questions of pairs apart, now and at every later build."""
    _simple("split", ["pairs:" + "+".join(sorted(pairs))], agent, reason, knowledge)


@answer_app.command("new", epilog="Example: kanwu answer new QUESTION, once questions/*.yaml mints QUESTION")
def answer_new(
    question: Annotated[str, typer.Argument(help="Id of a minted question.")], knowledge: KnowledgeFolder = None
) -> None:
    """Begin the canonical answer to a question: a file with its facts, key points and sources to fill in."""
    from pipeline.faces.reading import load_knowledge
    from pipeline.knowledge import template_answer

    folder = _folder(knowledge)
    known, _ = load_knowledge(folder)
    if question not in known.questions:
        import difflib

        near = difflib.get_close_matches(question, known.questions, n=3)
        hint = f" Did you mean {', '.join(near)}?" if near else " Mint it in questions/*.yaml first."
        raise KanwuError(f"{question}: expected the id of a minted question, found none of that name.{hint}")
    path = folder / "answers" / f"{question}.md"
    if path.exists():
        raise KanwuError(f"{path}: expected no answer yet, found one. Edit it instead.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template_answer(question, known), "utf-8")
    say(f"wrote {path}; fill it in, then run `kanwu lint {path}` and `kanwu build`.")


def judge(
    estimate: Annotated[bool, typer.Option("--estimate", help="Say what it would cost and ask nothing.")] = False,
    budget: Annotated[int | None, typer.Option("--budget", min=1, help="Tokens that may be spent.")] = None,
    replay: Annotated[bool, typer.Option("--replay", help="Use only what was judged before; ask nothing.")] = False,
    model: Annotated[str, typer.Option("--model", envvar="KANWU_MODEL", help="Name of the model.")] = "gpt-4o-mini",
    base_url: Annotated[
        str | None, typer.Option("--base-url", envvar="OPENAI_BASE_URL", help="Any OpenAI-compatible server.")
    ] = None,
    votes: Annotated[int, typer.Option("--votes", min=1, max=9, help="Answers asked for each passage.")] = 1,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Judge at most so many passages.")] = None,
    raw: Raw = None,
    knowledge: KnowledgeFolder = None,
) -> None:
    """Let a language model read the passages that the facts could not settle; it only raises questions."""
    from pipeline import ledger
    from pipeline.checking import judge as room
    from pipeline.faces.model_server import connect

    results, folder = _stages(raw, knowledge)
    todo = judge_items(results, folder)[:limit]
    kept = {j.key: j for j in ledger.load_judgements(folder / "judgements").judgements}
    cost = room.estimate(todo, model, kept, votes)
    say(
        f"{cost.passages} passages, {cost.kept} judged before, {cost.calls} calls, about {cost.tokens} tokens "
        f"with {model}."
    )
    if estimate:
        print(json.dumps(cost._asdict()))
        return
    fresh: Sequence[Any] = ()
    if not replay and cost.calls:
        ask = connect(model, base_url)
        with progress() as show:
            judged = room.judge(todo, ask, model=model, kept=kept, votes=votes, budget=budget, progress=show)
        ledger.append_judgements(folder / "judgements", judged.judgements)
        fresh = judged.judgements
        say(
            f"{len(judged.judgements)} judged, {judged.tokens} tokens."
            + (f" Stopped: {judged.stopped}." if judged.stopped else "")
        )
    every = {**kept, **{j.key: j for j in fresh}}
    for item in todo:
        judgement = every.get(room.key(item, model))
        if judgement is not None:
            row = {
                "document": item.passage.document, "line": item.passage.line, "verdict": judgement.verdict,
                "facts": list(judgement.facts), "votes": dict(judgement.votes), "quote": item.words,
            }  # fmt: skip
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def judge_items(results: Results, folder: Path) -> list[Any]:
    """The passages worth a model's time, with the facts that may decide them."""
    from pipeline import claims
    from pipeline.checking import judge as room
    from pipeline.faces.reading import load_knowledge

    known, _ = load_knowledge(folder)
    by_document = defaultdict(list)
    for pair in results.pairs:
        by_document[pair.document].append(pair)
    sentences = {d.path: claims.read(d, by_document[d.path], known).sentences for d in results.documents}
    passages = room.unsettled(results.documents, results.pairs, sentences, results.findings)
    return room.items(passages, results.claims, {p.id: p for p in results.pairs}, results.concepts, results.facts)


DRAFT = "snippet:"
"""What the target of a decision on a proof that a model drafted begins with; the id of its fact follows."""


def _drafts(folder: Path) -> list[tuple[str, str, str]]:
    """Proofs that a model drafted: target, standing, and what was said of the last one."""
    from pipeline import ledger

    state = ledger.fold(ledger.load(folder / "ledger").events)
    return [
        (target, known.standing, next((e.reason for e in reversed(known.live) if e.kind == "propose"), ""))
        for target, known in sorted(state.targets.items())
        if target.startswith(DRAFT)
    ]


def _case(known: Sequence[Case], group: str) -> Case:
    for case in known:
        if case.group == group:
            return case
    import difflib

    near = difflib.get_close_matches(group, [c.group for c in known], n=3, cutoff=0.4)
    hint = f" Did you mean {', '.join(near)}?" if near else " `kanwu review list --all` prints them."
    raise KanwuError(f"{group}: expected a claim group with a finding, found none of that name.{hint}")


def _replacements(texts: Sequence[str]) -> list[Replacement]:
    found = []
    for text in texts:
        old, arrow, new = text.partition("=>")
        if not arrow or not old.strip() or not new.strip():
            raise KanwuError(f"--replace {text!r}: expected OLD=>NEW, found no such form. Quote the words exactly.")
        found.append(Replacement(quote_sha256=digest_of_words(old), old=old.strip(), new=new.strip()))
    return found


def _correct(
    case: Case,
    who: Agent,
    reason: str,
    statement: Words,
    own: Sequence[Replacement],
    results: Results,
    folder: Path,
) -> list[Decision]:
    from pipeline import ledger
    from pipeline.ledger.applied import words_of

    state = ledger.fold(ledger.load(folder / "ledger").events)
    replacements = {r.quote_sha256: r for r in own}
    for finding in case.findings:
        words = words_of(finding)
        key = digest_of_words(words)
        if finding.suggestion and key not in replacements:
            replacements[key] = Replacement(quote_sha256=key, old=words, new=finding.suggestion)
    evidence = [
        f"{e.snippet}@{e.device}" for e in results.evidence if case.fact and e.snippet == case.fact.snippet and e.holds
    ]
    at = now()
    proposal = ledger.decide(
        "propose",
        case.group,
        agent=who,
        reason=reason,
        at=at,
        parents=state.heads(case.group),
        statement=statement,
        replacements=[replacements[key] for key in sorted(replacements)],
        fact=case.fact.id if case.fact else None,
        evidence=evidence,
    )
    approval = ledger.decide(
        "approve", case.group, agent=who, reason=reason, at=at, parents=[proposal.id], evidence=evidence
    )
    return [proposal, approval]


def _simple(kind: DecisionKind, targets: Sequence[str], agent: str, reason: str, knowledge: Path | None) -> None:
    from pipeline import ledger

    folder = _folder(knowledge)
    state = ledger.fold(ledger.load(folder / "ledger").events)
    who = agent_of(agent)
    _write(
        folder,
        [ledger.decide(kind, t, agent=who, reason=reason, at=now(), parents=state.heads(t)) for t in targets],
    )


def _folder(knowledge: Path | None) -> Path:
    from pipeline.project import knowledge_folder, packaged

    folder = knowledge_folder(Path.cwd(), knowledge)
    if folder.is_relative_to(packaged()):
        raise KanwuError("expected a project to write to, found none here. Change into one, or name --knowledge.")
    return folder


def _write(folder: Path, events: Sequence[Decision]) -> None:
    from pipeline import ledger

    if not events:
        say("Nothing to decide.")
        return
    path = ledger.append(folder / "ledger", events)
    for event in events:
        print(f"{event.kind:<10} {event.target}  [{event.id[:12]}]")
    say(f"{len(events)} decisions appended to {path.name}; `kanwu build` publishes them.")
