/** Modules of Python's own library that tasks use; anything else has to be installed. */
const STANDARD = new Set(
  "abc argparse array ast asyncio base64 binascii bisect bz2 calendar cgi cmath codecs collections concurrent configparser contextlib copy csv ctypes dataclasses datetime decimal difflib dis doctest email enum errno faulthandler filecmp fnmatch fractions ftplib functools gc getpass gettext glob gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox math mimetypes multiprocessing netrc numbers operator os pathlib pickle pkgutil platform plistlib pprint queue random re reprlib resource runpy sched secrets select shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit token tokenize trace traceback tracemalloc turtle types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser wsgiref xml xmlrpc zipfile zlib zoneinfo __future__".split(" "),
);

const IMPORT = /^\s{0,40}(?:from\s+(\w{1,80})[\w.]{0,200}\s+import\b|import\s+([\w., ]{1,400}))/gm;

/** Modules beyond Python's own library that a source imports, each once. */
export function pythonModules(source: string): readonly string[] {
  const found = new Set<string>();
  for (const [, from, list = ""] of source.matchAll(IMPORT)) {
    const names = from === undefined ? list.split(",").map((item) => item.trim().split(/[\s.]/)[0] ?? "") : [from];
    for (const name of names) if (/^\w+$/.test(name) && !STANDARD.has(name)) found.add(name);
  }
  return [...found];
}
