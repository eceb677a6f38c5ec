// Picks, marks and fields of everything with a data-cell attribute; see cells.py.

const EMPTY = { selected: "", sources: [], path: [], form: "", verdicts: {}, answers: {} };
const SIGNS = { right: "✓", consistent: "✓", wrong: "✗", "not a number": "✗" };
const SCROLLERS = ".stMain .katex-display, .tables figure";
const BAR = '[data-testid="stBottom"]';
const SCROLLED = '[data-testid="stMain"]';
// Of the page's top, what its header and the jump bar cover, and what is pinned there, if anything.
const COVERED = 110;
const covered = () =>
  COVERED + (parseFloat(document.documentElement.style.getPropertyValue("--pinned")) || 0);
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
// Where the visitor was before a number was picked or a part of the page jumped to.
let place = null;
// The cell on the page that was picked there, by pointer or by keyboard: it is seen already.
let pickedAt = null;

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
  const boxes = all(SCROLLERS);
  // All are read before any is written: each reading after a writing lays out the page anew.
  const scrolls = boxes.map(
    (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight
  );
  boxes.forEach((box, i) => {
    if (scrolls[i]) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
    // A formula grows when its fonts are there, and a window is dragged.
    sizes.observe(box.firstElementChild || box);
  });
}

// Streamlit may draw a table after this: paint again once it has.
function paintSoon() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(paint);
  }
}

function rememberPlace() {
  place ??= { top: document.querySelector(SCROLLED)?.scrollTop, focused: document.activeElement };
}

// The same element or, where a table was drawn anew since, the cell in its place.
function asDrawnNow(element) {
  if (element?.isConnected) return element;
  return all("td[data-cell]").find((cell) => cell.dataset.cell === element?.dataset.cell);
}

function goBack() {
  if (!place) return;
  asDrawnNow(place.focused)?.focus({ preventScroll: true });
  document.querySelector(SCROLLED)?.scrollTo({ top: place.top });
  place = null;
}

// What was picked in the bar may be anywhere on the page. What the window shows already, such as
// what was picked on the page, stays, unless the bar, which is drawn a little later, covers it.
function bringIntoView() {
  setTimeout(() => {
    const bar = document.querySelector(BAR);
    // What is pinned does not move with the page.
    if (!bar || !shown.selected || pickedAt?.closest(".play")) return;
    const box = (cell) => cell.getBoundingClientRect();
    const cells = all(".selected").filter((cell) => cell.getClientRects().length);
    const inWindow = (cell) => box(cell).top > covered() && box(cell).bottom < innerHeight;
    const cell = pickedAt?.isConnected ? pickedAt : cells.find(inWindow);
    if (cell) {
      const bottom = box(bar).top || innerHeight;
      const away = Math.max(box(cell).bottom + 8 - bottom, 0) || Math.min(box(cell).top - covered(), 0);
      document.querySelector(SCROLLED)?.scrollBy({ top: away });
    } else {
      const far = cells.find((one) => one.tagName === "TD") || cells[0];
      far?.scrollIntoView({ block: "center", behavior: "smooth" });
    }
  }, 250);
}

function focusBar() {
  const target = document.querySelector(`${BAR} button`) ||
    document.querySelector(`${BAR} .link`) || document.querySelector(`${BAR} [tabindex]`);
  target?.focus();
  return !!target;
}

function pick(name, cell = null) {
  picks += 1;
  pickedAt = cell?.closest(BAR) ? null : cell;
  // A pick on the page is where the visitor is now; one in the bar leads away from there.
  if (pickedAt) place = null;
  if (name) rememberPlace();
  send("picked", [name, picks]);
}

// Pick a cell, by pointer or by keyboard; an empty one of the bar picks none and goes back.
function take(cell) {
  const name = cell.dataset.cell;
  inBar = !!cell.closest(BAR) && !!name;
  if (!cell.querySelector("input") || name !== shown.selected) pick(name, cell);
  if (!name) goBack();
}

// Without the browser's own way: that would be a step of its history.
function jumpTo(event, anchor) {
  event.preventDefault();
  rememberPlace();
  document.getElementById(anchor)?.scrollIntoView();
}

function onClick(event) {
  const jump = event.target.closest?.(".jump a");
  if (jump) return jumpTo(event, jump.getAttribute("href").slice(1));
  const cell = event.target.closest?.("[data-cell]");
  if (cell) take(cell);
}

function onFocus(event) {
  if (!event.target.closest?.(BAR)) {
    inBar = false;
    last = event.target;
  }
  const name = event.target.dataset?.answer;
  if (name && name !== shown.selected) pick(name, event.target);
}

function onChange(event) {
  const name = event.target.dataset?.answer;
  if (!name) return;
  typed[name] = event.target.value;
  send("answers", [shown.form, { ...shown.answers, ...typed }]);
}

// Arrow keys go from cell to cell of a table, Enter and Space pick one, Escape picks none and
// goes back to where the visitor was, and F2 goes to the bar and back.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function onKey(event) {
  const element = event.target;
  const cell = element.closest?.("[data-cell]");
  const writing = ["INPUT", "TEXTAREA"].includes(element.tagName);
  if (event.key === "F2") {
    event.preventDefault();
    inBar = !element.closest?.(BAR) && focusBar();
    if (!inBar) asDrawnNow(last)?.focus();
  } else if (event.key === "Escape" && (!writing || element.matches(`[data-answer], ${BAR} *`))) {
    // The bar may be there a moment before this listener is told of it.
    if (shown.selected || document.querySelector(".origin")) pick("");
    goBack();
  } else if (!cell || writing) {
    return;
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    take(cell);
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
  const early = window.earlyPick;
  window.earlyPick = null;
  document.body.dataset.cells = "heard";
  if (early?.name && !window.history.left) pick(early.name, early.cell);
  return () => {
    observer.disconnect();
    for (const [name, handler] of Object.entries(events)) {
      document.removeEventListener(name, handler);
    }
    listening = null;
    window.earlyPick = {};
    delete document.body.dataset.cells;
    shown = EMPTY;
    place = null;
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
  // An exercise taken from within a step begins at its top.
  if (shown.form && !before.form && !shown.selected) document.querySelector(SCROLLED)?.scrollTo({ top: 0 });
  if (shown.selected && shown.selected !== before.selected) {
    rememberPlace();
    bringIntoView();
  }
  before = { form: shown.form, selected: shown.selected };
  paintSoon();
  return () => listening?.();
}
