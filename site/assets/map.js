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
    const width = Math.min(whole[2], frame.clientWidth * 1.15);
    const height = width * (frame.clientHeight / Math.max(frame.clientWidth, 1));
    view = [whole[0], whole[1], width, height];
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

  const near = (id) => lines.filter((line) => line.dataset.a === id || line.dataset.b === id);

  const paint = () => {
    const topic = controls.elements.topic.value;
    const words = controls.elements.find.value.trim().toLowerCase();
    const around = chosen ? new Set(near(chosen).flatMap((line) => [line.dataset.a, line.dataset.b]).concat(chosen)) : null;
    for (const [id, node] of nodes) {
      const known = data?.concepts[id];
      const named = !words || node.textContent.toLowerCase().includes(words) || id.includes(words) || known?.en.toLowerCase().includes(words);
      const kept = (!topic || node.dataset.topic === topic) && named && (!around || around.has(id));
      node.classList.toggle("faded", !kept);
      node.classList.toggle("near", id === chosen);
    }
    for (const line of lines) {
      const both = [line.dataset.a, line.dataset.b].map((id) => nodes.get(id));
      const mine = chosen && (line.dataset.a === chosen || line.dataset.b === chosen);
      line.classList.toggle("near", Boolean(mine));
      line.classList.toggle("faded", both.some((node) => node.classList.contains("faded")) || Boolean(chosen && !mine));
    }
  };

  const link = (text, href) => {
    const made = document.createElement("a");
    made.href = root + href;
    made.textContent = text;
    return made;
  };

  const tell = () => {
    detail.replaceChildren();
    const known = chosen && data?.concepts[chosen];
    if (!known) return;
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
      ids.forEach((id, at) => {
        const button = document.createElement("a");
        button.href = "#" + id;
        button.textContent = data.concepts[id].name;
        row.append(at ? "、" : "", button);
      });
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
      const circle = nodes.get(id).querySelector("circle");
      const [x, y] = [circle.cx.baseVal.value, circle.cy.baseVal.value];
      view = [x - view[2] / 2, y - view[3] / 2, view[2], view[3]];
      look();
    }
    paint();
    tell();
  };

  // The first press shows a concept's neighbours, the second one opens its page.
  map.addEventListener("click", (event) => {
    const node = event.target.closest(".node");
    if (moved > 6) { event.preventDefault(); return; }
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
    if (way) { event.preventDefault(); view[0] += way[0]; view[1] += way[1]; look(); }
    else if (event.key === "+" || event.key === "=") zoom(1 / 1.25);
    else if (event.key === "-") zoom(1.25);
  });
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.addEventListener("input", paint);
  controls.addEventListener("reset", () => setTimeout(() => { begin(); select(null); }));
  addEventListener("hashchange", () => select(decodeURIComponent(location.hash.slice(1)), true));
  begin();
  fetch(root + "graph/map.json").then((answer) => answer.json()).then((loaded) => {
    data = loaded;
    if (location.hash.length > 1) select(decodeURIComponent(location.hash.slice(1)), true);
  });
})();
