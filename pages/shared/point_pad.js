// A pad on which points are drawn; see point_pad.py. A point is [x, y, class]: x and y are places on
// the grid, 0 to `steps`, as they are in the text; classes are counted from 0, and shown from 1.

const SVG = "http://www.w3.org/2000/svg";
// Units of the picture from the middle of the grid to its edge.
const EDGE = 120;
// A shape a class: colours alone are not told apart by everybody.
const SHAPES = [
  "M-4.4 0a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0Z", "M-4-4H4V4H-4Z", "M0-5.5L5 4H-5Z",
  "M0-5.8L5 0L0 5.8L-5 0Z", "M-1.8-5H1.8V-1.8H5V1.8H1.8V5H-1.8V1.8H-5V-1.8H-1.8Z",
  "M0 5.5L5-4H-5Z", "M-5-2.6L-2.6-5L0-2.4L2.6-5L5-2.6L2.4 0L5 2.6L2.6 5L0 2.4L-2.6 5L-5 2.6L-2.4 0Z",
  "M0-6L1.6-1.9L5.7-1.9L2.5 0.8L3.6 5L0 2.5L-3.6 5L-2.5 0.8L-5.7-1.9L-1.6-1.9Z",
];
// In pixels: how near is on a point, by a fingertip and by anything else, and what is a drag.
const REACH = { touch: 18, other: 10 };
const DRAG = 4;
// In places: between the points that a drag leaves, and how far chance moves these.
const APART = 170;
const SCATTER = 110;
// In places: how far an arrow key moves the cross, and with Shift; and what Delete reaches.
const STRIDE = 100;
const SMALL_STRIDE = 10;
const NEXT_TO = 160;
const MOST_UNDONE = 100;
// Points that are clicked one after the other are sent together.
const PAUSE_MS = 200;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class Pad {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.points = [];
    this.undone = [];
    this.sent = [];
    this.turn = 0;
    this.chosen = 0;
    this.erasing = false;
    this.stroke = null;
    this.one = (selector) => root.querySelector(selector);
    this.svg = this.one(".pad > svg");
    this.svg.onpointerdown = (event) => this.down(event);
    this.svg.onpointermove = (event) => this.move(event);
    this.svg.onpointerup = () => this.up();
    this.svg.onpointercancel = () => this.cancel();
    this.svg.onkeydown = (event) => this.key(event);
    // Whoever comes by keyboard sees the cross.
    this.svg.onblur = () => (this.svg.dataset.keys = "");
    this.one(".bar").onclick = (event) => this.press(event.target.closest("button"));
  }

  // What the server holds now: another drawing, or what this pad has sent a moment ago.
  update({ text, rules, colours, drawings }) {
    Object.assign(this, { rules, colours, drawings });
    this.cross ??= [rules.steps / 2, rules.steps / 2];
    const own = this.sent.indexOf(text);
    if (own >= 0) this.sent.splice(0, own + 1);
    else if (text !== this.echoed) {
      this.sent = [];
      this.points = this.decode(text);
      this.undone = [];
    }
    this.echoed = text;
    this.draw();
    this.say("");
  }

  decode(text) {
    const { alphabet } = this.rules;
    const place = (at) => alphabet.indexOf(text[at]) * 64 + alphabet.indexOf(text[at + 1]);
    const starts = Array.from({ length: text.length / 5 }, (_, i) => 5 * i);
    return starts.map((at) => [place(at), place(at + 2), Number(text[at + 4])]);
  }

  encode() {
    const { alphabet } = this.rules;
    const place = (k) => alphabet[k >> 6] + alphabet[k & 63];
    return this.points.map(([x, y, k]) => `${place(x)}${place(y)}${k}`).join("");
  }

  // Where on the grid, and how many places a pixel is.
  at(event) {
    const { x, y, width } = this.svg.getBoundingClientRect();
    const box = this.svg.viewBox.baseVal;
    const unit = box.width / width;
    const places = this.rules.steps / (2 * EDGE);
    const inside = (k) => Math.min(Math.max(Math.round(k), 0), this.rules.steps);
    return {
      x: inside(((event.clientX - x) * unit + box.x + EDGE) * places),
      y: inside((EDGE - (event.clientY - y) * unit - box.y) * places),
      pixel: unit * places,
    };
  }

  nearest(x, y, reach) {
    const far = this.points.map((point) => Math.hypot(point[0] - x, point[1] - y));
    const least = Math.min(...far);
    return least <= reach ? far.lastIndexOf(least) : -1;
  }

  down(event) {
    if (event.button || this.stroke) return;
    event.preventDefault();
    this.svg.focus({ preventScroll: true });
    delete this.svg.dataset.keys;
    this.svg.setPointerCapture(event.pointerId);
    const { x, y, pixel } = this.at(event);
    const reach = (REACH[event.pointerType] || REACH.other) * pixel;
    const on = this.nearest(x, y, reach);
    this.stroke = { before: this.points, x, y, on, reach, moved: false };
    if (this.erasing) this.remove(on);
    else if (on < 0) this.add(x, y);
  }

  move(event) {
    const stroke = this.stroke;
    if (!stroke) return;
    const { x, y, pixel } = this.at(event);
    const far = Math.hypot(x - stroke.x, y - stroke.y);
    if (this.erasing) this.remove(this.nearest(x, y, stroke.reach));
    else if (stroke.on >= 0) {
      stroke.moved ||= far > DRAG * pixel;
      if (stroke.moved) this.replace(stroke.on, x, y);
    } else if (far > APART) {
      Object.assign(stroke, { x, y });
      const chance = () => Math.round(SCATTER * (2 * Math.random() - 1));
      this.add(x + chance(), y + chance());
    }
  }

  up() {
    const stroke = this.stroke;
    if (!stroke) return;
    if (!this.erasing && stroke.on >= 0 && !stroke.moved) this.remove(stroke.on);
    this.stroke = null;
    this.done(stroke.before);
  }

  cancel() {
    if (!this.stroke) return;
    this.points = this.stroke.before;
    this.stroke = null;
    this.draw();
  }

  add(x, y) {
    const inside = (k) => Math.min(Math.max(k, 0), this.rules.steps);
    const point = [inside(x), inside(y), this.chosen];
    if (this.points.length < this.rules.most) this.points = [...this.points, point];
    this.draw();
  }

  replace(index, x, y) {
    this.points = this.points.map((point, i) => (i === index ? [x, y, point[2]] : point));
    this.draw();
  }

  remove(index) {
    this.points = this.points.filter((_, i) => i !== index);
    this.draw();
  }

  // A stroke, or a press, is over: it can be taken back, and is sent where it can be learned from.
  done(before, said = "") {
    if (before === this.points) return this.say(said);
    this.undone = [...this.undone, before].slice(-MOST_UNDONE);
    this.draw();
    this.say(said);
    this.sendSoon();
  }

  sendSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const text = this.encode();
      if (this.problem() || text === (this.sent.at(-1) ?? this.echoed)) return;
      this.sent.push(text);
      this.turn += 1;
      // The counter makes a drawing that was there before a change.
      this.send("drawn", [text, this.turn]);
    }, PAUSE_MS);
  }

  press(button) {
    if (!button) return;
    const { do: action, number, drawing } = button.dataset;
    const before = this.points;
    if (number) this.choose(Number(number));
    else if (drawing) {
      this.points = this.decode(this.drawings[drawing]);
      this.done(before, `${drawing}. `);
    } else if (action === "clear") {
      this.points = [];
      this.done(before);
    } else if (action === "undo") this.takeBack();
    else if (action === "erase") {
      this.erasing = !this.erasing;
      this.draw();
    }
  }

  choose(number) {
    this.chosen = number;
    this.erasing = false;
    this.draw();
    this.say(`Class ${number + 1} is drawn. `);
  }

  takeBack() {
    if (!this.undone.length) return;
    this.points = this.undone.at(-1);
    this.undone = this.undone.slice(0, -1);
    this.draw();
    this.say("Taken back. ");
    this.sendSoon();
  }

  key(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (altKey || ((ctrlKey || metaKey) && key.toLowerCase() !== "z")) return;
    const before = this.points;
    const [x, y] = this.cross;
    if (key in ARROWS) {
      const stride = shiftKey ? SMALL_STRIDE : STRIDE;
      const inside = (k) => Math.min(Math.max(k, 0), this.rules.steps);
      this.cross = ARROWS[key].map((way, i) => inside(this.cross[i] + way * stride));
      this.say(`Cross at ${this.written(this.cross)}. `);
    } else if (key === "Enter" || key === " ") {
      this.add(x, y);
      this.done(before, `Class ${this.chosen + 1} at ${this.written(this.cross)}. `);
    } else if (key === "Delete" || key === "Backspace") {
      const on = this.nearest(x, y, NEXT_TO);
      this.remove(on);
      this.done(on < 0 ? this.points : before, on < 0 ? "No point is next to the cross. " : "Removed. ");
    } else if (/^[1-9]$/.test(key)) {
      if (Number(key) <= this.rules.classes) this.choose(Number(key) - 1);
    } else if (key.toLowerCase() === "z") this.takeBack();
    else return;
    event.preventDefault();
    this.svg.dataset.keys = "";
    this.draw();
  }

  written(places) {
    const { limit, steps } = this.rules;
    const value = (k) => ((2 * k * limit) / steps - limit).toFixed(2).replace("-", "−");
    return places.map(value).join(", ");
  }

  // How many points each class has.
  counts() {
    const counts = new Array(this.rules.classes).fill(0);
    for (const [, , k] of this.points) counts[k] += 1;
    return counts;
  }

  problem() {
    const { leastPoints, leastClasses } = this.rules;
    const classes = this.counts().filter(Boolean).length;
    if (this.points.length >= leastPoints && classes >= leastClasses) return "";
    return `A network needs ${leastPoints} points or more, of ${leastClasses} classes or more: ` +
      "until then it is trained on the drawing before this one.";
  }

  say(first) {
    const { length } = this.points;
    const there = this.counts().map((n, k) => (n ? `${n} of class ${k + 1}` : "")).filter(Boolean);
    const full = length < this.rules.most ? "" : " There is no room for more.";
    const status = this.one("#pad-status");
    const problem = this.problem();
    status.textContent = `${first}${length} points${there.length ? ": " : ""}${there.join(", ")}. ${problem}${full}`;
    status.toggleAttribute("data-problem", !!problem);
  }

  draw() {
    const place = (k) => ((2 * k) / this.rules.steps - 1) * EDGE;
    this.one(".points").replaceChildren(...this.points.map(([x, y, k]) => {
      const shape = this.shape(k);
      shape.style.setProperty("--of-class", this.colours[k]);
      shape.setAttribute("transform", `translate(${place(x)} ${-place(y)})`);
      return shape;
    }));
    const [x, y] = this.cross;
    this.one(".cursor").setAttribute("transform", `translate(${place(x)} ${-place(y)})`);
    this.one(".pad").toggleAttribute("data-erasing", this.erasing);
    this.one("[data-do=erase]").ariaPressed = this.erasing;
    this.one("[data-do=undo]").disabled = !this.undone.length;
    this.one("[data-do=clear]").disabled = !this.points.length;
    this.drawButtons();
  }

  // Made once: one of them may have the focus.
  drawButtons() {
    const [classes, drawings] = [this.one(".classes"), this.one(".drawings")];
    if (!classes.children.length) {
      for (let k = 0; k < this.rules.classes; k += 1) classes.append(this.classButton(k));
      for (const name of Object.keys(this.drawings)) {
        const button = drawings.appendChild(document.createElement("button"));
        Object.assign(button, { type: "button", textContent: name });
        button.dataset.drawing = name;
      }
    }
    [...classes.children].forEach((button, k) => {
      button.ariaPressed = !this.erasing && k === this.chosen;
      button.style.setProperty("--of-class", this.colours[k]);
    });
  }

  classButton(number) {
    const button = document.createElement("button");
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "-7 -7 14 14");
    icon.setAttribute("aria-hidden", "true");
    icon.append(this.shape(number));
    Object.assign(button, { type: "button", ariaLabel: `Class ${number + 1}` });
    button.dataset.number = number;
    button.append(icon, number + 1);
    return button;
  }

  shape(number) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SHAPES[number]);
    path.dataset.number = number;
    return path;
  }
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.pad ??= new Pad(parentElement, setStateValue);
  parentElement.pad.send = setStateValue;
  parentElement.pad.update(data);
}
