import { describe, expect, it } from "vitest";
import { answerOf, promptText, samplesOf, verdict } from "./__fixtures__/golden.js";
import needle, { needleHaystack } from "./needle-haystack.js";

const SMALL = needleHaystack({ contextLengths: [100], depthPercents: [50] });

describe("needle_haystack", () => {
  it("has a grid of ten lengths and ten depths in two languages, no two samples alike", async () => {
    const samples = await samplesOf(needle);
    expect(samples).toHaveLength(200);
    expect(new Set(samples.map(({ id }) => id)).size).toBe(200);
    expect(new Set(samples.map(({ target }) => target)).size).toBeGreaterThan(100);
    expect((await needle.dataset.describe?.({ signal: AbortSignal.timeout(1000) }))?.subsets).toEqual({ english: 100, chinese: 100 });
    const lengths = [...new Set(samples.map(({ metadata }) => metadata?.["context_length"]))];
    expect([lengths.length, lengths[0], lengths.at(-1)]).toEqual([10, 1000, 32_000]);
    expect([...new Set(samples.map(({ metadata }) => metadata?.["depth_percent"]))]).toEqual([0, 11, 22, 33, 44, 56, 67, 78, 89, 100]);
  });

  it("asks in the language of the text", async () => {
    const [english, chinese] = await samplesOf(SMALL);
    expect(promptText(SMALL, english!)).toMatchInlineSnapshot(`
      "[system]
      You answer questions about texts, briefly and to the point.
      [user]
      Here is a text, and a question that one sentence of it answers.

      <text>
      A travelling salesman could not forget the clock in the market hall on quiet evenings. The clerk at the mill kept a record of the maps in the attic and asked for nothing in return. The pass phrase of the observatory at Hollin is "marble compass". The gardener often spoke of the price of wool with great patience. The ferryman was fond of the weather of that year as his father had done.
      </text>

      <question>
      What is the pass phrase of the observatory at Hollin?
      </question>

      Answer from the text alone, in one short sentence."
    `);
    expect(promptText(SMALL, chinese!)).toMatchInlineSnapshot(`
      "[system]
      你根据给出的文字回答问题，回答简短直接。
      [user]
      下面是一段文字和一个问题，文字中有一句话回答了这个问题。

      <text>
      新来的图书管理员仔细记录了远方寄来的信，却不要任何回报。走街串巷的货郎仔细记录了集市大厅里的钟，从来没有说过原因。东渡口旧档案馆的口令是“流浪核桃”。面包师的儿子专门研究过集市大厅里的钟，就像他父亲当年那样。村里的长者画下了那一年的天气，在安静的傍晚尤其如此。
      </text>

      <question>
      东渡口旧档案馆的口令是什么？
      </question>

      请只根据文字内容，用一句简短的话回答。"
    `);
  });

  it.each([["english", 4.5], ["chinese", 1.5]] as const)("hides the %s answer once, where it belongs, in a text of the right length", async (language, charactersPerToken) => {
    const benchmark = needleHaystack({ contextLengths: [2000, 8000], depthPercents: [0, 30, 75, 100], languages: [language] });
    for (const sample of await samplesOf(benchmark)) {
      const prompt = promptText(benchmark, sample);
      const text = prompt.slice(prompt.indexOf("<text>\n") + 7, prompt.indexOf("\n</text>"));
      const answer = String(sample.target);
      expect(prompt.split(answer)).toHaveLength(2);
      const length = Number(sample.metadata?.["context_length"]) * charactersPerToken;
      expect(text.length).toBeLessThanOrEqual(length);
      expect(text.length).toBeGreaterThan(length * 0.94);
      const depth = (text.indexOf(answer) / text.length) * 100;
      expect(Math.abs(depth - Number(sample.metadata?.["depth_percent"]))).toBeLessThan(4);
      expect(prompt).toContain(String(sample.input));
    }
  });

  it("scores canned replies, and names the cell", async () => {
    const benchmark = needleHaystack({ contextLengths: [200], depthPercents: [40] });
    const [english, chinese] = await samplesOf(benchmark);
    for (const sample of [english!, chinese!]) {
      const answer = String(sample.target);
      const right = [answer, `It is "${answer.toUpperCase()}".`, `**${answer}**`, `口令是“${answer}”。`];
      for (const reply of right) expect(await verdict(benchmark, sample, reply)).toBe(1);
      for (const reply of ["It is not in the text.", answer.slice(0, -2), "silver spoon"]) expect(await verdict(benchmark, sample, reply)).toBe(0);
      expect(await verdict(benchmark, sample, "")).toEqual([0, "unparsed"]);
      expect(await verdict(benchmark, sample, "I'm sorry, but I can't help with that.")).toEqual([0, "refused"]);
      expect(await benchmark.scorers[0]!.score(answerOf(answer), sample, { signal: AbortSignal.timeout(1000) })).toMatchObject({ parts: { "Context#200 Depth#40": 1 } });
    }
  });

  it("is the same each time, and another with another seed", async () => {
    const other = needleHaystack({ contextLengths: [100], depthPercents: [50], seed: 7 });
    const [first] = await samplesOf(SMALL);
    const [again] = await samplesOf(needleHaystack({ contextLengths: [100], depthPercents: [50] }));
    const [changed] = await samplesOf(other);
    expect(again).toEqual(first);
    expect(promptText(other, changed!)).not.toBe(promptText(SMALL, first!));
  });

  it("takes EvalScope's parameters", async () => {
    const parameters = { context_lengths_min: 200, context_lengths_max: 600, context_lengths_num_intervals: 3, document_depth_percent_intervals: 2, show_score: true };
    const samples = await samplesOf(needle.configure!(parameters));
    expect(samples).toHaveLength(12);
    expect([...new Set(samples.map(({ metadata }) => metadata?.["context_length"]))]).toEqual([200, 400, 600]);
    expect([...new Set(samples.map(({ metadata }) => metadata?.["depth_percent"]))]).toEqual([0, 100]);
    expect(needle.configure!({}).identity).toEqual(needle.identity);
    for (const [bad, message] of [
      [{ context_length_min: 5 }, "no parameter"],
      [{ tokenizer_path: "x" }, "counted by characters"],
      [{ context_lengths_min: "many" }, "must be a number"],
      [{ context_lengths_min: 9e9 }, "above"],
      [{ document_depth_percent_intervals: 0 }, "from 1 to 200"],
    ] as const) {
      expect(() => needle.configure!(bad)).toThrow(message);
    }
  });

  it("refuses a grid that cannot be made", () => {
    expect(() => needleHaystack({ contextLengths: [10] })).toThrow("from 100 up");
    expect(() => needleHaystack({ depthPercents: [120] })).toThrow("0 to 100");
    expect(() => needleHaystack({ depthPercents: [Number.NaN] })).toThrow("0 to 100");
  });
});
