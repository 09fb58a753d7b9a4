export { mlflowTracker, type MlflowOptions } from "./mlflow/mlflow-tracker.js";
export type { MlflowCredentials } from "./mlflow/address.js";
export { tensorboardTracker, type TensorBoardOptions } from "./tensorboard/tensorboard-tracker.js";
export type { TrackerOptions } from "./shared/options.js";
export { wandbTracker, type WandbOptions } from "./wandb/wandb-tracker.js";
