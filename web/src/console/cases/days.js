// The day plan: a case dropped on somebody's hours asks for the appointment's form, with person and time filled in.
import { openSheet } from "./sheet.js";

export function drawDays(root) {
  let held = null;
  const slots = () => root.querySelectorAll(".dp-slot.is-over");
  root.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-todo]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", held.dataset.todo);
    root.classList.add("is-dragging");
  });
  const slotAt = (event) => {
    const line = event.target.closest("[data-line]");
    if (!line) return null;
    return [...line.querySelectorAll("[data-slot]")].find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX < box.right;
    }) ?? null;
  };
  root.addEventListener("dragover", (event) => {
    const slot = held && slotAt(event);
    slots().forEach((one) => one.classList.remove("is-over"));
    if (!slot) return;
    event.preventDefault();
    slot.classList.add("is-over");
  });
  const letGo = () => {
    held = null;
    root.classList.remove("is-dragging");
    slots().forEach((one) => one.classList.remove("is-over"));
  };
  root.addEventListener("drop", (event) => {
    const slot = held && slotAt(event);
    const todo = held;
    letGo();
    if (!slot) return;
    event.preventDefault();
    const query = new URLSearchParams({
      staff: slot.closest("[data-line]").dataset.line,
      begins: `${root.dataset.day}T${slot.dataset.slot}`,
      next: root.dataset.next,
    });
    openSheet(`${root.dataset.agree.replace("/0/", `/${todo.dataset.todo}/`)}?${query}`);
  });
  root.addEventListener("dragend", letGo);
  root.querySelector(".dp-now")?.scrollIntoView({ block: "nearest", inline: "center" });
}
