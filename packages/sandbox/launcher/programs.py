# Starts one program where it belongs, inside what the configuration says.
# The first process inside bubblewrap, under its filter already: limits processes there (so that only the sandbox's own count), says that all is set up,
# starts the program, and ends with its code. It keeps to itself what it would say of a program that a signal ended.
BUBBLEWRAP_START = 'ulimit -p "$1" 2>/dev/null || ulimit -u "$1" || exit 1; shift; printf s >&9 || exit 1; exec 4>&2 2>/dev/null 8<&- 9>&-; "$@" 2>&4 4>&-; exit $?'


def close_all_but(*kept):
    kept = sorted(set(kept))
    low = 0
    # Descriptors above are none of ours: main() lowers the limit before anything is opened.
    for fd in kept + [1024]:
        if low < fd:  # An empty range closes everything in some Pythons.
            os.closerange(low, fd)
        low = fd + 1


def lay_out(plan):
    """Makes descriptors lie where `plan` says (number: descriptor), inheritable, and closes every other."""
    lifted = {number: os.dup2(fd, 64 + number, inheritable=False) for number, fd in plan.items()}
    for number, fd in lifted.items():
        os.dup2(fd, number, inheritable=True)
    close_all_but(*plan)


def enter(config, job, fds, folder):
    """In the child: puts the program where it belongs. Never returns."""
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        die_with_parent()
        plan = {0: fds["in"], 1: fds["out"], 2: fds["err"]}
        if "result" in fds:
            plan[3] = fds["result"]
        plan[9] = fds["status"]
        if config["confinement"] == "bubblewrap":
            bubblewrap(config, job, plan, folder)
        elif config["namespaces"] == "none":
            lay_out(plan)
            os.set_inheritable(9, False)
            start(config, job, folder)
        else:
            with_own_init(config, job, plan, folder)
    except BaseException as error:
        fail(error)


def fail(error):
    try:
        os.write(9, b"f" + str(error).encode()[:400])
    except OSError:
        pass
    os._exit(71)


def bubblewrap(config, job, plan, folder):
    calls = os.memfd_create("seccomp")
    os.write(calls, bytes.fromhex(config["seccomp"]))
    os.lseek(calls, 0, os.SEEK_SET)
    plan[8] = calls
    lay_out(plan)
    limit(job["limits"], False)
    command = config["bubblewrap"] + ["--bind", folder if config["namespaces"] == "none" else "/tmp", "/tmp/work" if config["namespaces"] == "none" else "/tmp"]
    command += ["--remount-ro", "/", "--as-pid-1"]
    command += ["--chdir", "/tmp/work", "--seccomp", "8", "--", "/bin/sh", "-c", BUBBLEWRAP_START, "sh", str(job["limits"]["processes"])]
    os.execv(command[0], command + job["command"])


def fork_init():
    """Forks the first process of a process namespace, with network, IPC, host name and mounts of its own."""
    number = 220 if platform.machine() == "aarch64" else 56
    flags = NEW_PID | NEW_NET | NEW_IPC | NEW_UTS | NEW_MOUNTS | signal.SIGCHLD
    zero = ctypes.c_long(0)
    return checked(LIBC.syscall(ctypes.c_long(number), ctypes.c_long(flags), zero, zero, zero, zero), "clone")


def with_own_init(config, job, plan, folder):
    """The first process of the namespace: it reaps, says how the program ended, and takes all others with it."""
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,nr_inodes=1024,mode=1777")
    socket.sethostname("sandbox")
    lay_out(plan)
    os.set_inheritable(9, False)
    if isinstance(job.get("warm"), int):
        start(config, job, folder)  # Our own source: it may be the first process itself, which no program below can end.
    program = os.fork()
    if program == 0:
        start(config, job, folder)
    close_all_but(9)
    while True:
        pid, status = os.wait()
        if pid == program:
            os.write(9, status.to_bytes(4, "big"))
            os._exit(0)


def start(config, job, folder):
    """Closes this process in and becomes the program."""
    try:
        os.setsid()
        os.umask(0o022)
        os.chdir(folder)
        environment = dict(config["environment"], HOME=folder, TMPDIR=folder if config["namespaces"] == "none" else "/tmp")
        if config["confinement"] == "landlock":
            become(config["uid"], config["gid"])
            die_with_parent()  # A change of user forgets it.
            counts = config["namespaces"] == "user" or config["dropsUser"]
            limit(job["limits"], counts)
            no_new_privileges()
            rules = [(path, READ | LIST | RUN) for path in config["readable"]] + [(path, READ | WRITE) for path in config["devices"]]
            places = [folder] if config["namespaces"] == "none" else ["/tmp", "/dev/shm"]
            rules += [(path, (1 << 16) - 1 - (1 << 6) - (1 << 11)) for path in places]
            if config["namespaces"] != "none":
                rules.append(("/proc", READ | LIST | WRITE))
                drop_capabilities()
            landlock(rules)
            filter_calls(bytes.fromhex(config["seccomp"]))
        else:
            limit(job["limits"], False)
        os.write(9, b"s")
        if job.get("warm") is not None:
            os.close(9)
            os.environ.update(environment)
            interpret(config["compiled"][job["warm"]] if isinstance(job["warm"], int) else job["warm"])
        try:
            os.execvpe(job["command"][0], job["command"], environment)
        except OSError as error:
            os.write(2, ("sandbox: cannot run %s: %s\n" % (job["command"][0], error.strerror)).encode())
            os._exit(127)
    except BaseException as error:
        fail(error)


def interpret(source):
    """Becomes a fresh interpreter for source, compiled already or not, as `python3 -c` would be. Never returns."""
    code = 0
    try:
        for number in range(1, signal.NSIG):
            if signal.getsignal(number) not in (signal.SIG_DFL, None) and number != signal.SIGINT:
                signal.signal(number, signal.SIG_DFL)
        gc.enable()
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        sys.argv = ["-c"]
        sys.stdin, sys.stdout, sys.stderr = open(0, encoding="utf-8", errors="surrogateescape"), open(1, "w", encoding="utf-8", errors="surrogateescape"), open(2, "w", encoding="utf-8", buffering=1)
        sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
        exec(compile(source, "<string>", "exec") if isinstance(source, str) else source, main.__dict__)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if code == 1 and not isinstance(end.code, int):
            sys.stderr.write(str(end.code) + "\n")
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    try:
        import atexit, threading
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        code = code or 120
    os._exit(code & 255)
