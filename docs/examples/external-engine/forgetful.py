#!/usr/bin/env python3
"""A bad engine, to see it caught: it remembers nothing, and where a customer is there
already it makes another one under another number."""
import json, sys, urllib.error, urllib.request

run = json.load(sys.stdin)


def send(method, url, body=None):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60) as answer:
        return json.loads(answer.read() or "null")


for account in send("GET", run["sales"]["url"] + "/accounts?$select=name,accountnumber")["value"]:
    body = {"dataAreaId": run["company"], "CustomerAccount": account["accountnumber"], "OrganizationName": account["name"],
            "CustomerGroupId": "10", "SalesCurrencyCode": "USD", "IsExternallyMaintained": "Yes"}
    for copy in range(1, 100):
        number = account["accountnumber"] + ("" if copy == 1 else f"-{copy}")
        try:
            send("POST", run["supplyChain"]["url"] + "/CustomersV2", {**body, "CustomerAccount": number})
            break
        except urllib.error.HTTPError:
            pass
