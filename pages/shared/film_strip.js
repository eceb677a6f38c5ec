// A film that is slid through, or played; see film_strip.py. The browser draws each picture by
// itself from bytes that came once, and tells the server where it is when it has come to rest, and
// now and then on the way: never before the page has caught up with what was told before.

// Between two messages on the way; after the last movement; and what is waited for at most.
const ON_THE_WAY_MS = 350;
const REST_MS = 150;
const PATIENCE_MS = 4000;
const PACES = [2, 5, 10, 20, 40];
// Of a line: how wide the heaviest is, in pixels.
const WIDEST = 6;
// Which moment the server has: a small component says it, since this one is not sent again.
const HELD = "film-moment";

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

class Film {
  constructor(root) {
    this.root = root;
    this.one = (selector) => root.querySelector(selector);
    this.at = 0;
    this.turn = 0;
    this.acknowledged = 0;
    this.way = 0;
    this.still = document.createElement("canvas");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.one(".pace").replaceChildren(...PACES.map((pace) => new Option(pace, pace)));
    this.one(".pace").value = calm ? PACES[0] : 10;
    this.track = this.one(".track");
    this.track.onpointerdown = (event) => this.grab(event);
    this.track.onpointermove = (event) => this.drag(event);
    this.track.onpointerup = this.track.onpointercancel = () => this.release();
    this.track.onkeydown = (event) => this.key(event);
    this.one(".film").onclick = (event) => this.press(event.target.closest("button"));
    this.hear = (event) => this.held(event.detail);
    document.addEventListener(HELD, this.hear);
    this.watcher = new ResizeObserver(() => this.draw());
    this.watcher.observe(this.one(".screens"));
  }

  close() {
    this.stop();
    clearTimeout(this.timer);
    document.removeEventListener(HELD, this.hear);
    this.watcher.disconnect();
  }

  // Another film, or the same with other colours.
  update(data) {
    if (data.id === this.data?.id) return;
    if (data.film !== this.data?.film) Object.assign(this, { told: undefined, turn: 0, acknowledged: 0 });
    this.data = data;
    this.frames = bytesOf(data.still.frames);
    this.palette = bytesOf(data.still.palette);
    this.cells = this.frames.length / data.moments.length;
    this.track.ariaLabel = data.name;
    this.track.ariaValueMax = data.last;
    this.one(".says").textContent = data.still.says;
    this.listEvents();
    this.listCurves();
    const held = document[HELD];
    if (held?.film === data.film) this.held(held);
    else this.go(Math.min(this.at, data.last), false);
  }

  // What the server has: what this told it a moment ago, or a choice made elsewhere on the page,
  // which counts unless the film has moved on since.
  held(moment) {
    if (!this.root.isConnected) return this.close();
    if (moment.film !== this.data?.film || moment.turn < this.turn) return;
    this.turn = this.acknowledged = moment.turn;
    if (moment.at === this.told) return;
    const moved = this.told !== undefined && this.at !== this.told;
    this.told = moment.at;
    if (!this.way && !this.grabbed && !moved) this.go(moment.at, false);
  }

  // The last moment with a picture that is not after this one.
  index(at) {
    const { moments } = this.data;
    let low = 0;
    for (let high = moments.length - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (moments[middle] <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  go(at, tell = true) {
    this.at = Math.min(Math.max(Math.round(at), 0), this.data.last);
    this.draw();
    if (tell) this.tellSoon();
  }

  tellSoon() {
    clearTimeout(this.timer);
    const now = performance.now();
    const busy = this.acknowledged < this.turn && now - this.since < PATIENCE_MS;
    const due = now - (this.since ?? -Infinity) > ON_THE_WAY_MS;
    if (due && !busy && (this.way || this.grabbed)) return this.tell();
    this.timer = setTimeout(() => (busy ? this.tellSoon() : this.tell()), REST_MS);
  }

  tell() {
    if (this.told === this.at) return;
    this.turn += 1;
    this.since = performance.now();
    this.told = this.at;
    this.send("at", [this.data.film, this.at, this.turn]);
  }

  grab(event) {
    if (event.button) return;
    this.stop();
    this.grabbed = true;
    this.track.setPointerCapture(event.pointerId);
    this.drag(event);
  }

  drag(event) {
    if (!this.grabbed) return;
    const { x, width } = this.track.getBoundingClientRect();
    const at = Math.round(((event.clientX - x) / width) * this.data.last);
    if (at !== this.at) this.go(at);
  }

  release() {
    if (!this.grabbed) return;
    this.grabbed = false;
    this.tellSoon();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { last } = this.data;
    const page = Math.max(1, Math.round(last / 10));
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: page, PageDown: -page };
    if (event.key in by) this.stop(), this.go(this.at + by[event.key]);
    else if (event.key === "Home") this.stop(), this.go(0);
    else if (event.key === "End") this.stop(), this.go(last);
    else if (event.key === " ") this.play(this.way ? 0 : 1);
    else return;
    event.preventDefault();
  }

  press(button) {
    if (!button) return;
    const { do: action, number } = button.dataset;
    if (action === "play") return this.play(this.way === 1 ? 0 : 1);
    if (action === "back") return this.play(this.way === -1 ? 0 : -1);
    this.stop();
    if (number) {
      const event = this.data.events[number];
      this.go(event.at);
      this.one(".told").textContent = event.sentence;
    } else this.go({ first: 0, last: this.data.last, earlier: this.at - 1, later: this.at + 1 }[action]);
  }

  // From picture to picture, on or back; from the other end where it is at its end.
  play(way) {
    this.stop();
    if (!way) return this.tellSoon();
    const end = way > 0 ? this.data.last : 0;
    if (this.at === end) this.go(this.data.last - end);
    this.way = way;
    this.show();
    const next = () => {
      if (!this.root.isConnected) return this.close();
      const { moments, last } = this.data;
      const on = this.index(this.at) + way;
      this.go(moments[on] ?? (way > 0 ? last : 0));
      if (this.at === (way > 0 ? last : 0)) return this.stop(), this.tellSoon();
      this.ticking = setTimeout(next, 1000 / this.one(".pace").value);
    };
    this.ticking = setTimeout(next, 1000 / this.one(".pace").value);
  }

  stop() {
    clearTimeout(this.ticking);
    this.way = 0;
    if (this.data) this.show();
  }

  draw() {
    if (!this.data) return;
    const index = this.index(this.at);
    this.drawStill(index);
    this.drawCurves();
    this.show();
    this.one(".picture").dataset.moment = this.data.moments[index];
  }

  // All that says where it is, but the canvases.
  show() {
    const { name, last, moments, texts, events } = this.data;
    const index = this.index(this.at);
    const exact = moments[index] === this.at;
    const text = exact ? texts[index] : `${name} ${this.at}`;
    this.track.ariaValueNow = this.at;
    this.track.ariaValueText = text;
    this.one(".thumb").style.left = `${(100 * this.at) / (last || 1)}%`;
    this.one(".now").textContent = exact ? text : `${text}; the picture is of ${moments[index]}`;
    const event = events.find((one) => one.at === this.at);
    if (!this.way && !this.grabbed) this.one(".told").textContent = event?.sentence ?? "";
    this.one("[data-do=play]").ariaPressed = this.way === 1;
    this.one("[data-do=play]").textContent = this.way === 1 ? "Pause" : "Play";
    this.one("[data-do=back]").ariaPressed = this.way === -1;
    for (const action of ["first", "earlier"]) this.one(`[data-do=${action}]`).disabled = this.at === 0;
    for (const action of ["later", "last"]) this.one(`[data-do=${action}]`).disabled = this.at === last;
  }

  listEvents() {
    const { events, last, name } = this.data;
    this.one(".marks").replaceChildren(...events.map((event) => {
      const mark = document.createElement("i");
      mark.style.left = `${(100 * event.at) / (last || 1)}%`;
      return mark;
    }));
    this.one(".jumps").replaceChildren(...events.map((event, number) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: `${event.title} · ${event.at}`, title: event.sentence });
      button.ariaLabel = `To ${name.toLowerCase()} ${event.at}: ${event.title}`;
      button.dataset.number = number;
      return button;
    }));
  }

  listCurves() {
    this.one(".legend").replaceChildren(...this.data.curves.map(({ name, colour }) => {
      const entry = document.createElement("span");
      const line = entry.appendChild(document.createElement("i"));
      line.style.background = colour;
      entry.append(name);
      return entry;
    }));
  }

  // A canvas as large as it is shown, cleared; null while it is not.
  fresh(canvas) {
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width || !height) return null;
    const scale = devicePixelRatio || 1;
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h });
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    return { pen, width, height };
  }

  colour(byte) {
    return `rgb(${this.palette.subarray(3 * byte, 3 * byte + 3).join(" ")})`;
  }

  drawStill(index) {
    const place = this.fresh(this.one(".picture"));
    if (!place) return;
    const frame = this.frames.subarray(index * this.cells, (index + 1) * this.cells);
    const { kind } = this.data.still;
    if (kind === "cells") this.drawImage(place, frame);
    else if (kind === "lines") this.drawLines(place, frame);
    else this.drawHeights(place, frame);
  }

  drawImage({ pen, width, height }, frame) {
    const [rows, columns] = this.data.still.shape;
    Object.assign(this.still, { width: columns, height: rows });
    const image = new ImageData(columns, rows);
    frame.forEach((byte, cell) => {
      image.data.set(this.palette.subarray(3 * byte, 3 * byte + 3), 4 * cell);
      image.data[4 * cell + 3] = 255;
    });
    this.still.getContext("2d").putImageData(image, 0, 0);
    const scale = Math.min(width / columns, height / rows);
    const box = { width: columns * scale, height: rows * scale };
    pen.imageSmoothingEnabled = false;
    pen.drawImage(this.still, 0, 0, box.width, box.height);
    this.drawPoints(pen, box);
  }

  drawLines({ pen, width, height }, frame) {
    const { lines, knots } = this.data.still;
    const edge = 10;
    const place = ([x, y]) => [edge + x * (width - 2 * edge), edge + (1 - y) * (height - 2 * edge)];
    lines.forEach(([from, to], k) => {
      const weight = Math.abs(frame[k] - 127) / 127;
      pen.strokeStyle = this.colour(frame[k]);
      pen.lineWidth = 0.3 + WIDEST * weight;
      pen.beginPath();
      pen.moveTo(...place(from));
      pen.lineTo(...place(to));
      pen.stroke();
    });
    pen.strokeStyle = this.ink();
    pen.lineWidth = 1;
    knots.forEach((knot, k) => {
      pen.fillStyle = this.colour(frame[lines.length + k]);
      pen.beginPath();
      pen.arc(...place(knot), 6, 0, 2 * Math.PI);
      pen.fill();
      pen.stroke();
    });
  }

  drawHeights({ pen, width, height }, frame) {
    const [curves, places] = this.data.still.shape;
    this.drawPoints(pen, { width, height });
    for (let k = 0; k < curves; k += 1) {
      pen.strokeStyle = this.data.colours[k % this.data.colours.length];
      pen.lineWidth = 2.5;
      pen.beginPath();
      for (let i = 0; i < places; i += 1) {
        pen.lineTo(((i + 0.5) / places) * width, (1 - frame[k * places + i] / 254) * height);
      }
      pen.stroke();
    }
  }

  drawPoints(pen, { width, height }) {
    pen.fillStyle = this.ink();
    for (const [x, y] of this.data.still.points) {
      pen.beginPath();
      pen.arc(x * width, (1 - y) * height, 1.6, 0, 2 * Math.PI);
      pen.fill();
    }
  }

  ink() {
    return getComputedStyle(this.one(".film")).color;
  }

  // The curves over time, with a line where the film is.
  drawCurves() {
    const place = this.fresh(this.one(".curves"));
    if (!place) return;
    const { pen, width, height } = place;
    const { name, curves, moments, last, low, high, ends } = this.data;
    const edge = { left: 44, right: 8, top: 8, bottom: 20 };
    const x = (at) => edge.left + (at / (last || 1)) * (width - edge.left - edge.right);
    const y = (value) => height - edge.bottom - ((value - low) / (high - low || 1)) * (height - edge.top - edge.bottom);
    pen.fillStyle = pen.strokeStyle = this.ink();
    pen.font = `12px ${getComputedStyle(this.one(".film")).fontFamily}`;
    pen.lineWidth = 0.5;
    pen.strokeRect(edge.left, edge.top, width - edge.left - edge.right, height - edge.top - edge.bottom);
    pen.textAlign = "right";
    pen.fillText(ends[1], edge.left - 4, edge.top + 9);
    pen.fillText(ends[0], edge.left - 4, height - edge.bottom);
    pen.fillText(last, width - edge.right, height - 5);
    pen.textAlign = "center";
    pen.fillText(name.toLowerCase(), (edge.left + width - edge.right) / 2, height - 5);
    pen.textAlign = "left";
    pen.fillText("0", edge.left, height - 5);
    for (const { values, colour } of curves) {
      pen.strokeStyle = colour;
      pen.lineWidth = 2;
      pen.beginPath();
      values.forEach((value, k) => {
        if (value !== null) pen.lineTo(x(moments[k]), y(Math.min(value, high)));
      });
      pen.stroke();
    }
    pen.strokeStyle = this.ink();
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(x(this.at), edge.top);
    pen.lineTo(x(this.at), height - edge.bottom);
    pen.stroke();
  }
}

export default function ({ data, parentElement, setStateValue }) {
  parentElement.film ??= new Film(parentElement);
  parentElement.film.send = setStateValue;
  parentElement.film.update(data);
}
