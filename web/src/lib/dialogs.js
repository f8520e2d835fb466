// <dialog>: anything with data-dialog opens the dialog of that id; data-close closes it. hx-confirm asks here too.
import { make, say } from "./words.js";

export function openDialog(dialog) {
  if (dialog.closest("details, [hidden]")) document.body.append(dialog);
  dialog.showModal();
}

function ask(question) {
  return new Promise((resolve) => {
    const cancel = make("button", { type: "button", class: "btn btn-sm", value: "" }, say("cancel"));
    const ok = make("button", { type: "button", class: "btn btn-sm btn-primary" }, say("ok"));
    const dialog = make("dialog", { class: "dialog", "aria-label": say("confirm") },
      make("div", { class: "p-5" }, question), make("div", { class: "dialog-foot" }, cancel, ok));
    cancel.addEventListener("click", () => dialog.close());
    ok.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => { resolve(dialog.returnValue === "yes"); dialog.remove(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function startDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      openDialog(dialog);
      return;
    }
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.matches?.("dialog.dialog")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches?.("a[data-dialog]")) {
      event.preventDefault();
      event.target.click();
    }
  });
  document.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    if (!ctx?.confirm) return;
    event.preventDefault();
    ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
}
