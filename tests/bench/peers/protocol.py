"""What every peer in Python does: see ../peer.py."""

import json
import sys
import time


def now():
    return time.perf_counter(), time.process_time()


def since(start):
    return [round(after - before, 7) for before, after in zip(start, now())]


def say(word):
    print(word, flush=True)


def serve(load):
    """load() gives a function from a text to what is found in it, {"quotes", "mentions"}."""
    articles_path, results_path, limit = sys.argv[1:]
    start = now()
    read = load()
    took = since(start)
    with open(articles_path, encoding="utf-8") as file:
        articles = [json.loads(line) for line in file]
    with open(results_path, "w", encoding="utf-8") as results:
        print(json.dumps({"load": took}), file=results)
        say("ready")
        sys.stdin.readline()
        first = now()
        for article in articles:
            start = now()
            found = read(article["text"])
            took = since(start)
            print(json.dumps({"id": article["id"], "seconds": took, **found}), file=results)
            if since(first)[0] > float(limit):
                break
    say("done")
    sys.stdin.read()
