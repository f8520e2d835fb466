// A voice note of at most a minute, recorded where the browser can; elsewhere the button stays away.
import { say } from "../lib/words.js";

const LONGEST = 60;
const FORMS = ["audio/mp4", "audio/webm;codecs=opus", "audio/webm", "audio/ogg"];

export function startVoice(form) {
  const box = form.querySelector("[data-voice]");
  let sound = null;
  if (!box || !navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return () => sound;
  const [button, player, drop] = ["[data-record]", "audio", "[data-drop]"].map((one) => box.querySelector(one));
  const label = button.querySelector("span");
  const input = box.querySelector("input[type=file]");
  let recorder = null;
  box.hidden = false;

  const hold = (file) => {
    sound = file;
    const files = new DataTransfer();
    if (file) files.items.add(file);
    input.files = files.files;
    player.hidden = drop.hidden = !file;
    button.hidden = Boolean(file);
    if (file) player.src = URL.createObjectURL(file);
  };

  async function record() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const type = FORMS.find((one) => MediaRecorder.isTypeSupported(one)) ?? "";
    const parts = [];
    recorder = new MediaRecorder(stream, type ? { mimeType: type, audioBitsPerSecond: 32000 } : {});
    const began = Date.now();
    const timer = setInterval(() => {
      const seconds = Math.round((Date.now() - began) / 1000);
      label.textContent = say("recording", { n: Math.max(0, LONGEST - seconds) });
      if (seconds >= LONGEST) recorder.stop();
    }, 250);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      stream.getTracks().forEach((track) => track.stop());
      const plain = (recorder.mimeType || "audio/webm").split(";")[0];
      const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[plain] ?? "weba";
      button.classList.remove("is-on");
      label.textContent = say("record");
      hold(new File(parts, `voice.${ending}`, { type: plain }));
      recorder = null;
    });
    recorder.start();
    button.classList.add("is-on");
  }

  button.addEventListener("click", () => (recorder ? recorder.stop() : record().catch(() => (label.textContent = say("no_microphone")))));
  drop.addEventListener("click", () => hold(null));
  return () => sound;
}
