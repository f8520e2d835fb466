// QR labels of places: the browser's own detector, else jsQR; else a photo, else the code typed by hand.
// The element [data-scan] sends the event field:code with {code}; a label holds the bare code or an address ending in it.
import { say } from "../lib/words.js";

const PAUSE = 180;

export function codeOf(text) {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed)) return trimmed.toUpperCase();
  const parts = new URL(trimmed).pathname.split("/").filter(Boolean);
  return decodeURIComponent(parts.at(-1) ?? "").toUpperCase();
}

async function detector() {
  if ("BarcodeDetector" in self && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const native = new BarcodeDetector({ formats: ["qr_code"] });
    return async (source) => (await native.detect(source))[0]?.rawValue;
  }
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (source) => {
    const width = source.videoWidth || source.width;
    const height = source.videoHeight || source.height;
    const scale = Math.min(1, 900 / Math.max(width, height));
    canvas.width = width * scale;
    canvas.height = height * scale;
    if (!canvas.width) return undefined;
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, canvas.width, canvas.height)?.data;
  };
}

function found(root, text) {
  root.dispatchEvent(new CustomEvent("field:code", { bubbles: true, detail: { code: codeOf(text) } }));
}

function tell(root, text) {
  const hint = root.querySelector("[data-scan-hint]");
  if (hint) hint.textContent = text;
}

async function watch(root, video) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch {
    tell(root, say("camera_refused"));
    return;
  }
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", stop, { once: true });
  video.srcObject = stream;
  await video.play();
  root.querySelector("[data-scan-start]")?.setAttribute("hidden", "");
  tell(root, say("scan_hint"));
  const detect = await detector();
  while (stream.active) {
    const text = video.readyState >= 2 ? await detect(video).catch(() => undefined) : undefined;
    if (text) {
      root.querySelector(".scan-frame")?.classList.add("is-hit");
      navigator.vibrate?.(80);
      stop();
      video.srcObject = null;
      root.querySelector("[data-scan-start]")?.removeAttribute("hidden");
      found(root, text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function fromPhoto(root, file) {
  const picture = await createImageBitmap(file);
  const text = await (await detector())(picture);
  if (text) found(root, text);
  else tell(root, say("no_code"));
}

function startScanner(root) {
  const video = root.querySelector("video");
  root.querySelector("[data-scan-start]")?.addEventListener("click", () => watch(root, video));
  root.querySelector("[data-scan-photo]")?.addEventListener("change", (event) => event.target.files[0] && fromPhoto(root, event.target.files[0]));
  const typed = root.querySelector("[data-scan-typed]");
  typed?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (typed.value.trim()) found(root, typed.value);
  });
  root.querySelector("[data-scan-enter]")?.addEventListener("click", () => typed.value.trim() && found(root, typed.value));
  if (root.dataset.scan === "now" && video) watch(root, video);
  if (root.dataset.go) root.addEventListener("field:code", (event) => location.assign(root.dataset.go.replace("CODE", encodeURIComponent(event.detail.code))));
}

export function startScanners() {
  document.querySelectorAll("[data-scan]").forEach(startScanner);
}
