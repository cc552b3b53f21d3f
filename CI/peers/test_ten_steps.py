"""100 scenarios of ten steps, as people write them with pytest and requests against a served twin; P2C_URL says where it is."""
import os

import pytest
import requests

ROOT = os.environ.get("P2C_URL", "http://127.0.0.1:8080")
SALES = f"{ROOT}/api/data/v9.2"


@pytest.fixture
def session():
    """A world as it was made, as each scenario of p2c gets one."""
    session = requests.Session()
    session.post(f"{ROOT}/_p2c/v1/worlds/default/reset").raise_for_status()
    return session


@pytest.mark.parametrize("number", range(100))
def test_a_person_keeps_records(session, number):
    made = session.post(f"{SALES}/accounts", json={"name": f"Fabrikam {number}", "creditlimit": 25000.50})
    assert made.status_code == 204
    account = made.headers["OData-EntityId"]
    row = session.get(account).json()
    assert row["name"] == f"Fabrikam {number}" and row["creditlimit"] == 25000.50
    assert session.patch(account, json={"telephone1": f"555-{number}"}).status_code == 204
    assert session.get(account).json()["telephone1"] == f"555-{number}"
    contact = session.post(f"{SALES}/contacts", json={"firstname": "Ada", "lastname": "Jones"}).headers["OData-EntityId"]
    assert len(session.get(f"{SALES}/contacts?$filter=lastname eq 'Jones'").json()["value"]) >= 1
    assert session.get(f"{ROOT}/data/CustomerGroups").status_code == 200
    assert session.patch(contact, json={"firstname": "Grace"}).status_code == 204
    assert session.get(contact).json()["firstname"] == "Grace"
    assert session.delete(contact).status_code == 204
