"""What a system of an agency and one of a body do with the generated client; one line for each step that is done."""
import base64, hashlib, hmac, json, os, pathlib, queue, threading, time
from http.server import BaseHTTPRequestHandler, HTTPServer

import jwt
from accord_client import ApiClient, Configuration
from accord_client.api import CasesApi, DirectoryApi, InboxApi, ReferralsApi, WebhooksApi
from accord_client.models import AckMessages, CaseEvent, CreateWebhookEndpoint, ReceiveMessages, SubmitReferral

env = os.environ


def client_of(who: str) -> ApiClient:
    me, now = env[who], int(time.time())
    claims = {"iss": me, "sub": me, "aud": "accord", "iat": now, "exp": now + 240}
    key = pathlib.Path(env[who + "_KEY"]).read_text()
    token = jwt.encode(claims, key, algorithm=env["ALG"], headers={"kid": env[who + "_KID"]})
    return ApiClient(Configuration(host=env["ACCORD_URL"], access_token=token))


calls: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        calls.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def verified(secret: str, headers: dict[str, str], body: bytes) -> CaseEvent:
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert any(hmac.compare_digest(expected, one) for one in headers["webhook-signature"].split(" "))
    assert abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return CaseEvent.from_json(body.decode())


agency, body = client_of("AGENCY"), client_of("BODY")
assert DirectoryApi(agency).show_organisation(env["AGENCY"]).organisation_id == env["AGENCY"]
print("signs", flush=True)

server = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/hooks"
endpoint = WebhooksApi(body).create_webhook_endpoint(CreateWebhookEndpoint(url=address))

referral = SubmitReferral.from_json(pathlib.Path(env["REFERRAL"]).read_text())
case_id = ReferralsApi(agency).submit_referral(referral).case_id
print("refers", flush=True)

inbox, version, end = InboxApi(body), None, time.time() + 60
while version is None and time.time() < end:
    for message in inbox.receive_messages(ReceiveMessages(wait_seconds=1)).messages:
        if str(message.case_id) == str(case_id) and message.type == "assignment.offered":
            version = message.version
        inbox.ack_messages(AckMessages(leases=[message.lease]))
assert version is not None
print("polls", flush=True)

accepted = CasesApi(body).accept(case_id, f'"{version}"')
assert accepted.state.actual_instance.status == "accepted"
print("accepts", flush=True)

while str(verified(endpoint.secret, *calls.get(timeout=60)).data.case_id) != str(case_id):
    pass
print("verifies", flush=True)
