// Draws an SVG as a part of the page, so that its cells can be picked and marked; see cells.py.

// A link whose page has not come by then did not lead anywhere.
const PATIENCE_MS = 10000;

// Whether the visitor is on the way to another page, of all pages by their addresses; the one
// without an address may be anywhere, below a proxy. history.js notes which page a link left.
function isLeaving({ page, pages }) {
  const pageAt = (path) => pages.find((one) => one && path.split("/").pop() === one) ?? "";
  const { left } = window.history;
  const byLink = left && pageAt(left.page) === page && performance.now() - left.at < PATIENCE_MS;
  return byLink || pageAt(window.location.pathname) !== page;
}

export default function ({ data, parentElement, setStateValue }) {
  let frame = parentElement.querySelector("[data-picture]");
  if (!frame) {
    frame = parentElement.appendChild(document.createElement("div"));
    frame.className = "picture";
    frame.dataset.picture = data.name;
  }
  // Marks are on the parts of the picture: it is drawn anew only when it is another.
  if (frame.drawn !== data.svg) {
    frame.innerHTML = data.svg;
    frame.drawn = data.svg;
    // Its height in its own units, about a pixel each at a size that is read easily.
    const height = frame.querySelector("svg")?.viewBox.baseVal.height;
    frame.style.setProperty("--height", `${height / 16}rem`);
  }
  // Once it is on the screen, the page may go on, unless the visitor is leaving it: to say
  // anything then would call the page that is left, and not the one that was asked for.
  if (!frame.told) {
    frame.told = true;
    const tell = () => {
      // Until history.js is there nobody knows what the visitor has clicked.
      if (!window.history.onePlaceAPage) return requestAnimationFrame(tell);
      frame.told = !isLeaving(data);
      if (frame.told) {
        // The visitor is here: a link that was followed before has not led anywhere.
        window.history.left = null;
        setStateValue("drawn", true);
      } else if (frame.isConnected) {
        setTimeout(() => frame.told || tell(), PATIENCE_MS);
      }
    };
    requestAnimationFrame(() => setTimeout(tell));
  }
}
