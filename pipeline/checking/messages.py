"""What a finding says to an editor, in both languages: what stands there, and what is true.

Apart from the check, because these sentences are read by people and change more often than rules.
"""

from __future__ import annotations

from pipeline.knowledge import Knowledge
from pipeline.models import MEANT, Claim, Fact, Verdict, Words


def described(claim: Claim, knowledge: Knowledge) -> Words:
    """A claim in words: subject, relation, and the values in the words of the passage."""
    concept = knowledge.concepts.get(claim.subject)
    zh, en = (concept.pref_label.zh, concept.pref_label.en) if concept else (claim.subject, claim.subject)
    relation = knowledge.relations[claim.relation].label
    values = claimed_words(claim)
    if "exclusive" in claim.reading:
        return Words(
            zh=f"{zh}{_gap(zh, relation.zh)}{relation.zh}的不包括“{values}”",
            en=f"{en} {relation.en} leaves out “{values}”",
        )
    no_zh, no_en = ("并非", "not ") if claim.denied else ("", "")
    return Words(
        zh=f"{zh}{_gap(zh, relation.zh)}{relation.zh}：{no_zh}“{values}”", en=f"{en} {relation.en} {no_en}“{values}”"
    )


def claimed_words(claim: Claim) -> str:
    """The value as the passage words it; its id where it was read between the lines."""
    words = [r.partition("=")[2] for r in claim.reading if r.startswith(("value=", "words="))]
    return "、".join(words) if words else "、".join(claim.objects)


def said(claim: Claim, verdict: Verdict, fact: Fact | None, knowledge: Knowledge) -> Words:
    """The message of a finding about one claim."""
    what = described(claim, knowledge)
    if fact is None:
        return Words(zh=f"此处说{what.zh}。没有事实可以判定。", en=f"It says: {what.en}. No fact decides it.")
    true = fact.statement
    if verdict is Verdict.supported:
        return Words(zh=f"与事实相符：{true.zh}", en=f"It agrees with the fact: {true.en}")
    if verdict is Verdict.cannot_tell:
        return Words(
            zh=f"此处说{what.zh}。已知的事实不能判定：{true.zh}",
            en=f"It says: {what.en}. The fact known of it does not decide: {true.en}",
        )
    if verdict is Verdict.outdated:
        return Words(
            zh=f"此处说{what.zh}，这已过时。{true.zh}", en=f"It says: {what.en}, which no longer holds. {true.en}"
        )
    return Words(zh=f"此处说{what.zh}。事实是：{true.zh}", en=f"It says: {what.en}. In fact: {true.en}")


def spelt_out(claim: Claim, label: str, knowledge: Knowledge) -> Words:
    """The message where a concept's own label tells what its abbreviation stands for."""
    what = described(claim, knowledge)
    return Words(zh=f"此处说{what.zh}。全称是 {label}。", en=f"It says: {what.en}. In full it is: {label}.")


def _gap(left: str, right: str) -> str:
    return " " if left[-1:].isascii() and left[-1:].isalnum() and not right[:1].isascii() else ""


def leaning(fact: Fact, myth: int, about: float) -> Words:
    """The message of a doubt: which of a fact's myths the sentence is like, and the fact to hold it against; `about` is how likely it is meant."""
    like, true = fact.myths[myth].says, fact.statement
    if about < MEANT:
        return Words(
            zh=f"这句话可能有误：读起来像错误说法，但没有哪条已知事实确定与它有关，请查证。最接近的事实：{true.zh}",
            en=f"This may be wrong: it reads like wrong statements. No known fact is surely what it is about, so look it up. The nearest fact: {true.en}",
        )
    return Words(
        zh=f"这句话可能有误，读起来像一种错误说法：“{like.zh.rstrip('。')}”。请对照事实：{true.zh}",
        en=f"This may be wrong: it reads like the mistake “{like.en.rstrip('.')}”. Hold it against the fact: {true.en}",
    )
