"""The pages of proofs: what a program measured, drawn and in numbers, where it ran, and how to run it oneself.

Apart from the other knowledge, because a reader comes here to check us and not to learn: everything that a doubt
could ask for stands on one page, the code included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pipeline.models import Evidence, Fact, Proof, Question
from pipeline.publishing import addresses, figures, shown, words
from pipeline.publishing.addresses import url
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import section, table, top
from pipeline.publishing.markdown import code
from pipeline.publishing.markup import Content, Html, Page, element, join, link
from pipeline.publishing.questions import DEVICE, holds, measures, question_list

Device = Literal["cpu", "cuda"]
DEVICES: tuple[Device, ...] = ("cpu", "cuda")
_APART = ("x", "x_label", "unit")
"""Keys of a series that are no line."""


def proof_page(book: Book, snippet: str, settles: Sequence[Question] = ()) -> Page:
    """Fact and myth, numbers and figure, devices and dates, how to run it, the code, the questions that it settles."""
    proof = book.proof(snippet)
    runs = book.evidence_of.get(snippet, [])
    facts = [book.results.facts[f] for f in book.snippets[snippet]]
    best = next((run for run in runs if run.holds is not None), None)
    blocks = [
        top(
            proof.title,
            "证明",
            words.FAMILY.get(proof.family, proof.family),
            *(join(f"{DEVICE[on]} ", state(book, proof, on)) for on in DEVICES),
        ),
        section("事实与误传", _sides(facts, proof), "sides"),
        section("量出来的数", _numbers(best, proof), "numbers"),
        section("图", _drawing(best, proof), "figure"),
        section("以替身和文献证明", _stand_in(proof), "stands-for"),
        section("在哪里跑过", _runs(book, proof), "runs"),
        section("自己运行", _how_to_run(proof), "run"),
        section("代码", code(proof.code, "python") if proof.code else None, "code"),
        section("它回答的问题", question_list(book, settles) if settles else None, "questions"),
    ]
    return Page(
        address=addresses.proof(snippet),
        title=proof.title,
        description=shown.shorten(facts[0].statement.zh if facts else proof.title, 150),
        kind="proof",
        body=tuple(block for block in blocks if block),
    )


def state(book: Book, proof: Proof, device: Device) -> Html:
    """How a proof stands on a device, in words; its mark only repeats them."""
    runs = [run for run in book.evidence_of.get(proof.name, []) if run.device == device]
    if runs and runs[0].holds is not None:
        return element("span", holds(runs[0]), class_=f"state state--{'holds' if runs[0].holds else 'failed'}")
    if device == "cpu" and proof.needs == "cuda":
        return element("span", "只有 GPU 能证明", class_="state state--none")
    return element("span", "尚未运行", class_="state state--none")


def _sides(facts: Sequence[Fact], proof: Proof) -> Html | None:
    """Each fact that it settles, and what is said against it."""
    items = [
        element(
            "li",
            element("p", link(fact.statement.zh, url(addresses.fact(fact.id))), class_="true"),
            [element("p", element("del", myth.says.zh, class_="wrong"), class_="said") for myth in fact.myths],
        )
        for fact in facts
    ]
    summary = element("p", proof.summary, lang="en", class_="quiet") if proof.summary else None
    return join(element("ul", items, class_="sides") if items else None, summary) or None


def _numbers(run: Evidence | None, proof: Proof) -> Html | None:
    if run is None:
        return None
    decisive = measures(run, 6, proof.names)
    order = sorted(run.fact, key=lambda name: (run.myth.get(name) == run.fact[name], list(run.fact).index(name)))
    rows: list[list[Content]] = []
    for name in order:
        values = (run.fact.get(name), run.myth.get(name), run.measured.get(name), run.control.get(name))
        called = proof.names.get(name)
        label = join(called, " ", element("code", name, class_="quiet")) if called else element("code", name)
        rows.append([label, *("–" if value is None else figures.number(value) for value in values)])
    described = "；".join(f"{m.name}：事实 {figures.number(m.fact)}，误传 {figures.number(m.myth)}" for m in decisive)
    return join(
        figures.axis(decisive, described) if decisive else None,
        table(["量", "事实预测", "误传预测", "实测", "对照"], rows, "numbers"),
        element(
            "p",
            f"容差 {figures.number(run.tolerance)}。对照是同一台仪器在误传为真的系统上的读数：它必须读出误传的数，"
            "否则仪器是瞎的，证明不成立。",
            class_="quiet",
        ),
    )


def _series(run: Evidence | None, names: Mapping[str, str]) -> figures.Curves | None:
    """What a run says to draw; None where it says nothing, or nothing that can be drawn."""
    told: Mapping[str, Any] = run.series if run else {}
    x = told.get("x")
    if not isinstance(x, list) or len(x) < 2 or not all(isinstance(v, int | float) for v in x):
        return None
    lines = [
        (names.get(name, name), tuple(float("nan") if v is None else float(v) for v in line))
        for name, line in told.items()
        if name not in _APART and isinstance(line, list) and len(line) == len(x)
    ]
    label, unit = str(told.get("x_label", "")), str(told.get("unit", ""))
    if not lines:
        return None
    return figures.Curves(tuple(float(v) for v in x), tuple(lines), names.get(label, label), names.get(unit, unit))


def _drawing(run: Evidence | None, proof: Proof) -> Html | None:
    drawn = _series(run, proof.names)
    if drawn is None:
        return None
    rows: list[list[Content]] = [
        [figures.number(place), *(figures.number(line[at]) for _, line in drawn.lines)]
        for at, place in enumerate(drawn.x)
    ]
    described = f"{drawn.unit}，随{drawn.x_label}：" + "；".join(
        f"{name} {'、'.join(figures.number(v) for v in line)}" for name, line in drawn.lines
    )
    return join(
        figures.curves(drawn, described),
        element(
            "details",
            element("summary", "图中的数"),
            table([drawn.x_label, *(name for name, _ in drawn.lines)], rows, "numbers"),
        ),
    )


def _stand_in(proof: Proof) -> Html | None:
    if not proof.stands_for:
        return None
    return join(
        element("p", proof.stands_for),
        element(
            "p", "这里没有测量所说的那个系统本身：能算的由替身算出，替身为什么算数，以所列文献为据。", class_="quiet"
        ),
    )


def _runs(book: Book, proof: Proof) -> Html:
    rows: list[list[Content]] = []
    runs = {run.device: run for run in book.evidence_of.get(proof.name, [])}
    for device in DEVICES:
        run = runs.get(device)
        if run is None:
            rows.append([DEVICE[device], state(book, proof, device), "–", "–", "–", "–"])
            continue
        versions = "，".join(f"{name} {version}" for name, version in sorted(run.run.versions.items()))
        took = f"{figures.number(round(run.run.cpu_seconds or run.run.seconds, 1))} 秒"
        rows.append([DEVICE[device], state(book, proof, device), run.run.at[:10], took, run.run.hardware, versions])
    return table(["设备", "结果", "日期", "处理器用时", "硬件", "版本"], rows, "numbers")


def _how_to_run(proof: Proof) -> Html:
    """One line; what else there is to know stands below it."""
    flag = " --device cuda" if proof.needs == "cuda" else ""
    needs = "、".join(proof.requires) or "只要 Python"
    return join(
        code(f"kanwu verify {proof.name}{flag}", "console"),
        element(
            "p",
            "" if flag else "有 GPU 时加 --device cuda。",
            f"没有 Kanwu 也行：把下面的代码存成 {proof.name}.py，用 python {proof.name}.py 运行，需要 {needs}；"
            "最后一行输出就是这里的数。",
            class_="quiet",
        ),
    )


def proofs_page(book: Book) -> Page:
    """All proofs by family, with their state on each device."""
    proofs = [book.proof(snippet) for snippet in book.snippets]
    order = list(words.FAMILY)
    families: dict[str, list[Proof]] = {}
    for proof in proofs:
        families.setdefault(proof.family, []).append(proof)
    held = {
        device: sum(any(run.holds and run.device == device for run in book.evidence_of.get(p.name, [])) for p in proofs)
        for device in DEVICES
    }
    holding = {p.name for p in proofs if any(run.holds for run in book.evidence_of.get(p.name, []))}
    settled = sum(fact.snippet in holding for fact in book.results.facts.values())
    blocks: list[Html | None] = [
        top(
            "证明",
            f"{words.count(len(proofs))} 个程序",
            f"证明 {words.count(settled)} 条事实",
            *(f"{DEVICE[on]} 上 {words.count(held[on])} 个成立" for on in DEVICES),
        ),
        element(
            "p",
            "每个证明是一段短程序：事实和误传各预测一个数，程序量出实际的数，再用同一台仪器量一个误传为真的系统作对照。"
            "跳过不算通过，没跑过就写没跑过。",
        ),
    ]
    for family in sorted(families, key=lambda f: (order.index(f) if f in order else len(order), f)):
        rows: list[list[Content]] = [
            [
                link(proof.title, url(addresses.proof(proof.name))),
                *(state(book, proof, device) for device in DEVICES),
                max((run.run.at[:10] for run in book.evidence_of.get(proof.name, [])), default="–"),
            ]
            for proof in sorted(families[family], key=lambda p: p.name)
        ]
        name = words.FAMILY.get(family, family) or "其他"
        head = [f"{len(rows)} 个", "CPU", "GPU", "最近运行"]
        blocks.append(section(name, table(head, rows, "proofs"), family.replace(" ", "-") or "other"))
    if not proofs:
        blocks.append(element("p", "还没有证明。", class_="quiet"))
    return Page("proofs/", "证明", tuple(b for b in blocks if b), "任何人都能运行的证明", "list")
