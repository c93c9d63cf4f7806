"""A web proxy of a company: passes http on, tunnels https (CONNECT). Every name is taken for this
machine, so that a name that only the proxy knows can be called.

    python http_proxy.py PORT LOG [USER:PASSWORD]

LOG gets the first line of each request. With a login, others are answered 407.
"""

import base64
import select
import socket
import socketserver
import sys
from urllib.parse import urlsplit

LOG = open(sys.argv[2], "a", buffering=1)
LOGIN = "Basic " + base64.b64encode(sys.argv[3].encode()).decode() if len(sys.argv) > 3 else None


def tunnel(left, right):
    while True:
        ready, _, _ = select.select([left, right], [], [])
        for end in ready:
            data = end.recv(65536)
            if not data:
                return
            (right if end is left else left).sendall(data)


class Proxy(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode("latin-1")
        headers = []
        while (header := self.rfile.readline().decode("latin-1")) not in ("\r\n", ""):
            headers.append(header)
        names = {h.split(":", 1)[0].lower(): h.split(":", 1)[1].strip() for h in headers}
        LOG.write(line)
        if LOGIN and names.get("proxy-authorization") != LOGIN:
            self.wfile.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                             b"Proxy-Authenticate: Basic realm=\"company\"\r\n"
                             b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            return
        method, target, _ = line.split(" ", 2)
        if method == "CONNECT":
            server = socket.create_connection(("127.0.0.1", int(target.rsplit(":", 1)[1])))
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            tunnel(self.connection, server)
            return
        url = urlsplit(target)
        server = socket.create_connection(("127.0.0.1", url.port or 80))
        path = (url.path or "/") + ("?" + url.query if url.query else "")
        kept = [h for h in headers if not h.lower().startswith(("proxy-", "connection:"))]
        server.sendall((f"{method} {path} HTTP/1.1\r\n" + "".join(kept)
                        + "Connection: close\r\n\r\n").encode("latin-1"))
        server.sendall(self.rfile.read(int(names.get("content-length", 0))))
        while data := server.recv(65536):
            self.wfile.write(data)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == "__main__":
    Server(("127.0.0.1", int(sys.argv[1])), Proxy).serve_forever()
