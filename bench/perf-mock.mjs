// The paced mock in a process of its own: prints its URL, ends with its parent's channel.
import { startPacedServer } from "../packages/mock-server/dist/index.js";

const server = await startPacedServer({});
process.send?.(server.url);
process.on("disconnect", () => process.exit(0));
