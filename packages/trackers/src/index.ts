export { tensorboardTracker, type TensorBoardOptions } from "./tensorboard/tensorboard-tracker.js";
export type { TrackerOptions } from "./shared/options.js";
