"""The benchmark's own parts: the articles it makes, the peers it runs, the figures it draws from them, and when a
count of instructions is too high."""

import json
import os
import sys

import pytest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench"))

import articles as bench_articles  # noqa: E402
import compare  # noqa: E402
import curves  # noqa: E402
import database  # noqa: E402
import figures  # noqa: E402
import instructions  # noqa: E402
import peer  # noqa: E402
import peers  # noqa: E402
import predict  # noqa: E402
import readme  # noqa: E402
import score  # noqa: E402

# ---- articles --------------------------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_articles():
    first = bench_articles.make_articles(20)
    assert first == bench_articles.make_articles(20)
    assert first != bench_articles.make_articles(20, seed=2)
    assert first[:5] == bench_articles.make_articles(5)  # more articles do not change those before


@pytest.mark.parametrize("size, exchange", [(1000, 0), (4000, 0), (4000, 0.8), (100000, 0)])
def test_articles_have_the_size_that_is_asked_for(size, exchange):
    for article in bench_articles.make_articles(10, size=size, exchange=exchange):
        assert size - 100 < bench_articles.size_of(article) <= size


def test_no_two_articles_are_the_same():
    assert len(set(bench_articles.make_texts(500))) == 500


def test_people_are_exchanged_for_others_throughout():
    source = bench_articles.Source(
        {
            "text": "Ann Lee came late, as she does on most days.\n\nMs Lee said that her bus was later than she was.",
            "mentions": [{"entity": "Ann Lee", "label": "PERSON"}, {"entity": "Oslo", "label": "PLACE"}],
        }
    )
    text = source.from_paragraph(0, lambda: ("Bob", "Ray"))
    assert text.startswith("Bob Ray came late") and "Ms Ray said" in text and "Lee" not in text


def test_quotations_and_names_are_as_many_as_asked_for(db):
    text = bench_articles.with_quotes(30)
    assert text.count("“") == 30
    assert db.one("SELECT count(*) FROM hearsay_quotes(?) WHERE kind <> 'indirect'", text) == 30
    paragraphs = bench_articles.with_names(50).split("\n\n")
    assert len({paragraph.split(" came to ")[0] for paragraph in paragraphs}) == 50


@pytest.mark.parametrize(
    "line, why", [("{", "not JSON"), ('{"body": "A"}', 'a string "text"'), ("[]", 'a string "text"')]
)
def test_a_line_that_is_no_article_is_named(tmp_path, line, why):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"text": "One."}\n' + line + "\n")
    with pytest.raises(ValueError, match="mine.jsonl:2: .*" + why):
        bench_articles.read(str(path))


def test_a_jsonl_file_is_read_and_peers_see_only_its_texts(tmp_path):
    path = tmp_path / "mine.jsonl"
    path.write_text('{"text": "One.", "quotes": []}\n\n{"id": 7, "text": "Zwei, ä."}\n')
    read = bench_articles.read(str(path))
    assert [article["id"] for article in read] == ["1", "7"]
    bench_articles.write(str(path), read)
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        {"id": "1", "text": "One."},
        {"id": "7", "text": "Zwei, ä."},
    ]


# ---- peers -----------------------------------------------------------------------------------------------------------

ECHO = """
import sys, time
sys.path.insert(0, %r)
import protocol
def load():
    time.sleep(0.05)
    return lambda text: (time.sleep(0.02), {"quotes": [], "words": len(text.split())})[1]
protocol.serve(load)
""" % peers.PROGRAMS


@pytest.fixture
def run_program(tmp_path):
    """Runs a Python program as a peer, on three articles."""
    bench_articles.write(tmp_path / "in.jsonl", [{"id": str(i), "text": "a b c"} for i in range(3)])

    def run(program, seconds=10):
        paths = [str(tmp_path / name) for name in ("in.jsonl", "out.jsonl")]
        return peer.run([sys.executable, "-c", program], *paths, seconds, {"LD_PRELOAD": ""})  # no sanitizer's memory

    return run


def test_a_peer_is_timed(run_program):
    run = run_program(ECHO)
    assert [row["id"] for row in run.rows] == ["0", "1", "2"]
    assert all(row["words"] == 3 and row["seconds"][0] >= 0.02 > row["seconds"][1] for row in run.rows)
    assert run.start > run.load[0] >= 0.05


@pytest.mark.skipif(not os.path.exists("/proc/self/clear_refs"), reason="reads /proc")
def test_memory_is_that_of_loading_and_that_of_reading(run_program):
    small = run_program(ECHO)
    large = run_program(ECHO.replace('"words"', '"x": len(bytearray(50_000_000)), "words"'))
    assert large.ready_memory < 50_000_000 < large.peak_reading <= large.peak_memory
    assert small.peak_memory < 50_000_000


def test_a_peer_stops_when_its_time_is_over(run_program):
    assert len(run_program(ECHO, seconds=0.001).rows) == 1


@pytest.mark.parametrize(
    "program, why",
    [
        ("raise SystemExit('no model here')", "no model here"),
        ("print('hello')", "said 'hello' for 'ready'"),
        (ECHO.replace("len(text.split())", "1 / 0"), "ZeroDivisionError"),
    ],
)
def test_a_peer_that_fails_is_an_error_with_its_words(run_program, program, why):
    with pytest.raises(peer.PeerError, match=why):
        run_program(program)


@pytest.mark.build
def test_hearsay_as_a_peer_finds_what_it_finds_elsewhere(articles, tmp_path):
    if not os.path.exists(peers.hearsay_command()[0]):
        pytest.skip("not built: make build/tests/bench/peers/hearsay")
    bench_articles.write(tmp_path / "in.jsonl", articles)
    run = peer.run(peers.hearsay_command(), str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), 60)
    gold = {article["id"]: article for article in articles}
    found = {row["id"]: row for row in run.rows}
    elsewhere = {key: predict.predict(database.connect(), article) for key, article in gold.items()}
    assert score.score(gold, found) == score.score(gold, elsewhere)
    assert [row["speaker_name"] for row in found["forty_quotes"]["quotes"]] == [
        row["speaker_name"] for row in elsewhere["forty_quotes"]["quotes"]
    ]


def test_a_peer_that_cannot_be_installed_is_shown_without_figures(monkeypatch, capsys):
    def install():
        peers.call("false")

    monkeypatch.setitem(peers.PEERS, "wink", peers.Peer("wink-nlp", "", install))
    (measured,) = compare.install(["wink"])
    compare.measure_rounds([measured], "articles.jsonl", 2, 1)
    compare.measure_starts([measured], bench_articles.make_articles(1), 0)
    row = compare.figures_of(measured, {}, {"fixtures": []})
    assert "false failed" in row["error"] and "wink FAILED" in capsys.readouterr().err
    assert not [key for key in row if "MB" in key and row[key] != ""]
    assert "| wink-nlp | failed: false failed: | – | – |" in compare.peers_table([row])


GOLD = {
    "1": {
        "id": "1",
        "text": '"We are late," Ann Lee said.',
        "quotes": [{"start": 0, "end": 14, "kind": "direct", "speaker": [15, 22]}],
        "mentions": [{"start": 15, "end": 22, "label": "PERSON"}],
    }
}


@pytest.mark.parametrize(
    "row, quotes, who, names",
    [
        ({"quotes": GOLD["1"]["quotes"], "mentions": GOLD["1"]["mentions"]}, 100, 100, 100),
        ({"quotes": [{"start": 0, "end": 14, "kind": "direct"}]}, 100, None, None),
        ({"quotes": [], "mentions": []}, 0, None, 0),
        ({}, None, None, None),
    ],
)
def test_accuracy_is_of_what_a_peer_says_anything_about(row, quotes, who, names):
    found = compare.accuracy(GOLD, [{"id": "1", **row}])
    assert (found["quotes"], found["who"], found["names"]) == (quotes, who, names)


def row(name, speed, **more):
    return {"peer": name, "version": "", "error": "", "MB/s": speed, **more}


def test_speeds_are_compared_and_limits_looked_at(capsys):
    rows = [row("hearsay", 3.0, **{"cold p99 ms": 4.0, "warm p99 ms": 1.0, "load ms": 0.2}), row("wink", 1.0)]
    assert compare.ratio(rows, "wink") == 3 and compare.ratio(rows, "spacy") is None
    alone = dict.fromkeys(compare.SHALLOW, 50) | {"second query": 0.01, "private memory of .load, MB": None}
    assert not compare.show_limits(compare.limits(rows, alone), sys.stdout)
    shown = {line[:52].strip(): line.split()[-1] for line in capsys.readouterr().out.splitlines()[1:]}
    assert shown["an article, cold, 99th percentile, ms"] == "SHORT"
    assert shown["times wink-nlp"] == "ok" and shown["times CoreNLP"] == "measured"
    rows[0]["cold p99 ms"] = 2.0
    assert compare.show_limits(compare.limits(rows, alone), sys.stdout)


def test_the_articles_in_which_a_program_warms_up_do_not_count():
    rows = [{"id": str(i), "seconds": [1.0 if i < 5 else 0.1, 0.05]} for i in range(20)]
    assert len(compare.warm(rows)) == 15 and len(compare.warm(rows[:4])) == 2
    assert compare.speed(compare.warm(rows), {str(i): 100 for i in range(20)}, 0) == pytest.approx(1000)


# ---- figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("power", [0, 0.5, 1, 2])
def test_the_exponent_of_a_power_is_found(power):
    assert figures.exponent([(x, 7 * x**power) for x in (1, 10, 50, 1000)]) == pytest.approx(power, abs=1e-9)


def test_one_size_has_no_exponent():
    with pytest.raises(ValueError, match="two different sizes"):
        figures.exponent([(5, 1), (5, 2)])


def test_what_any_call_costs_is_left_out_of_an_exponent():
    points = [(x, 1 + x / 100) for x in (1, 10, 100, 1000, 10000, 100000)]
    assert figures.exponent(points) < 0.7 and figures.exponent(figures.upper(points)) > 0.97


def test_a_curve_that_grows_too_fast_is_marked():
    line, square = [(x, x) for x in (1, 2, 4, 8)], [(x, x * x) for x in (1, 2, 4, 8)]
    assert curves.Curve("length", "bytes", "seconds", 1, line).state() == "ok"
    assert curves.Curve("length", "bytes", "seconds", 1, square).state() == "SHORT"
    assert curves.Curve("threads", "threads", "times", 1, [(1, 1), (2, 1.2)]).state() == "SHORT"
    assert curves.Curve("threads", "threads", "times", 1, [(1, 1)]).state() == "not measured"
    assert curves.steps(10, 100, 4) == [10, 40, 100]


def test_some_curves_are_measured_anew(tmp_path, monkeypatch, capsys):
    def curve(name, x, y):
        return lambda arguments: [curves.Curve(name, x, "times", 1, [(1, 1), (2, y)])]

    measured = {"index": curve("rebuild", "articles", 2), "threads": curve("threads", "threads", 1)}
    monkeypatch.setattr(curves, "GROUPS", measured)
    monkeypatch.setattr(figures, "plot_curves", lambda *_: None)  # needs matplotlib
    curves.main(["--results", str(tmp_path)])
    monkeypatch.setitem(curves.GROUPS, "threads", curve("threads", "threads", 1.9))
    monkeypatch.setitem(curves.GROUPS, "index", None)
    curves.main(["--results", str(tmp_path), "--only", "threads"])
    rows = figures.read_csv(str(tmp_path / "exponents.csv"))
    assert [(row["curve"], row["at the end"]) for row in rows] == [("rebuild", "2"), ("threads", "1.9")]
    assert "SHORT" in capsys.readouterr().out


def test_percentiles_go_by_the_nearest_rank():
    values = list(range(1, 101))
    assert figures.percentile(values, 0.99) == 99 and figures.percentile(values[:10], 0.99) == 10
    assert figures.median([3, 1, 2]) == 2 and figures.median([4, 1, 2, 3]) == 2.5


@pytest.mark.parametrize(
    "value, shown",
    [(0.01234, "0.012"), (1.26, "1.3"), (129, "130"), (12345, "12,000"), (0, "0"), (None, "–"), ("", "–")],
)
def test_numbers_are_shown_by_two_digits(value, shown):
    assert figures.short(value) == shown


def test_csv_files_are_read_as_they_were_written(tmp_path):
    path = str(tmp_path / "results" / "a.csv")
    figures.write_csv(path, [{"stage": "paragraphs, sentences", "share": 0.5}, {"stage": "tags", "share": ""}])
    assert open(path).read() == 'stage,share\n"paragraphs, sentences",0.5\ntags,\n'
    assert figures.read_csv(path)[0] == {"stage": "paragraphs, sentences", "share": "0.5"}


def test_plots_are_pictures(tmp_path):
    pytest.importorskip("matplotlib", reason="only in build/bench/venv, which `make bench` makes")
    figures.plot_bars(
        str(tmp_path / "bars.png"), [("MB/s", {"hearsay": 2.0, "wink": None}, True), ("F1", {"hearsay": 90}, False)]
    )
    figures.plot_curves(str(tmp_path / "curves.png"), [("length", "bytes", "seconds", [(1, 2), (10, 20)], 1.0, 1)])
    for name in ("bars.png", "curves.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG\r\n")


def test_a_block_of_the_readme_is_replaced():
    text = "A\n<!-- bench: peers -->\nold\n<!-- end of peers -->\nB\n"
    assert (
        readme.replaced(text, "peers", "| new |") == "A\n<!-- bench: peers -->\n\n| new |\n<!-- end of peers -->\nB\n"
    )
    with pytest.raises(ValueError, match="stages"):
        readme.replaced(text, "stages", "| new |")


@pytest.mark.parametrize("page", readme.PAGES)
def test_every_page_has_a_place_for_its_tables(page):
    with open(os.path.join(bench_articles.ROOT, page), encoding="utf-8") as file:
        text = file.read()
    for name in readme.PAGES[page]:
        assert readme.replaced(text, name, "x") != text


def test_the_page_of_spark_has_the_figures_that_were_measured():
    path = os.path.join("docs", "pages", "spark.md")
    with open(os.path.join(bench_articles.ROOT, path), encoding="utf-8") as file:
        text = file.read()
    for name, make in readme.PAGES[path].items():
        assert readme.replaced(text, name, make(compare.RESULTS)) == text


# ---- instructions ----------------------------------------------------------------------------------------------------

KEPT = {"total": 1000, "tags": 600, "names": 300, "SQLite": 100}


@pytest.mark.parametrize("total, good", [(1050, True), (1051, False), (900, True)])
def test_more_than_five_per_cent_is_too_many(total, good):
    assert instructions.verdict(KEPT, {**KEPT, "total": total})[0] is good


def test_what_has_grown_is_named():
    good, words = instructions.verdict(KEPT, {"total": 1100, "tags": 610, "names": 390, "SQLite": 100})
    assert not good and words == "+10.0% instructions in all, 5% are allowed; grown: names +30.0%"


def test_a_stage_that_is_new_has_grown():
    good, words = instructions.verdict(KEPT, {**KEPT, "total": 1200, "parser": 200})
    assert not good and "parser" in words


CALLGRIND = """\
events: Ir
fn=read_texts
10 50
cfn=__wrap_hs_tag_words
calls=2 0
11 700
fn=__wrap_hs_tag_words
20 20
cfn=hs_tag_words
calls=2 0
21 680
fn=hs_tag_words
30 600
cfn=malloc
calls=9 0
31 80
totals: 750
"""


def test_callgrind_s_output_is_read():
    counts = instructions.read_callgrind(CALLGRIND.splitlines(True), {"hs_tag_words": "tags"})
    assert counts == {"total": 750, "tags": 680, "SQLite": 70}


@pytest.mark.parametrize(
    "output, why",
    [("totals: 0\n", "counted nothing"), (CALLGRIND.replace("cfn=hs_", "cfn=hx_"), "never called: hs_tag_words")],
)
def test_a_count_of_nothing_is_an_error(output, why):
    with pytest.raises(instructions.CountError, match=why):
        instructions.read_callgrind(output.splitlines(True), {"hs_tag_words": "tags"})


def test_every_stage_of_the_list_has_a_name():
    with open(instructions.STAGES, encoding="utf-8") as file:
        text = file.read()
    assert len(instructions.stage_names(text)) == text.count("\nSTAGE(") > 10


@pytest.fixture
def kept_counts(tmp_path, monkeypatch):
    """As if callgrind had counted; says what is kept and what is counted."""
    here = instructions.conditions("cc", "-O2 -g")
    monkeypatch.setattr(instructions, "KEPT", str(tmp_path / "instructions.json"))
    monkeypatch.setattr(instructions, "BUILD", str(tmp_path))

    def keep(counted, **other):
        monkeypatch.setattr(instructions, "count", lambda paths: counted)
        digest = instructions.write_input(instructions.INPUT)[2]
        row = {"conditions": {**here, **other}, "sha256": digest, "instructions": KEPT}
        (tmp_path / "instructions.json").write_text(json.dumps(row))

    return keep


def test_the_check_fails_when_the_total_has_grown(kept_counts, capsys):
    kept_counts(KEPT)
    instructions.main(["--check"])
    kept_counts({**KEPT, "total": 1060, "tags": 660})
    with pytest.raises(SystemExit, match="FAILED"):
        instructions.main(["--check"])
    assert "grown: tags +10.0%" in capsys.readouterr().out
    instructions.main(["--update"])
    instructions.main(["--check"])


def test_with_another_compiler_nothing_is_compared_and_that_is_said(kept_counts, capsys):
    kept_counts({**KEPT, "total": 5000}, compiler="another")
    instructions.main(["--check"])
    assert "check-instructions: SKIPPED" in capsys.readouterr().out
