import { startClocks } from "./resident/clocks.js";
import { startForms } from "./resident/forms.js";
import { startGlass } from "./resident/glass.js";
import { startOffline } from "./resident/offline.js";
import { startPush } from "./resident/push.js";
import { startQueue } from "./resident/queue.js";

startClocks();
startForms();
startGlass();
startPush();
startQueue();
document.documentElement.dataset.ready = "1";
startOffline();
