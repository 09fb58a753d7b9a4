# Starts one program where it belongs, inside what the configuration says.
# The first process inside bubblewrap, under its filter already: limits processes there (so that only the sandbox's own count), says that all is set up,
# starts the program, and ends with its code. It keeps to itself what it would say of a program that a signal ended.
BUBBLEWRAP_START = 'ulimit -p "$1" 2>/dev/null || ulimit -u "$1" || exit 1; shift; printf s >&9 || exit 1; exec 4>&2 2>/dev/null 8<&- 9>&-; "$@" 2>&4 4>&-; exit $?'


RULESET = 10
OWN = (1 << 16) - 1 - (1 << 6) - (1 << 11)
OWN_PLACES = [("/tmp", OWN), ("/dev/shm", OWN), ("/proc", READ | LIST | WRITE)]


def fixed_rules(config):
    """What every program may do to the host's files."""
    return [(path, READ | LIST | RUN) for path in config["readable"]] + [(path, READ | WRITE) for path in config["devices"]]


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


def enter(host, job, fds):
    """In the child: puts the program where it belongs. Never returns."""
    config, folder = host.config, host.folder
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
            with_own_init(host, job, plan)
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
    command = config["bubblewrap"] + ["--bind", folder if config["namespaces"] == "none" else "/tmp", WORK if config["namespaces"] == "none" else "/tmp"]
    command += ["--remount-ro", "/", "--as-pid-1"]
    command += ["--chdir", WORK, "--seccomp", "8", "--", "/bin/sh", "-c", BUBBLEWRAP_START, "sh", str(job["limits"]["processes"])]
    os.execv(command[0], command + job["command"])


def fork_init(others):
    """Forks the first process of a process namespace, with IPC, mounts and `others` of its own."""
    number = 220 if MACHINE == "aarch64" else 56
    flags = NEW_PID | NEW_IPC | NEW_MOUNTS | others | signal.SIGCHLD
    zero = ctypes.c_long(0)
    return checked(LIBC.syscall(ctypes.c_long(number), ctypes.c_long(flags), zero, zero, zero, zero), "clone")


def make_world(config):
    """In the first process of a lone run: what a supervisor would have made once for all programs of its sandbox."""
    if not config["isRoot"]:
        map_user(*config["owner"])
    private_tmp(config["folderBytes"], ())  # The only lone runs are our own Python sources.
    if config["isRoot"]:
        os.chown(WORK, config["uid"], config["gid"])


def give_up_root(config):
    """In the first process of a lone run, once all is mounted."""
    if config["isRoot"] and config["namespaces"] == "user":
        become(config["uid"], config["gid"])
        enter_user_namespace()
    prctl(PR_SET_DUMPABLE, 0)


def environment_in(config, folder):
    return dict(config["environment"], HOME=folder, TMPDIR=folder if config["namespaces"] == "none" else "/tmp")


def with_own_init(host, job, plan):
    """The first process of the namespace: it reaps, says how the program ended, and takes all others with it."""
    config, folder = host.config, host.folder
    if host.is_lone:
        make_world(config)
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,nr_inodes=1024,mode=1777")
    if not config["sharesNetwork"]:
        socket.sethostname("sandbox")
    if host.is_lone:
        give_up_root(config)
    if config["confinement"] == "landlock":
        plan[RULESET] = ruleset_of(config["rules"] + opened(OWN_PLACES))
    lay_out(plan)
    for fd in sorted({9, RULESET} & set(plan)):
        os.set_inheritable(fd, False)
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
        environment = environment_in(config, folder)
        if config["confinement"] == "landlock":
            become(config["uid"], config["gid"])
            die_with_parent()  # A change of user forgets it.
            counts = config["namespaces"] == "user" or config["dropsUser"]
            limit(job["limits"], counts)
            no_new_privileges()
            if config["namespaces"] == "none":
                restrict(ruleset_of(opened(fixed_rules(config) + [(folder, OWN)])))
            else:
                drop_capabilities()
                restrict(RULESET)
            config["filter"].install()
        else:
            limit(job["limits"], False)
        os.write(9, b"s")
        if job.get("warm") is not None:
            os.close(9)
            if folder != WORK:
                os.environ.update(environment)  # Elsewhere the launcher has it already.
            interpret(config["prepared"][job["warm"]] if isinstance(job["warm"], int) else job["warm"], config)
        try:
            os.execvpe(job["command"][0], job["command"], environment)
        except OSError as error:
            os.write(2, ("sandbox: cannot run %s: %s\n" % (job["command"][0], error.strerror)).encode())
            os._exit(127)
    except BaseException as error:
        fail(error)


def prepared(source):
    """Our own source as a module whose `main` is still to be called: it calls that itself only where its name is `__main__`."""
    module = types.ModuleType("prepared")
    exec(compile(source, "<string>", "exec"), module.__dict__)
    return module


def standard_streams():
    """Streams of text on descriptors 0 to 2, made while those are pipes, as they are for the program."""
    kept = [os.dup(0), os.dup(1)]
    for number, fd in enumerate(os.pipe()):
        os.dup2(fd, number)
        os.close(fd)
    streams = open(0, encoding="utf-8", errors="surrogateescape"), open(1, "w", encoding="utf-8", errors="surrogateescape"), open(2, "w", encoding="utf-8", buffering=1)
    for number, fd in enumerate(kept):
        os.dup2(fd, number)
        os.close(fd)
    return streams


def interpret(source, config):
    """Becomes a fresh interpreter for source, prepared already or not, as `python3 -c` would be. Never returns."""
    code = 0
    try:
        for number in config["changedSignals"]:
            signal.signal(number, signal.SIG_DFL)
        gc.enable()
        main = types.ModuleType("__main__") if isinstance(source, str) else source
        sys.modules["__main__"] = main
        sys.argv = ["-c"]
        sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__ = config["streams"]
        if isinstance(source, str):
            exec(compile(source, "<string>", "exec"), main.__dict__)
        else:
            main.__name__ = "__main__"
            main.main()
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
