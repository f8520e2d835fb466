// A signature on glass, handed in as a picture in the form's own field.
import { startSignature } from "../field/sign.js";

export function startGlass() {
  for (const canvas of document.querySelectorAll("canvas[data-glass]")) {
    const form = canvas.closest("form");
    const fold = canvas.closest("details");
    const begin = () =>
      startSignature(canvas, form.querySelector("[data-clear]"), () => {
        form.elements.signature.value = canvas.toDataURL("image/png");
      });
    if (!fold || fold.open) begin();
    else fold.addEventListener("toggle", begin, { once: true });
  }
}
