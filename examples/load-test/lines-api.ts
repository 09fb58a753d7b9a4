// A plug-in for a server that speaks its own protocol: evalkit perf --api ./lines-api.ts --url http://127.0.0.1:9000/generate …
// Here each event is a JSON object {"word": "…"}; a last one {"stats": {"in": 5, "out": 12}} tells the tokens.
import type { ApiReader, EventKind, LoadApi } from "@evalkit/perf";

type Event = { readonly word?: string; readonly stats?: { readonly in: number; readonly out: number } };

const reader: ApiReader = {
  name: "lines",
  classify: (data) => (Buffer.from(data).includes('"word"') ? "answer" : "unsure"),
  parseEvents(events) {
    const parsed = events.map((event) => JSON.parse(event) as Event);
    const stats = parsed.find((event) => event.stats !== undefined)?.stats;
    const usage = stats === undefined ? undefined : { promptTokens: stats.in, completionTokens: stats.out };
    const kinds = parsed.map(({ word }): EventKind => (word === undefined ? "usage" : "answer"));
    return { text: parsed.map(({ word = "" }) => word).join(""), reasoning: "", toolCalls: 0, usage, kinds };
  },
  parseBody: (body) => ({ text: (JSON.parse(body) as Event).word ?? "", reasoning: "", toolCalls: 0, usage: undefined }),
};

const api: LoadApi = {
  name: "lines",
  path: "",
  build: ({ url, headers, prompt }) => ({ url, headers: { "content-type": "application/json", ...headers }, body: { prompt } }),
  reader: () => reader,
};

export default api;
