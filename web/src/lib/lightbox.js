// Photographs: thumbnails are links to the full picture; with a script they open in one <dialog>.
import { icon, make, say } from "./words.js";

let dialog, image, caption, shots, at;

function show(index) {
  at = (index + shots.length) % shots.length;
  image.src = shots[at].href;
  image.alt = caption.textContent = shots[at].dataset.caption || `${at + 1} / ${shots.length}`;
}

function build() {
  const button = (label, mark, act) => {
    const made = make("button", { type: "button", "aria-label": say(label) }, icon(mark));
    made.addEventListener("click", act);
    return made;
  };
  image = make("img", { alt: "" });
  caption = make("p");
  dialog = make("dialog", { class: "lightbox" }, image, make("div", { class: "lightbox-bar" },
    button("previous", "chevron-left", () => show(at - 1)), caption,
    button("next", "chevron-right", () => show(at + 1)), button("close", "x", () => dialog.close())));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });
  document.body.append(dialog);
}

export function startLightbox() {
  document.addEventListener("click", (event) => {
    const shot = event.target.closest("[data-shot]");
    if (!shot || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (!dialog) build();
    shots = [...(shot.closest("[data-shots]")?.querySelectorAll("[data-shot]") ?? [shot])];
    show(shots.indexOf(shot));
    dialog.showModal();
  });
}
