/** Python source: the program's process as the checker sees it: it is asked, timed, killed, and what it says is read as hostile. */
export const PROGRAM = String.raw`
class Program:
    """The other process, as seen from here."""
    def __init__(self, pid, requests, answers, seconds):
        self.pid = pid
        self.requests = requests
        self.answers = answers
        self.seconds = seconds
        self.waited = 0.0
        self.last = None
        self.unread = b""
        try:
            self.times = os.open("/proc/%d/schedstat" % pid, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self.times = None

    def tell(self, *values):
        try:
            write_all(self.requests, message(*values), os.write)
        except BrokenPipeError:
            self.ended()

    def queued(self):
        """Seconds it was ready to run while something else ran; none where the kernel does not say."""
        try:
            return int(os.pread(self.times, 200, 0).split()[1]) / 1e9
        except (OSError, TypeError, ValueError, IndexError):
            return None

    def hear(self):
        size = int.from_bytes(self.exactly(4), "little")
        if size > MOST_BYTES + 1000:
            raise Stop("failed", "The program sent more than can be read.")
        reply = plain(self.exactly(size))
        if type(reply) is not tuple or not reply or type(reply[0]) is not str:
            raise Stop("failed", "The program wrote into the channel of the checker.")
        return reply

    def exactly(self, count):
        data, self.unread = bytearray(self.unread), b""
        while len(data) < count:
            self.wait()
            piece = os.read(self.answers, max(1 << 16, min(count - len(data), 1 << 20)))
            if not piece:
                self.ended()
            data += piece
        self.unread = bytes(data[count:])
        return bytes(data[:count])

    def wait(self):
        while True:
            began, queue = time.monotonic(), self.queued()
            ready = select.select([self.answers], [], [], 0.2)[0]
            lasted, queue_after = time.monotonic() - began, self.queued()
            if queue is None or queue_after is None:
                self.waited += lasted / 5
            else:
                self.waited += max(0.0, lasted - max(0.0, queue_after - queue))
            if ready:
                return
            if self.waited > 2 * self.seconds:
                raise Stop("timed-out", "The program took longer than its time.")

    def ended(self):
        status = self.reap()
        if os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == 24 or (number == 9 and self.cpu >= self.seconds):
                raise Stop("timed-out", "The program used up its CPU time.")
            raise Stop("crashed", "The program was ended by signal %d." % number)
        raise Stop("failed", "The program ended itself before the tests were through (exit code %d)." % os.WEXITSTATUS(status))

    cpu = 0.0
    status = None

    def reap(self):
        if self.status is None:
            _, self.status, usage = os.wait4(self.pid, 0)
            self.cpu = usage.ru_utime + usage.ru_stime
        return self.status

    def close(self):
        try:
            os.killpg(self.pid, 9)
        except OSError:
            pass
        if self.status is None:
            try:
                os.kill(self.pid, 9)
            except OSError:
                pass
            self.reap()

    def load(self, source, is_shared):
        self.tell(source, self.seconds, is_shared)
        reply = self.hear()
        if reply[0] == "raised":
            raise Stop("failed", "The program does not load: " + said(reply))
        if reply[0] != "ready":
            raise Stop("failed", "The program wrote into the channel of the checker.")

    def call(self, path, positional, named):
        try:
            asked = message("call", path, positional, named)
        except NotPlain as error:
            raise Stop("needs-shared", "the tests pass " + str(error))
        self.last = (positional, "nothing")
        try:
            write_all(self.requests, asked, os.write)
        except BrokenPipeError:
            self.ended()
        try:
            reply = self.hear()
        except NotPlain as error:
            raise Stop("failed", "The program returned " + str(error) + ".")
        if reply[0] == "returned" and len(reply) == 2:
            self.last = (positional, short(reply[1]))
            return reply[1]
        if reply[0] == "raised":
            self.last = (positional, said(reply))
            raise rebuilt(reply)
        if reply[0] == "no-value" and len(reply) == 2:
            raise Stop("failed", "The program returned " + str(reply[1])[:100] + ", which is no plain value.")
        raise Stop("failed", "The program wrote into the channel of the checker.")

def said(reply):
    names = reply[1] if len(reply) == 3 and type(reply[1]) is list else []
    text = reply[2] if len(reply) == 3 and type(reply[2]) is str else ""
    name = names[0] if names and type(names[0]) is str else "an exception"
    return (name + ": " + text).strip(": ")[:300]

def rebuilt(reply):
    """The exception as the tests may expect it: of the nearest builtin type, which is never one that ends a process."""
    names = reply[1] if len(reply) == 3 and type(reply[1]) is list else []
    for name in names:
        kind = getattr(builtins, name, None) if type(name) is str else None
        if name in ("Exception", "BaseException"):
            break
        if isinstance(kind, type) and issubclass(kind, Exception):
            try:
                return kind(said(reply).partition(": ")[2])
            except TypeError:
                break
    if "Exception" in names:
        return Raised(said(reply))
    return Stop("failed", "The program ended itself while a test called it (" + said(reply) + ").")
`;
