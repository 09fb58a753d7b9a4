import { CHECKER } from "./checker.js";
import { CODEC } from "./codec.js";
import { PROGRAM } from "./program.js";
import { SOLUTION } from "./solution.js";

/**
 * The Python program that judges one program, for `python3 -c`: reads a job from standard input, writes a signed verdict to file descriptor 3.
 * Exit code 97 means that it could not start.
 */
export const HARNESS = ["import builtins, os, select, sys, time", CODEC, SOLUTION, PROGRAM, CHECKER].join("\n");

/** Exit code of a harness that could not protect itself or could not fork: the sandbox's fault. */
export const HARNESS_BROKEN = 97;
