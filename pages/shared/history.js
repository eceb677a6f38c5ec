// One place a page in the browser's history, with its settings as they were last. Streamlit
// pushes a new entry at every change of the address, so that the way back would lead through
// every position of a slider.
if (!window.history.onePlaceAPage) {
  const push = window.history.pushState;
  window.history.onePlaceAPage = true;
  window.history.pushState = function (state, unused, url) {
    const samePage = new URL(url, window.location).pathname === window.location.pathname;
    return (samePage ? this.replaceState : push).call(this, state, unused, url);
  };
}
