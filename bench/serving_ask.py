"""Asks at a constant rate, whatever the server does: `at_rate(address, headers, paths, rate)`. Part of serving.py.

The clock of each request starts when it was meant to be sent. A server that is slow for a moment is charged for every request that had to
wait meanwhile, also for those that found no connection free.
"""

import collections
import http.client
import os
import select
import socket
import time

CONNECTIONS = 64
# Whoever every colleague hides is answered like nobody, and takes as much asking.
EXPECTED = (b"HTTP/1.1 200", b"HTTP/1.1 404")
LONGEST_WAIT = 30  # seconds after the last request was due


def at_rate(address: str, headers: dict[str, str], paths: list[str], rate: int) -> list[float]:
    """Asks for each path once, `rate` a second, over connections that stay open; returns milliseconds, in no order."""
    requests = [request(address, headers, path) for path in paths]
    poll = select.epoll()
    lines = {it.socket.fileno(): it for it in (Line(address) for _ in range(CONNECTIONS))}
    for number in lines:
        poll.register(number, select.EPOLLIN)
    free, took = collections.deque(lines.values()), []
    begin, sent = time.perf_counter() + 0.1, 0
    while len(took) < len(requests):
        now = time.perf_counter()
        if now > begin + len(requests) / rate + LONGEST_WAIT:
            raise SystemExit(f"{len(requests) - len(took)} requests were not answered")
        while sent < len(requests) and free and begin + sent / rate <= now:
            free.popleft().send(requests[sent], begin + sent / rate)
            sent += 1
        for number, _ in poll.poll(0):  # without a rest: the asker has a core of its own
            if (due := lines[number].receive()) is not None:
                took.append((time.perf_counter() - due) * 1000)
                free.append(lines[number])
    for it in lines.values():
        it.socket.close()
    return took


def request(address: str, headers: dict[str, str], path: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"host: {address}", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Line:
    """A connection with one request on its way, or none."""

    def __init__(self, address: str) -> None:
        host, port = address.split(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received, self.due = b"", 0.0

    def send(self, request: bytes, due: float) -> None:
        self.received, self.due = b"", due
        self.socket.sendall(request)

    def receive(self) -> float | None:
        """Takes what has come; returns when the request was due, once the answer is whole."""
        self.received += self.socket.recv(1 << 16)
        head, ended, body = self.received.partition(b"\r\n\r\n")
        if not ended:
            return None
        if not head.startswith(EXPECTED):
            raise SystemExit(f"the server answered {head[:40]!r} {body[:200]!r}")
        length = next(int(it[15:]) for it in head.lower().split(b"\r\n") if it.startswith(b"content-length:"))
        return self.due if len(body) >= length else None


def alone(address: str, headers: dict[str, str], path: str, times: int) -> tuple[list[float], bytes]:
    """Asks for a path again and again, one at a time; returns milliseconds and the last answer."""
    connection, took = http.client.HTTPConnection(address, timeout=60), []
    for _ in range(times):
        begin = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        took.append((time.perf_counter() - begin) * 1000)
        if answer.status not in (200, 404):
            raise SystemExit(f"{path} answered {answer.status}: {text[:200]!r}")
    connection.close()
    return took, text


def keep_to_core(core: int) -> None:
    os.sched_setaffinity(0, {core})
