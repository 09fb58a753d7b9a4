import { REFUSED_CALLS } from "../seccomp/calls.js";

interface Rule {
  readonly names: readonly string[];
  readonly action: "SCMP_ACT_ERRNO";
  readonly errnoRet: number;
  /** `SCMP_CMP_MASKED_EQ`: the argument under the mask `value` is `valueTwo`. */
  readonly args?: readonly { readonly index: number; readonly value: number; readonly valueTwo?: number; readonly op: "SCMP_CMP_NE" | "SCMP_CMP_MASKED_EQ" }[];
}

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
const AF_UNIX = 1;
/** The kernel looks at no more of a request. */
const LOW_HALF = 0xffffffff;
const TERMINAL_REQUESTS = [0x5412, 0x541c];
/** One bit of `NAMESPACE_FLAGS` for each rule: libseccomp compares under a mask, it does not ask for any bit of many. */
const NAMESPACE_BITS = [0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000];

/** Calls that Docker's own filter refuses and no other backend has to think of, because they are gone or need powers. */
const OLD_CALLS = ["get_kernel_syms", "query_module", "stime", "sysfs", "ustat", "vm86", "vm86old", "vserver"];

/**
 * The filter of the other backends as a profile for an engine, which knows calls by name. Docker's own lets a program trace, open sockets of all kinds
 * and call the kernel as a program of 32 bits; here no architecture but the engine's own is named, so that calls of others end the program.
 */
export function seccompProfile(): string {
  const rule = (names: readonly string[], errnoRet: number, args?: Rule["args"]): Rule => ({ names, action: "SCMP_ACT_ERRNO", errnoRet, ...(args !== undefined && { args }) });
  const rules: readonly Rule[] = [
    rule([...Object.keys(REFUSED_CALLS), ...OLD_CALLS], EPERM),
    rule(["clone3"], ENOSYS),
    rule(["socket", "socketpair"], EAFNOSUPPORT, [{ index: 0, value: AF_UNIX, op: "SCMP_CMP_NE" }]),
    ...NAMESPACE_BITS.map((bit) => rule(["clone"], EPERM, [{ index: 0, value: bit, valueTwo: bit, op: "SCMP_CMP_MASKED_EQ" }])),
    ...TERMINAL_REQUESTS.map((request) => rule(["ioctl"], EPERM, [{ index: 1, value: LOW_HALF, valueTwo: request, op: "SCMP_CMP_MASKED_EQ" }])),
  ];
  return JSON.stringify({ defaultAction: "SCMP_ACT_ALLOW", syscalls: rules });
}
