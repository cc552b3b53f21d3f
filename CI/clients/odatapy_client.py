"""odatapy, a client modelled on Apache Olingo, against both twins: a strict reader of $metadata, and rows typed by it.

Nothing of the client is changed. The base address comes from P2C_URL. The client asks with OData-Version 4.01 and turns values
into Decimal, UUID and datetime by what $metadata says of them.
"""

import datetime
import os
import re
import uuid
from decimal import Decimal

from odatapy.client import EdmEnabledODataClient, Field, HttpxTransport, ODataClientError, OrderBy
from odatapy.edm import Edm
from odatapy.edm.json_csdl import JsonEdmProvider
from report import Refused, Report

BASE = os.environ["P2C_URL"].rstrip("/")
report = Report("odatapy")


class Twin:
    def __init__(self, name, path):
        self.name, self.root = name, BASE + path
        self.client = EdmEnabledODataClient(self.root, HttpxTransport())

    def check(self, operation):
        return report.check(f"{self.name}: {operation}")

    def rows(self, entity_set):
        return self.client.entity_set_uri(entity_set)

    def row(self, entity_set, key):
        return self.client.entity_uri(entity_set, key)


def named_types(document):
    """Every name of a type that stands in a CSDL XML document, those of the vocabularies aside."""
    used = re.findall(r'\b(?:Type|BaseType|EntityType|UnderlyingType)="([^"]+)"', document)
    return sorted({re.sub(r"^Collection\((.*)\)$", r"\1", name) for name in used if not name.startswith("Org.OData.")})


def refused_with(status, function, text=""):
    try:
        function()
    except ODataClientError as error:
        assert error.status_code == status, error
        assert text in str(error), error
    else:
        raise AssertionError("was not refused")


def metadata_checks(twin):
    @twin.check("$metadata, every type it names is declared")
    def _():
        edm = twin.client.get_edm()
        for name in named_types(twin.client.get_metadata_document()):
            edm.resolve_type(name)

    @twin.check("$metadata as CSDL JSON reads as the same model")
    def _():
        answer = twin.client.get_raw(twin.root + "/$metadata?$format=application/json")
        fromJSON = Edm.from_provider(JsonEdmProvider(answer.content))
        listed = {entity_set.name: entity_set for entity_set in fromJSON.entity_container.entity_sets}
        for entity_set in twin.client.edm().entity_container.entity_sets:
            other = listed.pop(entity_set.name).entity_type
            assert {p.name: (p.type_fqn, p.nullable) for p in entity_set.entity_type.get_properties()} == {
                p.name: (p.type_fqn, p.nullable) for p in other.get_properties()
            }, entity_set.name
        assert not listed, listed

    @twin.check("$metadata is not sent again while it is the same")
    def _():
        edm = twin.client.edm()
        assert twin.client.metadata_etag
        assert twin.client.refresh_edm() is edm, "the document came again"

    @twin.check("service document")
    def _():
        listed = set(twin.client.get_service_document().entity_sets)
        assert listed == {entity_set.name for entity_set in twin.client.edm().entity_container.entity_sets}, listed


# MARK: Sales

sales = Twin("Sales", "/api/data/v9.2")
metadata_checks(sales)
ids = {}


@sales.check("create, with the row in the answer")
def _():
    row = sales.client.create_entity(
        "accounts", {"name": "Olingo & Sons", "creditlimit": Decimal("1234.56"), "numberofemployees": 12})
    ids["account"] = row.get_value("accountid")
    assert isinstance(ids["account"], uuid.UUID) and row.get_value("creditlimit") == Decimal("1234.56"), row.as_dict()
    assert isinstance(row.get_value("createdon"), datetime.datetime), row.get_value("createdon")


@sales.check("create, with the address alone")
def _():
    made = sales.client.create_entity_result("accounts", {"name": "Olingo 2"}, return_representation=False)
    assert made.status_code == 204 and made.entity_id.startswith(sales.root + "/accounts("), made.entity_id
    assert sales.client.get_entity(made.entity_id).get_value("name") == "Olingo 2"


@sales.check("create with links and nested rows")
def _():
    row = sales.client.create_entity("contacts", {
        "lastname": "Olingo", "parentcustomerid_account@odata.bind": f"/accounts({ids['account']})"})
    ids["contact"] = row.get_value("contactid")
    assert row.get_value("_parentcustomerid_value") == ids["account"], row.as_dict()


@sales.check("read by key, select and expand")
def _():
    uri = sales.row("contacts", ids["contact"]).select("lastname").expand("parentcustomerid_account($select=name)")
    row = sales.client.get_entity(uri)
    account = row.get_navigation_link("parentcustomerid_account").inline_entity
    assert row.etag and account.get_value("name") == "Olingo & Sons", row


@sales.check("read by alternate key")
def _():
    sales.client.create_entity("accounts", {"name": "By number", "accountnumber": "OLG-1"})
    assert sales.client.get_entity(sales.row("accounts", {"accountnumber": "OLG-1"})).get_value("name") == "By number"


@sales.check("filter, orderby, select, top, count")
def _():
    uri = sales.rows("accounts").filter(Field("name").startswith("Olingo") & Field("statecode").eq(0)).select("name", "creditlimit")
    rows = sales.client.get_entity_set(uri.orderby(OrderBy().asc("name")).count())
    assert [row.get_value("name") for row in rows] == ["Olingo & Sons", "Olingo 2"] and rows.count == 2, rows


@sales.check("filter by money, by identifier, by moment")
def _():
    for condition in (
        Field("creditlimit").eq(Decimal("1234.56")), Field("accountid").eq(ids["account"]),
        Field("createdon").le(datetime.datetime(2999, 1, 1, tzinfo=datetime.timezone.utc)) & Field("name").eq("Olingo & Sons"),
    ):
        assert len(list(sales.client.get_entity_set(sales.rows("accounts").filter(condition)))) == 1, condition.build()


@sales.check("what the product does not filter by is refused")
def _():
    refused_with(400, lambda: sales.client.get_entity_set(sales.rows("accounts").filter(Field("name").in_(["a"]))))
    refused_with(400, lambda: sales.client.get_entity_set(sales.rows("accounts").skip(3)))
    refused_with(400, lambda: sales.client.get_entity_set(sales.rows("accounts").filter(Field("nosuch").eq(1))), "nosuch")


@sales.check("pages by next links")
def _():
    pages = list(sales.client.iter_pages(sales.rows("accounts").select("name"), max_page_size=2))
    assert len(pages) > 1 and all(len(list(page)) <= 2 for page in pages), len(pages)


@sales.check("$count")
def _():
    try:
        sales.client.get_count(sales.rows("accounts"))
    except ValueError:
        raise Refused("the product begins the number with a byte order mark, which the client takes for a part of it") from None
    raise AssertionError("the byte order mark is missing")


@sales.check("a property, its value")
def _():
    assert sales.client.get_property_value(sales.row("accounts", ids["account"]).append_property_segment("name")) == "Olingo & Sons"


@sales.check("every metadata level, numbers as text")
def _():
    for level in ("none", "minimal", "full"):
        row = sales.client.get_entity(sales.row("accounts", ids["account"]), metadata=level)
        assert row.get_value("name") == "Olingo & Sons", level
    exact = EdmEnabledODataClient(sales.root, HttpxTransport(), ieee754_compatible=True)
    row = exact.get_entity(exact.entity_uri("accounts", ids["account"]))
    assert row.get_value("creditlimit") == Decimal("1234.56"), row.get_value("creditlimit")


@sales.check("update with the row's ETag, a stale one is refused")
def _():
    row = sales.client.get_entity(sales.row("accounts", ids["account"]).select("name"))
    sales.client.update_entity(sales.row("accounts", ids["account"]), {"telephone1": "1"}, etag=row.etag)
    refused_with(412, lambda: sales.client.update_entity(sales.row("accounts", ids["account"]), {"telephone1": "2"}, etag=row.etag))


@sales.check("upsert by PATCH")
def _():
    key = uuid.UUID("11111111-2222-3333-4444-555555555555")
    for name in ("Made", "Changed"):
        sales.client.update_entity(sales.row("accounts", key), {"name": name})
        assert sales.client.get_entity(sales.row("accounts", key)).get_value("name") == name


@sales.check("set and clear one property")
def _():
    uri = sales.row("accounts", ids["account"]).append_property_segment("telephone1")
    sales.client.update_property(uri.build(), "42")
    assert sales.client.get_entity(sales.row("accounts", ids["account"])).get_value("telephone1") == "42"
    sales.client.delete_property(uri.build())
    assert sales.client.get_entity(sales.row("accounts", ids["account"])).get_value("telephone1") is None


@sales.check("links: read, set, remove")
def _():
    uri = sales.row("accounts", ids["account"]).append_navigation_segment("primarycontactid")
    sales.client.set_reference(uri.build(), f"{sales.root}/contacts({ids['contact']})")
    row = sales.client.get_entity(sales.row("accounts", ids["account"]))
    assert row.get_value("_primarycontactid_value") == ids["contact"], row.get_value("_primarycontactid_value")
    assert sales.client.get_entity(uri.build()).get_value("lastname") == "Olingo"
    sales.client.remove_reference(uri.build())
    assert sales.client.get_entity(sales.row("accounts", ids["account"])).get_value("_primarycontactid_value") is None


@sales.check("functions, their answers typed by $metadata")
def _():
    answer = sales.client.invoke_function(sales.root + "/WhoAmI()").json()
    uuid.UUID(answer["UserId"])
    declared = {p.name for p in sales.client.edm().resolve_type("Microsoft.Dynamics.CRM.WhoAmIResponse").get_properties()}
    assert declared == {"BusinessUnitId", "UserId", "OrganizationId"}, declared


@sales.check("batch: reads and a change set")
def _():
    batch = sales.client.batch()
    changes = batch.add_changeset()
    changes.create("accounts", {"name": "In a batch"}, content_id="1")
    changes.update(sales.row("accounts", ids["account"]).build(), {"telephone1": "7"}, content_id="2")
    batch.add_retrieve(sales.rows("accounts").filter(Field("name").eq("In a batch")).build(), accept="application/json")
    answer = sales.client.execute_batch(batch)
    assert answer.is_success and [part.status_code for part in answer] == [204, 204, 200], [part.status_code for part in answer]


@sales.check("batch: a failed change set leaves nothing")
def _():
    batch = sales.client.batch()
    changes = batch.add_changeset()
    changes.create("accounts", {"name": "Never there"}, content_id="1")
    changes.create("accounts", {"nosuch": 1}, content_id="2")
    try:
        failed = sales.client.execute_batch(batch)
        assert not failed.is_success
    except ODataClientError as error:
        assert error.status_code == 400, error
    assert not list(sales.client.get_entity_set(sales.rows("accounts").filter(Field("name").eq("Never there"))))


@sales.check("changes since a delta link")
def _():
    first = sales.client.get_entity_set(sales.rows("accounts").select("name"), track_changes=True)
    assert first.delta_link, "no delta link"
    sales.client.update_entity(sales.row("accounts", ids["account"]), {"name": "Olingo & Daughters"})
    changes = sales.client.get_delta(first.delta_link)
    assert [row.get_value("name") for row in changes] == ["Olingo & Daughters"], changes


@sales.check("delete")
def _():
    sales.client.delete_entity(sales.row("contacts", ids["contact"]))
    refused_with(404, lambda: sales.client.get_entity(sales.row("contacts", ids["contact"])), "Does Not Exist")


# MARK: Supply Chain

chain = Twin("Supply Chain", "/data")
metadata_checks(chain)
KEY = {"dataAreaId": "usmf", "CustomerAccount": "OLG-001"}


def customer(number):
    return {
        "dataAreaId": "usmf", "CustomerAccount": f"OLG-{number:03}", "OrganizationName": f"Olingo {number}", "CustomerGroupId": "10",
        "SalesCurrencyCode": "USD", "PartyType": "Organization", "SiteId": "1", "WarehouseId": "13",
    }


@chain.check("create")
def _():
    for number in range(1, 6):
        row = chain.client.create_entity("CustomersV2", customer(number))
        assert row.etag and row.get_value("PartyNumber"), row.as_dict()


@chain.check("create, a duplicate is refused with the Infolog")
def _():
    refused_with(400, lambda: chain.client.create_entity("CustomersV2", customer(1)))


@chain.check("read by key")
def _():
    row = chain.client.get_entity(chain.row("CustomersV2", KEY))
    assert row.get_value("OrganizationName") == "Olingo 1", row.as_dict()


@chain.check("filter, orderby, select, top, skip, count")
def _():
    uri = chain.rows("CustomersV2").filter(Field("CustomerGroupId").eq("10") & Field("CustomerAccount").ge("OLG-001"))
    rows = chain.client.get_entity_set(uri.select("CustomerAccount").orderby(OrderBy().desc("CustomerAccount")).top(2).skip(1).count())
    assert len(list(rows)) == 2 and rows.count >= 5, rows.count


@chain.check("filter by moments before now()")
def _():
    uri = chain.rows("CDSSalesOrderHeaders").filter("RequestedShippingDate lt now()").top(3)
    chain.client.get_entity_set(uri)


@chain.check("pages by next links")
def _():
    pages = list(chain.client.iter_pages(chain.rows("ReleasedProductsV2").select("ItemNumber"), max_page_size=2))
    assert len(pages) > 1, len(pages)


@chain.check("every metadata level")
def _():
    for level in ("none", "minimal", "full"):
        assert chain.client.get_entity(chain.row("CustomersV2", KEY), metadata=level).get_value("CustomerGroupId") == "10", level


@chain.check("update by PATCH and by PUT, a stale ETag is refused")
def _():
    row = chain.client.get_entity(chain.row("CustomersV2", KEY))
    chain.client.update_entity(chain.row("CustomersV2", KEY), {"OrganizationName": "Olingo A"}, etag=row.etag)
    refused_with(412, lambda: chain.client.update_entity(chain.row("CustomersV2", KEY), {"OrganizationName": "B"}, etag=row.etag))
    chain.client.update_entity(chain.row("CustomersV2", KEY), {"OrganizationName": "Olingo C"}, method="PUT")
    assert chain.client.get_entity(chain.row("CustomersV2", KEY)).get_value("OrganizationName") == "Olingo C"


@chain.check("PATCH of a missing row is refused, as the product does")
def _():
    missing = {"dataAreaId": "usmf", "CustomerAccount": "OLG-404"}
    refused_with(400, lambda: chain.client.update_entity(chain.row("CustomersV2", missing), {"OrganizationName": "x"}))


@chain.check("batch: reads and a change set")
def _():
    batch = chain.client.batch()
    changes = batch.add_changeset()
    changes.create("CustomersV2", customer(9), content_id="1")
    changes.update(chain.row("CustomersV2", KEY).build(), {"OrganizationName": "Olingo D"}, content_id="2")
    batch.add_retrieve(chain.row("CustomersV2", KEY).build())
    answer = chain.client.execute_batch(batch)
    assert answer.is_success and [part.status_code for part in answer] == [201, 204, 200], [part.status_code for part in answer]


@chain.check("batch in the JSON format")
def _():
    batch = chain.client.batch(format="json")
    batch.add_retrieve(chain.row("CustomersV2", KEY).build())
    try:
        chain.client.execute_batch(batch)
    except ODataClientError:
        raise Refused("the product takes multipart batches only") from None
    raise AssertionError("a JSON batch was taken")


@chain.check("delete")
def _():
    for number in (1, 2, 3, 4, 5, 9):
        chain.client.delete_entity(chain.row("CustomersV2", {"dataAreaId": "usmf", "CustomerAccount": f"OLG-{number:03}"}))
    refused_with(404, lambda: chain.client.get_entity(chain.row("CustomersV2", KEY)))


report.finish()
