export {
  startSwanlabServer,
  type Fault,
  type FaultAction,
  type RecordedRequest,
  type SwanlabServer,
  type SwanlabServerOptions,
} from "./server.js";
export { createTestClock, type TestClock } from "./test-clock.js";
export type { ExistingRun, PostedColumn, PostedLine, PostedPoint, ServerRun } from "./world.js";
