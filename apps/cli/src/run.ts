import { ConfigError } from "@evalkit/core";
import type { Command, CommandContext } from "./command.js";
import { exitCodeOf, exitCodes } from "./exit-code.js";
import { nearNames } from "./flags/near-names.js";
import { failureDocument, sayFailure } from "./render/failure.js";

interface Entry {
  readonly summary: string;
  readonly usage: string;
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Entry>> = {
  eval: { usage: "eval", summary: "Measure a model on benchmarks.", load: async () => (await import("./commands/eval.js")).evalCommand },
  resume: { usage: "resume RUN", summary: "Continue an interrupted run.", load: async () => (await import("./commands/resume.js")).resumeCommand },
  report: { usage: "report RUN", summary: "Print the scores of a run again.", load: async () => (await import("./commands/report.js")).reportCommand },
  rescore: { usage: "rescore RUN", summary: "Score stored answers again, without asking the model.", load: async () => (await import("./commands/rescore.js")).rescoreCommand },
  audit: { usage: "audit RUN", summary: "Show how much of a score hangs on the choice of a rule.", load: async () => (await import("./commands/audit.js")).auditCommand },
  score: { usage: "score FILE", summary: "Score answers that exist already.", load: async () => (await import("./commands/score.js")).scoreCommand },
  list: { usage: "list", summary: "List the benchmarks.", load: async () => (await import("./commands/list.js")).listCommand },
  info: { usage: "info NAME", summary: "Describe a benchmark: data, prompt, metric.", load: async () => (await import("./commands/info.js")).infoCommand },
  doctor: { usage: "doctor", summary: "Check Node, the server, the data folders.", load: async () => (await import("./commands/doctor.js")).doctorCommand },
  perf: { usage: "perf", summary: "Measure how fast a server answers under load.", load: async () => (await import("./commands/perf.js")).perfCommand },
  mock: { usage: "mock", summary: "Run an OpenAI-compatible mock server.", load: async () => (await import("./commands/mock.js")).mockCommand },
};

/** Names under which EvalScope's users know a command. */
const aliases: Readonly<Record<string, string>> = { "benchmark-info": "info" };

const notYet = ["service", "app", "swanlab", "serve", "compare"];

/** Runs the command line and gives its exit code; never throws. */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { terminal } = context;
  try {
    return await dispatch(args, context);
  } catch (thrown) {
    const error = firstCause(thrown);
    terminal.live("");
    // Programs that read the one document find the failure there too, unless results have gone out already.
    if (args.includes("--json") && !terminal.hasPrinted) terminal.print(JSON.stringify(failureDocument(error), undefined, 2));
    sayFailure(error, terminal);
    return exitCodeOf(error);
  }
}

/** The error that came first, where closing things after it failed as well. */
function firstCause(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstCause(thrown.suppressed) : thrown;
}

async function dispatch([name, ...rest]: readonly string[], context: CommandContext): Promise<number> {
  const { terminal } = context;
  if (name === undefined) {
    terminal.say(overview());
    return exitCodes.user;
  }
  if (["-v", "--version", "version"].includes(name)) {
    const { readVersion } = await import("./version.js");
    terminal.print(`evalkit ${readVersion()}`);
    return exitCodes.done;
  }
  if (["-h", "--help", "help"].includes(name)) {
    const topic = name === "help" ? rest.find((word) => !word.startsWith("-")) : undefined;
    if (topic !== undefined) return (await find(topic).load())(["--help"], context);
    terminal.print(overview());
    return exitCodes.done;
  }
  return (await find(name).load())(rest, context);
}

function find(name: string): Entry {
  const entry = Object.hasOwn(commands, name) ? commands[name] : commands[aliases[name] ?? ""];
  if (entry !== undefined) return entry;
  if (notYet.includes(name)) throw new ConfigError(`The command ${name} is not supported yet.`);
  if (name.startsWith("-")) throw new ConfigError(`Unknown flag ${name.slice(0, 60)}.`, { hint: "The command comes first: evalkit eval --model ..." });
  const near = nearNames(name, [...Object.keys(commands), ...Object.keys(aliases)]);
  throw new ConfigError(`Unknown command ${name.slice(0, 60)}.`, {
    hint: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "`evalkit help` lists the commands.",
  });
}

function overview(): string {
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage.padEnd(14)}${summary}`);
  return [
    "Usage: evalkit COMMAND [flags]",
    "",
    "Measures how good the answers of language models are.",
    "",
    "Commands",
    ...lines,
    "",
    "Examples",
    "  evalkit eval --model mock --datasets demo",
    "  evalkit eval --model NAME --api-url http://127.0.0.1:8000/v1 --datasets gsm8k --limit 10",
    "  evalkit perf --model NAME --url http://127.0.0.1:8000/v1 --dataset openqa --parallel 1 10 --number 20 100",
    "",
    "`evalkit COMMAND --help` shows the flags of a command; -v, --version the version.",
  ].join("\n");
}
