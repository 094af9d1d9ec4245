"""An IPython shell in this process that answers as a kernel does, without kernel, sockets or threads.

ipykernel's own shell is used, with a session that hands each message to a function instead of a socket: what a cell
shows goes the same way as with a real kernel, up to the point where it would be sent.
"""

from __future__ import annotations

import builtins
import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager
from ipykernel.compiler import XCachingCompiler
from ipykernel.jsonutil import json_clean
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

from hemtjanst_lib.notebook.capture import Capture

Message = dict[str, Any]
Sink = Callable[[Message], None]


class SinkSession(Session):
    """A session whose messages go to ``sink``."""

    sink: Sink | None = None

    def msg(
        self, msg_type: str, content: Any = None, parent: Any = None, header: Any = None, metadata: Any = None
    ) -> Any:
        """Build a message with the parts that nbclient reads; no ids, no clock."""
        head = {"msg_type": msg_type}
        return {"header": head, "msg_type": msg_type, "parent_header": {}, "content": content or {}, "buffers": []}

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, buffers: Any = None, **__: Any) -> Any:
        """Hand one message to the sink."""
        msg = self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type
        msg["buffers"] = list(buffers or [])
        if self.sink is not None:
            self.sink(msg)
        return msg


class StandInKernel:
    """The few things that notebooks and libraries ask ``get_ipython().kernel`` for."""

    eventloop = None
    iopub_socket = None

    def __init__(self, session: SinkSession, shell: ZMQInteractiveShell) -> None:
        self.session = session
        self.shell = shell

    def get_parent(self, channel: str | None = None) -> Message:
        """Return an empty message: nothing was requested over a wire."""
        return {"header": {}, "metadata": {}, "content": {}}


class KernelShell(ZMQInteractiveShell):
    """ipykernel's shell; leaving it (``exit``) stops no event loop, since there is none."""

    capture: Capture

    def _update_exit_now(self, change: Any) -> None:
        """Do nothing."""


def make_shell(sink: Sink) -> KernelShell:
    """Start a shell whose messages go to ``sink``. One in a process: the old one is cleared first."""
    KernelShell.clear_instance()
    config = Config()
    config.HistoryManager.enabled = False
    shell = KernelShell.instance(config=config, compiler_class=XCachingCompiler)
    session = SinkSession()
    session.sink = sink
    shell.kernel = StandInKernel(session, shell)
    shell.capture = Capture(stream_sink(session))
    publishers: tuple[Any, ...] = (shell.displayhook, shell.display_pub)
    for publisher in publishers:
        publisher.session = session
    _take_comms(session)
    return shell


def _take_comms(session: SinkSession) -> None:
    class SinkComm(BaseComm):
        def publish_msg(
            self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
        ) -> None:
            content = json_clean({"data": data or {}, "comm_id": self.comm_id, **keys})  # type: ignore[no-untyped-call]
            session.send(None, msg_type, content, buffers=buffers)

    manager = CommManager()
    comm.create_comm = SinkComm
    comm.get_comm_manager = lambda: manager


def stream_sink(session: SinkSession) -> Callable[[str, str], None]:
    """Return a function that sends a piece of printed text as a message."""
    return lambda name, text: session.send(None, "stream", {"name": name, "text": text})


@contextmanager
def running(shell: KernelShell) -> Iterator[Capture]:
    """Catch all that is printed, and refuse questions to the user, while a cell runs."""
    asked = builtins.input, getpass.getpass
    builtins.input = getpass.getpass = _refuse
    try:
        with shell.capture.redirected():
            yield shell.capture
    finally:
        builtins.input, getpass.getpass = asked


def _refuse(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


__all__ = ["KernelShell", "make_shell", "running"]
