// Rows as points that move from epoch to epoch; see moving_points.py.

const SVG = "http://www.w3.org/2000/svg";
// A shape a class: colours alone are not told apart by everybody.
const SHAPES = [
  "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0Z", "M-3.8-3.8H3.8V3.8H-3.8Z", "M0-5.2L4.8 3.8H-4.8Z",
  "M0-5.5L4.8 0L0 5.5L-4.8 0Z", "M-1.7-4.8H1.7V-1.7H4.8V1.7H1.7V4.8H-1.7V1.7H-4.8V-1.7H-1.7Z",
  "M0 5.2L4.8-3.8H-4.8Z", "M-4.8-2.4L-2.4-4.8L0-2.3L2.4-4.8L4.8-2.4L2.3 0L4.8 2.4L2.4 4.8L0 2.3L-2.4 4.8L-4.8 2.4L-2.3 0Z",
];
// Viridis, from the lowest number to the highest.
const RAMP = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
const FRAME_MS = 220;
// In pixels: how near is on a point.
const REACH = 14;
const FAINT = 0.12;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

class Points {
  constructor(root) {
    this.root = root;
    this.one = (selector) => root.querySelector(selector);
    this.canvas = this.one("canvas");
    this.at = 0;
    this.playing = false;
    this.only = null;
    this.one(".play").onclick = () => (this.playing ? this.pause() : this.play());
    this.one(".at").oninput = (event) => {
      this.pause();
      this.goTo(Number(event.target.value));
    };
    this.canvas.onpointermove = (event) => this.tellNearest(event);
    this.canvas.onpointerleave = () => (this.one(".told").textContent = this.summary());
    this.canvas.onkeydown = (event) => this.key(event);
    this.sizes = new ResizeObserver(() => this.draw());
    this.sizes.observe(this.canvas);
  }

  update(data) {
    const moved = this.data?.now !== data.now || this.data?.key !== data.key;
    this.data = data;
    this.paths = SHAPES.map((shape) => new Path2D(shape));
    const last = data.epochs.length - 1;
    this.one(".at").max = last;
    this.one(".controls").hidden = !last;
    this.one(".across").textContent = data.axes[0];
    this.one(".up").textContent = data.axes[1];
    this.only = null;
    this.drawLegend();
    if (moved && !this.playing) this.at = Math.max(data.epochs.indexOf(data.now), 0);
    this.goTo(Math.min(this.at, last));
  }

  play() {
    if (this.at >= this.data.epochs.length - 1) this.at = 0;
    this.playing = true;
    this.one(".play").textContent = "❚❚ Pause";
    let before = performance.now();
    const tick = (now) => {
      if (!this.playing || !this.root.isConnected) return;
      const gone = (now - before) / FRAME_MS;
      // Without motion there are the pictures alone, and nothing between them.
      if (!calm.matches || gone >= 1) {
        before = now;
        this.goTo(Math.min(this.at + (calm.matches ? 1 : gone), this.data.epochs.length - 1));
      }
      if (this.at >= this.data.epochs.length - 1) this.pause();
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  pause() {
    this.playing = false;
    this.one(".play").textContent = "▶ Play";
    this.goTo(Math.round(this.at));
  }

  goTo(at) {
    this.at = at;
    const picture = Math.round(at);
    this.one(".at").value = picture;
    this.one(".at").ariaValueText = `epoch ${this.data.epochs[picture]}`;
    this.one(".epoch").textContent = this.data.epochs[picture];
    if (!this.playing) {
      this.one(".told").textContent = this.summary();
      this.canvas.ariaLabel = this.summary();
    }
    this.draw();
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === " ") this.playing ? this.pause() : this.play();
    else if (step) {
      this.pause();
      this.goTo(Math.min(Math.max(this.at + step, 0), this.data.epochs.length - 1));
    } else return;
    event.preventDefault();
  }

  summary() {
    const { epochs, shares, named, classes } = this.data;
    const picture = Math.round(this.at);
    const wrong = classes.filter((one, row) => one !== named[picture][row]).length;
    const taken = classes.length ? ` ${wrong} of ${classes.length} rows are taken for another class.` : "";
    return `Epoch ${epochs[picture]}: ${shares[picture]}${taken}`;
  }

  places(row) {
    const { grids, grid } = this.data;
    const first = Math.floor(this.at);
    const [one, next] = [grids[first], grids[Math.min(first + 1, grids.length - 1)]];
    const share = this.at - first;
    return [0, 1].map((axis) => (one[2 * row + axis] * (1 - share) + next[2 * row + axis] * share) / grid);
  }

  draw() {
    if (!this.data) return;
    const side = this.canvas.clientWidth;
    const ratio = devicePixelRatio || 1;
    if (!side) return;
    this.canvas.width = this.canvas.height = Math.round(side * ratio);
    const pen = this.canvas.getContext("2d");
    const style = getComputedStyle(this.canvas);
    const [page, ink] = ["--st-background-color", "--st-text-color"].map((name) => style.getPropertyValue(name));
    const { classes, depths, colours } = this.data;
    const wrong = this.data.named[Math.round(this.at)];
    const size = Math.max(0.8, Math.min(side / 460, 1.2));
    for (let row = 0; row < this.data.says.length; row += 1) {
      const [x, y] = this.places(row);
      const of = classes[row] ?? 0;
      pen.setTransform(ratio * size, 0, 0, ratio * size, x * side * ratio, (1 - y) * side * ratio);
      pen.globalAlpha = this.only === null || this.only === of ? 1 : FAINT;
      pen.fillStyle = classes.length ? colours[of % colours.length] : this.shade(depths[row]);
      pen.strokeStyle = page;
      pen.lineWidth = 0.8;
      const path = this.paths[this.shape(of)];
      pen.fill(path);
      pen.stroke(path);
      if (classes.length && wrong[row] !== of) {
        pen.strokeStyle = ink;
        pen.lineWidth = 1.6;
        pen.beginPath();
        pen.arc(0, 0, 7, 0, 7);
        pen.stroke();
      }
    }
  }

  // With more classes than colours each still has a pair of its own.
  shape(of) {
    return (of + Math.floor(of / this.data.colours.length)) % SHAPES.length;
  }

  shade(depth) {
    const place = depth * (RAMP.length - 1);
    const first = Math.min(Math.floor(place), RAMP.length - 2);
    const mixed = RAMP[first].map((low, k) => low + (place - first) * (RAMP[first + 1][k] - low));
    return `rgb(${mixed.map(Math.round).join(" ")})`;
  }

  tellNearest(event) {
    const side = this.canvas.clientWidth;
    const box = this.canvas.getBoundingClientRect();
    let [nearest, least] = [null, REACH];
    for (let row = 0; row < this.data.says.length; row += 1) {
      const [x, y] = this.places(row);
      const off = Math.hypot(x * side - event.clientX + box.left, (1 - y) * side - event.clientY + box.top);
      if (off < least) [nearest, least] = [row, off];
    }
    if (nearest === null) return;
    const { says, names, named, classes } = this.data;
    const taken = named[Math.round(this.at)][nearest];
    const read = classes.length && taken !== classes[nearest] ? `, taken for ${names[taken]}` : "";
    this.one(".told").textContent = says[nearest] + read;
  }

  drawLegend() {
    const { names, colours, ends, classes } = this.data;
    const legend = this.one(".legend");
    if (!classes.length) {
      const ramp = document.createElement("span");
      ramp.className = "ramp";
      ramp.style.background = `linear-gradient(to right, ${RAMP.map((one) => `rgb(${one.join(" ")})`).join(",")})`;
      legend.replaceChildren(ends[0], ramp, ends[1]);
      return;
    }
    legend.replaceChildren(...names.map((name, of) => this.classButton(name, of, colours[of % colours.length])));
  }

  classButton(name, of, colour) {
    const button = document.createElement("button");
    const icon = document.createElementNS(SVG, "svg");
    icon.setAttribute("viewBox", "-7 -7 14 14");
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", SHAPES[this.shape(of)]);
    path.setAttribute("fill", colour);
    icon.append(path);
    button.type = "button";
    button.style.setProperty("--of-class", colour);
    button.ariaPressed = "false";
    button.title = name;
    button.append(icon, name);
    button.onclick = () => {
      this.only = this.only === of ? null : of;
      for (const [k, one] of [...this.one(".legend").children].entries()) one.ariaPressed = `${k === this.only}`;
      this.draw();
    };
    return button;
  }
}

export default function ({ data, parentElement }) {
  parentElement.points ??= new Points(parentElement);
  parentElement.points.update(data);
}
