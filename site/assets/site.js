// What a page does beyond being read: search, keys, the scheme, previews of concepts, copying code.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  const root = form.dataset.root;
  const input = form.querySelector("input");
  const list = document.getElementById("search-results");

  // ------------------------------------------------------------------ search
  let index = null; // null: not asked for; a promise afterwards
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
    const weight = (unit) => Math.log(1 + entries.length / (1 + (frequency.get(unit) ?? 0)));
    return { entries, weight };
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

  const find = ({ entries, weight }, query, most) => {
    const folded = fold(query);
    if (!folded) return [];
    const joined = folded.replace(/ /g, "");
    const wanted = [...new Set(units(folded))];
    const total = wanted.reduce((sum, unit) => sum + weight(unit), 0) || 1;
    const found = [];
    for (const entry of entries) {
      let score = 0;
      for (const unit of wanted) {
        const gain = weight(unit) / total;
        if (entry.head.includes(unit)) score += gain * (bounded(entry.head, unit) ? 10 : 6);
        else if (entry.names.includes(unit)) score += gain * (bounded(entry.names, unit) ? 7 : 4);
        else if (entry.body.includes(unit)) score += gain * (bounded(entry.body, unit) ? 3 : 1.5);
      }
      if (!score && joined.length < 2) continue;
      const head = entry.head.replace(/ /g, "");
      if (head === joined) score += 30;
      else if (head.startsWith(joined)) score += 9;
      else if (head.includes(joined)) score += 7;
      const names = entry.names.split(" / ");
      if (names.some((name) => name.replace(/ /g, "") === joined)) score += entry.kind === "c" ? 22 : 6;
      else if (entry.names.replace(/ /g, "").includes(joined)) score += 3;
      else if (entry.body.replace(/ /g, "").includes(joined)) score += 2;
      if (score < 1) continue;
      // Of two that say the same, the shorter is more about it; a question with a page of its own goes before a fact.
      score += (entry.url.startsWith("q/") ? 2.4 : entry.kind === "q" ? 0.8 : entry.kind === "c" ? 1.2 : 0) + 2 / (1 + head.length / 12);
      found.push([score, entry]);
    }
    found.sort((a, b) => b[0] - a[0] || (a[1].url < b[1].url ? -1 : 1));
    const best = found.length ? found[0][0] : 0;
    return found.filter(([score]) => score > best * 0.18).slice(0, most).map(([, entry]) => entry);
  };

  const KIND = { q: "问题", c: "概念", f: "事实" };
  let chosen = -1;
  let asked = 0;

  const show = async () => {
    const query = input.value;
    const turn = ++asked;
    if (!query.trim()) return hide();
    let found;
    try { found = find(await load(), query, 12); } catch (error) { found = null; index = null; }
    if (turn !== asked) return;
    list.replaceChildren();
    chosen = -1;
    if (!found || !found.length) {
      const none = document.createElement("p");
      none.textContent = found ? "没有找到。换个说法，或者少写几个字。" : "索引没有载入，请重试。";
      list.append(none);
    } else {
      found.forEach((entry, at) => {
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
        list.append(row);
      });
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };

  const hide = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    chosen = -1;
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
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose(-1); }
    else if (event.key === "Escape") { hide(); input.blur(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = list.querySelectorAll("a")[Math.max(chosen, 0)];
    if (!list.hidden && row) location.href = row.href;
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

  // ------------------------------------------------------- reporting an error
  const slot = document.getElementById("report-id");
  const question = new URLSearchParams(location.search).get("question");
  if (slot && question && /^[a-z0-9-]{1,120}$/.test(question)) slot.textContent = question;

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
