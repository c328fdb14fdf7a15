"""Asks for coupons over HTTP and prints the rows: python3 request.py [SERVER] [CUSTOMER]. Nothing to install."""
import json
import sys
import urllib.error
import urllib.request
import uuid

server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7070"
customer = int(sys.argv[2]) if len(sys.argv) > 2 else 7

request = urllib.request.Request(
    f"{server}/v1/analyses/coupons/requests",
    method="POST",
    # The same key with the same parameters is answered from what is kept: trying again is safe.
    headers={"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), "Prefer": "wait=30"},
    data=json.dumps({"customer": customer, "lat": 48.2085, "lon": 16.3721}).encode(),
)
try:
    with urllib.request.urlopen(request) as response:
        event = json.load(response)
except urllib.error.HTTPError as refused:
    problem = json.load(refused)
    sys.exit(f"{problem['code']}: {problem['detail']} {problem.get('errors', '')}")

print(event.get("type", "accepted; still running"))
for row in event.get("data", {}).get("rows", []):
    print(row)
