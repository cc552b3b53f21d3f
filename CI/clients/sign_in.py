"""Microsoft's own libraries sign in at the identity endpoint and call both twins; spoiled tokens get their refusals.

The server is `p2c serve --auth oauth` over TLS, with its standard directory (docs/sign-in.md): address in P2C_URL, certificate to
trust in P2C_CA. Nothing of the libraries is changed; they are told not to ask login.microsoftonline.com about the authority.
"""

import base64
import hashlib
import hmac
import json
import os
import threading

import msal
import requests
from azure.identity import ClientSecretCredential, DeviceCodeCredential
from azure.core.exceptions import ClientAuthenticationError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from report import Report

URL = os.environ["P2C_URL"].rstrip("/")
CA = os.environ["P2C_CA"]
# A bundle named by the environment goes before the one a session is given.
os.environ["REQUESTS_CA_BUNDLE"] = CA
TENANT = "7f3c0de5-1a2b-4c3d-8e4f-5a6b7c8d9e0f"
AUTHORITY = f"{URL}/{TENANT}"
DEFAULT = [f"{URL}/.default"]


def client_id(number):
    return f"c11e0000-0000-4000-8000-{number:012}"


SALES = "/api/data/v9.2/WhoAmI"
SUPPLY_CHAIN = "/data/ReleasedProductsV2?$top=1"


def call(path, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(URL + path, headers=headers, timeout=30)


def call_both(token):
    assert call(SALES, token).json()["UserId"]
    answer = call(SUPPLY_CHAIN, token)
    assert answer.status_code == 200 and len(answer.json()["value"]) == 1, answer.text


def approve(code, action="approve"):
    form = {"otc": code, "principal_name": "ada@contoso.onmicrosoft.com", "action": action}
    answer = requests.post(f"{URL}/devicelogin", data=form, timeout=30)
    assert answer.status_code == 200, answer.text


def confidential(number=1, secret="integration-secret", **words):
    return msal.ConfidentialClientApplication(
        client_id(number), client_credential=secret, verify=CA, **(words or {"authority": AUTHORITY, "instance_discovery": False})
    )


def public():
    return msal.PublicClientApplication(client_id(6), authority=AUTHORITY, instance_discovery=False, verify=CA)


def azure(number=1, secret="integration-secret"):
    return ClientSecretCredential(
        TENANT, client_id(number), secret, authority=URL, disable_instance_discovery=True, connection_verify=CA
    )


# MSAL

report = Report("msal")


@report.check("client credentials, then both systems")
def msal_client_credentials():
    answer = confidential().acquire_token_for_client(DEFAULT)
    assert "access_token" in answer, answer
    assert answer["token_type"] == "Bearer" and 3500 < answer["expires_in"] <= 3599
    call_both(answer["access_token"])


@report.check("client credentials: the second token comes from the library's cache")
def msal_cache():
    application = confidential()
    first = application.acquire_token_for_client(DEFAULT)
    second = application.acquire_token_for_client(DEFAULT)
    assert first["access_token"] == second["access_token"] and second["token_source"] == "cache"


@report.check("client credentials by OpenID authority")
def msal_oidc():
    application = confidential(oidc_authority=f"{AUTHORITY}/v2.0")
    answer = application.acquire_token_for_client(DEFAULT)
    assert "access_token" in answer, answer
    call_both(answer["access_token"])


@report.check("client credentials: a wrong secret is AADSTS7000215")
def msal_wrong_secret():
    answer = confidential(secret="wrong").acquire_token_for_client(DEFAULT)
    assert answer["error"] == "invalid_client" and answer["error_codes"] == [7000215], answer


@report.check("client credentials: an unknown application is AADSTS700016")
def msal_unknown_application():
    answer = confidential(number=99).acquire_token_for_client(DEFAULT)
    assert answer["error"] == "unauthorized_client" and answer["error_codes"] == [700016], answer


@report.check("client credentials: an unknown resource is AADSTS500011")
def msal_unknown_resource():
    answer = confidential().acquire_token_for_client(["https://elsewhere.example/.default"])
    assert answer["error"] == "invalid_resource" and answer["error_codes"] == [500011], answer


@report.check("an unknown tenant is refused")
def msal_unknown_tenant():
    try:
        msal.ConfidentialClientApplication(
            client_id(1), client_credential="x", authority=f"{URL}/elsewhere.example", instance_discovery=False, verify=CA
        ).acquire_token_for_client(DEFAULT)
    except ValueError as error:
        assert "AADSTS90002" in str(error) or "authority" in str(error).lower(), error
    else:
        raise AssertionError("a token came")


@report.check("device code, then both systems")
def msal_device_code():
    application = public()
    flow = application.initiate_device_flow([f"{URL}/user_impersonation"])
    assert flow["verification_uri"] == f"{URL}/devicelogin" and flow["user_code"] in flow["message"], flow
    approve(flow["user_code"])
    answer = application.acquire_token_by_device_flow(flow)
    assert "access_token" in answer, answer
    assert answer["id_token_claims"]["preferred_username"] == "ada@contoso.onmicrosoft.com"
    call_both(answer["access_token"])
    account = application.get_accounts()[0]
    renewed = application.acquire_token_silent([f"{URL}/user_impersonation"], account, force_refresh=True)
    assert renewed["token_source"] == "identity_provider", renewed
    assert renewed["access_token"] != answer["access_token"]
    call_both(renewed["access_token"])


@report.check("device code: pending while nobody entered it")
def msal_device_pending():
    application = public()
    flow = application.initiate_device_flow([f"{URL}/user_impersonation"])
    answer = application.acquire_token_by_device_flow(flow, exit_condition=lambda flow: True)
    assert answer["error"] == "authorization_pending", answer


@report.check("device code: declined")
def msal_device_declined():
    application = public()
    flow = application.initiate_device_flow([f"{URL}/user_impersonation"])
    approve(flow["user_code"], "decline")
    answer = application.acquire_token_by_device_flow(flow)
    assert answer["error"] == "authorization_declined", answer


msal_report, report = report, Report("azure-identity")


@report.check("ClientSecretCredential, then both systems")
def azure_client_secret():
    call_both(azure().get_token(f"{URL}/.default").token)


@report.check("ClientSecretCredential: a wrong secret is AADSTS7000215")
def azure_wrong_secret():
    try:
        azure(secret="wrong").get_token(f"{URL}/.default")
    except ClientAuthenticationError as error:
        assert "AADSTS7000215" in str(error), error
    else:
        raise AssertionError("a token came")


@report.check("DeviceCodeCredential, then both systems")
def azure_device_code():
    credential = DeviceCodeCredential(
        client_id(6), tenant_id=TENANT, authority=URL, disable_instance_discovery=True, connection_verify=CA,
        prompt_callback=lambda address, code, expires: approve(code),
    )
    call_both(credential.get_token(f"{URL}/user_impersonation").token)


azure_report, report = report, Report("tokens")


# Spoiled tokens


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def good_token(number=1, secret="integration-secret", scope=DEFAULT):
    return confidential(number, secret).acquire_token_for_client(scope)["access_token"]


def retold(token, header, claims, sign):
    first, second, signature = token.split(".")
    head = {**json.loads(decode(first)), **header}
    body = {**json.loads(decode(second)), **claims}
    signed = encode(json.dumps(head).encode()) + "." + encode(json.dumps(body).encode())
    return signed + "." + (signature if sign is None else encode(sign(signed.encode())))


def refused(token):
    for path in (SALES, SUPPLY_CHAIN):
        answer = call(path, token)
        assert answer.status_code == 401 and not answer.content, f"{path}: {answer.status_code} {answer.text[:100]}"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


class Bystander(threading.Thread):
    """A client with a good token that works all the while: what others send must not trouble it."""

    def __init__(self, token):
        super().__init__(daemon=True)
        self.token, self.answers, self.stopped = token, [], threading.Event()

    def run(self):
        while not self.stopped.is_set():
            try:
                self.answers.append(call(SALES, self.token).status_code)
            except requests.RequestException as error:
                self.answers.append(str(error))

    def finish(self):
        self.stopped.set()
        self.join()
        return self.answers


bystander = Bystander(good_token())
bystander.start()


@report.check("the key set verifies a token")
def key_set():
    token = good_token()
    configuration = requests.get(f"{AUTHORITY}/v2.0/.well-known/openid-configuration", timeout=30).json()
    keys = requests.get(configuration["jwks_uri"], timeout=30).json()["keys"]
    first, second, signature = token.split(".")
    entry = next(key for key in keys if key["kid"] == json.loads(decode(first))["kid"])
    numbers = [int.from_bytes(decode(entry[name]), "big") for name in ("e", "n")]
    key = rsa.RSAPublicNumbers(*numbers).public_key()
    key.verify(decode(signature), f"{first}.{second}".encode(), padding.PKCS1v15(), hashes.SHA256())


@report.check("missing: 401, and Sales names tenant and resource")
def missing():
    refused(None)
    challenge = call(SALES).headers["WWW-Authenticate"]
    assert challenge == f"Bearer authorization_uri={AUTHORITY}/oauth2/authorize, resource_id={URL}/", challenge


@report.check("a password is refused at the token endpoint: AADSTS70003")
def password():
    form = {"grant_type": "password", "client_id": client_id(6), "username": "ada@contoso.onmicrosoft.com", "password": "x"}
    answer = requests.post(f"{AUTHORITY}/oauth2/v2.0/token", data={**form, "scope": DEFAULT[0]}, timeout=30)
    assert answer.status_code == 400 and answer.json()["error_codes"] == [70003], answer.text


@report.check("a request for a token at the endpoint of version 1")
def version_1():
    form = {"grant_type": "client_credentials", "client_id": client_id(1), "client_secret": "integration-secret", "resource": URL}
    answer = requests.post(f"{AUTHORITY}/oauth2/token", data=form, timeout=30).json()
    assert answer["expires_in"] == "3599" and answer["resource"] == URL, answer
    call_both(answer["access_token"])


@report.check("malformed: 401")
def malformed():
    refused("letmein")
    refused("a.b.c")


@report.check("forged, signed with another key: 401")
def forged():
    other = rsa.generate_private_key(65537, 2048)
    refused(retold(good_token(), {}, {}, lambda data: other.sign(data, padding.PKCS1v15(), hashes.SHA256())))


@report.check("claims changed behind the signature: 401")
def changed():
    refused(retold(good_token(), {}, {"appid": client_id(2)}, None))


@report.check("lifetime lengthened behind the signature: 401")
def lengthened():
    refused(retold(good_token(), {}, {"exp": 4102444800}, None))


@report.check("alg none: 401")
def unsigned():
    for name in ("none", "None", "NONE"):
        refused(retold(good_token(), {"alg": name}, {}, lambda data: b""))


@report.check("HS256 with the public key as the secret: 401")
def confused():
    keys = requests.get(f"{AUTHORITY}/discovery/v2.0/keys", timeout=30).json()["keys"]
    numbers = [int.from_bytes(decode(keys[0][name]), "big") for name in ("e", "n")]
    secret = rsa.RSAPublicNumbers(*numbers).public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    refused(retold(good_token(), {"alg": "HS256"}, {}, lambda data: hmac.new(secret, data, hashlib.sha256).digest()))


@report.check("unknown key id: 401")
def unknown_key():
    refused(retold(good_token(), {"kid": "another"}, {}, None))


@report.check("for another audience: 401")
def audience():
    refused(good_token(scope=["https://graph.microsoft.com/.default"]))


@report.check("an ID token in place of an access token: 401")
def id_token():
    application = public()
    flow = application.initiate_device_flow([f"{URL}/user_impersonation"])
    approve(flow["user_code"])
    refused(application.acquire_token_by_device_flow(flow)["id_token"])


@report.check("of somebody who is no user: 403")
def stranger():
    token = good_token(5, "stranger-secret")
    answer = call(SALES, token)
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "0x80072560", answer.text
    assert call(SUPPLY_CHAIN, token).status_code == 403


@report.check("of a user without a role: 403")
def without_role():
    token = good_token(3, "without-role-secret")
    answer = call("/api/data/v9.2/accounts?$top=1", token)
    assert answer.status_code == 403 and answer.json()["error"]["code"] == "0x80040220", answer.text
    assert call(SUPPLY_CHAIN, token).status_code == 403


@report.check("a client beside all this saw no error")
def beside():
    answers = bystander.finish()
    assert len(answers) > 10 and set(answers) == {200}, f"{len(answers)} answers: {set(answers)}"


@report.check("expired, two hours later in the world: 401, and a new one is good")
def expired():
    token = good_token()
    call_both(token)
    moved = requests.post(f"{URL}/_p2c/v1/worlds/default/clock/advance", json={"milliseconds": 7_200_000}, timeout=30)
    assert moved.status_code == 200, moved.text
    refused(token)
    call_both(good_token())


report.failed = report.failed or msal_report.failed or azure_report.failed
report.finish()
