"""What the scripts of this folder share: where the gateway is, and how a result is told."""

import json
import os

URL = os.environ["TOLLGATE_URL"]
KEY = os.environ["TOLLGATE_KEY"]


def tell(name, value):
    """One line of JSON for each call: its name and what the caller saw."""
    print(json.dumps({"name": name, "value": value}), flush=True)


def refusal(call):
    """The status and message of the error that a call must end with."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - each library has classes of its own
        return {"class": type(error).__name__, "status": getattr(error, "status_code", None), "message": str(error)}
    raise AssertionError("the call was answered")
