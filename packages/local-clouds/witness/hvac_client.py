"""Drives Vault with hvac, the Python client of its community.

Reads a JSON object from stdin: address, an optional token and namespace, and calls, each a list of a name and its words. Prints a JSON
list with what each call gave, or the class and the errors of hvac's exception. A login keeps its token for the calls behind it.
"""

import json
import sys

import hvac
from hvac.exceptions import VaultError

request = json.load(sys.stdin)
client = hvac.Client(url=request["address"], token=request.get("token"), namespace=request.get("namespace"), timeout=20)
kv = client.secrets.kv.v2
jwt = client.auth.jwt
token = client.auth.token


def enable(mount, issuer):
    client.sys.enable_auth_method("jwt", path=mount)
    jwt.configure(oidc_discovery_url=issuer, bound_issuer=issuer, path=mount)
    return jwt.read_config(path=mount)["data"]["oidc_discovery_url"]


def role(mount, name, audience, policies, **more):
    jwt.create_role(name, "sub", [], bound_audiences=[audience], token_policies=policies, path=mount, **more)
    return [jwt.read_role(name, path=mount)["data"][field] for field in ("bound_audiences", "token_policies", "token_ttl")]


def policy(name, text):
    client.sys.create_or_update_acl_policy(name, text)
    return client.sys.read_acl_policy(name)["data"]["policy"]


def log_in(mount, role_name, subject_token):
    auth = jwt.jwt_login(role_name, subject_token, path=mount)["auth"]
    return {"policies": auth["policies"], "seconds": auth["lease_duration"], "authenticated": client.is_authenticated()}


def mount_kv(mount):
    client.sys.enable_secrets_engine("kv", path=mount, options={"version": "2"})
    return sorted(client.sys.list_mounted_secrets_engines()["data"])


def write(path, data, cas=None, mount="secret"):
    return kv.create_or_update_secret(path, data, cas=cas, mount_point=mount)["data"]["version"]


def read(path, version=None, mount="secret"):
    found = kv.read_secret_version(path, version=version, mount_point=mount, raise_on_deleted_version=True)["data"]
    return [found["data"], found["metadata"]["version"]]


def deleted(path):
    found = kv.read_secret_version(path, raise_on_deleted_version=False)["data"]
    return [found["data"], found["metadata"]["destroyed"]]


def metadata(path):
    found = kv.read_secret_metadata(path)["data"]
    return [found["current_version"], sorted(found["versions"]), found["custom_metadata"]]


def look_up():
    found = token.lookup_self()["data"]
    return [found["display_name"], found["ttl"], found["renewable"]]


def merge(path, data):
    # hvac's own patch reads and writes; this one is the server's.
    headers = {"Content-Type": "application/merge-patch+json"}
    return client.adapter.request("patch", f"/v1/secret/data/{path}", headers=headers, json={"data": data})["data"]["version"]


def health():
    # The client gives JSON for 200, and its response for everything else.
    found = client.sys.read_health_status(method="GET")
    return [getattr(found, "status_code", 200), client.sys.is_sealed()]


known = {
    "enable": enable,
    "role": role,
    "roles": lambda mount: jwt.list_roles(path=mount)["data"]["keys"],
    "policy": policy,
    "policies": lambda: client.sys.list_acl_policies()["data"]["keys"],
    "mount_kv": mount_kv,
    "log_in": log_in,
    "write": write,
    "read": read,
    "patch": lambda path, data: kv.patch(path, data)["data"]["version"],
    "merge": merge,
    "list": lambda path: kv.list_secrets(path)["data"]["keys"],
    "delete_latest": lambda path: kv.delete_latest_version_of_secret(path).status_code,
    "delete": lambda path, versions: kv.delete_secret_versions(path, versions).status_code,
    "undelete": lambda path, versions: kv.undelete_secret_versions(path, versions).status_code,
    "destroy": lambda path, versions: kv.destroy_secret_versions(path, versions).status_code,
    "deleted": deleted,
    "describe": lambda path, custom: kv.update_metadata(path, max_versions=5, custom_metadata=custom).status_code,
    "metadata": metadata,
    "remove": lambda path: kv.delete_metadata_and_all_versions(path).status_code,
    "look_up": look_up,
    "renew": lambda increment: token.renew_self(increment)["auth"]["lease_duration"],
    "create_token": lambda policies, ttl: token.create(policies=policies, ttl=ttl)["auth"]["policies"],
    "revoke": lambda: token.revoke_self().status_code,
    "authenticated": client.is_authenticated,
    "health": health,
}


def answer(call):
    name, *words = call
    more = words.pop() if words and isinstance(words[-1], dict) and words[-1].pop("named", False) else {}
    try:
        return known[name](*words, **more)
    except VaultError as error:
        return {"error": type(error).__name__, "errors": error.errors}


json.dump([answer(call) for call in request["calls"]], sys.stdout)
