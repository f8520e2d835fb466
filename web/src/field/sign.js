// A signature drawn with the finger; `changed` gets the picture as a PNG blob, or null when it was cleared.
import { say } from "../lib/words.js";

// Not toBlob: browsers put that off until they are idle, and the phone may die before.
function picture(canvas) {
  const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))], { type: "image/png" });
}

export function startSignature(canvas, clear, changed) {
  const context = canvas.getContext("2d");
  const scale = devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * scale;
  canvas.height = canvas.clientHeight * scale;
  let drawing = false;

  const pen = () => {
    context.lineWidth = 2.5 * scale;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = "#10213f";
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    pen();
    context.beginPath();
    context.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    context.lineTo(...at(event));
    context.stroke();
  });
  const end = () => {
    if (!drawing) return;
    drawing = false;
    changed(picture(canvas));
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  clear.textContent ||= say("clear");
  clear.addEventListener("click", () => {
    context.clearRect(0, 0, canvas.width, canvas.height);
    changed(null);
  });
  return async (blob) => context.drawImage(await createImageBitmap(blob), 0, 0, canvas.width, canvas.height);
}
