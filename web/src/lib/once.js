// A form that is on its way is not sent a second time: a double click is one deed.
const AGAIN = 4_000;

export function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if ("sent" in form.dataset) return event.preventDefault();
    form.dataset.sent = "";
    // A download leaves the page where it is.
    setTimeout(() => { delete form.dataset.sent; }, AGAIN);
    return undefined;
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });
}
