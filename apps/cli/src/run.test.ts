import { afterEach, describe, expect, test } from "vitest";
import type { CommandContext } from "./command.js";
import { Terminal } from "./render/terminal.js";
import { run } from "./run.js";

let output = { out: "", err: "" };

afterEach(() => {
  output = { out: "", err: "" };
});

function context(): CommandContext {
  const terminal = new Terminal({
    stdout: { write: (text) => void (output.out += text) },
    stderr: { write: (text) => void (output.err += text) },
    env: {},
  });
  return { terminal, onInterrupt: () => () => {} };
}

describe("run", () => {
  test.each<[string[], number, RegExp]>([
    [["--version"], 0, /^evalkit \d+\.\d+\.\d+/],
    [["-v"], 0, /^evalkit /],
    [["help"], 0, /Commands\n {2}eval /],
    [["--help"], 0, /Usage: evalkit COMMAND/],
    [["help", "eval"], 0, /--datasets NAME\.\.\./],
    [["eval", "--help"], 0, /Examples[^]*--model mock --datasets demo/],
    [["eval", "-h"], 0, /Exit codes/],
    [["resume", "--help"], 0, /evalkit resume RUN/],
    [["report", "--help"], 0, /evalkit report RUN/],
    [["rescore", "--help"], 0, /No model is asked/],
    [["audit", "--help"], 0, /another reasonable rule/],
    [["score", "--help"], 0, /--scorer NAME[^]*json_schema/],
    [["list", "--help"], 0, /--json/],
    [["info", "--help"], 0, /evalkit info gsm8k/],
    [["info", "simple_qa"], 0, /Needs: +a judge model \(--judge\)\n/],
    [["benchmark-info", "--help"], 0, /evalkit info NAME/],
    [["doctor", "--help"], 0, /--api-url URL/],
    [["mock", "--help"], 0, /--fault-rate/],
  ])("%j prints", async (args, code, pattern) => {
    expect(await run(args, context())).toBe(code);
    expect(output.out).toMatch(pattern);
    expect(output.err).toBe("");
  });

  test.each<[string[]]>([
    [["eval", "--json", "--bogus"]],
    [["eval", "--json"]],
    [["report", "--json"]],
    [["report", "nowhere", "--json"]],
    [["rescore", "nowhere", "--json"]],
    [["resume", "nowhere", "--json"]],
    [["info", "nothing", "--json"]],
    [["nothing", "--json"]],
  ])("%j says why it failed in one JSON document too", async (args) => {
    expect(await run(args, context())).toBe(2);
    expect(JSON.parse(output.out)).toMatchObject({ schema: "evalkit.result.v1", exitCode: 2, error: { code: "EVALKIT_CONFIG" } });
    expect(output.err).toMatch(/^error: /);
  });

  test.each<[string[], RegExp]>([
    [[], /Usage: evalkit COMMAND/],
    [["evl"], /Unknown command evl[^]*eval/],
    [["constructor"], /Unknown command constructor/],
    [["--model", "m"], /Unknown flag --model[^]*command comes first/],
    [["service"], /service is not supported yet/],
    [["app"], /app is not supported yet/],
    [["help", "evals"], /Unknown command evals/],
    [["eval", "--modle", "m"], /Unknown flag --modle[^]*--model/],
    [["eval", "--datasets", "demo"], /No model is given[^]*--model mock/],
    [["eval", "--model", "mock"], /No datasets are given[^]*--datasets/],
    [["eval", "--model", "mock", "--datasets", "demo", "--judge-strategy", "llm"], /strategy llm needs a judge model/],
    [["eval", "--model", "mock", "--datasets", "demo", "--eval-batch-size", "0"], /eval_batch_size must be a whole number from 1 up/],
    [["resume"], /No run is given/],
    [["resume", "no-such-run"], /no-such-run is not the folder of a run/],
    [["report"], /No run is given/],
    [["rescore"], /No run is given/],
    [["audit"], /No run is given/],
    [["audit", "no-such-run"], /no folder no-such-run/],
    [["score"], /No file is given/],
    [["score", "x.jsonl"], /Name a scorer or a benchmark/],
    [["score", "--scorer", "mth", "x.jsonl"], /no scorer called "mth"[^]*math/],
    [["score", "--scorer", "math", "no-such-file.jsonl"], /no-such-file.jsonl cannot be read: it does not exist/],
    [["score", "--scorer", "math", "--options", "{", "x.jsonl"], /--options is no JSON/],
    [["info"], /No benchmark is named/],
    [["mock", "--port", "x"], /--port must be a number/],
  ])("%j is the user's fault", async (args, pattern) => {
    expect(await run(args, context())).toBe(2);
    expect(output.err).toMatch(pattern);
    expect(output.out).toBe("");
  });

  test("--json tells of a fault on standard output too", async () => {
    expect(await run(["eval", "--model", "mock", "--json"], context())).toBe(2);
    expect(JSON.parse(output.out)).toMatchObject({ schema: "evalkit.result.v1", exitCode: 2, error: { code: "EVALKIT_CONFIG" } });
    expect(output.err).toMatch(/No datasets/);
  });
});
