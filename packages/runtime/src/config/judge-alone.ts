import { ConfigError, isRecord, type Secret } from "@evalkit/core";
import { readJudge } from "./judge-config.js";
import { SecretCollector } from "./secrets.js";
import type { JudgeConfig } from "./task-config.js";

/** A judge outside of a task. */
export interface JudgeAlone {
  readonly judge: JudgeConfig;
  readonly secrets: readonly Secret[];
}

const SEED = 42;
const REQUESTS_IN_FLIGHT = 8;

/** Reads what `--judge` says for a command that has no task. Throws `ConfigError` as a task does. */
export async function readJudgeAlone(given: unknown, env: Readonly<Record<string, string | undefined>>): Promise<JudgeAlone> {
  if (!isRecord(given)) throw new ConfigError("judge must be a mapping.", { hint: `--judge '{"models": [{"model_id": "NAME", "api_url": "URL", "api_key": "KEY"}]}'` });
  const secrets = new SecretCollector();
  secrets.addFrom(given);
  const { judge } = await readJudge({ judge: given }, { env, seed: SEED, secrets, notes: [], batchSize: REQUESTS_IN_FLIGHT });
  return { judge, secrets: secrets.list() };
}
