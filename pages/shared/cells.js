// Picks, marks and fields of everything with a data-cell attribute; see cells.py.

const EMPTY = { selected: "", sources: [], path: [], verdicts: {}, answers: {}, pictures: {} };
let shown = EMPTY;
let send = () => {};
let picks = 0;
let typed = {};
let scheduled = false;
let listening = null;

const all = (selector) => [...document.querySelectorAll(selector)];

function paint() {
  scheduled = false;
  for (const frame of all("[data-picture]")) {
    const picture = shown.pictures[frame.dataset.picture] || "";
    if (frame.drawn !== picture) {
      frame.innerHTML = picture;
      frame.drawn = picture;
    }
  }
  const sources = new Set(shown.sources);
  const path = new Set(shown.path);
  for (const cell of all("[data-cell]")) {
    const names = [cell.dataset.cell, ...(cell.dataset.also || "").split(" ")];
    cell.classList.toggle("selected", !!shown.selected && names.includes(shown.selected));
    cell.classList.toggle("source", names.some((name) => sources.has(name)));
    cell.classList.toggle("path", names.some((name) => path.has(name)));
  }
  for (const field of all("input[data-answer]")) {
    const name = field.dataset.answer;
    if (field !== document.activeElement && !(name in typed)) {
      field.value = shown.answers[name] || "";
    }
    field.dataset.verdict = shown.verdicts[name] || "";
    field.title = shown.verdicts[name] || "";
  }
}

// Streamlit may draw a table after this: paint again once it has.
function paintSoon() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(paint);
  }
}

function pick(name) {
  picks += 1;
  send("picked", [name, picks]);
}

function onClick(event) {
  const cell = event.target.closest?.("[data-cell]");
  if (cell && !cell.querySelector("input")) pick(cell.dataset.cell);
}

function onFocus(event) {
  const name = event.target.dataset?.answer;
  if (name && name !== shown.selected) pick(name);
}

function onChange(event) {
  const name = event.target.dataset?.answer;
  if (!name) return;
  typed[name] = event.target.value;
  send("answers", { ...shown.answers, ...typed });
}

// Arrow keys go from cell to cell of a table, Enter and Space pick one, Escape picks none.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function onKey(event) {
  const cell = event.target.closest?.("[data-cell]");
  if (event.key === "Escape" && shown.selected) pick("");
  if (!cell || event.target.tagName === "INPUT") return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pick(cell.dataset.cell);
  } else if (event.key in STEPS && cell.tagName === "TD") {
    const [down, right] = STEPS[event.key];
    const rows = [...cell.closest("tbody").rows];
    const row = rows[rows.indexOf(cell.parentElement) + down];
    const next = row?.cells[cell.cellIndex + right];
    if (next?.dataset.cell) {
      event.preventDefault();
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  }
}

export default function (component) {
  shown = { ...EMPTY, ...component.data };
  send = component.setStateValue;
  for (const [name, text] of Object.entries(typed)) {
    if (shown.answers[name] === text) delete typed[name];
  }
  if (!listening) {
    const observer = new MutationObserver(paintSoon);
    observer.observe(document.body, { childList: true, subtree: true });
    const events = { click: onClick, focusin: onFocus, change: onChange, keydown: onKey };
    for (const [name, handler] of Object.entries(events)) document.addEventListener(name, handler);
    listening = () => {
      observer.disconnect();
      for (const [name, handler] of Object.entries(events)) {
        document.removeEventListener(name, handler);
      }
      listening = null;
      shown = EMPTY;
      paint();
    };
  }
  paintSoon();
  return () => listening?.();
}
