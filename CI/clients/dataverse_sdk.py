"""The official Dataverse SDK for Python (powerplatform-dataverse-client) against the Sales twin, every operation it has.

Nothing of the SDK is changed. The base address comes from P2C_URL, the certificate to trust (if any) from P2C_CA. The SDK
takes no address without TLS: for an address that begins with http:// this script puts a TLS front of its own before it.
"""

import datetime
import ipaddress
import os
import socket
import ssl
import tempfile
import threading
import time
import uuid
import warnings

workplace = tempfile.TemporaryDirectory()


def tls_front(url):
    """An address with TLS that hands every byte on to `url`, and the certificate to trust for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = os.path.join(workplace.name, "front.pem")
    with open(path, "wb") as file:
        file.write(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.write(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    host, _, port = url.removeprefix("http://").partition(":")
    listener = socket.create_server(("127.0.0.1", 0))

    def copy(source, target):
        try:
            while block := source.recv(65536):
                target.sendall(block)
        except OSError:
            pass
        finally:
            for end in (source, target):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    def serve():
        while True:
            plain, _ = listener.accept()
            try:
                # Links in answers name this port but not TLS, which the server knows nothing of: plain requests pass as well.
                is_tls = plain.recv(1, socket.MSG_PEEK) == b"\x16"
                secure = context.wrap_socket(plain, server_side=True) if is_tls else plain
                behind = socket.create_connection((host, int(port or 80)))
            except OSError:
                plain.close()
                continue
            for ends in ((secure, behind), (behind, secure)):
                threading.Thread(target=copy, args=ends, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return f"https://127.0.0.1:{listener.getsockname()[1]}", path


BASE = os.environ["P2C_URL"].rstrip("/")
authority = os.environ.get("P2C_CA")
if BASE.startswith("http://"):
    BASE, authority = tls_front(BASE)
if authority:
    os.environ["REQUESTS_CA_BUNDLE"] = authority

from azure.core.credentials import AccessToken  # noqa: E402
from PowerPlatform.Dataverse.client import DataverseClient  # noqa: E402
from PowerPlatform.Dataverse.core.errors import HttpError, ValidationError  # noqa: E402
from PowerPlatform.Dataverse.models import filters as f  # noqa: E402
from PowerPlatform.Dataverse.models.upsert import UpsertItem  # noqa: E402
import pandas  # noqa: E402

from report import Refused, Report  # noqa: E402

warnings.simplefilter("ignore")


class Credential:
    """Any bearer token does."""

    def get_token(self, *scopes, **_):
        return AccessToken(os.environ.get("P2C_TOKEN", "anybody"), int(time.time()) + 3600)


report = Report("powerplatform-dataverse-client")
client = DataverseClient(BASE, Credential())
run = uuid.uuid4().hex[:8].upper()


def number(suffix):
    return f"SDK-{run}-{suffix}"


def not_emulated(operation):
    """Refused by name: 501 of the twin, not an error of the product."""
    try:
        operation()
    except HttpError as error:
        details = getattr(error, "details", None) or {}
        assert error.status_code == 501 and details.get("service_error_code") == "TwinNotEmulated", f"{error.status_code} {error}"
        raise Refused(str(error)) from None
    raise AssertionError("was not refused")


# ---------------------------------------------------------------- records


@report.check("records.create (one)")
def create_one():
    global account
    account = client.records.create("account", {"Name": f"SDK {run} one", "AccountNumber": number("1"), "revenue": 5000000})
    assert uuid.UUID(account)


@report.check("records.create (many)")
def create_many():
    global accounts
    accounts = client.records.create(
        "account", [{"name": f"SDK {run} many {n}", "accountnumber": number(f"M{n}"), "numberofemployees": n} for n in range(7)])
    assert len(accounts) == 7 and len(set(accounts)) == 7


@report.check("records.create (choice by label)")
def create_by_label():
    made = client.records.create("account", {"name": f"SDK {run} label", "customertypecode": "Customer"})
    assert client.records.retrieve("account", made, select=["customertypecode"])["customertypecode"] == 3
    client.records.delete("account", made)


@report.check("records.create (lookup by @odata.bind)")
def create_bound():
    global contact
    contact = client.records.create(
        "contact", {"lastname": f"SDK {run}", "parentcustomerid_account@odata.bind": f"/accounts({account})"})
    row = client.records.retrieve("contact", contact, select=["_parentcustomerid_value"])
    assert row["_parentcustomerid_value"] == account


@report.check("records.create (duplicate key is refused)")
def create_duplicate():
    try:
        client.records.create("account", {"name": "again", "accountnumber": number("1")})
    except HttpError as error:
        assert error.status_code == 412 and error.details["service_error_code"] == "0x80060892", error.details
        assert error.details["service_request_id"], error.details
    else:
        raise AssertionError("was accepted")


@report.check("records.retrieve (by id, select, expand)")
def retrieve():
    row = client.records.retrieve("contact", contact, select=["lastname"], expand=["parentcustomerid_account"])
    assert row["lastname"] == f"SDK {run}" and row["parentcustomerid_account"]["accountid"] == account
    assert row.etag and row.etag.startswith("W/")


@report.check("records.retrieve (by alternate key)")
def retrieve_by_key():
    row = client.records.get("account", f"accountnumber='{number('1')}'", select=["name"])
    assert row["accountid"] == account


@report.check("records.retrieve (formatted values)")
def retrieve_formatted():
    row = client.records.retrieve("contact", contact, select=["_parentcustomerid_value", "statecode"], include_annotations="*")
    assert row["statecode@OData.Community.Display.V1.FormattedValue"] == "Active"
    assert row["_parentcustomerid_value@OData.Community.Display.V1.FormattedValue"] == f"SDK {run} one"
    assert row["_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname"] == "account"


@report.check("records.retrieve (missing row)")
def retrieve_missing():
    assert client.records.retrieve("account", str(uuid.uuid4())) is None


@report.check("records.list (filter, orderby, select, top)")
def list_some():
    rows = client.records.list(
        "account", filter=f"startswith(accountnumber,'SDK-{run}-M') and numberofemployees gt 2", select=["Name", "numberofemployees"],
        orderby=["numberofemployees desc"], top=3)
    assert [row["numberofemployees"] for row in rows] == [6, 5, 4]


@report.check("records.list (expand, count)")
def list_expanded():
    rows = client.records.list(
        "account", filter=f"accountnumber eq '{number('1')}'", expand=["contact_customer_accounts($select=lastname)"], count=True)
    assert [c["lastname"] for c in rows.records[0]["contact_customer_accounts"]] == [f"SDK {run}"]


@report.check("records.list_pages (page size)")
def list_pages():
    pages = list(client.records.list_pages("account", filter=f"startswith(accountnumber,'SDK-{run}-M')", select=["name"], page_size=3))
    assert [len(page.records) for page in pages] == [3, 3, 1]


@report.check("records.get (many, deprecated form)")
def get_many():
    pages = list(client.records.get("account", filter=f"startswith(accountnumber,'SDK-{run}-M')", page_size=4))
    assert [len(page) for page in pages] == [4, 3]


@report.check("records.update (one)")
def update_one():
    client.records.update("account", account, {"Telephone1": "555-0100"})
    assert client.records.retrieve("account", account, select=["telephone1"])["telephone1"] == "555-0100"


@report.check("records.update (missing row is refused)")
def update_missing():
    try:
        client.records.update("account", str(uuid.uuid4()), {"telephone1": "1"})
    except HttpError as error:
        assert error.status_code == 404 and error.details["service_error_code"] == "0x80040217"
    else:
        raise AssertionError("was created")


@report.check("records.update (many, one change)")
def update_many():
    client.records.update("account", accounts, {"fax": "555-0199"})
    assert all(client.records.retrieve("account", a, select=["fax"])["fax"] == "555-0199" for a in accounts)


@report.check("records.update (many, a change each)")
def update_each():
    client.records.update("account", accounts[:2], [{"description": "a"}, {"description": "b"}])
    assert [client.records.retrieve("account", a)["description"] for a in accounts[:2]] == ["a", "b"]


@report.check("records.update (many, all or nothing)")
def update_all_or_nothing():
    try:
        client.records.update("account", [accounts[0], str(uuid.uuid4())], {"description": "half"})
    except HttpError as error:
        assert error.status_code == 404
    assert client.records.retrieve("account", accounts[0])["description"] == "a"


@report.check("records.upsert (one, by alternate key)")
def upsert_one():
    for name in ("first", "second"):
        client.records.upsert("account", [UpsertItem(alternate_key={"accountnumber": number("U")}, record={"name": name})])
    rows = client.records.list("account", filter=f"accountnumber eq '{number('U')}'", select=["name"]).records
    assert [row["name"] for row in rows] == ["second"]


@report.check("records.upsert (many)")
def upsert_many():
    items = [{"alternate_key": {"accountnumber": number(f"U{n}")}, "record": {"name": f"SDK {run} upsert {n}"}} for n in range(3)]
    client.records.upsert("account", items + [{"alternate_key": {"accountnumber": number("U")}, "record": {"name": "third"}}])
    rows = client.records.list("account", filter=f"startswith(accountnumber,'{number('U')}')", orderby=["accountnumber"]).records
    assert [row["name"] for row in rows] == ["third"] + [f"SDK {run} upsert {n}" for n in range(3)]


# ---------------------------------------------------------------- queries


@report.check("query.builder (where, in, between, order, formatted values)")
def builder():
    found = (
        client.query.builder("account").select("name", "statecode", "numberofemployees")
        .where(f.col("numberofemployees").in_([1, 2, 3, 4]))
        .where(f.col("accountnumber").startswith(f"SDK-{run}-M")).where(f.col("numberofemployees").between(2, 9))
        .order_by("numberofemployees", descending=True).include_formatted_values().execute()
    )
    assert [row["numberofemployees"] for row in found] == [4, 3, 2]
    assert all(row["statecode@OData.Community.Display.V1.FormattedValue"] == "Active" for row in found)


@report.check("query.builder (not in, like, null)")
def builder_more():
    found = (
        client.query.builder("account").select("name")
        .where(f.col("accountnumber").like(f"SDK-{run}-M%")).where(f.col("numberofemployees").not_in([0, 1, 2, 3]))
        .where(f.col("_primarycontactid_value").is_null()).execute()
    )
    assert len(list(found)) == 3


@report.check("query.builder (pages)")
def builder_pages():
    pages = list(
        client.query.builder("account").select("name").where(f.col("accountnumber").startswith(f"SDK-{run}-M")).page_size(5)
        .execute_pages())
    assert [len(page.records) for page in pages] == [5, 2]


@report.check("query.sql (select, where, order, top)")
def sql():
    rows = client.query.sql(
        f"SELECT TOP 2 name, numberofemployees FROM account WHERE accountnumber LIKE 'SDK-{run}-M%' AND numberofemployees >= 2 "
        "ORDER BY numberofemployees DESC")
    assert [row["numberofemployees"] for row in rows] == [6, 5]


@report.check("query.sql (join)")
def sql_join():
    not_emulated(lambda: client.query.sql(
        "SELECT a.name, c.lastname FROM account a INNER JOIN contact c ON c.parentcustomerid = a.accountid"))


@report.check("query.sql (count, group by)")
def sql_group():
    not_emulated(lambda: client.query.sql("SELECT statecode, COUNT(*) AS n FROM account GROUP BY statecode"))


@report.check("query.sql_columns")
def sql_columns():
    columns = client.query.sql_columns("account")
    assert columns[0]["name"] == "accountid" and columns[0]["is_pk"] and columns[1]["name"] == "name" and columns[1]["is_name"]


@report.check("query.fetchxml (attributes, condition, order)")
def fetchxml():
    rows = client.query.fetchxml(
        f"""<fetch><entity name="account"><attribute name="name"/><attribute name="numberofemployees"/>
        <filter><condition attribute="accountnumber" operator="like" value="SDK-{run}-M%"/>
        <condition attribute="numberofemployees" operator="ge" value="3"/></filter>
        <order attribute="numberofemployees" descending="true"/></entity></fetch>""").execute()
    assert [row["numberofemployees"] for row in rows] == [6, 5, 4, 3]


@report.check("query.fetchxml (pages)")
def fetchxml_pages():
    pages = list(client.query.fetchxml(
        f"""<fetch count="3"><entity name="account"><attribute name="name"/>
        <filter><condition attribute="accountnumber" operator="like" value="SDK-{run}-M%"/></filter></entity></fetch>""").execute_pages())
    assert [len(page.records) for page in pages] == [3, 3, 1]


@report.check("query.odata_expands, odata_bind, odata_select")
def helpers():
    expands = client.query.odata_expands("contact")
    assert any(e["nav_property"] == "parentcustomerid_account" and e["target_entity_set"] == "accounts" for e in expands)
    assert "lastname" in client.query.odata_select("contact")
    assert client.query.odata_bind("quotedetail", "quote", account) == {"quoteid@odata.bind": f"/quotes({account})"}


# ---------------------------------------------------------------- data frames


@report.check("dataframe.create")
def frame_create():
    global framed
    framed = client.dataframe.create(
        "account", pandas.DataFrame([{"name": f"SDK {run} frame {n}", "accountnumber": number(f"F{n}")} for n in range(3)]))
    assert len(framed) == 3


@report.check("dataframe.get")
def frame_get():
    frame = client.dataframe.get("account", filter=f"startswith(accountnumber,'{number('F')}')", select=["name", "accountnumber"])
    assert sorted(frame["accountnumber"]) == [number(f"F{n}") for n in range(3)]


@report.check("dataframe.update")
def frame_update():
    client.dataframe.update(
        "account", pandas.DataFrame({"accountid": list(framed), "telephone1": ["1", "2", "3"]}), id_column="accountid")
    assert client.records.retrieve("account", framed.iloc[2], select=["telephone1"])["telephone1"] == "3"


@report.check("dataframe.sql")
def frame_sql():
    frame = client.dataframe.sql(f"SELECT name FROM account WHERE accountnumber = '{number('F1')}'")
    assert list(frame["name"]) == [f"SDK {run} frame 1"]


@report.check("dataframe.delete")
def frame_delete():
    client.dataframe.delete("account", framed)
    assert client.dataframe.get("account", filter=f"startswith(accountnumber,'{number('F')}')", select=["name"]).empty


# ---------------------------------------------------------------- batch


@report.check("batch (create, get, list, update, upsert, sql, delete)")
def batch():
    work = client.batch.new()
    work.records.create("account", {"name": f"SDK {run} batch", "accountnumber": number("B")})
    work.records.create("account", [{"name": f"SDK {run} batch {n}", "accountnumber": number(f"B{n}")} for n in range(2)])
    work.records.retrieve("account", account, select=["name"])
    work.records.list("account", filter=f"accountnumber eq '{number('1')}'", select=["name"], top=1)
    work.records.update("account", account, {"telephone1": "555-0101"})
    work.records.upsert("account", [UpsertItem(alternate_key={"accountnumber": number("B")}, record={"name": "upserted"})])
    work.query.sql(f"SELECT name FROM account WHERE accountnumber = '{number('1')}'")
    work.tables.get("account")
    work.records.delete("account", accounts[6])
    result = work.execute()
    assert not result.has_errors, [(r.status_code, r.error_message) for r in result.responses]
    assert [r.status_code for r in result.responses] == [204, 200, 200, 200, 204, 204, 200, 200, 204]
    assert result.responses[0].entity_id


@report.check("batch (change set with $1)")
def change_set():
    work = client.batch.new()
    with work.changeset() as changes:
        made = changes.records.create("account", {"name": f"SDK {run} set", "accountnumber": number("C")})
        changes.records.create("contact", {"lastname": f"SDK {run} set", "parentcustomerid_account@odata.bind": made})
        changes.records.update("account", made, {"telephone1": "555-0102"})
    result = work.execute()
    assert not result.has_errors, [(r.status_code, r.error_message) for r in result.responses]
    row = client.records.list("account", filter=f"accountnumber eq '{number('C')}'", expand=["contact_customer_accounts"]).records[0]
    assert row["telephone1"] == "555-0102" and len(row["contact_customer_accounts"]) == 1


@report.check("batch (change set: all or nothing)")
def change_set_fails():
    work = client.batch.new()
    with work.changeset() as changes:
        changes.records.create("account", {"name": f"SDK {run} lost", "accountnumber": number("L")})
        changes.records.create("account", {"name": "duplicate", "accountnumber": number("1")})
    result = work.execute()
    assert result.has_errors and result.failed[0].error_code == "0x80060892"
    assert not client.records.list("account", filter=f"accountnumber eq '{number('L')}'").records


@report.check("batch (continue on error)")
def batch_continues():
    work = client.batch.new()
    work.records.retrieve("account", str(uuid.uuid4()))
    work.records.retrieve("account", account)
    assert [r.status_code for r in work.execute(continue_on_error=True).responses] == [404, 200]


# ---------------------------------------------------------------- tables


@report.check("tables.get")
def table_get():
    table = client.tables.get("Account")
    assert table.logical_name == "account" and table.entity_set_name == "accounts" and uuid.UUID(table.metadata_id)
    assert table.primary_id_attribute == "accountid" and table.primary_name_attribute == "name"
    assert client.tables.get("nothing") is None


@report.check("tables.list (filter, select)")
def table_list():
    assert {"account", "salesorder"} <= {table["LogicalName"] for table in client.tables.list()}
    one = client.tables.list(filter="LogicalName eq 'quote'", select=["LogicalName", "EntitySetName"])
    assert [table["EntitySetName"] for table in one] == ["quotes"]


@report.check("tables.list_columns (filter, select)")
def table_columns():
    columns = client.tables.list_columns("account", select=["LogicalName", "AttributeType"], filter="AttributeType eq 'Picklist'")
    assert {"customertypecode", "paymenttermscode"} <= {column["LogicalName"] for column in columns}


@report.check("tables.list_columns (typed)")
def table_columns_typed():
    columns = {c["LogicalName"]: c for c in client.tables.list_columns("account", typed=True)}
    assert columns["name"]["MaxLength"] == 160 and columns["numberofemployees"]["MinValue"] == 0


@report.check("tables.get_column")
def table_column():
    column = client.tables.get_column("account", "AccountNumber")
    assert column["AttributeType"] == "String" and column["MaxLength"] == 20
    assert client.tables.get_column("account", "nothing") is None


@report.check("tables.get_column (typed)")
def table_column_typed():
    assert client.tables.get_column("account", "accountnumber", typed=True)["MaxLength"] == 20


@report.check("tables.get_alternate_keys")
def table_keys():
    keys = client.tables.get_alternate_keys("account")
    assert any(key.key_attributes == ["accountnumber"] and key.status == "Active" for key in keys)


@report.check("tables.list_relationships")
def relationships():
    kind = "RelationshipType eq Microsoft.Dynamics.CRM.RelationshipType'OneToManyRelationship'"
    found = client.tables.list_relationships(filter=kind, select=["SchemaName", "ReferencedEntity", "ReferencingEntity"])
    assert any(r["ReferencedEntity"] == "quote" and r["ReferencingEntity"] == "quotedetail" for r in found)


@report.check("tables.list_table_relationships")
def table_relationships():
    found = client.tables.list_table_relationships("account")
    assert any(r["ReferencingEntity"] == "contact" for r in found) and any(r["ReferencingEntity"] == "account" for r in found)


@report.check("tables.get_relationship")
def relationship():
    found = client.tables.get_relationship("contact_customer_accounts")
    assert found.referenced_entity == "account" and found.referencing_entity == "contact"
    assert client.tables.get_relationship("nothing") is None


@report.check("tables.create")
def table_create():
    not_emulated(lambda: client.tables.create("new_Thing", {"new_Size": "int"}))


@report.check("tables.delete")
def table_delete():
    not_emulated(lambda: client.tables.delete("account"))


@report.check("tables.add_columns")
def column_add():
    not_emulated(lambda: client.tables.add_columns("account", {"new_Size": "int"}))


@report.check("tables.update_column")
def column_update():
    not_emulated(lambda: client.tables.update_column("account", "accountnumber", {"max_length": 30}))


@report.check("tables.remove_columns")
def column_remove():
    not_emulated(lambda: client.tables.remove_columns("account", "fax"))


@report.check("tables.create_alternate_key")
def key_create():
    not_emulated(lambda: client.tables.create_alternate_key("account", "new_fax", ["fax"]))


@report.check("tables.delete_alternate_key")
def key_delete():
    keys = client.tables.get_alternate_keys("account")
    not_emulated(lambda: client.tables.delete_alternate_key("account", keys[0].metadata_id))


@report.check("tables.create_lookup_field")
def lookup_create():
    not_emulated(lambda: client.tables.create_lookup_field("account", "new_QuoteId", "quote"))


@report.check("tables.delete_relationship")
def relationship_delete():
    found = client.tables.get_relationship("contact_customer_accounts")
    not_emulated(lambda: client.tables.delete_relationship(found.relationship_id))


# ---------------------------------------------------------------- files and the end


@report.check("files.upload")
def upload():
    path = os.path.join(workplace.name, "note.txt")
    with open(path, "w") as file:
        file.write("hello")
    not_emulated(lambda: client.files.upload("account", account, "entityimage", path))


@report.check("query.sql (SELECT * is refused by the SDK)")
def sql_star():
    try:
        client.query.sql("SELECT * FROM account")
    except ValidationError as error:
        raise Refused(f"by the SDK: {error}") from None


@report.check("records.delete (many, bulk job)")
def delete_many():
    job = client.records.delete("account", accounts[:4])
    assert uuid.UUID(job)
    assert all(client.records.retrieve("account", a) is None for a in accounts[:4])


@report.check("records.delete (many, one by one)")
def delete_each():
    client.records.delete("account", accounts[4:6], use_bulk_delete=False)
    assert all(client.records.retrieve("account", a) is None for a in accounts[4:6])


@report.check("records.delete (one)")
def delete_one():
    client.records.delete("contact", contact)
    assert client.records.retrieve("contact", contact) is None
    try:
        client.records.delete("contact", contact)
    except HttpError as error:
        assert error.status_code == 404
    else:
        raise AssertionError("was deleted twice")


report.finish()
