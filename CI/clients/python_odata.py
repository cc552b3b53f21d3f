"""python-odata against both twins: classes made from $metadata, rows through them.

Nothing of the client is changed. The base address comes from P2C_URL, the certificate to trust (if any) from P2C_CA, a token
(if any) from P2C_TOKEN.
"""

import importlib
import os
import sys
import tempfile
import uuid
from decimal import Decimal

import requests
from odata import ODataService
from odata.exceptions import NoResultsFound, ODataError
from odata.flags import ODataServerFlags
from odata.property import BooleanProperty, IntegerProperty

from report import Refused, Report

BASE = os.environ["P2C_URL"].rstrip("/")
NO_BATCH = "the client sends no batches"
NO_ALTERNATE_KEYS = "the client addresses rows by their primary key only"

report = Report("python-odata")
workplace = tempfile.TemporaryDirectory()
os.chdir(workplace.name)
sys.path.insert(0, workplace.name)


def session(**headers):
    made = requests.Session()
    made.headers.update(headers)
    made.verify = os.environ.get("P2C_CA", True)
    if "P2C_TOKEN" in os.environ:
        made.headers["Authorization"] = "Bearer " + os.environ["P2C_TOKEN"]
    return made


def service(path, **headers):
    return ODataService(
        BASE + path, reflect_entities=True, quiet_progress=True, session=session(**headers),
        # Otherwise the client writes null into every column nobody filled.
        server_flags=ODataServerFlags(skip_null_properties=True),
    )


class Twin:
    """What both parts below share: the service, and the classes made from its metadata."""

    def __init__(self, path, **headers):
        self.path, self.headers = path, headers
        self.service = None

    def connect(self):
        self.service = service(self.path, **self.headers)

    def __getitem__(self, entity_set):
        return self.service.entities[entity_set]

    def query(self, entity_set, **headers):
        context = self.service.create_context(session=session(**headers)) if headers else self.service
        return context.query(self[entity_set])

    def reflect(self, package):
        ODataService(BASE + self.path, reflect_entities=True, reflect_output_package=package, quiet_progress=True, session=session())
        return importlib.import_module(package)


# MARK: Supply Chain

operations = Twin("/data/")


@report.check("Supply Chain: metadata, classes from it")
def sc_metadata():
    operations.connect()
    customer = operations["CustomersV2"]
    assert {name for name, _ in customer().__odata__.primary_key_properties} == {"dataAreaId", "CustomerAccount"}


@report.check("Supply Chain: metadata, classes written to a file")
def sc_reflect():
    assert hasattr(operations.reflect("supply_chain_classes"), "CDSSalesOrderHeaders")


def customer(number, **values):
    row = operations["CustomersV2"]()
    row.dataAreaId, row.CustomerAccount, row.OrganizationName = "usmf", f"PY-{number:03}", f"Of python-odata {number}"
    row.CustomerGroupId, row.SalesCurrencyCode, row.PartyType = "10", "USD", "Organization"
    row.SiteId, row.WarehouseId = "1", "13"
    for name, value in values.items():
        setattr(row, name, value)
    return row


@report.check("Supply Chain: create")
def sc_create():
    for number in range(1, 13):
        row = customer(number)
        operations.service.save(row)
        assert row.PartyNumber, "the answer was not read"


@report.check("Supply Chain: create, a duplicate is refused with the Infolog")
def sc_duplicate():
    try:
        operations.service.save(customer(1))
    except ODataError as error:
        assert "The record already exists" in str(error.detailed_message), error.detailed_message
    else:
        raise AssertionError("the duplicate was taken")


@report.check("Supply Chain: read by key")
def sc_read():
    row = operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-001")
    assert row.OrganizationName == "Of python-odata 1"


@report.check("Supply Chain: read by alternate key")
def sc_alternate():
    raise Refused(NO_ALTERNATE_KEYS)


@report.check("Supply Chain: query with filter, orderby, select, top, skip")
def sc_query():
    cls = operations["CustomersV2"]
    query = operations.query("CustomersV2").filter(cls.CustomerAccount == "PY-0*").order_by(cls.CustomerAccount.desc())
    rows = query.select(cls.CustomerAccount).limit(3).offset(1).all()
    assert [row["CustomerAccount"] for row in rows] == ["PY-011", "PY-010", "PY-009"]
    either = query.filter((cls.CustomerAccount == "PY-001") | (cls.CustomerAccount == "PY-002")).all()
    assert len(either) == 2


@report.check("Supply Chain: count")
def sc_count():
    cls = operations["CustomersV2"]
    assert operations.query("CustomersV2").filter(cls.CustomerAccount == "PY-0*").count() == 12


@report.check("Supply Chain: pages, by next links")
def sc_pages():
    cls = operations["CustomersV2"]
    query = operations.query("CustomersV2", Prefer="odata.maxpagesize=5").filter(cls.CustomerAccount == "PY-0*")
    assert len({row.CustomerAccount for row in query}) == 12


@report.check("Supply Chain: enumerations, read, in filters and written")
def sc_enum():
    cls = operations["CustomersV2"]
    row = operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-001")
    no_yes = operations.service.types["Microsoft.Dynamics.DataEntities.NoYes"]
    name = next(n for n, p in row.__odata__.properties if getattr(p, "enum_class", None) is no_yes and getattr(row, n) is no_yes.No)
    setattr(row, name, no_yes.Yes)
    operations.service.save(row)
    found = operations.query("CustomersV2").filter(getattr(cls, name) == no_yes.Yes).filter(cls.CustomerAccount == "PY-0*").all()
    assert [r.CustomerAccount for r in found] == ["PY-001"], name


@report.check("Supply Chain: update")
def sc_update():
    row = operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-002")
    row.OrganizationName = "Renamed"
    operations.service.save(row)
    assert operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-002").OrganizationName == "Renamed"


@report.check("Supply Chain: upsert")
def sc_upsert():
    row = customer(99)
    row.__odata__.persisted = True
    try:
        operations.service.save(row)
    except ODataError as error:
        assert "No resources were found when selecting for update." in str(error.detailed_message)
        raise Refused("PATCH of a missing row is refused, as the product does")
    raise AssertionError("a row was made")


def bound(name, entity_set, parameters, returns, of_collection):
    """An action as the client's documentation defines one by hand."""
    cls = operations[entity_set]
    action = type(
        name, (operations.service.Action,),
        dict(
            name=f"Microsoft.Dynamics.DataEntities.{name}", parameters=parameters, return_type=returns,
            bound_to_collection=of_collection,
        ),
    )
    setattr(cls, name, action())


@report.check("Supply Chain: actions, defined by hand")
def sc_actions():
    bound("populateDistinctProductTable", "SellableReleasedProducts", {}, IntegerProperty, True)
    assert operations["SellableReleasedProducts"].populateDistinctProductTable() > 0
    header = operations["CDSSalesOrderHeaders"]()
    header.dataAreaId, header.SalesOrderNumber, header.OrderingCustomerAccountNumber = "usmf", "PY-ORDER", "PY-001"
    operations.service.save(header)
    for number in (1, 2):
        line = operations["CDSSalesOrderLines"]()
        line.dataAreaId, line.SalesOrderNumber, line.LineCreationSequenceNumber = "usmf", "PY-ORDER", number
        line.ProductNumber, line.OrderedSalesQuantity = "D0001", Decimal("2.5")
        operations.service.save(line)
        assert line.OrderedSalesQuantity == Decimal("2.5")
    bound("calculateSalesTotals", "CDSSalesOrderHeaders", dict(salesOrders=BooleanProperty), IntegerProperty, True)
    assert operations["CDSSalesOrderHeaders"].calculateSalesTotals(salesOrders=True) >= 1
    bound("confirm", "CDSSalesOrderHeaders", {}, None, False)
    header.confirm()
    row = operations.query("CDSSalesOrderHeaders").get(dataAreaId="usmf", SalesOrderNumber="PY-ORDER")
    assert row.SalesOrderProcessingStatus.name == "Confirmed"


@report.check("Supply Chain: actions, from the metadata")
def sc_reflected_actions():
    if "GetApplicationVersion" in dir(operations["DataManagementEntities"]):
        raise AssertionError("the client found the action: take this row away")
    raise Refused("the client binds only where the parameter is called bindingParameter; the product names it after the entity")


@report.check("Supply Chain: expand and follow navigation")
def sc_expand():
    cls = operations["CDSSalesOrderHeaders"]
    row = operations.query("CDSSalesOrderHeaders").filter(cls.SalesOrderNumber == "PY-ORDER").expand(cls.CDSSalesOrderLines).one()
    assert len(row.CDSSalesOrderLines) == 2
    line = operations.query("CDSSalesOrderLines").get(dataAreaId="usmf", SalesOrderNumber="PY-ORDER", LineCreationSequenceNumber=2)
    assert line.CDSSalesOrderHeader.OrderingCustomerAccountNumber == "PY-001"


@report.check("Supply Chain: delete")
def sc_delete():
    row = operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-012")
    operations.service.delete(row)
    try:
        operations.query("CustomersV2").get(dataAreaId="usmf", CustomerAccount="PY-012")
    except NoResultsFound:
        return
    raise AssertionError("the row is still there")


@report.check("Supply Chain: batch")
def sc_batch():
    raise Refused(NO_BATCH)


# MARK: Sales

# The client reads what it created from the answer, so it has to ask for one.
sales = Twin("/api/data/v9.2/", Prefer="return=representation")


@report.check("Sales: metadata, classes from it")
def sales_metadata():
    sales.connect()
    assert [name for name, _ in sales["accounts"]().__odata__.primary_key_properties] == ["accountid"]


@report.check("Sales: metadata, classes written to a file")
def sales_reflect():
    assert hasattr(sales.reflect("sales_classes"), "accounts")


@report.check("Sales: create")
def sales_create():
    for number in range(1, 13):
        row = sales["accounts"]()
        row.name, row.accountnumber = f"Of python-odata {number}", f"PY-{number:03}"
        sales.service.save(row)
        assert row.accountid, "the answer was not read"


def account(number):
    cls = sales["accounts"]
    return sales.query("accounts").filter(cls.accountnumber == f"PY-{number:03}").one()


@report.check("Sales: create with a lookup")
def sales_lookup():
    contact = sales["contacts"]()
    contact.lastname, contact.parentcustomerid_account = "Python", account(1)
    sales.service.save(contact)
    found = sales.query("contacts").get(contact.contactid)
    assert found.parentcustomerid_account.accountnumber == "PY-001"


@report.check("Sales: read by key")
def sales_read():
    wanted = account(1)
    assert sales.query("accounts").get(wanted.accountid).name == "Of python-odata 1"


@report.check("Sales: read by alternate key")
def sales_alternate():
    raise Refused(NO_ALTERNATE_KEYS)


@report.check("Sales: query with filter, orderby, select, top")
def sales_query():
    cls = sales["accounts"]
    query = sales.query("accounts").filter(cls.accountnumber.startswith("PY-0")).order_by(cls.accountnumber.desc())
    rows = query.filter(cls.name.contains("python")).select(cls.accountnumber).limit(2).all()
    assert [row["accountnumber"] for row in rows] == ["PY-012", "PY-011"]


@report.check("Sales: skip is refused")
def sales_skip():
    try:
        sales.query("accounts").offset(1).limit(1).all()
    except ODataError as error:
        assert error.status_code == "HTTP 400"
        raise Refused("Dataverse has no $skip")
    raise AssertionError("$skip was taken")


@report.check("Sales: count")
def sales_count():
    cls = sales["accounts"]
    try:
        number = sales.query("accounts").filter(cls.accountnumber.startswith("PY-0")).count()
    except ValueError:
        raise Refused("the client does not skip the byte-order mark that Dataverse starts a count with")
    assert number == 12


@report.check("Sales: pages, by next links")
def sales_pages():
    cls = sales["accounts"]
    query = sales.query("accounts", Prefer="odata.maxpagesize=5").filter(cls.accountnumber.startswith("PY-0"))
    assert len({row.accountid for row in query}) == 12


@report.check("Sales: expand")
def sales_expand():
    cls = sales["contacts"]
    rows = sales.query("contacts").filter(cls.lastname == "Python").expand(cls.parentcustomerid_account).all()
    assert [row.parentcustomerid_account.accountnumber for row in rows] == ["PY-001"]


@report.check("Sales: update")
def sales_update():
    row = account(2)
    row.telephone1 = "555-0100"
    sales.service.save(row)
    assert account(2).telephone1 == "555-0100"


@report.check("Sales: upsert")
def sales_upsert():
    row = sales["accounts"]()
    row.accountid, row.name, row.accountnumber = str(uuid.UUID(int=0xF0)), "Upserted", "PY-UPSERT"
    row.__odata__.persisted = True
    sales.service.save(row)
    assert sales.query("accounts").get(row.accountid).accountnumber == "PY-UPSERT"


@report.check("Sales: function")
def sales_function():
    if "WhoAmI" not in sales.service.functions:
        raise AssertionError("the metadata has no WhoAmI")
    answer = sales.service.functions["WhoAmI"]()
    if answer is None:
        raise Refused("the client reads only a member 'value'; the call itself is answered")


@report.check("Sales: delete")
def sales_delete():
    sales.service.delete(account(12))
    cls = sales["accounts"]
    assert not sales.query("accounts").filter(cls.accountnumber == "PY-012").all()


@report.check("Sales: batch")
def sales_batch():
    raise Refused(NO_BATCH)


report.finish()
