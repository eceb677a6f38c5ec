// One place a page in the browser's history, with its settings as they were last. Streamlit
// pushes a new entry at every change of the address, so that the way back would lead through
// every position of a slider.
if (!window.history.onePlaceAPage) {
  const push = window.history.pushState;
  window.history.onePlaceAPage = true;
  window.history.pushState = function (state, unused, url) {
    const samePage = new URL(url, window.location).pathname === window.location.pathname;
    if (!samePage) this.left = null;
    return (samePage ? this.replaceState : push).call(this, state, unused, url);
  };
  window.addEventListener("popstate", () => (window.history.left = null));
  const onClick = (event) => {
    const link = event.target.closest?.("a[href]");
    const here = window.location;
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
    if (link && !elsewhere && link.origin === here.origin && link.pathname !== here.pathname) {
      // The page that the visitor has left by a link whose page is not there yet.
      window.history.left = here.pathname;
    }
  };
  document.addEventListener("click", onClick, { capture: true });
}
