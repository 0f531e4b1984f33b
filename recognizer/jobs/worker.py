"""What a Celery worker does beside its tasks: it ends gracefully, and it sweeps."""

from __future__ import annotations

import signal

from celery.signals import (
    worker_init,
    worker_process_init,
    worker_ready,
    worker_shutdown,
    worker_shutting_down,
)
from django.conf import settings

from recognizer.jobs.beat import stopping
from recognizer.jobs.pace import give_way
from recognizer.jobs.sweeper import Sweeper

_sweepers: list[Sweeper] = []


@worker_init.connect
def let_visitors_go_first(**_) -> None:
    """In the main process, before it forks those for the chunks."""
    give_way(settings.WORKER_NICENESS)


@worker_ready.connect
def start_sweeping(sender, **_) -> None:
    """In the main process, once its processes for the chunks are there."""
    queues = sorted(sender.app.amqp.queues.consume_from)
    slots = sender.pool.num_processes
    sweeper = Sweeper(queues, slots, reconnect=lambda: reconnect(sender))
    _sweepers.append(sweeper)
    sweeper.start()


def reconnect(consumer) -> None:
    """Let Celery's loop, if it has one, take its connection for lost."""

    def lose() -> None:
        raise ConnectionResetError("The broker sends nothing.")

    if consumer.hub:
        consumer.hub.call_soon(lose)


@worker_shutting_down.connect
def stop_chunks(**_) -> None:
    """Let the chunks that are being done be given back at their next step."""
    stopping.value = True
    for sweeper in _sweepers:
        sweeper.stop()


@worker_shutdown.connect
def say_goodbye(**_) -> None:
    for sweeper in _sweepers:
        sweeper.say_goodbye()


@worker_process_init.connect
def leave_ending_to_the_main_process(**_) -> None:
    """Where a whole group of processes is told to end, a chunk is given back, too."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
