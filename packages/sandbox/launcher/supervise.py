# Serves one sandbox after the other over file descriptor 3; each in a process of its own, so that nothing of one is left for the next.
CONTROL = 3
CHUNK = 65536
PAGE = resource.getpagesize()
TICK = os.sysconf("SC_CLK_TCK")
# The first process inside bubblewrap, under its filter already: limits processes there (so that only the sandbox's own count), says that all is set up,
# starts the program, and ends with its code. It keeps to itself what it would say of a program that a signal ended.
BUBBLEWRAP_START = 'ulimit -p "$1" 2>/dev/null || ulimit -u "$1" || exit 1; shift; printf s >&9; exec 4>&2 2>/dev/null 8<&- 9>&-; "$@" 2>&4 4>&-; exit $?'


class Fault(Exception):
    """The sandbox broke, not the program."""


def receive_exactly(count):
    parts = []
    while count > 0:
        part = os.read(CONTROL, min(count, 1 << 20))
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def receive():
    head = receive_exactly(5)
    return head[:1], receive_exactly(int.from_bytes(head[1:], "big"))


def send(kind, payload=b""):
    data = memoryview(kind + len(payload).to_bytes(4, "big") + payload)
    while data:
        data = data[os.write(CONTROL, data):]


def send_json(kind, value):
    send(kind, json.dumps(value).encode())


def tree(root):
    """Process ids of `root` and all below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        try:
            for task in os.listdir("/proc/%d/task" % pid):
                with open("/proc/%d/task/%s/children" % (pid, task)) as file:
                    waiting.extend(int(child) for child in file.read().split())
        except OSError:
            continue
    return found


def usage(root):
    """CPU milliseconds and resident bytes of a tree of processes, with the CPU time of those that ended in it."""
    ticks, own, shared = 0, 0, 0
    for pid in tree(root):
        try:
            with open("/proc/%d/stat" % pid, "rb") as file:
                fields = file.read().rsplit(b") ", 1)[1].split()
            with open("/proc/%d/statm" % pid, "rb") as file:
                pages = file.read().split()
        except (OSError, IndexError):
            continue
        ticks += sum(int(field) for field in fields[11:15])
        own += int(pages[1]) - int(pages[2])
        shared = max(shared, int(pages[2]))
    return ticks * 1000 // TICK, (own + shared) * PAGE


MOST_FILES, DEEPEST = 16384, 64


def is_overfull(folder, most_bytes):
    """Whether a work folder on a disk holds more bytes or files than it may, or lies too deep to tell."""
    count, size = 0, 0
    stack = [os.open(folder, os.O_RDONLY | os.O_DIRECTORY)]
    depths = [1]
    try:
        while stack:
            at, depth = stack.pop(), depths.pop()
            try:
                with os.scandir(at) as entries:
                    for entry in entries:
                        count += 1
                        if count > MOST_FILES or depth > DEEPEST or size > most_bytes:
                            return True
                        try:
                            size += entry.stat(follow_symlinks=False).st_blocks * 512
                            if entry.is_dir(follow_symlinks=False):
                                stack.append(os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at))
                                depths.append(depth + 1)
                        except OSError as error:
                            if error.errno == errno.EMFILE:
                                return True
            finally:
                os.close(at)
    finally:
        for fd in stack:
            os.close(fd)
    return size > most_bytes


def remove(folder):
    """Removes a folder however deep it is: what lies in its folders is moved up, then they are empty."""
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    moved = 0
    names = os.listdir(top)
    while names:
        for name in names:
            if unlinked(name, top):
                continue
            at = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            for child in os.listdir(at):
                if not unlinked(child, at):
                    moved += 1
                    os.rename(child, ".gone-%d-%d" % (os.getpid(), moved), src_dir_fd=at, dst_dir_fd=top)
            os.close(at)
            os.rmdir(name, dir_fd=top)
        names = os.listdir(top)
    os.close(top)
    os.rmdir(folder)


def unlinked(name, at):
    try:
        os.unlink(name, dir_fd=at)
        return True
    except IsADirectoryError:
        os.chmod(name, 0o700, dir_fd=at)
        return False


class Stream:
    """One output of the program: kept up to a limit, then only drained."""

    def __init__(self, kind, fd, limit):
        self.kind, self.fd, self.room, self.truncated, self.first = kind, fd, limit, False, b""

    def pump(self):
        data = os.read(self.fd, CHUNK)
        if not data:
            os.close(self.fd)
            return False
        if len(data) > self.room:
            data, self.truncated = data[: self.room], True
        self.room -= len(data)
        self.first = self.first or data[:400]
        if data:
            send(self.kind, data)
        return True


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


class Supervisor:
    def __init__(self, config):
        self.config = config
        self.folder = None
        self.starts = 0

    def set_up(self):
        config = self.config
        self.is_root = os.geteuid() == 0
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        if config["namespaces"] == "user":
            become(config["uid"], config["gid"])
            enter_user_namespace()
        elif config["namespaces"] == "root":
            unshare(NEW_MOUNTS)
        if config["namespaces"] == "none":
            self.folder = tempfile.mkdtemp(prefix="work-", dir=config["folder"])
            if os.geteuid() == 0:
                os.chown(self.folder, config["uid"], config["gid"])
        else:
            private_tmp(config["folderBytes"])
            self.folder = "/tmp/work"
            if os.geteuid() == 0:
                os.chown(self.folder, config["uid"], config["gid"])
        if config["namespaces"] == "none" and config["confinement"] == "bubblewrap":
            become(config["uid"], config["gid"])
        prctl(PR_SET_DUMPABLE, 0)
        die_with_parent()

    def serve(self):
        self.set_up()
        signal.signal(signal.SIGCHLD, lambda *_: None)
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_read, False)
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write)
        self.wake = wake_read
        send_json(b"r", {"landlock": landlock_version(), "isRoot": self.is_root})
        while True:
            kind, payload = receive()
            if kind == b"C":
                break
            try:
                if kind == b"R":
                    self.run(json.loads(payload))
                elif kind == b"W":
                    length = int.from_bytes(payload[:4], "big")
                    self.write(payload[4 : 4 + length].decode(), payload[4 + length :])
                    send(b"k")
                elif kind == b"G":
                    send(b"d", self.read(payload.decode()))
            except Fault as error:
                send_json(b"u", {"message": str(error)})
            except OSError as error:
                send_json(b"n", {"message": error.strerror or str(error)})
        if self.config["namespaces"] == "none":
            remove(self.folder)
        send(b"c")

    def parent_of(self, path, makes):
        """The open folder that holds `path`, reached through no link, and the last name."""
        names = path.split("/")
        at = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        for name in names[:-1]:
            if makes:
                try:
                    os.mkdir(name, 0o755, dir_fd=at)
                    if os.geteuid() == 0:
                        os.chown(name, self.config["uid"], self.config["gid"], dir_fd=at, follow_symlinks=False)
                except FileExistsError:
                    pass
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        return at, names[-1]

    def write(self, path, content):
        folder, name = self.parent_of(path, True)
        try:
            try:
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                pass
            fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o755, dir_fd=folder)
            with open(fd, "wb") as file:
                if os.geteuid() == 0:
                    os.fchown(fd, self.config["uid"], self.config["gid"])
                file.write(content)
        finally:
            os.close(folder)

    def read(self, path):
        folder, name = self.parent_of(path, False)
        try:
            fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
            with open(fd, "rb") as file:
                if not stat.S_ISREG(os.fstat(fd).st_mode):
                    raise OSError(errno.EINVAL, "Not a plain file")
                content = file.read(self.config["folderBytes"] + 1)
            if len(content) > self.config["folderBytes"]:
                raise OSError(errno.EFBIG, "File too large")
            return content
        finally:
            os.close(folder)

    def run(self, job):
        limits = job["limits"]
        ours, theirs = {}, {}
        theirs["in"], ours["in"] = os.pipe()
        for name in ("out", "err", "status") + (("result",) if job["resultChannel"] else ()):
            ours[name], theirs[name] = os.pipe()
        self.starts += 1
        started = time.monotonic()
        try:
            has_init = self.config["confinement"] == "landlock" and self.config["namespaces"] != "none"
            pid = fork_init() if has_init else os.fork()
        except OSError as error:
            raise Fault("cannot start a process: " + error.strerror) from None
        if pid == 0:
            enter(self.config, job, theirs, self.folder)
        for fd in theirs.values():
            os.close(fd)
        streams = [Stream(kind, ours[name], limits["outputBytes"]) for name, kind in (("out", b"o"), ("err", b"e"), ("result", b"f")) if name in ours]
        report = Pump(self, pid, limits, ours, streams).until_end(started)
        send_json(b"x", report)


class Pump:
    """Moves a program's input and output, watches its limits, and says how it ended."""

    def __init__(self, supervisor, pid, limits, ours, streams):
        self.supervisor, self.pid, self.limits = supervisor, pid, limits
        self.status_fd, self.input_fd = ours["status"], ours["in"]
        self.streams = {stream.fd: stream for stream in streams}
        self.all_streams = streams
        self.status, self.pending, self.input_ended, self.has_children = b"", b"", False, True
        self.killed_by, self.cpu_ms, self.ended, self.used_ms = None, 0, None, 0
        os.set_blocking(self.input_fd, False)
        self.poll = select.poll()
        for fd in list(self.streams) + [self.status_fd, supervisor.wake]:
            self.poll.register(fd, select.POLLIN)
        self.poll.register(CONTROL, select.POLLIN)

    def until_end(self, started):
        deadline = started + self.limits["wallMs"] / 1000
        next_look = started + 0.1
        while self.streams or self.status_fd is not None or self.has_children:
            now = time.monotonic()
            if self.ended is None and now >= next_look:
                self.look(now >= deadline)
                next_look = now + 0.1
            elif self.ended is not None and now >= deadline:
                break  # Something outlived the end: its output is cut here.
            until = deadline if self.ended is not None else min(deadline, next_look)
            for fd, event in self.poll.poll(max(0, (until - now) * 1000) + 1):
                self.handle(fd, event)
            if self.reap():
                deadline = time.monotonic() + 5
        wall_ms = (time.monotonic() - started) * 1000
        self.finish_input()
        for fd in list(self.streams) + ([] if self.status_fd is None else [self.status_fd]):
            os.close(fd)
        return self.report(wall_ms)

    def reap(self):
        """Takes up what ended below us, with its time; says whether the program is among it. Orphans come to us, such as the first process of bubblewrap's namespace."""
        has_ended = False
        while self.has_children:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                self.has_children = False
                break
            if pid == 0:
                break
            self.used_ms += (used.ru_utime + used.ru_stime) * 1000
            if pid == self.pid:
                self.ended, has_ended = status, True
                clear_leftovers(self.supervisor.config)
        return has_ended

    def look(self, is_late):
        cpu_ms, resident = usage(self.pid)
        self.cpu_ms = max(self.cpu_ms, cpu_ms)
        by = "cpu" if cpu_ms > self.limits["cpuMs"] else "memory" if resident > self.limits["memoryBytes"] else "wall" if is_late else None
        if by is None and self.supervisor.config["namespaces"] == "none" and is_overfull(self.supervisor.folder, self.limits["fileBytes"]):
            by = "output"
        if by is not None and self.killed_by is None:
            self.killed_by = by
            # From the innermost outwards, so that the time of the dead reaches the one we wait for.
            for pid in reversed(tree(self.pid)[1:]):
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
            os.kill(self.pid, signal.SIGKILL)

    def handle(self, fd, event):
        if fd == self.supervisor.wake:
            os.read(fd, 512)
        elif fd == CONTROL:
            if event & select.POLLIN:
                self.take_input()
            else:
                os._exit(0)  # The one who asked is gone; with us die all who die with their parent.
        elif fd == self.input_fd:
            self.give_input()
        elif fd == self.status_fd:
            data = os.read(fd, 512)
            self.status += data
            if not data:
                self.poll.unregister(fd)
                os.close(fd)
                self.status_fd = None
        elif not self.streams[fd].pump():
            self.poll.unregister(fd)
            del self.streams[fd]

    def take_input(self):
        kind, payload = receive()
        if kind != b"I":
            os._exit(70)
        if not payload:
            self.input_ended = True
        self.pending = payload
        self.poll.modify(CONTROL, 0)
        self.give_input()
        if self.input_fd is not None and self.pending:
            self.poll.register(self.input_fd, select.POLLOUT)

    def give_input(self):
        try:
            while self.pending and self.input_fd is not None:
                self.pending = self.pending[os.write(self.input_fd, self.pending):]
        except BlockingIOError:
            return
        except OSError:
            self.pending = b""  # The program closed its input; the rest is thrown away.
        if self.input_fd is not None:
            try:
                self.poll.unregister(self.input_fd)
            except KeyError:
                pass
        if self.input_ended:
            self.close_input()
        else:
            self.poll.modify(CONTROL, select.POLLIN)

    def close_input(self):
        if self.input_fd is not None:
            os.close(self.input_fd)
            self.input_fd = None

    def finish_input(self):
        while not self.input_ended:
            kind, payload = receive()
            if kind != b"I":
                os._exit(70)
            self.input_ended = not payload
        self.close_input()

    def report(self, wall_ms):
        if not self.status.startswith(b"s") and self.killed_by is None:
            said = self.status[1:] or self.all_streams[1].first or b"nothing started (status %d)" % self.ended
            raise Fault(said.decode("utf-8", "replace").strip())
        status = self.ended
        if len(self.status) >= 5:
            status = int.from_bytes(self.status[1:5], "big")
        code, number = (os.WEXITSTATUS(status), 0) if os.WIFEXITED(status) else (0, os.WTERMSIG(status))
        if self.supervisor.config["confinement"] == "bubblewrap" and 128 < code < 193:
            number = code - 128
        cpu_ms = max(self.used_ms, self.cpu_ms)
        killed_by = self.killed_by or ("cpu" if cpu_ms > self.limits["cpuMs"] else None)
        return {"code": code, "signal": number, "killedBy": killed_by, "cpuMs": cpu_ms, "wallMs": wall_ms, "truncated": any(s.truncated for s in self.all_streams)}


def is_dead(pid):
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            return file.read().rsplit(b") ", 1)[1][:1] in b"ZX"
    except (OSError, IndexError):
        return True


def clear_leftovers(config):
    """Ends what was left behind where no process namespace did so."""
    if config["confinement"] == "bubblewrap" or config["namespaces"] != "none":
        return
    if os.geteuid() == 0 and config["confinement"] == "landlock":
        killer = os.fork()
        if killer == 0:
            try:
                become(config["uid"], config["gid"])
                os.kill(-1, signal.SIGKILL)
            finally:
                os._exit(0)
        os.waitpid(killer, 0)
    for _ in range(1000):
        left = tree(os.getpid())[1:]
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if all(is_dead(pid) for pid in left):
            return
        time.sleep(0.002)


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
            interpret(config["compiled"].get(job["warm"], job["warm"]))
        try:
            os.execvpe(job["command"][0], job["command"], environment)
        except OSError as error:
            os.write(2, ("sandbox: cannot run %s: %s\n" % (job["command"][0], error.strerror)).encode())
            os._exit(127)
    except BaseException as error:
        fail(error)


def interpret(source):
    """Becomes a fresh interpreter for `source`, as `python3 -c` would be. Never returns."""
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


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024 if hard == resource.RLIM_INFINITY else min(1024, hard), hard))
    kind, payload = receive()
    config = json.loads(payload)
    for name in config["preload"]:
        __import__(name)
    config["compiled"] = {source: compile(source, "<string>", "exec") for source in config["warmSources"]}
    prctl(PR_SET_DUMPABLE, 0)
    gc.disable()
    gc.freeze()
    peer = socket.socket(fileno=CONTROL)
    while peer.recv(1, socket.MSG_PEEK):
        pid = os.fork()
        if pid == 0:
            try:
                Supervisor(config).serve()
                os._exit(0)
            except BaseException as error:
                try:
                    send_json(b"u", {"message": str(error)})
                finally:
                    os._exit(70)
        if os.waitpid(pid, 0)[1] != 0:
            os._exit(70)
    os._exit(0)


main()
