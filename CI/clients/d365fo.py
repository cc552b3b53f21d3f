"""d365fo-client against the Supply Chain twin: rows, actions, descriptions, labels, versions.

Nothing of the client is changed. The base address comes from P2C_URL. For a server on loopback the client sends a token of
its own and asks nobody for one; elsewhere it takes its credential from the environment, as its documentation says.
"""

import asyncio
import importlib
import logging
import os
import sqlite3
import sys
import tempfile

os.environ.setdefault("D365FO_LOG_LEVEL", "ERROR")
logging.disable(logging.WARNING)

# The client keeps descriptions in SQLite 3.43 or newer; where Python's own is older, it gets one that is not.
if sqlite3.sqlite_version_info < (3, 43):
    sys.modules["sqlite3"] = importlib.import_module("pysqlite3")

from d365fo_client import FOClient, FOClientConfig, QueryOptions  # noqa: E402
from report import Refused, Report  # noqa: E402

report = Report("d365fo-client")
workplace = tempfile.TemporaryDirectory()
config = FOClientConfig(
    base_url=os.environ["P2C_URL"].rstrip("/"),
    metadata_cache_dir=workplace.name,
    trace_client_id="00000000-0000-0000-0000-00000000d365",
)
COMPANY = {"dataAreaId": "usmf"}
KEY = {**COMPANY, "CustomerAccount": "D365-001"}
ORDER = {**COMPANY, "SalesOrderNumber": "D365-ORDER"}


def customer(account, name):
    return {
        **COMPANY, "CustomerAccount": account, "OrganizationName": name, "CustomerGroupId": "10", "SalesCurrencyCode": "USD",
        "PartyType": "Organization", "SiteId": "1", "WarehouseId": "13",
    }


def check(operation):
    """Runs an operation with a client of its own, as a short program would."""

    def run(function):
        async def whole():
            async with FOClient(config) as client:
                await function(client)

        report.check(operation)(lambda: asyncio.run(whole()))
        return function

    return run


@check("connect")
async def connect(client):
    assert await client.test_connection()
    assert await client.test_metadata_connection()


@check("metadata: whole download into the client's cache")
async def download(client):
    assert await client.download_metadata(force_refresh=True)


@check("create")
async def create(client):
    row = await client.create_entity("CustomersV2", customer("D365-001", "Of d365fo-client"))
    assert row["CustomerAccount"] == "D365-001" and row["@odata.etag"].startswith('W/"')
    for n in range(2, 13):
        await client.create_entity("CustomersV2", customer(f"D365-{n:03}", f"Of d365fo-client {n}"))


@check("create: a duplicate is refused with the Infolog")
async def duplicate(client):
    try:
        await client.create_entity("CustomersV2", customer("D365-001", "Twice"))
    except Exception as error:
        assert "The record already exists" in str(error), error
    else:
        raise AssertionError("the duplicate was taken")


@check("read by key")
async def read(client):
    row = await client.get_entity("CustomersV2", KEY, QueryOptions(select=["CustomerAccount", "OrganizationName"]))
    assert row["OrganizationName"] == "Of d365fo-client"
    assert await client.get_entity_by_key("CustomersV2", {**COMPANY, "CustomerAccount": "NONE"}) is None


@check("read by alternate key")
async def alternate(client):
    raise Refused("the product's entities have no alternate keys")


@check("query: filter, orderby, select, count")
async def query(client):
    answer = await client.get_entities(
        "CustomersV2",
        QueryOptions(
            filter="dataAreaId eq 'usmf' and CustomerAccount eq 'D365-0*'", orderby=["CustomerAccount desc"],
            select=["CustomerAccount"], count=True, top=5,
        ),
    )
    accounts = [row["CustomerAccount"] for row in answer["value"]]
    assert accounts == [f"D365-{n:03}" for n in range(12, 7, -1)] and answer["@odata.count"] == 12


@check("query: pages by top and skip")
async def pages(client):
    seen = []
    while True:
        options = QueryOptions(filter="CustomerAccount eq 'D365-0*'", orderby=["CustomerAccount"], top=5, skip=len(seen))
        rows = (await client.get_entities("CustomersV2", options))["value"]
        if not rows:
            break
        seen += [row["CustomerAccount"] for row in rows]
    assert seen == [f"D365-{n:03}" for n in range(1, 13)]


@check("query: an enumeration in a filter")
async def enumeration(client):
    properties = {p.name: p for p in (await client.get_public_entity_info("CustomerV2")).properties}
    name = next(n for n, p in properties.items() if p.type_name == "Microsoft.Dynamics.DataEntities.NoYes")
    options = QueryOptions(filter=f"{name} eq Microsoft.Dynamics.DataEntities.NoYes'No'", top=1)
    assert (await client.get_entities("CustomersV2", options))["value"]


@check("query: what the product refuses is refused")
async def refused(client):
    try:
        await client.get_entities("CustomersV2", QueryOptions(filter="contains(OrganizationName,'Of')"))
    except Exception as error:
        assert "contains" in str(error), error
    else:
        raise AssertionError("contains() was taken")


@check("update")
async def update(client):
    await client.update_entity("CustomersV2", KEY, {"OrganizationName": "Renamed"})
    await client.update_entity("CustomersV2", KEY, {"NameAlias": "Other"}, method="PUT")
    row = await client.get_entity("CustomersV2", KEY)
    assert (row["OrganizationName"], row["NameAlias"]) == ("Renamed", "Other")


@check("upsert")
async def upsert(client):
    try:
        await client.update_entity("CustomersV2", {**COMPANY, "CustomerAccount": "NONE"}, {"OrganizationName": "Nobody"})
    except Exception as error:
        assert "No resources were found when selecting for update." in str(error), error
        raise Refused("PATCH of a missing row is refused, as the product does; the client has no other upsert")
    raise AssertionError("a row was made")


@check("query: expand")
async def expand(client):
    await client.call_action("populateDistinctProductTable", {}, "SellableReleasedProducts")
    await client.create_entity("CDSSalesOrderHeaders", {**ORDER, "OrderingCustomerAccountNumber": "D365-001"})
    for number in (1, 2):
        await client.create_entity(
            "CDSSalesOrderLines", {**ORDER, "LineCreationSequenceNumber": number, "ProductNumber": "D0001", "OrderedSalesQuantity": number}
        )
    row = await client.get_entity("CDSSalesOrderHeaders", ORDER, QueryOptions(expand=["CDSSalesOrderLines"]))
    assert [line["OrderedSalesQuantity"] for line in row["CDSSalesOrderLines"]] == [1, 2]


@check("read by a key with a number in it")
async def number_key(client):
    row = await client.get_entity("CDSSalesOrderLines", {**ORDER, "LineCreationSequenceNumber": 2})
    assert row["ProductNumber"] == "D0001"


@check("action on an entity")
async def entity_action(client):
    await client.call_action("confirm", {}, "CDSSalesOrderHeaders", ORDER)
    row = await client.get_entity("CDSSalesOrderHeaders", ORDER)
    assert row["SalesOrderProcessingStatus"] == "Confirmed"


@check("action on a collection")
async def collection_action(client):
    answer = await client.call_action("calculateSalesTotals", {"salesOrders": True}, "CDSSalesOrderHeaders")
    assert isinstance(answer["value"], int)


@check("batch")
async def batch(client):
    raise Refused("the client sends no batches")


@check("metadata: data entities by category and name")
async def data_entities(client):
    api = client.metadata_api_ops
    found = await api.search_data_entities("customer", entity_category="Master", is_read_only=False)
    assert [e.public_collection_name for e in found] == ["CustomersV2"], found
    info = await api.get_data_entity_info(found[0].name)
    assert info.label_text == "Customers"
    assert await api.get_data_entity_info("NoSuchEntity") is None
    assert len(await client.get_data_entities_list()) > 20


@check("metadata: public entity with labels, keys, navigation, actions")
async def public_entity(client):
    info = await client.metadata_api_ops.get_public_entity_info("CDSSalesOrderHeader")
    assert [p.name for p in info.properties if p.is_key] == ["dataAreaId", "SalesOrderNumber"]
    assert all(p.label_text for p in info.properties)
    assert {n.name for n in info.navigation_properties} >= {"CDSSalesOrderLines"}
    assert {a.name for a in info.actions} >= {"confirm", "postInvoice", "calculateSalesTotals"}
    schema = await client.get_public_entity_schema_by_entityset("CDSSalesOrderHeaders")
    assert schema.name == "CDSSalesOrderHeader"
    assert [e.name for e in await client.metadata_api_ops.search_public_entities("salesorderl")] == ["CDSSalesOrderLine"]


@check("metadata: enumerations")
async def enumerations(client):
    info = await client.metadata_api_ops.get_public_enumeration_info("NoYes")
    assert [(m.name, m.value, m.label_text) for m in info.members] == [("No", 0, "No"), ("Yes", 1, "Yes")]
    assert len(await client.metadata_api_ops.search_public_enumerations("status")) > 2


@check("metadata: search in the client's cache, actions by name")
async def cached(client):
    assert "CustomersV2" in [e.public_collection_name for e in await client.search_entities("customer")]
    actions = await client.search_actions("postInvoice")
    assert [a.entity_set_name for a in actions] == ["CDSSalesOrderHeaders"], actions


@check("labels")
async def labels(client):
    assert await client.get_label_text("@SYS13342") == "Company"
    assert await client.get_labels_batch(["@SYS2048", "@SYS5461"]) == {"@SYS2048": "No", "@SYS5461": "Yes"}


@check("versions and modules")
async def versions(client):
    assert (await client.get_application_version()).startswith("7.3")
    assert (await client.get_platform_build_version()).startswith("7.0")
    assert (await client.get_application_build_version()).startswith("7.3")
    assert (await client.get_installed_modules())[0].startswith("Name: ")
    found = await client.query_data_management_entities_by_category(["Master"], is_shared=False)
    assert "Customers" in [e["EntityName"] for e in found]


@check("delete")
async def delete(client):
    assert await client.delete_entity("CustomersV2", {**COMPANY, "CustomerAccount": "D365-012"})
    assert await client.get_entity_by_key("CustomersV2", {**COMPANY, "CustomerAccount": "D365-012"}) is None


@check("JSON services")
async def json_service(client):
    answer = await client.post_json_service("SysSqlDiagnosticService", "SysSqlDiagnosticServiceOperations", "GetAxSqlExecuting")
    assert answer.status_code == 501, answer
    raise Refused("the twin does not emulate JSON services (501)")


@check("printed reports")
async def reports(client):
    try:
        await client.download_srs_report("CIV-000001", "usmf", save_path=os.path.join(workplace.name, "report.pdf"))
    except Exception as error:
        assert "SrsFinanceCopilots" in str(error), error
        raise Refused("the twin does not emulate printed reports")
    raise AssertionError("there is a report")


report.finish()
