export { FAULT_KINDS, type FaultKind } from "./fault-kinds.js";
export { startPacedServer, type PacedServer, type PacedServerOptions, type PacedServerStats } from "./paced/paced-server.js";
export type { AnswerBook, AnswerPair, AnswerRequest, MockMessage, MockServerOptions, SeenRequest } from "./options.js";
export { startMockServer, type MockServer, type MockServerStats } from "./server.js";
