"""Work on several cores: what comes back comes in order, faults in their places, and nothing is left running."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import pytest

from hemtjanst_lib.errors import GateError, HemtjanstError
from hemtjanst_lib.paket.pool import in_order


def who(number: int) -> tuple[int, int]:
    time.sleep(0.02 * (number % 3))  # so that some overtake others
    if number == 4:
        raise GateError("four may not leave", ["a", "b"], do="Wait.")
    return number, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_what_is_made_comes_back_in_the_order_asked_with_faults_in_their_places(jobs):
    made = list(in_order(who, range(12), jobs))
    assert isinstance(made[4], GateError)
    assert str(made[4]) == str(GateError("four may not leave", ["a", "b"], do="Wait."))
    assert [each[0] for each in made if isinstance(each, tuple)] == [0, 1, 2, 3, *range(5, 12)]


def test_the_first_is_made_here_and_the_rest_elsewhere():
    (_, first), *rest = in_order(who, range(4), 2)
    assert first == os.getpid()
    assert os.getpid() not in {pid for _, pid in rest}


def test_one_core_and_nothing_to_do_need_no_other_process():
    assert {pid for _, pid in in_order(who, range(3), 1)} == {os.getpid()}
    assert list(in_order(who, [], 8)) == []


def test_leaving_before_the_end_leaves_no_process_behind():
    before = set(multiprocessing.active_children())
    made = in_order(who, range(50), 3)
    assert [next(made)[0], next(made)[0]] == [0, 1]
    made.close()
    assert set(multiprocessing.active_children()) == before


def test_a_worker_that_is_ended_from_outside_is_told_of():
    def dies(number: int) -> int:
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(HemtjanstError, match="ended from outside"):
        list(in_order(dies, range(6), 2))


def test_ctrl_c_reaches_the_asker_and_not_the_workers():
    def slow(number: int) -> int:
        if number:
            os.kill(os.getpid(), signal.SIGINT)  # as a terminal sends it to all
            time.sleep(0.05)
        return number

    assert list(in_order(slow, range(5), 2)) == [0, 1, 2, 3, 4]


ASKER = """
import os, time
from hemtjanst_lib.paket.pool import in_order

def slow(number):
    time.sleep(0.1 if number < 3 else 60)
    return os.getpid()

for pid in in_order(slow, range(9), 2):
    print(pid, flush=True)
"""


def test_ctrl_c_ends_the_asker_and_all_workers_at_once():
    asker = subprocess.Popen([sys.executable, "-c", ASKER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             start_new_session=True)  # fmt: skip
    assert asker.stdout is not None
    pids = {int(asker.stdout.readline()) for _ in range(3)}
    os.killpg(asker.pid, signal.SIGINT)  # as a terminal sends it to all
    _, told = asker.communicate(timeout=30)  # far less than the workers would sleep
    assert told.rstrip().endswith("KeyboardInterrupt")
    assert "Process" not in told  # no worker has a traceback of its own
    assert not any(alive(pid) for pid in pids)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
