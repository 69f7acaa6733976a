"""What Kanwu gets wrong, measured and shown unflattered: rates with their intervals, and examples of what it missed.

Apart from the start page, whose figures say how much there is; these say how far it can be relied on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.models import Measurement, Rate, pooled
from pipeline.publishing import words
from pipeline.publishing.book import Book
from pipeline.publishing.knowledge_pages import section, table, top
from pipeline.publishing.markup import Html, Page, element, join

KINDS: Mapping[str, str] = {
    "all": "合计",
    "right": "正确的句子",
    "stage": "阶段写错（第二阶段写成第三阶段）",
    "place": "位置写反（之前写成之后，前置写成后置）",
    "direction": "方向写反（增大写成减小）",
    "combination": "运算写错（相加写成相乘）",
    "number": "数字写错",
    "expansion": "缩写展开写错",
    "subject": "张冠李戴（换成相近的概念）",
    "closed-set": "集合（切分了哪些）",
    "single-value": "单一取值（放在哪里）",
    "polarity": "是或否（精确还是近似）",
    "definition": "定义",
    "kind-of": "类别",
    "class": "归类（属于哪一种）",
    "mechanism": "机制与次序",
    "order": "先后次序",
    "comparison": "比较（谁更大、更快、更省）",
    "membership": "有没有、包含哪些",
    "negation": "否定",
    "requirement": "需要什么",
    "value": "取值",
    "version": "版本与代际",
    "developer": "出自谁",
    "prose": "普通叙述",
}
_MOST = 12
"""Examples of each kind that a page shows."""


def scorecard_page(book: Book) -> Page:
    """The page 错在哪里: every measurement, with what was missed and who was accused wrongly."""
    card = book.results.scorecard
    blocks: list[Html | None] = [
        top("勘误会错在哪里", "检查器的漏报与误报"),
        element(
            "p",
            "本站不靠语言模型，只按已知事实检查句子。下面是它在已知真假的句子上的表现：漏掉多少错的，冤枉多少对的。",
            class_="point",
        ),
    ]
    if card is None:
        blocks.append(element("p", "还没有测量过。", class_="quiet"))
    else:
        blocks += [section(m.title.zh, _measured(m), m.id) for m in card.measurements]
    return Page(
        "scorecard/", "勘误会错在哪里", tuple(b for b in blocks if b), "检查器漏报和误报多少，附九成五置信区间", "list"
    )


def _measured(measurement: Measurement) -> Html:
    return join(
        element("p", measurement.note.zh, class_="quiet"),
        element("h3", "错的句子，指出了多少"),
        _table(measurement.caught),
        element("h3", "对的句子，冤枉了多少"),
        _table(measurement.accused),
        _examples("漏掉的例子", measurement.missed),
        _examples("冤枉的例子", measurement.wronged),
    )


def _table(rates: Iterable[Rate]) -> Html:
    rates = tuple(rates)
    shown = rates if len(rates) < 2 else (*rates, pooled(rates))
    rows = []
    for rate in shown:
        low, high = rate.interval()
        share = rate.hits / rate.total if rate.total else 0.0
        rows.append(
            (
                KINDS.get(rate.name, rate.name),
                f"{words.count(rate.hits)} / {words.count(rate.total)}",
                f"{share:.1%}",
                f"{low:.1%} 至 {high:.1%}",
            )
        )
    return table(("哪一类", "句数", "比例", "95% 区间"), rows)


def _examples(title: str, sentences: Iterable[str]) -> Html | None:
    shown = tuple(sentences)[:_MOST]
    if not shown:
        return None
    return element("details", element("summary", title), element("ul", [element("li", each) for each in shown]))
