"""A generic fake API, as people write one for tests: Flask, the rows of accounts in a dictionary, an answer by key.

    fake_api.py PORT COUNT
"""
import logging
import sys

from flask import Flask, abort, jsonify

app = Flask(__name__)
rows = {}


@app.get("/accounts/<number>")
def account(number):
    row = rows.get(number)
    if row is None:
        abort(404)
    return jsonify(row)


def main():
    port, count = int(sys.argv[1]), int(sys.argv[2])
    for number in range(count):
        rows[f"B{number:08}"] = {
            "name": f"Customer {number:08}", "accountnumber": f"B{number:08}", "telephone1": "+1 425 555 0100",
            "emailaddress1": f"office{number}@example.com", "address1_line1": f"{number} Main Street", "address1_city": "Redmond",
            "address1_stateorprovince": "WA", "address1_postalcode": "98052", "creditlimit": 25000,
        }
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(port=port, threaded=True)


main()
