// The map beyond its links: drag and zoom, filter by topic and name, neighbours of a concept.
"use strict";
(() => {
  const map = document.getElementById("map");
  const frame = document.getElementById("map-frame");
  const controls = document.getElementById("map-controls");
  const detail = document.getElementById("map-detail");
  const root = document.querySelector("form.search").dataset.root;
  const nodes = new Map([...map.querySelectorAll(".node")].map((node) => [node.dataset.id, node]));
  const lines = [...map.querySelectorAll(".edge")];
  const places = new Map([...nodes].map(([id, node]) => {
    const circle = node.querySelector("circle");
    return [id, [circle.cx.baseVal.value, circle.cy.baseVal.value]];
  }));
  const whole = map.getAttribute("viewBox").split(" ").map(Number);
  let view = [...whole];
  let data = null;
  let chosen = null;

  const look = () => map.setAttribute("viewBox", view.map((n) => n.toFixed(1)).join(" "));
  const perPixel = () => Math.max(view[2] / frame.clientWidth, view[3] / frame.clientHeight);
  const zoom = (factor, x, y) => {
    const box = map.getBoundingClientRect();
    const scale = perPixel();
    const px = x === undefined ? box.width / 2 : x - box.left;
    const py = y === undefined ? box.height / 2 : y - box.top;
    const width = Math.min(Math.max(view[2] * factor, 200), whole[2] * 2);
    const real = width / view[2];
    const cx = view[0] + view[2] / 2 + (px - box.width / 2) * scale;
    const cy = view[1] + view[3] / 2 + (py - box.height / 2) * scale;
    view = [cx - (cx - view[0]) * real, cy - (cy - view[1]) * real, view[2] * real, view[3] * real];
    look();
  };

  // On a narrow screen the whole map would be dust: begin with a part that can be read.
  const begin = () => {
    const width = Math.min(whole[2], frame.clientWidth * READABLE);
    const height = width * (frame.clientHeight / Math.max(frame.clientWidth, 1));
    view = [whole[0], whole[1], width, height];
    look();
  };

  // Scales, in units of the drawing a pixel: at the first a name reads well, beyond the second it is dust.
  const [READABLE, DUST] = [1.15, 1.7];

  // Bring some concepts into view: all of them where their names can still be read, else as many as fit around the first.
  const fit = (ids) => {
    const [xs, ys] = [0, 1].map((axis) => ids.map((id) => places.get(id)[axis]));
    const [left, top] = [Math.min(...xs) - 90, Math.min(...ys) - 50];
    const [right, bottom] = [Math.max(...xs) + 90, Math.max(...ys) + 60];
    const scale = Math.max((right - left) / frame.clientWidth, (bottom - top) / frame.clientHeight, 0.8);
    const [width, height] = [frame.clientWidth, frame.clientHeight].map((size) => size * (scale > DUST ? READABLE : scale));
    const [x, y] = places.get(ids[0]);
    const begin = (at, low, high, size) => size >= high - low ? (low + high - size) / 2 : Math.min(Math.max(at - size / 2, low), high - size);
    view = [begin(x, left, right, width), begin(y, top, bottom, height), width, height];
    look();
  };

  // Move just as far as a concept needs to be seen with its name.
  const follow = (id) => {
    const [x, y] = places.get(id);
    const scale = perPixel();
    const half = [frame.clientWidth * scale / 2, frame.clientHeight * scale / 2];
    const far = [x - view[0] - view[2] / 2, y - view[1] - view[3] / 2];
    const out = far.map((distance, axis) => Math.sign(distance) * Math.max(0, Math.abs(distance) - half[axis] + [80, 40][axis]));
    if (!out[0] && !out[1]) return;
    view[0] += out[0];
    view[1] += out[1];
    look();
  };

  frame.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, event.clientX, event.clientY);
  }, { passive: false });

  const fingers = new Map();
  let moved = 0;
  frame.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, [event.clientX, event.clientY]); moved = 0; });
  addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const [dx, dy] = [event.clientX - last[0], event.clientY - last[1]];
    if (fingers.size === 1) {
      moved += Math.abs(dx) + Math.abs(dy);
      const scale = perPixel();
      view[0] -= dx * scale;
      view[1] -= dy * scale;
      look();
    } else if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(last[0] - other[0], last[1] - other[1]);
      const after = Math.hypot(event.clientX - other[0], event.clientY - other[1]);
      moved += 9;
      if (before > 0 && after > 0) zoom(before / after, (event.clientX + other[0]) / 2, (event.clientY + other[1]) / 2);
    }
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, (event) => fingers.delete(event.pointerId));
  frame.addEventListener("dragstart", (event) => event.preventDefault());

  // Names as they are sought: zero2 finds ZeRO-2.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_-]+/g, "");
  const names = new Map([...nodes].map(([id, node]) => [id, [plain(node.textContent), plain(id)]]));

  // The concepts that the filters keep, best first; null where nothing is filtered.
  const sifted = () => {
    const topic = controls.elements.topic.value;
    const words = plain(controls.elements.find.value);
    if (!topic && !words) return null;
    const kept = [...nodes.keys()].filter((id) => (!topic || nodes.get(id).dataset.topic === topic) && names.get(id).some((name) => name.includes(words)));
    const rank = (id) => Math.min(...names.get(id).map((name) => name === words ? 0 : name.startsWith(words) ? 1 : 2));
    return kept.sort((a, b) => (words ? rank(a) - rank(b) : 0) || places.get(a)[1] - places.get(b)[1] || places.get(a)[0] - places.get(b)[0]);
  };

  // One stop of the tab key for all concepts; arrows go from it to its neighbours.
  let stop = null;
  const rove = (node) => {
    stop?.setAttribute("tabindex", "-1");
    stop = node;
    stop?.setAttribute("tabindex", "0");
  };
  const beside = (id, [dx, dy]) => {
    const [x, y] = places.get(id);
    let [best, least] = [null, Infinity];
    for (const [other, [ox, oy]] of places) {
      if (other === id || nodes.get(other).classList.contains("faded")) continue;
      const along = (ox - x) * dx + (oy - y) * dy;
      const across = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (along > 0 && along + 2 * across < least) [best, least] = [other, along + 2 * across];
    }
    return best;
  };

  const near = (id) => lines.filter((line) => line.dataset.a === id || line.dataset.b === id);

  const paint = () => {
    const matching = sifted();
    const kept = matching && new Set(matching);
    const around = chosen ? new Set(near(chosen).flatMap((line) => [line.dataset.a, line.dataset.b]).concat(chosen)) : null;
    for (const [id, node] of nodes) {
      node.classList.toggle("faded", Boolean((kept && !kept.has(id)) || (around && !around.has(id))));
      node.classList.toggle("near", id === chosen);
    }
    for (const line of lines) {
      const both = [line.dataset.a, line.dataset.b].map((id) => nodes.get(id));
      const mine = chosen && (line.dataset.a === chosen || line.dataset.b === chosen);
      line.classList.toggle("near", Boolean(mine));
      line.classList.toggle("faded", both.some((node) => node.classList.contains("faded")) || Boolean(chosen && !mine));
    }
    if (!stop || stop.classList.contains("faded")) rove(nodes.get(chosen ?? matching?.[0]) ?? nodes.values().next().value);
    controls.elements.count.value = !matching ? "" : matching.length ? `${matching.length} 个概念` : "没有这样的概念";
  };

  // What the filters keep is shown, and told in words; a concept that was chosen before gives way.
  const sift = () => {
    if (chosen) history.replaceState(null, "", location.pathname);
    chosen = null;
    paint();
    tell();
    const matching = sifted();
    if (matching?.length) fit(matching);
  };

  const link = (text, href) => {
    const made = document.createElement("a");
    made.href = root + href;
    made.textContent = text;
    return made;
  };

  const within = (id) => {
    const made = document.createElement("a");
    made.href = "#" + id;
    made.textContent = data?.concepts[id].name ?? nodes.get(id).textContent;
    return made;
  };

  const MOST = 24;
  const list = (matching) => {
    const row = document.createElement("p");
    matching.slice(0, MOST).forEach((id, at) => row.append(at ? "、" : "", within(id)));
    if (matching.length > MOST) row.append(` 等 ${matching.length} 个`);
    detail.append(row);
  };

  const tell = () => {
    detail.replaceChildren();
    const known = chosen && data?.concepts[chosen];
    if (!known) {
      const matching = sifted();
      if (matching?.length) list(matching);
      return;
    }
    const title = document.createElement("h2");
    title.append(link(known.name, known.url));
    const text = document.createElement("p");
    text.textContent = known.definition;
    detail.append(title, text);
    const told = { broader: ["上位", "下位"], related: ["相关", "相关"], confused: ["易混", "易混"] };
    const groups = new Map();
    for (const [a, b, kind] of data.edges) {
      if (a !== chosen && b !== chosen) continue;
      const word = told[kind][a === chosen ? 0 : 1];
      groups.set(word, [...(groups.get(word) ?? []), a === chosen ? b : a]);
    }
    for (const [word, ids] of groups) {
      const row = document.createElement("p");
      row.append(word + "：");
      ids.forEach((id, at) => row.append(at ? "、" : "", within(id)));
      detail.append(row);
    }
    if (known.questions.length) {
      const list = document.createElement("ul");
      for (const [wording, href] of known.questions) {
        const item = document.createElement("li");
        item.append(link(wording, href));
        list.append(item);
      }
      detail.append(list);
    }
  };

  const select = (id, move) => {
    chosen = nodes.has(id) ? id : null;
    if (chosen && move) {
      const [x, y] = places.get(id);
      view = [x - view[2] / 2, y - view[3] / 2, view[2], view[3]];
      look();
    }
    paint();
    tell();
  };

  // The first press shows a concept's neighbours, the second one opens its page.
  map.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (event.detail && moved > 6) { event.preventDefault(); return; } // the end of a drag; keys have no detail
    if (!node) { history.replaceState(null, "", location.pathname); select(null); return; }
    if (node.dataset.id !== chosen) {
      event.preventDefault();
      history.replaceState(null, "", "#" + node.dataset.id);
      select(node.dataset.id);
    }
  });
  frame.addEventListener("keydown", (event) => {
    const step = 60 * perPixel();
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const node = event.target.closest(".node");
    if (way && node) {
      event.preventDefault();
      const next = beside(node.dataset.id, way.map(Math.sign));
      if (next) nodes.get(next).focus();
    } else if (way) { event.preventDefault(); view[0] += way[0]; view[1] += way[1]; look(); }
    else if (event.key === "+" || event.key === "=") zoom(1 / 1.25);
    else if (event.key === "-") zoom(1.25);
  });
  frame.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (!node) return;
    rove(node);
    if (node.matches(":focus-visible")) follow(node.dataset.id);
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", sift);
  controls.addEventListener("reset", () => setTimeout(() => { begin(); select(null); }));
  addEventListener("hashchange", () => select(decodeURIComponent(location.hash.slice(1)), true));
  for (const node of nodes.values()) node.setAttribute("tabindex", "-1");
  begin();
  paint();
  fetch(root + "graph/map.json").then((answer) => answer.json()).then((loaded) => {
    data = loaded;
    for (const [id, known] of Object.entries(data.concepts)) names.get(id)?.push(plain(known.en));
    if (sifted()) sift();
    if (location.hash.length > 1) select(decodeURIComponent(location.hash.slice(1)), true);
  });
})();
