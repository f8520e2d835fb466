// Small acts: print, copy, show a password.
import { toast } from "./toast.js";
import { say } from "./words.js";

export function startSmall() {
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      toast(say("copied"), "green");
    }
    const reveal = event.target.closest("[data-reveal]");
    if (reveal) {
      const field = document.getElementById(reveal.dataset.reveal);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      reveal.setAttribute("aria-pressed", String(!shown));
    }
  });
  document.addEventListener("change", (event) => event.target.closest("[data-submit-on-change]") && event.target.form?.requestSubmit());
}
