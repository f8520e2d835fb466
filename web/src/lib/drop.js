// File drop zone: name of the chosen file, size check, progress of the upload when its form has data-upload.
import { toast } from "./toast.js";
import { say } from "./words.js";

function name(zone) {
  const files = [...zone.querySelector('input[type="file"]').files];
  zone.querySelector("[data-drop-name]").textContent = files.map((file) => `${file.name}（${(file.size / 1048576).toFixed(1)} MB）`).join("，");
}

function upload(form) {
  const bar = form.querySelector("[data-drop] progress");
  const request = new XMLHttpRequest();
  const buttons = form.querySelectorAll("button");
  bar.hidden = false;
  buttons.forEach((button) => { button.disabled = true; });
  const fail = () => {
    bar.hidden = true;
    buttons.forEach((button) => { button.disabled = false; });
    toast(say(navigator.onLine ? "failed" : "offline"), "red");
  };
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100; });
  request.addEventListener("load", () => {
    if (request.status >= 500) return fail();
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    if (request.status === 200 && request.responseURL.split("?")[0] === form.action.split("?")[0]) {
      document.getElementById("main").replaceWith(answer.getElementById("main"));
      return undefined;
    }
    if (request.status >= 400 && answer.getElementById("main")) {
      document.getElementById("main").replaceWith(answer.getElementById("main"));
      return undefined;
    }
    return location.assign(request.responseURL);
  });
  request.addEventListener("error", fail);
  request.open("POST", form.action);
  request.send(new FormData(form));
}

export function startDrops() {
  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-drop]");
    if (zone) name(zone);
  });
  for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(type, (event) => event.target.closest?.("[data-drop]")?.classList.toggle("is-over", over));
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-upload]") || event.defaultPrevented) return;
    event.preventDefault();
    upload(event.target);
  });
}
