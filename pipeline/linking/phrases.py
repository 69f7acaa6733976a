"""How questions ask, zh and en: what is asked of a term, under which condition, and what says nothing.

Apart from `terms`, because a term is what a question is about and these are what it wants to know. Same form:
`id: spelling | …`. In ASKED an id is a kind of asking (which kinds agree is decided in `relating`); in NOTIONS an id
is decisive, so that two questions that differ in one are never the same; LIGHT adds nothing; OPPOSITES names, for
an editor's eye, which notions exclude each other.
"""

from __future__ import annotations

ASKED = """
what: 什么是 | 是什么 | 是啥 | 啥是 | 是什么意思 | 什么意思 | 指什么 | 指的是什么 | 是指什么 | 指的是啥 | 何谓 | 何为 | 定义 | 含义 | 的概念 | 概念 | 是怎么回事 | 怎么回事 | 是怎样的 | 是什么样的 | 是什么东西 | 是个什么 | 是一种什么 | 是什么样 | 怎么理解 | 如何理解 | 怎样理解 | 各是什么 | 是什么回事 | what is | what's | what does mean | what is meant by | what do you mean by | define | definition | definition of | meaning of | mean | means | what do we mean by | meaning | 是啥意思 | 啥意思 | 叫什么 | 是什么概念 | 长什么样 | 什么叫 | 叫做 | 简称什么 | 通俗解释 | 名词解释 | in simple terms | understand by | 代表什么 | 表示什么 | 代表什么意思 | 表示什么意思 | 分别代表什么 | 是啥东西 | 是啥玩意 | 是啥玩意儿 | 什么东西 | 是什么来的 | 是什么鬼 | 是啥概念 | 什么概念 | 是什么含义 | 有什么含义 | 具体指什么 | 该怎么理解 | 应该怎么理解 | 怎么去理解 | what's the deal with | what is the deal with | what exactly is | what exactly are | what is a | what is an | what is the meaning of | what do people mean by | what does the term mean | what is this thing called | what's up with | 是怎么一回事 | 怎么一回事 | 是咋回事 | 咋回事 | 是个啥 | 是个什么东西 | 是什么玩意 | 是什么玩意儿 | 是什么东东 | 什么来头 | 是何物 | 何物 | 是何含义 | 是何意思
whatare: what are | what're
does: 做什么的 | 干什么的 | 是做什么的 | 是干什么的 | 是干嘛的 | 干嘛的 | 干啥的 | 是干啥的 | 做了什么 | 做啥的 | 什么用 | 是用来做什么的 | 用来做什么 | 用来干什么 | 用来干嘛 | 干什么 | what does do | 是拿来干什么的
principle: 运行 | 怎样运行 | 如何运行 | 怎么运行 | key idea behind | the key idea behind | what is the key idea behind | 运行机制 | 运作机制 | 背后的原理 | 算法原理 | 技术原理 | 实现思路 | 具体原理 | 的机制 | 大致思路 | 基本思路 | 主要思路 | 是怎么一回事 的 | the principle | works internally | inner workings | 原理 | 工作原理 | 基本原理 | 思路 | 思想 | 核心思想 | 基本思想 | 主要思想 | 核心思路 | 运作原理 | 实现原理 | 原理介绍 | 核心原理 | 工作机制 | 怎么工作 | 如何工作 | 怎样工作 | 是如何工作的 | 是怎么工作的 | 怎么运作 | 如何运作 | 怎样运作 | 怎样运转 | 怎么运转 | 如何运转 | 运行原理 | 怎么做到的 | 如何做到的 | 是怎么起作用的 | how it works | how works | work | works | working principle | principle | core idea | main idea | idea behind | key idea | idea | intuition | mechanism | the theory behind | function under the hood | 底层原理 | 机理 | 内部机制 | 理念 | 背后的逻辑 | 直观理解 | 直觉 | 直观解释 | 直观 | intuitive explanation | intuitive understanding | intuition behind | intuition for | 直观地理解 | 直观上 | 想法 | 核心想法 | 主要想法 | 基本想法 | 大体思路 | 整体思路 | 关键思想 | 关键思路 | 怎么个原理 | 啥原理 | 什么原理 | 是什么原理 | 原理是啥 | 核心机制 | 内部原理 | 怎么实现的原理 | 是怎么发挥作用的 | 怎么起作用 | 如何起作用 | 怎么发挥作用 | how it works internally | key insight | insight | main insight | central idea | the idea | basic idea | fundamental idea | premise | logic behind | the logic of | operate | operates | function internally
how: 怎么 | 如何 | 怎样 | 咋 | 怎么做 | 怎么样 | 怎么做的 | 是怎么做的 | 如何做 | 怎么去 | 该怎么 | 应该怎么 | 应如何 | 是如何 | 是怎么 | 怎么弄 | 怎么搞 | 是怎样 | how | how do you | how can | how to | how does | how do | how is | how are | how would you | how should | in what way | 实现 | 实现方法 | 实现方式 | 具体实现 | implement | implementation | implemented | how can you | how can we | how could | how do we | 做法 | 具体怎么做 | how would | how might | how did | how was | how were | how exactly | the way | 落地 | what can be done to | what can you do to | what would you do to | 具体做法 | 怎么实现 | 如何实现 | 怎样实现 | 是怎么实现的 | 是如何实现的 | 怎么做到 | 如何做到 | 该如何 | 要怎么 | 要如何 | 需要怎么做 | 咋做 | 咋搞 | 怎么操作 | 如何操作 | 怎么着手 | 从哪些方面 | 从哪些方面入手 | 从哪几个方面 | how does one | how do people | how would one | what's the best way to | what is the best way to | best way to | ways to | the way to | a way to | ways of | in which way | by what means | how can one | how do I | how can I | how should I | how should we | how would I | how do they | how we
method: tips | tip | 窍门 | 诀窍 | best practices | best practice | 方法 | 方式 | 手段 | 办法 | 技术 | 途径 | 策略 | 方案 | 手法 | 算法 | 技巧 | method | approach | technique | way | strategy | algorithm | means | ways | 措施 | 招 | 解法 | trick | tactics | 有什么办法 | 有什么方法 | 有什么好办法 | measures | 思路和方法
why: 为什么要 | 为何要 | 为什么会 | 为啥要 | 为啥会 | 出于什么考虑 | 图什么 | 什么原因导致 | 原因何在 | 为什么 | 为何 | 为啥 | 原因 | 理由 | 缘由 | 何以 | 成因 | 是啥原因 | 什么原因 | 怎么会 | 怎么导致的 | 是怎么产生的 | 如何产生 | 根源 | 凭什么 | why | reason | cause | why do | why does | why is | why are | what causes | what is the reason | root cause | how come | what makes | rationale | 是什么原因 | 是怎么引起的 | 由来 | 怎么产生的 | 怎么来的 | due to what | leads to | what leads to | responsible for | motivation | 动机 | 干嘛要 | 干吗要 | 为嘛 | 的原因是什么 | 什么导致 | 什么造成 | 是什么导致 | 是什么造成 | what triggers | the reasons for | 是什么引起的 | 什么引起 | 由什么导致 | 由什么引起 | 由什么造成 | 是由什么 | 是由什么导致的 | 是由什么引起的 | 是由什么造成的 | what is the cause of | what are the causes of | the cause of | cause of | causes of | what's the reason | reason behind | reasons behind | reason for | what is behind | what's behind | what is the reason behind | what are the reasons for | 啥原因 | 有何原因 | 背后的原因 | 背后原因 | 原因有哪些 | 是什么道理 | 怎么就 | 咋就 | 咋会 | 为什么说 | 为什么能 | 为何能 | 何故 | 缘何 | 出于什么 | 出于什么目的 | 必要在哪 | explain why | what explains | what accounts for | what drives | what is the motivation for | what motivates | what's the motivation for | for what reason | why the need for | what is the need for | the need for | how is it that | why exactly | 的动机 | 的初衷 | 初衷
purpose: 控制什么 | 控制的是什么 | 控制了什么 | what does control | 有什么意义 | 作用是什么 | 起到什么作用 | 扮演什么角色 | 有何作用 | 有何意义 | 用处是什么 | 干嘛用的 | 作用 | 用途 | 用处 | 有什么用 | 有何用 | 意义 | 目的 | 有什么用处 | 起什么作用 | 功用 | 为了什么 | 为了解决什么 | 解决什么问题 | 解决了什么问题 | 解决的是什么问题 | 主要解决什么问题 | 什么作用 | 有啥用 | 有啥作用 | 用来解决什么 | role | purpose | what is the use of | used for | what for | goal | aim | what role | the point of | what problem does solve | what purpose | significance | 什么意义 | 价值 | 必要性 | 解决什么 | problem does solve | what is for | good for | 有啥意义 | 意义何在 | 作用何在 | 用意 | 用意是什么 | 目的何在 | 图啥 | 干什么使的 | 干啥使的 | 干啥用的 | 干什么用的 | 是干什么用的 | 是用来干嘛的 | 用来干啥 | 是拿来干嘛的 | 有什么功能 | 负责什么 | 起到了什么作用 | 起到什么样的作用 | 起什么样的作用 | 有什么样的作用 | 承担什么角色 | 什么角色 | 什么用处 | 为的是什么 | 要解决什么 | 想解决什么 | 想解决什么问题 | 主要为了解决什么 | 针对什么问题 | 用来解决什么问题 | 是用来解决什么问题的 | 用来解决什么问题的 | 是为了解决什么问题 | 解决了哪些问题 | 解决哪些问题 | 能解决什么问题 | 可以解决什么问题 | 主要用途 | usefulness | what's the point of | what is the point of | what purpose does | what job does | the function of | what does achieve | what is it good for | what good is | 有何必要 | 有什么必要 | 必要 | 必要性何在 | 有啥必要
list: 分别有哪些 | 主要有哪些 | 常见的有哪些 | 常用的有哪些 | 一共有哪些 | 你了解的 | 你知道的 | 你所了解的 | 你熟悉的 | 你用过的 | 有哪些 | 哪些 | 有那些 | 都有哪些 | 包括哪些 | 包含哪些 | 哪几种 | 有哪几种 | 哪几个 | 哪几类 | 有几种 | 几种 | 列举 | 种类 | 分类 | 类型 | 类别 | 有什么 | 都有啥 | 有啥 | 有什么种类 | 哪些种类 | 分哪几 | 分为哪 | 哪几大 | 哪几 | 有几类 | 有多少种 | 有何 | 包含什么 | 包括什么 | list | what kinds of | types of | type | kinds | what types of | name | what are the | what are some | kind | name some | enumerate | categories | common types | varieties | 分哪些 | 举例 | 都有什么 | 那些 | 种 | 可以分为 | 分成哪 | 什么样的 | 有哪几类 | 分哪几类 | 分为哪几类 | 分哪几种 | 分为哪几种 | 有哪几个 | 都包括什么 | 都包括哪些 | 都包含哪些 | 可分为哪些 | 可以分为哪几类 | 可以分成哪几类 | 怎么分类 | 如何分类 | 说出几种 | 说几个 | 举几个 | 举几个例子 | 列出 | 列一下 | 罗列 | what different | which different | different kinds of | different types of | what sorts of | sorts of | what kinds | kinds of | what forms of | which ones
which: 哪种 | 何种 | 哪一种 | 哪类 | which | which kind | which type | which kind of | which type of | what kind of | what type of
steps: 分为几步 | 分几个阶段 | 分哪几步 | 分哪几个阶段 | 包括哪些步骤 | 有哪些步骤 | 具体流程 | 经过哪些步骤 | 环节有哪些 | 哪几个阶段 | 哪些阶段 | 哪几步 | 过程 | 流程 | 步骤 | 阶段 | 三个阶段 | 分三步 | 几个阶段 | 几步 | 分几步 | stage | step | process | procedure | pipeline | workflow | flow | 全流程 | 整体流程 | 具体流程 | 具体步骤 | steps involved | 各阶段 | 怎么一步步 | phases | phase | 大致流程 | 工作流程 | 完整流程 | 一步步 | 一步一步 | 步步 | step by step | 分几个步骤 | 几个步骤 | 几个环节 | 哪些环节 | 经历哪些阶段 | 经历什么 | 要经过哪些 | 怎么走 | 怎么一步一步 | 走一遍 | 步骤有哪些 | 流程是怎样的 | 流程是什么 | how many stages | how many steps | what stages | what steps | which stages | which steps | 阶段有哪些 | 分几步走 | 哪几个步骤 | 由哪几步 | 几个步骤组成 | 一般流程 | 大概流程 | 主要流程 | 基本流程 | 的整个流程 | 整个流程 | 整套流程 | end to end | end-to-end flow | 从头到尾 | 大体流程 | lifecycle | 处理流程 | 各个阶段 | 各个步骤 | recipe
howmuch: 占多少 | 要多少 | 需要多少 | 需要多大 | 大概多少 | 多少 | 多大 | 多长 | 几倍 | 几个 | 多久 | 多高 | 几层 | how much | how many | how large | how big | how long | 量级 | 大小 | 是多少 | 一般多少 | 多大的 | how high | size
whether: 是否 | 能不能 | 可不可以 | 能否 | 可以吗 | 会不会 | 要不要 | 需不需要 | 有没有 | 是不是 | 有无必要 | 是否必要 | 有必要吗 | 可否 | 吗 | 该不该 | 有没有必要 | 能吗 | 可行吗 | can | is it possible | should | is it necessary | does | do you need | could | is there | are there | is | are | do | do we need | will | would | can you | was | possible | 应不应该
where: 哪里 | 在哪 | 哪个位置 | 什么位置 | 哪个地方 | 何处 | 在哪里 | 哪一层 | 哪些层 | 哪儿 | where | at which | which layer | which part | which position | 哪个部分 | 什么地方 | 哪一步
when: 何时 | 什么时候 | 什么情况 | 什么场景 | 哪些场景 | 哪些情况 | 什么时机 | when | under what circumstances | in which cases | 什么条件 | 适用场景 | 使用场景 | 什么情况下 | 哪种情况 | 哪种场景 | 什么场合 | in what scenarios | in what situations | when to use | when to | when should | when do you | when would | when is it better to | 什么时候该 | 什么时候用 | 何时用 | 什么场合下 | 什么情形 | 哪些场合 | 分别适合什么场景 | under which conditions | under what conditions | in which scenarios | in which situations
choose: 设置 | 设定 | 设 | set | setting | configure | 配置 | 设为 | 取值 | set to | 设成 | configuration | 怎么设 | 如何设置 | 多少合适 | 合适吗 | 调节 | 怎么选 | 怎么定 | 如何定 | 是怎么定的 | 定 | 如何选择 | 怎么选择 | 选哪个 | 选择 | 选用 | 选型 | 咋选 | 如何选 | 怎样选择 | 该用哪个 | 用哪个 | 该选 | choose | pick | select | selection | how to choose | prefer | which one | 挑选 | 怎么挑 | 选取 | 哪个好 | 哪个更好 | which is better | 怎么确定 | 如何确定 | decide | 取舍 | choice | 该用 | 还是 | chosen | picked | selected | picking | 怎么取 | 取多大 | 取多少 | 取什么值 | 取何值 | 怎么挑选 | 如何挑选 | 如何选取 | 怎么选取 | 选哪一个 | 选哪种 | 用哪种好 | 怎么选型 | 如何选型 | 该选哪个 | 如何取舍 | 怎么取舍 | 设多少 | 设多大 | 设置多少 | 设成多少 | 设置成多少 | 调到多少 | 定多少 | 定多大 | 怎么设定 | 怎么设置 | 如何设定 | what value | which value | opt for | go with | best choice | 怎么调 | 如何调 | 该怎么调 | 调多少 | 一般设多少 | 一般取多少 | 该设多少 | 应该设多少 | 多少合理 | 多大合适 | 多大合理 | 怎么定比较好
"""

NOTIONS = """
advantage: 优越之处 | 有何优势 | 有什么优势 | 有哪些优势 | 好用在哪 | 优势是什么 | 有什么好处 | 有啥好处 | 带来什么好处 | 带来哪些好处 | 优点 | 优势 | 长处 | 好处 | 益处 | 好在哪 | 好在哪里 | 优越性 | 强在哪 | 有什么好 | 强项 | 优势在哪 | 有啥好 | advantage | benefit | strength | pro | pros | upside | merit | 优点在哪 | 收益 | 亮点 | what is good about | what's good about | 哪里好 | 好在什么地方 | 强在哪里 | 优势何在 | 妙处 | 妙在哪 | 妙在哪里 | 优点有哪些 | 有哪些优点 | 有什么优点 | 有啥优点 | 有啥优势 | 有何优点 | plus side | selling point | what's so good about | what is so good about | what is great about | 优势在哪里 | 优越在哪 | positives of | strong points | payoff | 好处在哪 | 好处有哪些 | 有哪些好处 | 有何好处 | what do we gain | what do you gain
drawback: 有什么缺陷 | 有何不足 | 不足有哪些 | 有哪些不足 | 有什么不足 | 局限有哪些 | 有什么局限 | 有哪些局限 | 有啥缺点 | 缺点 | 劣势 | 不足 | 局限 | 局限性 | 弊端 | 短板 | 坏处 | 缺陷 | 劣势在哪 | 有什么坏 | 差在哪里 | 不好的地方 | 代价 | 副作用 | 弱点 | 不足之处 | 不足的地方 | drawback | disadvantage | limitation | shortcoming | weakness | con | cons | downside | flaw | pitfall | 痛点 | 缺点在哪 | 局限在哪 | 软肋 | 有什么问题 | 存在什么问题 | 存在哪些问题 | 有哪些问题 | trade-off | 毛病 | 硬伤 | 槽点 | 不好 | 哪里不好 | 有什么不好 | what's bad about | what is bad about | what's wrong with | what is wrong with | 短处 | 欠缺 | 不利之处 | 缺憾 | 有啥毛病 | 有什么毛病 | 有什么弊端 | 有什么局限性 | 有何缺点 | 有哪些缺点 | 有什么缺点 | 有哪些弊端 | 有何弊端 | 劣处 | deficiency | disadvantages | negatives of | weak points | weak point | 存在哪些不足 | 存在什么缺陷 | 哪些缺陷
pros-cons: 得失 | 得与失 | gain and lose | gains and losses | 优缺点 | 优劣 | 优劣势 | 利弊 | 优点与缺点 | 优点和缺点 | 优点缺点 | 优势和劣势 | 长处和短处 | 好处和坏处 | pros and cons | advantages and disadvantages | strengths and weaknesses | advantages and drawbacks | benefits and drawbacks | strengths and limitations | 优势与不足 | 优缺 | trade-offs | 优势和不足 | 优势与劣势 | 优点和不足 | 优点与不足 | 优点及缺点 | benefits and limitations
difference: 比改了什么 | 比改了啥 | 比改了哪些 | 相比改了什么 | 比改进了什么 | 之间的区别 | 有何异同 | 不同在哪里 | 各有什么不同 | 差多少 | sets apart | apart from | distinguishes | 有什么差异 | 有何差异 | 主要差异 | 的差异 | 怎么区分 | 如何区分 | 有什么区别和联系 | 的区别和联系 | 区别 | 不同点 | 有什么不同 | 有何不同 | 差别 | 差异 | 的不同 | 异同 | 对比 | 相比有什么不同 | 不一样 | 有啥不同 | 有什么不一样 | 差在哪 | 不同之处 | 比较 | 有哪些不同 | 区分 | 有何区别 | 有啥区别 | 什么关系和区别 | 哪里不同 | 不同在哪 | 哪里不一样 | 差异在哪 | vs | versus | difference | compare | comparison | differ | different from | distinguish | contrast | how does differ | 做个对比 | 对比一下 | 比一比 | distinction | tell apart | 分别有什么特点 | differences between | 有什么差别 | 有啥差别 | 有何差别 | 差在哪儿 | 分不清 | 傻傻分不清 | 有什么两样 | 有啥两样 | 两者的差别 | 两者区别 | 两者的区别 | 二者的区别 | 二者区别 | 二者有何不同 | 二者的差异 | 两者有什么不同 | 主要区别 | 主要不同 | 主要差别 | 本质区别 | 核心区别 | 最大的区别 | 区别在哪 | 区别在哪里 | 区别在哪儿 | 区别何在 | 差异何在 | 差异在哪里 | 怎么区别 | 如何区别 | 怎么比 | 比有什么不同 | 有哪些区别 | 有哪些差异 | 有哪些差别 | 有哪些异同 | 有什么异同 | 有什么区别 | 区别有哪些 | 区别是什么 | 哪不一样 | 咋区分 | difference between | what's the difference between | what is the difference between | what are the differences between | how do they differ | how does it differ from | how is it different from | differs | different | differently | differentiate | how are they different | stack up against | stand against | set apart
relation: 关系 | relate | relate to | 联系 | 关联 | relationship | relation | related | connection | 什么关系
common: 共同点 | 相同点 | 相似之处 | in common | similarities | 共性
structure: 整体框架 | 内部结构 | 整体架构 | 系统架构 | 网络架构 | 哪几部分 | 由哪几部分 | 结构 | 架构 | 组成 | 构成 | 组成部分 | 由什么组成 | 由哪些部分组成 | 组件 | 组成模块 | 由哪几部分组成 | 核心组件 | 由哪些组成 | 包含哪些部分 | 网络结构 | 模型结构 | 模型架构 | structure | architecture | component | composition | consist | consist of | composed of | made of | made up of | building blocks | 哪些模块 | 哪些组件 | 核心模块 | 主要组成 | 包含哪些组件 | 由哪几部分构成 | 部分组成 | 被什么占 | 被什么占了 | 都被什么占 | 都被什么占了 | 花在哪 | 花在哪里 | 都花在哪 | 包含哪几块 | 哪几块 | 由哪几块 | 由哪几块组成 | 用在哪些地方 | 由什么构成 | 由哪些部分构成 | 包括哪几部分 | 包含哪几部分 | 包括哪些部分 | 由哪些组件构成 | 由哪些模块组成 | 由哪些模块构成 | 有哪些组成部分 | 长什么样子 | 搭起来 | layout of the model | parts of | what parts | main parts | key parts | makes up | make up | pieces | which modules | what modules | which components | what components | 各部分 | 哪些部件 | 部件
feature: 特点 | 特性 | 特征 | feature | characteristic | property | properties | 性质 | 有什么特点
improve: 改进 | 改进点 | 优化 | 提升 | 提高 | 改善 | 增强 | 加强 | improve | improvement | optimize | optimise | optimization | optimisation | enhance | boost | 做了哪些改进 | 作出的改进 | 创新 | 创新点 | innovation | 调优 | 改良 | better | 改了什么 | 改了啥 | 改了哪些 | 做了什么改进 | 做了哪些改动 | 改动 | 有哪些改进 | 改进之处
solve: dealt with | deal with | handled | handles | 怎么处理 | 如何处理 | 怎么解决 | 如何解决 | 怎样解决 | 怎么缓解 | 如何缓解 | 怎么避免 | 如何避免 | 如何应对 | 应对措施 | 解决措施 | 改善 的 | 对策 | countermeasure | 解决 | 防御 | 防护 | 抵御 | defend | defense | 缓解 | 避免 | 处理 | 减轻 | 防止 | 抑制 | 怎么办 | 应对 | 解决方案 | 解决办法 | 解决方法 | 解决思路 | 消除 | 克服 | 预防 | 对付 | 补救 | 修复 | 规避 | 改善办法 | 治理 | 咋办 | 怎么破 | 如何是好 | solve | mitigate | avoid | prevent | address | alleviate | handle | fix | stop | remedy | overcome | deal with | solution | tackle | combat | cope with | resolve | eliminate | counter | 怎么应对 | 处理办法 | 缓解方法 | keep from | 防范 | 排查 | 遏制 | 降低幻觉 | reduce the hallucination | mitigation | guard against | do about | cure | 咋整 | 咋弄 | 怎么整 | 怎么治 | 咋处理 | 怎么办呢 | 怎么破解 | 防住 | 搞定 | 有什么招 | 有什么解法 | 有啥办法 | 有啥招 | 怎么防 | 怎么救 | 避开 | 避免掉 | get rid of | work around | ways around | get around | tame | 想办法 | 有什么解决 | 有什么对策 | 该怎么治 | 如何是好呢
effect: 怎么变 | 会怎么变 | 如何变化 | 怎么变化 | 有什么变化 | 会有什么变化 | 有何变化 | 影响 | 会带来什么问题 | 带来什么问题 | 带来哪些问题 | 有什么坏影响 | 会怎样 | 会怎么样 | 有什么影响 | 后果 | 会发生什么 | 发生什么 | 会如何 | 效应 | effect | influence | impact | what happens | affect | consequence | what happens to | what happens if | what happens when | happen | 有何影响 | 会带来什么 | 出现什么 | 会出现什么问题 | 导致什么 | outcome | 会有什么问题 | 会产生什么 | 有什么后果 | 什么后果 | 会怎么着 | 会出什么问题 | 出什么问题 | what goes wrong | what would happen | what will happen | what happen | consequences | effects
evaluate: 怎么看出 | 怎么判断 | 如何判断 | how do you know | how can you tell | 怎么知道 | 如何知道 | 怎么看出 | 评估 | 评测 | 评价 | 衡量 | 测评 | 评判 | 度量 | 判断 | 评估指标 | 评价指标 | 评测指标 | 指标 | 考核 | 效果评估 | evaluate | evaluation | measure | assess | assessment | judge | metric | 评测方法 | 检验 | test | 验证 | 好坏 | 好不好 | evaluating | 量化指标 | verify | validate | evaluated | 评 | 打分评价 | 好坏怎么衡量 | 怎么评 | 如何评 | 怎么测 | 如何测 | 怎么衡量 | 如何衡量 | 效果怎么样 | 效果如何 | 好不好用 | quality of | 量度 | 考察 | 如何判定 | 判定 | benchmarked | gauge | quantify | how good
compute: 表达式 | 数学表达式 | 数学形式 | 计算式 | 计算公式是什么 | 计算 | 估算 | 估计 | 预估 | estimate | estimating | 怎么算 | 如何计算 | 计算过程 | 计算公式 | 公式 | 计算方法 | 推导 | 怎么计算 | 是怎么算的 | 怎么算的 | 是怎么计算的 | 数学公式 | 算 | calculate | compute | computed | formula | calculation | computation | derive | derivation | equation | 公式推导 | 运算 | 计算方式 | 怎么推导 | 计算流程 | 数学推导
application: 应用 | 应用场景 | 落地案例 | 用在哪 | 用在哪里 | 用在什么 | 案例 | 应用领域 | 实际应用 | application | use case | applied | real-world | 落地场景 | 应用案例 | 实战 | 业务场景 | used in practice
usage: 使用方法 | 怎么用 | 如何使用 | 怎么使用 | 用法 | 怎样使用 | 使用技巧 | 如何用 | how to use | usage | 怎样用 | 上手 | 如何应用 | 使用教程
build: 构造 | 构建 | 搭建 | 制作 | 设计 | 准备 | 收集 | 创建 | 建立 | 怎么来 | 采集 | 组织 | construct | build | create | design | prepare | collect | collected | gather | make | develop | constructing | curate | acquire | 怎么造 | 造 | 开发 | built | 生产 | 整理 | set up | 实现一个 | 造数据 | 做数据 | 产出 | 合成 | put together | 打造 | 做出来 | 攒
modify: 修改 | 更改 | 调整 | 替换 | 改变 | modify | change | adjust | tune | alter | 改 | 变更 | 更换
merge: 合并到 | 合并进 | 合并 | 合入 | 融合 | 融入 | merge | 合到 | 并入 | combine | fuse | merged | 合进 | 合并回 | 合并回去 | 合回 | 合回去 | 合进去 | 合并进去 | merged back | merge back | merged into | fold into
stack: 叠加 | 堆叠 | stack | 叠
increase: 增大 | 变大 | 调大 | 增加 | 扩大 | 调高 | 升高 | 太大 | 过大 | 更大 | 太高 | 过高 | 变高 | 变多 | 增多 | 太多 | 过多 | 越大 | 大 | 高 | 多 | 扩充 | 扩增 | 扩展 | 扩 | 放大 | 拉长 | 延长 | 加大 | 很大 | 调得很高 | 设大 | 设得太大 | 大一点 | 变长 | 过长 | 太长 | 更长 | 增长 | 上升 | 较大 | 偏大 | 偏高 | increase | increasing | larger | large | raise | higher | high | grow | bigger | big | extend | expand | too large | too big | too high | too many | enlarge | longer | too long | scale up | extended | expanding | extending | raising | great | increased | up | lengthen | 扩张 | 扩容 | 突破 | 越来越多 | 越来越大 | 越用越多 | 越用越大 | 上涨 | 涨 | 不断上涨 | 不断增加 | 持续增长 | 不断增长 | 持续增加 | 一直涨 | 越来越高 | 越来越长 | keep growing | keeps growing | go up | goes up | climb | 攀升
decrease: 减小 | 变小 | 调小 | 减少 | 缩小 | 调低 | 降低 | 太小 | 过小 | 更小 | 太低 | 过低 | 变低 | 变少 | 太少 | 过少 | 越小 | 小 | 低 | 少 | 缩减 | 下降 | 节省 | 节约 | 省 | 压低 | 缩短 | 变短 | 过短 | 太短 | 更短 | 短 | 较小 | 偏小 | 偏低 | 压缩 | 设小 | decrease | decreasing | reduce | reducing | reduced | reduction | smaller | small | lower | low | shrink | save | too small | too low | too few | fewer | few | cut | down | saving | saves | shorten | shorter | too short | drop | short | minimize | minimise | cut down | lowering | lessen | 精简 | 削减 | 降 | cheaper | 越来越小 | 越来越少 | 越来越低 | go down | goes down | 降下来 | 降下去 | 省下 | 压下来 | 压下去 | 瘦身 | 降一降 | compress | compresses | compressing | compressed
accelerate-verb: 加速 | 加快 | 提速 | 更快 | 快 | 高效 | 效率 | 速度 | speed up | speed | faster | fast | accelerating | accelerated | efficient | efficiency | 提效 | quick | quickly | 快速 | 训练速度 | 推理速度 | speeding up | sped up | sped | speedup | speed-up | 提升速度 | 提高速度 | 加速度 | 跑得快 | 快起来 | 变快 | 速度更快 | 更高效 | 提高效率 | 提升效率 | 提高推理速度 | 提升推理速度 | 提高吞吐 | 提升吞吐 | 跑得更快 | 更快一些 | run faster | make faster | 提升性能 的 | accelerate | accelerates | acceleration
slow: 慢 | 变慢 | 太慢 | slow | slower
stable: 更容易训稳 | 容易训稳 | 训得稳 | 稳定 | 稳定性 | 稳定训练 | stable | stability | stabilize | stabilise
unstable: 不稳定 | unstable | instability
converge: 收敛 | converge | convergence
diverge: 发散 | 不收敛 | diverge | loss spike | 尖刺 | 训练崩溃
before: 之前 | 前 | 以前 | before | prior to | 事前 | 前期
after: 后续 | 之后 | 后 | 以后 | after | 事后 | 后期 | 做完
without: 没有 | 去掉 | 不加 | 去除 | 移除 | 缺少 | 不用 | 不使用 | 无 | without | remove | drop out | removing | if no | 不带 | 省去 | 删掉 | 删除 | no | 不采用 | 不选用 | 没有采用 | 没采用 | 不再用 | not use | do not use | don't use | not used | 弃用 | 抛弃 | 放弃
not: 不 | 不能 | 不是 | 并非 | 非 | 无法 | 别 | 不可以 | 不会 | 不应 | not | cannot | can't | don't | doesn't | isn't | never | didn't | unable
first: 一阶 | 第一 | 首个 | 首先 | 第一步 | 第一个 | 第1 | first | first-order | 1st
second: 二阶 | 第二 | 第二步 | 第二个 | 第2 | second | second-order | 2nd
third: 三阶 | 第三 | 第三步 | 第三个 | 第3 | third | third-order | 3rd
last: 最后一 | last | 最后一层
absolute: 绝对 | absolute
relative: 相对 | relative
static: 静态 | static
dynamic: 动态 | dynamic
online: 在线 | online
offline: 离线 | offline
indirect: 间接 | indirect | indirectly
explicit: 显式 | explicit
implicit: 隐式 | implicit
local: 局部 | 本地 | local
global: 全局 | global
full: 全量 | 全部 | 完整 | 全 | 整个 | full | all | entire | whole | 所有 | 整体
partial: 局部地 | partial | part of
single: 单个 | 单一 | 单 | single | 单张 | 一张 | 单块 | 一块 | only one | just one | a single | 只有一张 | 仅有一张 | 只有一块 | 仅有一块 | 只有一个
multiple: 多个 | multiple | several | many | 若干 | 多种
left: 左 | 左边 | left
right: 右 | 右边 | right
input: 输入 | input
output: 输出 | output
forward: 前向 | forward
backward: 后向 | 反向 | backward
upper: 上层 | 高层 | upper
lower-layer: 底层 | 浅层 | lower layer | shallow
deep: 深层 | deep
max: 最大 | 最大值 | 最长 | max | maximum | largest | longest
min: 最小 | 最小值 | 最短 | minimum | smallest | shortest
positive: 正样本 | 正例 | positive | positive sample
negative: 负样本 | 负例 | negative | negative sample
hard: 困难 | 难 | hard | difficult | difficulty | challenge | 挑战 | 难点 | challenging | challenges | 困境
easy: 容易 | 简单样本 | easy
random: 随机 | random
fixed: 固定 | fixed
adaptive: 自适应 | adaptive
manual: 手动 | 人工 | manual | human
automatic: 自动 | automatic | auto
rows: 按行 | 行切分 | row
columns: 按列 | 列切分 | column
async: 异步 | asynchronous | async
sync: 同步 | synchronous | sync | synchronize
homogeneous: 同构 | homogeneous
heterogeneous: 异构 | heterogeneous
intra: 组内 | 卡内 | 机内 | intra
inter: 组间 | 卡间 | 机间 | inter
quality: 质量 | quality | 高质量
quantity: 数量 | quantity | number of | 个数 | amount
cost: 成本 | 费用 | cost | 开销 | 代价多大 | expense | price | expensive | 贵 | 花多少钱 | 开支 | 成本高
performance: 性能 | 效果 | 表现 | 能力 | 精度 | performance | capability | ability | 准确性 | 质量如何 | accuracy loss | 精度损失
result: 结果 | result
detect: 检测 | 识别 | detect | detection | identify | recognize | recognition | spot
prevent-leak: 泄露 | 泄漏 | leak | leakage
privacy: 隐私 | private | privacy | private data | 隐私数据
toxic: 有毒 | 毒性 | toxic | 有害 | harmful | toxicity
hurt: 损害 | 伤害 | 破坏 | hurt | harm | damage | 影响效果 | 拖累 | impair
suit: 适合 | 适用于 | suit | suited | suitable for | appropriate for | 适用 | 更适合
several-models: 几个模型 | 四个模型 | 三个模型 | 两个模型 | 哪几个模型 | 哪些模型参与 | four models | three models | 四种模型
only: 只 | 仅 | 仅仅 | 单单 | only | solely
open-ended: 开放式 | open-ended | 开放域 | open-domain
unsuitable: 不适合 | 不适用 | 不太适合 | 不擅长 | not suitable | isn't suitable | not suitable for | bad for | not good for | not good at | bad at | not suited | ill-suited | unsuitable | poorly suited | not a good fit | 不合适
control: 控制 | control | 约束输出
fail: 失败 | 出错 | 报错 | fail | failed | failure | error | 错误 | go wrong | crash | 崩溃
recover: 恢复 | recover | recovery | restore
collaborate: 协作 | 合作 | 协同 | collaborate | collaboration | cooperate | coordination | coordinate
manage: 管理 | manage | management
parse: 解析 | parse | parsing
write: 写 | 编写 | 撰写 | write
read: 读 | 读取 | 阅读 | read
unbalanced: 不均衡 | 不平衡 | unbalanced | imbalanced | imbalance | 负载不均 | 负载不均衡 | uneven | unbalance
balance: 均衡 | 平衡 | balance | balanced | 权衡 | 折中 | 折衷 | how do you trade off | how to trade off | how would you trade off | 平衡好 | 兼顾
important: 重要性 | 重要吗 | matter | importance | 为什么重要 | 很重要 | important | 重要 吗 | 有多重要 | so important | crucial | critical | essential | vital | why it matters | matters
accurate: 准 | 更准 | 准确 | 精准 | accurate | accuracy | 准确度 | 掉准确率
exact: 精确 | exact
approximate-notion: 近似 | approximate | approximation | 近似计算
tiling: tiling | 平铺 | 分块计算 | tile | block-wise | 分块
overhead: 开销 | overhead | 额外开销
extra: 额外 | 多余 | extra | additional | additional cost
lose: 损失 | 丢失 | lose | loss of | 损耗 | 降多少
ratio: 比例 | 比率 | ratio | 占比 | proportion | percentage | fraction
rate: 率 | rate
trend-up: 飙升 | spike | 突增 | 激增
inspect: 检查 | check | inspect | 质检 | audit
ensure: 保障 | ensure | guarantee
converge-done: 训练充分
publish: 发布 | release | released
version: 版本 | version
variant: 变体 | 变种 | variant | variation | 改进版
family: 家族 | family | families
model-list: 代表模型
scenario: 业务
language: 语言 | language | 多语言 | multilingual
sentiment: 情感分析 | 情感 | sentiment analysis | sentiment
code: 手写 | 手撕 | 写代码 | 手写代码 | 手撕代码 | 代码实现 | 用代码实现 | 用代码 | from scratch in code | 代码 | code | coding | 编程 | programming
math: 数学 | math | mathematics | mathematical
table: 表格 | table | 表格数据 | tabular | tabular data
figure: 图表 | chart | figure
pdf: PDF | PDF 文档 | PDF 文件
image-text: 图文 | images and text | image-text
video: 视频 | video
audio: 音频 | audio
web: 网页 | web | 网络搜索 | web search
user: 用户 | user
history-dialogue: 上文
role-play: 角色扮演 | role play | role-playing
interface: 接口 | interface
stateless: 无状态 | stateless
cache-notion: 缓存 | cache | caching
hash: 哈希 | hash
concurrency: 并发 | concurrent | concurrency | 高并发 | requests
schedule: 调度 | schedule | scheduling | scheduler
request: 请求 | request
queue: 队列 | queue
allocate: 分配 | allocate | allocation
fragment: 碎片 | fragmentation | 显存碎片 | memory fragmentation
block: 块 | block
page: 页 | 分页 | paging
swap: 换入换出 | swap
copy: 复制 | copy | 拷贝
memory-access: 显存访问 | 访存 | memory access | memory accesses | HBM 访问 | HBM accesses | HBM access | 访问显存 | 内存访问 | 显存读写 | HBM 读写 | memory reads and writes
load: 加载 | load | loading | 装载 | 载入
fit: 放不下 | 装不下 | 放得下 | 装得下 | cannot hold | does not fit | fit in | hold | not fit
convergence-speed: 收敛速度
noise: 噪声 | noise | 噪音 | noisy
irrelevant: 不相关 | 无关 | irrelevant
relevant: 相关性 | relevance | relevant
conflict: 冲突 | conflict | 矛盾 | contradict
duplicate: 重复 | duplicate | redundant | 冗余 | redundancy
missing: 缺失 | missing
wrong: 错 | wrong | incorrect | 不对 | 错误答案
correct: 纠正 | 正确 | correct
refuse: 拒绝 | 拒答 | refuse | refusal | decline
cite: 引用 | cite | citation
trust: 可信 | trust | trustworthy | 可信度 | reliable | reliability | 可靠 | 可靠性 | confidence | 置信度 | reliably
uncertain: 不确定 | uncertainty | uncertain | 不确定性
calibrate: 校准 | calibrate
explain-verb: 可解释
attend: 关注 | attend | attend to | 注意到 | focus on
capture: 捕捉 | 捕获 | 学到 | capture | 建模 | model the
depend: 依赖 | dependency | depend | depends | rely | rely on | long-range dependency
distance: 距离 | distance
order-notion: 顺序 | order | 次序
symmetric-notion: 对称性
rotate: 旋转 | rotate | rotation
frequency: 频率 | frequency
base-notion: 底数 | base
bucket: 分桶 | bucket
truncate: 截断 | truncate | truncation | 截取
clip-verb: clipping | 裁剪 | 截断梯度
sample-verb: 抽样
temperature-notion: 高温
diverse-notion: 多样化
creative: 创造性 | 创意 | creative | creativity
deterministic: 确定性 | deterministic
stop-verb: 终止 | 停止 | terminate | stopping
length-penalty: 长度惩罚 | length penalty
recent: 最新 | latest | newest | 近期
news: 实时信息 | real-time | 实时 | up-to-date | 时效性
migrate: 迁移 | migrate | transfer to
customize: 定制 | 个性化 | customize | personalize | personalized
privacy-deploy: 私有化 | 私有化部署 | on-premise | 本地部署 | local deployment | 私有部署
edge: 端侧 | 边缘 | on-device | edge | 手机 | mobile
energy: 能耗 | 功耗 | energy | power consumption
carbon: 碳排放 | carbon
copyright: 版权 | copyright
ethics: 伦理 | ethics | ethical
law: 法律 | legal
medical: 医疗 | medical
finance: 金融 | financial | finance
education: 教育 | education
customer-service: 客服 | customer service
recommendation: 推荐 | recommendation | 推荐系统 | recommender
search-engine: 搜索引擎 | search engine
search: 搜索 | search
sort: 排名 | ranking
cluster-notion: 聚类 | cluster | clustering
merge-results: 结果融合
summary-memory: 摘要记忆
threshold: 阈值 | threshold
score: 打分 | 得分 | score | scoring | 分数
vote: 投票 | vote | voting | majority vote
verify-self: 自我验证
correct-self: 自我纠错 | self-correction | 自我修正
decompose: 分解 | 拆解 | decompose | decomposition | 任务分解 | 任务拆解 | break down
execute: 执行 | execute | execution
plan-notion: 计划
observe: 观察 | observe | observation
state: 模型状态 | model state | model states | 状态 | state
loop: 循环 | loop | 死循环
step-notion: 步数 | number of steps
sync-notion: 一致更新
initialize: 初始值
zero-init: 零初始化 | 初始化为零 | initialized to zero | zero initialization | 初始化为 0
random-init: 随机初始化 | randomly initialized | random initialization
gaussian: 高斯 | gaussian | 正态分布 | normal distribution
distribution: 分布 | distribution
bias-term: 偏置 | bias term
shift: 偏移 | shift | 分布偏移 | distribution shift
drift: 漂移 | drift
smooth: 平滑 | smooth | smoothing
sharp: 尖锐 | sharp
saturate: 饱和 | saturate | saturation
nonlinear: 非线性 | nonlinear | non-linear | nonlinearity
linear: 线性 | linear
derivative: 导数 | derivative
decomposition-svd: SVD | 奇异值分解 | singular value decomposition
orthogonal: 正交 | orthogonal
inverse: 逆 | inverse
width: 宽度 | width
depth: 深度 | depth | 层数 | number of layers
bigger-model: 大尺寸模型 | larger model | 大参数模型
smaller-model: 小模型 | small model | smaller model
window: 窗口 | window
segment: 段落 | segment | paragraph | passage | 段
title-notion: 标题 | heading
metadata: 元数据 | metadata
keyword: 关键词 | keyword
entity: 实体 | entity
triple: 三元组 | triple
ontology: 本体 | ontology
schema: schema
regex: 正则表达式 | regular expression | regex
unit-test: 单元测试 | unit test
log: 日志 | log
trace: 追踪 | trace | tracing
version-control: 版本管理 | version control
rollback: 回滚 | rollback
ab-test: A/B 测试 | AB 测试 | A/B test
gray: 灰度 | canary
online-serving: 线上
timeout: 超时 | timeout
retry: 重试 | retry
rate-limit: 限流 | rate limit
origin: 来源 | 从哪来 | 从哪里来 | 从哪里来的 | 从哪来的 | 来自哪里 | 获取 | 去哪找 | 哪里找 | come from | comes from | source | sourced | obtain | obtained
degrade: 变差 | 精度下降 | 效果下降 | 效果变差 | 性能下降 | 能力下降 | 掉点 | 变笨 | 变傻 | 傻了 | 退化 | 劣化 | 能力劣化 | degradation | accuracy drop | get worse | gets worse | worse | deteriorate | 变蠢 | 降智 | 退步 | 通用能力退化 | 能力退化 | 效果变差了 | 掉精度 | 精度损失大 | lose accuracy | loses accuracy | accuracy loss | hurt performance | performance drop | drop in performance | drop in quality | quality drop | dumber | 质量下降 | 准确率下降 | 指标下降
poor: 效果不好 | 效果差 | 效果不佳 | 效果不理想 | 质量差 | 质量不好 | 不准 | 不够准 | 不准确 | 准确率低 | 效果很差 | 效果一般 | 质量不高 | 精度不高 | 精度低 | poor quality | poor results | poor performance | inaccurate | not accurate | 召回率低 | 不理想
from-scratch: 从零开始 | 从头 | 从头开始 | 从零 | from scratch
objective: 目标
scale-size: 规模 | 尺寸
double: 翻倍 | double | doubled | 两倍
concat: 拼接 | concat | concatenate | concatenation
pool: 池化 | pooling | pool
expand-word: 新增
up-then-down: updownward
one-layer: onelayer
down-then-up: downupward
close: 关闭 | turn off | disable | 关掉
open-verb: 开启 | 打开 | enable | turn on
wrap: 封装 | wrap
iterate: 迭代 | iterate | iteration | iterative
experiment: 实验 | experiment
test-word: 测试 | 试验
pack: 打包 | packing | pack
freeze-word: 固定住
vary: 变化 | vary | change over
bound-word: 边界 | boundary
gap: 差距 | gap
trick-word: 套路
resume-cv: 简历 | resume cv
layout: 版面 | layout
conclude: 结论 | conclusion
risk: 风险 | risk
principle-rule: 原则 | 准则 | guideline | best practice | 最佳实践 | 规范
experience: 经验 | 心得 | experience | 踩坑 | 坑
attack: 攻击 | attack
tool: 工具 | tool | 软件
framework: 框架 | framework | library | 库
task: 任务 | task | 目标任务
history: 历史 | 发展 | 演进 | 发展历程 | 演变 | history | evolution | 发展史
future: 未来 | 趋势 | future | trend | 展望
alternative: 替代 | 替代方案 | alternative | 替代品
support: 支持 | support
partition: 切分 | 划分 | 拆分 | 分割 | 分片 | partition | shard | split | divide | 切 | 分片存储 | sharding | 切的是什么 | 拆
share: 共享 | share | sharing
store: 存储 | 保存 | 存放 | store | storage | 存 | saved | 保留 | 留着 | 存一份 | retain
transfer: 传输 | 传递 | transfer | transmit | pass
replace-with: 换成 | 改成 | 替换成 | convert | 转换 | 转成 | 转化
filter: 过滤 | 筛选 | filter | filtering | 筛
monitor: 监控 | 监测 | monitor | monitoring | 观测
debug: 调试 | debug | debugging
interact: 交互 | interact | interaction | 通信方式
update: 更新 | update | updating
add: 添加 | 加入 | 引入 | 插入 | 加到 | add | insert | inject | 注入 | 加进去 | 添入 | 加 | 附加 | applied to | apply to | applied on | added to | inserted into | 加在 | 加入到 | 加进
learn: 学习 | learn | 学到 | 学会 | learning | 学
understand-ability: 理解能力 | comprehension
format: 格式 | format | 模板 | template
interpretability: 可解释性 | 解释性 | interpretability | explainability | interpretable
parallelize: 并行 | 并行化 | parallel | parallelize | parallelism | parallelise | 并行度
robustness: 鲁棒性 | 鲁棒 | robust | robustness
diversity: 多样性 | diversity | diverse | 多样
consistency: 一致性 | 一致 | consistent | consistency
long: 超过 | 超出 | 超长 | exceed | exceeds | exceeding | longer than | 长 | long | length | 长度
match: 匹配 | match | matching
classify: 分类器 | classifier
rank-verb: 排序 | rank | ranking
recall-verb: 召回
limit: 限制 | limit | 约束 | constraint | 上限 | bound | restriction | limited
expand-vocab: add new tokens | adding new tokens | extend a tokenizer | extend the tokenizer | extending the tokenizer | 添加新 token | 新增 token | 词表扩充 | 扩充词表 | 词表扩增
generalize: 泛化 | 泛化能力 | 泛化性 | generalize | generalization | generalisation
save-time: 耗时
hardware: 硬件 | hardware
problem-solved: 瓶颈 | bottleneck
effective: 有效 | 有用 | 管用 | work well | effective | works well | 有效果 | 起作用 | effectiveness
popular: 流行 | 火 | popular
separate: 分离 | 解耦 | decouple | separate | disaggregate
encode: 编码 | encode | encoding | 编
represent: 表示 | 表征 | represent | representation
predict: 预测 | predict | prediction
generate: 生成 | generate | generation | 产生 | produce | 生成式
square: 平方 | 平方级 | 二次 | quadratic
squareroot: 根号 | 平方根 | 开方 | square root | sqrt
cat-zh: 中文 | Chinese | 汉语
cat-en: 英文 | English
cat-other: 日文 | 日语 | Japanese | 小语种
"""

LIGHT = """
can: 可以 | 能 | 会 | 可 | 能够 | 足以
need: 应该 | 该 | 应 | 需要 | 需 | 要 | 得 | 必须 | 一定要 | 一定 | 需要多少
filler: 用大白话 | 大白话 | 通俗 | 通俗地 | 通俗地说 | 通俗易懂 | 行不行 | 不加行不行 | 不用会怎么样 | 老是 | 总是 | 一直 | 那个 | 这么 | 大家都 | 大家 | 我想知道 | 想知道 | 你会 | 你会怎么 的 | 给你一个 | 到底 | 面试官问我 | 面试官问 | 被问到 | 有没有了解过 | 平时 | 既然 | 还要 | 那么多 | 随便 | 大致上 | 说白了 | 本质上说 | 简单来说 | 详细地 | 系统地 | 请 | 请问 | 请你 | 简述 | 简述一下 | 请简述 | 简要 | 简要介绍 | 简单 | 简单介绍 | 介绍 | 介绍一下 | 请介绍 | 讲一下 | 讲讲 | 讲一讲 | 说一下 | 说说 | 说一说 | 谈谈 | 谈一谈 | 聊聊 | 聊一聊 | 描述 | 描述一下 | 解释 | 解释一下 | 阐述 | 阐述一下 | 论述 | 概述 | 叙述 | 说明 | 说明一下 | 分析 | 分析一下 | 总结 | 总结一下 | 谈谈你对 | 你对 | 的理解 | 理解 | 的看法 | 看法 | 认识 | 大概 | 大致 | 详细 | 具体 | 具体讲讲 | 具体说说 | 你了解 | 你知道 | 了解 | 了解吗 | 是否了解 | 知道 | 知道吗 | 听说过 | 听过 | 熟悉 | 熟悉吗 | 了解过 | 接触过 | 是否接触过 | 用过 | 你能 | 能否介绍 | 能不能讲讲 | 能不能讲一下 | 可以讲讲 | 能简单 | 可以解释一下 | 能不能解释一下 | 你用过 | 你 | 我 | 我们 | 你们 | 您 | 给我 | 一下 | 一点 | 吧 | 呢 | 啊 | 呀 | 嘛 | 哈 | 么 | 能介绍 | 能讲讲 | 能说说 | 你认为 | 你觉得 | 如果让你 | 假如 | 假设 | 如果 | 若 | 简答 | 简答讲 | 讨论 | 讨论一下 | 谈下 | 说下 | 讲下 | 介绍下 | 科普 | 面试题 | 面试官 | 面试 | 常问 | 好像 | 很爱问 | 经常问 | 喜欢问 | 问 | 讲清楚 | 说清楚 | 展开讲讲 | 想知道 | 帮我 | 有没有了解 | 是否熟悉 | 到底 | 究竟 | 其实 | 那么 | 那 | 能讲一下 | 想 | 想要 | 会有 | 真的 | 一句话 | 用一句话 | 自己的话 | 用自己的话 | 下 | 请说明 | 请解释 | 回答 | 了解多少 | 给出 | 举个例子 | 介绍介绍 | 说来听听 | 请描述 | 面试中 | 怎么看 | 如何看待 | 一句话说明 | 谈一下 | 简介 | 入门 | 详解 | 浅谈 | 浅析 | 解读 | 解析 | 剖析 | 一文 | 必考 | 你来 | 来说 | 对于 | 关于 | 针对 | 提到 | 提 | 所谓 | 所说 | 说的 | 常说的 | 中的 | explain | describe | please | tell me | tell me about | introduce | introduction | overview | discuss | briefly | in detail | walk me through | could you walk me through | can you explain | could you explain | could you | would you | can you describe | give | give me | give an overview of | talk about | do you know | are you familiar with | familiar with | have you used | have you heard of | what do you know about | know about | in your own words | your understanding of | understanding of | you | your | me | i | we | they | them | it | its | one | about | brief | short introduction | an overview | think | let's | exactly | actually | really | basically | summarize what | explanation | explain how | explain what | explain why | explain the | elaborate | elaborate on | outline | sketch | show | interviewer | interview | question | 101 | guide | intro | familiar | would | help me understand | can you | in a nutshell | heard of | in one sentence | tell | say | you know | used | talk | sum up | illustrate | state | 讲明白 | 说明白 | 讲透 | 讲懂 | 谁能 | 哪位 | 麻烦 | 麻烦你 | 怎么答 | 该怎么答 | 应该怎么答 | 怎么回答 | 如何回答 | 该怎么回答 | 应该怎么回答 | 答 | 被问 | 梳理 | 梳理一下 | 梳理下 | 捋一捋 | 捋一下 | 捋捋 | 唠唠 | 唠一唠 | 说到 | 讲到 | 讲 | 搞不懂 | 不太懂 | 没搞懂 | 没明白 | 弄不明白 | 一直没搞懂 | 一直没弄懂 | 不太明白 | 弄不懂 | 看不懂 | 有点糊涂 | 请教 | 请教一下 | 想请教 | 求问 | 求解释 | 求科普 | 求讲解 | 讲解 | 讲解一下 | 请讲解 | 分享 | 分享一下 | 复述 | 概括 | 概括一下 | 请概括 | 归纳 | 归纳一下 | 复习 | 复习一下 | 回顾 | 回顾一下 | 考官 | 常考 | 高频 | 高频题 | 必问 | 八股 | 八股文 | 面试常问 | 面试官常问 | 面试官爱问 | 面试官会问 | 面试官追问 | 经常被问 | 经常被问到 | 常被问到 | 常被问 | 老被问 | 贵司 | 咱们 | 咱 | 同学 | 小白 | 新手 | 外行 | 对小白 | 给小白 | 给新手 | 给外行 | 说给 | 讲给 | 听听 | 听 | 说个 | 讲个 | 展开 | 展开说说 | 展开讲 | 深入 | 深入讲讲 | 深入分析 | 试 | 试述 | 试着 | 试分析 | 简析 | 简单说说 | 简单聊聊 | 简单谈谈 | 简单讲讲 | 大体上 | 一般而言 | 通常来说 | 通常情况下 | 一般情况下 | 手头 | 手上 | 手里 | 训完 | 训好 | 突然 | 有没有听说过 | 听说过吗 | 有了解吗 | 了解过吗 | 有没有用过 | 你怎么看 | 你怎么理解 | 为我 | 替我 | 两句话 | 几句话 | 三句话 | 用几句话 | 用两句话 | 三言两语 | 一两句话 | 协议 | 这玩意 | 这玩意儿 | 这东西 | 玩意 | 玩意儿 | in plain English | in plain terms | in plain words | in plain language | plainly | in layman's terms | in layman terms | ELI5 | for a beginner | to a beginner | for beginners | to someone new | at a high level | high level | high-level | on a high level | intuitively | in your words | walk through | walk us through | run me through | run through | take me through | talk me through | talk through | rundown | a rundown of | go over | shed light on | your take on | someone | anyone | can someone | can anyone | I'm | I am | I'd like to know | I want to know | I want to understand | I'd like to understand | like to know | want to know | wondering | wonder | I wonder | I was wondering | curious | curious about | confused about | remind me | quick question | quickly explain | quick overview | quick intro | a quick overview of | in short | in brief | in a sentence | in one line | in a few words | in a few sentences | in two sentences | concisely | succinctly | shortly | clarify | comment on | share | your thoughts on | thoughts on | speak about | unpack | demystify | interviewers | interviewers often ask | often asked | commonly asked | asked | candidate | let us | put simply | simply put | essentially | fundamentally | in essence | broadly | specifically | practically speaking | conceptually | under the hood exactly | 这块 | 这一块 | 方面的 | 这方面 | 这件事 | 这回事 | 这个概念 | 这个东西 | 这个词 | 那一套
compared: 而不是 | 而非 | rather than | instead of | 比起 | 相比于 | 相较于 | 相对于 | compared to | compared with | 相比 | 比 | than | 不选 | 相较 | in contrast to
often: 往往 | 常常 | 通常 | 一般 | 一般来说 | 普遍 | 平时 | 日常 | 广泛
typical: 常见 | 常用 | 常见的 | 常用的 | 主流 | 成为主流 | 典型 | 经典 | 比较常用 | common
now: 目前 | 当前 | 现在 | 如今 | 现有 | 现代
main: 主要 | 核心 | 关键 | 重要 | 基本 | 核心点 | 关键点 | 要点 | 重点 | 侧重
apply: 用 | 使用 | 采用 | 利用 | 通过 | 用到 | 用了 | 用于 | 用来 | 应用到 | 应用于 | 应用在 | 应用过 | 做过 | 使用过 | 用过哪些 | 多用 | 多采用
bring: 导致 | 造成 | 引起 | 带来 | 引发 | 诱发 | 触发 | 产生的 | 起到 | 发挥 | 起了 | 起着
each: 每 | 每个 | 各 | 各自 | 各种 | 各个 | 分别
this: 这 | 这个 | 这种 | 这些 | 该种 | 那个 | 那种 | 某 | 某个 | 这样 | 那样 | 此类 | 这类 | 这一 | 这一类
have: 有 | 存在 | 出现 | 发生 | 具有 | 具备 | 拥有 | 包括 | 包含 | 含 | 含有 | 遇到 | 遇到过 | 面临
take-up: 占用 | 占 | 占多少 | 吃 | 消耗 | 花 | 花费 | 耗费
most: 大部分 | 大多数 | 大都 | 多数 | 大多 | 绝大多数 | 纷纷 | 大家 | 人们
about: 大约 | 大约要 | 左右 | 差不多 | 大体 | 总体 | 总的来说
be-done: 进行 | 做 | 操作 | 完成 | 实践 | 实际 | 实际工作中
reason-words: 因为 | 由于 | 所以 | 因此 | 因 | 则 | 便
like: 如 | 例如 | 比如 | 像 | 譬如 | 诸如 | 等 | 等等 | 等类 | 类
particle: 的 | 地 | 了 | 着 | 是 | 在 | 里 | 中 | 内 | 上 | 对 | 和 | 与 | 及 | 跟 | 同 | 或 | 并 | 且 | 而 | 但 | 也 | 都 | 又 | 还 | 就 | 才 | 只 | 把 | 将 | 被 | 让 | 使 | 令 | 给 | 为 | 以 | 于 | 从 | 到 | 向 | 由 | 按 | 去 | 来 | 其 | 它 | 他 | 时 | 当 | 之 | 所 | 一 | 个 | 些 | 过 | 吗 | 呢 | 啥 | 怎 | 何 | 哪 | 几 | 谁 | 更 | 很 | 最 | 太 | 再 | 完 | 间 | 即 | 起 | 出 | 进 | 成 | 拿 | 放 | 见 | 引 | 谈 | 者 | 性 | 式 | 型 | 版 | 化 | 感 | 点 | 条 | 次 | 系 | 较 | 好 | 处 | 带 | 原 | 走 | 事 | 话 | 人
compared-zh: 代替 | 取代 | replace | replaced
function-zh: 同一段话 | 一段话 | 同一句话 | 哪些东西 | 什么东西都 | 这种 | 该种 | 后续 | 进一步地 | 准备 | 准备多大 | 准备多少 | 写出 | 推导 | 请解析 | 解析一下 | 形式 | 采取 | 接触 | 受欢迎 | 道理 | 例子 | 举例说明 | 做法是 | 不好 | 不佳 | 不理想 | 较差 | 以及 | 或者 | 并且 | 使得 | 它们 | 时候 | 的时候 | 一种 | 一个 | 一样 | 如此 | 什么 | 哪个 | 直接 | 传统 | 比较 的 | 更加 | 非常 | 相当 | 特别 | 尤其 | 过于 | 足够 | 真正 | 属于 | 作为 | 当作 | 成为 | 变成 | 具体来说 | 方面 | 角度 | 层面 | 维度上 | 领域中 | 环节 | 工作 | 项目 | 过程中 | 期间 | 最终 | 最后 | 首先 | 然后 | 接着 | 算完 | 之间 | 其中 | 多么 | 部分 的 | 相关 | 有关 | 同样 | 仍然 | 依然 | 依旧 | 即可 | 即使 | 不仅 | 甚至 | 起来 | 出来 | 下来 | 上去 | 进去 | 下去 | 得到 | 获得 | 拿到 | 放在 | 率 的 | 版本 | 全称 | 英文全称 | 缩写 | 简称 | 问题 | 情况 | 系统 | 机制 | 模块 | 现象 | 功能 | 任意 | 整个 的 | 对应 | 本身 | 自身 | 背后 | 底层逻辑 | 逻辑 | 内容 | 东西 | 事情 | 概念上 | 理论 | 理论上 | 本质 | 本质上 | 实质 | 真实 | 相应 | 合适 | 合适的 | 合理 | 合理的 | 科学 | 科学的 | 较好 | 更好 | 更好的 | 较为 | 不错 | 三个 | 两个 | 四个 | 三种 | 两种 | 四种 | 三步 | 三大 | 两大 | 四大 | 三类 | 两类 | 五种 | 五个 | 几大 | 七个 | 六个 | 六种 | 八个 | 十个 | 考虑 | 考虑哪些 | 因素 | 注意 | 注意什么 | 需要注意 | 值得 | 起源 | 业内 | 业界 | 工业界 | 学术界 | 场景下 | 条件下 | 前提 | 角色 | 扮演 | 特定 | 不同的 | 不同 | 同一个 | 同一 | 其他 | 其它 | 另一个 | 别的 | 另外 | 此外 | 除了 | 之外 | 以外 | 还有 | 还需要 | 以上 | 以下 | 如下 | 上述 | 下列 | 当中 | 阶段上 | 所在 | 提供 | 称为 | 称作 | 一词 | 术语 | 名词 | 达到 | 保证 | 保持 | 确保 | 体现 | 提现 | 表现为 | 呈现 | 最好 | 进一步 | 已有 | 已经 | 原始 | 原来 | 最初 | 一直 | 不断 | 逐渐 | 长得 | 选为 | 下游 | 别人 | 开始 | 大规模 | 之下 | 前提下 | 背景下 | 一类 | 一套 | 一款 | 一项 | 一条 | 一层 | 一次 | 一部分 | 几项 | 怎么说 | 多少种 的 | 什么样 | 怎么样 的 | 怎么着 | 具体是 | 具体指 | 具体有 | 对模型 | 模型的 | 场景 | 环境 | 条件 | 模式 | 范式 | 实例 | 样子 | 时代 | 是由 | 由谁 | 提出 | 提出的 | 触发的 | 普通 | 常规 | 普通的 | 完全 | 陷入 | 彻底 | 现实中 | 真正的 | 大概怎样 | 整体上 | 总体上 | 全面 | 一般会 | 通常会 | 主要是 | 主要靠 | 靠 | 凭借 | 依靠 | 大规模地 | 针对性 | 落到 | 涉及 | 涉及到 | 牵涉 | 手段上 | 有效地 | 有效 地 | 比较好 | 比较合适 | 比较合理 | 总爱 | 老爱 | 总喜欢 | 总是会 | 动不动 | 老是会 | 遇上 | 碰到 | 碰上 | 手上有 | 常见做法 | 一份 | 咋样 | 究竟是
function-en: hit | hits | run into | runs into | encounter | encountered | force | forces | forcing | ones | further | furthermore | provider's | adopt | adopted | adopts | adopting | achieve | achieved | achieves | employ | employed | employs | leverage | leverages | utilize | utilise | utilized | rely on | relies on | ensure | ensures | ensured | obtain | obtained | accomplish | accomplished | realize | realise | answer | answered | favor | favour | mainstream | turn to | end up | rest on | take place | takes place | look | run | know | belong | sit | exist | put | place | notice | see | ask | someone | something | stuff | enough | new | recipe | us | more | less | exhibit | did | during | while | two | three | four | five | six | seven | a | an | the | of | in | on | at | to | for | by | with | from | into | onto | as | and | or | but | if | then | so | than ever | that | this | these | those | there | here | be | been | being | was | were | has | have | had | having | will | shall | may | might | must | use | uses | using | used | need | needs | needed | require | requires | required | get | gets | getting | got | take | takes | does it | do they | it's | its | their | his | her | some | any | each | every | other | such | such as | e.g | eg | i.e | very | most | mostly | much | often | usually | typically | generally | commonly | common | main | major | key | core | basic | typical | important | popular the | current | currently | modern | today | nowadays | recent | various | between | among | within | inside | during the | while | through | via | over | under | against the | around | both | either | also | only | just | even | still | same | different | particular | specific | certain | general | given | based | based on | related to | regarding | concerning | respect | in terms of | terms | case | cases | example | examples | thing | things | issue | issues | problem | problems | question about | aspect | system | systems | module | modules | practice | in practice | process of | mechanism of | concept of | concept | term | original | standard | proposed | come | comes | go | goes | let | lets | keep | keeps | allow | allows | enable | enables | help | helps | achieve | achieves | perform | performs | performed | carry out | carried out | done | doing | make it | cause of | happen in | occur | occurs | occurring | appear | appears | exist | exists | suffer | tend | tends | want | wants | try | what | who | whom | whose | how | roughly | approximately | about how | typically used | consider | considered | involve | involved | involves | itself | themselves | own | yourself | out | off | again | once | because | since | rather | quite | too | good | well | best | first of all | s | t | re | ve | ll | d | play | plays | against | like | likes | per | via the | whether | become | becomes | became | behind | abilities of | called | known as | refer | refers | refer to | stands for | stand for | abbreviation | acronym | etc | plus | respectively | when using | when you | real | actual | simply | simple | together | proper | properly | suitable | appropriate | right way | setup | occupy | occupied | consume | consumes | take up | takes up | introduced | brought | brings | bring | gives | provide | provides | provided | offer | offers | contribute | apply | applying | along | across | upon | toward | towards | throughout | apart | besides | else | another | instead | now | ever | almost | nearly | so many | widely | 's | these days | today's | valid | at all | whole | really | under the hood | traditional | vanilla | ordinary | regular | conventional | usual | plain | overall | forever | detailed | possible ways | several ways | day-to-day | production-grade | correct way | decent | concrete | real-life | multiple ways | sensible | reasonable | specifically for | separately | individually | large scale | large-scale | at scale | fundamental | underlying | actual difference | in the context of | my | our | somebody | handy | exactly how | anyway
"""

OPPOSITES = (
    ("training", "inference"), ("pretraining", "fine-tuning"), ("encoder", "decoder"), ("gpu", "cpu"),
    ("advantage", "drawback"), ("why", "solve"), ("increase", "decrease"), ("before", "after"),
    ("multi-turn", "single-turn"), ("multi-node", "single-node"), ("multi-gpu", "single-gpu"),
    ("symmetric", "asymmetric"), ("sparse", "dense"), ("first", "second"), ("pre-norm", "post-norm"),
    ("zero-shot", "few-shot"), ("absolute-position", "relative-position"), ("static", "dynamic"),
    ("online", "offline"), ("input", "output"), ("forward", "backward"), ("left-padding", "right-padding"),
    ("short-term-memory", "long-term-memory"), ("supervised", "unsupervised"), ("on-policy", "off-policy"),
    ("overfitting", "underfitting"), ("vanishing-gradient", "exploding-gradient"), ("max", "min"),
    ("positive", "negative"), ("structured", "unstructured"), ("open-source", "closed-source"),
    ("prefill", "decode-stage"), ("local", "global"), ("sync", "async"), ("stable", "unstable"),
    ("explicit", "implicit"), ("full", "partial"), ("teacher-model", "student-model"), ("hard-prompt", "soft-prompt"),
    ("weight-quantization", "activation-quantization"), ("dense-retrieval", "sparse-retrieval"),
    ("accelerate-verb", "slow"), ("manual", "automatic"), ("merge", "stack"), ("autoregressive", "non-autoregressive"),
)  # fmt: skip
"""Notions and terms that exclude each other: named as such in the reason that an editor reads."""

OPPOSITE_LETTERS = tuple(
    (pair[0], pair[1])
    for pair in [
        "上下",
        "内外",
        "进出",
        "入出",
        "先后",
        "前后",
        "左右",
        "大小",
        "多少",
        "高低",
        "长短",
        "快慢",
        "新旧",
        "正负",
        "加减",
        "增减",
        "开关",
        "早晚",
        "强弱",
        "软硬",
        "冷热",
        "深浅",
        "宽窄",
        "奇偶",
        "主从",
        "行列",
        "真假",
        "有无",
        "升降",
        "收发",
        "读写",
        "单双",
        "好坏",
        "优劣",
        "攻防",
        "松紧",
        "粗细",
        "轻重",
        "远近",
        "动静",
        "虚实",
        "明暗",
        "起止",
        "首尾",
    ]
)
"""Characters that turn a word into its opposite, whatever word it is."""
