# Starts a program for whoever keeps its sandbox, and sees it to its end.
def wake_up():
    """A descriptor that can be read once a process below has ended."""
    signal.signal(signal.SIGCHLD, lambda *_: None)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_read, False)
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
    return wake_read


class Ends:
    """The pipes of one program: our ends, and those that it gets."""

    def __init__(self, has_result):
        self.ours, self.theirs = {}, {}
        try:
            self.theirs["in"], self.ours["in"] = os.pipe()
            for name in ("out", "err", "status") + (("result",) if has_result else ()):
                self.ours[name], self.theirs[name] = os.pipe()
        except OSError:
            self.close(self.ours)
            self.close(self.theirs)
            raise

    @staticmethod
    def close(some):
        for fd in some.values():
            os.close(fd)


def run_program(host, job):
    """Runs one program in the sandbox of `host`, to whose peer all of it is told."""
    limits = job["limits"]
    started = time.monotonic()
    try:
        ends = Ends(job["resultChannel"])
        try:
            pid = patiently(lambda: fork_for(host))
        except OSError:
            ends.close(ends.ours)
            ends.close(ends.theirs)
            raise
    except OSError as error:
        raise Fault("cannot start a process: " + error.strerror) from None
    if pid == 0:
        enter(host, job, ends.theirs)
    ends.close(ends.theirs)
    streams = [Stream(kind, ends.ours[name], limits["outputBytes"]) for name, kind in (("out", b"o"), ("err", b"e"), ("result", b"f")) if name in ends.ours]
    send_json(b"x", Pump(host, pid, limits, ends.ours, streams).until_end(started))


def patiently(start):
    """Tries again where processes or namespaces have run out, which those that end just now may give back."""
    for pause in (0.02, 0.1, 0.5):
        try:
            return start()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ENOMEM, errno.ENOSPC):
                raise
            time.sleep(pause)
    return start()


def fork_for(host):
    config = host.config
    if config["confinement"] != "landlock" or config["namespaces"] == "none":
        return os.fork()
    return fork_init((0 if config["sharesNetwork"] else NEW_NET | NEW_UTS) | (NEW_USER if host.is_lone and not config["isRoot"] else 0))


def makes_worlds(config):
    """Whether this process can start programs each in a world of its own that dies with its first process, so that nobody has to keep it. Root in name only cannot."""
    return config["confinement"] == "landlock" and config["namespaces"] != "none" and (not config["isRoot"] or config["sharesNetwork"])


class LoneRuns:
    """Runs programs that need nothing in their sandbox before and leave nothing behind. This process lives on, so it keeps nothing of any."""

    is_lone = True
    folder = WORK

    def __init__(self, config):
        self.config = config
        self.wake = wake_up()
        self.count = 0

    def run_one(self):
        try:
            run_program(self, json.loads(receive()[1]))
        except Fault as error:
            send_json(b"u", {"message": str(error)})
        self.count += 1
        if self.count % 256 == 0:
            gc.collect()  # What was there before the first run is frozen, and not looked at.
