import sys
import time


def answer(rows):
    """Answers each line of standard input, the name of a row and how often to do it, with the milliseconds that one takes."""
    print('ready', flush=True)
    for line in sys.stdin:
        name, times = line.split()
        start = time.perf_counter()
        for _ in range(int(times)):
            rows[name]()
        print((time.perf_counter() - start) * 1000 / int(times), flush=True)
