// Plays a step on its picture; see panel.py. Everything is drawn anew from the operations so far.

const SOURCES = ".st-key-play_formulas";
const SVG = "http://www.w3.org/2000/svg";
const TRAVEL_MS = 700;
// Of a formula too wide for its place; what is still too wide scrolls.
const SMALLEST = 0.7;
// What the page's header covers.
const HEADER = 64;
// More of the window than this is not to be pinned: the picture then scrolls away.
const MOST_PINNED = 0.62;
// What the page itself scrolls or rests in: keys pressed there are meant for the play.
const PAGE = "body, [data-testid=stMain], [data-testid=stApp], [data-testid=stAppViewContainer]";
const calm = matchMedia("(prefers-reduced-motion: reduce)");
// Kept while the page is: whoever comes back goes on as before.
let pace = 3;
let play = null;

class Play {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.at = 0;
    this.timer = null;
    this.tallest = 0;
    this.one = (selector) => root.querySelector(selector);
    this.all = (selector) => [...root.querySelectorAll(selector)];
    this.one(".play-pace").value = pace;
    this.one(".play-controls").onclick = (event) => this.press(event.target.closest("button"));
    this.one(".play-pace").oninput = (event) => this.setPace(Number(event.target.value));
    this.onKey = (event) => this.key(event);
    document.addEventListener("keydown", this.onKey);
    this.sizes = new ResizeObserver(() => this.pin());
    this.sizes.observe(this.one(".play"));
    this.sizes.observe(document.documentElement);
    // Formulas are typeset after they have come.
    this.typeset = new MutationObserver(() => this.showFormula());
    document.body.dataset.playing = "";
    this.setPace(pace);
  }

  update({ svg, scenes, by, choice }) {
    if (this.svg !== svg) this.one(".play-picture").innerHTML = svg;
    if (this.by && this.by !== by) this.at = this.sameQuantity(scenes);
    Object.assign(this, { svg, scenes, by });
    this.one(".play-by").hidden = !choice;
    for (const way of this.all("[data-by]")) way.ariaPressed = way.dataset.by === by;
    const height = this.one("svg").viewBox.baseVal.height;
    this.one(".play-picture").style.setProperty("--height", `${height / 16}rem`);
    this.typeset.disconnect();
    const sources = document.querySelector(SOURCES);
    if (sources) this.typeset.observe(sources, { childList: true, subtree: true });
    this.goTo(Math.min(this.at, scenes.length - 1));
  }

  // The first operation, of another way to split the step, that is about what is shown now.
  sameQuantity(scenes) {
    const array = (scene) => scene.title.split("[")[0];
    const now = array(this.scenes[this.at]);
    return Math.max(scenes.findIndex((scene) => array(scene) === now), 0);
  }

  leave() {
    this.pause();
    document.removeEventListener("keydown", this.onKey);
    this.sizes.disconnect();
    this.typeset.disconnect();
    delete document.body.dataset.playing;
    document.documentElement.style.removeProperty("--pinned");
    for (const cell of document.querySelectorAll("td.playing")) cell.classList.remove("playing");
    play = null;
  }

  press(button) {
    if (button?.dataset.by) this.send("by", button.dataset.by);
    switch (button?.dataset.do) {
      case "play": return this.timer ? this.pause() : this.start();
      case "next": return this.goTo(this.at + 1);
      case "back": return this.goTo(this.at - 1);
      case "start": return this.goTo(0);
      case "end": return this.goTo(this.scenes.length - 1);
      case "leave": return this.send("left", true);
    }
  }

  key(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const inside = this.root.contains(target);
    if (!inside && !target.matches?.(PAGE)) return;
    // The bar of a picked number closes first.
    if (key === "Escape" && document.querySelector(".origin")) return;
    if (target.tagName === "INPUT" && key !== "Escape") return;
    if (key === " " && target.closest("button, [data-cell]")) return;
    const action = {
      ArrowRight: "next", ArrowLeft: "back", Home: "start", End: "end", " ": "play", Escape: "leave",
    }[key];
    if (!action) return;
    event.preventDefault();
    this.press({ dataset: { do: action } });
  }

  start() {
    if (this.at === this.scenes.length - 1) this.goTo(0);
    this.timer = setInterval(() => this.goTo(this.at + 1), pace * 1000);
    this.showState();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.showState();
  }

  setPace(seconds) {
    pace = seconds;
    this.one(".play-seconds").textContent = `${pace} s`;
    if (!this.timer) return;
    this.pause();
    this.start();
  }

  goTo(at) {
    const last = this.scenes.length - 1;
    this.at = Math.min(Math.max(at, 0), last);
    if (this.timer && this.at === last) this.pause();
    this.paint();
    this.showState();
  }

  showState() {
    if (!this.scenes) return;
    const main = this.one(".play-main");
    main.textContent = this.timer ? "❚❚ Pause" : "▶ Play";
    main.ariaLabel = this.timer ? "Pause" : "Play";
    this.one("[data-do=back]").disabled = this.at === 0;
    this.one("[data-do=start]").disabled = this.at === 0;
    this.one("[data-do=next]").disabled = this.at === this.scenes.length - 1;
  }

  paint() {
    const scene = this.scenes[this.at];
    this.one(".play").dataset.direction = scene.direction;
    const count = `${this.at} of ${this.scenes.length - 1}`;
    this.one(".play-count").textContent = count;
    this.one(".play-now").textContent = scene.title;
    this.one(".play-stage-name").textContent = `${count} · ${scene.stage}`;
    this.one(".play-title").textContent = scene.title;
    this.one(".play-words").textContent = scene.words;
    this.one(".play-spoken").textContent = scene.spoken;
    this.paintNumbers();
    this.paintMarks(scene);
    this.showMarks();
    this.showFormula();
  }

  paintNumbers() {
    const known = new Map();
    for (const { writes } of this.scenes.slice(0, this.at + 1)) {
      for (const [slot, ...what] of writes) known.set(slot, what);
    }
    const now = new Set(this.scenes[this.at].writes.map(([slot]) => slot));
    for (const slot of this.all("[data-slot]")) {
      const [text, cell, title] = known.get(slot.dataset.slot) || ["", "", ""];
      slot.querySelector("text").textContent = text;
      slot.querySelector("title").textContent = title;
      slot.classList.toggle("now", now.has(slot.dataset.slot));
      if (cell) slot.dataset.cell = cell;
      else delete slot.dataset.cell;
    }
  }

  paintMarks(scene) {
    const made = new Set(scene.made);
    const from = new Set(scene.from);
    const edges = new Map(scene.edges.map(([name, ...looks]) => [name, looks]));
    for (const part of this.all("[data-spot]")) {
      const name = part.dataset.spot;
      part.classList.toggle("made", made.has(name));
      part.classList.toggle("from", from.has(name));
      if (part.tagName !== "line") continue;
      const [width, negative, flows] = edges.get(name) || [1, false, false];
      part.classList.toggle("still", edges.has(name) && !flows);
      part.classList.toggle("flows", flows);
      part.classList.toggle("negative", negative);
      part.style.strokeWidth = width;
      if (flows && scene.travels && !calm.matches) this.travel(part, scene.direction === "back");
    }
    const cells = new Set(scene.cells);
    for (const cell of document.querySelectorAll("td[data-cell]")) {
      cell.classList.toggle("playing", cells.has(cell.dataset.cell));
    }
  }

  // On a screen that is narrower than the picture.
  showMarks() {
    const picture = this.one(".play-picture");
    const lit = this.one(".spot.made, .spot.from");
    if (!lit || picture.scrollWidth <= picture.clientWidth) return;
    const [box, frame] = [lit.getBoundingClientRect(), picture.getBoundingClientRect()];
    picture.scrollBy({ left: (box.left + box.right - frame.left - frame.right) / 2 });
  }

  // A dot along a line, the way the number goes.
  travel(line, back) {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => line.getAttribute(name));
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("r", Math.min(2 + parseFloat(line.style.strokeWidth), 6));
    dot.setAttribute("class", "dot");
    line.parentNode.append(dot);
    const ends = [`translate(${x1}px, ${y1}px)`, `translate(${x2}px, ${y2}px)`];
    if (back) ends.reverse();
    const frames = ends.map((transform) => ({ transform }));
    dot.animate(frames, { duration: TRAVEL_MS, easing: "ease-in-out" }).onfinish = () => dot.remove();
  }

  showFormula() {
    const all = document.querySelectorAll(`${SOURCES} .katex-display`);
    const html = (this.at && all[this.at - 1]?.innerHTML) || "";
    const box = this.one(".play-formula");
    if (box.shown !== html) {
      box.shown = html;
      box.innerHTML = html && `<div class="katex-display">${html}</div>`;
    }
    this.fit();
  }

  // A wide formula is written smaller, and the tallest text so far keeps its room: the buttons
  // below stay where the hand is.
  fit() {
    const box = this.one(".play-formula");
    box.style.setProperty("--fit", 1);
    box.style.setProperty("--fit", Math.max(box.clientWidth / box.scrollWidth, SMALLEST));
    const says = this.one(".play-says");
    if (says.offsetHeight <= this.tallest) return;
    this.tallest = says.offsetHeight;
    says.style.minHeight = `${this.tallest}px`;
    this.comeIntoView();
  }

  // With its buttons, as far as there is room for all of it.
  comeIntoView() {
    const { top, bottom } = this.one(".play").getBoundingClientRect();
    const main = document.querySelector("[data-testid=stMain]");
    if (bottom > innerHeight) main.scrollBy({ top: Math.min(top - HEADER, bottom - innerHeight) });
  }

  // The page below is told how much of its top is covered.
  pin() {
    if (this.width !== innerWidth) {
      this.width = innerWidth;
      this.tallest = 0;
      this.one(".play-says").style.minHeight = "";
      this.fit();
    }
    const box = (selector) => this.one(selector).getBoundingClientRect();
    const panel = box(".play");
    const tall = panel.height > MOST_PINNED * innerHeight;
    this.one(".play").classList.toggle("tall", tall);
    const away = tall ? box(".play-controls").top - panel.top : 0;
    this.root.closest("[data-testid=stElementContainer]").style.setProperty("--away", `${away}px`);
    document.documentElement.style.setProperty("--pinned", `${panel.height - away}px`);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const opened = play?.root !== parentElement;
  if (opened) {
    play?.leave();
    play = new Play(parentElement, setStateValue);
  }
  play.send = setStateValue;
  play.update(data);
  if (opened) play.one(".play-main").focus({ preventScroll: true });
  return () => play?.root === parentElement && play.leave();
}
