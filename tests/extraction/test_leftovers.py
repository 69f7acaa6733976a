"""What stands beside the questions and their answers: open lists, cards in notes, posts of a thread, framed advertisements."""

from __future__ import annotations

import pytest

from pipeline.extraction import extract
from pipeline.models import QAPair
from pipeline.sources import read_document


def pairs(text: str, path: str = "notes.md") -> list[QAPair]:
    document = read_document(text.encode(), path).document
    assert document is not None
    return extract(document).pairs


def read(text: str, path: str = "notes.md") -> list[tuple[str, str | None]]:
    return [(pair.question, pair.answer) for pair in pairs(text, path)]


ANSWERED = (
    "## 什么是预热？\n\n学习率慢慢升。\n\n## 什么是衰减？\n\n学习率慢慢降。\n\n## 什么是裁剪？\n\n梯度不超过上限。\n\n"
)


@pytest.mark.parametrize("heading", ["## 延伸", "## 待补充", "## 还没整理的"])
def test_a_list_of_questions_under_a_heading_of_its_own_is_left_open(heading: str) -> None:
    """Taken for the answer to its heading, it would hide what nobody answered."""
    assert read(ANSWERED + f"{heading}\n\n- 怎么选批次？\n- 损失突刺怎么查\n")[3:] == [
        ("怎么选批次？", None),
        ("损失突刺怎么查", None),
    ]


def test_questions_that_the_author_could_not_answer_are_no_part_of_the_answer_above() -> None:
    page = (
        "<body><p><strong>1. Why warm up?</strong></p><p>Moments are noisy at first.</p>"
        "<p><strong>2. Why decay?</strong></p><p>Noise shrinks.</p>"
        "<p>Two I could not answer:</p><p>— Why does it work at all?</p><p>— How long is long enough?</p></body>"
    )
    assert read(page, "story.html")[1:] == [
        ("Why decay?", "Noise shrinks."),
        ("Why does it work at all?", None),
        ("How long is long enough?", None),
    ]


def test_questions_that_an_answer_puts_to_itself_stay_in_it() -> None:
    text = "Q1. How do you debug it?\n\nGo from the end:\n\n- Is the passage in the prompt?\n- Is it cut off?\n- Is it buried?\n\nThen try it alone.\n\nQ2. What is a cache?\n\nKept keys and values.\n\nQ3. What is a batch?\n\nRows at once.\n"
    [first, second, _] = read(text, "mail.txt")
    assert first[1] is not None
    assert first[1].endswith("Then try it alone.")
    assert second == ("What is a cache?", "Kept keys and values.")


def test_a_callout_that_folds_its_answer_asks_by_its_title() -> None:
    text = (
        "> [!question]- 什么是自洽？\n> 多采样几条再投票。\n> - 票数相同就取最短的\n\n> [!faq] 少样本\n> 给几个例子。\n\n"
        "> [!question]\n> 温度为零还会变吗？\n> 会，求和的次序不定。\n\n这段话谁也不回答。\n\n> [!note] 备注\n> 随手记。\n"
    )
    assert read(text) == [
        ("什么是自洽？", "> 多采样几条再投票。\n> - 票数相同就取最短的"),
        ("少样本", "> 给几个例子。"),
        ("温度为零还会变吗？", "> 会，求和的次序不定。"),
    ]


def test_lines_that_two_colons_part_are_cards() -> None:
    text = "up:: [[总览]]\n\n## 卡片\n\n#flashcards\n\n协议解决什么::接一次到处用\n什么是反思？::失败后写总结\n辩论的缺点:: 贵\n\n用 `std::vector` 存。\n"
    assert read(text) == [("协议解决什么", "接一次到处用"), ("什么是反思？", "失败后写总结"), ("辩论的缺点", "贵")]


def test_a_lone_question_mark_parts_front_and_back() -> None:
    assert read("#flashcards\n\n什么是词表\n?\n所有单元的集合\n\n词表为何不能太大\n?\n输出层变重\n") == [
        ("什么是词表", "所有单元的集合"),
        ("词表为何不能太大", "输出层变重"),
    ]


THREAD = """# r/serving · Posted by u/asker · 2 months ago

Help me with these:

1. Ring or tree?
2. What is goodput?
3. When does quantization hurt?
4. How do you roll back?

Thanks in advance!

---

**u/one** · 2 months ago · 12 points

> Ring or tree?

Ring for bandwidth.

> What is goodput?

What met its target.

*Edit: thanks for the gold*

Reply · Share · Report

---

**u/two** · 1 month ago

> When does quantization hurt?

At large batch.

--
sig: all is lost

**u/modbot** · stickied

Be kind. Is this your first post?

**u/late** · 3 weeks ago

While we are here: do they ask about InfiniBand?

**u/one** · 3 weeks ago

Mostly topology.

**u/late** · 2 weeks ago

Thank you all
"""


def test_replies_that_quote_a_question_answer_it() -> None:
    """Signatures, thanks, buttons and moderators answer nothing."""
    assert read(THREAD) == [
        ("Ring or tree?", "Ring for bandwidth."),
        ("What is goodput?", "What met its target."),
        ("When does quantization hurt?", "At large batch."),
        ("How do you roll back?", None),
        ("do they ask about InfiniBand?", "Mostly topology."),
    ]


def test_an_article_under_its_author_and_date_is_no_thread() -> None:
    text = (
        "# Notes\n\nJane Doe · 3 days ago\n\n"
        + ANSWERED
        + "\n张三 · 2 天前\n\n楼主有没有 Word 版？\n\n李四 · 1 天前\n\n同求\n"
    )
    assert [question for question, _ in read(text)] == ["什么是预热？", "什么是衰减？", "什么是裁剪？"]


def test_an_advertisement_in_a_frame_parts_no_sentence() -> None:
    rule = "-" * 40
    text = (
        "Q1: Why cool down?\nA1: Most of the gain\narrives\n\n"
        f"{rule}\nSPONSOR: Use code GRAD for $100 of credit.\nhttps://gpus.example/?ref=1\n{rule}\n\n"
        "in the last stretch.\n\nQ2: Why warm up?\nA2: Moments are noisy.\n\nQ3: Why clip?\nA3: Spikes.\n\nQ4: Why decay?\nA4: Noise.\n"
    )
    first, *rest = pairs(text, "mail.txt")
    assert first.answer == "Most of the gain\narrives\n\nin the last stretch."
    assert [pair.answer for pair in rest] == ["Moments are noisy.", "Spikes.", "Noise."]


def test_speakers_are_read_in_a_part_of_their_own_below_labelled_questions() -> None:
    text = (
        "Q1: Why mask?\nA1: To hide the future.\n\nQ2: Why scale?\nA2: To keep the variance.\n\nPART TWO\n\n"
        "HOST: Welcome back.\n\nTOM: Thanks.\n\nHOST: What is hard about tools?\n\nTOM: Knowing when to stop.\n\n"
        "HOST: I like that.\n\nHOST: Describe how you store memories.\n\nTOM: Short facts.\n\nAnd a date.\n\nHOST: And then?\n\nTOM: Delete them.\n"
    )
    assert read(text, "talk.txt")[2:] == [
        ("What is hard about tools?", "Knowing when to stop."),
        ("Describe how you store memories.", "Short facts.\n\nAnd a date."),
        ("And then?", "Delete them."),
    ]


def test_bullets_beside_labelled_ones_end_the_answer_above_and_semicolons_part_questions() -> None:
    text = (
        "## 一面\n\n- 为什么要重排\n  答：双塔没有交互。\n- MHA、GQA 的区别；分组数怎么选\n- 切分怎么做\n  答：按标题。\n"
        "- 为什么 B 初始化为零　答：起步时旁路不动。\n- 位置怎么外推\n- 缓存怎么算\n  答：乘起来。\n- 反问：问了团队\n"
    )
    assert read(text) == [
        ("为什么要重排", "双塔没有交互。"),
        ("MHA、GQA 的区别", None),
        ("分组数怎么选", None),
        ("切分怎么做", "按标题。"),
        ("为什么 B 初始化为零", "起步时旁路不动。"),
        ("位置怎么外推", None),
        ("缓存怎么算", "乘起来。"),
    ]


def test_a_situation_and_the_question_below_it_are_one() -> None:
    text = "Q1. What is a cache?\n\nKept keys.\n\nQ2. You have one small card and a large model.\nWhich method would you pick?\n\nAdapters.\n\nQ3. Bonus: what does it cost?\n\nI leave the last one to you. Post your estimate below!\n"
    assert read(text, "mail.txt")[1:] == [
        ("You have one small card and a large model. Which method would you pick?", "Adapters."),
        ("Bonus: what does it cost?", None),
    ]


def test_a_numbered_question_may_carry_its_answer_behind_a_colon() -> None:
    text = "1、什么是遗忘：在新任务上训练之后，旧任务的能力明显下降。\n2、什么是蒸馏：让小模型学大模型的分布。\n3、怎么缓解？\n混入通用数据。\n"
    assert read(text, "notes.txt")[0] == ("什么是遗忘", "在新任务上训练之后，旧任务的能力明显下降。")


def test_a_transcript_is_read_by_its_speakers_whatever_clock_stands_before_them() -> None:
    text = (
        "[00:00:03] Nadia: Welcome to the show.\n[00:00:09] Ruben: Thanks.\n\n"
        "[00:00:14] Nadia: Why subwords?\n[00:00:19] Ruben: Words are too many.\n\n[00:00:31] Nadia: Okay, good.\n"
        "[00:00:33] Nadia: Talk me through the memory.\n[00:00:39] Ruben: Weights and moments.\n\n"
        "[00:00:50] Nadia: And then?\n[00:00:52] Ruben: Shard them.\n\n[00:01:00] Nadia: Thank you for coming.\n[00:01:02] Ruben: Pleasure.\n"
    )
    assert read(text, "talk.txt") == [
        ("Why subwords?", "Words are too many."),
        ("Talk me through the memory.", "Weights and moments."),
        ("And then?", "Shard them."),
    ]


def test_a_question_that_fills_its_line_goes_on_below() -> None:
    """Printed books break a question like any other sentence; half a question finds nothing."""
    line = "训练时各卡的进度会互相等待，于是最慢的那张卡决定了整个集群的速度。找出它要看每一"
    text = "".join(
        f"{number}.1 怎样找出最慢的卡，又怎样在不停机的前提下把它从训练集群里安全地换下来并且\n接着训练\n{line}\n步的耗时分布。\n{number}.2 什么是气泡？\n{line}\n段。\n\n"
        for number in (1, 2, 3)
    )
    assert [question for question, _ in read(text, "book.txt")][:2] == [
        "怎样找出最慢的卡，又怎样在不停机的前提下把它从训练集群里安全地换下来并且接着训练",
        "什么是气泡？",
    ]


def test_what_one_may_choose_from_is_no_answer() -> None:
    text = "1. 下列哪种方法不改权重？（　　）\nA. 全量微调　B. 提示工程\nC. LoRA　D. 继续预训练\n\n2. 温度为零相当于（　　）\nA. 采样　B. 贪心\n\n3. 简述早停。\n\n4. 简述预热。\n"
    assert [answer for _, answer in read(text, "exam.txt")] == [None, None, None, None]


def test_the_name_of_a_part_that_spans_a_table_does_not_end_it() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>什么是第{n}层？</td><td>第 {n} 个答案。</td></tr>" for n in (1, 2, 3))
    page = f"<body><table><tr><td>编号</td><td>题目</td><td>要点</td></tr><tr><td colspan=3><b>一、结构</b></td></tr>{rows}<tr><td colspan=3><b>二、训练</b></td></tr>{rows}</table></body>"
    assert len([answer for _, answer in read(page, "bank.html") if answer]) == 6


def test_a_mail_is_answered_below_the_lines_that_it_quotes() -> None:
    text = (
        "On Monday Jonas wrote:\n> 1) What is the difference between plain data parallel and\n> fully sharded data parallel?\n\nOne keeps a copy, the other a slice.\n\n"
        "> 2) Why is accumulation not free?\n\nFewer updates.\n\n> 3) How do you find a slow node?\n\n> 4) What is a bubble?\n\nIdle time.\n\nGood luck on Thursday!\n\nBest,\nImke\n"
    )
    assert read(text, "mail.txt") == [
        (
            "What is the difference between plain data parallel and fully sharded data parallel?",
            "One keeps a copy, the other a slice.",
        ),
        ("Why is accumulation not free?", "Fewer updates."),
        ("How do you find a slow node?", None),
        ("What is a bubble?", "Idle time."),
    ]


def test_what_the_candidate_asks_in_return_is_no_question_of_the_interview() -> None:
    text = "面试官：什么是召回？\n我：找最像的。\n面试官：怎么选负样本？\n我：难的优先。\n面试官：多大的模型？\n我：三亿。\n面试官：我没有问题了，你有什么想问我们的吗？\n我：组里怎么评测？\n面试官：靠人工。\n"
    assert [question for question, _ in read(text, "log.txt")] == ["什么是召回？", "怎么选负样本？", "多大的模型？"]


def test_a_number_of_its_own_above_a_title_makes_it_a_question() -> None:
    """Articles for phones draw their numbers; they are no pages, and a title that comes twice is no running head."""
    text = (
        "本文目录\n秩怎么选？\n取舍\n\nPART.01\n基础\n\n01\n秩怎么选？\n从八起步。\n[图片]\n图注：两条曲线\n\n02\n取舍\n看显存。\n\n👇👇👇\n"
        "【福利】扫码领取大礼包\n👆👆👆\n\n再看任务。\n\nPART.02\n进阶\n\n03\n怎么合并？\n加回去。\n\n04\n路由要训吗？\n\n05\n为什么变啰嗦？\n数据太长。\n"
    )
    found = pairs(text, "article.txt")
    assert [(pair.question, pair.answer) for pair in found] == [
        ("秩怎么选？", "从八起步。"),
        ("取舍", "看显存。\n\n再看任务。"),
        ("怎么合并？", "加回去。"),
        ("路由要训吗？", None),
        ("为什么变啰嗦？", "数据太长。"),
    ]
    assert found[2].section[-1] == "进阶"


def test_two_pages_are_enough_to_tell_their_marks() -> None:
    text = (
        "训练手册（内部）\n\n1.1 怎样估算算力？\n六乘参数量乘词元数，再除以\n- 1 -\n训练手册（内部）\n单卡算力。\n"
        "1.2 阈值怎么选\n- 2 -\n训练手册（内部）\n先看分布。\n1.3 什么是退火？\n末尾降到零。\n\n附录 参考书目\n[1] 某某手册\n本资料仅供内部学习，不得外传。\n"
    )
    assert read(text, "book.txt") == [
        ("怎样估算算力？", "六乘参数量乘词元数，再除以\n单卡算力。"),
        ("阈值怎么选", "先看分布。"),
        ("什么是退火？", "末尾降到零。"),
    ]


def test_bullets_of_one_interview_are_asked_however_each_is_answered() -> None:
    text = (
        "## 一面\n\n- 讲讲检索流程\n  答：先召回再重排。\n- 追问：块多大？→ 五百一十二\n- 重排用什么→ 交叉编码器\n- 文档里没有怎么办？\n  - 拒答\n  - 要求引用\n"
        "- 手撕：合并链表\n  ```python\n  def merge(a, b): ...\n  ```\n- 为什么投我们\n\n当天晚上就约了二面。\n\n## 二面\n\n**职业规划**\n\n一周后收到意向书，许愿成功！\n"
    )
    assert [(question, answer is not None) for question, answer in read(text)] == [
        ("讲讲检索流程", True),
        ("块多大？", True),
        ("重排用什么", True),
        ("文档里没有怎么办？", True),
        ("手撕：合并链表", True),
        ("为什么投我们", False),
    ]


def test_that_something_is_or_is_not_there_holds_no_place() -> None:
    """`有没有答到点上` is what an answer says, not that nobody answered."""
    assert read("1、怎么评？\n看有没有答到点上。\n2、怎么测？\n没有答。\n3、怎么跑？\n直接跑。\n", "notes.txt") == [
        ("怎么评？", "看有没有答到点上。"),
        ("怎么测？", None),
        ("怎么跑？", "直接跑。"),
    ]


def test_the_key_of_a_choice_is_its_answer_and_the_options_are_not() -> None:
    page = "<body>" + "".join(
        f"<p>{n}. What does part {n} do?<br>a) This<br>b) That<br>c) Nothing<br><span>View Answer</span></p><div>Answer: b<br>Explanation: It must, said {n}.</div>"
        for n in (1, 2, 3, 4)
    )
    assert [answer for _, answer in read(page, "quiz.html")] == [
        f"b\n\nExplanation: It must, said {n}." for n in (1, 2, 3, 4)
    ]


def test_a_box_that_is_titled_answer_is_only_its_frame() -> None:
    text = "".join(
        f"### 为什么要先做{n}？ {{#step-{n}}}\n\n:::tip 参考答案\n\n{words}\n\n:::\n\n"
        for n, words in (("一", "省钱。"), ("二", ""), ("三", "省时。"))
    )
    assert read(text) == [
        ("为什么要先做一？", "省钱。"),
        ("为什么要先做二？", None),
        ("为什么要先做三？", "省时。"),
    ]


def test_blocks_of_labels_keep_the_explanation_alone() -> None:
    text = "".join(
        f"第 {n}/3 题\n【题目】怎样做第{n}步？\n【难度】简单\n【考点】检索\n【解析】{words}\n\n"
        for n, words in ((1, "先召回。"), (2, "略"), (3, "再排序。\n看位置。"))
    )
    assert read(text, "bank.txt") == [
        ("怎样做第1步？", "先召回。"),
        ("怎样做第2步？", None),
        ("怎样做第3步？", "再排序。\n看位置。"),
    ]


def test_a_chat_whose_lines_give_the_time_before_the_name_is_read_by_its_speakers() -> None:
    turns = [
        ("mira", "why scale?"),
        ("ollie", "for the variance"),
        ("mira", "and why mask?"),
        ("ollie", "to hide what comes"),
    ] * 2
    text = "\n".join(f"[02/12/2025 7:0{at} PM] {name}\n{words} {at}\n" for at, (name, words) in enumerate(turns))
    assert [answer for _, answer in read(text.replace("? ", "?"), "chat.txt")][:1] != [None]


def test_an_open_list_at_the_end_hides_no_unmarked_questions() -> None:
    text = (
        "What I ask\n\nHow would you chunk a contract?\n\nBy clause, never by length, and the numbers stay.\n\n"
        "When do you stop tuning?\n\nWhen the errors that remain are the generator's.\n\nWhy not one long prompt?\n\nCost, latency and access rights.\n\n"
        "Questions I have no good answer to:\n\n* How do you test agents?\n* What is the right memory?\n* Should old answers count?\n"
    )
    assert [(question, answer is not None) for question, answer in read(text, "essay.txt")] == [
        ("How would you chunk a contract?", True),
        ("When do you stop tuning?", True),
        ("Why not one long prompt?", True),
        ("How do you test agents?", False),
        ("What is the right memory?", False),
        ("Should old answers count?", False),
    ]


def test_buttons_that_unfold_ask_and_what_they_hide_answers() -> None:
    """A page of nothing but such buttons yielded nothing at all."""
    page = (
        "<body><main><h2>General</h2>"
        + "".join(
            f'<div class="item"><button class="q" aria-expanded="false">{question}</button><div class="panel" hidden>{answer}</div></div>'
            for question, answer in (
                ("What is an embedding?", "<p>A vector.</p>"),
                (
                    "How do you choose an API?",
                    "<p>Weigh two things:</p><ol><li>where the data may go</li><li>who is on call</li></ol>",
                ),
                ("What are diffusion models?", "<p>Create a free account to read this answer.</p>"),
            )
        )
        + "</main></body>"
    )
    assert [(question, answer is not None) for question, answer in read(page, "faq.html")] == [
        ("What is an embedding?", True),
        ("How do you choose an API?", True),
        ("What are diffusion models?", False),
    ]


def test_a_letter_before_the_number_counts_as_a_part_does() -> None:
    text = (
        "SECTION A.  BASICS\n\nA.1  Why have decoder-only models displaced encoder-decoder designs\n     for general-purpose assistants?\n\n     One stack is simpler.\n\n"
        "A.2  What does temperature do?\n\n     It divides the logits.\n\nSECTION B.  ADAPTATION\n\nB.1  Explain weight tying.\n\n     One matrix twice.\n\nB.2  Why start at zero?\n\n     The model is unchanged.\n"
    )
    assert [question for question, _ in read(text, "packet.txt")] == [
        "Why have decoder-only models displaced encoder-decoder designs for general-purpose assistants?",
        "What does temperature do?",
        "Explain weight tying.",
        "Why start at zero?",
    ]


def test_labels_that_ask_above_hidden_answers_are_questions() -> None:
    """Folding without a script: the page would look empty to whoever skips what is hidden."""
    page = "<body><h1>FAQ</h1>" + "".join(
        f'<input type="checkbox" id="c{n}"><label for="c{n}">What is part {n}?</label><div class="c" style="display:none"><p>It is number {n} of all the parts.</p></div>'
        for n in (1, 2, 3, 4)
    )
    assert read(page, "faq.html") == [
        (f"What is part {n}?", f"It is number {n} of all the parts.") for n in (1, 2, 3, 4)
    ]
