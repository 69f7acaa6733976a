"""The commands around a build: build, diff, export, eval, serve, doctor, ledger."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from pipeline.faces.speech import progress, say, say_problems
from pipeline.models import EnvironmentLacks, KanwuError
from pipeline.writing import write_whole

ledger_app = typer.Typer(help="Look after the ledger of decisions.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("build", epilog="Example: kanwu build --raw ~/notes --out ~/kanwu-site")(build)
    app.command("diff", epilog="Example: kanwu build && kanwu diff")(diff)
    app.command("export", epilog="Example: kanwu export jsonl --to qa.jsonl")(export)
    app.command("eval", epilog="Example: kanwu eval gold/*.json --raw data/raw")(evaluate)
    app.command("serve", epilog="Example: kanwu serve --port 8000")(serve)
    app.command("doctor", epilog="Example: kanwu doctor")(doctor)
    app.add_typer(ledger_app, name="ledger")


Raw = Annotated[Path | None, typer.Option("--raw", help="Folder of documents; the project's data/raw by default.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write graph.json, public/ and data here and nowhere else.")]
KnowledgeFolder = Annotated[
    Path | None, typer.Option("--knowledge", help="The data/graph to read instead of the nearest project's.")
]


def build(
    raw: Raw = None,
    out: Out = None,
    knowledge: KnowledgeFolder = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that read documents.")] = 1,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where there is any problem.")] = False,
) -> None:
    """Run every stage: documents in, a corrected and cross-linked site and clean data out."""
    from pipeline import flow
    from pipeline.project import locate

    project = locate(Path.cwd(), raw=raw, out=out, knowledge=knowledge)
    with progress() as show:
        built = flow.build(project, jobs=jobs, progress=show)
    say_problems(built.problems)
    counts = built.counts
    say(
        f"{counts['documents']} documents, {counts['pairs']} pairs ({counts['unanswered']} unanswered), "
        f"{counts['questions']} questions, {counts['claims']} claims, {counts['flagged']} flagged "
        f"({counts['corrected']} corrected), {counts['pages']} pages."
    )
    if project.public.is_relative_to(project.raw):
        say(f"{project.public}: lies in the folder of documents; what a build wrote is read as none of them.")
    if not built.changed:
        say("Nothing changed since the last build.")
    say("time: " + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in built.seconds.items()))
    say(f"site:  {project.public}   (look at it: kanwu serve{'' if out is None else f' --out {out}'})")
    say(f"data:  {project.public / 'data' / 'qa.json'}")
    say(f"graph: {project.out_graph}")
    print(built.tree_hash)
    if strict and built.problems:
        raise typer.Exit(1)


def diff(
    out: Out = None, as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False
) -> None:
    """Say what the last build changed: documents, pairs, clusters, findings, pages."""
    from pipeline import flow
    from pipeline.project import locate

    project = locate(Path.cwd(), raw=None if out is None else out, out=out)
    kept = flow.last_build(project)
    if kept is None:
        raise KanwuError("expected a build to compare, found none. Run `kanwu build` first.")
    before, after = kept.get("before") or {}, kept["summary"]
    changes: dict[str, dict[str, list[str]]] = {}
    for kind, now in after.items():
        then = before.get(kind, {})
        changes[kind] = {
            "added": sorted(now.keys() - then.keys()),
            "removed": sorted(then.keys() - now.keys()),
            "changed": sorted(k for k in now.keys() & then.keys() if now[k] != then[k]),
        }
    if as_json:
        sys.stdout.write(json.dumps(changes, ensure_ascii=False, indent=1) + "\n")
        return
    for kind, groups in changes.items():
        if not any(groups.values()):
            print(f"{kind}: nothing changed")
            continue
        print(f"{kind}: " + ", ".join(f"{len(names)} {how}" for how, names in groups.items() if names))
        for how, names in groups.items():
            for name in names[:20]:
                source = before if how == "removed" else after
                words = source.get(kind, {}).get(name, "")
                shown = words[13:73] if kind == "pairs" else words if kind == "findings" else ""
                print(f"  {how[:-2] if how == 'added' else how:<8} {name} {shown}".rstrip())
            if len(names) > 20:
                print(f"  … and {len(names) - 20} more {how}")


def export(
    form: Annotated[
        Literal["qa", "jsonl", "schema", "graph"], typer.Argument(metavar="FORMAT", help="qa, jsonl, schema or graph.")
    ],
    to: Annotated[str, typer.Option("--to", help="A file, or `-` for standard output.")] = "-",
    raw: Raw = None,
    knowledge: KnowledgeFolder = None,
    public: Annotated[bool, typer.Option("--public", help="Only what sources.toml allows to publish.")] = False,
) -> None:
    """Write the cleaned questions and answers in one of the formats that others read."""
    from pipeline import exports, flow, graph
    from pipeline.project import locate

    if form == "schema":
        text = exports.qa_schema()
    else:
        project = locate(Path.cwd(), raw=raw, knowledge=knowledge)
        with progress() as show:
            results = flow.run_stages(project, progress=show)
        say_problems(results.problems)
        if form == "graph":
            text = graph.dump(graph.build(results))
        else:
            write = exports.qa if form == "qa" else exports.qa_jsonl
            text = write(results, local=not public)
    if to == "-":
        sys.stdout.write(text)
    else:
        write_whole(Path(to), text)
        say(f"wrote {to}")


def evaluate(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(metavar="GOLD...", help="Marked documents (JSON); with --planted, statements (JSON Lines)."),
    ] = None,
    raw: Annotated[Path | None, typer.Option("--raw", help="Folder that holds the documents.")] = None,
    floor: Annotated[float, typer.Option("--floor", help="Pooled pair F1 below which the status is 1.")] = 0.0,
    planted: Annotated[
        bool, typer.Option("--planted", help="Plant mistakes in right sentences and count what the linter sees.")
    ] = False,
    record: Annotated[
        bool, typer.Option("--record", help="With --planted: write the scorecard that the site publishes.")
    ] = False,
    knowledge: KnowledgeFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False,
) -> None:
    """Measure extraction against documents that were marked by hand, or the linter against planted mistakes."""
    if planted:
        score_linter(gold or [], knowledge, record, as_json)
        return
    if not gold or raw is None:
        raise KanwuError("eval: expected GOLD... and --raw DIR, or --planted, found neither. See kanwu eval --help.")
    from pipeline import extraction, sources
    from pipeline.extraction import scoring

    rows = []
    for path in gold:
        try:
            marked = json.loads(path.read_text("utf-8"))
            name = str(marked["document"])
        except (ValueError, KeyError, TypeError) as error:
            raise KanwuError(
                f"{path}: expected a marked document (JSON with document and items), found {error!r}. Check the file."
            ) from error
        read = sources.load(raw / name, raw)
        say_problems(read.problems)
        if read.document is None:
            raise KanwuError(f"{raw / name}: expected the document that {path} marks, found none. Check --raw.")
        rows.append(scoring.score(marked, extraction.extract(read.document).pairs))
    total = scoring.pool(rows)
    if as_json:
        sys.stdout.write(json.dumps([row._asdict() for row in (*rows, total)], ensure_ascii=False, indent=1) + "\n")
    else:
        for row in (*rows, total):
            print(
                f"{row.document[-40:]:<40} gold {row.gold:>4} found {row.found:>4}  question F1 {row.question_f1:.3f}  "
                f"pair F1 {row.pair_f1:.3f}  noise {row.noise:.3f}"
            )
    if total.pair_f1 < floor:
        say(f"expected a pair F1 of at least {floor}, found {total.pair_f1:.3f}.")
        raise typer.Exit(1)


def score_linter(statements: Sequence[Path], folder: Path | None, record: bool, as_json: bool) -> None:
    """Print, and with `record` write, how often planted mistakes and given statements are judged rightly."""
    from pipeline import checking, claims, sources
    from pipeline import knowledge as room
    from pipeline.checking import planting
    from pipeline.models import Scorecard, pooled
    from pipeline.project import knowledge_folder

    found = knowledge_folder(Path.cwd(), folder)
    loaded = room.load(found, None)
    say_problems(loaded.problems)
    known = loaded.knowledge

    def flagged(text: str) -> bool:
        document = sources.read_document(text.encode(), "sentence.txt").document
        assert document is not None
        read = claims.read(document, (), known)
        return any(finding.flagged for finding in checking.check(read.claims, (), known, doubts=read.doubts).findings)

    rows = []
    for path in statements:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                rows.append({"text": str(row["text"]), "label": str(row["label"]), "kind": str(row["kind"])})
            except (ValueError, KeyError, TypeError) as error:
                raise KanwuError(
                    f"{path}:{number}: expected a statement (JSON with text, label, kind), found {error!r}. Check the line."
                ) from error
    measured = [planting.measure_planted(planting.right_sentences(known, known.answers.values()), known, flagged)]
    if rows:
        measured.append(planting.measure_statements(rows, flagged))
    card = Scorecard(knowledge=checking.measured_with(known), measurements=tuple(measured))
    if record:
        write_whole(found / "scorecard.json", card.model_dump_json(indent=1) + "\n")
    if as_json:
        sys.stdout.write(card.model_dump_json(indent=1) + "\n")
        return
    for each in card.measurements:
        print(each.title.en)
        for name, rates in (("caught", each.caught), ("accused", each.accused)):
            for rate in (*rates, pooled(rates)):
                low, high = rate.interval()
                share = rate.hits / rate.total if rate.total else 0.0
                print(
                    f"  {name:<8} {rate.name:<14} {rate.hits:>5} of {rate.total:<5} {share:6.1%}  [{low:.1%}, {high:.1%}]"
                )


def serve(
    out: Out = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes a free one.")] = 8000,
) -> None:
    """Show the built site on this machine only."""
    from pipeline.faces.site_server import site_server
    from pipeline.project import home

    base = out or home(Path.cwd().resolve()) or Path.cwd()
    public = base / "public"
    if not (public / "index.html").is_file():
        raise KanwuError(f"{public}: expected a built site, found none. Run `kanwu build` first.")

    try:
        server = site_server(public, port)
    except OSError as error:
        raise EnvironmentLacks(
            f"expected port {port} to be free, found it taken ({error.strerror}). Name another by --port."
        ) from error
    say(f"http://127.0.0.1:{server.server_address[1]}/   (Ctrl-C ends it)")
    with server:
        server.serve_forever()


def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False) -> None:
    """Say what this installation has, what it lacks, and what each missing part would add."""
    import shutil
    from importlib.metadata import PackageNotFoundError, version

    from pipeline.project import home, knowledge_folder

    rows: list[dict[str, str]] = []

    def row(part: str, state: str, note: str) -> None:
        rows.append({"part": part, "state": state, "note": note})

    row("python", sys.version.split()[0], "3.11 or newer")
    for name in ("networkx", "pydantic", "lxml", "openai", "mkdocs-material"):
        try:
            row(name, version(name), "core")
        except PackageNotFoundError:
            row(name, "missing", f"core: pip install {name}")
    for name in ("torch", "transformers", "peft"):
        try:
            row(name, version(name), "runs verification snippets")
        except PackageNotFoundError:
            row(name, "missing", 'snippets that need it are skipped: pip install "kanwu[verify]"')
    for name, extra, use in (("pygls", "lsp", "kanwu lsp, for editors"), ("mcp", "mcp", "kanwu mcp, for agents")):
        try:
            row(name, version(name), use)
        except PackageNotFoundError:
            row(name, "missing", f'{use}: pip install "kanwu[{extra}]"')
    row(
        "LLM key",
        "set" if os.environ.get("OPENAI_API_KEY") else "not set",
        "only `kanwu judge` and `kanwu verify --propose` use one",
    )
    from pipeline.verification import sandbox

    row(
        "sandbox", sandbox.unavailable() or "bubblewrap", "what a model or a stranger proposed runs in it or not at all"
    )
    row("chromium", shutil.which("chromium") or "missing", "only the browser tests use it")
    found = home(Path.cwd().resolve())
    row("project", str(found) if found else "none here", "the nearest folder upwards with data/graph")
    folder = knowledge_folder(Path.cwd())
    row("knowledge", str(folder), f"{len(list((folder / 'facts').glob('*.yaml')))} files of facts")
    if as_json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        for entry in rows:
            print(f"{entry['part']:<16} {entry['state']:<24} {entry['note']}")
    if any(entry["state"] == "missing" and entry["note"].startswith("core") for entry in rows):
        raise typer.Exit(3)


@ledger_app.command("verify", epilog="Example: kanwu ledger verify")
def ledger_verify(knowledge: KnowledgeFolder = None) -> None:
    """Check that every decision is what was written, and that its parents are there. Exit status 1 where not."""
    from pipeline import ledger
    from pipeline.project import knowledge_folder

    loaded = ledger.load(knowledge_folder(Path.cwd(), knowledge) / "ledger")
    say_problems(loaded.problems)
    say(f"{len(loaded.events)} decisions are whole.")
    if loaded.problems:
        raise typer.Exit(1)
