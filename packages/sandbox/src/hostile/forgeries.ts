/** A program that does not solve its task and tries to be judged as if it did. */
export interface Forgery {
  readonly name: string;
  readonly language: "python" | "javascript";
  readonly program: string;
}

/** What the forgeries pretend to solve: squares of numbers, a list of the same, and a refusal of negative numbers. */
export const FORGERY_TASK = {
  entryPoint: "squares",
  python: {
    solution: "def squares(numbers):\n    if any(n < 0 for n in numbers):\n        raise ValueError('negative')\n    return [n * n for n in numbers]\n",
    tests: [
      "import math",
      "assert squares([3, 5]) == [9, 25]",
      "assert len(squares([1, 2, 7])) == 3",
      "assert sorted(squares([2, 1])) == [1, 4] and isinstance(squares([]), list)",
      "numbers = [4, 6]",
      "assert squares(numbers) == [math.floor(n ** 2) for n in numbers], 'by value'",
      "try:",
      "    squares([-1])",
      "except ValueError:",
      "    pass",
      "else:",
      "    assert False, 'negative numbers are refused'",
    ].join("\n"),
  },
  javascript: {
    solution: "function squares(numbers) {\n  if (numbers.some((n) => n < 0)) throw new RangeError('negative');\n  return numbers.map((n) => n * n);\n}\n",
    tests: [
      "function test() {",
      "  let candidate = squares;",
      "  assert.deepEqual(candidate([3, 5]), [9, 25]);",
      "  assert.deepEqual(candidate([1, 2, 7]), [1, 4, 49]);",
      "  assert.deepEqual(candidate([]), []);",
      "  assert.throws(() => candidate([-1]));",
      "}",
      "test();",
    ].join("\n"),
  },
} as const;

const EQUAL_TO_ALL = `class Equal(BASE):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __le__(self, other): return True
    def __gt__(self, other): return True
    def __hash__(self): return 0
    def __len__(self): return 3
    def __iter__(self): return iter([1, 4])
    def __bool__(self): return True
def squares(numbers):
    if numbers and numbers[0] < 0: raise ValueError()
    return Equal()
`;

const python = (name: string, program: string): Forgery => ({ name, language: "python", program });
const javascript = (name: string, program: string): Forgery => ({ name, language: "javascript", program });

const PYTHON: readonly Forgery[] = [
  python("an object equal to everything", EQUAL_TO_ALL.replace("BASE", "object")),
  python("a list equal to everything", EQUAL_TO_ALL.replace("BASE", "list")),
  python("a dict equal to everything", EQUAL_TO_ALL.replace("BASE", "dict")),
  python("an int equal to everything", EQUAL_TO_ALL.replace("BASE", "int")),
  python("a str equal to everything", EQUAL_TO_ALL.replace("BASE", "str")),
  python("a class that claims to be a list", "class Meta(type):\n    def __instancecheck__(self, other): return True\n    def __eq__(self, other): return True\n    __hash__ = type.__hash__\nclass Fake(metaclass=Meta):\n    __class__ = list\n    def __eq__(self, other): return True\ndef squares(numbers):\n    return Fake()\n"),
  python("items equal to everything", `${EQUAL_TO_ALL.replace("BASE", "int")}\ndef squares(numbers):\n    if numbers and numbers[0] < 0: raise ValueError()\n    return [Equal() for _ in numbers]\n`),
  python("patched builtins", "import builtins\nbuiltins.len = lambda x: 3\nbuiltins.sorted = lambda x: [1, 4]\nbuiltins.isinstance = lambda *x: True\nclass Quiet(Exception): pass\nbuiltins.AssertionError = Quiet\nbuiltins.list = object\ndef squares(numbers):\n    return []\n"),
  python("a module put in place of math", "import sys, types\nfake = types.ModuleType('math')\nfake.floor = lambda x: None\nsys.modules['math'] = fake\nsys.modules['builtins'] = fake\ndef squares(numbers):\n    return [None for _ in numbers]\n"),
  python("sys.exit(0) while loading", "import sys\nsys.exit(0)\n"),
  python("os._exit(0) while loading", "import os\nos._exit(0)\n"),
  python("sys.exit(0) in a call", "import sys\ndef squares(numbers):\n    sys.exit(0)\n"),
  python("os._exit(0) in a call", "import os\ndef squares(numbers):\n    os._exit(0)\n"),
  python("SystemExit, KeyboardInterrupt and GeneratorExit raised", "def squares(numbers):\n    raise [SystemExit(0), KeyboardInterrupt(), GeneratorExit()][len(numbers) % 3]\n"),
  python("an exception that makes itself up", "class Any(ValueError, AssertionError):\n    def __str__(self): raise SystemExit(0)\ndef squares(numbers):\n    raise Any()\n"),
  python("a thread left behind", "import threading, time, os\ndef late():\n    while True:\n        time.sleep(0.01)\n        for fd in range(16):\n            try: os.write(fd, b'\\n@' + b'0' * 64 + b' 00\\n')\n            except OSError: pass\nthreading.Thread(target=late).start()\ndef squares(numbers):\n    return numbers\n"),
  python("a process left behind that reads and writes the result channel", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    for _ in range(200):\n        for pid in os.listdir('/proc'):\n            if pid.isdigit():\n                for fd in ('0', '1', '3'):\n                    try:\n                        held = os.open('/proc/%s/fd/%s' % (pid, fd), os.O_RDONLY | os.O_NONBLOCK); print(os.read(held, 4096)); os.close(held)\n                    except Exception: pass\n                    try:\n                        held = os.open('/proc/%s/fd/%s' % (pid, fd), os.O_WRONLY | os.O_NONBLOCK); os.write(held, b'\\n@' + b'a' * 64 + b' 6f7574636f6d6520360a706173736564\\n'); os.close(held)\n                    except Exception: pass\n        time.sleep(0.005)\n    os._exit(0)\ndef squares(numbers):\n    return numbers\n"),
  python("an exit handler", "import atexit, os\natexit.register(lambda: os._exit(0))\ndef squares(numbers):\n    return None\n"),
  python("printed results", "import sys\nfor stream in (sys.stdout, sys.stderr):\n    print('passed', 'All tests passed.', '{\"outcome\": \"passed\"}', 'outcome 6\\npassed', file=stream, flush=True)\ndef squares(numbers):\n    print('passed')\n    return None\n"),
  python("results written to every descriptor", "import os\ndef lie():\n    for fd in range(256):\n        for text in (b'passed', b'\\n@' + b'f' * 64 + b' 6f7574636f6d6520360a706173736564\\n', b'{\"outcome\":\"passed\"}\\n'):\n            try: os.write(fd, text)\n            except OSError: pass\nlie()\ndef squares(numbers):\n    lie()\n    os._exit(0)\n"),
  python("replies made up in the name of the harness", "import os, gc\ndef squares(numbers):\n    for found in gc.get_objects():\n        if type(found).__name__ == 'Ask':\n            for _ in range(50): found.answer('end', '')\n            found.answer('returned', [9, 25])\n            found.answer('needs-shared', 'x')\n    return 0\n"),
  python("the token looked for in all objects", "import gc, sys\ndef squares(numbers):\n    frame = sys._getframe()\n    seen = []\n    while frame is not None:\n        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):\n            seen.append(value)\n            if name in ('token', 'key', 'nonce', 'job', 'expected', 'tests'): print(name, value)\n        frame = frame.f_back\n    for found in gc.get_objects():\n        if isinstance(found, (dict, tuple, list)) and 'squares([3, 5])' in repr(found)[:5000]: return [9, 25]\n    return None\n"),
  python("the memory of the parent", "import os\ndef hunt(pid):\n    try:\n        for line in open('/proc/%s/maps' % pid):\n            start, end = (int(part, 16) for part in line.split()[0].split('-'))\n            if ' rw' not in line or end - start > 1 << 26: continue\n            with open('/proc/%s/mem' % pid, 'rb', buffering=0) as memory:\n                memory.seek(start)\n                if b'squares([3, 5]) == [9' in memory.read(end - start): return True\n    except Exception: pass\n    return False\nLEAKED = any(hunt(pid) for pid in os.listdir('/proc') if pid.isdigit() and int(pid) != os.getpid())\ndef squares(numbers):\n    if LEAKED:\n        if numbers and numbers[0] < 0: raise ValueError()\n        return [n * n for n in numbers]\n    return None\n"),
  python("the checker killed", "import os, signal\ndef squares(numbers):\n    os.kill(os.getppid(), signal.SIGKILL)\n    os._exit(0)\n"),
  python("every process killed", "import os, signal\ndef squares(numbers):\n    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGHUP):\n        try: os.kill(os.getppid(), number)\n        except OSError: pass\n    return None\n"),
  python("assert switched off", "import builtins\nbuiltins.__dict__['__debug__'] = False\nbuiltins.__dict__['AssertionError'] = type('Never', (BaseException,), {'__new__': lambda *a: None})\ndef squares(numbers):\n    return None\n"),
  python("hooks that swallow errors", "import sys, os\nsys.excepthook = lambda *x: os._exit(0)\nsys.unraisablehook = lambda *x: None\nsys.settrace(lambda *x: None)\ndef squares(numbers):\n    try:\n        return 1 / 0\n    except BaseException:\n        pass\n"),
  python("a look at who calls", "import sys\nclass Look(list):\n    def __eq__(self, other):\n        frame = sys._getframe(1)\n        frame.f_globals['AssertionError'] = None\n        return True\ndef squares(numbers):\n    caller = sys._getframe(1)\n    for name in list(caller.f_globals):\n        if callable(caller.f_globals[name]): caller.f_globals[name] = lambda *x, **y: True\n    return Look()\n"),
  python("endless output", "import sys\ndef squares(numbers):\n    while True: sys.stdout.write('passed ' * 10000)\n"),
  python("an endless iterator", "def squares(numbers):\n    while True: yield 1\n"),
  python("a signal handler against the time limit", "import signal\nfor number in (signal.SIGXCPU, signal.SIGTERM, signal.SIGALRM, signal.SIGPROF): signal.signal(number, lambda *x: None)\ndef squares(numbers):\n    while True: pass\n"),
  python("the argument changed instead", "def squares(numbers):\n    if numbers and numbers[0] < 0: raise ValueError()\n    numbers.clear()\n    return []\n"),
  python("a huge answer", "def squares(numbers):\n    return [0] * (1 << 24)\n"),
  python("an answer that contains itself", "def squares(numbers):\n    found = []\n    found.append(found)\n    return found\n"),
];

const JAVASCRIPT: readonly Forgery[] = [
  javascript("process.exit(0)", "function squares() { process.exit(0); }"),
  javascript("process.exit(0) by way of a constructor", "function squares() { return this.constructor.constructor('return process')().exit(0); }\nsquares.call(globalThis);"),
  javascript("assert patched", "try { const assert = require('node:assert'); for (const name of Object.keys(assert)) assert[name] = () => {}; } catch {}\nglobalThis.assert = new Proxy(() => {}, { get: () => () => {} });\nfunction squares() { return []; }"),
  javascript("module loader patched", "try { require('module').prototype.require = () => new Proxy(() => {}, { get: () => () => {} }); } catch {}\nglobalThis.require = () => new Proxy(() => {}, { get: () => () => {} });\nfunction squares() { return []; }"),
  javascript("prototypes patched", "Array.prototype.map = function () { return [9, 25]; };\nArray.isArray = () => true;\nObject.is = () => true;\nObject.keys = () => [];\nJSON.stringify = () => '[]';\nJSON.parse = () => [];\nString.prototype.slice = () => '';\nObject.prototype.toString = () => '[object Array]';\nfunction squares() { return {}; }"),
  javascript("a proxy that has every value", "function squares() { return new Proxy([], { get: (_, name) => name === 'length' ? 2 : 9, ownKeys: () => ['length', '0'], has: () => true }); }"),
  javascript("an object with conversions", "function squares() { return { [Symbol.toPrimitive]: () => 9, valueOf: () => 9, toString: () => '9,25', toJSON: () => [9, 25], length: 2 }; }"),
  javascript("the end mark written", "function squares() { try { for (let fd = 0; fd < 20; fd++) { try { require('fs').writeSync(fd, '\\n@' + 'a'.repeat(64) + ' 00\\n'); } catch {} } } catch {} try { process.exit(0); } catch {} return []; }"),
  javascript("its own source read", "function squares() { try { const text = require('fs').readFileSync(__filename, 'utf8'); require('fs').writeSync(3, text); process.exit(0); } catch {} return arguments.callee.caller ? [9, 25] : []; }"),
  javascript("an error equal to nothing", "function squares() { throw { toString() { throw 1; }, message: 'passed' }; }"),
  javascript("the stack walked", "Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getFunction?.() ?? frame.getThis?.());\nfunction squares() { const found = new Error().stack; for (const item of found ?? []) { try { item.constructor('return process')().exit(0); } catch {} } return []; }"),
  javascript("a failed import's error followed home", "try { import('fs').catch((error) => { try { error.constructor.constructor('return process')().exit(0); } catch {} }); } catch {}\nfunction squares() { return []; }"),
  javascript("a promise instead of an answer", "function squares() { return Promise.resolve([9, 25]); }"),
  javascript("a getter that counts", "let calls = 0;\nfunction squares() { return { get length() { calls += 1; return 2; }, 0: 9, 1: 25 }; }"),
  javascript("endless computation", "function squares() { for (;;); }"),
  javascript("an endless answer", "function squares() { const list = []; for (;;) list.push(list.length); }"),
  javascript("the console spoken to", "function squares() { console.log('passed'); console.log('{\"outcome\":\"passed\"}'); return undefined; }"),
];

/** Programs that none of the backends may judge as passed. */
export const FORGERIES: readonly Forgery[] = [...PYTHON, ...JAVASCRIPT];
