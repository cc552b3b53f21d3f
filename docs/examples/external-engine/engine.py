#!/usr/bin/env python3
"""A sync engine of its own: accounts of Sales become customers of Supply Chain. Needs nothing but Python.

    p2c run docs/examples/external-engine/accounts.yaml --engine 'python3 docs/examples/external-engine/engine.py'
"""
import json, os, sys, urllib.error, urllib.parse, urllib.request

run = json.load(sys.stdin)
if run["template"] != "T1" or run["overrides"]:
    print("this engine moves accounts, in one way")
    sys.exit(77)  # not what this engine is for: the scenario is left out
memory_file = os.path.join(run["directory"], "memory.json")
COUNTRIES = {"us": "US", "usa": "US", "united states": "US", "germany": "DE", "france": "FR", "united kingdom": "GB"}


def send(method, url, body=None):
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    if run["token"]:
        headers["Authorization"] = "Bearer " + run["token"]
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def rows(url):
    while url:
        page = send("GET", url)
        yield from page["value"]
        url = page.get("@odata.nextLink")


def customer(account):
    currency = account["transactioncurrencyid"]
    country = account["address1_country"] or ""
    return {
        "OrganizationName": account["name"], "PartyNumber": account["accountnumber"], "PartyType": "Organization",
        "CustomerGroupId": "10", "SalesCurrencyCode": currency["isocurrencycode"] if currency else "USD",
        "AddressCity": account["address1_city"] or "", "AddressStreet": account["address1_line1"] or "",
        "AddressCountryRegionISOCode": COUNTRIES.get(country.lower(), country),
        "SiteId": "1", "WarehouseId": "13", "LanguageId": "en-us", "IsExternallyMaintained": "Yes",
    }


def write(number, body):
    """Looks whether the customer is there: whoever sends a row twice has still one customer."""
    if number in customers:
        key = urllib.parse.quote(number.replace("'", "''"), safe="")
        send("PATCH", f"{supply_chain}/CustomersV2(dataAreaId='{run['company']}',CustomerAccount='{key}')", body)
        return "updated"
    send("POST", supply_chain + "/CustomersV2", {"dataAreaId": run["company"], "CustomerAccount": number, **body})
    return "created"


def reason(error):
    text = error.read().decode()
    try:
        message = json.loads(text)["error"]
        return message.get("innererror", {}).get("message") or message["message"]
    except (ValueError, KeyError):
        return f"{error.code} {text}"


supply_chain = run["supplyChain"]["url"]
here = f"?$select=CustomerAccount&$filter=dataAreaId eq '{run['company']}'".replace(" ", "%20")
customers = {row["CustomerAccount"] for row in rows(supply_chain + "/CustomersV2" + here)}
memory = {}
if os.path.exists(memory_file):
    with open(memory_file) as file:
        memory = json.load(file)
counts = {"read": 0, "created": 0, "updated": 0, "unchanged": 0, "skipped": 0, "failed": 0}
failures = []
query = "?$select=name,accountnumber,address1_city,address1_line1,address1_country&$expand=transactioncurrencyid($select=isocurrencycode)"
for account in rows(run["sales"]["url"] + "/accounts" + query):
    counts["read"] += 1
    number = account["accountnumber"]
    if not number:
        counts["skipped"] += 1
        continue
    body = customer(account)
    if memory.get(number) == body and not run["allData"]:
        counts["unchanged"] += 1
        continue
    try:
        counts[write(number, body)] += 1
        memory[number] = body
    except urllib.error.HTTPError as error:
        counts["failed"] += 1
        failures.append({"key": number, "sourceKey": account["accountid"], "reason": reason(error)})
    # Written before the next row: an engine that is killed here sends one row again, which does no harm.
    with open(memory_file + ".new", "w") as file:
        json.dump(memory, file)
    os.replace(memory_file + ".new", memory_file)

# What this tells is compared with what a scenario expects of the run; without it such expectations are not judged.
with open(run["result"], "w") as file:
    status = "Completed" if not failures else "Warning" if counts["created"] + counts["updated"] else "Error"
    json.dump({"version": 1, "status": status, "tasks": [{"task": "Accounts - Customers", **counts, "failures": failures}]}, file)
