import { attempts, type HostileProgram } from "./program.js";

const CALLS =
  "import ctypes, os, platform, resource, time\nlibc = ctypes.CDLL(None, use_errno=True)\nlibc.syscall.restype = ctypes.c_long\narm = platform.machine() == 'aarch64'\n" +
  "def ok(result):\n    if result < 0:\n        raise OSError(ctypes.get_errno(), 'refused')\n    return result\n" +
  "def call(x64, arm64, *rest):\n    return ok(libc.syscall(ctypes.c_long(arm64 if arm else x64), *rest))\n";

/** Python that asks the kernel for powers. */
export const PYTHON_FOR_POWER: readonly HostileProgram[] = [
  {
    name: "makes namespaces of its own",
    source: () =>
      attempts(CALLS, ["ok(libc.unshare(0x10000000))", "ok(libc.unshare(0x10000000 | 0x20000))", "ok(libc.unshare(0x40000000))", "call(56, 220, ctypes.c_ulong(0x10000000 | 17), 0, 0, 0, 0) or os._exit(0)", "call(435, 435, bytes(88), ctypes.c_ulong(88))", "ok(libc.setns(os.open('/proc/1/ns/mnt', 0), 0))"]),
  },
  {
    name: "mounts and changes its root",
    source: () =>
      attempts(CALLS, ["ok(libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None))", "ok(libc.mount(b'/', b'/tmp', None, 4096, None))", "ok(libc.umount2(b'/tmp', 2))", "ok(libc.chroot(b'/tmp'))", "ok(libc.pivot_root(b'/tmp', b'/tmp'))", "call(428, 428, -100, b'/', 1)", "call(430, 430, b'tmpfs', 0)"]),
  },
  {
    name: "traces other processes",
    source: () => attempts(CALLS, ["ok(libc.ptrace(16, os.getppid(), 0, 0))", "ok(libc.ptrace(0, 0, 0, 0))", "ok(libc.ptrace(16902, 1, 0, 0))", "call(310, 270, os.getppid(), 0, 0, 0, 0, 0)", "call(311, 271, 1, 0, 0, 0, 0, 0)", "call(438, 438, 0, 0, 0)"]),
  },
  {
    name: "calls little-tested parts of the kernel",
    source: () =>
      attempts(CALLS, [
        "call(425, 425, 8, bytes(120))  # io_uring",
        "call(321, 280, 0, bytes(64), 64)  # bpf",
        "call(298, 241, bytes(128), 0, -1, -1, 0)  # perf",
        "call(323, 282, 1)  # userfaultfd",
        "call(250, 219, 0, -3, 1)  # keyring",
        "call(248, 217, b'user', b'name', b'x', 1, -3)",
        "call(300, 262, 0, 0)  # fanotify",
        "call(304, 265, -100, bytes(16), 0)  # by handle",
        "call(135, 92, 0x0400000)  # personality",
      ]),
  },
  {
    name: "loads modules, reboots and sets the clock",
    source: () => attempts(CALLS, ["call(175, 105, bytes(8), 8, b'')", "call(313, 273, 0, b'', 0)", "call(320, 294, 0, 0, 0, 0, 0)", "call(169, 142, 0xfee1dea, 0x28121969, 0)  # with a wrong magic number", "time.clock_settime(time.CLOCK_REALTIME, time.time())", "ok(libc.sethostname(b'taken', 5))", "call(163, 89, 0)"]),
  },
  {
    name: "becomes root",
    source: () => attempts(CALLS + "import subprocess", ["os.setuid(0)", "os.setgid(0)", "os.setgroups([0])", "os.setresuid(0, 0, 0)", "assert 'uid=0' in subprocess.run(['su', '-c', 'id'], input='', capture_output=True, text=True).stdout", "assert os.getuid() == 0", "assert [l for l in open('/proc/self/status') if l.startswith('CapEff')][0].split()[1].strip('0') != ''"]),
  },
  {
    name: "raises its own limits",
    source: () =>
      attempts(CALLS, [
        "resource.setrlimit(resource.RLIMIT_NPROC, (100000, 100000))",
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
        "resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))",
        "resource.setrlimit(resource.RLIMIT_CORE, (1, 1))",
        "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (100000, 100000))",
        "os.nice(-10)",
        "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
      ]),
  },
  {
    name: "calls the kernel as a program of 32 bits",
    // mov eax, 20 (getpid of 32 bits); int 0x80; ret
    source: () =>
      "import ctypes, mmap, platform\nif platform.machine() == 'x86_64':\n    page = mmap.mmap(-1, 4096, prot=7)\n    page.write(bytes([0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]))\n    run = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))\n    if run() > 0:\n        print('ESCAPED')",
  },
  {
    name: "types into the terminal and forges its size",
    source: () => attempts("import fcntl, os", ["fcntl.ioctl(0, 0x5412, b'x')", "fcntl.ioctl(os.open('/dev/tty', os.O_RDWR), 0x5412, b'x')", "fcntl.ioctl(1, 0x541c, b'\\x02')"]),
  },
  {
    name: "leaves shared memory behind",
    source: () => "import ctypes\nlibc = ctypes.CDLL(None)\nprint(libc.shmget(0x6576616c, 4096, 0o1666))\nimport os\ntry:\n    open('/dev/shm/evalkit-planted', 'w').write('x')\nexcept OSError:\n    pass",
  },
];
