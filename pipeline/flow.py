"""The order of the stages: who opens this file has seen the whole.

bytes → documents → pairs → questions → claims → findings → decisions → pages and exports. Only this module
knows the order, what is cached and what is written; every stage is handed what it needs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from pipeline import checking, claims, exports, extraction, graph, knowledge, ledger, linking, sources, verification
from pipeline.checking import judge
from pipeline.ledger.applied import settle, status_of
from pipeline.models import (
    Block,
    Claim,
    Document,
    Doubt,
    Evidence,
    Finding,
    KanwuError,
    Problem,
    QAPair,
    Question,
    Results,
    SentenceReading,
    Span,
    Status,
    digest,
)
from pipeline.project import Project, read_sources
from pipeline.writing import write_whole

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total)."""

_LIBRARIES = (
    "networkx", "pydantic", "lxml", "mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "selectolax",
    "resiliparse", "charset-normalizer", "opencc", "rapidfuzz", "nh3", "markdown-it-py", "latex2mathml", "pyyaml",
    "ahocorasick-rs",
)  # fmt: skip


class Read(NamedTuple):
    """What the first two stages make of one file; kept by content."""

    document: Document | None
    pairs: list[QAPair]
    spans: list[Span]
    problems: list[Problem]


class Built(NamedTuple):
    """What a build did."""

    results: Results | None
    """None where nothing had changed and nothing was computed again."""
    tree_hash: str
    """Over everything that was written: two builds of the same inputs print the same."""
    seconds: Mapping[str, float]
    """Stage to wall time."""
    problems: tuple[Problem, ...]
    counts: Mapping[str, int]
    """What there is: documents, pairs, questions, claims, flagged, corrections, pages."""
    changed: bool
    """False where the last build's output stood as it was."""


def build(project: Project, *, jobs: int = 1, progress: Progress = lambda stage, done, total: None) -> Built:
    """Run every stage and write graph, site and data; nothing is written where nothing changed.

    Raises KanwuError where the project's folders cannot be read or written.
    """
    clock = Clock()
    inputs = inputs_digest(project)
    clock.lap("digest")
    stood = _standing(project, inputs)
    if stood is not None:
        clock.lap("compare")
        return stood._replace(seconds=clock.seconds)
    with only_build(project.cache):
        results = run_stages(project, jobs=jobs, progress=progress, clock=clock)
        written = write(project, results, clock, progress)
        record = {
            "inputs": inputs,
            "tree_hash": written,
            "counts": counts_of(results, project),
            "problems": [p.model_dump(mode="json") for p in results.problems],
        }
        _remember(project, results, record)
    return Built(results, written, clock.seconds, results.problems, record["counts"], changed=True)  # type: ignore[arg-type]


def run_stages(
    project: Project,
    *,
    jobs: int = 1,
    progress: Progress = lambda stage, done, total: None,
    clock: Clock | None = None,
) -> Results:
    """Every stage in order, from files to records; writes nothing but the cache."""
    clock = clock or Clock()
    origins = read_sources(project.raw)
    known, problems = _knowledge(project)
    problems += origins.problems
    clock.lap("knowledge")

    read = read_all(project, jobs, progress)
    documents = tuple(r.document for r in read if r.document is not None)
    pairs = tuple(pair for r in read for pair in r.pairs)
    problems += [p for r in read for p in r.problems]
    clock.lap("read")

    decided = ledger.load(project.graph / "ledger")
    state = ledger.fold(decided.events)
    problems += decided.problems
    linked = linking.link(pairs, known, merged=state.pairs("merged"), split=state.pairs("split"))
    problems += linked.problems
    clock.lap("link")

    asserted: list[Claim] = []
    doubts: list[Doubt] = []
    sentences: dict[str, list[SentenceReading]] = {}
    by_document = defaultdict(list)
    for pair in pairs:
        by_document[pair.document].append(pair)
    for number, document in enumerate(documents):
        reading = claims.read(document, by_document[document.path], known)
        asserted += reading.claims
        doubts += reading.doubts
        sentences[document.path] = reading.sentences
        progress("claims", number + 1, len(documents))
    clock.lap("claims")

    proofs = verification.load_evidence(project.graph / "evidence", known.facts)
    problems += proofs.problems
    standing, doubtful = _standing_proofs(proofs.evidence)
    problems += doubtful
    judgements = ledger.load_judgements(project.graph / "judgements")
    problems += judgements.problems
    checked = checking.check(
        asserted,
        pairs,
        known,
        questions=linked.questions,
        judgements=judgements.judgements,
        disputed=state.disputed_facts,
        doubts=doubts,
        corrected=state.corrections,
    )
    found = [*checked.findings, *checked.cleared]
    if judgements.judgements:
        passages = judge.unsettled(documents, pairs, sentences, found)
        todo = judge.items(passages, asserted, {pair.id: pair for pair in pairs}, known.concepts, known.facts)
        found += judge.findings(judgements.judgements, todo, found, known.facts)
    findings = tuple(
        sorted(
            settle(found, state),
            key=lambda f: (f.passage.document, f.passage.start, f.passage.end, f.id),
        )
    )
    clock.lap("check")

    scorecard = checking.load_scorecard(project.graph / "scorecard.json")
    problems += scorecard.problems
    persons = {target for target, s in state.targets.items() if any(e.agent.kind == "person" for e in s.live)}
    return Results(
        version=_data_version(documents, project),
        documents=documents,
        spans={r.document.path: tuple(r.spans) for r in read if r.document is not None},
        sources={d.path: origins.of(d.path) for d in documents},
        pairs=pairs,
        questions=tuple(linked.questions),
        links=tuple(linked.links),
        claims=tuple(asserted),
        findings=findings,
        concepts=known.concepts,
        relations=known.relations,
        facts=known.facts,
        answers=known.answers,
        stale={q: stale for q, a in sorted(known.answers.items()) if (stale := knowledge.stale_facts(a, known))},
        evidence=tuple(standing),
        corrections=state.corrections,
        decisions=tuple(decided.events),
        status=_statuses(linked.questions, pairs, findings, state, known.answers, persons),
        problems=tuple(sorted(set(problems), key=str)),
        proofs=verification.proofs(verification.list_snippets().snippets, verification.wording()),
        lineages=checking.lineages(findings, pairs, {d.path: origins.of(d.path) for d in documents}),
        scorecard=scorecard.card,
    )


def read_all(project: Project, jobs: int, progress: Progress = lambda stage, done, total: None) -> list[Read]:
    """Documents and their pairs, in the order of their names; a document met before is not read again."""
    paths = sources.documents_below(project.raw)
    store = Store(project.cache / "documents", room_digest("sources", "extraction"))
    read: dict[Path, Read] = {}
    todo: list[Path] = []
    keys: dict[Path, str] = {}
    for path in paths:
        keys[path] = file_digest(path) + digest(path.relative_to(project.raw).as_posix())[:12]
        kept = store.get(keys[path])
        if kept is None:
            todo.append(path)
        else:
            read[path] = _thaw(kept)
    done = len(read)
    progress("read", done, len(paths))
    weight = sum(path.stat().st_size for path in todo if path.is_file())
    if jobs > 1 and len(todo) > 1 and weight > 1_000_000:
        with ProcessPoolExecutor(min(jobs, len(todo))) as pool:
            results: Iterable[Read] = pool.map(read_file, todo, [project.raw] * len(todo))
            for path, result in zip(todo, results, strict=True):
                read[path] = result
                done += 1
                progress("read", done, len(paths))
    else:
        for path in todo:
            read[path] = read_file(path, project.raw)
            done += 1
            progress("read", done, len(paths))
    for path in todo:
        if read[path].document is not None:
            store.put(keys[path], _freeze(read[path]))
    store.keep_only(keys.values())
    return [read[path] for path in paths]


def read_file(path: Path, root: Path) -> Read:
    """One file through the first two stages."""
    got = sources.load(path, root)
    if got.document is None:
        return Read(None, [], [], list(got.problems))
    extracted = extraction.extract(got.document)
    return Read(got.document, list(extracted.pairs), list(extracted.spans), list(got.problems))


def write(project: Project, results: Results, clock: Clock, progress: Progress) -> str:
    """Write graph, site and data; each appears whole or not at all. Returns the tree hash."""
    from pipeline import publishing

    built_graph = graph.build(results)
    text = graph.dump(built_graph)
    clock.lap("graph")
    data = {
        "data/qa.json": exports.qa(results),
        "data/qa.jsonl": exports.qa_jsonl(results),
        "data/qa.schema.json": exports.qa_schema(),
    }
    clock.lap("export")
    pages = publishing.pages(results, built_graph)
    clock.lap("pages")
    publishing.render(
        {**pages, **data},
        site=project.site,
        mkdocs=project.mkdocs,
        staging=project.cache / "site",
        public=project.public,
        progress=progress,
    )
    clock.lap("render")
    write_whole(project.out_graph, text)
    written = tree_hash(project)
    clock.lap("hash")
    return written


# ---------------------------------------------------------------------------- what changed, and what stood


def inputs_digest(project: Project) -> str:
    """Digest of everything that a build's output depends on: documents, knowledge, site, code and libraries."""
    hashed = hashlib.sha256()
    hashed.update(code_digest().encode())
    for name in _LIBRARIES:
        try:
            hashed.update(f"{name}={version(name)}\n".encode())
        except PackageNotFoundError:
            hashed.update(f"{name} missing\n".encode())
    for label, folder, paths in (
        # A build may write into the folder that it reads: what it wrote is no input.
        ("raw", project.raw, [*sources.documents_below(project.raw), project.raw / "sources.toml"]),
        ("graph", project.graph, [path for path in _files_below(project.graph) if path.name != "graph.json"]),
        ("site", project.site, _files_below(project.site)),
    ):
        for path in sorted(paths):
            hashed.update(f"{label}/{path.relative_to(folder).as_posix()}={file_digest(path)}\n".encode())
    if project.mkdocs.is_file():
        hashed.update(file_digest(project.mkdocs).encode())
    return hashed.hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes; of what stands there instead, where it is no file that can be read."""
    if not path.is_file():
        return "link" if path.is_symlink() else "special"
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"


def code_digest() -> str:
    """SHA-256 over the package's own source."""
    here = Path(__file__).resolve().parent
    hashed = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        hashed.update(path.relative_to(here).as_posix().encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def room_digest(*rooms: str) -> str:
    """SHA-256 over the source of some rooms, of models.py and text.py, and over the libraries' versions."""
    here = Path(__file__).resolve().parent
    hashed = hashlib.sha256()
    paths = [here / "models.py", here / "text.py"]
    for room in rooms:
        paths += sorted((here / room).rglob("*.py"))
    for path in paths:
        hashed.update(path.read_bytes())
    for name in _LIBRARIES:
        try:
            hashed.update(f"{name}={version(name)}".encode())
        except PackageNotFoundError:
            continue
    return hashed.hexdigest()


def tree_hash(project: Project) -> str:
    """SHA-256 over names and bytes of everything that a build wrote."""
    hashed = hashlib.sha256()
    if project.out_graph.is_file():
        hashed.update(f"graph.json={file_digest(project.out_graph)}\n".encode())
    for path in sorted(_files_below(project.public)):
        hashed.update(f"public/{path.relative_to(project.public).as_posix()}={file_digest(path)}\n".encode())
    return hashed.hexdigest()


def counts_of(results: Results, project: Project) -> dict[str, int]:
    """The figures that a build ends with."""
    flagged = [f for f in results.findings if f.flagged]
    return {
        "documents": len(results.documents),
        "pairs": len(results.pairs),
        "unanswered": sum(pair.answer is None for pair in results.pairs),
        "questions": len(results.questions),
        "concepts": len(results.concepts),
        "facts": len(results.facts),
        "claims": len(results.claims),
        "flagged": len(flagged),
        "corrected": sum(f.claim is not None and f.claim.group in results.corrections for f in flagged),
        "answers": len(results.answers),
        "proofs": sum(e.holds is True for e in results.evidence),
        "pages": sum(1 for path in _files_below(project.public) if path.suffix == ".html"),
    }


class Clock:
    """Wall time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        """Book the time since the last lap on a stage."""
        now = perf_counter()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._last, 3)
        self._last = now


class Store:
    """A folder of JSON texts by key; a text is there whole or not at all, and a broken one is no entry."""

    def __init__(self, folder: Path, generation: str) -> None:
        self.folder = folder
        self.generation = generation

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256((self.generation + key).encode()).hexdigest()}.json"

    def get(self, key: str) -> Any | None:
        """The entry, or None."""
        try:
            return json.loads(self._path(key).read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep an entry."""
        write_whole(self._path(key), json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def keep_only(self, keys: Iterable[str]) -> None:
        """Drop whatever no key of these names: the cache never outgrows its documents."""
        wanted = {self._path(key).name for key in keys}
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in wanted:
                    path.unlink(missing_ok=True)


@contextmanager
def only_build(cache: Path) -> Any:
    """Hold the project's lock, so that two builds never write one site; the system frees it when a build dies.

    Raises KanwuError where another build holds it.
    """
    import fcntl

    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise KanwuError(
                f"{cache}: expected to be the only build here, found another one at work. Wait until it is done."
            ) from error
        yield


def last_build(project: Project) -> dict[str, Any] | None:
    """What the last build remembered of itself; None where there was none."""
    try:
        loaded: dict[str, Any] = json.loads((project.cache / "build.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return loaded


def clean(project: Project) -> None:
    """Delete what can be made again."""
    shutil.rmtree(project.cache, ignore_errors=True)


def _standing(project: Project, inputs: str) -> Built | None:
    """The last build, where its inputs are today's and everything that it wrote stands untouched."""
    kept = last_build(project)
    if kept is None or kept.get("inputs") != inputs or tree_hash(project) != kept.get("tree_hash"):
        return None
    return Built(
        results=None,
        tree_hash=kept["tree_hash"],
        seconds={},
        problems=tuple(Problem.model_validate(p) for p in kept["problems"]),
        counts=kept["counts"],
        changed=False,
    )


def _remember(project: Project, results: Results, record: dict[str, Any]) -> None:
    """Note what this build found, for the next one to compare with and for `kanwu diff`."""
    summary = summary_of(results, project)
    previous = last_build(project)
    record["summary"] = summary
    record["before"] = previous.get("summary") if previous else None
    write_whole(project.cache / "build.json", json.dumps(record, ensure_ascii=False, sort_keys=True))


def summary_of(results: Results, project: Project) -> dict[str, dict[str, str]]:
    """What `kanwu diff` compares: by kind, id to digest or wording."""
    return {
        "documents": {d.path: d.sha256 for d in results.documents},
        "pairs": {p.id: digest([p.question, p.answer])[:12] + " " + p.question for p in results.pairs},
        "questions": {q.id: " ".join(q.pairs) for q in results.questions},
        "findings": {
            f.id: f"{f.verdict.value} {f.passage.document}:{f.passage.line} {f.fact or ''}".strip()
            for f in results.findings
            if f.flagged
        },
        "pages": {
            path.relative_to(project.public).as_posix(): file_digest(path)
            for path in sorted(_files_below(project.public))
            if path.suffix == ".html"
        },
    }


def _files_below(folder: Path) -> list[Path]:
    found = []
    for at, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        found += [Path(at) / name for name in files if not name.startswith(".")]
    return found


def _knowledge(project: Project) -> tuple[Any, list[Problem]]:
    loaded = knowledge.load(project.graph, project.cache)
    return loaded.knowledge, list(loaded.problems)


def _standing_proofs(evidence: Sequence[Evidence]) -> tuple[list[Evidence], list[Problem]]:
    """Evidence of the snippets as their files stand now; what is stale or failed proves nothing and is reported."""
    snippets = {snippet.name: snippet for snippet in verification.list_snippets()[0]}
    standing: list[Evidence] = []
    problems: list[Problem] = []
    for item in evidence:
        snippet = snippets.get(item.snippet)
        state = "missing" if snippet is None else verification.state_of(snippet, [item], item.device)
        if state == "holds":
            standing.append(item)
            continue
        problems.append(
            Problem(
                path=f"evidence/{item.snippet}@{item.device}.json",
                expected="evidence of the snippet as it stands now, that holds",
                found="evidence of no snippet" if snippet is None else f"evidence that is {state}",
                remedy=f"Run `kanwu verify {item.snippet} --record`; until then it proves nothing.",
            )
        )
    return standing, problems


def _data_version(documents: Sequence[Document], project: Project) -> str:
    """Twelve hex digits over what the data is made of; code apart, so that a bug fix alone shows as a revision."""
    parts = [f"{d.path}={d.sha256}" for d in documents]
    for path in sorted(_files_below(project.graph)):
        if path.name != "graph.json":
            parts.append(f"{path.relative_to(project.graph).as_posix()}={file_digest(path)}")
    return digest(parts)[:12]


def _statuses(
    questions: Sequence[Question],
    pairs: Sequence[QAPair],
    findings: Sequence[Finding],
    state: ledger.State,
    answers: Mapping[str, Any],
    persons: set[str],
) -> dict[str, Status]:
    by_id = {pair.id: pair for pair in pairs}
    of_pair: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.pair:
            of_pair[finding.pair].append(finding)
    return {
        question.id: status_of(
            question,
            [by_id[i] for i in question.pairs if i in by_id],
            [f for i in question.pairs for f in of_pair[i]],
            state.corrections,
            answers.get(question.id),
            f"question:{question.id}" in persons,
        )
        for question in questions
    }


def _freeze(read: Read) -> dict[str, Any]:
    assert read.document is not None
    return {
        "document": read.document.model_dump(mode="json", exclude={"blocks", "line_starts"}),
        "blocks": [list(block) for block in read.document.blocks],
        "line_starts": list(read.document.line_starts),
        "pairs": [pair.model_dump(mode="json") for pair in read.pairs],
        "spans": [list(span) for span in read.spans],
        "problems": [problem.model_dump(mode="json") for problem in read.problems],
    }


def _thaw(kept: dict[str, Any]) -> Read:
    blocks = []
    for row in kept["blocks"]:
        block = Block(*row)
        blocks.append(block._replace(offsets=tuple((a, b) for a, b in block.offsets)))
    document = Document(**kept["document"], blocks=tuple(blocks), line_starts=tuple(kept["line_starts"]))
    return Read(
        document,
        [QAPair.model_validate(row) for row in kept["pairs"]],
        [Span(*row) for row in kept["spans"]],
        [Problem.model_validate(row) for row in kept["problems"]],
    )
