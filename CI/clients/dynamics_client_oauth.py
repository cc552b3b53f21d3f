"""dynamics-client against the Sales twin over TLS, with a token it fetches itself from the identity endpoint.

Nothing of the client is changed: token address, client and secret are those of the twin's standard directory (docs/sign-in.md). The
base address comes from P2C_URL, the certificate to trust from P2C_CA.
"""

import os

os.environ["SSL_CERT_FILE"] = os.environ["P2C_CA"]

from dynamics import DynamicsClient, apl, ftr  # noqa: E402: the certificate is read with the library
from dynamics import exceptions  # noqa: E402
from report import Report  # noqa: E402

URL = os.environ["P2C_URL"].rstrip("/")
TENANT = "7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d9e0f"
report = Report("dynamics-client")
ids = {}


def connect(secret="integration-secret"):
    return DynamicsClient(
        f"{URL}/api/data/v9.2", f"{URL}/{TENANT}/oauth2/v2.0/token", "c11e0000-0000-4000-8000-000000000001", secret,
        scope=f"{URL}/.default", cache_token=False)


client = connect()


def fresh(table, row_id=None):
    client.reset_query()
    client.table = table
    if row_id:
        client.row_id = row_id
    return client


@report.check("sign-in: a token by client credentials")
def sign_in():
    assert client.functions.whoami().data[0]["UserId"]


@report.check("sign-in: a wrong secret is refused")
def wrong_secret():
    try:
        connect("wrong").functions.whoami()
    except Exception as error:  # the library that fetches the token has its own type for it
        assert "invalid_client" in str(error), error
    else:
        raise AssertionError("a wrong secret was let in")


@report.check("create, with the row in the answer")
def create():
    for number in range(6):
        fresh("accounts").select = ["name", "accountnumber", "numberofemployees"]
        row = client.post({"name": f"Dyn {number}", "accountnumber": f"DYN-{number}", "numberofemployees": number * 100}).data
        ids[number] = row["accountid"]
        assert row["accountnumber"] == f"DYN-{number}", row


@report.check("create with a lookup")
def create_lookup():
    row = fresh("contacts").post({"lastname": "Dyn", "parentcustomerid_account@odata.bind": f"/accounts({ids[0]})"}).data
    ids["contact"] = row["contactid"]
    assert row["_parentcustomerid_value"] == ids[0], row


@report.check("create: a duplicate key is refused")
def duplicate():
    try:
        fresh("accounts").post({"name": "again", "accountnumber": "DYN-0"})
    except exceptions.DuplicateRecordError as error:
        assert "already exists" in str(error), error
    else:
        raise AssertionError("a second row has the same key")


@report.check("read by identifier and by alternate key")
def read():
    assert fresh("accounts", ids[1]).get().data[0]["name"] == "Dyn 1"
    assert fresh("accounts", "accountnumber='DYN-2'").get().data[0]["accountid"] == ids[2]


@report.check("a row that is not there")
def missing():
    try:
        fresh("accounts", "00000000-0000-0000-0000-000000000001").get()
    except exceptions.NotFound as error:
        assert "Does Not Exist" in str(error), error
    else:
        raise AssertionError("a missing row was read")


@report.check("filter, order, count, formatted values")
def query():
    fresh("accounts").select = ["name", "statecode"]
    client.filter = [ftr.startswith("name", "Dyn"), ftr.ge("numberofemployees", 200)]
    client.orderby = {"name": "desc"}
    client.count = True
    client.show_annotations = True
    found = client.get()
    assert [row["name"] for row in found.data] == ["Dyn 5", "Dyn 4", "Dyn 3", "Dyn 2"] and found.count == 4, found
    assert found.data[0]["statecode@OData.Community.Display.V1.FormattedValue"] == "Active", found.data[0]


@report.check("query functions: In, Between, OnOrAfter, LastXDays, null")
def functions():
    for condition in (
        ftr.in_("accountnumber", ["DYN-1", "DYN-2"]), ftr.between("numberofemployees", [100, 200]),
    ):
        fresh("accounts").filter = [ftr.startswith("name", "Dyn"), condition]
        assert len(client.get().data) == 2, condition
    for condition in (ftr.on_or_after("createdon", "2000-01-01T00:00:00Z"), ftr.last_x_days("createdon", 3), ftr.eq("telephone1", None)):
        fresh("accounts").filter = [ftr.startswith("name", "Dyn"), condition]
        assert len(client.get().data) == 6, condition


@report.check("expand one and many")
def expand():
    fresh("accounts", ids[0]).expand = {"contact_customer_accounts": {"select": ["lastname"]}, "primarycontactid": {"select": ["fullname"]}}
    row = client.get().data[0]
    assert [contact["lastname"] for contact in row["contact_customer_accounts"]] == ["Dyn"] and row["primarycontactid"] is None, row


@report.check("pages")
def pages():
    fresh("accounts").select = ["name"]
    client.filter = [ftr.startswith("name", "Dyn")]
    client.pagesize = 2
    found = client.get(pagination_rules={"pages": -1})
    client.pagesize = 5000
    assert len(found.data) == 6, len(found.data)


@report.check("aggregate and group")
def aggregate():
    total = apl.aggregate(col_="numberofemployees", with_="sum", as_="total")
    fresh("accounts").apply = f"filter(startswith(name,'Dyn'))/{total}"
    assert client.get().data[0]["total"] == 1500, client.get().data
    fresh("accounts").apply = apl.filter([ftr.startswith("name", "Dyn")], ["statecode"])
    assert [row["statecode"] for row in client.get().data] == [0], client.get().data
    fresh("accounts").apply = apl.groupby(["statecode"], total)
    assert client.get().data[0]["total"] >= 1500, client.get().data


@report.check("FetchXML")
def fetch():
    fresh("accounts").fetch_xml = (
        '<fetch top="2"><entity name="account"><attribute name="name"/><order attribute="name"/>'
        '<filter><condition attribute="name" operator="like" value="Dyn%"/></filter></entity></fetch>')
    assert [row["name"] for row in client.get().data] == ["Dyn 0", "Dyn 1"], client.get().data


@report.check("update, with the row in the answer")
def update():
    fresh("accounts", ids[0]).select = ["name", "telephone1"]
    assert client.patch({"telephone1": "555"}).data["telephone1"] == "555"


@report.check("link: set and read through it")
def link():
    fresh("accounts", ids[0]).patch({"primarycontactid@odata.bind": f"/contacts({ids['contact']})"})
    fresh("accounts", ids[0]).pre_expand = "primarycontactid"
    assert client.get().data[0]["lastname"] == "Dyn"


@report.check("quote to order: activate, win, convert, cancel the order")
def quote():
    prices = fresh("pricelevels").get().data[0]
    made = fresh("quotes").post({
        "name": "Dyn", "customerid_account@odata.bind": f"/accounts({ids[0]})",
        "pricelevelid@odata.bind": f"/pricelevels({prices['pricelevelid']})"}).data
    assert client.actions.activate_quote(made["quoteid"]).data["statecode"] == 1
    client.actions.win_quote(made["quoteid"])
    order = client.actions.convert_quote_to_order(made["quoteid"]).data
    assert order["salesorderid"] and order["_quoteid_value"] == made["quoteid"], order
    client.actions.cancel_order(order["salesorderid"])


@report.check("delete")
def delete():
    fresh("contacts", ids["contact"]).delete()
    for number in range(1, 6):
        fresh("accounts", ids[number]).delete()
    try:
        fresh("accounts", ids[1]).get()
    except exceptions.NotFound:
        pass
    else:
        raise AssertionError("a deleted row was read")


report.finish()
