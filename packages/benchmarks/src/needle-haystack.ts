import { accuracy, ConfigError, defineBenchmark, type Benchmark, type Dataset, type Sample, type Scorer } from "@evalkit/core";
import { includesScorer } from "@evalkit/scorers";
import type { NeedleHaystackOptions } from "./needle/options.js";
import { needleOptions } from "./needle/parameters.js";
import { haystackOf, needleOf, TONGUES, type Cell } from "./needle/haystack.js";

/** Ten numbers from low to high with equal steps, rounded. */
function tenFrom(low: number, high: number): readonly number[] {
  return Array.from({ length: 10 }, (_, index) => Math.round(low + ((high - low) * index) / 9));
}

/**
 * A pass phrase hidden in generated text, once for each language, length and depth. Each score has a part named as EvalScope names the cell:
 * `Context#1000 Depth#0`. Throws a `ConfigError` for lengths that are not whole numbers from 100 up or depths outside 0 to 100.
 */
export function needleHaystack(options: NeedleHaystackOptions = {}): Benchmark {
  const { contextLengths = tenFrom(1000, 32_000), depthPercents = tenFrom(0, 100), languages = ["english", "chinese"], seed = 42 } = options;
  const grid = { contextLengths, depthPercents, languages, seed };
  const cells = cellsOf(grid);
  return defineBenchmark<unknown>({
    id: "needle_haystack",
    version: 1,
    title: "Needle in a Haystack",
    description: "A pass phrase hidden in generated English and Chinese text, over ten lengths up to 32,000 tokens and ten depths.",
    dataset: datasetOf(cells),
    prompt: (sample) => {
      const cell = cellOf(sample);
      const { system, prompt } = TONGUES[cell.language];
      return [{ role: "system", content: system }, { role: "user", content: prompt(haystackOf(cell), needleOf(cell).question) }];
    },
    scorers: [needleScorer()],
    metrics: [accuracy],
    identity: grid,
    configure: (parameters) => needleHaystack({ ...options, ...needleOptions(parameters) }),
  });
}

function cellsOf({ contextLengths, depthPercents, languages, seed }: Required<NeedleHaystackOptions>): readonly Cell[] {
  if (!contextLengths.every((length) => Number.isSafeInteger(length) && length >= 100)) throw new ConfigError("needle_haystack: context lengths must be whole numbers from 100 up.");
  if (!depthPercents.every((depth) => depth >= 0 && depth <= 100)) throw new ConfigError("needle_haystack: depths must be from 0 to 100.");
  return languages.flatMap((language) => contextLengths.flatMap((contextLength) => depthPercents.map((depthPercent) => ({ language, contextLength, depthPercent, seed }))));
}

function datasetOf(cells: readonly Cell[]): Dataset {
  return {
    id: "evalkit/needle-haystack",
    revision: "1",
    async *load({ signal }) {
      for (const cell of cells) {
        signal.throwIfAborted();
        yield sampleOf(cell);
      }
    },
    describe: async () => {
      const languages = [...new Set(cells.map(({ language }) => language))];
      return {
        files: [],
        subsets: Object.fromEntries(languages.map((language) => [language, cells.filter((cell) => cell.language === language).length])),
        notes: ["Needle in a Haystack: the texts are generated; lengths in tokens are estimates by characters."],
      };
    },
  };
}

function sampleOf(cell: Cell): Sample {
  const { question, answer } = needleOf(cell);
  const { language, contextLength, depthPercent, seed } = cell;
  return {
    id: `${language}-${contextLength}-${depthPercent}-${seed}`,
    input: question,
    target: answer,
    subset: language,
    metadata: { context_length: contextLength, depth_percent: depthPercent, seed },
  };
}

function cellOf({ subset, metadata }: Sample): Cell {
  return {
    language: subset === "chinese" ? "chinese" : "english",
    contextLength: Number(metadata?.["context_length"]),
    depthPercent: Number(metadata?.["depth_percent"]),
    seed: Number(metadata?.["seed"]),
  };
}

function needleScorer(): Scorer {
  const includes = includesScorer({ name: "acc" });
  return {
    name: "acc",
    score: async (answer, sample, context) => {
      const score = await includes.score(answer, { ...sample, target: String(sample.target) }, context);
      if (score.status === "unscored") return score;
      const { contextLength, depthPercent } = cellOf(sample);
      return { ...score, parts: { [`Context#${contextLength} Depth#${depthPercent}`]: score.value } };
    },
  };
}

export default needleHaystack();
