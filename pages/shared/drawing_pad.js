// A pad to draw on; see drawing_pad.py. What is drawn is kept as what was done: strokes, each a line
// of places with a width, drawings to start from, and clearing. The bitmap is made of these.

// Of the canvas: how many times the places of the bitmap, so that strokes look smooth.
const FINE = 3;
// In places: how far an arrow key moves the cross, and with Shift.
const STRIDE = 6;
const SMALL_STRIDE = 1;
const MOST_UNDONE = 100;
// How long keys may follow each other before what they drew is sent.
const PAUSE_MS = 150;
// What was done on the pad that is gone, for the one that takes its place: when the page above it
// changes, Streamlit makes it anew.
const LEFT = Symbol.for("what was done on the drawing pad");
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Pad {
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.done = [];
    this.sent = [];
    this.turn = 0;
    this.erasing = false;
    this.one = (selector) => root.querySelector(selector);
    this.canvas = this.one("canvas");
    this.canvas.onpointerdown = (event) => this.down(event);
    this.canvas.onpointermove = (event) => this.move(event);
    this.canvas.onpointerup = () => this.up();
    this.canvas.onpointercancel = () => this.cancel();
    this.canvas.onkeydown = (event) => this.key(event);
    // Whoever comes by keyboard sees the cross.
    this.canvas.onblur = () => {
      this.lift();
      this.canvas.dataset.keys = "";
      this.byKey = false;
    };
    this.one(".bar").onclick = (event) => this.press(event.target.closest("button"));
  }

  // What the server holds now: another drawing, or what this pad has sent a moment ago.
  update({ text, side, pens, pen, label }) {
    if (this.side !== side) {
      this.side = side;
      this.canvas.width = this.canvas.height = side * FINE;
      this.cross = [side / 2, side / 2];
      this.pens = pens;
      this.width = pen;
      this.canvas.ariaLabel = label;
      this.makePens();
    }
    const own = this.sent.indexOf(text);
    if (own >= 0) this.sent.splice(0, own + 1);
    else if (text !== this.echoed) {
      this.sent = [];
      this.line = null;
      const left = globalThis[LEFT];
      if (!this.done.length && left?.text === text) this.done = left.done;
      else this.add({ start: this.decode(text) });
    }
    this.echoed = text;
    this.draw();
    this.say("");
  }

  decode(text) {
    const bytes = atob(text);
    const image = new ImageData(this.side, this.side);
    for (let k = 0; k < this.side ** 2; k += 1) {
      image.data[4 * k + 3] = bytes.charCodeAt(k >> 3) & (128 >> (k & 7)) ? 255 : 0;
    }
    const canvas = this.small();
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }

  encode() {
    const context = this.small().getContext("2d");
    context.drawImage(this.canvas, 0, 0, this.side, this.side);
    const { data } = context.getImageData(0, 0, this.side, this.side);
    const bytes = new Uint8Array(this.side ** 2 / 8);
    for (let k = 0; k < this.side ** 2; k += 1) {
      if (data[4 * k + 3] >= 128) bytes[k >> 3] |= 128 >> (k & 7);
    }
    return btoa(String.fromCharCode(...bytes));
  }

  small() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = this.side;
    return canvas;
  }

  at(event) {
    const { x, y, width } = this.canvas.getBoundingClientRect();
    return [event.clientX - x, event.clientY - y].map((k) => (k * this.side) / width);
  }

  down(event) {
    if (event.button || this.line) return;
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    delete this.canvas.dataset.keys;
    this.byKey = false;
    this.canvas.setPointerCapture(event.pointerId);
    this.pointer = event.pointerId;
    this.begin(this.at(event), event.pointerType === "pen" && event.buttons & 32);
  }

  begin(place, eraser = false) {
    this.line = { places: [place], width: this.width, erase: this.erasing || !!eraser };
    this.draw();
  }

  move(event) {
    if (!this.line || event.pointerId !== this.pointer) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) this.line.places.push(this.at(one));
    this.draw();
  }

  up() {
    this.lift();
  }

  cancel() {
    this.line = null;
    this.draw();
  }

  // The stroke is over: it can be taken back, and is sent.
  lift() {
    if (!this.line) return;
    const { line } = this;
    this.line = null;
    this.pointer = null;
    this.add(line);
    this.draw();
    this.say("");
    this.sendNow();
  }

  add(action) {
    this.done.push(action);
    if (this.done.length > MOST_UNDONE) {
      const first = this.small();
      first.width = first.height = this.side * FINE;
      this.paint(first.getContext("2d"), this.done.splice(0, 2));
      this.done.unshift({ start: first });
    }
  }

  sendSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendNow(), PAUSE_MS);
  }

  sendNow() {
    clearTimeout(this.timer);
    const text = this.encode();
    globalThis[LEFT] = { text, done: this.done };
    if (text === (this.sent.at(-1) ?? this.echoed)) return;
    this.sent.push(text);
    this.turn += 1;
    // The counter makes a drawing that was there before a change.
    this.send("drawn", [text, this.turn]);
  }

  press(button) {
    if (!button) return;
    const { do: action, pen } = button.dataset;
    if (pen) this.width = Number(pen);
    if (action === "erase") this.erasing = !this.erasing;
    if (pen) this.erasing = false;
    if (action === "clear") this.clear();
    if (action === "undo") this.takeBack();
    this.draw();
  }

  clear() {
    this.line = null;
    this.add({ clear: true });
    this.draw();
    this.say("Cleared. ");
    this.sendNow();
  }

  takeBack() {
    this.line = null;
    if (!this.canUndo()) return;
    this.done.pop();
    this.draw();
    this.say("Taken back. ");
    this.sendNow();
  }

  // What the page began with is no step of the visitor's.
  canUndo() {
    return this.done.length > 1;
  }

  key(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    if (altKey || ((ctrlKey || metaKey) && key.toLowerCase() !== "z")) return;
    this.byKey = true;
    if (key in ARROWS) {
      const stride = shiftKey ? SMALL_STRIDE : STRIDE;
      const inside = (k) => Math.min(Math.max(k, 0), this.side);
      this.cross = ARROWS[key].map((way, i) => inside(this.cross[i] + way * stride));
      if (this.line) {
        this.line.places.push([...this.cross]);
        this.sendSoon();
      }
      this.draw();
      this.say("");
    } else if (key === " " || key === "Enter") {
      if (this.line) this.lift();
      else {
        this.begin([...this.cross]);
        this.sendSoon();
      }
      this.say("");
    } else if (key === "Delete" || key === "Backspace") this.clear();
    else if (key.toLowerCase() === "z") this.takeBack();
    else if (key.toLowerCase() === "e") {
      this.erasing = !this.erasing;
      if (this.line) this.line.erase = this.erasing;
      this.draw();
      this.say(this.erasing ? "Eraser. " : "Pen. ");
    } else return;
    event.preventDefault();
    this.canvas.dataset.keys = "";
  }

  say(first) {
    const place = this.cross.map((k) => Math.round((100 * k) / this.side)).join(", ");
    const pen = this.line ? "Pen down" : "Pen up";
    const keys = this.byKey ? `${pen}, cross at ${place} of 100. ` : "";
    this.one("#drawing-status").textContent = `${first}${keys}`;
  }

  paint(context, actions) {
    const { width } = context.canvas;
    context.fillStyle = context.strokeStyle = this.ink;
    context.lineCap = context.lineJoin = "round";
    for (const { start, clear, places, width: pen, erase } of actions) {
      if (start || clear) context.clearRect(0, 0, width, width);
      if (start) this.stamp(context, start);
      if (!places) continue;
      context.globalCompositeOperation = erase ? "destination-out" : "source-over";
      context.lineWidth = pen * FINE;
      context.beginPath();
      places.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x * FINE, y * FINE));
      // A line of one place is a dot.
      context.lineTo(places.at(-1)[0] * FINE, places.at(-1)[1] * FINE);
      context.stroke();
      context.globalCompositeOperation = "source-over";
    }
  }

  // A drawing that is given, in the colour of ink.
  stamp(context, drawing) {
    const { width } = context.canvas;
    // Every place stays what it is.
    context.imageSmoothingEnabled = false;
    context.drawImage(drawing, 0, 0, width, width);
    context.globalCompositeOperation = "source-in";
    context.fillRect(0, 0, width, width);
    context.globalCompositeOperation = "source-over";
  }

  draw() {
    const context = this.canvas.getContext("2d");
    this.ink = getComputedStyle(this.canvas).color;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.paint(context, [...this.done, ...(this.line ? [this.line] : [])]);
    const [left, top] = this.cross.map((k) => `${(100 * k) / this.side}%`);
    Object.assign(this.one(".cross").style, { left, top });
    this.one("[data-do=erase]").ariaPressed = this.erasing;
    this.one("[data-do=undo]").disabled = !this.canUndo();
    for (const button of this.one(".pens").children) {
      button.ariaPressed = !this.erasing && Number(button.dataset.pen) === this.width;
    }
  }

  makePens() {
    const made = Object.entries(this.pens).map(([name, pen]) => {
      const button = document.createElement("button");
      const dot = document.createElement("i");
      Object.assign(dot.style, { width: `${pen}px`, height: `${pen}px` });
      Object.assign(button, { type: "button", ariaLabel: name });
      button.dataset.pen = pen;
      button.append(dot);
      return button;
    });
    this.one(".pens").replaceChildren(...made);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.pad ??= new Pad(parentElement, setStateValue);
  parentElement.pad.send = setStateValue;
  parentElement.pad.update(data);
}
