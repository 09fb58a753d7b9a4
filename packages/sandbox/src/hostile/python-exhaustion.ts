import type { HostileProgram } from "./program.js";

const MIB = 1024 * 1024;

/** Python that uses up the machine, or will not end. */
export const PYTHON_EXHAUSTING: readonly HostileProgram[] = [
  { name: "forks without end", ends: "killed", limits: { cpuMs: 300, wallMs: 5000, processes: 24 }, source: () => "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass" },
  {
    name: "forks sleepers up to the limit",
    ends: "killed",
    limits: { wallMs: 700, processes: 24 },
    source: () => "import os, time\nmade = 0\nfor _ in range(200):\n    try:\n        if os.fork() == 0:\n            time.sleep(1000)\n            os._exit(0)\n        made += 1\n    except OSError:\n        break\nif made > 24:\n    print('ESCAPED', made)\ntime.sleep(1000)",
  },
  { name: "starts threads without end", limits: { wallMs: 10_000, processes: 24 }, source: () => "import threading, time\nmade = 0\ntry:\n    for _ in range(200):\n        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()\n        made += 1\nexcept RuntimeError:\n    pass\nif made > 24:\n    print('ESCAPED', made)" },
  { name: "fills memory", limits: { memoryBytes: 128 * MIB }, source: () => "kept = []\ntry:\n    while len(kept) < 400:\n        kept.append(bytearray(1 << 20))\n    print('ESCAPED')\nexcept MemoryError:\n    kept.clear()\n    print('held')" },
  {
    name: "fills memory in many processes",
    ends: "killed",
    limits: { memoryBytes: 96 * MIB, wallMs: 10_000 },
    source: () => "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        kept = bytearray(48 << 20)\n        time.sleep(1000)\ntime.sleep(4)\nprint('ESCAPED')",
  },
  { name: "fills shared memory", limits: { memoryBytes: 128 * MIB }, source: () => "import mmap\ntry:\n    kept = mmap.mmap(-1, 400 << 20)\n    for at in range(0, 400 << 20, 4096):\n        kept[at] = 1\n    print('ESCAPED')\nexcept (OSError, MemoryError):\n    print('held')" },
  {
    name: "fills the disk",
    limits: { fileBytes: 64 * MIB, wallMs: 20_000 },
    source: () => "import os\ntotal = 0\ntry:\n    for number in range(400):\n        with open('file%d' % number, 'wb', buffering=0) as file:\n            total += file.write(bytes(1 << 20))\n            __import__('time').sleep(0.005)\nexcept OSError as error:\n    print(error)\nif total > 200 << 20:\n    print('ESCAPED', total)",
  },
  { name: "makes one huge file", source: () => "import os, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nfor size in (1 << 40, 1 << 33, 128 << 20):\n    try:\n        os.truncate(os.open('sparse', os.O_RDWR | os.O_CREAT), size)\n        print('ESCAPED', size)\n    except OSError as error:\n        print('held:', error.strerror)" },
  { name: "makes very many files", ends: "killed", limits: { cpuMs: 400, wallMs: 6000 }, source: () => "import os\nmade = 0\nwhile True:\n    try:\n        os.close(os.open('f%d' % made, os.O_CREAT))\n        made += 1\n    except OSError:\n        pass\n    if made > 60000:\n        print('ESCAPED')\n        break" },
  { name: "makes folders without end, one in the other", ends: "killed", limits: { cpuMs: 400, wallMs: 6000 }, source: () => "import os\nmade = 0\nwhile True:\n    try:\n        os.mkdir('d')\n        os.chdir('d')\n        made += 1\n    except OSError:\n        pass\n    if made > 60000:\n        print('ESCAPED')\n        break" },
  { name: "opens descriptors and watches without end", source: () => "import os, ctypes\nkept = []\ntry:\n    while len(kept) < 5000:\n        kept.append(os.open('/dev/null', 0))\n    print('ESCAPED')\nexcept OSError:\n    print('held')\nfor fd in kept[:50]:\n    os.close(fd)\nlibc = ctypes.CDLL(None)\nfor _ in range(5000):\n    if libc.inotify_init() < 0:\n        break\nelse:\n    print('ESCAPED')" },
  { name: "loops for ever", ends: "killed", limits: { cpuMs: 300 }, source: () => "while True: pass" },
  { name: "ignores every signal and loops", ends: "killed", limits: { cpuMs: 300 }, source: () => "import signal\nfor number in range(1, 65):\n    try:\n        signal.signal(number, signal.SIG_IGN)\n    except (OSError, ValueError):\n        pass\nwhile True: pass" },
  { name: "sleeps for ever in a new session", ends: "killed", limits: { wallMs: 500 }, source: () => "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntry:\n    os.setsid()\nexcept OSError:\n    os.setpgid(0, 0) if os.getpgid(0) != os.getpid() else None\nwhile True:\n    time.sleep(1000)" },
  { name: "stops itself", ends: "killed", limits: { wallMs: 500 }, source: () => "import os, signal, time\nos.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(1000)" },
  { name: "leaves a thread behind", ends: "killed", limits: { wallMs: 500 }, source: () => "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()" },
  { name: "leaves daemons behind", source: () => "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() != 0:\n            os._exit(0)\n        for fd in range(3):\n            os.close(fd)\n        while True:\n            time.sleep(0.05)\nprint('gone')" },
  { name: "leaves daemons behind that hold its output", source: () => "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() != 0:\n            os._exit(0)\n        while True:\n            time.sleep(0.05)\nprint('gone', flush=True)\nos._exit(0)" },
  { name: "recurses without end", limits: { cpuMs: 2000, memoryBytes: 128 * MIB }, source: () => "import sys\nsys.setrecursionlimit(10 ** 9)\ndef down(n):\n    return down(n + 1) + 1\ndown(0)" },
  { name: "prints a gigabyte", limits: { cpuMs: 30_000 }, source: () => "import os\nblock = b'x' * (1 << 20)\nfor _ in range(1024):\n    left = block\n    while left:\n        left = left[os.write(1, left):]" },
  { name: "floods both outputs at once", source: () => "import os\nfor _ in range(3000):\n    os.write(1, b'o' * 4096)\n    os.write(2, b'\\xff' * 4096)" },
  { name: "ends everything in reach", source: () => "import os, signal\nme = os.getpid()\nfor pid in [os.getppid(), 1] + [pid for pid in range(2, 40000) if pid != me]:\n    try:\n        os.kill(pid, signal.SIGKILL)\n    except OSError:\n        pass\nos.killpg(0, signal.SIGKILL)" },
  { name: "signals all processes at once", source: () => "import os, signal\nfor number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):\n    try:\n        os.kill(-1, number)\n    except OSError as error:\n        print('held:', error.strerror)\nos.kill(os.getpid(), signal.SIGKILL)" },
];
