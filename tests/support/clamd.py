"""A stand-in for the virus scanner clamd, answering as it is told."""

import contextlib
import socketserver
import struct
import threading
import time


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError, OSError):
            self._talk()

    def _talk(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if self.server.most is not None and len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.scanned.append(content)
        for part in self.server.answer:
            time.sleep(self.server.pause)
            self.wfile.write(part)


class _Overtcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _OverUnix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


@contextlib.contextmanager
def clamd(*answer, pause=0, most=None, path=None):
    """A scanner that answers in these parts.

    Args:
        pause: seconds before each part.
        most: the largest file that it takes.
        path: of a Unix socket; otherwise it listens on a port.

    Yields:
        The server, with `address` for the settings and `scanned`, the files it was given whole.
    """
    server = _OverUnix(path, _Talk) if path else _Overtcp(("127.0.0.1", 0), _Talk)
    server.answer, server.pause, server.most, server.scanned = answer, pause, most, []
    server.address = path or f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
