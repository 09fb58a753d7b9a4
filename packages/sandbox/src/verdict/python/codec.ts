/**
 * Python source: how values cross between the checker and the program. Only plain values do; what is read is bounded in size and depth,
 * and nothing of it is ever executed. A subclass of a plain type crosses as the plain value it holds.
 */
export const CODEC = String.raw`
MOST_BYTES = 16 << 20
MOST_DEPTH = 100
MOST_ITEMS = 200000

class NotPlain(Exception):
    pass

VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
TAGS = {list: b"l", tuple: b"t", set: b"S", frozenset: b"Z"}
SIZED = {str: b"s", bytes: b"b", bytearray: b"B", list: b"l", tuple: b"t", set: b"S", frozenset: b"Z", dict: b"d"}
NAMED = {"Counter": b"C", "OrderedDict": b"O", "deque": b"q"}

def put_sized(out, tag, data):
    out += tag
    out += len(data).to_bytes(4, "little")
    out += data

def put_items(out, tag, items, depth):
    items = list(items)
    out += tag
    out += len(items).to_bytes(4, "little")
    for item in items:
        put(out, item, depth + 1)

def put_dict(out, tag, value, depth):
    items = list(dict.items(value))
    out += tag
    out += len(items).to_bytes(4, "little")
    for key, item in items:
        put(out, key, depth + 1)
        put(out, item, depth + 1)

def put(out, value, depth=0):
    if depth > MOST_DEPTH:
        raise NotPlain("a value that is nested too deep")
    if len(out) > MOST_BYTES:
        raise NotPlain("a value that is too large")
    kind = type(value)
    if value is None:
        out += b"N"
    elif kind is bool:
        out += b"T" if value else b"F"
    elif kind is int:
        put_sized(out, b"i", format(value, "x").encode())
    elif kind is float:
        put_sized(out, b"f", value.hex().encode())
    elif kind is str:
        put_sized(out, b"s", value.encode("utf-8", "surrogatepass"))
    elif kind in TAGS:
        put_items(out, TAGS[kind], value, depth)
    elif kind is dict:
        put_dict(out, b"d", value, depth)
    elif kind is bytes or kind is bytearray:
        put_sized(out, b"b" if kind is bytes else b"B", bytes(value))
    elif kind is complex:
        put_items(out, b"c", (value.real, value.imag), depth)
    elif kind is range:
        put_items(out, b"r", (value.start, value.stop, value.step), depth)
    else:
        put_other(out, value, kind, depth)

def put_other(out, value, kind, depth):
    if kind.__module__ in ("collections", "_collections") and kind.__name__ in NAMED:
        if isinstance(value, dict):
            return put_dict(out, NAMED[kind.__name__], value, depth)
        return put_items(out, b"q", value, depth)
    if kind.__module__ in ("decimal", "fractions") and kind.__name__ in ("Decimal", "Fraction"):
        return put_sized(out, b"D" if kind.__name__ == "Decimal" else b"R", str(value).encode())
    if isinstance(value, int):
        return put(out, int.__pos__(value), depth)
    if isinstance(value, float):
        return put(out, float.__pos__(value), depth)
    if isinstance(value, str):
        return put_sized(out, b"s", str.__str__(value).encode("utf-8", "surrogatepass"))
    if isinstance(value, dict):
        return put_dict(out, b"d", value, depth)
    for base in TAGS:
        if isinstance(value, base):
            return put_items(out, TAGS[base], base.__iter__(value), depth)
    for tag, view in zip((b"k", b"v", b"m"), VIEWS):
        if isinstance(value, view):
            return put_items(out, tag, value, depth)
    if hasattr(kind, "__next__"):
        return put_items(out, b"I", taken(value), depth)
    raise NotPlain("a value of the type " + str(kind.__name__)[:80])

def taken(iterator):
    items = []
    for item in iterator:
        items.append(item)
        if len(items) > MOST_ITEMS:
            raise NotPlain("an iterator that does not end")
    return items

class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        end = self.at + count
        if count < 0 or end > len(self.data):
            raise NotPlain("a broken message")
        piece = self.data[self.at:end]
        self.at = end
        return piece

    def count(self):
        return int.from_bytes(self.take(4), "little")

    def items(self, depth):
        count = self.count()
        if count > len(self.data) - self.at:
            raise NotPlain("a broken message")
        return [self.get(depth + 1) for _ in range(count)]

    def pairs(self, depth):
        count = self.count()
        if count > len(self.data) - self.at:
            raise NotPlain("a broken message")
        return [(self.get(depth + 1), self.get(depth + 1)) for _ in range(count)]

    def get(self, depth=0):
        if depth > MOST_DEPTH + 2:
            raise NotPlain("a value that is nested too deep")
        tag = self.take(1)
        if tag == b"N":
            return None
        if tag == b"T":
            return True
        if tag == b"F":
            return False
        if tag == b"i":
            return int(self.take(self.count()), 16)
        if tag == b"f":
            return float.fromhex(self.take(self.count()).decode("ascii"))
        if tag == b"s":
            return self.take(self.count()).decode("utf-8", "surrogatepass")
        if tag == b"l":
            return self.items(depth)
        if tag == b"t":
            return tuple(self.items(depth))
        if tag == b"d":
            return dict(self.pairs(depth))
        return self.rare(tag, depth)

    def rare(self, tag, depth):
        if tag == b"S":
            return set(self.items(depth))
        if tag == b"Z":
            return frozenset(self.items(depth))
        if tag == b"b":
            return bytes(self.take(self.count()))
        if tag == b"B":
            return bytearray(self.take(self.count()))
        if tag == b"c":
            real, imaginary = self.items(depth)
            return complex(real, imaginary)
        if tag == b"r":
            return range(*self.items(depth))
        if tag == b"I":
            return iter(self.items(depth))
        if tag == b"k":
            return dict.fromkeys(self.items(depth)).keys()
        if tag == b"v":
            return dict(enumerate(self.items(depth))).values()
        if tag == b"m":
            return dict(self.items(depth)).items()
        return self.named(tag, depth)

    def named(self, tag, depth):
        if tag == b"D":
            from decimal import Decimal
            return Decimal(self.take(min(self.count(), 5000)).decode("ascii"))
        if tag == b"R":
            from fractions import Fraction
            return Fraction(self.take(min(self.count(), 5000)).decode("ascii"))
        import collections
        if tag == b"C":
            counter = collections.Counter()
            dict.update(counter, self.pairs(depth))
            return counter
        if tag == b"O":
            return collections.OrderedDict(self.pairs(depth))
        if tag == b"q":
            return collections.deque(self.items(depth))
        raise NotPlain("a broken message")

def message(*values):
    out = bytearray()
    put(out, values)
    return bytes(out)

def plain(data):
    try:
        return Reader(data).get()
    except NotPlain:
        raise
    except Exception as error:
        raise NotPlain("a broken message (" + type(error).__name__ + ")")

def write_all(fd, data, write):
    view = memoryview(len(data).to_bytes(4, "little") + data)
    while view:
        view = view[write(fd, view):]
`;
