"""Puts the rates that CI/peers/run has measured into a table, and with a path into a file for docs/performance.md: report.py ROWS [FILE]

Reads lines of a name, a blank and a rate (more is better). Ends with 1 where p2c is not as far ahead as it has to be.
"""
import json
import sys

# Of ours and theirs: what is compared, its unit, and how many times theirs ours has to be.
COMPARED = [
    ("copy-p2c", "copy-dlt", "copying accounts into customers; dlt, a request a row", "rows a second", 5),
    ("copy-p2c", "copy-dlt-batch", "the same; dlt with a sink of our own that sends $batch", "rows a second", 1),
    ("copy-p2c", "copy-single", "the same; an httpx script, a request a row, 8 at a time", "rows a second", 1),
    ("copy-p2c", "copy-batch", "the same; an httpx script, $batch of 100, 8 at a time", "rows a second", 1),
    ("read-p2c", "read-flask", "reads by key over one connection; a fake API of Flask", "reads a second", 1),
    ("scenarios-p2c", "scenarios-pytest", "100 scenarios of ten steps; pytest and requests over HTTP", "scenarios a second", 20),
]


def main():
    rows = int(sys.argv[1])
    rates = {name: float(rate) for name, rate in (line.split() for line in sys.stdin)}
    comparisons = []
    for ours, theirs, what, unit, least in COMPARED:
        ratio = rates[ours] / rates[theirs]
        comparisons.append({
            "what": what, "unit": unit, "ours": round(rates[ours], 2), "theirs": round(rates[theirs], 2), "ratio": round(ratio, 2),
            "atLeast": least, "isMet": ratio >= least,
        })
        state = "" if ratio >= least else "  NOT MET"
        print(f"{what}: {rates[ours]:,.0f} against {rates[theirs]:,.0f} {unit}, {ratio:.2f} times, at least {least}{state}")
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w") as file:
            json.dump({"version": 1, "rows": rows, "comparisons": comparisons}, file, indent=2)
            file.write("\n")
    sys.exit(0 if all(item["isMet"] for item in comparisons) else 1)


main()
