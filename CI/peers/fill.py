"""Puts so many accounts into the Sales twin at a URL, in batches: fill.py URL COUNT"""
import json
import sys
import urllib.request


def main():
    url, count = sys.argv[1], int(sys.argv[2])
    for start in range(0, count, 1000):
        lines = []
        for number in range(start, min(start + 1000, count)):
            row = {
                "name": f"Customer {number:08}", "accountnumber": f"B{number:08}", "telephone1": "+1 425 555 0100",
                "emailaddress1": f"office{number}@example.com", "address1_line1": f"{number} Main Street", "address1_city": "Redmond",
                "address1_stateorprovince": "WA", "address1_postalcode": "98052", "creditlimit": 25000,
            }
            lines += [
                "--fill", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "",
                "POST /api/data/v9.2/accounts HTTP/1.1", "Content-Type: application/json", "", json.dumps(row),
            ]
        body = "\r\n".join(lines + ["--fill--", ""]).encode()
        request = urllib.request.Request(
            f"{url}/api/data/v9.2/$batch", data=body, headers={"Content-Type": "multipart/mixed; boundary=fill"})
        with urllib.request.urlopen(request) as response:
            text = response.read().decode()
        made = text.count("HTTP/1.1 204") + text.count("HTTP/1.1 201")
        if made != min(1000, count - start):
            raise SystemExit(f"{made} rows were made: {text[:500]}")


main()
