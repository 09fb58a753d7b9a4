/**
 * Python source: the process that runs the program under test. It was forked before the checker read the tests or the key,
 * holds two pipes and nothing else, and answers calls until it is killed.
 */
export const SOLUTION = String.raw`
class Ask:
    """What this process was told, and the functions it uses, kept from before the program could change any."""
    def __init__(self, requests, answers):
        self.requests = requests
        self.answers = answers
        self.read = os.read
        self.write = os.write
        self.hook = sys.__excepthook__
        self.streams = (sys.stdout, sys.stderr)

    def keep(self):
        """Keeps what the tests find again as it was, where they run in this process."""
        self.builtins = dict(builtins.__dict__)
        self.modules = dict(sys.modules)

    def next(self):
        size = int.from_bytes(self.exactly(4), "little")
        return plain(self.exactly(size))

    def exactly(self, count):
        data = b""
        while len(data) < count:
            piece = self.read(self.requests, min(count - len(data), 1 << 20))
            if not piece:
                os._exit(0)
            data += piece
        return data

    def flush(self):
        for stream in self.streams:
            try:
                stream.flush()
            except BaseException:
                pass

    def answer(self, *values):
        self.flush()
        write_all(self.answers, message(*values), self.write)

    def raised(self, error):
        try:
            self.hook(type(error), error, error.__traceback__)
        except BaseException:
            pass
        names = [kind.__name__ for kind in type(error).__mro__ if kind is not object]
        try:
            text = str(error)[:500]
        except BaseException:
            text = ""
        self.answer("raised", [str(name)[:100] for name in names][:20], text)

def alone(requests, answers):
    os.setsid()
    nothing = os.open("/dev/null", os.O_RDWR)
    os.dup2(nothing, 0)
    start = 3
    for kept in sorted((requests, answers)):
        os.closerange(start, kept)
        start = kept + 1
    os.closerange(start, 1024)

def limit_time(seconds):
    import resource
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds + 0.999)
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    except ValueError:
        pass

def found(names, path):
    first, *rest = path.split(".")
    if first not in names:
        raise NameError("the program defines no " + first)
    value = names[first]
    if rest and isinstance(value, type):
        value = value()
    for name in rest:
        value = getattr(value, name)
    return value

def solve(requests, answers):
    alone(requests, answers)
    ask = Ask(requests, answers)
    program, seconds, is_shared = ask.next()
    if is_shared:
        ask.keep()
    limit_time(seconds)
    module = type(sys)("solution")
    sys.modules["solution"] = module
    names = module.__dict__
    try:
        exec(compile(program, "<program>", "exec"), names)
    except BaseException as error:
        ask.raised(error)
        os._exit(0)
    ask.answer("ready")
    while True:
        kind, *given = ask.next()
        if kind == "call":
            serve(ask, names, given)
        elif kind == "tests":
            run_tests(ask, names, given)

def serve(ask, names, given):
    path, positional, named = given
    try:
        value = found(names, path)(*positional, **named)
        reply = message("returned", value)
    except NotPlain as error:
        return ask.answer("no-value", str(error))
    except BaseException as error:
        return ask.raised(error)
    ask.flush()
    write_all(ask.answers, reply, ask.write)

def run_tests(ask, program_names, given):
    """The weaker mode: tests run beside the program, on builtins as they were, and the end is told with a token."""
    setup, tests, entry, token = given
    run, translate = ask.builtins["exec"], ask.builtins["compile"]
    names = dict(program_names)
    builtins.__dict__.update(ask.builtins)
    sys.modules.update(ask.modules)
    for name in list(names):
        if name in ask.builtins and not name.startswith("__") and name != entry:
            del names[name]
    try:
        if setup:
            run(translate(setup, "<setup>", "exec"), names)
            names.update((name, program_names[name]) for name in [entry.split(".")[0]] if name in program_names)
        if entry:
            names["candidate"] = found(program_names, entry)
        run(translate(tests, "<tests>", "exec"), names)
    except BaseException as error:
        failed = error
        line = 0
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<tests>":
                line = trace.tb_lineno
            trace = trace.tb_next
        names = [kind.__name__ for kind in type(failed).__mro__ if kind is not object]
        try:
            text = ask.builtins["str"](failed)[:500]
        except BaseException:
            text = ""
        return ask.answer("test-failed", [str(name)[:100] for name in names][:20], text, line)
    ask.answer("end", token)
`;
