// A second click on the same button, while the first is on its way, writes nothing a second time.
const PAUSE = 3000;

export function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    // A form that hands out a file leaves no page and may be sent again.
    setTimeout(() => delete form.dataset.sent, PAUSE);
  });
}
