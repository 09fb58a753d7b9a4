import { attempts, type HostileProgram } from "./program.js";

const SOCKETS = "import socket, os, glob, signal\nsocket.setdefaulttimeout(2)";

/** Python that reads, writes or reaches what belongs to the host. */
export const PYTHON_ON_HOST: readonly HostileProgram[] = [
  {
    name: "reads the password file",
    source: () => attempts("", ["print(open('/etc/shadow').read())", "print(open('/etc/gshadow').read())", "print(open('/proc/1/root/etc/shadow').read())"]),
  },
  {
    name: "reads a private file of the user",
    isHarmless: true,
    source: ({ file }) => attempts("import os", [`print(open(${JSON.stringify(file)}).read())`, `print(open('/proc/self/cwd/../../../..' + ${JSON.stringify(file)}).read())`, `print(os.listdir(os.path.expanduser('~root')))`]),
  },
  {
    name: "reads secrets from the environments of all processes",
    isHarmless: true,
    source: () =>
      "import os, glob\nprint(dict(os.environ))\nfor path in glob.glob('/proc/[0-9]*/environ') + ['/proc/self/environ', '/proc/1/environ']:\n    try:\n        data = open(path, 'rb').read()\n        if b'EVALKIT_CANARY' in data:\n            print('ESCAPED', data)\n    except OSError:\n        pass",
  },
  {
    name: "writes over the host's files",
    isHarmless: true,
    source: ({ file, folder }) =>
      attempts("import os", [
        `open(${JSON.stringify(file)}, 'a').write('overwritten')`,
        `open(${JSON.stringify(`${folder}/planted`)}, 'x').write('planted')`,
        `os.unlink(${JSON.stringify(file)})`,
        `os.chmod(${JSON.stringify(file)}, 0o777)`,
        `os.truncate(${JSON.stringify(file)}, 0)`,
      ]),
  },
  {
    name: "writes into system folders",
    source: () => attempts("import os", ["open('/usr/bin/evalkit-planted', 'w')", "open('/etc/evalkit-planted', 'a')", "open('/usr/lib/evalkit-planted', 'w')", "os.rename('/usr/bin/env', '/usr/bin/evalkit-env')", "open('/root/evalkit-planted', 'w')"]),
  },
  {
    name: "goes out through links",
    isHarmless: true,
    source: ({ file, folder }) =>
      attempts("import os\nos.symlink('/', 'root')", [
        `os.symlink(${JSON.stringify(file)}, 'link'); print(open('link').read())`,
        `print(open('root' + ${JSON.stringify(file)}).read())`,
        `os.link(${JSON.stringify(file)}, 'hard')`,
        `os.rename(${JSON.stringify(folder)}, 'stolen')`,
        `open('root' + ${JSON.stringify(`${folder}/planted`)}, 'x').write('planted')`,
      ]),
  },
  {
    name: "turns switches of the kernel in /proc and /sys",
    source: () =>
      attempts("import os", ["open('/proc/sys/kernel/hostname', 'w').write('taken')", "open('/proc/sys/vm/overcommit_memory', 'r+').write('1')", "open('/proc/sysrq-trigger', 'w').write('h')", "os.write(os.open('/proc/self/oom_score_adj', os.O_WRONLY), b'-1000')", "open('/sys/kernel/mm/ksm/run', 'w').write('0')"]),
  },
  {
    name: "writes into the memory of processes that are less closed in, through /proc",
    source: () =>
      "import os, glob\nfor name in ('mem', 'maps', 'environ'):\n    for path in glob.glob('/proc/[0-9]*/' + name):\n        if path.split('/')[2] == str(os.getpid()):\n            continue\n        try:\n            data = open(path, 'rb').read(1) if name != 'mem' else open(path, 'r+b')\n            if 'Seccomp:\\t2' not in open('/proc/' + path.split('/')[2] + '/status').read():\n                print('ESCAPED', path, data)\n        except OSError as error:\n            print('held:', error.strerror)",
  },
  {
    name: "opens raw devices",
    source: () =>
      attempts("import os, stat", [
        "open('/dev/mem', 'rb')",
        "open('/dev/kmsg', 'w').write('x')",
        "open('/dev/sda', 'rb')",
        "open('/dev/vda', 'rb')",
        "os.mknod('disk', stat.S_IFBLK | 0o600, os.makedev(254, 0)); open('disk', 'rb')",
        "os.mknod('zero', stat.S_IFCHR | 0o600, os.makedev(1, 5)); open('zero', 'rb')",
      ]),
  },
  {
    name: "connects to a port of the host",
    isHarmless: true,
    source: ({ port }) => attempts(SOCKETS, [`socket.create_connection(('127.0.0.1', ${port}))`, `socket.create_connection(('::1', ${port}))`, `socket.create_connection(('localhost', ${port}))`, `s = socket.socket(socket.AF_INET, socket.SOCK_STREAM); s.connect(('0.0.0.0', ${port}))`]),
  },
  {
    name: "asks for names and sends datagrams",
    source: () =>
      attempts(SOCKETS, ["socket.getaddrinfo('example.com', 80)", "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 53))", "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b'x', ('::1', 53))", "socket.socket(socket.AF_INET, socket.SOCK_STREAM).listen()"]),
  },
  {
    name: "opens sockets of other kinds",
    source: () =>
      attempts(SOCKETS, [
        "socket.socket(40, socket.SOCK_STREAM)  # vsock, out of a virtual machine",
        "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
        "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
        "socket.socket(38, socket.SOCK_SEQPACKET)  # the kernel's ciphers",
        "socket.socketpair(socket.AF_INET)",
      ]),
  },
  {
    name: "connects to a Unix socket of the host",
    isHarmless: true,
    source: ({ abstractSocket, folder }) =>
      attempts(SOCKETS, [`socket.socket(socket.AF_UNIX).connect('\\0' + ${JSON.stringify(abstractSocket)})`, `socket.socket(socket.AF_UNIX).connect(${JSON.stringify(`${folder}/socket`)})`, "socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')", "socket.socket(socket.AF_UNIX).connect('/run/dbus/system_bus_socket')"]),
  },
  {
    name: "writes to descriptors that it was not given",
    source: () =>
      "import os\nfor fd in range(3, 1024):\n    try:\n        os.fstat(fd)\n        print('ESCAPED descriptor', fd)\n    except OSError:\n        pass",
  },
];
