"""dlt against the twins: its REST source reads pages and deltas, a destination of its own writes rows back.

Nothing of dlt is changed. The base address comes from P2C_URL, the certificate to trust (if any) from P2C_CA.
"""

import json
import os
import tempfile

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"

import dlt  # noqa: E402
from dlt.sources.helpers import requests  # noqa: E402
from dlt.sources.helpers.rest_client import RESTClient  # noqa: E402
from dlt.sources.helpers.rest_client.paginators import JSONLinkPaginator  # noqa: E402
from dlt.sources.rest_api import rest_api_source  # noqa: E402

from report import Report  # noqa: E402

BASE = os.environ["P2C_URL"].rstrip("/")
SALES = f"{BASE}/api/data/v9.2/"
SUPPLY_CHAIN = f"{BASE}/data/"
NEXT_LINK = "'@odata.nextLink'"

report = Report("dlt")
workplace = tempfile.TemporaryDirectory()


def source(base_url, headers, resources):
    return rest_api_source(
        {
            "client": {"base_url": base_url, "headers": headers, "paginator": {"type": "json_link", "next_url_path": NEXT_LINK}},
            "resource_defaults": {"endpoint": {"data_selector": "value"}},
            "resources": resources,
        }
    )


def pipeline(name, destination=None):
    folder = os.path.join(workplace.name, name)
    os.makedirs(folder)
    return dlt.pipeline(
        pipeline_name=name,
        destination=destination or dlt.destinations.duckdb(os.path.join(folder, "loaded.duckdb")),
        dataset_name="twins",
        pipelines_dir=folder,
    )


def loaded(target, table):
    with target.sql_client() as client:
        return client.execute_sql(f"SELECT count(*) FROM {table}")[0][0]


def count(url):
    answer = requests.get(url)
    answer.encoding = "utf-8-sig"
    return int(answer.text)


@report.check("Sales: accounts and their lines, by pages of 7")
def sales_pages():
    accounts = list(
        source(
            SALES,
            {"Prefer": "odata.maxpagesize=7"},
            [{"name": "accounts", "endpoint": {"path": "accounts", "params": {"$select": "accountid,name,accountnumber"}}}],
        ).accounts
    )
    assert len({a["accountid"] for a in accounts}) == len(accounts) == count(SALES + "accounts/$count")


@report.check("Sales: filter, orderby and top")
def sales_query():
    client = RESTClient(base_url=SALES, paginator=JSONLinkPaginator(next_url_path=NEXT_LINK))
    rows = [
        row
        for page in client.paginate(
            "accounts",
            params={"$filter": "startswith(accountnumber,'US-')", "$orderby": "accountnumber desc", "$select": "accountnumber"},
            data_selector="value",
        )
        for row in page
    ]
    numbers = [row["accountnumber"] for row in rows]
    assert numbers and numbers == sorted(numbers, reverse=True) and all(n.startswith("US-") for n in numbers)


@report.check("Sales: load into duckdb, then only what changed (delta link)")
def sales_delta():
    @dlt.resource(name="accounts", primary_key="accountid", write_disposition="merge")
    def accounts():
        state = dlt.current.resource_state()
        url = state.get("delta_link") or SALES + "accounts?$select=name,accountnumber"
        while url:
            body = requests.get(url, headers={"Prefer": "odata.track-changes, odata.maxpagesize=10"}).json()
            yield [row for row in body["value"] if "reason" not in row]
            state["delta_link"] = body.get("@odata.deltaLink", state.get("delta_link"))
            url = body.get("@odata.nextLink")

    target = pipeline("delta")
    target.run(accounts())
    total = loaded(target, "accounts")
    assert total == count(SALES + "accounts/$count")
    created = requests.post(SALES + "accounts", json={"name": "dlt delta", "accountnumber": "DLT-DELTA"})
    assert created.status_code == 204, created.text
    information = target.run(accounts())
    rows = target.last_trace.last_normalize_info.row_counts.get("accounts", 0)
    assert rows == 1, f"{rows} rows in the delta, expected 1 ({information})"
    assert loaded(target, "accounts") == total + 1


@report.check("Sales: incremental by modifiedon")
def sales_incremental():
    def changed():
        return source(
            SALES,
            {},
            [
                {
                    "name": "contacts",
                    "primary_key": "contactid",
                    "write_disposition": "merge",
                    "endpoint": {
                        "path": "contacts",
                        "params": {"$filter": "modifiedon ge {incremental.start_value}", "$select": "contactid,fullname,modifiedon"},
                        "incremental": {"cursor_path": "modifiedon", "initial_value": "2000-01-01T00:00:00Z"},
                    },
                }
            ],
        )

    target = pipeline("incremental")
    target.run(changed())
    assert loaded(target, "contacts") == count(SALES + "contacts/$count")


@report.check("Sales: reverse ETL, upserts by alternate key in $batch")
def sales_reverse():
    answers = []

    @dlt.destination(batch_size=20, name="sales", naming_convention="direct", skip_dlt_columns_and_tables=True)
    def sales(items, table):
        parts = []
        for position, item in enumerate(items, start=1):
            body = json.dumps({"name": item["name"], "telephone1": item["telephone1"]})
            parts.append(
                "--changes\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
                f"Content-ID: {position}\r\n\r\n"
                f"PATCH {SALES}accounts(accountnumber='{item['accountnumber']}') HTTP/1.1\r\n"
                f"Content-Type: application/json\r\n\r\n{body}\r\n"
            )
        body = (
            "--batch\r\nContent-Type: multipart/mixed; boundary=changes\r\n\r\n"
            + "".join(parts)
            + "--changes--\r\n--batch--\r\n"
        )
        answer = requests.post(
            SALES + "$batch", data=body.encode(), headers={"Content-Type": "multipart/mixed; boundary=batch", "OData-Version": "4.0"}
        )
        answers.append((answer.status_code, answer.text.count("HTTP/1.1 204")))

    rows = [{"accountnumber": f"DLT-{n:03}", "name": f"From dlt {n}", "telephone1": f"555-{n:04}"} for n in range(50)]
    target = pipeline("reverse", sales)
    for _ in range(2):  # the second load updates what the first created
        target.run(rows, table_name="accounts")
    assert all(status == 200 for status, _ in answers) and sum(done for _, done in answers) == 100, answers
    assert count(SALES + "accounts/$count?$filter=startswith(accountnumber,'DLT-0')") == 50


@report.check("Supply Chain: customers by positional pages")
def supply_chain_pages():
    for n in range(12):
        customer = {
            "dataAreaId": "usmf", "CustomerAccount": f"DLT-{n:03}", "OrganizationName": f"From dlt {n}", "CustomerGroupId": "10",
            "SalesCurrencyCode": "USD",
        }
        requests.post(SUPPLY_CHAIN + "CustomersV2", json=customer)
    headers = {"Prefer": "odata.maxpagesize=5"}
    rows = list(
        source(
            SUPPLY_CHAIN,
            headers,
            [
                {
                    "name": "customers",
                    "endpoint": {
                        "path": "CustomersV2",
                        "params": {"cross-company": "true", "$select": "dataAreaId,CustomerAccount,OrganizationName"},
                    },
                }
            ],
        ).customers
    )
    keys = {(row["dataAreaId"], row["CustomerAccount"]) for row in rows}
    assert keys and len(keys) == len(rows) == count(SUPPLY_CHAIN + "CustomersV2/$count?cross-company=true")


@report.check("Supply Chain: by $top and $skip (offset paginator)")
def supply_chain_offset():
    rows = list(
        rest_api_source(
            {
                "client": {
                    "base_url": SUPPLY_CHAIN,
                    "paginator": {
                        "type": "offset", "limit": 10, "limit_param": "$top", "offset_param": "$skip",
                        "total_path": "'@odata.count'",
                    },
                },
                "resources": [
                    {
                        "name": "products",
                        "endpoint": {"path": "ReleasedProductsV2", "params": {"$count": "true"}, "data_selector": "value"},
                    }
                ],
            }
        ).products
    )
    assert rows and len(rows) == count(SUPPLY_CHAIN + "ReleasedProductsV2/$count")


@report.check("Supply Chain: load into duckdb, whole decimals")
def supply_chain_load():
    target = pipeline("supply_chain")
    target.run(source(SUPPLY_CHAIN, {}, [{"name": "warehouses", "endpoint": {"path": "Warehouses"}}]))
    assert loaded(target, "warehouses") == count(SUPPLY_CHAIN + "Warehouses/$count")


@report.check("Sales: a foreign next link is refused")
def sales_bad_cookie():
    answer = requests.Session(raise_for_status=False).get(SALES + "accounts?$skiptoken=nonsense")
    assert answer.status_code == 400 and "error" in answer.json()


report.finish()
