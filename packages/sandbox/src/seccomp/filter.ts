import { AUDIT_PROCESSOR, OUTER_CALLS, REFUSED_CALLS, WEIGHED_CALLS, type FilteredProcessor } from "./calls.js";

export interface FilterOptions {
  readonly processor: FilteredProcessor;
  /** Lets the program open Unix sockets; pairs of them are always allowed. */
  readonly allowsUnixSockets: boolean;
  /** The program has IPC and mount namespaces of its own; otherwise it makes no System V and POSIX queues, and cuts off no file by its path. */
  readonly hasOwnNamespaces: boolean;
}

/** One instruction of classic BPF; jumps are counted from the next one. */
interface Instruction {
  readonly code: number;
  readonly whenTrue?: number;
  readonly whenFalse?: number;
  readonly value: number;
}

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;

const NUMBER_OFFSET = 0;
const PROCESSOR_OFFSET = 4;
const argumentOffset = (index: number): number => 16 + index * 8;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refusal = (errorNumber: number): number => 0x00050000 | errorNumber;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

const AF_UNIX = 1;
/** Every `CLONE_NEW*` flag but that of the time namespace, whose bit ordinary clones use for their signal. */
const NAMESPACE_FLAGS = 0x7e020000;
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const FIRST_X32_CALL = 0x40000000;

/** Refuses `number` with an error, whatever its arguments. */
const refuse = (number: number, errorNumber = EPERM): readonly Instruction[] => [
  { code: JUMP_EQUAL, whenFalse: 1, value: number },
  { code: RETURN, value: refusal(errorNumber) },
];

/** Runs `checks` for `number` only; they fall through to an allowing return of their own. */
function weigh(number: number, argument: number, checks: readonly Instruction[]): readonly Instruction[] {
  return [
    { code: JUMP_EQUAL, whenFalse: checks.length + 2, value: number },
    { code: LOAD, value: argumentOffset(argument) },
    ...checks,
    { code: RETURN, value: ALLOW },
  ];
}

const onlyUnix: readonly Instruction[] = [
  { code: JUMP_EQUAL, whenTrue: 1, value: AF_UNIX },
  { code: RETURN, value: refusal(EAFNOSUPPORT) },
];

function instructions({ processor, allowsUnixSockets, hasOwnNamespaces }: FilterOptions): readonly Instruction[] {
  const numberOf = (call: keyof typeof WEIGHED_CALLS): number => WEIGHED_CALLS[call][processor] ?? -1;
  const refused = Object.values(hasOwnNamespaces ? REFUSED_CALLS : { ...REFUSED_CALLS, ...OUTER_CALLS });
  return [
    { code: LOAD, value: PROCESSOR_OFFSET },
    { code: JUMP_EQUAL, whenTrue: 1, value: AUDIT_PROCESSOR[processor] },
    { code: RETURN, value: KILL_PROCESS },
    { code: LOAD, value: NUMBER_OFFSET },
    ...(processor === "x64" ? [{ code: JUMP_AT_LEAST, whenFalse: 1, value: FIRST_X32_CALL }, { code: RETURN, value: KILL_PROCESS }] : []),
    ...refused.flatMap((call) => (call[processor] === undefined ? [] : refuse(call[processor]))),
    // Its flags lie in memory, where a filter cannot look; C libraries then fall back to clone.
    ...refuse(numberOf("clone3"), ENOSYS),
    ...(allowsUnixSockets ? weigh(numberOf("socket"), 0, onlyUnix) : refuse(numberOf("socket"), EAFNOSUPPORT)),
    ...weigh(numberOf("socketpair"), 0, onlyUnix),
    ...weigh(numberOf("clone"), 0, [{ code: JUMP_ANY_BIT, whenFalse: 1, value: NAMESPACE_FLAGS }, { code: RETURN, value: refusal(EPERM) }]),
    ...weigh(numberOf("ioctl"), 1, [TIOCSTI, TIOCLINUX].flatMap((request) => refuse(request))),
    { code: RETURN, value: ALLOW },
  ];
}

/** A seccomp filter as the bytes that `seccomp(2)` and `bwrap --seccomp` take: calls of other processors kill, network sockets, tracing, mounts, namespaces and the like are refused. */
export function seccompFilter(options: FilterOptions): Uint8Array {
  const program = instructions(options);
  const bytes = new DataView(new ArrayBuffer(program.length * 8));
  for (const [index, { code, whenTrue = 0, whenFalse = 0, value }] of program.entries()) {
    bytes.setUint16(index * 8, code, true);
    bytes.setUint8(index * 8 + 2, whenTrue);
    bytes.setUint8(index * 8 + 3, whenFalse);
    bytes.setUint32(index * 8 + 4, value, true);
  }
  return new Uint8Array(bytes.buffer);
}
