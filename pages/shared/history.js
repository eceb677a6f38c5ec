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
  // The page that the visitor has left by a link whose page is not there yet, and when.
  const follow = (element) => {
    const link = element?.closest?.("a[href]");
    const here = window.location;
    if (link && link.origin === here.origin && link.pathname !== here.pathname) {
      window.history.left = { page: here.pathname, at: performance.now() };
    }
  };
  const onClick = (event) => {
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!elsewhere) follow(event.target);
  };
  document.addEventListener("click", onClick, { capture: true });
  // A link that was clicked before this script was there has the keyboard's focus.
  if (navigator.userActivation?.hasBeenActive) follow(document.activeElement);
}
