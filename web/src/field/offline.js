// Registers the service worker, asks it to fetch the pages of today's work ahead, and to forget another person's pages.
function pagesAhead() {
  const here = location.pathname + location.search;
  return [here, ...[...document.querySelectorAll("a[data-occurrence-card], [data-ahead]")].map((link) => link.getAttribute("href"))];
}

export async function startOffline() {
  const { sw, person } = document.body.dataset;
  if (!sw || !("serviceWorker" in navigator)) return;
  const where = document.body.dataset.static;
  await navigator.serviceWorker.register(where ? `${sw}?static=${encodeURIComponent(where)}` : sw, { scope: new URL(".", new URL(sw, location)).pathname });
  const { active } = await navigator.serviceWorker.ready;
  if (localStorage.getItem("field-person") !== person) {
    active.postMessage({ type: "forget" });
    localStorage.setItem("field-person", person);
  }
  if (navigator.onLine) active.postMessage({ type: "prefetch", urls: pagesAhead() });
}
