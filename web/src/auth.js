import { startMenus } from "./lib/menus.js";
import { startSmall } from "./lib/small.js";
import { startToasts } from "./lib/toast.js";

startMenus();
startToasts();
startSmall();
