// What a page does beyond being read: search, keys, the scheme, previews of concepts, copying code.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const root = form.dataset.root;
  const input = form.querySelector("input");
  const list = document.getElementById("search-results");

  // ------------------------------------------------------------------ search
  let index = null; // null: not asked for; a promise afterwards
  let ready = false;
  let chars = new Map();

  const load = () => {
    index ??= fetch(root + "assets/search.json").then((answer) => answer.json()).then(prepare);
    return index;
  };

  // As pipeline/publishing/search.py spells the index.
  const fold = (text) => {
    let plain = "";
    for (const letter of text.normalize("NFKC").toLowerCase()) plain += chars.get(letter) ?? letter;
    return plain
      .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
      .replace(/[\u2010-\u2013\u2212]/g, "-")
      .replace(/([0-9a-z])[-_](?=[0-9a-z])/g, "$1")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  };

  const prepare = (data) => {
    const [old, plain] = [Array.from(data.chars[0]), Array.from(data.chars[1])];
    chars = new Map(old.map((letter, at) => [letter, plain[at]]));
    const frequency = new Map();
    const entries = data.entries.map(([kind, title, url, remark, names, body]) => {
      const entry = { kind, title, url, remark, head: fold(title), names, body };
      const seen = new Set([...units(entry.head), ...units(names), ...units(body)]);
      for (const unit of seen) frequency.set(unit, (frequency.get(unit) ?? 0) + 1);
      return entry;
    });
    const rarity = (unit) => Math.log(1 + entries.length / (1 + (frequency.get(unit) ?? 0)));
    const words = [...frequency.keys()].filter((unit) => /^[a-z]{3,}$/.test(unit));
    ready = true;
    return { entries, frequency, rarity, words };
  };

  // A Latin word is a unit; of Chinese, every two neighbours are.
  const units = (text) => {
    const found = [];
    for (const run of text.match(/[0-9a-z\u00c0-\u024f\u0370-\u03ff]+|[\u3400-\u9fff]+/g) ?? []) {
      if (/^[\u3400-\u9fff]/.test(run)) {
        if (run.length === 1) found.push(run);
        for (let at = 0; at + 1 < run.length; at++) found.push(run.slice(at, at + 2));
      } else found.push(run);
    }
    return found;
  };

  const bounded = (text, unit) => {
    if (!/^[0-9a-z]/.test(unit)) return true;
    for (let at = text.indexOf(unit); at >= 0; at = text.indexOf(unit, at + 1)) {
      if (!/[0-9a-z]/.test(text[at - 1] ?? " ") && !/[0-9a-z]/.test(text[at + unit.length] ?? " ")) return true;
    }
    return false;
  };

  // Words that ask are in every question; what a query is about is the rest of it. They count a little, and alone in full.
  const ASKS = new RegExp(
    "(?:之间)?(?:有|有着)?(?:什么|哪些|何)?(?:的)?(?:区别|不同|差别|差异|异同)(?:之处)?(?:是什么|在哪里?|有哪些)?" +
      "|(?:的)?(?:对比|比较)$|是什么(?:意思)?|什么是|什么叫|为什么|为何|怎么样?|怎样|如何|有哪些|有什么|哪些|哪个|什么|请问|介绍一下|讲一?讲|谈谈|说说|是否|能否|能不能|可不可以",
    "gu");
  const ASKING = new Set(("a an and are as at be between can compare compared comparison define describe did difference differences different differ do does " +
    "explain explained for from how in is it its mean means of on or s should tell than that the their they to use used using versus vs was we what when " +
    "where which who why with work works would you your").split(" "));
  const JOINING = /[的和与跟及或是了吗呢么在]/u;

  // What is looked for: each unit with what it weighs, and whether the query is about it.
  const wantedOf = ({ frequency, rarity }, folded) => {
    const about = new Set(units(folded.replace(ASKS, " ")).filter((unit) => !ASKING.has(unit)));
    const wanted = [...new Set(units(folded))].map((unit) => {
      const light = !about.has(unit) || (/^[\u3400-\u9fff]/.test(unit) && JOINING.test(unit));
      return { unit, light, weight: frequency.has(unit) || !light ? rarity(unit) : 0 };
    });
    if (wanted.some(({ light }) => !light)) for (const each of wanted) if (each.light) each.weight *= 0.12;
    return wanted;
  };

  // How many letters were slipped on, two neighbours changed about counting once; more than `most` is all the same.
  const slips = (a, b, most) => {
    let [before, last] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  // What was probably meant by a Latin word that stands nowhere: the nearest word of the index, of those the commonest.
  const meant = ({ frequency, words }, term) => {
    const most = term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
    let [near, distance] = [null, most + 1];
    for (const word of most ? words : []) {
      if (Math.abs(word.length - term.length) > most) continue;
      const far = slips(term, word, most);
      if (far < distance || (far === distance && near && frequency.get(word) > frequency.get(near))) [near, distance] = [word, far];
    }
    return near;
  };

  // The query with such words put right, and which ones were.
  const mended = (index, folded) => {
    const put = [];
    const text = folded.replace(/(?<![0-9a-z])[a-z]{4,}(?![0-9a-z])/g, (term) => {
      const known = index.frequency.has(term) || index.entries.some(({ head, names, body }) => head.includes(term) || names.includes(term) || body.includes(term));
      const near = known || ASKING.has(term) ? null : meant(index, term);
      if (near) put.push([term, near]);
      return near ?? term;
    });
    return { text, put };
  };

  // How much of an entry a unit is: its name, one of its other names, its text; part of a longer word is less than a word.
  const match = (entry, unit) => {
    if (entry.head.includes(unit)) return bounded(entry.head, unit) ? 10 : 6;
    if (entry.names.includes(unit)) return bounded(entry.names, unit) ? 7 : 4;
    if (entry.body.includes(unit)) return bounded(entry.body, unit) ? 3 : 1.5;
    return 0;
  };

  // As a label is written, marks and all: LoRA+ is another name than LoRA.
  const written = (text) => text.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");

  // Whether these words are an entry's title; a concept's holds its Chinese name and then its English one.
  const labelled = ({ kind, title }, words) => {
    const label = written(title);
    if (label === words) return true;
    if (kind !== "c") return false;
    if (label.startsWith(words + " ")) return !/[\u3400-\u9fff]/.test(label.slice(words.length));
    return label.endsWith(" " + words) && /[\u3400-\u9fff]$/.test(label.slice(0, -words.length - 1));
  };

  const find = (index, query, most) => {
    const { text: folded, put } = mended(index, fold(query));
    if (!folded) return { rows: [], put };
    const joined = folded.replace(/ /g, "");
    const core = folded.replace(ASKS, " ").split(" ").filter((word) => word && !ASKING.has(word)).join(" ");
    const exact = core === folded && !put.length ? written(query) : core;
    const wanted = wantedOf(index, folded);
    const total = wanted.reduce((sum, { weight }) => sum + weight, 0) || 1;
    const subjects = wanted.filter(({ light }) => !light);
    const named = subjects.reduce((sum, { weight }) => sum + weight, 0);
    const found = [];
    for (const entry of index.entries) {
      let score = 0;
      let covered = 0;
      let whole = true;
      for (const { unit, light, weight } of wanted) {
        const worth = match(entry, unit);
        score += (weight / total) * worth;
        if (light) continue;
        covered += weight * Math.min(1, worth / 7);
        whole &&= worth > 0;
      }
      if (!score && joined.length < 2) continue;
      // What speaks of all that was asked about goes before what speaks much of a part of it.
      if (subjects.length > 1) score = score * (0.3 + 0.7 * (covered / named) ** 2) + (whole ? 5 : 0);
      const head = entry.head.replace(/ /g, "");
      if (head === joined) score += 30;
      else if (head.startsWith(joined)) score += 9;
      else if (head.includes(joined)) score += 7;
      else if (head === core.replace(/ /g, "")) score += 5;
      const names = entry.names.split(" / ");
      if (names.some((name) => name.replace(/ /g, "") === joined)) score += entry.kind === "c" ? 22 : 6;
      else if (entry.names.replace(/ /g, "").includes(joined)) score += 3;
      else if (entry.body.replace(/ /g, "").includes(joined)) score += 2;
      if (score < 1) continue;
      if (labelled(entry, exact)) score += 20;
      // Of two that say the same, the shorter is more about it; a question with a page of its own goes before a fact.
      score += (entry.url.startsWith("q/") ? 2.4 : entry.kind === "q" ? 0.8 : entry.kind === "c" ? 1.2 : 0) + 2 / (1 + head.length / 12);
      found.push([score, entry]);
    }
    found.sort((a, b) => b[0] - a[0] || (a[1].url < b[1].url ? -1 : 1));
    const best = found.length ? found[0][0] : 0;
    return { rows: found.filter(([score]) => score > best * 0.18).slice(0, most).map(([, entry]) => entry), put };
  };

  const KIND = { q: "问题", c: "概念", f: "事实" };
  const told = document.getElementById("search-told");
  let chosen = -1;
  let asked = 0;
  let answered = null; // the query whose results are listed
  let entered = false; // Enter was pressed before there was anything to open

  const note = (text) => {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  };

  const option = (entry, at) => {
    const row = document.createElement("a");
    row.href = root + entry.url;
    row.id = "search-result-" + at;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const kind = document.createElement("small");
    kind.textContent = KIND[entry.kind];
    const title = document.createElement("b");
    title.textContent = entry.title;
    const remark = document.createElement("span");
    remark.textContent = entry.remark;
    row.append(kind, title, remark);
    return row;
  };

  const tell = (rows, said) => {
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...(said ? [note(said)] : []), ...rows);
    told.textContent = [said, rows.length ? `${rows.length} 个结果` : ""].filter(Boolean).join(" ");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const show = async () => {
    const query = input.value;
    const turn = ++asked;
    answered = null;
    if (!query.trim()) return hide();
    if (!ready) tell([], "正在载入索引……");
    let found;
    try { found = find(await load(), query, 12); } catch (error) { found = null; index = null; }
    if (turn !== asked) return;
    if (!found) { entered = false; return tell([], "索引没有载入，请重试。"); }
    const slipped = found.put.map(([term, near]) => `没有 ${term}，按 ${near} 找。`).join("");
    tell(found.rows.map(option), found.rows.length ? slipped : "没有找到。换个说法，或者少写几个字。");
    answered = query;
    if (entered) open();
  };

  const open = () => {
    entered = false;
    const row = list.querySelectorAll("a")[Math.max(chosen, 0)];
    if (row) location.href = row.href;
  };

  const hide = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    told.textContent = "";
    chosen = -1;
    entered = false;
  };

  const choose = (step) => {
    const rows = list.querySelectorAll("a");
    if (!rows.length) return;
    rows[chosen]?.setAttribute("aria-selected", "false");
    chosen = (chosen + step + rows.length) % rows.length;
    rows[chosen].setAttribute("aria-selected", "true");
    rows[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", rows[chosen].id);
  };

  input.addEventListener("focus", () => { load().catch(() => { index = null; }); if (input.value) show(); });
  input.addEventListener("input", () => { entered = false; show(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
    else if (event.key === "Escape") { hide(); input.blur(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!list.hidden && answered === input.value) return open();
    show();
    entered = Boolean(input.value.trim());
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) hide(); });
  // A page without results of its own hands a query over: /topics/?q=...
  const handed = new URLSearchParams(location.search).get("q");
  if (handed && location.pathname.endsWith("/topics/")) { input.value = handed; input.focus(); show(); }

  // -------------------------------------------------------------------- keys
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "/") { event.preventDefault(); input.focus(); input.select(); return; }
    const way = { j: "next", k: "prev" }[event.key];
    const target = way && document.querySelector(`link[rel=${way}]`);
    if (target) location.href = target.href;
  });

  // ------------------------------------------------------------------ scheme
  document.querySelector("button.scheme").addEventListener("click", () => {
    const page = document.documentElement;
    const dark = page.dataset.scheme ? page.dataset.scheme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    page.dataset.scheme = dark ? "light" : "dark";
    try { localStorage.setItem("kanwu-scheme", page.dataset.scheme); } catch (error) { /* not kept, then */ }
  });

  // ---------------------------------------------------------------- previews
  let preview = null;
  let waiting = 0;
  const forget = () => { clearTimeout(waiting); preview?.remove(); preview = null; };
  const reveal = async (link) => {
    const data = await load();
    const entry = data.entries.find((each) => each.kind === "c" && link.href.endsWith("/" + each.url));
    if (!entry || !link.matches(":hover, :focus-visible")) return;
    forget();
    preview = document.createElement("div");
    preview.className = "preview";
    preview.setAttribute("role", "tooltip");
    const title = document.createElement("b");
    title.textContent = entry.title;
    const text = document.createElement("p");
    text.textContent = entry.remark;
    preview.append(title, text);
    document.body.append(preview);
    const box = link.getClientRects()[0] ?? link.getBoundingClientRect();
    const width = preview.offsetWidth;
    const left = Math.min(Math.max(8, box.left), document.documentElement.clientWidth - width - 8);
    const above = box.top - preview.offsetHeight - 8;
    preview.style.left = left + scrollX + "px";
    preview.style.top = (above > 8 ? above : box.bottom + 8) + scrollY + "px";
  };
  if (matchMedia("(hover: hover)").matches) {
    document.addEventListener("mouseover", (event) => {
      const link = event.target.closest?.("article a.concept");
      if (!link) return;
      clearTimeout(waiting);
      waiting = setTimeout(() => reveal(link).catch(forget), 180);
      link.addEventListener("mouseleave", forget, { once: true });
    });
  }
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("article a.concept");
    if (link && link.matches(":focus-visible")) { reveal(link).catch(forget); link.addEventListener("blur", forget, { once: true }); }
  });

  // -------------------------------------------------------------------- code
  for (const block of document.querySelectorAll("article .highlight")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "复制";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "已复制";
      setTimeout(() => { button.textContent = "复制"; }, 1500);
    });
    block.append(button);
  }

  // Code written by hand scrolls for the keyboard, too; that of generated pages says so itself.
  for (const box of document.querySelectorAll("article pre:not([tabindex])")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }

  // ------------------------------------------------------- reporting an error
  const slot = document.getElementById("report-id");
  const question = new URLSearchParams(location.search).get("question");
  if (slot && question && /^[a-z0-9-]{1,120}$/.test(question)) slot.textContent = question;

  // On paper nothing can be unfolded. Style alone opens it where the browser knows how; this does it everywhere.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("article details:not([open])")];
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of folded) fold.open = false; });

  // A link to something folded opens it.
  const unfold = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  if (location.hash.length > 1) unfold();
})();
