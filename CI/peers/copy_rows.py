"""Copies accounts of Sales into customers of Supply Chain, as people do without p2c: each way moves the same rows between the same twins.

    copy_rows.py URL WAY        WAY: single (httpx, one upsert a row), batch (httpx, $batch of 100, several at a time), dlt (PATCH a row),
                                dlt-batch (dlt with $batch)

Prints how many rows were written and the seconds that took, as JSON.
"""
import asyncio
import json
import sys
import time
import uuid

PAGE = 5000
BATCH = 100
AT_ONCE = 8
COLUMNS = "accountnumber,name,creditlimit,fax,numberofemployees,address1_city,description,emailaddress1,address1_line1,telephone1," \
    "address1_postalcode,address1_stateorprovince,websiteurl,address2_line1,address2_city,address2_postalcode,address2_stateorprovince"
MAPPED = {
    "CreditLimit": "creditlimit", "PrimaryContactFax": "fax", "OrganizationNumberOfEmployees": "numberofemployees",
    "AddressCity": "address1_city", "SalesMemo": "description", "PrimaryContactEmail": "emailaddress1", "AddressStreet": "address1_line1",
    "PrimaryContactPhone": "telephone1", "AddressZipCode": "address1_postalcode", "AddressState": "address1_stateorprovince",
    "PrimaryContactURL": "websiteurl", "OrganizationName": "name", "PartyNumber": "accountnumber", "AddressDescription": "name",
    "DeliveryAddressStreet": "address2_line1", "DeliveryAddressCity": "address2_city", "DeliveryAddressZipCode": "address2_postalcode",
    "DeliveryAddressState": "address2_stateorprovince", "DeliveryAddressDescription": "name", "CustomerAccount": "accountnumber",
}
CONSTANT = {
    "dataAreaId": "usmf", "CustomerGroupId": "10", "SalesCurrencyCode": "USD", "PartyType": "Organization",
    "AddressLocationRoles": "Business", "SiteId": "1", "WarehouseId": "13", "LanguageId": "en-us", "IsExternallyMaintained": "Yes",
}


def customer(row):
    made = dict(CONSTANT)
    for target, source in MAPPED.items():
        value = row.get(source)
        if value is not None:
            made[target] = value
    return made


def first_page(url):
    return f"{url}/api/data/v9.2/accounts?$select={COLUMNS}"


def batch_body(rows):
    boundary = f"batch_{uuid.uuid4()}"
    lines = []
    for number, row in enumerate(rows, 1):
        change = f"changeset_{uuid.uuid4()}"
        lines += [
            f"--{boundary}", f"Content-Type: multipart/mixed; boundary={change}", "", f"--{change}", "Content-Type: application/http",
            "Content-Transfer-Encoding: binary", f"Content-ID: {number}", "", "POST /data/CustomersV2?cross-company=true HTTP/1.1",
            "Content-Type: application/json", "Accept: application/json", "", json.dumps(customer(row)), f"--{change}--",
        ]
    lines += [f"--{boundary}--", ""]
    return f"multipart/mixed; boundary={boundary}", "\r\n".join(lines).encode()


def check_batch(response, count):
    made = response.text.count("HTTP/1.1 201") + response.text.count("HTTP/1.1 204")
    if made != count:
        raise SystemExit(f"a batch has made {made} of {count} rows: {response.status_code} {response.text[:500]}")


async def httpx_copy(url, in_batches):
    import httpx

    written = 0
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=AT_ONCE)) as client:
        gate = asyncio.Semaphore(AT_ONCE)

        async def single(row):
            async with gate:
                response = await client.post(f"{url}/data/CustomersV2", json=customer(row))
                response.raise_for_status()

        async def batch(rows):
            async with gate:
                kind, body = batch_body(rows)
                check_batch(await client.post(f"{url}/data/$batch", content=body, headers={"Content-Type": kind}), len(rows))

        page = first_page(url)
        while page:
            response = await client.get(page, headers={"Prefer": f"odata.maxpagesize={PAGE}"})
            response.raise_for_status()
            answer = response.json()
            rows = answer["value"]
            if in_batches:
                await asyncio.gather(*(batch(rows[start:start + BATCH]) for start in range(0, len(rows), BATCH)))
            else:
                await asyncio.gather(*(single(row) for row in rows))
            written += len(rows)
            page = answer.get("@odata.nextLink")
    return written


def dlt_copy(url, in_batches):
    import tempfile

    import dlt
    import requests

    session = requests.Session()
    written = 0

    @dlt.resource(name="accounts")
    def accounts():
        page = first_page(url)
        while page:
            answer = session.get(page, headers={"Prefer": f"odata.maxpagesize={PAGE}"}).json()
            yield answer["value"]
            page = answer.get("@odata.nextLink")

    @dlt.destination(batch_size=BATCH if in_batches else 1, loader_file_format="typed-jsonl", skip_dlt_columns_and_tables=True, naming_convention="direct")
    def customers(items, table):
        nonlocal written
        if in_batches:
            kind, body = batch_body(items)
            check_batch(session.post(f"{url}/data/$batch", data=body, headers={"Content-Type": kind}), len(items))
        else:
            for row in [items] if isinstance(items, dict) else items:
                session.post(f"{url}/data/CustomersV2", json={k: str(v) if type(v).__name__ == "Decimal" else v for k, v in customer(row).items()}).raise_for_status()
        written += 1 if isinstance(items, dict) else len(items)

    with tempfile.TemporaryDirectory() as folder:
        dlt.pipeline("copy", destination=customers, pipelines_dir=folder).run(accounts())
    return written


def main():
    url, way = sys.argv[1:3]
    start = time.monotonic()
    if way in ("single", "batch"):
        written = asyncio.run(httpx_copy(url, way == "batch"))
    elif way in ("dlt", "dlt-batch"):
        written = dlt_copy(url, way == "dlt-batch")
    else:
        raise SystemExit(__doc__)
    print(json.dumps({"rows": written, "seconds": time.monotonic() - start}))


main()
