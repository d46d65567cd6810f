"""Drives Google Secret Manager with Google's own client library over REST.

Reads a JSON object from stdin: project, credential (the path of a credential file) and calls, each a list of a name and its words. Prints
a JSON list with what each call gave, or the error's status and message.
"""

import base64
import json
import sys

import google_crc32c
from google.api_core.exceptions import GoogleAPICallError
from google.auth import identity_pool
from google.auth.exceptions import GoogleAuthError
from google.cloud import secretmanager_v1 as secretmanager

request = json.load(sys.stdin)
project = f"projects/{request['project']}"
credentials = identity_pool.Credentials.from_file(
    request["credential"], scopes=["https://www.googleapis.com/auth/cloud-platform"]
)
client = secretmanager.SecretManagerServiceClient(credentials=credentials, transport="rest")
# Each call is made once: what is asked is the cloud's first answer.
once = {"retry": None, "timeout": 20}


def access(name, version="latest"):
    answer = client.access_secret_version(name=f"{project}/secrets/{name}/versions/{version}", **once)
    data = answer.payload.data
    return {
        "data": base64.b64encode(data).decode(),
        "version": answer.name,
        "checksumFits": google_crc32c.value(data) == answer.payload.data_crc32c,
    }


def create(name):
    secret = {"replication": {"automatic": {}}}
    return client.create_secret(parent=project, secret_id=name, secret=secret, **once).name


def add(name, data, checksum_change=0):
    data = base64.b64decode(data)
    payload = {"data": data, "data_crc32c": google_crc32c.value(data) ^ checksum_change}
    version = client.add_secret_version(parent=f"{project}/secrets/{name}", payload=payload, **once)
    return {"version": version.name, "state": version.state.name, "checked": version.client_specified_payload_checksum}


def list_names(prefix, page_size=2):
    pages = client.list_secrets(request={"parent": project, "filter": f"name:{prefix}", "page_size": page_size}, **once).pages
    return [[secret.name.rsplit("/", 1)[1] for secret in page.secrets] for page in pages]


def list_versions(name):
    versions = client.list_secret_versions(parent=f"{project}/secrets/{name}", **once)
    return [[version.name.rsplit("/", 1)[1], version.state.name] for version in versions]


def disable(name, version):
    return client.disable_secret_version(name=f"{project}/secrets/{name}/versions/{version}", **once).state.name


def delete(name):
    client.delete_secret(name=f"{project}/secrets/{name}", **once)


known = {"access": access, "create": create, "add": add, "list": list_names, "versions": list_versions, "disable": disable, "delete": delete}


def answer(call):
    name, *words = call
    try:
        return known[name](*words)
    except GoogleAPICallError as error:
        return {"status": error.code, "error": type(error).__name__, "reason": error.reason, "message": error.message}
    except GoogleAuthError as error:
        return {"error": type(error).__name__, "message": str(error)}


json.dump([answer(call) for call in request["calls"]], sys.stdout)
