// Pages of cases: the sheet of deeds, the board, the day plan.
import { drawBoard } from "./cases/board.js";
import { drawDays } from "./cases/days.js";
import { startSheet } from "./cases/sheet.js";
import { startSignature } from "./cases/signature.js";

let started = false;

export function draw(root) {
  if (!started) {
    started = true;
    startSheet();
  }
  if (root.matches("[data-case-board]")) drawBoard(root);
  if (root.matches("[data-day-plan]")) drawDays(root);
  const pad = root.matches("[data-deed-alone]") && root.querySelector("[data-sign]");
  if (pad) startSignature(pad, root.querySelector("[data-sign-value]"));
}
