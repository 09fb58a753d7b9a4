# Moves a program's input and output, and watches what it uses.
CONTROL = 3
CHUNK = 65536
PAGE = resource.getpagesize()
TICK = os.sysconf("SC_CLK_TCK")

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
            # From the innermost outwards, so that the time of the dead reaches the one we wait for. Who may signal anyone names no process that may be gone by now.
            for pid in [] if self.supervisor.is_lone else reversed(tree(self.pid)[1:]):
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
