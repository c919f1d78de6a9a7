"""A server of PostgreSQL that lives as long as it is asked: `with started(folder) as url`. Part of serving.py.

As delivered, but for the memory it may use and the log's size; every commit reaches the disk.
"""

import contextlib
import os
import pathlib
import shutil
import socket
import subprocess

SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "2GB", "effective_cache_size": "12GB"}


@contextlib.contextmanager
def started(folder: pathlib.Path):
    """Starts the server on the data under `folder`, made if it is not there, and gives the address of its database."""
    place = folder.resolve() / "postgresql"
    new = not place.exists()
    as_owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if new:
        place.mkdir()
        if as_owner:
            shutil.chown(place, "postgres")
        run([*as_owner, binary("initdb"), "--no-sync", "-A", "trust", "-U", "relata", "-D", place / "db"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": place} | SETTINGS
    given = " ".join(f"-c {name}={value}" for name, value in settings.items())
    control = [*as_owner, binary("pg_ctl"), "-D", place / "db", "-w", "-s"]
    run([*control, "-l", place / "log", "start", "-o", given])
    try:
        server = f"postgres://relata@127.0.0.1:{port}"
        if new:
            run(["psql", "-q", "-d", f"{server}/postgres", "-c", "create database relata"])
        yield f"{server}/relata"
    finally:
        run([*control, "-m", "fast", "stop"])


def binary(name: str) -> pathlib.Path:
    """Returns the newest there is: Debian keeps them out of the path."""
    return max(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda it: int(it.parts[-3]))


def run(command: list) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
