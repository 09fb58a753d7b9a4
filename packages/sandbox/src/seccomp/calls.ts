/** Processors that a filter can be written for, as `process.arch` names them. */
export type FilteredProcessor = "x64" | "arm64";

type Numbers = Readonly<Record<FilteredProcessor, number | undefined>>;
const both = (x64: number, arm64: number): Numbers => ({ x64, arm64 });
const same = (number: number): Numbers => both(number, number);
const onX64 = (x64: number): Numbers => ({ x64, arm64: undefined });

/** System calls that no program under test needs and that reach other processes, mounts, keys, modules, clocks or little-tested parts of the kernel. */
export const REFUSED_CALLS: Readonly<Record<string, Numbers>> = {
  ptrace: both(101, 117),
  process_vm_readv: both(310, 270),
  process_vm_writev: both(311, 271),
  process_madvise: same(440),
  process_mrelease: same(448),
  pidfd_getfd: same(438),
  kcmp: both(312, 272),
  mount: both(165, 40),
  umount2: both(166, 39),
  pivot_root: both(155, 41),
  chroot: both(161, 51),
  open_tree: same(428),
  move_mount: same(429),
  fsopen: same(430),
  fsconfig: same(431),
  fsmount: same(432),
  fspick: same(433),
  mount_setattr: same(442),
  open_tree_attr: same(467),
  unshare: both(272, 97),
  setns: both(308, 268),
  add_key: both(248, 217),
  request_key: both(249, 218),
  keyctl: both(250, 219),
  bpf: both(321, 280),
  perf_event_open: both(298, 241),
  userfaultfd: both(323, 282),
  io_uring_setup: same(425),
  io_uring_enter: same(426),
  io_uring_register: same(427),
  kexec_load: both(246, 104),
  kexec_file_load: both(320, 294),
  init_module: both(175, 105),
  finit_module: both(313, 273),
  delete_module: both(176, 106),
  create_module: onX64(174),
  uselib: onX64(134),
  _sysctl: onX64(156),
  nfsservctl: both(180, 42),
  modify_ldt: onX64(154),
  iopl: onX64(172),
  ioperm: onX64(173),
  reboot: both(169, 142),
  swapon: both(167, 224),
  swapoff: both(168, 225),
  acct: both(163, 89),
  settimeofday: both(164, 170),
  clock_settime: both(227, 112),
  adjtimex: both(159, 171),
  clock_adjtime: both(305, 266),
  sethostname: both(170, 161),
  setdomainname: both(171, 162),
  syslog: both(103, 116),
  quotactl: both(179, 60),
  quotactl_fd: same(443),
  lookup_dcookie: both(212, 18),
  name_to_handle_at: both(303, 264),
  open_by_handle_at: both(304, 265),
  fanotify_init: both(300, 262),
  fanotify_mark: both(301, 263),
  vhangup: both(153, 58),
  move_pages: both(279, 239),
  migrate_pages: both(256, 238),
  personality: both(135, 92),
  memfd_secret: same(447),
};

/**
 * What namespaces of its own make harmless, and is refused where a program has none: memory, semaphores and queues that outlive their process; and
 * cutting off a file by its path, which Landlock lets pass before Linux 6.2 and only read-only mounts prevent.
 */
export const OUTER_CALLS: Readonly<Record<string, Numbers>> = {
  truncate: both(76, 45),
  shmget: both(29, 194),
  semget: both(64, 190),
  msgget: both(68, 186),
  mq_open: both(240, 180),
};

/** Calls whose arguments decide. */
export const WEIGHED_CALLS = {
  socket: both(41, 198),
  socketpair: both(53, 199),
  clone: both(56, 220),
  clone3: same(435),
  ioctl: both(16, 29),
} as const;

/** What the kernel calls the processor (`AUDIT_ARCH_*`). */
export const AUDIT_PROCESSOR: Readonly<Record<FilteredProcessor, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
