"""A token of the API, as an administrator makes one for a program: `token(address, rights)`. Part of serving.py."""

import http.client
import json
import secrets

NAME, PASSWORD = "bench", secrets.token_urlsafe(24)
# A token allows no more than whoever made it may: an administrator sees no insights, a sales manager does.
ROLE = "sales_manager"


def token(address: str, rights: list[str]) -> str:
    """Signs in as the administrator `NAME`, who is given a role that may see what the token is to see, and makes it."""
    connection = http.client.HTTPConnection(address)
    _, headers = ask(connection, {}, "POST", "/api/v1/sign-in/local", {"name": NAME, "password": PASSWORD})
    session = {"cookie": headers["set-cookie"].split(";")[0]}
    accounts, _ = ask(connection, session, "GET", "/api/v1/accounts")
    account = next(it["id"] for it in accounts["accounts"] if it["name"] == NAME)
    ask(connection, session, "POST", "/api/v1/roles/assignments", {"role": ROLE, "holder": {"kind": "account", "id": account}})
    wanted = {"name": NAME, "rights": rights, "expires_in_days": 1}
    made, _ = ask(connection, session, "POST", "/api/v1/tokens", wanted)
    connection.close()
    return made["token"]


def ask(connection: http.client.HTTPConnection, headers: dict, method: str, path: str, body: object = None) -> tuple[dict, dict]:
    """Returns the answer and its headers."""
    headers = headers | ({} if body is None else {"content-type": "application/json"})
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path} answered {answer.status}: {text[:200]!r}")
    return json.loads(text or "{}"), answer.headers
