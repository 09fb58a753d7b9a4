# Serves one sandbox after the other over file descriptor 3; each in a process of its own, so that nothing of one is left for the next.
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


class Supervisor:
    """Keeps one sandbox, of which many programs can be run, and files written and read."""

    is_lone = False

    def __init__(self, config):
        self.config = config
        self.folder = None

    def set_up(self):
        config = self.config
        self.is_root = config["isRoot"]
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        if config["namespaces"] == "none":
            self.folder = "%s/work-%d-%s" % (config["folder"], os.getpid(), os.urandom(8).hex())
            os.mkdir(self.folder, 0o700)
        else:
            self.folder = WORK
            self.own_mounts()
        if os.geteuid() == 0:
            os.chown(self.folder, config["uid"], config["gid"])
        if config["namespaces"] == "user" and self.is_root:
            become(config["uid"], config["gid"])
            enter_user_namespace()
        if config["namespaces"] == "none" and config["confinement"] == "bubblewrap":
            become(config["uid"], config["gid"])
        prctl(PR_SET_DUMPABLE, 0)
        die_with_parent()
        clear_leftovers(config)  # Of a launcher that was ended in the middle of its work.

    def own_mounts(self):
        """A mount namespace with an empty /tmp. As root it is made before root is given up, for tools may lie where only root may go."""
        try:
            if self.is_root:
                unshare(NEW_MOUNTS)
            else:
                enter_user_namespace(NEW_MOUNTS)
        except OSError:
            if not self.is_root or self.config["namespaces"] == "root":
                raise
            # Root in name only: what is left is what everyone may do.
            become(self.config["uid"], self.config["gid"])
            enter_user_namespace(NEW_MOUNTS)
            self.is_root = False
        private_tmp(self.config["folderBytes"], self.config["tools"])

    def serve(self):
        self.set_up()
        self.wake = wake_up()
        kind, payload = receive()
        if kind == b"A":
            run_program(self, json.loads(payload))
        else:
            send_json(b"r", {"landlock": landlock_version(), "isRoot": self.is_root})
            self.serve_many()
        if self.config["namespaces"] == "none":
            remove(self.folder)
        if kind != b"A":
            send(b"c")

    def serve_many(self):
        while True:
            kind, payload = receive()
            if kind == b"C":
                return
            try:
                if kind == b"R":
                    run_program(self, json.loads(payload))
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


def shares_network(config):
    """Root gives this process and all that it forks a network with nothing in it, and a host name, once: no sandbox has a right over either, and nothing outlives the processes in them."""
    if config["confinement"] != "landlock" or config["namespaces"] == "none" or not config["isRoot"]:
        return False
    try:
        unshare(NEW_NET | NEW_UTS)
    except OSError:
        return False  # Root in name only: each sandbox makes its own.
    socket.sethostname("sandbox")
    return True


def set_up_once(config):
    """What is alike for all sandboxes of this launcher."""
    for name in config["preload"]:
        try:
            __import__(name)
        except ImportError:
            pass  # Not in this Python; nobody counts on it.
    if config["confinement"] == "landlock":
        os.environ.update(environment_in(config, WORK))  # Programs that are forked from here find it.
    config["prepared"] = [prepared(source) for source in config["warmSources"]]
    config["streams"] = standard_streams()
    config["changedSignals"] = [number for number in range(1, signal.NSIG) if number not in (signal.SIGINT, signal.SIGKILL, signal.SIGSTOP) and signal.getsignal(number) not in (signal.SIG_DFL, None)]
    config["filter"] = Filter(bytes.fromhex(config["seccomp"]))
    config["isRoot"] = os.geteuid() == 0
    config["owner"] = [os.geteuid(), os.getegid()]
    config["sharesNetwork"] = shares_network(config)
    config["rules"] = opened(fixed_rules(config)) if config["confinement"] == "landlock" and config["namespaces"] != "none" else []


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024 if hard == resource.RLIM_INFINITY else min(1024, hard), hard))
    kind, payload = receive()
    config = json.loads(payload)
    flaw = None
    try:
        set_up_once(config)
    except OSError as error:
        flaw = error  # Told to the first who asks.
    prctl(PR_SET_DUMPABLE, 0)
    gc.disable()
    gc.freeze()
    peer = socket.socket(fileno=CONTROL)
    lone = LoneRuns(config) if flaw is None and makes_worlds(config) else None
    while True:
        kind = peer.recv(1, socket.MSG_PEEK)
        if not kind:
            break
        if flaw is not None:
            send_json(b"u", {"message": str(flaw)})
            os._exit(70)
        if kind == b"A" and lone is not None:
            lone.run_one()
            continue
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
