# What closes a process in. Embedded into src/generated/launcher.ts by scripts/embed-launcher.mjs; Python 3.8 or newer, standard library only.
import ctypes
import errno
import gc
import json
import os
import resource
import select
import signal
import socket
import stat
import struct
import sys
import time
import types

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
MACHINE = os.uname().machine
NEW_MOUNTS, NEW_CGROUP, NEW_UTS, NEW_IPC, NEW_USER, NEW_PID, NEW_NET = 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 36, 38
WORK = "/tmp/work"
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18


def checked(result, doing):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, doing + ": " + os.strerror(code))
    return result


def prctl(option, value):
    zero = ctypes.c_ulong(0)
    return LIBC.prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero)


def die_with_parent():
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def unshare(flags):
    checked(LIBC.unshare(ctypes.c_int(flags)), "unshare")


def mount(source, target, kind, flags, data=None):
    encode = lambda text: None if text is None else os.fsencode(text)
    checked(LIBC.mount(encode(source), encode(target), encode(kind), ctypes.c_ulong(flags), encode(data)), "mount " + target)


def become(uid, gid):
    """Gives up root for good. Without root it keeps the user that it has."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def enter_user_namespace(others=0):
    """A user namespace of our own, and `others`, in which we keep our number: no program in it is ever root."""
    uid, gid = os.geteuid(), os.getegid()
    unshare(NEW_USER | others)
    map_user(uid, gid)


def map_user(uid, gid):
    """Gives the user namespace that we are in, without a number so far, its only user and group: `uid` and `gid`, as outside."""
    prctl(PR_SET_DUMPABLE, 1)  # Or the kernel gives the files below to root.
    for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (uid, uid)), ("gid_map", "%d %d 1" % (gid, gid))):
        with open("/proc/self/" + name, "w") as file:
            file.write(text)


def close_for_writing():
    """Makes every mount of this namespace read-only but /proc, which is made anew: before version 3 Landlock lets a program cut off any file that its user may write."""
    read_only, recursive = 1, 0x8000
    if mount_attributes("/", recursive, read_only, 0) < 0 and 0 < landlock_version() < 3:
        raise OSError(errno.EPERM, "mounts cannot be made read-only here, and the kernel's Landlock does not keep files from being cut off")
    mount_attributes("/proc", 0, 0, read_only)  # Refused where it was read-only before.


def mount_attributes(path, flags, added, taken):
    attributes = struct.pack("QQQQ", added, taken, 0, 0)
    return LIBC.syscall(ctypes.c_long(442), ctypes.c_int(-100), os.fsencode(path), ctypes.c_uint(flags), attributes, ctypes.c_size_t(len(attributes)))


def private_tmp(size, tools):
    """An empty /tmp of at most `size` bytes that only this mount namespace sees, but for `tools`: pairs of a host's path, and the path where it is shown, read-only."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    opened = []
    for source, target in tools:
        try:
            opened.append((os.open(source, os.O_PATH | os.O_CLOEXEC), target))
        except OSError:
            continue  # Whoever needs it will not find it.
    close_for_writing()
    mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=%d,nr_inodes=16384,mode=1777" % size)
    os.mkdir(WORK, 0o700)
    for fd, target in opened:
        os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
        if stat.S_ISDIR(os.fstat(fd).st_mode):
            os.mkdir(target)
        else:
            os.close(os.open(target, os.O_CREAT | os.O_CLOEXEC))
        mount("/proc/self/fd/%d" % fd, target, None, MS_BIND)
        os.close(fd)
        flags = os.statvfs(target).f_flag
        kept = (flags & (MS_NOSUID | MS_NODEV | MS_NOEXEC | 3072)) | (1 << 21 if flags & 4096 else 0)
        mount(None, target, None, MS_BIND | MS_REMOUNT | MS_RDONLY | kept)


def drop_capabilities():
    # Those that a file could give back are out of reach without new privileges.
    header = struct.pack("Ii", 0x20080522, 0)
    number = {"x86_64": 126, "aarch64": 91}.get(MACHINE)
    if number is None:
        raise OSError(errno.ENOSYS, "capset is not known on this processor")
    checked(LIBC.syscall(ctypes.c_long(number), header, bytes(24)), "capset")


def no_new_privileges():
    checked(prctl(PR_SET_NO_NEW_PRIVS, 1), "no_new_privs")


class Filter:
    """A seccomp filter given as raw BPF, laid out for the kernel once."""

    def __init__(self, program):
        self.buffer = ctypes.create_string_buffer(program, len(program))
        self.head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(self.buffer))

    def install(self):
        checked(LIBC.prctl(ctypes.c_int(PR_SET_SECCOMP), ctypes.c_ulong(2), self.head, 0, 0), "seccomp")


def limit(limits, counts_processes):
    def cap(kind, value):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
            value = hard
        resource.setrlimit(kind, (value, value))
    # A second line: the kernel counts in ticks here, unfairly on a busy machine. The supervisor keeps to the limit itself.
    cap(resource.RLIMIT_CPU, limits["cpuMs"] * 5 // 4000 + 2)
    # Run times that reserve much more than they fill are held by what is resident; this is their second line.
    cap(resource.RLIMIT_DATA, limits["memoryBytes"] + (0 if limits["limitsAddressSpace"] else 512 << 20))
    if limits["limitsAddressSpace"]:
        cap(resource.RLIMIT_AS, limits["memoryBytes"])
    cap(resource.RLIMIT_FSIZE, limits["fileBytes"])
    cap(resource.RLIMIT_NOFILE, 256)
    cap(resource.RLIMIT_CORE, 0)
    cap(resource.RLIMIT_MEMLOCK, 65536)
    cap(resource.RLIMIT_MSGQUEUE, 0)
    if counts_processes:
        cap(resource.RLIMIT_NPROC, limits["processes"])


READ, WRITE, RUN, LIST = 1 << 2, (1 << 1) | (1 << 14), 1 << 0, 1 << 3
ON_FILES = RUN | WRITE | READ | (1 << 15)


def landlock_version():
    version = LIBC.syscall(ctypes.c_long(444), None, ctypes.c_size_t(0), ctypes.c_uint(1))
    return version if version > 0 else 0


def ruleset_of(rules):
    """A ruleset, as an open file, that closes the file system but for `rules`, pairs of an open path and its rights; TCP, and signals and abstract sockets to others, where the kernel can."""
    known, attributes = landlock_known()
    ruleset = checked(LIBC.syscall(ctypes.c_long(444), attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0)), "landlock")
    number, fd, kind, none = ctypes.c_long(445), ctypes.c_int(ruleset), ctypes.c_int(1), ctypes.c_uint(0)
    for target, rights in rules:
        checked(LIBC.syscall(number, fd, kind, struct.pack("=Qi", rights & known, target), none), "landlock rule")
    return ruleset


def landlock_known():
    """The rights on files that the kernel's Landlock knows, and what a ruleset is to handle."""
    version = landlock_version()
    if version < 1:
        raise OSError(errno.ENOSYS, "the kernel has no Landlock")
    known = (1 << (13 if version < 2 else 14 if version < 3 else 15 if version < 5 else 16)) - 1
    return known, struct.pack("QQQ", known, 3, 3)[: 8 if version < 4 else 16 if version < 6 else 24]


def opened(rules):
    """Rules with their paths open, those that exist."""
    found = []
    for path, rights in dict(rules).items():
        try:
            target = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        found.append((target, rights if stat.S_ISDIR(os.fstat(target).st_mode) else rights & ON_FILES))
    return found


def restrict(ruleset):
    checked(LIBC.syscall(ctypes.c_long(446), ctypes.c_int(ruleset), ctypes.c_uint(0)), "landlock_restrict_self")
    os.close(ruleset)
