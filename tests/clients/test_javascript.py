"""clients/javascript: its one module against the running site."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from recognizer.accounts.keys import create_key
from recognizer.models import Drawing, Scope
from tests.support.drawings import DIGITS, png
from tests.support.numbers import side_by_side
from tests.support.proxies import losing_first_answer, refusing

DENO = str(Path(sys.executable).with_name("deno"))
MODULE = Path("clients/javascript/digitsite-client.js").resolve()
HEAD = f"""
import {{ Digitsite, Problem }} from "{MODULE.as_uri()}";
const [url, key] = Deno.args;
const site = new Digitsite(url, {{ key }});
const read = (digit) => Deno.readFile(`${{digit}}.png`);
const show = (value) => console.log(JSON.stringify(value));
"""


@pytest.fixture
def run(tmp_path):
    """Run a program with the client; returns the values that it shows."""
    for digit in (1, 7):
        (tmp_path / f"{digit}.png").write_bytes(png(DIGITS[digit]))
    (tmp_path / "42.png").write_bytes(png(side_by_side("42"), pen=10))
    (tmp_path / "bad.png").write_bytes(b"no picture")

    def run(program, *arguments):
        (tmp_path / "program.js").write_text(HEAD + program)
        command = [DENO, "run", "--quiet", "--allow-net", "--allow-read", "program.js"]
        ran = subprocess.run(
            [*command, *arguments], cwd=tmp_path, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        return [json.loads(line) for line in ran.stdout.splitlines()]

    return run


def test_a_drawing_is_recognised_listed_claimed_and_deleted(site, run):
    program = """
        const bytes = await read(7);
        const seven = await site.recognise(bytes);
        show(seven.word);
        show((await site.recognise(new Blob([bytes]), { keep: false })).digit);
        await site.claim(seven.id, 7);
        show((await site.drawing(seven.id)).claim.word);
        await site.takeClaimBack(seven.id);
        show((await site.picture(seven.id)).size === bytes.length);
        for await (const drawing of site.drawings({ answer: 1 })) show(drawing.id);
        for await (const drawing of site.drawings()) show("tile" in drawing);
        show((await site.drawing(seven.id)).tile === seven.tile);
        await site.delete(seven.id);
        await site.deleteAll();
    """
    assert run(program, site) == ["Seven", 7, "Seven", True, False, True]
    assert not Drawing.objects.exists()


def test_a_number_is_recognised_claimed_and_listed(site, run):
    program = """
        const answer = await site.recognise(await read(42));
        show([answer.digit, answer.number, answer.parts.map((part) => part.digit)]);
        await site.claim(answer.id, "047");
        for await (const drawing of site.drawings({ answer: 42 })) show(drawing.claim);
    """
    answer, claim = run(program, site)
    assert answer == [None, "42", [4, 2]]
    assert claim == {"digit": None, "number": "047", "word": "Zero forty-seven"}


def test_many_are_answered_in_order_and_a_bad_one_by_its_problem(site, run):
    program = """
        const pictures = await Promise.all([1, "bad", 7].map(read));
        const options = { batchSize: 2, onProgress: (...done) => show(done) };
        for await (const answer of site.recogniseAll(pictures, options)) {
            show(answer instanceof Problem ? answer.slug : answer.digit);
        }
    """
    assert run(program, site) == [[2, 3], 1, "not-a-picture", [3, 3], 7]


def test_drawings_are_the_keys(site, run):
    _, secret = create_key("camera", [Scope.PREDICT, Scope.READ])
    program = """
        await site.recognise(await read(7));
        const again = new Digitsite(url, { key });
        for await (const drawing of again.drawings()) show(drawing.digit);
        const stranger = new Digitsite(url, { key: "wrong", language: "de" });
        await stranger.recognise(await read(7)).catch((error) => show(error.status));
        for await (const version of site.versions()) {
            if (version.answers) show(version.name);
        }
    """
    assert run(program, site, secret) == [7, 401, "base"]


def test_a_drawing_whose_answer_got_lost_is_kept_once(site, run):
    with losing_first_answer(site) as (address, keys):
        assert run("show((await site.recognise(await read(7))).digit);", address) == [7]
    assert (len(keys), len(set(keys)), Drawing.objects.count()) == (2, 1, 1)


def test_it_waits_as_told_and_shows_a_key_to_no_other_address(run):
    answers = (503, {"Retry-After": "1"}), (302, {"Location": "http://127.0.0.1:9/"})
    with refusing(*answers) as (address, requests):
        program = """
            await site.drawing("1").catch((error) => show(error.message));
        """
        assert run(program, address, "secret") == [
            "The site leads to http://127.0.0.1:9/."
        ]
    assert len(requests) == 2
