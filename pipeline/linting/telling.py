"""What to tell an author about one place: the fact, why it is so, where it stands written, what was measured.

Apart from the faces, because an editor's hover and the MCP server tell the same things. The words of the text itself are
quoted as data: whatever they contain, they are neither markup nor an instruction to whoever reads the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.checking import at_once, cite
from pipeline.knowledge import Knowledge
from pipeline.linting.diagnostics import Diagnostic
from pipeline.linting.texts import Grounds, Linted
from pipeline.models import Citation, Concept, Evidence, Fact, Lang, Verdict

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_HEADS: dict[Lang, dict[str, str]] = {
    "en": {"true": "True", "why": "Why", "cite": "Source", "proof": "Proof", "myth": "Often said wrongly", "agrees": "Agrees with the fact", "read": "Read as", "kept": "Kept", "fix": "Safe replacement"},
    "zh": {"true": "事实", "why": "原因", "cite": "依据", "proof": "证明", "myth": "常见误解", "agrees": "与事实相符", "read": "读法", "kept": "保留", "fix": "可安全替换为"},
}  # fmt: skip


def link_of(citation: Citation) -> str:
    """The address of a citation."""
    return f"https://arxiv.org/abs/{citation.arxiv}" if citation.arxiv else citation.url or ""


def escaped(text: str) -> str:
    """Words of a text as Markdown that shows them and does nothing else."""
    return _SPECIAL.sub(r"\\\1", text.replace("\r", " ").replace("\n", " "))


def hover(linted: Linted, said: Sequence[Diagnostic], offset: int, grounds: Grounds, lang: Lang) -> str | None:
    """Markdown for the place at an offset of the sheet: what is said of it, else what it agrees with, else its concept."""
    here = [d for d in said if d.place[0] <= offset < max(d.place[1], d.place[0] + 1) and d.severity != "none"]
    heads = _HEADS[lang]
    parts: list[str] = []
    for each in here:
        parts.append(f"**{each.severity}** `{each.rule}`: {escaped(each.message.get(lang))}")
        fact = grounds.knowledge.facts.get(each.finding.fact or "") if each.finding else None
        if fact is not None:
            parts.append(_of_fact(fact, grounds, lang))
        if each.finding is not None and each.finding.reasons:
            parts.append(f"{heads['read']}: {escaped('; '.join(each.finding.reasons))}")
        if each.state != "open":
            parts.append(f"{heads['kept']}: {escaped(each.reason or each.state)}")
    if parts:
        return "\n\n".join(parts)
    for finding, place in zip(linted.findings, linted.places, strict=True):
        if finding.verdict is Verdict.supported and place[0] <= offset < place[1] and finding.fact:
            fact = grounds.knowledge.facts[finding.fact]
            return f"**{heads['agrees']}** `{fact.id}`\n\n{_of_fact(fact, grounds, lang)}"
    concept = _concept_at(linted.sheet.text, offset, grounds.knowledge)
    return _of_concept(concept, grounds, lang) if concept else None


def _concept_at(text: str, offset: int, known: Knowledge) -> Concept | None:
    first = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    last = min((at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0), default=len(text))
    for mention in known.mentions(text[first:last]):
        if first + mention.start <= offset < first + mention.end:
            return known.concepts.get(mention.concept)
    return None


def _of_fact(fact: Fact, grounds: Grounds, lang: Lang) -> str:
    heads = _HEADS[lang]
    lines = [f"**{heads['true']}**: {escaped(fact.statement.get(lang))}"]
    if fact.explanation is not None:
        lines.append(f"{heads['why']}: {escaped(fact.explanation.get(lang))}")
    for citation in fact.citations:
        title, address = escaped(cite(citation)), link_of(citation)
        quote = f" — “{escaped(citation.quote)}”" if citation.quote else ""
        lines.append(f"{heads['cite']}: " + (f"[{title}]({address})" if address else title) + quote)
    lines += [f"{heads['proof']}: {escaped(line)}" for line in at_once(_proofs(fact, grounds), measured)]
    return "\n\n".join(lines)


def _of_concept(concept: Concept, grounds: Grounds, lang: Lang) -> str:
    lines = [f"**{escaped(concept.pref_label.get(lang))}** `{concept.id}`", escaped(concept.definition.get(lang))]
    facts = grounds.knowledge.facts_of(concept.id)
    lines += [f"- {escaped(fact.statement.get(lang))} `{fact.id}`" for fact in facts[:6]]
    return "\n\n".join(lines[:2]) + ("\n\n" + "\n".join(lines[2:]) if facts else "")


def _proofs(fact: Fact, grounds: Grounds) -> list[Evidence]:
    return [e for e in grounds.evidence if fact.snippet and e.snippet == fact.snippet and e.holds]


def measured(proof: Evidence, devices: str) -> str:
    """A proof in one line: each number measured, with what fact and myth predict."""
    numbers = ", ".join(
        f"{name} {value:g}"
        + (
            f" (fact {proof.fact[name]:g}, myth {proof.myth[name]:g})"
            if name in proof.fact and name in proof.myth
            else ""
        )
        for name, value in proof.measured.items()
    )
    return f"{proof.snippet} ({devices}): {numbers}"


def told(fact: Fact, grounds: Grounds, lang: Lang) -> dict[str, Any]:
    """A fact as data for a program that asks: what holds, since when, who says so, what is often said instead."""
    concept = grounds.knowledge.concepts.get(fact.subject)
    return {
        "fact": fact.id,
        "subject": concept.pref_label.get(lang) if concept else fact.subject,
        "relation": grounds.knowledge.relations[fact.relation].label.get(lang),
        "statement": fact.statement.get(lang),
        "explanation": fact.explanation.get(lang) if fact.explanation else None,
        "since": fact.since or None,
        "until": fact.until or None,
        "myths": [
            {"says": myth.says.get(lang), "why": myth.why.get(lang) if myth.why else None} for myth in fact.myths
        ],
        "citations": [
            {
                "source": cite(citation),
                "url": link_of(citation) or None,
                "quote": citation.quote or None,
                "checked": citation.on or None if citation.how != "memory" else None,
            }
            for citation in fact.citations
        ],
        "checked": fact.checked,
        "proof": fact.snippet,
        "proven_on": [e.device for e in _proofs(fact, grounds)],
    }
