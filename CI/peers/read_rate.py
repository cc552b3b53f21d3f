"""Reads of one account after the other over one kept connection, drawn at random: read_rate.py PORT PATH COUNT, where {} is the number.

The client is the least there is (a socket), so that it is the servers that are compared. Prints reads a second as JSON.
"""
import http.client
import json
import random
import sys
import time


def main():
    port, path, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    draw = random.Random(1)
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def read():
        connection.request("GET", path.replace("{}", f"B{draw.randrange(1000):08}"))
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{response.status}: {body[:300]}")

    for _ in range(100):
        read()
    start = time.monotonic()
    for _ in range(count):
        read()
    print(json.dumps({"reads": count / (time.monotonic() - start)}))


main()
