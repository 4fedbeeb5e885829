"""An https server on this computer. A function answers the requests of each path."""

from __future__ import annotations

import socketserver
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

DOCUMENT = b"openapi: 3.1.0\r\ninfo: {title: Z\xfco, version: '1'}\r\n"


class Handler(BaseHTTPRequestHandler):
    """Each request goes to the function that the server has for its path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.routes[self.path](self)

    def log_message(self, *_):
        pass

    def answer(self, body=DOCUMENT, status=200, **headers):
        self.send_response(status)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if status not in (204, 304):
            sent.setdefault("Content-Length", str(len(body)))
        for name, value in sent.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, *parts, every=0.0):
        """Send bytes as they are, and end the connection."""
        self.close_connection = True
        for part in parts:
            self.wfile.write(part)
            time.sleep(every)

    def drip(self, start=b""):
        """Send one byte after the other, until nobody listens."""
        self.close_connection = True
        self.wfile.write(start)
        while True:
            self.wfile.write(b"x")
            time.sleep(0.02)


class Server(socketserver.ThreadingTCPServer):
    """By https, at a port of its own; it ends with all its connections."""

    allow_reuse_address = True

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = context
        self.routes = {"/": Handler.answer}
        self.seen = []

    def finish_request(self, request, client_address):
        with self.context.wrap_socket(request, server_side=True) as tls:
            tls.settimeout(10)
            super().finish_request(tls, client_address)

    def handle_error(self, *_):
        """Say nothing: many a client here hangs up."""

    def url(self, path="/", user="", host="127.0.0.1"):
        return f"https://{user}{host}:{self.server_address[1]}{path}"

    def paths(self):
        return [path for path, _ in self.seen]


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
