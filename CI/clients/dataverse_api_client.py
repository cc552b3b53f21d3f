"""dataverse-api against the Sales twin: rows one by one, in batches and many at once, and the definitions it reads with pydantic.

Nothing of the client is changed; it is handed a session of requests, as its manual says. The base address comes from P2C_URL.
"""

import contextlib
import io
import os

import requests
from dataverse_api import DataverseClient
from dataverse_api.errors import DataverseAPIError
from dataverse_api.metadata.entity import define_entity
from dataverse_api.metadata.attributes import StringAttributeMetadata
from report import Refused, Report

BASE = os.environ["P2C_URL"].rstrip("/") + "/"
report = Report("dataverse-api")
client = DataverseClient(requests.Session(), BASE)
ids = {}


def rows(prefix, count=5):
    return [{"name": f"{prefix} {number}", "accountnumber": f"{prefix}-{number}"} for number in range(count)]


def succeeded(responses, parts=None):
    """Whether every answer is a success; of batches whether each part is, too."""
    for response in responses:
        assert response.status_code < 400, (response.status_code, response.text[:300])
        if parts is not None:
            assert response.text.count("HTTP/1.1 20") == parts, response.text[:600]


@report.check("languages")
def languages():
    assert client.get_language_codes() == [1033]


@report.check("definition of a table")
def definition():
    for name in ("account", "contact", "product", "quote", "salesorder", "salesorderdetail", "invoice", "pricelevel"):
        found = client.get_entity_definition(name)
        assert found.schema_name.lower() == name and found.display_name.user_localized_label, found


@report.check("definition of a relationship")
def relationship():
    assert client.get_relationship_definition("account_primary_contact").schema_name == "account_primary_contact"


@report.check("what a table offers: keys, bulk messages, relationships")
def offers():
    account = ids["account"] = client.entity("account")
    assert (account.entity_set_name, account.primary_id_attr) == ("accounts", "accountid")
    assert ["accountnumber"] in account.alternate_keys.values(), account.alternate_keys
    assert account.supports_create_multiple and account.supports_update_multiple
    assert len(account.relationships.single_valued) > 3 and len(account.relationships.collection_valued) > 3


@report.check("create, one by one")
def create():
    made = ids["account"].create(rows("DVA"), return_created=True)
    assert [response.json()["accountnumber"] for response in made] == [row["accountnumber"] for row in rows("DVA")]


@report.check("create, by threads")
def create_threads():
    succeeded(ids["account"].create(rows("DVT"), threading=True))


@report.check("create many (CreateMultiple)")
def create_multiple():
    answer, = ids["account"].create(rows("DVM"), mode="multiple")
    assert len(answer.json()["Ids"]) == 5, answer.text


@report.check("create in a batch")
def create_batch():
    succeeded(ids["account"].create(rows("DVB"), mode="batch"), parts=5)


@report.check("read: filter, order, select, expand, pages, formatted values")
def read():
    found = ids["account"].read(
        select=["name", "accountnumber", "statecode"], filter="startswith(name,'DV')", order_by="name desc", page_size=3,
        expand="primarycontactid($select=fullname)", return_formatted_values=True)
    names = [row["name"] for row in found]
    assert len(names) == 20 and names == sorted(names, reverse=True), names
    assert found[0]["statecode@OData.Community.Display.V1.FormattedValue"] == "Active", found[0]
    ids["rows"] = {row["accountnumber"]: row["accountid"] for row in found}


@report.check("read: top")
def read_top():
    assert len(ids["account"].read(select=["name"], filter="startswith(name,'DV')", top=2)) == 2


@report.check("upsert by identifier, one by one and in a batch")
def upsert():
    changes = [{"accountid": ids["rows"][f"DVA-{number}"], "telephone1": str(number)} for number in range(5)]
    succeeded(ids["account"].upsert(changes))
    succeeded(ids["account"].upsert(changes, mode="batch"), parts=5)
    found = ids["account"].read(select=["telephone1"], filter="accountnumber eq 'DVA-3'")
    assert found[0]["telephone1"] == "3", found


@report.check("upsert by alternate key, one by one and in a batch")
def upsert_key():
    key = next(name for name, columns in ids["account"].alternate_keys.items() if columns == ["accountnumber"])
    succeeded(ids["account"].upsert([{"accountnumber": "DVK-1", "name": "DVK new"}], altkey_name=key))
    with contextlib.redirect_stdout(io.StringIO()):
        succeeded(ids["account"].upsert([{"accountnumber": "DVK-1", "name": "DVK old"}], mode="batch", altkey_name=key), parts=1)
    assert [row["name"] for row in ids["account"].read(filter="accountnumber eq 'DVK-1'")] == ["DVK old"]


@report.check("clear a column, one by one and in a batch")
def clear():
    chosen = [ids["rows"][f"DVA-{number}"] for number in range(2)]
    succeeded(ids["account"].delete_columns(["telephone1"], mode="individual", ids=chosen))
    succeeded(ids["account"].delete_columns(["name"], mode="batch", ids=chosen[:1]), parts=1)
    assert ids["account"].read(select=["telephone1"], filter="accountnumber eq 'DVA-1'")[0]["telephone1"] is None


@report.check("what is refused is told")
def refused():
    try:
        ids["account"].read(select=["nosuchcolumn"])
    except DataverseAPIError as error:
        assert "Could not find a property named 'nosuchcolumn'" in str(error), error
    else:
        raise AssertionError("an unknown column was read")


@report.check("delete by identifiers, by filter, in a batch")
def delete():
    succeeded(ids["account"].delete(ids=[ids["rows"]["DVA-0"]]))
    succeeded(ids["account"].delete(filter="startswith(name,'DVM')"))
    succeeded(ids["account"].delete(mode="batch", filter="startswith(accountnumber,'DV')"))
    assert ids["account"].read(filter="startswith(accountnumber,'DV')") == []


@report.check("create a table")
def create_table():
    column = StringAttributeMetadata(schema_name="new_Name", is_primary_name=True)
    try:
        client.create_entity(define_entity("new_Test", [column]))
    except DataverseAPIError as error:
        raise Refused(str(error).split("failed: ")[-1]) from None


report.finish()
