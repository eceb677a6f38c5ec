// Keeps the pick of a cell that nobody listens to yet, for cells.js, which takes it over.
if (window.earlyPick === undefined) {
  window.earlyPick = {};
  document.addEventListener("click", (event) => {
    const cell = event.target.closest?.("[data-cell]");
    if (cell && window.earlyPick) window.earlyPick = { name: cell.dataset.cell, cell };
  });
}
