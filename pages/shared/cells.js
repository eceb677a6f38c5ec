// Picks, marks and fields of everything with a data-cell attribute; see cells.py.

const EMPTY = { selected: "", sources: [], path: [], form: "", verdicts: {}, answers: {} };
const SIGNS = { right: "✓", consistent: "✓", wrong: "✗", "not a number": "✗" };
const SCROLLERS = ".stMain .katex-display, .tables figure";
const BAR = '[data-testid="stBottom"]';
let shown = EMPTY;
let send = () => {};
let picks = 0;
// What was typed into the fields of this form and has not come back from the server yet.
let typed = {};
// The form and the selection of the call before this one.
let before = { form: "", selected: "" };
let scheduled = false;
let listening = null;
// Where the keyboard was before it went to the bar, and whether it is to go on there.
let last = null;
let inBar = false;

const sizes = new ResizeObserver(() => paintSoon());
const all = (selector) => [...document.querySelectorAll(selector)];

function paint() {
  scheduled = false;
  paintCells();
  paintFields();
  letScrollersBeReached();
  if (inBar && document.activeElement === document.body) focusBar();
}

function paintCells() {
  const sources = new Set(shown.sources);
  const path = new Set(shown.path);
  for (const cell of all("[data-cell]")) {
    const names = [cell.dataset.cell, ...(cell.dataset.also || "").split(" ")];
    cell.classList.toggle("selected", !!shown.selected && names.includes(shown.selected));
    cell.classList.toggle("source", names.some((name) => sources.has(name)));
    cell.classList.toggle("path", names.some((name) => path.has(name)));
  }
}

function paintFields() {
  for (const field of all("input[data-answer]")) {
    const name = field.dataset.answer;
    const verdict = shown.verdicts[name] || "";
    if (field !== document.activeElement && !(name in typed)) {
      field.value = shown.answers[name] || "";
    }
    field.dataset.verdict = verdict;
    field.parentElement.dataset.sign = SIGNS[verdict] || "";
    field.setAttribute("aria-invalid", SIGNS[verdict] === "✗");
    field.setAttribute("aria-description", verdict);
  }
}

// What scrolls inside itself must be reached by the Tab key, to be moved by the arrow keys.
function letScrollersBeReached() {
  for (const box of all(SCROLLERS)) {
    const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    // A formula grows when its fonts are there, and a window is dragged.
    sizes.observe(box.firstElementChild || box);
  }
}

// Streamlit may draw a table after this: paint again once it has.
function paintSoon() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(paint);
  }
}

// The bar at the bottom must not cover what was picked; it is drawn a little later.
function bringIntoView() {
  setTimeout(() => {
    const cells = all("td.selected").filter((cell) => cell.offsetParent);
    const bar = document.querySelector(BAR);
    if (!cells.length || !bar || inBar) return;
    const bottom = bar.getBoundingClientRect().top;
    const seen = (cell) => {
      const box = cell.getBoundingClientRect();
      return box.top > 60 && box.bottom < bottom;
    };
    if (!cells.some(seen)) cells[0].scrollIntoView({ block: "center", behavior: "smooth" });
  }, 250);
}

function focusBar() {
  const target = document.querySelector(`${BAR} button`) ||
    document.querySelector(`${BAR} .link`) || document.querySelector(`${BAR} [tabindex]`);
  target?.focus();
  return !!target;
}

function pick(name) {
  picks += 1;
  send("picked", [name, picks]);
}

function onClick(event) {
  const cell = event.target.closest?.("[data-cell]");
  if (!cell) return;
  inBar = !!cell.closest(BAR) && !!cell.dataset.cell;
  if (!cell.querySelector("input") || cell.dataset.cell !== shown.selected) {
    pick(cell.dataset.cell);
  }
}

function onFocus(event) {
  if (!event.target.closest?.(BAR)) {
    inBar = false;
    last = event.target;
  }
  const name = event.target.dataset?.answer;
  if (name && name !== shown.selected) pick(name);
}

function onChange(event) {
  const name = event.target.dataset?.answer;
  if (!name) return;
  typed[name] = event.target.value;
  send("answers", [shown.form, { ...shown.answers, ...typed }]);
}

// Arrow keys go from cell to cell of a table, Enter and Space pick one, Escape picks none, and
// F2 goes to the bar and back.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function onKey(event) {
  const element = event.target;
  const cell = element.closest?.("[data-cell]");
  const writing = ["INPUT", "TEXTAREA"].includes(element.tagName);
  if (event.key === "F2") {
    event.preventDefault();
    inBar = !element.closest?.(BAR) && focusBar();
    if (!inBar) last?.focus();
  } else if (event.key === "Escape" && shown.selected && (!writing || element.dataset.answer)) {
    pick("");
    if (element.closest?.(BAR)) last?.focus();
  } else if (!cell || writing) {
    return;
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    inBar = !!cell.closest(BAR) && !!cell.dataset.cell;
    pick(cell.dataset.cell);
    if (!cell.dataset.cell) last?.focus();
  } else if (event.key in STEPS && cell.tagName === "TD") {
    goTo(cell, STEPS[event.key], event);
  }
}

function goTo(cell, [down, right], event) {
  const rows = [...cell.closest("tbody").rows];
  const row = rows[rows.indexOf(cell.parentElement) + down];
  const next = row?.cells[cell.cellIndex + right];
  if (!next?.dataset.cell) return;
  event.preventDefault();
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function listen() {
  const observer = new MutationObserver(paintSoon);
  observer.observe(document.body, { childList: true, subtree: true });
  const events = { click: onClick, focusin: onFocus, change: onChange, keydown: onKey };
  for (const [name, handler] of Object.entries(events)) document.addEventListener(name, handler);
  return () => {
    observer.disconnect();
    for (const [name, handler] of Object.entries(events)) {
      document.removeEventListener(name, handler);
    }
    listening = null;
    shown = EMPTY;
    paint();
  };
}

export default function (component) {
  shown = { ...EMPTY, ...component.data };
  send = component.setStateValue;
  if (shown.form !== before.form) typed = {};
  for (const [name, text] of Object.entries(typed)) {
    if ((shown.answers[name] || "") === text) delete typed[name];
  }
  listening = listening || listen();
  if (shown.selected && shown.selected !== before.selected) bringIntoView();
  before = { form: shown.form, selected: shown.selected };
  paintSoon();
  return () => listening?.();
}
