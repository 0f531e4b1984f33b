"""Who trains and who is held out; nobody is on both sides."""

from ml.data.unipen import Trajectory, by_writer, held_out
from ml.inference.networks import NOT_A_DIGIT


def pens(file, *numbers):
    return [Trajectory(4, f"{file}/{number}", []) for number in numbers]


def test_the_last_six_writers_of_a_file_are_held_out():
    train, held = by_writer(pens("pens", *range(1, 12)))
    assert {one.writer for one in train} == {f"pens/{n}" for n in range(1, 6)}
    assert {one.writer for one in held} == {f"pens/{n}" for n in range(6, 12)}


def test_a_file_of_few_writers_only_trains():
    train, held = by_writer(pens("few", 1, 2) + pens("pens", *range(1, 8)))
    assert {one.writer for one in train} == {"few/1", "few/2", "pens/1"}
    assert len(held) == 6


def test_writers_are_held_out_by_number_however_it_is_written():
    padded = [f"tra{n:02}" for n in range(1, 31)]
    assert held_out(padded) == {f"tra{n}" for n in range(25, 31)}
    plain = [f"v2-{n}" for n in range(1, 31)]
    assert held_out(reversed(plain)) == {f"v2-{n}" for n in range(25, 31)}


def test_a_fifth_of_a_distributions_writers_are_held_out():
    held = held_out(f"aga/w{n:03}" for n in range(1000))
    assert 160 < len(held) < 240


def test_who_else_is_there_does_not_matter():
    assert held_out(["aga/w09", "aga/w10", "ced/w02"]) == {"aga/w09", "ced/w02"}
    assert held_out(["aga/w09"]) == {"aga/w09"}
    assert held_out(["aga/w10"]) == set()


def test_a_writers_digits_and_letters_stay_together():
    both = [
        Trajectory(label, f"aga/w{n}", [])
        for n in range(40)
        for label in (1, NOT_A_DIGIT)
    ]
    train, held = by_writer(both)
    assert train
    assert len(held) % 2 == 0 < len(held)
    assert not {one.writer for one in train} & {one.writer for one in held}
