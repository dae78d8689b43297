"""Articles wait in order, and nothing is done for callers who have left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from extractor.service import places
from extractor.service.places import Places, Threads
from extractor.service.problems import Problem


async def stays() -> bool:
    return False


async def left() -> bool:
    return True


def test_the_loop_does_one_piece_of_work_a_turn_and_others_come_in_between() -> None:
    async def run() -> list[str]:
        done: list[str] = []
        turn = Places(1)

        def work(name: str) -> Callable[[], None]:
            return lambda: done.append(name)

        async def other() -> None:
            for _ in range(3):
                done.append("other")
                await asyncio.sleep(0)

        await asyncio.gather(*(turn.do(work(f"{number}"), stays) for number in range(3)), other())
        return done

    done = asyncio.run(run())
    assert [one for one in done if one != "other"] == ["0", "1", "2"]
    assert done.index("other") < done.index("2")


@pytest.mark.parametrize("kind", [Places, Threads])
def test_who_left_while_waiting_is_not_worked_for(
    kind: type[Places], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_LONG_S", 0.01)

    async def run() -> list[str]:
        done: list[str] = []
        one = kind(1)

        async def holds() -> None:
            async with one.one(stays):
                await asyncio.sleep(0.05)

        holding = asyncio.create_task(holds())
        await asyncio.sleep(0)
        gone = asyncio.create_task(one.do(lambda: done.append("for nobody"), left))
        patient = asyncio.create_task(one.do(lambda: done.append("for somebody"), stays))
        with pytest.raises(Problem, match="left"):
            await gone
        await asyncio.gather(holding, patient)
        if isinstance(one, Threads):
            one.close()
        return done

    assert asyncio.run(run()) == ["for somebody"]


def test_a_caller_is_not_asked_after_when_its_turn_comes_soon() -> None:
    assert asyncio.run(Places(1).do(lambda: 5, left)) == 5
