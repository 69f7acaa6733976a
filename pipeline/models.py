"""The nouns of the project, each defined once: the records that pass between the stages.

Apart from every stage, because a record outlives the stage that made it: the site, the exports, the
ledger and a stranger's script all read these shapes. Nothing here opens a file or decides anything.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

Lang = Literal["zh", "en"]
"""Language of a text; a text with any Chinese sentence counts as `zh`."""


class Record(BaseModel):
    """Frozen: a correction is a new record that points at the old one, never an edit in place."""

    # Validators are built when they are first used: the linter's start needs few of them.
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


def digest(value: object) -> str:
    """SHA-256, in hex, of a value's canonical JSON (sorted keys, no spaces, UTF-8)."""
    if isinstance(value, BaseModel):
        value = value.model_dump(mode="json", by_alias=True)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_words(text: str) -> str:
    """SHA-256, in hex, of a quote without its white space: layout may change, the words may not."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


# ---------------------------------------------------------------------------------------------- faults


class Problem(Record):
    """A fault in the data, as a value: stages return it beside their result, nothing is skipped quietly."""

    path: str
    """The file at fault, as its reader knows it."""
    line: int | None = None
    """Physical line from 1; None where the fault is the file as a whole."""
    expected: str
    """What would have been right, as a phrase that follows the word "expected"."""
    found: str
    """What stands there instead, as a phrase that follows the word "found"."""
    remedy: str
    """What to do about it: one sentence in the imperative, with its full stop."""

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: expected {self.expected}, found {self.found}. {self.remedy}"


class KanwuError(Exception):
    """Wrong use or no readable input: printed as one paragraph, exit status 2."""

    status = 2


class EnvironmentLacks(KanwuError):
    """The environment lacks something that the command needs: exit status 3."""

    status = 3


# ------------------------------------------------------------------------------------------- documents

BlockKind = Literal[
    "heading", "paragraph", "item", "code", "table", "quote", "formula", "figure",
    "term", "definition", "summary", "rule",
]  # fmt: skip


class Block(NamedTuple):
    """One piece of a document's clean text: a paragraph, a heading, a list item, a code block.

    A named tuple, not a Record: a document of 20 MB has some hundred thousand of them.
    """

    kind: BlockKind
    text: str
    """What a reader would see, without markup; never contains the list marker or the `#` of a heading."""
    start: int
    """Offset of the block's first character in `Document.source`, markup included."""
    end: int
    """Offset behind its last character."""
    level: int = 0
    """Of a heading 1 to 6, of an item its depth from 0; 0 elsewhere."""
    marker: str = ""
    """The list marker as written (`-`, `1.`); empty where there is none."""
    offsets: tuple[tuple[int, int], ...] = ()
    """Runs (offset in text, offset in source), ascending; empty where text is source[start:end]."""
    markdown: str = ""
    """The block as Markdown (inline markup kept); empty where that equals `text`."""
    noise: str = ""
    """Why this block is noise (`advertisement`, `navigation` ...); empty where it is not."""
    strong: bool = False
    """Whether the whole block is set in bold: an author's heading without the heading's markup."""
    language: str = ""
    """Of a code block: the language that it names."""

    def source_offset(self, offset: int) -> int:
        """Where the character at `offset` of `text` stands in the document's source."""
        if not self.offsets:
            return self.start + offset
        at, origin = self.offsets[max(0, bisect_right(self.offsets, (offset, 1 << 62)) - 1)]
        return min(origin + offset - at, self.end)


class Document(Record):
    """One scraped source. A prov:Entity; everything found in it points back here by position."""

    path: str
    """Its name: POSIX path below the raw folder."""
    sha256: str
    """Of the file's bytes, in hex."""
    format: Literal["text", "markdown", "html"]
    encoding: str
    """Codec that decoded it without loss, as Python names it."""
    source: str = Field(repr=False)
    """The file as decoded, markup and all, without a byte order mark; line ends as they are."""
    title: str = ""
    """What the page calls itself; empty where it does not."""
    lang: Lang = "zh"
    blocks: Annotated[tuple[Block, ...], SkipValidation] = ()
    """Its clean text in reading order; blocks never overlap in the source."""
    line_starts: Annotated[tuple[int, ...], SkipValidation] = (0,)
    """Offsets at which physical lines begin; they break at \\n, \\r\\n and \\r only."""

    def line_of(self, offset: int) -> int:
        """Physical line, from 1, of a character of `source`."""
        return bisect_right(self.line_starts, offset)

    def passage(self, start: int, end: int) -> Passage:
        """The span [start, end) of `source`, held by position and by quote."""
        return Passage(
            document=self.path,
            start=start,
            end=end,
            line=self.line_of(start),
            end_line=self.line_of(max(start, end - 1)),
            quote=self.source[start:end],
        )


class Passage(Record):
    """A span of one document, held by position and by quote (W3C Web Annotation)."""

    document: str
    """Path of the document below the raw folder."""
    start: int = Field(ge=0)
    """Offset of the first character in `Document.source`; characters, not bytes."""
    end: int = Field(ge=0)
    """Offset behind the last character."""
    line: int = Field(ge=1)
    """Physical line of `start` in the file, counted from 1."""
    end_line: int = Field(ge=1)
    """Physical line of the last character."""
    quote: str
    """The slice itself; a passage that no longer re-slices to its quote is stale."""


Label = Literal["question", "answer", "section", "code", "markup", "figure", "noise"]


class Span(NamedTuple):
    """What one run of a document's characters was taken for; the spans of a document partition it."""

    start: int
    end: int
    label: Label
    reason: str = ""
    """For noise: why (`advertisement`, `navigation`, `preamble` ...). Empty elsewhere."""


class Source(Record):
    """What sources.toml says of a document: where it came from and what a build may publish of it."""

    document: str
    """Path below the raw folder, or a glob over such paths."""
    origin: str = ""
    """URL of the page, or the words that name where it came from."""
    licence: str = ""
    """SPDX identifier, or the words of the licence; empty where unknown."""
    retrieved: str = ""
    """Day on which the page was saved, as in 2025-03-01."""
    publish: Literal["full", "quote", "none"] | None = None
    """What a build may publish; None (not said): a quote on the site, full text in a local export."""


# ------------------------------------------------------------------------------------ pairs and questions


class QAPair(Record):
    """A question and its answer in one document; `answer` is None where the document leaves it open."""

    id: str
    """Twelve hex digits of (document path, question's words, how many alike came before): survives edits elsewhere."""
    document: str
    """Path of the document."""
    sha256: str
    """Of the document's bytes."""
    lang: Lang
    section: tuple[str, ...] = ()
    """Headings above the question, outermost first."""
    question: str
    """The question's own words, without its number or label."""
    question_at: Passage
    """Begins where the question's own words begin."""
    answer: str | None
    """Markdown; lists, code, tables and formulas kept."""
    answer_at: tuple[Passage, ...] | None
    """Where the answer stands, in order; None exactly where `answer` is None."""
    rule: str
    """The rule that found the pair, as `kanwu extract` names it."""


class Link(Record):
    """Why two questions were taken for the same, related, part of one another, or different."""

    a: str
    """Id of a pair (or the words themselves, in `kanwu relate`)."""
    b: str
    relation: Literal["same", "related", "part-of", "different"]
    score: float = Field(ge=0, le=1)
    """Similarity of the two after normalisation, rounded to four decimals."""
    why: str
    """The deciding reason in one line, for an editor."""
    method: str
    """What decided: `identical`, `facets`, `translation`, `editor` ..."""


class Question(Record):
    """One question, however many documents ask it."""

    id: str
    """Minted once into questions/*.yaml; a provisional one begins with `p-` and has no permanent address."""
    provisional: bool
    wording: str
    lang: Lang
    aliases: tuple[str, ...] = ()
    """Other wordings met in documents."""
    pairs: tuple[str, ...] = ()
    """Ids of the pairs that ask it, in document order."""
    topic: str = "general"
    difficulty: Literal["basic", "intermediate", "advanced"] = "basic"
    concepts: tuple[str, ...] = ()
    """Ids of the concepts that it asks about, the main one first."""
    part_of: tuple[str, ...] = ()
    """Ids of compound questions that contain this one."""
    related: tuple[str, ...] = ()
    """Ids of questions that overlap without being the same."""
    next: tuple[str, ...] = ()
    """What an interviewer asks after it: ids of questions."""
    diameter: float = 0.0
    """Largest distance (1 - score) between two wordings of the cluster."""
    replaced_by: str | None = None
    """Id that took its place; None while it stands."""


# -------------------------------------------------------------------------------------------- knowledge


class Words(Record):
    """A text in both languages of the project."""

    zh: str
    en: str

    def get(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.zh if lang == "zh" else self.en


class Labels(Record):
    """Spellings of a concept by language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Concept(Record):
    """A skos:Concept."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    pref_label: Words = Field(alias="prefLabel")
    alt_label: Labels = Field(default=Labels(), alias="altLabel")
    hidden_label: Labels = Field(default=Labels(), alias="hiddenLabel")
    """Misspellings that search and the claim reader find and no page shows."""
    definition: Words
    """Two sentences at most."""
    broader: tuple[str, ...] = ()
    """Ids: "has broader", as SKOS reads it; that of `softmax` is `activation-function`."""
    related: tuple[str, ...] = ()
    """Ids; symmetric, and disjoint from broader's closure (SKOS S27)."""
    confused_with: tuple[str, ...] = Field(default=(), alias="confusedWith")
    """Ids of concepts that are often taken for this one."""
    topic: str = "general"


class Citation(Record):
    """Where a fact stands written, and how that was checked."""

    title: str
    arxiv: str | None = Field(default=None, pattern=r"^\d{4}\.\d{4,5}$")
    url: str | None = Field(default=None, pattern=r"^https://\S+$")
    """Official documentation or code, where the source is no paper."""
    where: str = ""
    """Section, table, figure or line in it."""
    quote: str = ""
    """At most twenty words, verbatim."""
    how: Literal["read", "abstract", "memory"] = "memory"
    """`read`: the place was looked at; `abstract`: the abstract was; `memory` is shown and does not count."""
    on: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    """Day of the check."""


RelationKind = Literal[
    "closed-set", "single-value", "number", "polarity", "expansion", "definition", "kind-of", "mechanism"
]


class Ratio(Record):
    """How a number is said by two others: 28 GB for 7 B parameters states four bytes a parameter."""

    whole: tuple[str, ...]
    """Patterns of the unit behind the amount; its prefix (K, M, G, T) scales it."""
    other: tuple[str, ...] = ()
    """Patterns of what stands behind a count of something else; any other count of millions is what shares the amount."""
    cues: tuple[str, ...] = ()
    """One of these must stand in the sentence."""
    unless: tuple[str, ...] = ()
    """None of these may: the amount then holds more than what is shared."""


class TrendWording(Record):
    """How values are said by two quantities that move together: what is turned up or down, and what follows it."""

    quantity: tuple[str, ...] = ()
    """Patterns that name what is turned: `number of micro-batches`; () where it is the subject itself."""
    effect: tuple[str, ...] = ()
    """Patterns of what follows, beside which a word of direction must stand: `显存`, `random`; () where it is the subject itself."""
    opposite: tuple[str, ...] = ()
    """Patterns of its opposite: where `deterministic` grows, `random` falls."""
    more: tuple[str, ...] = ()
    """Patterns that say by themselves that it grows: `flattens`."""
    less: tuple[str, ...] = ()
    """Patterns that say by themselves that it falls: `sharpens`."""
    same: str = ""
    """Value id of "the more of the one, the more of the other"; empty where the relation has none, as below."""
    inverse: str = ""
    """Value id of "the more of the one, the less of the other"."""
    unchanged: str = ""
    """Value id of "the one does not change the other"."""


class Relation(Record):
    """What can be said of a concept, how zh and en word it, and what contradicts what."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: RelationKind
    label: Words
    cues: tuple[str, ...] = ()
    """Patterns, one of which must stand in the sentence for the relation to be spoken of; () where the values say it."""
    values: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """The range: value id to the patterns that word it. A fact may add to it."""
    unit: tuple[str, ...] = ()
    """For numbers: patterns of the unit that must follow the digits."""
    counters: tuple[str, ...] = ()
    """Patterns that deny the value beside them: a *replicated* parameter is one that is not partitioned."""
    ratio: Ratio | None = None
    """For numbers: how an amount and a count together state one."""
    trend: TrendWording | None = None
    """How two quantities that move together state a value, besides the patterns of the values."""
    owner: bool = False
    """Whether a value that owns the subject by name states it: `腾讯的豆包`, "Google's BERT"."""
    compatible: tuple[tuple[str, str], ...] = ()
    """Pairs of values that may both hold; all others exclude one another where the kind is single-valued."""


class Myth(Record):
    """A known wrong statement about a Fact; the same shape, marked false."""

    objects: tuple[str, ...]
    says: Words
    """The wrong statement as it circulates, in our words."""
    why: Words | None = None
    """Where the mistake comes from."""


class Fact(Record):
    """What is held true: (subject, relation, objects). Also a rule code of the linter, and a URL."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*(@[a-z0-9.-]+)?$")
    subject: str
    relation: str
    qualifier: str = ""
    objects: tuple[str, ...]
    """Value ids of the relation's range; for `number` and `expansion` the literals themselves."""
    world: Literal["closed", "open"] = "closed"
    """Closed: what is not listed is false. Open: only what a myth lists is known to be false."""
    tolerance: float = 0.0
    """For numbers: how far a claim may be off and still be right, in the fact's unit."""
    values: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Wordings that hold for this subject alone, added to the relation's."""
    cues: tuple[str, ...] = ()
    """Cues that hold for this subject alone, added to the relation's."""
    requires: tuple[str, ...] = ()
    """Patterns, one of which must stand in the same sentence (or its heading) for this fact to be spoken of."""
    statement: Words
    """The fact as one true sentence."""
    explanation: Words | None = None
    """Why it is so: two or three sentences for a reader."""
    citations: tuple[Citation, ...] = ()
    snippet: str | None = None
    """Name of the snippet that settles it."""
    myths: tuple[Myth, ...] = ()
    since: str = ""
    """Version or day from which it holds; empty where it always did."""
    until: str = ""
    """Version or day up to which it held; empty where it still does."""
    inherited: bool = False
    """Whether narrower concepts that have no such fact of their own are held to it."""

    @property
    def checked(self) -> bool:
        """Whether a citation of it was looked at."""
        return any(c.how != "memory" and c.on for c in self.citations)


class Answer(Record):
    """The canonical answer to a Question, written for the project."""

    question: str
    """Id of the question."""
    point: str
    """The answer in one sentence: what one would say first."""
    key_points: tuple[str, ...]
    facts: tuple[str, ...] = ()
    """Ids of the facts that it rests on; it goes stale when one of them changes."""
    fact_digests: Mapping[str, str] = Field(default_factory=dict)
    """Digest of each fact's (objects, statement) when the answer was written."""
    sources: tuple[Citation, ...] = ()
    next: tuple[str, ...] = ()
    """Ids of questions that an interviewer asks next."""
    body: str
    """Markdown."""
    path: str = ""
    """File, relative to the knowledge folder."""


class QuestionEntry(Record):
    """A minted question id in questions/*.yaml: what an editor pinned, split or redirected."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    wording: str
    lang: Lang = "zh"
    aliases: tuple[str, ...] = ()
    """Wordings that are known to ask this question; clusters are matched to ids by these."""
    topic: str = "general"
    difficulty: Literal["basic", "intermediate", "advanced"] = "basic"
    concepts: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    replaced_by: str | None = Field(default=None, alias="replacedBy")


# ------------------------------------------------------------------------------------ claims and findings


CALM = "calm"
"""In a claim's reading: the sentence as a whole reads like right ones, so that a wrong claim was hardly read well."""


class Claim(Record):
    """What a passage asserts: subject, relation, objects, and how it was read."""

    id: str
    """Twelve hex digits of passage and assertion."""
    subject: str
    relation: str
    qualifier: str = ""
    objects: tuple[str, ...]
    denied: bool = False
    """True where the passage says that this is *not* so."""
    passage: Passage
    """The words that assert it, as few as say it."""
    pair: str | None = None
    """Id of the pair in whose answer it stands; None outside of any."""
    subject_from: Literal["clause", "sentence", "list-head", "heading", "question", "previous"] = "clause"
    """Where the subject was taken from."""
    reading: tuple[str, ...] = ()
    """The words that were recognised, as `role=words`, in the order of the text."""

    @property
    def group(self) -> str:
        """Key of all claims that say the same: what a correction is bound to."""
        qualifier = f"@{self.qualifier}" if self.qualifier else ""
        sign = "!" if self.denied else ""
        return f"{self.subject}.{self.relation}{qualifier}={sign}{'+'.join(sorted(self.objects))}"


MEANT = 0.06
"""A fact that is less likely than this to be the one that a doubt is about is only called the nearest."""


class Doubt(Record):
    """A sentence that reads like wrong ones. What is wrong in it was not read: it is no claim."""

    passage: Passage
    pair: str | None = None
    """Id of the pair in whose answer it stands; None outside of any."""
    fact: str
    """Id of the fact that it is most likely about."""
    myth: int
    """Which of that fact's myths it is most like."""
    likely: float = Field(ge=0, le=1)
    """How likely the sentence is wrong."""
    about: float = Field(ge=0, le=1)
    """How likely it is about that fact, if it is wrong."""


class SentenceReading(NamedTuple):
    """How one sentence was understood, for `kanwu why`."""

    start: int
    """In the document's source."""
    end: int
    text: str
    mentions: tuple[str, ...]
    """Ids of the concepts found in it."""
    notes: tuple[str, ...]
    """What was recognised, what was claimed, and why the rest is silent: one line each."""


class Verdict(StrEnum):
    """The outcome of a check; silence is not a verdict, `cannot-tell` is."""

    contradicted = "contradicted"
    conflicting = "conflicting"
    self_contradicting = "self-contradicting"
    outdated = "outdated"
    off_topic = "off-topic"
    doubtful = "doubtful"
    """Reads like statements that were found wrong; what it says was not read."""
    unsupported = "unsupported"
    vague = "vague"
    unanswered = "unanswered"
    supported = "supported"
    cannot_tell = "cannot-tell"


Severity = Literal["error", "warning", "note", "none"]

SEVERITY: Mapping[Verdict, Severity] = {
    Verdict.contradicted: "error",
    Verdict.conflicting: "error",
    Verdict.self_contradicting: "error",
    Verdict.outdated: "warning",
    Verdict.off_topic: "warning",
    Verdict.doubtful: "warning",
    Verdict.unsupported: "note",
    Verdict.vague: "note",
    Verdict.unanswered: "note",
    Verdict.supported: "none",
    Verdict.cannot_tell: "none",
}


class Finding(Record):
    """A claim or an answer that is weak, or the reason why one is not."""

    id: str
    """Twelve hex digits of fact, verdict and passage."""
    verdict: Verdict
    passage: Passage
    """The words to look at."""
    pair: str | None = None
    claim: Claim | None = None
    fact: str | None = None
    """Id of the fact that decided."""
    message: Words
    """What is wrong and what is true, one sentence each."""
    reasons: tuple[str, ...] = ()
    """Why the reader believes that it read the claim so."""
    detectors: tuple[str, ...] = ()
    """Checks that agree: `facts`, `likeness`, `sources`, `judge` ..."""
    confidence: float = Field(ge=0, le=1)
    suggestion: str | None = None
    """New words for exactly these words; None where no safe rewording is known."""

    @property
    def severity(self) -> Severity:
        """How much it matters, by its verdict."""
        return SEVERITY[self.verdict]

    @property
    def flagged(self) -> bool:
        """Error or warning."""
        return self.severity in ("error", "warning")


class Lineage(Record):
    """One document that repeats a flagged statement of another, in text that it shares with it."""

    group: str
    """The claim group."""
    earlier: Passage
    """Where it stands in the document that was retrieved first."""
    later: Passage
    shared: int = Field(ge=1)
    """Letters that the two answers share in pieces of at least twelve."""


class Judgement(Record):
    """What a model said of a claim; kept by content so that a build can replay it."""

    key: str
    """Digest of (model, prompt version, schema, claim, passage, facts offered)."""
    model: str
    prompt: str
    """Digest of the prompt's text."""
    claim_group: str
    passage_sha256: str
    """Digest of the words judged, white space aside."""
    verdict: Literal["contradicted", "supported", "cannot-tell"]
    votes: Mapping[str, int] = Field(default_factory=dict)
    facts: tuple[str, ...] = ()
    """Ids of the facts that it cited; a verdict other than cannot-tell needs one."""
    quotes: tuple[str, ...] = ()
    """Words of the passage that it pointed at."""
    tokens: int = 0


# ----------------------------------------------------------------------------------------------- proofs


class Run(Record):
    """The prov:Activity that generated an Evidence."""

    at: str
    """Time of the run, ISO 8601, UTC."""
    seconds: float = Field(ge=0)
    """Wall time of the whole process."""
    cpu_seconds: float = Field(default=0.0, ge=0)
    """Processor time of all its processes, imports included; 0 where it was not measured."""
    peak_mb: int = Field(default=0, ge=0)
    """Largest resident memory of any one process, in units of 2**20 bytes; 0 where it was not measured."""
    together_mb: int = Field(default=0, ge=0)
    """The most that all processes held at a time, mapped libraries apart: what running it beside others takes."""
    hardware: str
    versions: Mapping[str, str] = Field(default_factory=dict)


class Evidence(Record):
    """What one run of a snippet measured on one device. A prov:Entity; result and run stand apart."""

    snippet: str
    facts: tuple[str, ...]
    """Ids of the facts that it settles."""
    device: Literal["cpu", "cuda"]
    holds: bool | None
    """Whether the fact was borne out; None where the run was skipped, which never counts as passed."""
    reason: str = ""
    """Why it was skipped or failed; empty where it holds."""
    measured: Mapping[str, float] = Field(default_factory=dict)
    fact: Mapping[str, float] = Field(default_factory=dict)
    """What the fact predicts, under the same names."""
    myth: Mapping[str, float] = Field(default_factory=dict)
    control: Mapping[str, float] = Field(default_factory=dict)
    """What the instrument reads on a system for which the myth's numbers are true."""
    tolerance: float = 0.0
    stands_for: str = ""
    """Why what ran settles the fact where the thing itself cannot run."""
    series: Mapping[str, Any] = Field(default_factory=dict)
    """Numbers to draw: name to list, plus `x` and `unit`."""
    digest: str
    """SHA-256 of the snippet's file."""
    run: Run
    since: str = Field(default="", exclude=True)
    """Library and version from which it holds, as `transformers 5.0.0`, by the record of versions; empty where none differs."""
    until: str = Field(default="", exclude=True)
    """Library and version until which it held."""


class MutationRecord(Record):
    """What became of the mutants of one snippet: whether its proof would notice a wrong measurement."""

    snippet: str
    digest: str
    """SHA-256 of the snippet's file."""
    rules: int
    """Which rules made the mutants; those of other rules are not compared."""
    mutants: int = Field(ge=0)
    survivors: tuple[str, ...] = ()
    """Those that still made a proof, as `where: before -> after`, in the order of the file."""
    run: Run


class Proof(Record):
    """A snippet as readers meet it: what it is called, what it runs. What it measured is Evidence."""

    name: str
    title: str
    """What it shows, as a sentence in the site's language; its name where nobody wrote one."""
    names: Mapping[str, str] = Field(default_factory=dict)
    """Code name of a quantity, a series or an axis to its words."""
    summary: str = ""
    """Its docstring: fact and myth in words."""
    family: str = ""
    needs: str = ""
    """`cuda` where only a GPU can show it; empty where any device can."""
    requires: tuple[str, ...] = ()
    """Packages that it imports beyond the standard library, with the oldest version that will do: `torch ≥ 2.4`."""
    stands_for: str = ""
    """Why what runs settles the fact where the thing itself cannot run; empty where it runs."""
    code: str = ""


# -------------------------------------------------------------------------------------------- decisions


class Agent(Record):
    """Whoever answers for a decision (prov:Agent)."""

    name: str = Field(min_length=1)
    kind: Literal["person", "software"]
    version: str = ""
    """Of software; empty for a person."""


DecisionKind = Literal[
    "propose", "approve", "reject", "not-sure", "looked-at", "merge", "split", "fact-disputed", "undo"
]


class Replacement(Record):
    """New words for one passage, by the digest of its quote."""

    quote_sha256: str
    """`digest_of_words` of the old words: the replacement holds wherever they stand."""
    old: str
    new: str


class Decision(Record):
    """An event of the ledger. Its id is the digest of all the rest, so nothing in it can be changed later."""

    id: str
    kind: DecisionKind
    target: str
    """What it is about: a claim group, `fact:<id>`, `pairs:<id>+<id>` or an event's id."""
    agent: Agent
    reason: str = Field(min_length=1)
    at: str
    """Time of writing, ISO 8601, UTC."""
    parents: tuple[str, ...] = ()
    """Ids of the heads of this target that the writer saw."""
    statement: Words | None = None
    """Of a proposal: what is true, standing on its own."""
    replacements: tuple[Replacement, ...] = ()
    fact: str | None = None
    """Id of the fact that a proposal rests on."""
    evidence: tuple[str, ...] = ()
    """`snippet@device` of what it rests on."""


class Correction(Record):
    """What approved decisions say of a claim; bound to the claim group, not to a file."""

    group: str
    fact: str | None
    statement: Words
    replacements: tuple[Replacement, ...] = ()
    decisions: tuple[str, ...]
    """Ids: the proposal, then the approvals."""
    agents: tuple[Agent, ...]
    """Who approved it, in the order of the decisions."""
    reviewed: bool
    """True where a person approved it; else it is `corrected` by software and says so."""
    reason: str
    at: str
    """Time of the last decision."""
    evidence: tuple[str, ...] = ()


Status = Literal["reviewed", "corrected", "disputed", "unreviewed", "unanswered"]


class Rate(Record):
    """How often something happened, of how many."""

    name: str
    """Of which kind."""
    hits: int = Field(ge=0)
    total: int = Field(ge=0)

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share (Wilson 1927, without continuity correction)."""
        if not self.total:
            return (0.0, 1.0)
        z, n, p = 1.96, self.total, self.hits / self.total
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
        return (round(max(0.0, centre - half), 4), round(min(1.0, centre + half), 4))


def pooled(rates: Iterable[Rate], name: str = "all") -> Rate:
    """Several rates as one."""
    rates = tuple(rates)
    return Rate(name=name, hits=sum(r.hits for r in rates), total=sum(r.total for r in rates))


class Measurement(Record):
    """What the linter did with sentences of which the truth is known."""

    id: str
    title: Words
    note: Words
    """Where the sentences come from, and what that makes of the figures."""
    caught: tuple[Rate, ...]
    """Wrong sentences that were flagged, by kind."""
    accused: tuple[Rate, ...]
    """Right sentences that were flagged, by kind."""
    missed: tuple[str, ...] = ()
    """Some of the wrong ones that were not flagged; () where they are kept back."""
    wronged: tuple[str, ...] = ()
    """Some of the right ones that were flagged."""


class Scorecard(Record):
    """What Kanwu gets wrong, measured: written by `kanwu eval --planted --record`, published as a page."""

    knowledge: str
    """Digest of the facts that it was measured with."""
    measurements: tuple[Measurement, ...]


class Results(NamedTuple):
    """All that a build found out, for the rooms that show it: graph, publishing, exports."""

    version: str
    """Of the data set: twelve hex digits over documents, knowledge, ledger, evidence and judgements."""
    documents: tuple[Document, ...]
    """By path."""
    spans: Mapping[str, tuple[Span, ...]]
    """Document path to the labels that partition it."""
    sources: Mapping[str, Source]
    """Document path to what sources.toml says of it."""
    pairs: tuple[QAPair, ...]
    """By document, then position."""
    questions: tuple[Question, ...]
    links: tuple[Link, ...]
    """Between pairs of the corpus: every merge, every relation that was recorded."""
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    """Every verdict, `supported` and `cannot-tell` included, by document and position."""
    concepts: Mapping[str, Concept]
    relations: Mapping[str, Relation]
    facts: Mapping[str, Fact]
    answers: Mapping[str, Answer]
    """Question id to its canonical answer."""
    stale: Mapping[str, tuple[str, ...]]
    """Question id to the facts that changed since its answer was written."""
    evidence: tuple[Evidence, ...]
    corrections: Mapping[str, Correction]
    """By claim group: what is decided and not contested."""
    decisions: tuple[Decision, ...]
    """The ledger in causal order."""
    status: Mapping[str, Status]
    """Question id to its status."""
    problems: tuple[Problem, ...]
    proofs: Mapping[str, Proof] = MappingProxyType({})
    """By the name of the snippet, for the pages that show it."""
    lineages: tuple[Lineage, ...] = ()
    """Who repeats whom in what is flagged."""
    scorecard: Scorecard | None = None
    """What was measured last; None where nobody has."""
