import { startCase } from "./field/case.js";
import { startOffline } from "./field/offline.js";
import { startQueue } from "./field/queue.js";
import { startScanners } from "./field/scan.js";
import { startStatus } from "./field/status.js";
import { startTask } from "./field/task.js";
import { startCountdowns } from "./lib/due.js";
import { startLightbox } from "./lib/lightbox.js";

startCountdowns();
startLightbox();
startScanners();
await startStatus();
startQueue();
await startTask();
await startCase();
document.documentElement.dataset.ready = "1";
await startOffline();
