import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord } from "@evalkit/core";
import { hasStatus } from "../api/connect.js";
import { unexpected } from "../api/http.js";
import { RequestFailure } from "../api/retry.js";
import type { MediaRecord } from "../file/records.js";
import { contentTypeOf } from "../media/kinds.js";
import { remotePath } from "./metrics.js";
import type { SendContext } from "./send-context.js";

const AT_ONCE = 10;
const MOST_REFUSED_PUTS = 3;

/** Asks for addresses and puts the files of these records there; throws `RequestFailure`. */
export async function sendMediaFiles(records: readonly MediaRecord[], { http, connection, runFolder }: SendContext, signal: AbortSignal): Promise<void> {
  const paths = [...new Set(records.flatMap(({ type, value }) => (value?.items ?? []).map(({ filename }) => remotePath(type, filename))))];
  if (paths.length === 0) return;
  for (let refused = 1; ; refused += 1) {
    const urls = await presign(paths);
    try {
      for (let start = 0; start < paths.length; start += AT_ONCE) {
        await Promise.all(paths.slice(start, start + AT_ONCE).map((path, index) => putFile(path, urls[start + index] ?? "")));
      }
      return;
    } catch (error) {
      // An address that is refused may be too old; a few new ones are worth asking for.
      if (refused >= MOST_REFUSED_PUTS || !hasStatus(error, 401, 403, 404)) throw error;
    }
  }

  async function presign(wanted: readonly string[]): Promise<readonly string[]> {
    const body = { experimentId: connection.experimentId, paths: wanted };
    const { data } = await http.request({ method: "POST", path: "/resources/presigned/put", body, signal }).catch(explainOldServer);
    const urls: unknown = isRecord(data) ? data["urls"] : undefined;
    if (!Array.isArray(urls) || urls.length !== wanted.length) throw unexpected("the addresses for files do not match the files");
    return urls.map(String);
  }

  async function putFile(path: string, url: string): Promise<void> {
    const bytes = await readFile(join(runFolder, path)).catch((error: unknown) => {
      throw new RequestFailure(`${path} cannot be read: ${String(error)}`, { isRetryable: false, isUncertain: false });
    });
    await http.put(url, bytes, { contentType: contentTypeOf(path), signal });
  }
}

function explainOldServer(error: unknown): never {
  if (!hasStatus(error, 404)) throw error;
  throw new RequestFailure("The SwanLab server takes no media; self-hosted ones need version 2.5.1 or later", {
    status: 404,
    isRetryable: false,
    isUncertain: false,
  });
}
