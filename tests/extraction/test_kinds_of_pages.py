"""Kinds of pages as people keep and share them: exports, logs, notes, handbooks; small ones, written for these tests."""

from __future__ import annotations

import gc
import textwrap

import pytest

from pipeline.extraction import extract
from pipeline.models import Passage, QAPair
from pipeline.sources import read_document


def pairs(text: str, path: str = "notes.txt") -> list[QAPair]:
    document = read_document(text.encode(), path).document
    assert document is not None
    return extract(document).pairs


def read(text: str, path: str = "notes.txt") -> list[tuple[str, str | None]]:
    return [(pair.question, pair.answer) for pair in pairs(text, path)]


def test_cards_that_were_exported_with_tabs_are_pairs_without_their_tags() -> None:
    text = (
        "#separator:tab\n#tags column:3\n"
        "什么是困惑度？\t平均负对数似然的指数。\t评测\n"
        "Why subtract the maximum?\tSo that no exponential overflows.\tnumerics\n"
        "权重绑定\t\"输入嵌入与输出层共用一个矩阵。\n省参数。\"\t结构\n"
        "What is top-k?\tKeeping k candidates.\tdecoding\n"
    )  # fmt: skip
    found = pairs(text)
    assert [(pair.question, pair.answer) for pair in found] == [
        ("什么是困惑度？", "平均负对数似然的指数。"),
        ("Why subtract the maximum?", "So that no exponential overflows."),
        ("权重绑定", "输入嵌入与输出层共用一个矩阵。\n省参数。"),
        ("What is top-k?", "Keeping k candidates."),
    ]
    [at] = found[2].answer_at or ()
    assert (at.line, at.end_line) == (5, 6)


def test_cards_are_asked_by_their_front_whatever_stands_before_it() -> None:
    """Id, kind and deck come first in a full export; the front is the first field with words of its own."""
    cards = [
        ("k3#x!9Lp]Q", "掩码", "盖住后面的词。"),
        ("Bv7$aa2_(z", "Label smoothing", "Mixing in the<br>uniform one."),
        ("q)9Fh&k1~w", "权重绑定", "<b>共用</b>一个矩阵。"),
        ("D5;eR%0p{m", "残差连接", ""),
    ]
    text = "#separator:tab\n#html:true\n" + "".join(
        f"{name}\tBasic\tLLM::core\t{front}\t{back}\tt\n" for name, front, back in cards
    )
    assert read(text) == [
        ("掩码", "盖住后面的词。"),
        ("Label smoothing", "Mixing in the\nuniform one."),
        ("权重绑定", "共用一个矩阵。"),
        ("残差连接", None),
    ]


def test_fields_are_parted_by_what_the_export_names() -> None:
    text = '#separator:Semicolon\n什么是词表？;所有单元的集合;基础\n"甲; 乙有何不同？";"切分; 复制";训练\n什么是嵌入？;向量;基础\n'
    assert read(text) == [
        ("什么是词表？", "所有单元的集合"),
        ("甲; 乙有何不同？", "切分; 复制"),
        ("什么是嵌入？", "向量"),
    ]


def test_every_short_line_of_a_round_was_asked_there() -> None:
    text = "某司面经\n\n一面（1h）\n自我介绍\n为什么除根号 d\n低秩适配的原理，秩怎么选\n手撕：多头注意力\n\n二面\n1、聊项目\n2、缓存怎么算显存？\n3、怎么对齐？\n\n三面 hr\n为什么来这里\n期望薪资\n手上还有什么 offer\n\n许愿\n"
    found = pairs(text)
    assert [pair.question for pair in found if pair.section == ("一面（1h）",)] == [
        "自我介绍",
        "为什么除根号 d",
        "低秩适配的原理，秩怎么选",
        "手撕：多头注意力",
    ]
    assert [pair.question for pair in found if pair.section == ("三面 hr",)] == [
        "为什么来这里",
        "期望薪资",
        "手上还有什么 offer",
    ]


def test_parts_that_count_anew_are_answered_part_by_part() -> None:
    text = (
        "## 一、基础\n\n1. 什么是词？\n2. 什么是表？\n3. 编码有几种？\n\n## 二、微调\n\n1. 低秩是什么？\n2. 显存多大？\n3. 两版有何不同？\n\n"
        "## 参考答案\n\n### 基础\n\n**1.** 最小单元。\n\n**3.** 三种。\n其中旋转最常用。\n\n### 微调\n\n**2.** 看参数。\n"
    )
    assert read(text, "list.md") == [
        ("什么是词？", "最小单元。"),
        ("什么是表？", None),
        ("编码有几种？", "三种。\n其中旋转最常用。"),
        ("低秩是什么？", None),
        ("显存多大？", "看参数。"),
        ("两版有何不同？", None),
    ]


def test_a_log_of_rounds_is_answered_by_number_further_down() -> None:
    """Only some questions are answered there, and the inner list of an answer is none of the numbers."""
    listed = "".join(f"<p>{n}. 第 {n} 个问题是什么？</p>" for n in range(1, 31))
    page = (
        f"<body><h2>一面</h2>{listed}<h2>部分题目参考答案</h2><p>按号找。</p>"
        "<h3>3. 缩写甲</h3><p>先看数据：</p><ol><li>去重</li><li>清洗</li><li>抽样</li></ol>"
        "<h3>17. 缩写乙</h3><p>看显存。</p><h3>28. 缩写丙</h3><p>看带宽。</p></body>"
    )
    answered = {pair.question: pair.answer for pair in pairs(page, "log.html") if pair.answer}
    assert answered == {
        "第 3 个问题是什么？": "先看数据：\n\n1. 去重\n2. 清洗\n3. 抽样",
        "第 17 个问题是什么？": "看显存。",
        "第 28 个问题是什么？": "看带宽。",
    }


def test_short_lines_that_open_stanzas_are_titles() -> None:
    text = (
        "零散记录\n\n嵌入表\n同一个词总是同一行。\n\n分组查询\n几个头共用一组键值，\n缓存随之变小。\n\n"
        "为什么要预热\n起步时统计量不稳。\n\n线性偏置\n- 分数减去距离乘斜率\n- 每个头斜率不同\n\n残差\n梯度直接回传。\n"
    )
    assert read(text) == [
        ("嵌入表", "同一个词总是同一行。"),
        ("分组查询", "几个头共用一组键值，\n缓存随之变小。"),
        ("为什么要预热", "起步时统计量不稳。"),
        ("线性偏置", "- 分数减去距离乘斜率\n- 每个头斜率不同"),
        ("残差", "梯度直接回传。"),
    ]


def test_terms_with_their_meaning_on_the_line_are_pairs_in_a_quick_fire_list() -> None:
    text = (
        "Part I\n1) Is beam search exact? No.\n2) Does dropout run at inference? No.\n3) Is softmax shift invariant? Yes.\n\n"
        "Part II\n(1) Logit: score before the softmax\n(2) Pruning: removing weights\n    - whole heads\n    - single weights\n"
        "(3) Nucleus: smallest set that reaches p\n(4) Weight tying: one matrix for both ends\n\n"
        "Part III\n① 长尾——出现少的那部分\n② 对齐税——通用能力的损失\n③ 冷启动——没有历史数据\n④ 护栏\n"
    )
    found = read(text)
    assert found[3:] == [
        ("Logit", "score before the softmax"),
        ("Pruning", "removing weights\n\n- whole heads\n- single weights"),
        ("Nucleus", "smallest set that reaches p"),
        ("Weight tying", "one matrix for both ends"),
        ("长尾", "出现少的那部分"),
        ("对齐税", "通用能力的损失"),
        ("冷启动", "没有历史数据"),
        ("护栏", None),
    ]


def test_points_with_colons_below_a_question_stay_its_answer() -> None:
    """The trap beside quick-fire terms: the same lines, below something that asks."""
    text = "1、有哪些并行方式？\n(1) 数据并行：复制模型\n(2) 张量并行：切分矩阵\n(3) 流水并行：切分层\n(4) 序列并行：切分长度\n2、怎么选？\n看带宽。\n3、怎么调？\n看气泡。\n"
    assert [question for question, _ in read(text)] == ["有哪些并行方式？", "怎么选？", "怎么调？"]


def test_a_part_that_is_numbered_like_its_questions_is_no_question() -> None:
    text = "1.1 数据清洗\n1.1.1 怎样去重？\n看指纹。\n1.1.2 怎样过滤？\n看质量。\n1.2 并行策略\n1.2.1 怎样切分？\n按层切。\n1.2.2 怎样同步？\n做规约。\n"
    assert [pair.question for pair in pairs(text)] == ["怎样去重？", "怎样过滤？", "怎样切分？", "怎样同步？"]


def test_heads_and_numbers_of_printed_pages_stay_out_of_answers() -> None:
    page = "第 {} 页 共 4 页\n工程实践手册                     内部资料  V2.1\n\n"
    text = (
        "1. 怎样扩充词表？\n先扩嵌入，\n\n" + page.format(1) + "再继续预训练。\n2. 怎样存检查点？\n先拷到内存，\n\n"
        + page.format(2) + "再由后台写盘。\n3. 怎样回滚？\n换上一个检查点，\n\n" + page.format(3) + "跳过坏批次。\n"
    )  # fmt: skip
    found = pairs(text)
    assert len(found) == 3
    assert all("页" not in (pair.answer or "") and "V2.1" not in (pair.answer or "") for pair in found)
    assert [at.quote for at in found[0].answer_at or ()] == ["先扩嵌入，", "再继续预训练。"]


def test_a_table_without_outer_bars_and_one_of_terms_ask_like_the_others() -> None:
    text = (
        "## Probability\n\n| Question | Answer |\n|---|---|\n| What is entropy? | Expected surprise. |\n| Calibration | Stated and observed agree. |\n\n"
        "## Numerics\n\nTerm | Meaning\n--- | ---\nbf16 | 8 exponent bits\nfp16 | 5 exponent bits\n"
    )
    assert read(text, "sheet.md") == [
        ("What is entropy?", "Expected surprise."),
        ("Calibration", "Stated and observed agree."),
        ("bf16", "8 exponent bits"),
        ("fp16", "5 exponent bits"),
    ]


def test_a_cell_with_code_is_an_answer_that_keeps_it() -> None:
    page = (
        "<table><tr><th>编号</th><th>问题</th><th>参考答案</th></tr>"
        "<tr><td>1</td><td>怎么写一个 softmax？</td><td>先减最大值：<pre>def f(x):\n    return e(x) | 1</pre></td></tr>"
        "<tr><td>2</td><td>什么是温度？</td><td>分母。</td></tr><tr><td>3</td><td>什么是专家？</td><td></td></tr></table>"
    )
    assert read(page, "bank.html") == [
        ("怎么写一个 softmax？", "先减最大值：\n```\ndef f(x):\n    return e(x) | 1\n```"),
        ("什么是温度？", "分母。"),
        ("什么是专家？", None),
    ]


def test_question_and_answer_may_be_rows_of_one_table_by_turns() -> None:
    rows = "".join(
        f"<tr><td colspan=2><b>({n})</b>{ask}</td></tr><tr><td>答</td><td>{say}</td></tr>"
        for n, (ask, say) in enumerate(
            [("何时上线？", "有兜底时。"), ("怎么省钱？", "加缓存。"), ("更新周期", "按周。")], 1
        )
    )
    assert read(f"<h2>落地</h2><table>{rows}</table>", "turns.html") == [
        ("何时上线？", "有兜底时。"),
        ("怎么省钱？", "加缓存。"),
        ("更新周期", "按周。"),
    ]


def test_a_fold_that_says_show_answer_is_no_question() -> None:
    text = "### What is a token?\n\n<details><summary>Show answer</summary>\n\nA unit of text.\n\n</details>\n\n### What is a logit?\n\n<details>\n<summary>Answer</summary>\n\nA score.\n\n</details>\n"
    assert read(text, "readme.md") == [("What is a token?", "A unit of text."), ("What is a logit?", "A score.")]


def test_what_stands_behind_the_only_rule_of_all_answers_is_no_answer() -> None:
    quick = "".join(f"{n}. 缩写 {n} 是什么？意思 {n}。\n" for n in range(1, 10))
    *_, (_, last) = read(quick + "\n------------\n谢谢大家的补充\n访问量 4021\n")
    assert last == "意思 9。"


def test_what_stands_below_a_list_is_not_the_answer_of_its_last_question() -> None:
    text = "一面\n1.讲一下注意力\n答得还行，讲了缩放。\n2.位置编码有哪些\n3.怎么外推\n讲了插值。\n4.初始化为什么是零\n5.流程是什么\n6.手撕快排\n7.为什么要对齐\n8.什么时候能来\n\n求好运！\n"
    assert read(text)[-1] == ("什么时候能来", None)


def test_one_word_that_opens_the_answers_is_their_label() -> None:
    text = "题目：为什么并行更快？\n解析：整段一起算。\n\n题目：什么是遗忘？\n解析：\n\n题目：怎么选批量？\n解析：看显存。\n\n题目：怎么选秩？\n解析：从八试起。\n"
    assert read(text) == [
        ("为什么并行更快？", "整段一起算。"),
        ("什么是遗忘？", None),
        ("怎么选批量？", "看显存。"),
        ("怎么选秩？", "从八试起。"),
    ]


def test_a_question_that_runs_on_to_the_answers_label_is_whole() -> None:
    text = "1. 请简述编码器与解码器的差异，\n并说明交叉注意力的作用。\n【参考答案】多一个注意力，用来读编码器。\n2. 为什么需要掩码？\n【参考答案】防止看到后面。\n3. 为什么要残差？\n【参考答案】梯度直接回传。\n"
    assert pairs(text)[0].question == "请简述编码器与解码器的差异，并说明交叉注意力的作用。"


def test_bullets_with_question_and_answer_parted_by_a_dash_are_pairs() -> None:
    text = "速查\n\n- 什么是专家 —— 路由选出的前馈层\n- 秩怎么选 —— 从八试起\n- 为什么要预热 —— 初期不稳\n- 温度的作用 —— 控制尖锐\n"
    assert read(text) == [
        ("什么是专家", "路由选出的前馈层"),
        ("秩怎么选", "从八试起"),
        ("为什么要预热", "初期不稳"),
        ("温度的作用", "控制尖锐"),
    ]


def test_sides_of_a_thing_that_bullets_name_are_points() -> None:
    """The trap beside it: advantages and drawbacks below a question are no questions."""
    text = "### 介绍低秩适配\n\n- 原理: 两个小矩阵\n- 优点: 省显存\n- 缺点: 容量小\n- 应用: 微调\n\n### 介绍量化\n\n用低位数存。\n"
    assert [question for question, _ in read(text, "notes.md")] == ["介绍低秩适配", "介绍量化"]


def test_a_count_beside_a_hollow_label_is_no_question() -> None:
    text = "**Question 1 of 2**\n\nWhich layer mixes tokens?\n\n**Answer:** Attention.\n\n**Question 2 of 2**\n\nIs the base frozen?\n\n**Answer:** Yes.\n"
    assert read(text, "quiz.md") == [("Which layer mixes tokens?", "Attention."), ("Is the base frozen?", "Yes.")]


def test_what_the_asking_voice_only_says_is_no_question() -> None:
    text = "面试官：为什么不用接口？\n我：数据不能出内网。\n面试官：成本呢？\n我：量化。\n面试官：掉点怎么办？\n我：挑敏感层。\n面试官：那今天先这样吧，谢谢。\n"
    assert [question for question, _ in read(text)] == ["为什么不用接口？", "成本呢？", "掉点怎么办？"]


def test_letters_that_are_listed_are_words_of_the_question() -> None:
    text = "1. Q、K 为什么用两个矩阵？\n打破对称。\n2. K、V 缓存多大？\n看层数。\n3. A、B 两个矩阵怎么初始化？\n一个为零。\n"
    assert [pair.question for pair in pairs(text)] == [
        "Q、K 为什么用两个矩阵？",
        "K、V 缓存多大？",
        "A、B 两个矩阵怎么初始化？",
    ]


@pytest.mark.parametrize("collecting", [True, False])
def test_extraction_leaves_the_collector_as_it_found_it(collecting: bool) -> None:
    """It is set aside while rows are made; whoever calls must not find it changed."""
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        [pair] = pairs("问：秩取多大？\n答：八。\n")
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
    # Records that were made without validation are those that validation would have made.
    assert pair == QAPair.model_validate(pair.model_dump())
    assert pair.question_at == Passage.model_validate(pair.question_at.model_dump())
    assert hash(pair) == hash(QAPair.model_validate(pair.model_dump()))


def test_toggles_that_ask_head_their_panels_whether_or_not_these_were_unfolded() -> None:
    """A button is furniture and `hidden` hides; in an accordion they are the question and its answer."""
    toggles = {
        "button": '<button class="head{}" aria-expanded="false">{}<svg></svg></button><div class="body" hidden>{}</div>',
        "link": '<div><a role="button" class="{}" data-toggle="collapse" href="#x">{}</a></div><div style="display:none">{}</div>',
        "division": '<div role="button" class="{}" aria-controls="p">{}</div><div aria-hidden="true">{}</div>',
        "title": '<div class="t{}">{}</div><div class="c" style="display: none">{}</div>',
    }
    inside = [
        ("What is a bigram?", "<p>Two tokens in a row.</p><button>Share</button>"),
        ("Describe a trigram in your own words.", "<p>It has:</p><ol><li>one token</li><li>two more</li></ol>"),
        ("Who counts them?", "<p>Sign in to read this answer. <a>Log in</a></p>"),
        ("Why smooth the counts?", "<p>Unseen is not impossible.</p>"),
    ]
    for toggle in toggles.values():
        states = ("", " active", " collapsed", "")
        items = "".join(
            f"<div>{toggle.format(state, question, panel)}</div>"
            for (question, panel), state in zip(inside, states, strict=True)
        )
        page = (
            '<nav><button aria-expanded="false">Menu</button><ul hidden><li>Where are we?</li></ul></nav><main>'
            f"<p>We keep cookies.</p><button>Accept all</button><h2>Counting</h2>{items}"
            "<div><button>Copy link</button><button>Print</button></div></main>"
            "<div hidden><p>Leaving already? Take our quiz.</p></div>"
        )
        assert read(page, "page.html") == [
            ("What is a bigram?", "Two tokens in a row."),
            ("Describe a trigram in your own words.", "It has:\n\n1. one token\n2. two more"),
            ("Who counts them?", None),
            ("Why smooth the counts?", "Unseen is not impossible."),
        ], toggle


def test_one_button_that_asks_is_no_accordion() -> None:
    page = "<h2>What is a beam?</h2><p>Several prefixes at once.</p><button>Was this helpful?</button><div hidden>Thank the author.</div>"
    assert read(page, "page.html") == [("What is a beam?", "Several prefixes at once.")]


def test_toggles_of_menus_and_forms_are_none_of_the_questions() -> None:
    """Labels may fold panels, too; a menu names pages, a form asks the reader."""
    page = (
        '<div><button aria-expanded="false">Products</button><div hidden><a>Speech</a></div>'
        '<button aria-expanded="false">Solutions</button><div hidden><a>Call centres</a></div></div><h1>Asked often</h1>'
        '<div><input type="checkbox"><label>What is jitter? <i>+</i></label><div class="tab-content">Change from cycle to cycle.</div></div>'
        '<div><input type="checkbox"><label>What is shimmer? <i>▾</i></label><div class="tab-content">The same for loudness.</div></div>'
        '<div><button aria-expanded="false">Is it heard?</button><div hidden>It can be.</div>'
        '<button aria-expanded="false">Can one mend it?</button><div hidden>To a degree.</div></div>'
        "<button>Load more</button><form><label>What is your name?</label><label>How did you find us?</label></form>"
    )
    assert read(page, "page.html") == [
        ("What is jitter?", "Change from cycle to cycle."),
        ("What is shimmer?", "The same for loudness."),
        ("Is it heard?", "It can be."),
        ("Can one mend it?", "To a degree."),
    ]


def test_prints_count_by_chapter_and_name_it_in_their_running_heads() -> None:
    """No two heads are alike, since one side numbers the page and the other names the chapter."""
    text = (
        "Chapter 1   Front ends\n\n1-1  Why take the logarithm of energies?\n\n     It turns gains into offsets, which a mean\n     removes.\n\n"
        "1-2  Name two ways to pad.\n\n     With zeros, or with what was recor-\n\n"
        "Speech Models                          - 12 -\n\fSpeech Models                     Front ends\n\n     ded as silence.\n\n"
        "Chapter 2   Decoding\n\n2-1  What does CTC assume?\n\n     Outputs are independent. It needs\n     3-5 tokens of lookahead.\n\n"
        "Speech Models                          - 13 -\n\fSpeech Models                     Decoding\n\n"
        "2-2  Why add a language model?\n\n     It knows which words follow.\n\n"
        "Need more questions like these?\n     Call our desk: +00 555 0199 (weekdays)\n\n(c) Nobody & Sons. Redistribution is prohibited.\n"
    )
    assert read(text) == [
        ("Why take the logarithm of energies?", "It turns gains into offsets, which a mean\nremoves."),
        ("Name two ways to pad.", "With zeros, or with what was recor-\n\nded as silence."),
        ("What does CTC assume?", "Outputs are independent. It needs\n3-5 tokens of lookahead."),
        ("Why add a language model?", "It knows which words follow."),
    ]


def test_items_that_only_lead_down_the_page_are_its_contents() -> None:
    """They name the questions in the same words, with nothing below that would tell them apart."""
    page = (
        "<h1>Oral exam</h1><ul><li><a href='#a'>Recall at k</a></li><li><A HREF=#b><i>Why report intervals?</i></A></li>"
        "<li><a href='#c'>How many seeds, and why?</a></li></ul>"
        "<ol><li><a name='a'><b>Recall at k</b></a><p>The share found among k.</p>"
        "<li><a name='b'><b>Why report intervals?</b></a><p>Samples are small.</p><p><a href='#top'>Back to the list</a></p>"
        "<li><a name='c'><b>How many seeds?</b></a><p>Three at least.</p></ol>"
    )
    assert [question for question, _ in read(page, "exam.html")] == [
        "Recall at k",
        "Why report intervals?",
        "How many seeds?",
    ]
    document = read_document(page.encode(), "exam.html").document
    assert document is not None
    assert [block.noise for block in document.blocks][1:4] == ["table of contents"] * 3
    assert not any("Back to" in (answer or "") for _, answer in read(page, "exam.html"))


def test_panels_of_a_list_are_paragraphs_and_keep_their_own_lists() -> None:
    page = (
        '<ol><li><button aria-expanded="false">What is a reward model?</button><div hidden><p>It scores:</p>'
        "<ul><li>answers</li><li>steps</li></ul><p>Pairs train it.</p></div></li>"
        '<li><button aria-expanded="false">Why is it hacked?</button><div hidden><p>It is a proxy.</p></div></li>'
        '<li><button aria-expanded="false">The idea of DPO</button><div hidden><p>It goes without.</p></div></li></ol>'
    )
    assert read(page, "page.html") == [
        ("What is a reward model?", "It scores:\n\n- answers\n- steps\n\nPairs train it."),
        ("Why is it hacked?", "It is a proxy."),
        ("The idea of DPO", "It goes without."),
    ]


def test_numbers_count_within_parts_by_letter_numeral_or_chapter() -> None:
    roman = (
        "PART I: TRAINING\n\nI.1  Why warm up?\n\n     Moments are not yet known.\n\nI.2  What is clipping?\n\n     A bound on the norm.\n\n"
        "                    (continued on next page)\n\nPART II: INFERENCE\n\nII.1 What is continuous batching?\n\n     Requests join between steps.\n\n"
        "II.2 Why page the cache?\n\n     To avoid fragments.\n"
    )
    assert read(roman) == [
        ("Why warm up?", "Moments are not yet known."),
        ("What is clipping?", "A bound on the norm."),
        ("What is continuous batching?", "Requests join between steps."),
        ("Why page the cache?", "To avoid fragments."),
    ]
    chapters = "第一章 前端\n1-1 为什么取对数？\n响度按对数感知。\n1-2 什么是帧移？\n相邻两帧的距离。\n\n第二章 解码\n2-1 CTC 假设了什么？\n各时刻独立。\n2-2 为什么加语言模型？\n它知道哪些词会接上，\n2-5 个候选就够。\n"
    assert read(chapters) == [
        ("为什么取对数？", "响度按对数感知。"),
        ("什么是帧移？", "相邻两帧的距离。"),
        ("CTC 假设了什么？", "各时刻独立。"),
        ("为什么加语言模型？", "它知道哪些词会接上，\n2-5 个候选就够。"),
    ]


def test_what_a_question_is_worth_is_not_asked() -> None:
    text = "Q.1) Define entropy.                 [2 marks]\nAns: The expected surprise.\n\nQ.2) State one use of KL.             [4 marks]\nAns: Keeping a policy near.\n"
    assert [question for question, _ in read(text)] == ["Define entropy.", "State one use of KL."]


def test_an_item_has_one_bullet_however_many_paragraphs_it_holds() -> None:
    page = (
        "<ol><li><b>What is a beam?</b><p>Several prefixes:</p><ul><li>the best<p>by their sum</p></li><li>the next</li></ul>"
        "<li><b>What is greedy decoding?</b><p>A beam of one.</p><li><b>Why sample?</b><p>For variety.</p></ol>"
    )
    assert read(page, "exam.html") == [
        ("What is a beam?", "Several prefixes:\n\n- the best\n\nby their sum\n\n- the next"),
        ("What is greedy decoding?", "A beam of one."),
        ("Why sample?", "For variety."),
    ]


def test_a_badge_below_every_question_is_no_answer() -> None:
    badges = ["Easy", "Easy", "Hard", "Easy", "Hard", "Easy"]
    page = "".join(
        f'<div class="entry"><h3>{n}. What does part {n} of a block do?</h3><span class="badge">{badge}</span>'
        f"<div><p>It does what number {n} must do.</p></div><p>Was this helpful</p></div>"
        for n, badge in enumerate(badges, 1)
    )
    answers = [answer for _, answer in read(f"<html><body>{page}</body></html>", "prep.html")]
    assert answers == [f"It does what number {n} must do." for n in range(1, 7)]


def test_short_answers_that_come_again_stay_answers() -> None:
    text = "".join(
        f"{n}. Is part {n} of a block trained?\n\n{'Yes' if n % 2 else 'No'}\n\nPart {n} is of that kind.\n\n"
        for n in range(1, 7)
    )
    assert [answer.splitlines()[0] for _, answer in read(text) if answer] == ["Yes", "No"] * 3


def test_what_an_author_says_in_conclusion_answers_nothing() -> None:
    text = "".join(f"{n}. What is part {n} for?\n\nIt is for case {n}.\n\n" for n in range(1, 6))
    [*_, (_, last)] = read(text + "Final Thoughts\n\nNobody expects perfect recall.\n\n2.3K followers\n")
    assert last == "It is for case 5."


def test_bullets_drawn_before_titles_ask_where_paragraphs_stand_below_them() -> None:
    """A page's text keeps the dot before a title; a list of points has no paragraph below each."""
    text = "- 什么是蒸馏\n让小模型学大模型。\n\n- 为什么要量化\n因为显存不够。\n\n- 如何剪枝\n去掉不重要的权重。\n"
    assert read(text) == [
        ("什么是蒸馏", "让小模型学大模型。"),
        ("为什么要量化", "因为显存不够。"),
        ("如何剪枝", "去掉不重要的权重。"),
    ]


def test_dashes_and_arrows_part_question_and_answer_of_a_line() -> None:
    text = "".join(f"{question} {{}} {answer}\n" for question, answer in [
        ("什么是蒸馏", "让小模型学大模型"), ("为什么要量化", "显存不够"), ("如何剪枝", "去掉小权重"), ("什么是对齐", "听得懂人话"),
    ])  # fmt: skip
    for sign in ("——", "→"):
        assert read(text.replace("{}", sign))[1] == ("为什么要量化", "显存不够")


def test_numbers_that_a_page_ran_together_with_titles_and_roman_ones_count() -> None:
    html = "".join(
        f"<h2><span>0{n}</span><span>什么是{what}</span></h2><p>一种方法。</p>"
        for n, what in enumerate(("蒸馏", "量化", "剪枝"), 1)
    )
    assert [question for question, _ in read(html, "page.html")] == ["什么是蒸馏", "什么是量化", "什么是剪枝"]
    roman = "".join(
        f"{n}. What is {what}?\nA way to save memory.\n\n"
        for n, what in zip(("IV", "V", "VI", "VII"), ("pruning", "offloading", "quantization", "paging"), strict=True)
    )
    assert len(read(roman)) == 4


def test_lettered_codes_number_questions_and_label_no_answers() -> None:
    """`[A1]` beside `[B1]` counts within parts; taken for an answer's label it would swallow a question."""
    text = "Part A\n\n[A1] Why tie embeddings?\nFewer weights.\n\n[A2] Name a mask.\nThe causal one.\n\nPart B\n\n[B1] What is clipping?\nA limit on the norm.\n\n[B2] What is warmup?\n"
    assert read(text) == [
        ("Why tie embeddings?", "Fewer weights."),
        ("Name a mask.", "The causal one."),
        ("What is clipping?", "A limit on the norm."),
        ("What is warmup?", None),
    ]


def test_a_part_title_above_a_number_that_goes_on_ends_the_answer() -> None:
    text = (
        "1. What is a token?\nA piece of text.\n\n2. What is a merge?\nTwo pieces joined.\n\nAdvanced tokenizer questions\n\n"
        "3. What is a byte fallback?\nUnknown letters as bytes.\n\n4. What is a glitch token?\nOne hardly trained.\n\nExpert tokenizer questions\n\n"
        "5. What is dropout of merges?\nA regulariser.\n"
    )
    assert [answer for _, answer in read(text)] == [
        "A piece of text.",
        "Two pieces joined.",
        "Unknown letters as bytes.",
        "One hardly trained.",
        "A regulariser.",
    ]


def test_numbered_subjects_with_a_question_below_are_part_titles() -> None:
    text = "1) Masks\nHow is the mask applied?\nIt is added.\n\n2) Heads\nWhat do pruned heads cost?\nLittle.\n\n3) Cost\nWhich part is the largest?\nThe linear layers.\n"
    assert read(text) == [
        ("How is the mask applied?", "It is added."),
        ("What do pruned heads cost?", "Little."),
        ("Which part is the largest?", "The linear layers."),
    ]


def test_several_people_ask_in_a_group_and_others_answer() -> None:
    """Whoever asks again or says thanks ends the answer; the heads of messages are nobody's words."""
    text = (
        "2024-05-11 20:03 小白\nbf16 和 fp16 有啥区别？\n2024-05-11 20:04 老周\n指数位不同\n2024-05-11 20:05 小白\n懂了\n"
        "2024-05-11 21:10 木木\nswap 是干嘛的？\n2024-05-11 21:12 阿强\n把缓存挪到内存里\n2024-05-11 21:13 木木\n好的\n"
        "2024-05-11 22:40 小白\n秩取多大？\n2024-05-11 22:41 老周\n八到六十四\n2024-05-11 23:30 木木\n卸载会慢多少？\n"
    )
    assert read(text) == [
        ("bf16 和 fp16 有啥区别？", "指数位不同"),
        ("swap 是干嘛的？", "把缓存挪到内存里"),
        ("秩取多大？", "八到六十四"),
        ("卸载会慢多少？", None),
    ]


def test_a_key_that_ends_answer_after_answer_is_a_tag() -> None:
    text = "".join(
        f"题目：{what}是什么？\n解析：{says}。\n难度：{'★' * stars}\n\n"
        for what, says, stars in (("预热", "慢慢升", 1), ("衰减", "慢慢降", 2), ("裁剪", "限制范数", 3))
    )
    assert [answer for _, answer in read(text)] == ["慢慢升。", "慢慢降。", "限制范数。"]


def test_two_lone_numbers_beside_the_running_head_count_pages() -> None:
    page = "Systems Companion\n"
    text = (
        f"{page}\nQ1. What is a bubble?\nTime in which stages wait at\n\n            41\n{page}\nboth ends of a batch.\n\n"
        f"Q2. What limits batches?\nThe noise\n\n            42\n{page}\nof the gradient.\n\nQ3. What is a stage?\nA run of layers.\n"
    )
    document = read_document(text.encode(), "dump.txt").document
    assert document is not None
    assert all(
        "41" not in (pair.answer or "") and "Companion" not in (pair.answer or "") for pair in extract(document).pairs
    )


def test_a_named_round_above_a_count_that_goes_on_is_a_section() -> None:
    text = "一面：\n1）什么是 RAG？\n先检索。\n2）什么是重排？\n再排一次。\n\n二面（主管面）：\n3）什么是切块？\n把文档切开。\n"
    assert [answer for _, answer in read(text)] == ["先检索。", "再排一次。", "把文档切开。"]


def test_a_log_says_how_a_round_went_and_answers_nothing_by_it() -> None:
    text = (
        "某厂算法面经\n\n===== 甲组 =====\n一面\n1. 什么是预热？\n答：慢慢升。\n2. 手撕：反转链表\n这一面全程在聊业务。\n\n"
        "===== 乙组 =====\n一面\n1. 什么是衰减？\n答：慢慢降。\n2. 为什么要裁剪？\n三天后 hr 说挂了。\n\n评论区\n甲：蹲一个\n乙：问得底层吗？\n"
    )
    assert read(text) == [
        ("什么是预热？", "慢慢升。"),
        ("手撕：反转链表", None),
        ("什么是衰减？", "慢慢降。"),
        ("为什么要裁剪？", None),
    ]


def test_small_talk_and_handing_over_ask_nothing() -> None:
    text = (
        "**Interviewer:** Hi! Can you hear me?\n\n**Candidate:** Loud and clear.\n\n**Interviewer:** What is a KV cache?\n\n**Candidate:** Keys and values kept.\n\n"
        "**Interviewer:** How would you shrink it?\n\n**Candidate:** Fewer heads.\n\n**Interviewer:** Why quantise keys?\n\n**Candidate:** Can we skip that one?\n\n"
        "**Interviewer:** Thanks. Any questions for us?\n\n**Candidate:** What does the team do?\n"
    )
    assert read(text, "talk.md") == [
        ("What is a KV cache?", "Keys and values kept."),
        ("How would you shrink it?", "Fewer heads."),
        ("Why quantise keys?", None),
    ]


def test_a_word_that_the_end_of_a_line_cut_in_two_is_whole_again() -> None:
    """A compound keeps its hyphen."""
    text = "Q1. Which collective does a trans-\nformer block need?\nAn all-reduce.\n\nQ2. What does one layer of self-\nattention cost?\nA square.\n"
    assert [question for question, _ in read(text)] == [
        "Which collective does a transformer block need?",
        "What does one layer of self-attention cost?",
    ]


def test_notes_of_an_editor_stand_between_answers() -> None:
    text = "1. 什么是预热？\n慢慢升。\n（以下内容 10 月更新）\n2. 什么是衰减？\n慢慢降。\n【编者注】以下由读者补充。\n3. 什么是裁剪？\n限制范数。\n"
    assert [answer for _, answer in read(text)] == ["慢慢升。", "慢慢降。", "限制范数。"]


def test_page_numbers_beside_the_chapter_are_no_answers() -> None:
    text = (
        "Q1. What is a loss?\nA measure of error.\n\nChapter 3. Bank      41\n\nQ2. What is a step?\nOne update.\n\n"
        "42      The Interview Companion\n\nQ3. What is an epoch?\nOne pass.\n\nChapter 3. Bank      43\n"
    )
    assert [answer for _, answer in read(text)] == ["A measure of error.", "One update.", "One pass."]


def test_what_a_line_says_behind_its_question_mark_stays_an_answer_in_filled_text() -> None:
    says = "The second one, as whoever has looked at a profile of it knows, because it is read again at every step and written once, while the first is only read."
    text = "\n\n".join(
        textwrap.fill(f"{number}a) Which of the two {what} is larger? {says}", 72)
        for number, what in enumerate(
            ("kernels", "batches", "buffers", "queries", "windows", "systems", "tables", "blocks", "pages", "states"), 1
        )
    )
    found = read(text)
    assert [question for question, _ in found][:2] == [
        "Which of the two kernels is larger?",
        "Which of the two batches is larger?",
    ]
    assert all(answer is not None and answer.startswith("The second one") for _, answer in found)


def test_the_text_of_slides_asks_by_its_titles() -> None:
    slides = [
        "Agenda\n• Basics\n• Serving",
        "PART I\nBasics",
        "What is a token?\n• A piece of text",
        "Causal mask and padding mask\n• One hides the future\n• One hides filler",
        "How does a rotary embedding\nencode distance?\n• By angles",
        "Why batch requests?\n• Weights are read once",
        "Questions?\nroom 3.112",
    ]
    text = "\n\n".join(f"Slide {at}\n{slide}" for at, slide in enumerate(slides, 1))
    assert [question for question, _ in read(text)] == [
        "What is a token?",
        "Causal mask and padding mask",
        "How does a rotary embedding encode distance?",
        "Why batch requests?",
    ]


def test_a_few_deeper_headings_belong_to_the_answer_above_them() -> None:
    titles = "".join(f"### 第{at}种方法的原理\n\n做法{at}。\n\n" for at in "一二三四五六七八")
    text = f"## 训练\n\n### 对齐的流程\n\n先后三步。\n\n#### 其中的损失\n\n比较得分。\n\n#### 其中的目标\n\n裁剪。\n\n{titles}"
    found = read(text, "notes.md")
    assert [question for question, _ in found][:2] == ["对齐的流程", "第一种方法的原理"]
    assert len(found) == 9


def test_a_part_of_an_exam_goes_on_counting_where_the_one_before_ended() -> None:
    text = (
        "题目\n\n一、简答题\n1. 什么是量化？\n2. 什么是蒸馏？\n3. 什么是剪枝？\n\n二、论述题\n4. 试述分布式训练的取舍。\n5. 试述评测的难处。\n\n"
        "参考答案\n\n一、简答题\n1. 用更少的位数。\n2. 小模型学大模型。\n3. 去掉权重。\n\n二、论述题\n4. 通信与显存。\n两者难以兼得。\n5. 没有唯一答案。\n"
    )
    assert [answer for _, answer in read(text)] == [
        "用更少的位数。", "小模型学大模型。", "去掉权重。", "通信与显存。\n两者难以兼得。", "没有唯一答案。",
    ]  # fmt: skip


def test_the_line_numbers_of_a_copied_box_of_code_are_no_part_of_the_answer() -> None:
    """They come after the code where a page was copied as text; what stood on the box comes with them."""
    gutter = "python\n运行\n1\n2\n3\n4\n"
    text = (
        "1. 手写缩放点积\n先乘再缩放：\ndef score(q, k):\n    return q @ k.T / sqrt(q.size(-1))\n"
        f"{gutter}2. 为什么要缩放？\n让方差不随维度变大。\n3. 为什么要掩码？\n盖住后面的词。\n"
    )
    first, *_ = read(text)
    assert first[0] == "手写缩放点积"
    assert first[1] is not None
    assert first[1].endswith("sqrt(q.size(-1))")
    # Numbers below no code are what is said.
    counted = read(
        "1. 怎么数到四？\n依次是：\n1\n2\n3\n4\n2. 怎么再数一遍？\n还是：\n1\n2\n3\n4\n3. 到此为止吗？\n是的。\n"
    )
    assert counted[:2] == [("怎么数到四？", "依次是：\n1\n2\n3\n4"), ("怎么再数一遍？", "还是：\n1\n2\n3\n4")]


def test_a_running_head_names_book_and_chapter_below_the_number_of_the_page() -> None:
    pages = "".join(
        f"{at}.1 第{at}个问题是什么？\n先说它怎么做，再说它的代价。\n\n{at}.2 为什么要第{at}步？\n省显存。\n\n"
        f"                    {at}\n面试手册                   第 {at} 章 第{at}部分\n\n"
        for at in range(1, 5)
    )
    assert [answer for _, answer in read(pages)] == ["先说它怎么做，再说它的代价。", "省显存。"] * 4


def test_what_an_advertisement_offers_point_by_point_is_not_the_answer_above() -> None:
    offer = "【限时福利】想转行却没有方向？三百页笔记、直播回放和简历模板打包好了！\n👉 扫描下方二维码，免费领取\n① 零基础学习路线\n② 大厂内推名单\n"
    text = f"1. 什么是掩码？\n盖住后面的词。\n{offer}2. 什么是残差？\n恒等的一支。\n3. 什么是温度？\n调分布的数。\n"
    assert read(text) == [
        ("什么是掩码？", "盖住后面的词。"),
        ("什么是残差？", "恒等的一支。"),
        ("什么是温度？", "调分布的数。"),
    ]
    # Points that advertise nothing go on with the answer.
    kept = text.replace("① 零基础学习路线\n② 大厂内推名单", "① 先看形状\n② 再看数值")
    assert read(kept)[0][1] == "盖住后面的词。\n① 先看形状\n② 再看数值"


def test_a_part_is_no_question_though_its_title_sounds_like_one() -> None:
    """`一、基础概念` right above `1.` in a text, `## 4 手撕代码` right above `### 4.1` in a README, 附录 at the end."""
    parts = "".join(
        f"{part}、{name}\n1. 什么是甲{part}？\n一种做法。\n2. 什么是乙{part}？\n另一种做法。\n3. 什么是丙{part}？\n第三种。\n"
        for part, name in zip("一二三", ("基础概念", "注意力机制", "微调的原理"), strict=True)
    )
    assert [question for question, _ in read(parts)] == [f"什么是{a}{part}？" for part in "一二三" for a in "甲乙丙"]
    readme = "".join(
        f"## {at} {name}\n\n### {at}.1 什么是甲{at}？\n\n一种做法。\n\n### {at}.2 实现乙{at}\n\n另一种。\n\n"
        for at, name in enumerate(("基础", "微调", "手撕代码"), 1)
    )
    assert "手撕代码" not in [question for question, _ in read(readme, "readme.md")]
    book = "".join(f"第 {at} 章 部分\n\n{at}.1 第{at}问是什么？\n    一句话。\n\n" for at in (1, 2, 3))
    assert read(f"{book}附录 自测题\n以下不附答案。\n\n1. 请设计一个实验。\n2. 你会怎么排查？\n")[2] == (
        "第3问是什么？",
        "一句话。",
    )


def test_the_short_questions_behind_a_conclusion_are_asked_too() -> None:
    asked = "".join(f"Q{at}. What is part {at}?\nAns: It is one of several parts.\n\n" for at in range(1, 5))
    end = "Conclusion\nThat brings us to the end of the list.\n\nFAQs\n\nDo I need a degree?\nNo. A project will do.\n\nHow long does it take?\nSix weeks or so.\n\nRelated Posts\nFifty questions on SQL\n"
    assert read(f"{asked}{end}")[4:] == [
        ("Do I need a degree?", "No. A project will do."),
        ("How long does it take?", "Six weeks or so."),
    ]


def test_a_labelled_question_that_breaks_off_at_a_comma_goes_on_below() -> None:
    text = (
        "Q：什么是掩码？\nA：盖住后面的词。\n\nQ：给你八张卡，要微调一个大模型，\n你会怎么切分？ ★\nA：先切优化器状态。\n\n"
        "Q：什么是残差？\nA：恒等的一支。\n\nQ：什么是温度？\nA：调分布的数。\n"
    )
    assert read(text)[1] == ("给你八张卡，要微调一个大模型，你会怎么切分？", "先切优化器状态。")


@pytest.mark.parametrize("asked", ["What will you find below?", "Who is this guide for?", "本文适合哪些读者？"])
def test_what_a_page_asks_of_itself_is_not_asked_of_a_candidate(asked: str) -> None:
    questions = "".join(f"<h3>{at}. What is part {at}?</h3><p>It is one of the parts.</p>" for at in range(1, 5))
    text = f"<h1>Questions that I was asked</h1><h2>Notes from nine loops</h2><p>I kept a list, and here it is.</p><p>{asked}</p><ul><li>Basics (1-2)</li><li>Tuning (3)</li><li>Serving (4)</li></ul><h2>Basics</h2>{questions}"
    assert asked not in [question for question, _ in read(text, "page.html")]


def test_the_word_for_at_last_within_an_answer_opens_no_advertisement() -> None:
    text = "".join(f"1.{at} 第{at}问怎么排查？\n先看输入有没有变化。\n最后抽样对比。\n\n" for at in range(1, 8))
    found = read(f"{text}附：训练营\n想要配套视频讲解？训练营火热报名中，\n模拟面试不限次数，扫码添加助教咨询。\n")
    assert [answer for _, answer in found] == ["先看输入有没有变化。\n最后抽样对比。"] * 7


@pytest.mark.parametrize(
    "asked", ["What can you learn from a loss curve?", "How do you use these scores?", "本项目的难点有哪些？"]
)
def test_what_is_asked_of_a_candidate_in_such_words_is_asked(asked: str) -> None:
    rest = "".join(f"\n\n{at}. What is part {at}?\n\nIt is one of the parts." for at in (2, 3, 4))
    assert read(f"1. {asked}\n\nIt depends on the case.{rest}\n")[0][0] == asked
