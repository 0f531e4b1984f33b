"""Socket activation, as systemd does it: the listening socket outlives the server."""

import os
import socket
import sys

FIRST = 3  # the file descriptor at which a program finds the socket


def listen():
    """A socket of ours on a free port of this machine."""
    return socket.create_server(("127.0.0.1", 0), backlog=1024)


def activated(command, listener):
    """The command that runs another as a service of that socket; pass it on by fd."""
    return [sys.executable, __file__, str(listener.fileno()), *command]


def main():
    descriptor, *command = sys.argv[1:]
    os.dup2(int(descriptor), FIRST)
    os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
