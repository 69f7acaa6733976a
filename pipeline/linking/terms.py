"""The terms of the field as questions spell them, zh and en: what a question can be *about*.

Apart from the knowledge, because linking must tell two terms apart long before an editor has written a concept
for either; where the knowledge has the concept, its labels are added to these. One line a term:

    id < context context: spelling | spelling | …

Two ids are never the same thing. A *context* is what a term implies by itself: "LoRA 微调" asks what "LoRA" asks.
A spelling is matched without regard to case, width, spaces and hyphens.
"""

from __future__ import annotations

CONTEXTS = """
llm: 基座 | 底座 | 底座模型 | 基座大模型 | LLM | 大语言模型 LLM | 大规模语言模型 | generative model | 生成式大模型 | 预训练模型 | pretrained model | pretrained language model | PLM | GPT 类模型 | large language model | large model | language model | 大模型 | 大语言模型 | 语言模型 | 大型语言模型 | 预训练语言模型 | LMs | LM | 基座模型 | foundation model | 基础模型 | base model
model: model | 模型 | neural network | 神经网络 | 网络 | network
transformer: Transformer | Transformer block | Transformer layer | Transformer 块 | Transformer 层 | vanilla transformer | Transformer 模块
deep-learning: deep learning | 深度学习 | 人工智能 | AI
machine-learning: machine learning | 机器学习 | ML
nlp: NLP | natural language processing | 自然语言处理
token: token | 词元
text: text | 文本
"""

TERMS = """
attention < transformer: attention | attention mechanism | 注意力 | 注意力机制 | 注意力层 | attention layer
self-attention < transformer attention: self-attention | 自注意力 | 自注意力机制 | 自注意力层 | self attention mechanism | intra-attention | 自我注意力
cross-attention < transformer attention: encoder-decoder 注意力 | 编码解码注意力 | cross-attention | 交叉注意力 | 交叉注意力机制 | encoder-decoder attention | 互注意力 | 编码器解码器注意力
mha < attention transformer head: MHA | 多头 | multi-head | multi-head attention | multihead attention | 多头注意力 | 多头注意力机制 | 多头自注意力 | multi-head self-attention | 多头自注意力机制 | 多头机制 | multiple heads | 多个头 | 分多个头 | 分多头 | 分成多头 | 分成多个头 | 多个注意力头 | multiple attention heads | 拆成多个头 | 拆成多头
single-head < attention: single-head attention | 单头注意力 | 单头 | single head | 一个头 | one head
mqa < attention inference kv-cache: MQA | multi-query attention | multiquery attention | 多查询注意力 | 多查询 | 多请求注意力 | 多询问注意力
gqa < attention inference kv-cache: GQA | grouped-query attention | group query attention | group-query attention | 分组查询注意力 | 群查询注意力 | 组查询注意力 | 分组查询
mla < attention deepseek inference: MLA | multi-head latent attention | multihead latent attention | 多头潜在注意力 | 多头隐式注意力 | 多头潜注意力 | 多头隐注意力
linear-attention < attention: 线性 attention | linear attention | 线性注意力
sparse-attention < attention: sparse attention | 稀疏注意力
sliding-window-attention < attention: sliding window attention | 滑动窗口注意力 | 滑窗注意力 | SWA
local-attention < attention: local attention | 局部注意力
global-attention < attention: global attention | 全局注意力
additive-attention < attention: additive attention | 加性注意力 | Bahdanau attention
dot-product-attention < attention dot-product: dot-product attention | 点积注意力 | 点乘注意力
scaled-dot-product-attention < attention dot-product dot-product-attention: scaled dot-product attention | scaled dot-product | 缩放点积注意力 | 缩放点积 | SDPA
scaling < attention self-attention dot-product scaled-dot-product-attention attention-score softmax dot-product-attention qk: 缩放 | 缩放因子 | scale | scaling | scaling factor | scale factor | scaled | 除以根号dk | 除以根号下dk | 除以dk的平方根 | 除以dk开方 | 除以sqrtdk | 除以dk的根号 | 除以根号d | divide by sqrt dk | divided by sqrt dk | divide by the square root of dk | divided by the square root of dk | divide the attention scores by the square root of dk | dividing by sqrt dk | 除以根号dk的 | 除以√dk | 除√dk | 除根号dk | 除以dk | 根号dk | divide by 根号dk | divided by 根号dk | dividing by 根号dk | scale by 根号dk | scaled by 根号dk | scaling by 根号dk | divide the scores by 根号dk | 除掉根号dk | 除以一个根号dk | 除个根号dk | divide qk by 根号dk | 除一个根号dk | divide the dot product by 根号dk | divide the attention scores by 根号dk | divide attention scores by 根号dk | 要除根号dk | dividing the dot product by 根号dk
attention-score < attention: attention score | 注意力分数 | 注意力得分 | 注意力权重 | attention weight | attention map | 注意力矩阵
dot-product: dot product | 点积 | 点乘 | 内积 | inner product
softmax: softmax
qkv < attention: QKV | Q K V | query key value | Q、K、V | query、key、value | Q/K/V
qk < attention: Q和K | Q与K | Q K | Q and K | query 和 key | query and key
kv < attention: KV | key and value | keys and values
flash-attention < attention inference: FlashAttention | flash attn | 闪存注意力 | 快速注意力
paged-attention < attention inference vllm: PagedAttention | page attention | 分页注意力 | 分页注意力机制 | 分页式注意力
ring-attention < attention: RingAttention | 环形注意力
kv-cache < inference kv: KV-Cache 技术 | KV Cache 机制 | 键值对缓存 | K/V cache | 缓存键值 | cached keys and values | caching keys and values | KV cache | KV 缓存 | 键值缓存 | key-value cache | KVcache | kv caching | key value caching | 键值对缓存 | 缓存 KV | cache KV | 缓存 K 和 V | cache keys and values | cache K and V | caching the keys and values | cache the keys and values | 缓存 key 和 value | 缓存 key value | 缓存历史 KV | KV 的缓存 | KV caches | 缓存 K、V | KV-caching
attention-sink < attention: attention sink | 注意力汇聚 | 注意力沉没 | 注意力下沉
encoder < transformer: encoder | 编码器 | encoder 端 | 编码端
decoder < transformer: decoder | 解码器 | decoder 端 | 解码端
encoder-decoder < transformer: encoder-decoder | 编码器-解码器 | 编码解码 | enc-dec | 编解码器 | 编码器解码器
encoder-only < transformer: encoder-only | 仅编码器 | 纯编码器 | 只有编码器
decoder-only < transformer: decoder-only | 仅解码器 | 纯解码器 | 单解码器 | only decoder | 只有解码器 | 只用解码器
seq2seq: seq2seq | sequence to sequence | 序列到序列
ffn < transformer: FFN | MLP | 前馈子层 | 前馈模块 | feed-forward sublayer | feedforward | 前馈全连接网络 | FFN 网络 |  feed-forward network | feed-forward neural network | feed forward | feed-forward layer | 前馈网络 | 前馈神经网络 | 前馈层 | 前馈全连接层 | 前馈 | MLP 层 | 前向网络 | position-wise feed-forward network | 前馈网络层 | 前馈网络FFN | FFN 层
residual < transformer: residual connection | residual | 残差 | 残差连接 | 残差结构 | 跳跃连接 | skip connection | 残差网络 | residual structure | shortcut connection
add-norm < transformer: Add & Norm | add and norm | 求和与归一化 | 残差与归一化 | Add&Norm
layer-norm < normalization: LayerNorm | layer normalization | layer normalisation | 层归一化 | LN | 层标准化 | 层规范化
batch-norm < normalization: BatchNorm | batch normalization | batch normalisation | 批归一化 | BN | 批标准化 | 批量归一化 | 批规范化
rms-norm < normalization: RMSNorm | RMS norm | root mean square normalization | root mean square layer normalization | 均方根归一化 | RMS 归一化 | 均方根层归一化 | RMS layer norm
group-norm < normalization: GroupNorm | group normalization | 组归一化
instance-norm < normalization: InstanceNorm | instance normalization | 实例归一化
deep-norm < normalization: DeepNorm
pre-norm < normalization layer-norm: Pre-Norm | Pre-LN | PreNorm | 前置归一化 | Pre LayerNorm | pre-layer norm | 前置层归一化 | pre-normalization | 前归一化
post-norm < normalization layer-norm: Post-Norm | Post-LN | PostNorm | 后置归一化 | Post LayerNorm | post-layer norm | 后置层归一化 | post-normalization | 后归一化
normalization: normalization | normalisation | 归一化 | 标准化 | norm | 归一化层 | 归一化方法
positional-encoding < transformer: 位置表示 | position representation | 位置编码技术 | 位置编码方法 | positional encoding | position encoding | positional embedding | position embedding | 位置编码 | 位置嵌入 | 位置向量 | 位置信息编码
absolute-position < positional-encoding transformer: absolute positional encoding | absolute position embedding | 绝对位置编码 | absolute position encoding
relative-position < positional-encoding transformer: relative positional encoding | relative position embedding | 相对位置编码 | relative position encoding
sinusoidal-position < positional-encoding transformer: sinusoidal positional encoding | sinusoidal position encoding | sinusoidal encoding | 正弦位置编码 | 正余弦位置编码 | 三角函数位置编码 | 三角函数式位置编码 | 三角式位置编码 | 正弦余弦位置编码 | sinusoidal embedding | 正弦式位置编码 | 三角函数编码 | 正余弦编码 | 正弦编码 | sinusoidal position embedding
learned-position < positional-encoding transformer: learned positional embedding | learned position embedding | 可学习位置编码 | 可学习的位置编码 | 训练式位置编码 | learnable position embedding | 可训练位置编码 | learnable positional encoding
rope < positional-encoding transformer position: RoPE | rotary position embedding | rotary positional embedding | rotary embedding | rotary positional encoding | rotary position encoding | 旋转位置编码 | 旋转位置嵌入 | 旋转式位置编码 | 旋转编码
alibi < positional-encoding transformer: ALiBi | attention with linear biases | 线性偏置注意力 | 线性偏置位置编码
ntk-scaling < rope context-extension: NTK-aware | NTK scaling | NTK-aware scaling | NTK 插值 | NTK-RoPE | NTK
position-interpolation < rope context-extension: position interpolation | positional interpolation | 位置插值 | 线性插值
yarn < rope context-extension: YaRN
longrope < rope context-extension: LongRoPE
extrapolation: length extrapolation | 长度外推 | 长度外推性 | 外推 | 外推性 | extrapolate | extrapolation
mask < attention: mask | 遮盖 | 遮蔽 | 掩码 | masking | 遮罩 | 掩膜 | attention mask | 注意力掩码 | mask 机制
causal-mask < mask attention decoder: causal mask | causal masking | 因果掩码 | 因果遮罩 | 下三角掩码 | 下三角 mask | look-ahead mask | 前瞻掩码 | sequence mask | 序列掩码 | masked self-attention | 未来掩码 | 因果 mask
padding-mask < mask attention: padding mask | 填充掩码 | pad mask | padding 掩码 | 填充 mask | padding masking
padding: padding | 填充 | 补齐
left-padding < padding: left padding | 左填充 | 左 padding | 左侧填充 | padding left
right-padding < padding: right padding | 右填充 | 右 padding | 右侧填充 | padding right
mlm < pretraining pretraining-task: MLM | masked LM | masked language model | masked language modeling | masked language modelling | 掩码语言模型 | 掩码语言建模 | 遮蔽语言模型 | 完形填空任务 | mask 语言模型 | 掩码预测
nsp < pretraining pretraining-task: NSP | next sentence prediction | 下一句预测 | 下句预测 | 下一个句子预测
sop: SOP | sentence order prediction | 句子顺序预测
clm: CLM | causal language model | causal language modeling | causal LM | 因果语言模型 | 因果语言建模 | 自回归语言模型 | autoregressive language model | next token prediction | 下一个词预测 | 下一词预测 | 预测下一个 token
prefix-lm: prefix LM | prefix language model | prefix language modeling | 前缀语言模型 | PrefixLM | prefix decoder
autoregressive: autoregressive | auto-regressive | 自回归 | AR 模型 | autoregression
non-autoregressive: non-autoregressive | 非自回归
autoencoding: autoencoding | auto-encoding | 自编码
rnn: RNN | recurrent neural network | 循环神经网络
lstm: LSTM | 长短期记忆网络 | long short-term memory
gru: GRU | 门控循环单元
cnn: CNN | 卷积神经网络 | convolutional neural network
mamba: Mamba
ssm: SSM | state space model | 状态空间模型
rwkv: RWKV
bert: BERT | BERT 模型
roberta: RoBERTa
albert: ALBERT
deberta: DeBERTa
distilbert: DistilBERT
electra: ELECTRA
ernie: ERNIE | 文心
xlnet: XLNet
t5: T5
flan: FLAN | Flan-T5
bart: BART
gpt: GPT | GPT 系列
chatgpt < gpt: ChatGPT | chat GPT
instructgpt: InstructGPT
gpt-4o: GPT-4o
claude: Claude
gemini: Gemini
gemma: Gemma
palm: PaLM
llama: LLaMA | lama
llama-index: LlamaIndex | llama index | GPT Index
llama-cpp: llama.cpp | llamacpp
llama-factory: LLaMA-Factory
llama-adapter: LLaMA-Adapter
alpaca: Alpaca | 羊驼
vicuna: Vicuna
chatglm: ChatGLM | chat GLM
glm: GLM
baichuan: Baichuan | 百川
qwen: Qwen | 通义千问 | 千问
internlm: InternLM | 书生
yi-model: Yi 模型 | 零一万物
mistral: Mistral
mixtral: Mixtral
deepseek: DeepSeek | 深度求索
deepseek-r1 < deepseek: DeepSeek-R1 | R1
deepseek-v2 < deepseek: DeepSeek-V2
deepseek-v3 < deepseek: DeepSeek-V3
bloom: BLOOM
bloomz: BLOOMZ
falcon: Falcon
opt-model: OPT
phi: Phi
clip: CLIP
vit: ViT | Vision Transformer
blip: BLIP
llava: LLaVA
diffusion: diffusion model | 扩散模型 | stable diffusion
whisper: Whisper
o1: o1
sentence-bert < embedding: Sentence-BERT | SBERT
bge < embedding: BGE
m3e < embedding: M3E
word2vec: word2vec
cbow < word2vec word-embedding: CBOW | continuous bag of words | 连续词袋
skip-gram < word2vec word-embedding: skip-gram | 跳字模型
glove: GloVe
fasttext: fastText
elmo: ELMo
tf-idf: TF-IDF | TFIDF
bm25: BM25
bi-encoder: bi-encoder | 双塔 | 双编码器 | dual encoder | 双塔模型
cross-encoder: cross-encoder | 交叉编码器
colbert: ColBERT
embedding: 文本向量化 | 文本嵌入 | text embedding | text embeddings | 文本向量 | 嵌入表示 | 向量嵌入 | vector embedding | embedding | 嵌入 | 向量化 | embeding | 向量表示 | embedding 模型 | embedding model | 嵌入模型 | 向量模型 | 嵌入向量
word-embedding: word embedding | 词嵌入 | 词向量 | token embedding
sentence-embedding < embedding: sentence embedding | 句向量 | 句子向量 | 句嵌入
lm-head: LM head | language model head | language modeling head | 语言模型头 | lm_head | 输出头
tied-embeddings: tie input and output embeddings | tying input and output embeddings | tie the input and output embeddings | tie embeddings | 输入输出词嵌入共享 | 输入输出嵌入共享 | 共享输入输出嵌入 | tied embeddings | weight tying | 权重共享 | 参数共享 | 权重绑定 | embedding 共享 | 共享 embedding
tokenizer < token: 切词 | 词元化 | 令牌化 | 标记化 | tokenise | tokenize | 分词方法 | 分词器 tokenizer | tokenizer | tokeniser | 分词器 | tokenization | tokenisation | 分词 | 分词算法 | tokenization 算法 | 子词分词 | subword tokenization
vocabulary: 词汇 | 词表 vocab | token vocabulary | vocabulary | vocab | 词表 | 词汇表 | 词典 | vocabulary size | 词表大小
subword < tokenizer: subword | 子词 | 子词切分 | subword segmentation | 子词切词
bpe < tokenizer subword: BPE | byte pair encoding | byte-pair encoding | 字节对编码 | 字节对
bbpe < tokenizer subword: BBPE | byte-level BPE | 字节级 BPE | byte level byte pair encoding
wordpiece < tokenizer subword: WordPiece | word piece
sentencepiece < tokenizer subword: SentencePiece
unigram < tokenizer subword: unigram LM | unigram | Unigram language model
oov: OOV | out-of-vocabulary | 未登录词 | 词表外 | OOV words | out-of-vocabulary words | out-of-vocabulary word | 集外词 | unknown words | 未知词 | unseen words | OOV 词
special-token: special token | 特殊 token | 特殊标记 | 特殊符号
activation-function: activation function | activation | 激活函数 | 激活
relu < activation-function: ReLU | 线性整流 | rectified linear unit
leaky-relu < activation-function: Leaky ReLU
gelu < activation-function: GELU | gaussian error linear unit | 高斯误差线性单元
swish < activation-function: Swish | SiLU | sigmoid linear unit
glu < activation-function: GLU | gated linear unit | 门控线性单元
swiglu < activation-function: SwiGLU
geglu < activation-function: GeGLU
sigmoid < activation-function: sigmoid
tanh < activation-function: tanh
loss < training: loss | loss function | 损失 | 损失函数 | 目标函数 | objective function | 训练目标 | training objective
cross-entropy < loss: cross-entropy | 交叉熵 | 交叉熵损失 | cross-entropy loss | 交叉熵损失函数
kl-divergence < loss: KL divergence | KL 散度 | KL | 相对熵 | Kullback-Leibler
kl-penalty < kl-divergence rlhf: KL penalty | KL 惩罚 | KL 约束 | KL 惩罚项 | KL constraint | KL 散度约束 | KL 散度惩罚 | KL 散度惩罚项 | KL 正则 | KL 项 | KL term | KL regularization
mse < loss: MSE | mean squared error | 均方误差
focal-loss < loss: focal loss
contrastive-learning: contrastive learning | 对比学习 | contrastive loss | 对比损失
infonce: InfoNCE
simcse: SimCSE
label-smoothing: label smoothing | 标签平滑
perplexity: perplexity | 困惑度 | PPL | ppl 指标
bleu: BLEU
rouge: ROUGE
rouge-l: ROUGE-L
rouge-n: ROUGE-N
meteor: METEOR
bertscore: BERTScore
f1: F1 | F1 score | F1 值
accuracy: accuracy | 准确率
precision-metric: 精确率 | 查准率
recall-metric: recall | 召回率 | 查全率
mrr: MRR | 平均倒数排名
ndcg: NDCG
mmlu: MMLU
ceval: C-Eval | CEval
gsm8k: GSM8K
humaneval: HumanEval
pass-at-k: pass@k
ragas: RAGAS
llm-as-judge: 当裁判 | 做裁判 | 当评委 | 作为裁判 | LLM 裁判 | 大模型裁判 | 用大模型做评测 | 大模型评估大模型 | 用大模型当裁判 | 用 GPT-4 评估 | GPT-4 打分 | LLM-as-a-judge | LLM as judge | 大模型当裁判 | 大模型做裁判 | 大模型评审 | 用大模型评估
benchmark: benchmark | 基准 | 评测集 | 评测基准 | 基准测试 | 测试集 | 评估集
human-eval-manual: human evaluation | 人工评估 | 人工评测
automatic-eval: automatic evaluation | 自动评估 | 自动评测
optimizer < training: optimizer | optimiser | 优化器
optimizer-state < optimizer training: optimizer state | optimiser state | 优化器状态 | 优化器的状态
sgd < optimizer training: SGD | stochastic gradient descent | 随机梯度下降
adam < optimizer training: Adam | Adam 优化器
adamw < optimizer training: AdamW
adafactor < optimizer training: Adafactor
lion < optimizer training: Lion
momentum < optimizer: momentum | 动量 | 矩 | 矩估计 | moment
weight-decay < training: weight decay | 权重衰减
l1: L1 正则 | L1 regularization | L1
l2: L2 正则 | L2 regularization | L2
regularization: regularization | regularisation | 正则化 | 正则
dropout: dropout | 随机失活
early-stopping: early stopping | 早停 | 提前停止
data-augmentation: data augmentation | 数据增强 | 数据增广
overfitting! < training: 过度拟合 | over-fitting | overfitting | overfit | 过拟合 | 过拟合问题 | 过拟合现象
underfitting! < training: underfitting | underfit | 欠拟合
gradient < training: gradient | 梯度
gradient-descent < training: gradient descent | 梯度下降
backpropagation < training: backpropagation | back-propagation | 反向传播 | backward pass | 后向传播
forward-pass: forward pass | 前向传播 | 前向计算 | forward propagation
vanishing-gradient! < training gradient: vanishing gradient | gradient vanishing | 梯度消失 | 梯度弥散 | vanishing gradients | gradients vanish | 梯度消失问题 | gradient vanishes | gradients to vanish
exploding-gradient! < training gradient: exploding gradient | gradient explosion | 梯度爆炸 | exploding gradients | gradients explode | gradient exploding
gradient-clipping < training: gradient clipping | 梯度裁剪 | 梯度截断 | clip gradients | clip gradient | gradient clip
gradient-accumulation < training: gradient accumulation | 梯度累积 | 梯度累加 | 梯度积累 | accumulate gradients | 累积梯度
gradient-checkpointing < training: 激活值重计算 | 梯度重计算 | 重新计算激活 | 激活值检查点 | recompute activations | recomputing activations | gradient checkpointing | activation checkpointing | 梯度检查点 | 激活检查点 | 激活重计算 | 重计算 | activation recomputation | recomputation | gradient checkpoint
learning-rate < training: learning rate | 学习率 | LR | 学习速率
warmup < learning-rate training optimizer: 学习率热身 | 学习率 warm up | learning rate warm-up | warmup | warm-up | 预热 | 学习率预热 | 学习率 warmup | learning-rate warmup | 热身 | warm up
lr-decay < learning-rate training: learning rate decay | 学习率衰减 | learning-rate schedule | learning rate scheduler | 学习率调度 | 学习率调度器 | learning-rate scheduling
cosine-decay < learning-rate lr-decay training: cosine decay | 余弦退火 | cosine annealing | 余弦衰减 | cosine schedule | 余弦学习率衰减 | cosine learning rate decay | cosine learning rate schedule | cosine LR | 余弦学习率 | cosine scheduler | 余弦学习率调度 | cosine LR decay | 余弦调度
batch-size < training: batch size | 批大小 | 批次大小 | batchsize | 批量大小 | batch 大小
global-batch: global batch size | 全局批大小 | global batch
micro-batch: micro batch size | micro-batch | 微批次 | 微批
epoch < training: epoch | 轮次 | 训练轮数 | 几轮 | 训几轮 | 训练几轮
hyperparameter: hyperparameter | hyper-parameter | 超参数 | 超参
initialization: initialization | initialisation | 初始化 | 权重初始化 | 参数初始化 | weight initialization
xavier: Xavier
kaiming: Kaiming | He initialization
mixed-precision < training: 混精 | 混精训练 | 混合精度计算 | mixed-precision | 半精度训练 | mixed precision | mixed precision training | 混合精度 | 混合精度训练 | AMP | automatic mixed precision | 自动混合精度
loss-scaling < mixed-precision: loss scaling | 损失缩放 | 动态损失缩放 | loss scale
fp32: fp32 | float32 | 单精度 | 全精度
fp16: fp16 | float16 | 半精度 | half precision
bf16: bf16 | bfloat16
tf32: tf32
fp8: fp8
int8: int8 | 8bit | 8-bit | 8 位 | 8比特 | int8 量化 | int8 quantization
int4: int4 | 4bit | 4-bit | 4 位 | 4比特 | int4 量化 | int4 quantization | 4bit 量化
nf4 < quantization qlora int4: NF4 | NormalFloat | 4-bit NormalFloat
training: training | train | 训练 | 训练阶段 | 训练时 | trained | 训练期间 | 训练过程中 | at training time | training time | during training | 训 | 训出来 | 训练出来 | 训出
inference: inference | 推理 | 推理阶段 | 推理时 | infer | 推断 | 推理期间 | 推理过程中 | at inference | inference time | during inference | at inference time | 测试时 | test time | at test time | 预测时
serving < inference deployment: serving | 推理服务 | 服务化 | serve | serves | served
reasoning: 推理能力 | reasoning | reasoning ability | 推理模型 | reasoning model | 逻辑推理
inference-engine < inference: inference framework | 推理框架 | inference engine | 推理引擎
deployment: 上线部署 | 模型部署 | model deployment | deploy | deployment | 部署 | 上线
pretraining < training: 预训 | pretraining | pre-training | 预训练 | pretrain | pre-train | 预训练阶段 | 预训练时 | pre-trained
pretraining-task < pretraining training: pretraining objective | pre-training objective | 预训练目标 | 预训练任务 | pretraining task | pre-training task | 预训练的目标 | 预训练的任务
continued-pretraining < training: continued pretraining | continual pretraining | continue pretraining | continue pretrain | 继续预训练 | 增量预训练 | 持续预训练 | 二次预训练 | 领域预训练 | 领域自适应预训练 | domain-adaptive pretraining | continued pre-training | continual pre-training | continue pre-train
fine-tuning < training: fine-tuning | finetuning | fine-tune | finetune | 微调 | 精调 | 微调阶段 | 微调时 | tuning | fine-tuned
full-fine-tuning < fine-tuning training: 全参 | 全参数 | 全量训练 | full parameter fine-tuning | full-parameter tuning | 更新全部参数 | 更新所有参数 | update all parameters | full fine-tuning | full-parameter fine-tuning | 全参数微调 | 全量微调 | 全参微调 | 全量参数微调 | full parameter tuning | full finetune | fine-tune all parameters | 微调全部参数 | 微调所有参数 | 全微调 | full fine-tune | full tuning | fine-tuning all parameters | 完整微调 | 全参数训练
sft < fine-tuning training: 有监督指令微调 | 监督式微调 | 有监督精调 | 监督学习微调 | instruction finetuning | 指令微调 | instruction tuning | instruction fine-tuning | 指令精调 | instruct tuning | 指令调优 | SFT | supervised fine-tuning | 有监督微调 | 监督微调 | 有监督的微调 | supervised finetuning | 指令监督微调 | SFT 阶段
peft < fine-tuning training: PEFT | parameter-efficient fine-tuning | 参数高效微调 | 高效微调 | 参数有效性微调 | 高效参数微调 | parameter efficient tuning | 参数高效的微调 | 轻量级微调 | parameter-efficient tuning | 参数高效
lora < peft fine-tuning training: LoRA | LoRA adapter | LoRA 适配器 | LoRA weights | LoRA 权重 | low-rank adaptation | 低秩适配 | 低秩自适应 | 低秩适应 | low rank adapter | low rank adaption | 低秩适配器 | 低秩微调
qlora < peft fine-tuning training quantization lora: QLoRA | quantized LoRA | 量化 LoRA | 量化版 LoRA | 量化低秩适配
adalora < peft fine-tuning training: AdaLoRA | adaptive LoRA | 自适应 LoRA
dora < peft fine-tuning training: DoRA | weight-decomposed low-rank adaptation
lora-plus < peft fine-tuning: LoRA+
longlora < peft fine-tuning: LongLoRA
rslora < peft: rsLoRA
galore: GaLore
ia3 < peft fine-tuning: IA3 | (IA)3
adapter < peft fine-tuning training: adapter | adapter tuning | 适配器 | adapter 微调 | adapter-tuning | 适配器微调 | adapters
bitfit < peft fine-tuning: BitFit
prefix-tuning < peft fine-tuning training: prefix tuning | 前缀微调 | 前缀调优 | prefix-tuning | 前缀调整
prompt-tuning < peft fine-tuning training: soft prompt tuning | 软提示微调 | prompt tuning | 提示微调 | 提示词微调 | 提示调优 | prompt-tuning | 提示词调优
p-tuning < peft fine-tuning training: P-tuning | p tuning | P-tuning v1
p-tuning-v2 < peft fine-tuning training: P-tuning v2 | ptuning v2 | p-tuning 2 | P-tuning-v2 | 深度提示微调 | P-tuning 第二版
soft-prompt: soft prompt | 软提示 | continuous prompt | 连续提示
hard-prompt: hard prompt | 硬提示 | discrete prompt | 离散提示
virtual-token: virtual token | 虚拟 token | 虚拟词
lora-rank < lora peft fine-tuning: LoRA rank | LoRA 的秩 | LoRA 的 rank | rank | 秩 | lora 的 r | rank r | 秩 r | 秩的大小 | LoRA 的秩 r
lora-alpha < lora peft fine-tuning: lora alpha | alpha
low-rank: low-rank | 低秩 | low rank matrix | 低秩矩阵 | 低秩分解
freeze: freeze | 冻结 | frozen
unfreeze: unfreeze | 解冻
layer-freezing: layer freezing | 冻结层
catastrophic-forgetting! < fine-tuning: 能力遗忘 | 知识遗忘 | 旧知识遗忘 | 忘了 | 忘掉 | 都忘了 | 以前会的都忘了 | 忘记以前学的 | 遗忘通用能力 | catastrophic forgetting | 灾难性遗忘 | 遗忘 | forgetting | forget | 忘记 | 遗忘问题 | 把原来会的忘了 | 忘了原来的 | 丢失通用能力 | 原有能力下降 | forgetting what it knew | forget what it learned | forgets
knowledge-injection: knowledge injection | 知识注入 | 注入知识
knowledge-editing: knowledge editing | model editing | 知识编辑 | 模型编辑
machine-unlearning: machine unlearning | 机器遗忘 | unlearning
transfer-learning: transfer learning | 迁移学习
multi-task: multi-task | multitask | multi-task learning | 多任务学习 | multitask learning | 多任务
meta-learning: meta-learning | 元学习
curriculum-learning: curriculum learning | 课程学习
active-learning: active learning | 主动学习
self-supervised: self-supervised | self-supervised learning | 自监督 | 自监督学习
supervised: supervised learning | 监督学习 | 有监督学习 | supervised | 有监督
unsupervised: unsupervised learning | 无监督学习 | unsupervised | 无监督
semi-supervised: semi-supervised | 半监督
reinforcement-learning: reinforcement learning | RL | 强化学习
rlhf < training alignment reinforcement-learning: RLHF | reinforcement learning from human feedback | 人类反馈强化学习 | 基于人类反馈的强化学习 | 人类反馈的强化学习 | RLHF 阶段
rlaif < training alignment reinforcement-learning: RLAIF | reinforcement learning from AI feedback | AI 反馈强化学习 | 基于 AI 反馈的强化学习
rlvr < reinforcement-learning: RLVR | verifiable reward | 可验证奖励
ppo < rlhf training alignment reinforcement-learning: PPO | proximal policy optimization | 近端策略优化 | 近端策略优化算法 | PPO 算法 | PPO 裁剪
dpo < rlhf training alignment reinforcement-learning: DPO | direct preference optimization | 直接偏好优化 | DPO 算法
grpo < rlhf training alignment reinforcement-learning: GRPO | group relative policy optimization | 组相对策略优化 | 群体相对策略优化 | 分组相对策略优化
kto < training alignment: KTO
orpo < training alignment: ORPO
simpo < training alignment: SimPO
ipo < training alignment: IPO
trpo < reinforcement-learning: TRPO
reinforce-alg < reinforcement-learning: REINFORCE
rejection-sampling: rejection sampling | 拒绝采样 | best-of-n
reward-model < rlhf alignment: 打分模型 | 偏好模型 | preference model | reward model | RM | 奖励模型 | reward modeling | 奖励建模
orm < reward-model: outcome reward | 结果奖励 | ORM | outcome reward model | 结果奖励模型
prm < reward-model: process reward | 过程奖励 | PRM | process reward model | 过程奖励模型
critic-model < rlhf: critic | critic model | value model | 价值模型 | 评论家模型 | value function | 价值函数
actor-model < rlhf: actor | actor model | policy model | 策略模型
reference-model < rlhf: reference model | 参考模型 | ref model
advantage-fn < reinforcement-learning: advantage function | 优势函数 | GAE | generalized advantage estimation
on-policy < reinforcement-learning: on-policy | 同策略
off-policy < reinforcement-learning: off-policy | 异策略
reward-hacking! : reward hacking | 奖励黑客 | 奖励作弊 | reward over-optimization | 奖励欺骗
preference-data < data alignment: preference data | 偏好数据 | preference dataset | 偏好数据集 | 偏好对
alignment: 价值对齐 | 人类偏好对齐 | 对齐人类偏好 | preference alignment | 对齐训练 | alignment | 对齐 | align | 人类对齐 | value alignment | 价值观对齐
alignment-tax: alignment tax | 对齐税
constitutional-ai < alignment: constitutional AI | 宪法 AI | 宪法人工智能
honesty: honesty | honest | 诚实
harmless: harmless | 无害
helpful: helpful | 有用性
red-teaming: red teaming | 红队 | 红队测试
jailbreak: jailbreak | 越狱 | 越狱攻击 | jailbreaking | jailbreak attack | 模型越狱
prompt-injection: prompt injection | 提示注入 | 提示词注入 | prompt 注入 | 提示词注入攻击 | 提示注入攻击 | prompt 注入攻击 | prompt injection attack | injection attack | 注入攻击
safety: safety | 安全 | 安全性 | 合规 | 合规化
bias: bias | 偏见 | 偏差
toxicity: toxicity | 毒性
watermark: watermark | watermarking | 水印
data-leakage < benchmark training-data: data leakage | data contamination | 数据泄露 | 数据污染 | 数据泄漏 | 测试集泄露 | benchmark contamination | test set contamination | 测试集污染 | 评测数据泄露 | 测试数据泄露 | test data leakage
hallucination! : 幻觉现象 | 模型产生幻觉 | 事实性错误 | factual errors | 不实信息 | 虚假信息 | false information | 胡说八道 | 一本正经地胡说八道 | 一本正经胡说八道 | 瞎编 | 编造 | 编造事实 | 胡编乱造 | 捏造 | 捏造事实 | 乱说 | make things up | making things up | make up facts | fabricate | fabricating | confabulation | hallucination | hallucinate | 幻觉 | 幻觉问题 | 模型幻觉 | hallucinating | 幻象 | 幻觉率 | 胡说 | 胡编 | 瞎说 | 乱编 | 胡诌 | 一本正经地胡说 | 张口就来 | 编瞎话 | 不符合事实 | 与事实不符 | make stuff up | making stuff up | makes things up | makes stuff up | hallucinations | hallucinates | hallucinated | say false things | 无中生有
repetition! : 说一样的话 | 重复说一样的话 | 一直重复 | 反复输出 | 车轱辘话 | 重复说话 | 不停重复 | 输出重复 | 输出重复内容 | repeat the same | repeating the same | repetition problem | 复读机 | 复读机问题 | 复读 | repeat themselves | repeating themselves | repeat itself | 重复生成 | repetition | 重复输出 | 生成重复 | degenerate repetition | repetitive output | repeating itself | repetitive text | 重复内容 | 不断重复 | 反复说 | 重复同样的话 | 重复同一句话 | 不停地重复 | 车轱辘 | 说重复的话 | 反复生成 | 一直重复输出 | loops on the same | stuck repeating | repeat the same thing | repeat themselves over and over
repetition-penalty: repetition penalty | 重复惩罚 | 重复惩罚系数
frequency-penalty: frequency penalty | 频率惩罚
presence-penalty: presence penalty | 存在惩罚
lost-in-the-middle! < long-context: lost in the middle | 中间丢失 | lost-in-the-middle problem
emergence: 涌现现象 | 智能涌现 | emergent ability | emergent abilities | emergence | 涌现 | 涌现能力 | emergent capability | emergent
scaling-law: scaling law | 缩放定律 | 扩展定律 | 规模定律 | 尺度定律 | scaling laws | 缩放法则 | 扩展法则
compute-optimal-scaling < chinchilla scaling-law: Chinchilla 定律 | Chinchilla law | Chinchilla scaling law | Chinchilla 缩放定律
chinchilla: Chinchilla
grokking: grokking | 顿悟
distributed-training < training: 分布式训练技术 | 多机多卡训练 | 分布式并行训练 | parallel training | 并行训练 | distributed training | 分布式训练 | multi-GPU training | 分布式
data-parallelism < distributed-training training: 资料平行 | 数据平行 | data parallelism | data parallel | 数据并行 | DP | data-parallel
ddp < distributed-training training: DDP | distributed data parallel | 分布式数据并行 | DistributedDataParallel
fsdp < distributed-training training: FSDP | fully sharded data parallel | 全分片数据并行 | 完全分片数据并行 | 全切片数据并行 | fully sharded data parallelism
tensor-parallelism < distributed-training: 张量平行 | tensor parallelism | tensor parallel | 张量并行 | TP | tensor-parallel
pipeline-parallelism < distributed-training training: 管线平行 | 流水线平行 | 流水线 | pipeline parallelism | pipeline parallel | 流水线并行 | 流水并行 | PP | 管道并行 | pipeline-parallel
model-parallelism < distributed-training: 模型平行 | model parallelism | model parallel | 模型并行 | MP
sequence-parallelism < distributed-training: sequence parallelism | 序列并行 | sequence parallel | SP
context-parallelism < distributed-training: context parallelism | 上下文并行 | context parallel
expert-parallelism < distributed-training moe: expert parallelism | 专家并行 | expert parallel | EP
three-d-parallelism < distributed-training: 3D parallelism | 3D 并行 | 三维并行
pipeline-bubble < pipeline-parallelism distributed-training: pipeline bubble | 流水线气泡 | 气泡 | bubble
gpipe < pipeline-parallelism: GPipe
pipedream < pipeline-parallelism: PipeDream | 1F1B
zero < distributed-training training deepspeed partition: ZeRO | zero redundancy optimizer | 零冗余优化器 | ZeRO 优化 | 零冗余优化 | zero redundancy optimiser | ZeRO 优化器 | DeepSpeed ZeRO
zero-1 < distributed-training training deepspeed zero partition: ZeRO-1 | ZeRO stage 1 | ZeRO 第一阶段 | ZeRO 的第一阶段 | ZeRO 阶段一 | stage 1 of ZeRO | zero1 | ZeRO 一阶段 | ZeRO stage one | first stage of ZeRO | ZeRO 阶段 1
zero-2 < distributed-training training deepspeed zero partition: ZeRO-2 | ZeRO stage 2 | ZeRO 第二阶段 | ZeRO 的第二阶段 | ZeRO 阶段二 | stage 2 of ZeRO | zero2 | ZeRO 二阶段 | ZeRO stage two | second stage of ZeRO | ZeRO 阶段 2
zero-3 < distributed-training training deepspeed zero partition: ZeRO-3 | ZeRO stage 3 | ZeRO 第三阶段 | ZeRO 的第三阶段 | ZeRO 阶段三 | stage 3 of ZeRO | zero3 | ZeRO stage three | third stage of ZeRO | ZeRO 阶段 3
zero-offload < distributed-training training deepspeed zero: ZeRO-Offload | zerooffload
zero-infinity < distributed-training training deepspeed zero: ZeRO-Infinity
zero-plus < distributed-training deepspeed zero: ZeRO++
cpu-offload < training: CPU offload | CPU-offload | CPU 卸载 | offload 到 CPU | offload to CPU | 卸载到 CPU
offload: offload | offloading | 卸载
deepspeed < training distributed-training: DeepSpeed
megatron < distributed-training: Megatron-LM | Megatron
megatron-deepspeed < distributed-training: Megatron-DeepSpeed
horovod < distributed-training: Horovod
colossal-ai < distributed-training: Colossal-AI | ColossalAI
ray: Ray
accelerate: Accelerate | HuggingFace Accelerate
pytorch: PyTorch
lightning: PyTorch Lightning | Lightning
tensorflow: TensorFlow
jax: JAX
mindspore: MindSpore
huggingface: HuggingFace | hugging face
transformers-lib: transformers 库 | transformers library | HuggingFace Transformers
trl: TRL
vllm < inference: vLLM
tgi < inference: TGI | text generation inference
tensorrt-llm < inference: TensorRT-LLM | TensorRT
sglang < inference: SGLang
lmdeploy < inference: LMDeploy
triton: Triton
onnx: ONNX
ollama: Ollama
fastertransformer < inference: FasterTransformer
gguf: GGUF | GGML
parameter-server < distributed-training: parameter server | 参数服务器
all-reduce < distributed-training: all-reduce | AllReduce | 全规约 | 全归约
ring-all-reduce < distributed-training: ring all-reduce | Ring AllReduce | 环形 all-reduce | 环形规约 | 环状 all-reduce
all-gather < distributed-training: all-gather | AllGather | 全收集
reduce-scatter < distributed-training: reduce-scatter | ReduceScatter | 规约分散
all-to-all < distributed-training: all-to-all | AllToAll
broadcast < distributed-training: broadcast | 广播
nccl < distributed-training: NCCL
nvlink: NVLink
infiniband: InfiniBand | RDMA
gpu: GPU | 卡 | 张卡 | 块卡 | GPU 卡 | 显卡 | graphics card
cpu: CPU
tpu: TPU
npu: NPU | 昇腾
cuda: CUDA
tensor-core: tensor core
hbm: HBM | 高带宽内存
sram: SRAM
memory-bandwidth: memory bandwidth | 显存带宽 | 内存带宽
quantization: 低比特量化 | 模型量化技术 | 低精度量化 | low-bit quantization | weight quantisation | quantization | quantisation | 量化 | quantize | 模型量化 | model quantization | quantized | quantising | quantizing | quantise | quantised
ptq < quantization: PTQ | post-training quantization | 训练后量化 | 后训练量化
qat < quantization: QAT | quantization-aware training | 量化感知训练
gptq < quantization: GPTQ
awq < quantization: AWQ | activation-aware weight quantization | 激活感知权重量化
smoothquant < quantization: SmoothQuant
llm-int8 < quantization: LLM.int8 | LLM.int8()
bitsandbytes < quantization: bitsandbytes
double-quantization < quantization: double quantization | 双重量化 | 二次量化
symmetric: symmetric | 对称 | symmetric quantization | 对称量化
asymmetric: asymmetric | 非对称 | asymmetric quantization | 非对称量化 | 不对称
per-channel: per-channel | 逐通道 | 按通道
per-tensor: per-tensor | 逐张量 | 按张量
per-token: per-token | 逐 token
weight-only: weight-only | 仅权重 | 只量化权重
activation-quantization: activation quantization | 激活量化 | 激活值量化
weight-quantization: weight quantization | 权重量化
kv-quantization < kv-cache quantization: KV cache quantization | KV cache 量化 | KV 量化 | KV 缓存量化
outlier: outlier | 离群值 | 异常值
calibration: calibration | 校准
pruning: pruning | 剪枝 | prune | 模型剪枝 | model pruning | pruned | 裁剪模型
structured: structured | 结构化 | structured pruning | 结构化剪枝
unstructured: unstructured | 非结构化 | unstructured pruning | 非结构化剪枝
distillation: 大模型蒸馏 | 蒸馏技术 | LLM distillation | distillation | 蒸馏 | knowledge distillation | 知识蒸馏 | distill | 模型蒸馏 | model distillation
teacher-model: teacher model | 教师模型 | teacher | 老师模型 | 大教师
student-model: student model | 学生模型 | student
compression: model compression | 模型压缩 | 压缩模型
context-compression: prompt 压缩 | 提示词压缩 | context compression | 上下文压缩 | prompt compression | 提示压缩
moe: MoE 模型 | MoE 架构 | 稀疏混合专家 | 混合专家系统 | sparse MoE | sparsely-gated | MoE | mixture of experts | mixture-of-experts | 混合专家 | 混合专家模型 | 专家混合 | 专家混合模型 | 混合专家架构 | mixture of expert | 稀疏专家模型 | 专家模型 | 稀疏混合专家模型 | 稀疏 MoE | sparse mixture of experts | MoE 大模型 | MoE 层 | MoE layer
gating < moe expert: 路由机制 | 门控机制 | gate | gate network | expert routing | routing mechanism | 专家选择 | gating | gating network | 门控网络 | 门控 | router | routing | 路由 | 路由器 | 专家路由 | 分给专家 | 分配给专家 | 选专家 | 选择专家 | 分发给专家 | 挑专家 | 分到专家 | route tokens | routes tokens | routing tokens | token 路由 | token routing | 路由网络 | gating function | router network | gating mechanism | 挑选专家 | 专家是怎么选 | 专家怎么选 | 选哪些专家 | 专家选择机制 | 怎么选专家 | 如何选专家 | 专家是怎么选出来 | expert selection | select experts | choose experts | experts are chosen | experts are selected
load-balancing < moe expert: 负载不均衡 | 负载不均 | unbalanced experts | load imbalance | expert imbalance | load balancing | load balance | 负载均衡 | 负载平衡 | 专家负载不均 | 负载不均匀 | uneven expert load | 专家不均衡
shared-expert < moe: shared expert | 共享专家
routed-expert < moe: routed expert | 路由专家
expert < moe: expert | 专家
dense-model: dense model | 稠密模型
sparse: sparse | 稀疏 | sparsity | 稀疏性
dense: dense | 稠密 | 密集
dense-retrieval < retrieval: semantic search | 语义检索 | 语义搜索 | semantic retrieval | embedding retrieval | embedding-based retrieval | embedding 检索 | 向量召回 | 语义召回 | dense retrieval | 稠密检索 | 向量检索 | 密集检索 | vector retrieval | vector search | 向量搜索 | 稠密向量检索 | 语义向量检索 | embedding search
sparse-retrieval < retrieval: sparse retrieval | 稀疏检索 | keyword search | 关键词检索 | 关键词搜索
hybrid-retrieval < retrieval rag: hybrid retrieval | hybrid search | 混合检索 | 混合搜索
multi-path-recall < retrieval rag: multi-path recall | 多路召回 | 多路检索
retrieval: retrieval | retrieve | 检索 | 召回 | 检索回来 | 检索到 | 检索出来 | 召回的 | 取回来 | 检索回来的 | 检索出来的 | 检索到的 | retrieved
sequence: sequence | 序列
cls-token < bert: CLS | [CLS] | CLS token | [CLS] token
sep-token < bert: SEP | [SEP] | SEP token
segment-embedding < bert embedding: segment embedding | 段嵌入 | segment embeddings | 句子嵌入 | token type embedding
token-type: token type
beam-size < beam-search decoding: beam size | beam width | 束宽 | 束大小 | 束宽度 | num_beams | beam 数 | beam 数量 | beam 的大小 | beam 宽度 | number of beams | beam 大小
needle: needle in a haystack | 大海捞针 | 大海捞针测试 | needle-in-a-haystack | needle in the haystack | NIAH
instruction: instruction | 指令
rejection-sampling-ft < fine-tuning: RFT | 拒绝采样微调 | rejection sampling fine-tuning
agi-eval: AGIEval
python: Python
docker: Docker
kubernetes: Kubernetes | K8s
sql: SQL
streaming-llm: StreamingLLM
attention-window: 注意力窗口
h2o: H2O
mamba-2: Mamba-2
retnet: RetNet
longformer: Longformer
bigbird: BigBird
reformer: Reformer
linformer: Linformer
performer: Performer
transformer-xl: Transformer-XL
switch-transformer: Switch Transformer
gshard: GShard
deepseek-moe: DeepSeekMoE
ddpm: DDPM
vae: VAE | variational autoencoder | 变分自编码器
gan: GAN | generative adversarial network | 生成对抗网络
unet: U-Net
q-former: Q-Former
resnet: ResNet
codebert: CodeBERT
codellama: Code Llama | CodeLlama
starcoder: StarCoder
wizardcoder: WizardCoder
orca: Orca
zephyr: Zephyr
dolly: Dolly
minicpm: MiniCPM
yi: Yi-34B
grok: Grok
command-r: Command R
kimi: Kimi
doubao: 豆包
hunyuan: 混元
pangu: 盘古
spark: 星火
nccl-bandwidth: 带宽
adapter-fusion: AdapterFusion
compacter: Compacter
unipelt: UniPELT
mam-adapter: MAM Adapter
lora-fa: LoRA-FA
vera: VeRA
loftq: LoftQ
delta-tuning: delta tuning
lomo: LOMO
zero-shot-cot: zero-shot CoT | 零样本思维链
auto-cot: Auto-CoT
program-aided: PAL
rewoo: ReWOO
step-back: step-back prompting
cot-sc: CoT-SC
skeleton-of-thought: skeleton-of-thought
apo: 自动提示优化 | automatic prompt optimization
dspy: DSPy
guidance: Guidance
outlines: Outlines
raptor: RAPTOR
small-to-big: small-to-big
sentence-window: sentence window | 句子窗口
contextual-retrieval: contextual retrieval | 上下文检索
colpali: ColPali
splade: SPLADE
mteb: MTEB
cmteb: C-MTEB
matryoshka: Matryoshka | 俄罗斯套娃
hard-negative: hard negative | 难负例 | 困难负样本 | hard negatives
in-batch-negative: in-batch negative | 批内负样本
triplet: triplet loss | 三元组损失
siamese: siamese | 孪生网络
entropy-bonus: entropy bonus | 熵奖励
value-clip: value clipping
bradley-terry: Bradley-Terry
elo: Elo
chatbot-arena: Chatbot Arena
alpaca-eval: AlpacaEval
mt-bench: MT-Bench
truthfulqa: TruthfulQA
superclue: SuperCLUE
helm: HELM
big-bench: BIG-bench
hellaswag: HellaSwag
arc: ARC
squad: SQuAD
glue: GLUE
superglue: SuperGLUE
imagenet: ImageNet
common-crawl: Common Crawl
c4: C4
the-pile: The Pile
redpajama: RedPajama
minhash: MinHash
simhash: SimHash
long-range < attention: 长距离依赖 | 长程依赖 | 远距离依赖 | 长期依赖 | long-range dependency | long-range dependencies | long-term dependency | long-term dependencies | long-distance dependencies
reward: reward | 奖励 | 奖励信号 | reward signal
projection: projection | 投影 | 投影层 | projection layer | 投影矩阵
soft-label: soft label | 软标签
label-data: label | 标签
cold-start: cold start | 冷启动
vector: vector | 向量
exam-word: word | 单词 | 词
batch: batch | 批次 | 批
gradient-norm: gradient norm | 梯度范数
blank-filling < glm pretraining pretraining-task: 填空 | blank filling | 空白填充 | 自回归空白填充 | 自回归填空 | autoregressive blank infilling | blank infilling | autoregressive blank filling
span-corruption < t5 pretraining pretraining-task: span corruption | 片段掩码 | 片段破坏 | 跨度破坏 | span masking
production: production | 生产环境 | 生产
replica: replica | 副本
session: session | 会话
feedback: feedback | 反馈
human-feedback: human feedback | 人类反馈
autoscaling: autoscaling | 自动扩缩容 | 弹性伸缩
sandbox: sandbox | 沙箱 | 沙盒
sycophancy: sycophancy | 谄媚 | 讨好
staleness: staleness | 陈旧度 | 陈旧
response: response | 回复 | 回答内容
json: JSON | valid JSON | 合法 JSON | 合法的 JSON | 格式正确的 JSON | JSON 格式
instruction-following: instruction following | 指令遵循 | 指令跟随 | follow instructions
multi-hop: multi-hop | 多跳 | multihop
intent-recognition: intent recognition | 意图识别 | intent detection | intent classification
slot-filling: slot filling | 槽位填充 | 槽填充
overflow: overflow | 上溢 | 溢出
underflow: underflow | 下溢
nan < training loss: NaN
linear-layer: linear layer | 线性层 | 全连接层 | fully connected layer
attention-bias: attention bias | 注意力偏置
context-engineering: context engineering | 上下文工程
workflow-llm: agentic workflow | 智能体工作流
chatbot: chatbot | 聊天机器人
knowledge-cutoff: knowledge cutoff | 知识截止
mode-collapse: mode collapse | 模式崩溃
entropy: entropy | 熵
variance: variance | 方差
mean: 均值 | 平均值
norm-clip: norm clipping
inductive-bias: inductive bias | 归纳偏置
rag: RAG 技术 | RAG 架构 | 检索增强技术 | 检索式生成 | retrieval augmentation | retrieval-augmented | RAG pipeline | RAG 应用 | RAG 方案 | RAG | retrieval-augmented generation | 检索增强生成 | 检索增强 | retrieval augmented generation | RAG 系统 | 检索增强的生成
coarse-ranking < retrieval rag: coarse ranking | 粗排 | 粗排序
generator < rag generate: generator | 生成器 | 生成模块 | 生成阶段 | 生成环节 | 生成部分 | generation stage | generation step | generation module | generation component | generation phase | 生成端
retriever < rag retrieval: retriever | 检索器 | 检索模块 | 检索阶段 | 检索环节 | 检索部分 | 召回阶段 | 召回环节 | retrieval stage | retrieval step | retrieval module | retrieval component | retrieval phase | 召回模块 | 检索端
graph-rag: GraphRAG | graph RAG | 图 RAG | 知识图谱 RAG
self-rag: Self-RAG
corrective-rag: corrective RAG | CRAG
agentic-rag: agentic RAG
modular-rag: modular RAG | 模块化 RAG
naive-rag: naive RAG | 朴素 RAG
advanced-rag: advanced RAG | 高级 RAG
reranking < retrieval rag: 二次排序 | 重新排序 | 精排模型 | reranking model | rerank model | reranking | rerank | re-rank | re-ranking | reranker | 重排 | 重排序 | 精排 | 重排序模型 | 重排模型 | rerank 模型 | re-ranker
rrf < retrieval: RRF | reciprocal rank fusion | 倒数排名融合
query-rewriting < rag: 用户问题改写 | 改写用户问题 | 改写 query | query reformulation | 问题重写 | query rewriting | query 改写 | 查询改写 | 问题改写 | query rewrite | 查询重写 | rewrite the query | rewrite queries | 改写查询
query-expansion < rag: query expansion | 查询扩展 | query 扩展
multi-query: multi-query retrieval | 多查询检索 | multi query retriever
hyde < rag: HyDE | 假设性文档嵌入 | hypothetical document embeddings
chunking < rag document: 切分粒度 | 文档分割策略 | document chunking | document splitting | splitting documents | 文本块 | chunk documents | 文档拆分 | 文本拆分 | chunking | chunk | 分块 | 切块 | 文档分块 | 文档切分 | 文本切分 | 文本分块 | 切片 | 文档切块 | text splitting | 文本分割 | split documents | 切分文档 | 文档分割 | 分段 | split documents into chunks | 文档块 | 切文档 | 切分文本 | 文本切块 | 拆文档 | split text | splitting text | chunk the documents | chunking documents | 文档切片 | 文档切成块 | 文档切成小块 | 文档分段 | 文档切割 | 文本切割 | 切割文档 | 分割文档 | 分割文本 | split the documents | splitting the documents | chunking strategy | chunking strategies | 分块策略 | 切分策略 | 切块策略
chunk-size < chunking rag document: 文档块大小 | 切块大小 | 文档切块大小 | 分块大小 | 块大小 | chunk 大小 | 切片大小 | 块的大小 | 块长 | chunk length | 切块大小 | 文本块大小 | 文本切块大小 | chunk size | 块大小 | 分块大小 | chunk 大小 | 切片大小 | 文档块的大小 | 切块的大小 | 块的大小 | 文档切块的大小 | 切多大 | 切块多大 | 文本块的大小 | 分块的大小 | 每块多大 | 多大的块 | chunk 的大小 | chunk 多大 | 切多细 | 块多大 | 切片的大小 | size of chunks | size of the chunks | chunk sizes | chunk 长度 | 分块粒度 | 分块长度 | chunk length | 切分的粒度 | 块切多大
chunk-overlap < chunking rag: chunk overlap | overlap | 重叠 | 块重叠 | 分块重叠 | 切块重叠 | overlap between chunks
parent-document: parent document retriever | 父文档检索
vector-database: vector database | vector store | 向量数据库 | 向量库 | vector DB | 向量存储 | vectorstore
faiss < vector-database: FAISS
milvus < vector-database: Milvus
chroma < vector-database: Chroma
pinecone < vector-database: Pinecone
elasticsearch: Elasticsearch | ES
pgvector < vector-database: pgvector
ann-search < dense-retrieval retrieval: ANN | approximate nearest neighbor | approximate nearest neighbour | 近似最近邻 | 近似最近邻搜索 | 近似最近邻检索
hnsw < ann-search index: HNSW | 分层可导航小世界
ivf < ann-search index: IVF | 倒排索引 | inverted index
product-quantization: product quantization | 乘积量化 | PQ
lsh < ann-search: LSH | locality-sensitive hashing | 局部敏感哈希
knn: KNN | k nearest neighbors | k 近邻
cosine-similarity: cosine similarity | 余弦相似度 | cosine | 余弦相似性
euclidean: euclidean distance | 欧氏距离 | 欧式距离 | L2 距离
similarity: similarity | 相似度 | 语义相似度 | semantic similarity | 相近 | 语义相近 | similar | 相似 | 语义相似 | 语义是否相近 | 语义上相近
knowledge-graph: knowledge graph | 知识图谱 | KG
knowledge-base: 私有知识库 | 外挂知识库 | 本地知识库 | knowledge base | 知识库 | 外部知识库 | external knowledge | 外部知识 | 外部知识数据库
prompt: prompt | 提示词 | 提示 | 提示语 | prompts
prompt-engineering: 提示设计 | prompt design | 提示词设计 | prompt 工程 | prompt engineering | 提示工程 | 提示词工程 | 提示语工程
prompt-learning: prompting | 提示学习 | prompt learning | 提示学习Prompting
prompt-template: prompt template | 提示模板 | 提示词模板 | prompt 模板 | 提示语模板
system-prompt: system message | 系统消息 | system prompt | 系统提示 | 系统提示词
zero-shot: zero-shot | 零样本 | zero shot learning | 零次学习 | zero-shot prompting | 零样本提示 | 零样本学习
one-shot: one-shot | 单样本
few-shot: few-shot | 少样本 | 小样本 | few shot learning | few-shot prompting | 少样本提示 | 少样本学习 | 小样本学习
icl: 上下文内学习 | 语境内学习 | ICL | in-context learning | 上下文学习 | 情境学习 | 语境学习 | in context learning
cot: 逐步推理 | 一步一步思考 | 一步步思考 | step by step reasoning | step-by-step reasoning | think step by step | 思维链推理 | 思维链 CoT | 思维链技术 | CoT | chain-of-thought | chain of thought | 思维链 | 思维链提示 | chain-of-thought prompting | 思考链 | 链式思维 | CoT 提示 | 思想链
tot: ToT | tree-of-thought | tree of thoughts | 思维树 | tree of thought | tree-of-thoughts
got: GoT | graph-of-thought | graph of thoughts | 思维图
self-consistency: self-consistency | 自一致性 | 自洽性 | 自我一致性
least-to-most: least-to-most | 由少到多
react: ReAct | ReAct 框架
reflexion: Reflexion | 反思 | self-reflection | 自我反思
plan-and-execute: plan-and-execute | plan and solve
agent: Agents | AI 代理 | 自主智能体 | autonomous agent | AI 智能体 | 大语言模型智能体 | agent | 智能体 | LLM agent | AI agent | 代理 | 大模型智能体 | 大模型 Agent
multi-agent: multiple agents | 多个 agent | 多个智能体 | multi-agent | 多智能体 | 多 agent | 多 Agent 系统 | multi-agent system | 多代理
autogpt: AutoGPT
babyagi: BabyAGI
metagpt: MetaGPT
autogen: AutoGen
crewai: CrewAI
tool-use: function calling | function call | 函数调用 | 工具使用能力 | tool invocation | call external tools | 外部工具调用 | 调用函数 | tool call | tool use | tool calling | 工具调用 | 使用工具 | 工具使用 | 调用工具 | tool-use | call tools | use tools | 调用外部工具 | 工具调用能力 | 调用工具的能力 | calling tools | tools use | using tools | use external tools | invoke tools | invoking tools | 外部工具 | external tools | 使用外部工具
mcp: MCP | model context protocol | 模型上下文协议
toolformer: Toolformer
planning: planning | 规划 | 规划能力 | plan
memory-agent: memory | 记忆 | 记忆模块 | 记忆能力 | 记忆机制 | memory module | 记忆系统
short-term-memory: short-term memory | 短期记忆
long-term-memory: long-term memory | 长期记忆
langchain: LangChain | lang chain
langgraph: LangGraph
langsmith: LangSmith
lcel: LCEL
dify: Dify
haystack: Haystack
semantic-kernel: Semantic Kernel
document-loader < langchain: document loader | 文档加载器 | document loaders
text-splitter < langchain: text splitter | 文本分割器 | 文本切分器 | text splitters | 文本拆分器
output-parser < langchain: output parser | 输出解析器 | output parsers
chain: chain | chains | 链
callback: callback | 回调
index: index | 索引 | indexes | indexing | indices | 建索引
example-selector: example selector | 示例选择器
chat-history: chat message history | 聊天消息历史 | 对话历史 | chat history | 聊天记录
toolkit: toolkit | toolkits | 工具包
decoding: autoregressive generation | autoregressive token generation | token generation | 自回归生成 | 逐词生成 | 逐 token 生成 | decoding | decode | 解码 | 解码策略 | decoding strategy | 生成策略 | 解码方法 | decoding method | 解码方式
greedy < decoding: greedy decoding | greedy search | 贪心解码 | 贪心搜索 | 贪婪解码 | 贪婪搜索 | greedy
beam-search < decoding: beam 搜索 | 定向搜索 | 束搜索算法 | beam search | 束搜索 | 集束搜索 | 波束搜索 | 柱搜索 | beamsearch
sampling < decoding: 采样解码 | sampling | 采样 | sample | 随机采样 | random sampling | 采样策略 | 采样方法
top-k < decoding sampling: top-k | top k sampling | top-k 采样 | topk
top-p < decoding sampling: top-p | top p sampling | top-p 采样 | nucleus sampling | 核采样 | nucleus | topp | 核心采样
min-p < decoding sampling: min-p | min p sampling
temperature < decoding sampling: temperature | 温度 | 温度系数 | 温度参数 | temperature parameter | 采样温度 | sampling temperature
contrastive-search < decoding: contrastive search | 对比搜索 | contrastive decoding | 对比解码
speculative-decoding < decoding inference: 推测式解码 | 投机推理 | 推测执行解码 | speculative inference | assisted decoding | speculative decoding | 投机解码 | 推测解码 | 投机采样 | speculative sampling | 推测性解码 | 推测采样
draft-model < speculative-decoding: draft model | 草稿模型
medusa < inference: Medusa
continuous-batching < inference: continuous batching | 连续批处理 | 动态批处理 | in-flight batching | dynamic batching | 持续批处理
static-batching < inference: static batching | 静态批处理
batching: batching | 批处理 | 批量推理
prefill < inference: prefill | 预填充 | prefill 阶段 | 首 token 阶段 | prefilling
decode-stage < inference decoding: decode 阶段 | decode stage | decode phase | decoding phase
prefix-caching < inference: prefix caching | 前缀缓存 | prompt caching | prefix cache
ttft < inference latency: TTFT | 首 token 延迟 | time to first token | 首字延迟 | 首 token 时延 | 首包延迟 | first token latency | first-token latency
tpot < inference latency: TPOT | time per output token
throughput: throughput | 吞吐 | 吞吐量
latency: latency | 延迟 | 时延
kernel-fusion: kernel fusion | 算子融合 | operator fusion
pd-disaggregation < inference: PD 分离 | prefill-decode disaggregation | PD disaggregation
context-window: 输入序列长度 | 文本长度 | 最大长度 | 最大上下文 | 上下文大小 | context size | context limit | input sequence length | 输入文本长度 | context window | context length | 上下文长度 | 上下文窗口 | 上下文窗口长度 | 窗口长度 | 序列长度 | sequence length | 输入长度 | 上下文的长度
long-context: long context | 长上下文 | 长文本 | 更长的文本 | 长序列 | longer text | long text | 长文 | 超长文本 | 超长上下文 | 超长序列 | longer texts | 长文档 | long document | long sequence | 更长的上下文 | 更长上下文 | longer context | longer contexts | long contexts | 很长的文本 | 很长的上下文 | long inputs | long input | 长输入 | 超长输入 | very long text | 更长的输入 | longer inputs | 长文本处理 | 长上下文能力
context-extension: 上下文扩展 | context extension
context: context | 上下文
memory-gpu: GPU memory | VRAM | 显存 | 显存占用 | memory usage | memory footprint | 内存 | 显存消耗 | memory consumption | GPU 显存 | GPU 内存 | 占用显存 | video memory | memory cost | 显存开销 | gpu memory usage | graphics memory
host-memory: 内存 | 内存占用 | CPU 内存 | host memory | RAM | 省内存
oom! < memory-gpu: OOM | out of memory | 显存溢出 | 爆显存 | 显存不足 | 显存不够 | out-of-memory | CUDA OOM | 显存爆了 | OOM 错误 | 显存爆 | 爆显存了 | 显存会爆 | 爆掉显存 | run out of memory | runs out of memory | running out of memory | 显存不够用 | 跑不下 | 显存溢出了 | 显存 OOM
flops: FLOPs | 浮点运算 | 计算量 | FLOPS | 算力
param-count: how many parameters | 多少参数 | 多少个参数 | 几个参数 | 模型大小 | model size | 模型规模 | 参数个数 | parameter size | parameter count | 参数量 | 参数数量 | number of parameters | 参数规模
parameters: parameter | 参数 | params | 权重参数
weights: weight | 权重
matrix: matrix | 矩阵 | 权重矩阵 | weight matrix | matrices | weight matrices
unidirectional: unidirectional | 单向 | 单向注意力
bidirectional: bidirectional | 双向 | 双向注意力
activations: activations | 激活值 | activation values | 中间激活
hidden-size: hidden size | 隐藏层维度 | hidden dimension | d_model | 隐层维度
d-k: d_k | dk | d_q
head-dim: head dim | head dimension | 每个头的维度
dimension: dimension | 维度 | 降维
complexity: complexity | time complexity | 时间复杂度 | 复杂度 | 计算复杂度 | computational complexity | computational cost | quadratic complexity | 运算复杂度
space-complexity: space complexity | 空间复杂度
data: data | 数据 | 数据集 | dataset | corpus | 语料 | 样本 | 数据源 | sample
sft-data < sft fine-tuning training data: SFT data | SFT 数据 | 微调数据 | 指令数据 | 指令微调数据 | instruction data | SFT 指令微调数据 | fine-tuning data | 指令数据集 | instruction dataset | 监督微调数据 | 指令微调数据集
pretraining-data < pretraining training data: pretraining data | 预训练数据 | 预训练语料 | pre-training data | pretraining corpus | pre-training corpus | 预训练数据集
training-data < training data: training data | 训练数据 | 训练集 | training set | 训练语料 | 训练样本
validation-set: validation set | 验证集
data-cleaning: data cleaning | 数据清洗 | clean | 清洗 | 数据清理 | 清理
deduplication: 语料去重 | deduplication | dedup | 去重 | 数据去重 | deduplicate
data-mix: data mixture | 数据配比 | data mixing | 数据比例 | 配比 | 数据混合 | 混合比例
data-labeling: data labeling | data annotation | 数据标注 | 标注 | annotate | label
synthetic-data: synthetic data | 合成数据 | 数据合成
self-instruct: self-instruct
evol-instruct: Evol-Instruct | WizardLM
vlm < multimodal: VLM | 视觉语言模型 | vision-language model | vision language model | LVLM
preprocess: 预处理 | 数据预处理 | preprocess | preprocessing | data preprocessing
resources: 资源 | 计算资源 | compute resources | resources | computing resources
multimodal: multimodal | multi-modal | 多模态 | 多模态大模型 | multimodal LLM | MLLM | 多模态模型
vision: vision | 视觉
image < multimodal: image | 图像 | 图片 | 图文 | images and text | image and text
speech: speech | 语音
text-classification: text classification | 文本分类 | classification | 分类任务
generation-task: generation task | 生成任务 | text generation | 文本生成 | 自然语言生成 | NLG | natural language generation
ner: NER | named entity recognition | 命名实体识别
summarization: summarization | summarisation | 摘要 | summary
translation-task: machine translation | 机器翻译 | 翻译
qa-task: question answering | 问答 | 问答系统 | QA
code-generation: code generation | 代码生成
text-to-sql: text-to-SQL | text2sql | NL2SQL
multi-turn: multi-turn | 多轮 | 多轮对话 | multi-turn dialogue | multi-turn conversation | multiturn
single-turn: single-turn | 单轮 | 单轮对话
dialogue: dialogue | dialog | 对话 | conversation
single-node: single-node | 单机 | single machine
multi-node: multi-node | 多机 | multi machine | multi-machine
single-gpu: single GPU | 单卡 | 一张卡 | 单张显卡 | 单张卡 | 一张显卡 | 一块 GPU | 单块 GPU | one GPU | 单 GPU | 单张 GPU | only one GPU | a single GPU
multi-gpu: multi-GPU | 多卡 | multiple GPUs | 多 GPU | across GPUs | several GPUs | many GPUs | 多张显卡 | 多张卡
domain: domain | 领域 | 垂直领域 | 行业 | vertical domain | 垂域 | 专业领域
domain-model: domain model | 领域模型 | 领域大模型 | 垂直领域大模型 | 行业大模型 | 行业模型 | domain-specific model | domain-specific LLM | vertical LLM
general-ability: general capability | 通用能力 | general ability
open-source: open source | 开源 | open-source
closed-source: closed source | 闭源 | closed-source
sentence: sentence | 句子
document: document | 文档 | doc
query: query | 查询
key-vec: key
value-vec: value
layer: layer
head: head | 头 | 注意力头 | attention head
head-count < head mha attention: how many heads | number of heads | 头数 | 多少个头 | 头的数量
position: position | 位置信息 | 位置
streaming: streaming | 流式 | 流式输出
structured-output: structured output | 结构化输出 | JSON output | JSON 输出 | JSON mode
stop-token: EOS | 结束符 | stop token | 停止词 | stop word | stop sequence | EOS token | 终止符
api: API
chat-model: chat model | Chat 模型 | 对话模型
bptt: BPTT
knowledge: knowledge | 知识
wide-ai: AGI | 通用人工智能
latent-space: latent space | 隐空间
nat-lang-inference: NLI
teacher-forcing < training decoder: teacher forcing | 教师强制
exposure-bias < training teacher-forcing: 暴露偏差 | exposure bias | 曝光偏差
scheduled-sampling: scheduled sampling
ema: EMA | 指数移动平均
model-merging: model merging | 模型融合 | 模型合并 | 权重融合
ensemble: ensemble | 集成学习
induction-head: induction head | 归纳头
logits: logits | logit
probability: probability | 概率
monte-carlo-tree: MCTS | 蒙特卡洛树搜索 | monte carlo tree search
test-time-compute: test-time compute | 测试时计算 | inference-time scaling | test-time scaling | 推理时扩展 | 测试时算力 | 推理时计算 | inference-time compute | 测试时扩展
slow-thinking: slow thinking | 慢思考
fast-thinking: fast thinking | 快思考
byte: byte | 字节
character: character | 字符
guardrails: guardrail | 护栏
mtp: MTP | multi-token prediction | 多 token 预测 | 多词预测
router-loss < load-balancing loss: 负载均衡损失 | load-balancing loss | load balancing loss | 均衡损失 | 负载均衡辅助损失 | auxiliary loss | 辅助损失
aux-free: auxiliary-loss-free | 无辅助损失
elastic: elastic training | 弹性训练
checkpoint: checkpoint | 检查点 | 断点
resume: 中断恢复 | resume training | 断点续训 | 恢复训练 | 断点续传
fault-tolerance: fault tolerance | 容错
profiling: profiling | 性能分析
torch-compile: torch.compile
cuda-graph: CUDA graph
mfu: MFU
roofline: roofline
communication: communication | 通信
"""
