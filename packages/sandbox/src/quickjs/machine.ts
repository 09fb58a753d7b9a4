import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSWASMModule } from "quickjs-emscripten-core";

/** The unit of a WebAssembly memory's size. */
export const PAGE_BYTES = 65_536;
/** What the engine asks for at least, and at most. */
const FIRST_PAGES = 256;
const LAST_PAGES = 32_768;

/** A `WebAssembly.Memory`: `buffer` is another one after it has grown. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The types that we compile with do not know it. */
const webAssembly = (globalThis as unknown as { readonly WebAssembly: { readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => WasmMemory } }).WebAssembly;

/** A QuickJS with a memory of its own, and where things are in it. */
export interface Machine {
  readonly module: QuickJSWASMModule;
  readonly memory: WasmMemory;
  readonly allocate: (bytes: number) => number;
  /** Where what is allocated begins; the stack lies below. */
  readonly heapStart: number;
  /** Where the context lies that was made last. */
  readonly lastContext: () => number;
}

/** A machine whose memory grows to `memoryBytes` beside the 16 MiB that it starts with; it never shrinks. */
export async function newMachine(memoryBytes: number): Promise<Machine> {
  const maximum = Math.min(LAST_PAGES, FIRST_PAGES + Math.ceil(memoryBytes / PAGE_BYTES));
  const memory = new webAssembly.Memory({ initial: FIRST_PAGES, maximum });
  const custom = newVariant(variant, { wasmMemory: memory });
  const made: { allocate?: Machine["allocate"]; context?: number } = {};
  const module = await newQuickJSWASMModuleFromVariant({
    ...custom,
    importFFI: async () => {
      const Plain = await custom.importFFI();
      return class extends Plain {
        constructor(inner: ConstructorParameters<typeof Plain>[0]) {
          super(inner);
          made.allocate = (bytes) => inner._malloc(bytes);
          const newContext = this.QTS_NewContext;
          this.QTS_NewContext = (runtime, intrinsics) => (made.context = newContext(runtime, intrinsics));
        }
      };
    },
  });
  const { allocate } = made;
  if (allocate === undefined) throw new Error("QuickJS was set up in another way");
  const lastContext = (): number => {
    if (made.context === undefined) throw new Error("QuickJS has no context yet");
    return made.context;
  };
  return { module, memory, allocate, heapStart: allocate(1), lastContext };
}
