"""A server that lies, cuts, dawdles and changes its mind, and a download that must come out right in the end."""
import http.server, os, random, shutil, socketserver, threading, time

from tries import Result

WAYS = ["cut", "short", "long", "no length", "wrong range", "ignores ranges", "changed", "same name changed", "error", "redirect to file",
        "redirect for ever", "redirect away", "huge header", "many headers", "garbage", "reset", "slow", "endless", "chunks", "gzip", "empty",
        "negative length", "two lengths", "flipped"]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        try:
            self.answer()
        except OSError:
            pass
        self.close_connection = True

    def answer(self):
        server = self.server
        way, server.asked = (server.way if server.asked < server.faults else "honest"), server.asked + 1
        body, tag = server.body, '"a"'
        if way in ("changed", "same name changed") or server.isChanged:
            body, tag = server.other, '"a"' if way == "same name changed" else '"b"'
        if way == "changed":  # from now on it is another file
            server.isChanged = True
        start = 0
        wanted = self.headers.get("Range", "")
        if wanted.startswith("bytes=") and way != "ignores ranges" and self.headers.get("If-Range", tag) == tag:
            start = int(wanted[6:].split("-")[0] or 0)
        part = body[start:]
        if way == "error":
            return self.send_error(server.dice.choice([403, 404, 416, 429, 500, 503, 304, 206]))
        if way.startswith("redirect"):
            target = {"redirect to file": "file:///etc/passwd", "redirect for ever": self.path, "redirect away": "http://127.0.0.1:1/x"}[way]
            self.send_response(302)
            self.send_header("Location", target)
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if way == "garbage":
            return self.wfile.write(bytes(server.dice.randrange(256) for _ in range(400)))
        if way == "reset":
            return
        self.send_response(206 if start else 200)
        self.send_header("ETag", tag)
        if start:
            begin = start + (7 if way == "wrong range" else 0)
            self.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        elif way == "wrong range":
            self.send_header("Content-Range", f"bytes 99-{len(body)}/{len(body)}")
        if way == "huge header":
            self.send_header("X-Long", "x" * 3_000_000)
        if way == "many headers":
            for i in range(5000):
                self.send_header(f"X-{i}", "y" * 50)
        lengths = {"short": [len(part) - 1000], "long": [len(part) + 1000], "no length": [], "endless": [], "chunks": [],
                   "negative length": [-5], "two lengths": [len(part), 10], "empty": [0]}.get(way, [len(part)])
        for length in lengths:
            self.send_header("Content-Length", str(length))
        if way == "chunks":
            self.send_header("Transfer-Encoding", "chunked")
        if way == "gzip":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if way == "empty":
            return
        if way == "cut":
            part = part[:server.dice.randrange(len(part) + 1)]
        if way == "flipped" and part:
            at = server.dice.randrange(len(part))
            part = part[:at] + bytes([part[at] ^ 4]) + part[at + 1:]
        if way == "chunks":
            return self.wfile.write(b"%x\r\n" % (len(part) + 50) + part + b"\r\nzz\r\n")
        if way == "slow":
            for i in range(0, 40):
                self.wfile.write(part[i:i + 1])
                time.sleep(.1)
            return
        self.wfile.write(part)
        if way == "endless":
            for _ in range(400):
                self.wfile.write(bytes(100_000))


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def download(room, seed):
    """A download from a server that fails once to three times, and once more in peace."""
    dice, bad = random.Random(seed), []
    server = Server(("127.0.0.1", 0), Handler)
    server.dice, server.asked, server.isChanged = dice, 0, False
    server.way, server.faults = WAYS[seed % len(WAYS)], dice.choice([1, 2, 9])
    with open(room.base + "/clusters.fits", "rb") as one, open(room.base + "/scores.fits", "rb") as two:
        server.body, server.other = one.read(), two.read()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    where = room.fresh([])
    line = f"download catalog 3918-3-213 --from http://127.0.0.1:{server.server_port} --out fetched --timeout 1"
    status, text = room.run(line, where)
    def files():
        folder = where + "/fetched"
        names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        return {n: open(f"{folder}/{n}", "rb").read() for n in names}
    whole = [server.body, server.other]
    finals = {n: b for n, b in files().items() if n.endswith(".fits")}
    outcome = "unharmed" if status == 0 else "told"
    if status is None:
        bad.append("hang")
    elif status not in (0, 1):
        bad.append("crash")
    if any(b not in whole for b in finals.values()) or status == 0 and len(finals) != 1:
        bad.append("wrong")
    server.faults = 0
    again, words = room.run(line, where)
    found = files()
    if again != 0 or len(found) != 1 or any(b not in whole for b in found.values()):
        bad.append("lost" if again else "left" if len(found) > 1 else "wrong")
    server.shutdown()
    server.server_close()
    shutil.rmtree(where)
    return Result("server", server.way, dict(seed=seed), outcome, bad, text, words)
