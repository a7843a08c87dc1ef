"""What schemathesis cannot know of our API by itself: how a session is opened, how a device proves a request, and what the
bodies are that no schema describes. tests/interop/cases/api.mjs starts it; who this is stands in its environment:
DOORSTEP_URL and DOORSTEP_PASSWORD (of admin)."""
import base64
import hashlib
import os
import pathlib
from urllib.parse import parse_qs, urlsplit

import requests
import schemathesis
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import strategies as st

URL = os.environ["DOORSTEP_URL"]
SAMPLES = pathlib.Path(__file__).resolve().parents[3] / "crates/sync/samples"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


# --- The office ------------------------------------------------------------------------------------------------------


def sign_in():
    said = {"name": "admin", "password": os.environ["DOORSTEP_PASSWORD"]}
    answer = requests.post(f"{URL}/v1/office/session", json=said, timeout=10)
    answer.raise_for_status()
    return answer.json()["token"]


def code():
    """A code of the office for a phone."""
    bearer = {"authorization": f"Bearer {sign_in()}"}
    for path, body in [("people", {"person": "t-1", "name": "李建国", "badge": "0217"}), ("enrolments", {"person": "t-1"})]:
        answer = requests.post(f"{URL}/v1/office/{path}", json=body, headers=bearer, timeout=10)
        answer.raise_for_status()
    return answer.json()["url"]


@schemathesis.auth(retry_on=[401]).apply_to(path_regex="^/v1/office/").skip_for(method="POST", path="/v1/office/session")
class Session:
    """The page's way: a session as a cookie, and the header that only our own page adds. Signing out is one of the
    operations, after which it signs in again."""

    def get(self, case, context):
        return sign_in()

    def set(self, case, token, context):
        case.cookies["doorstep-session"] = token
        case.headers["doorstep-page"] = "1"


# --- A device, written from docs/formats.md -------------------------------------------------------------------------


def head(major, number):
    return bytes([major << 5 | number]) if number < 24 else bytes([major << 5 | 26]) + number.to_bytes(4, "big")


def cbor(value):
    """As much of CBOR as enrolment and farewell need; a dict has whole numbers as its keys."""
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    return head(5, len(value)) + b"".join(cbor(key) + cbor(it) for key, it in value.items())


def read(raw):
    """The value that these bytes of CBOR are."""
    at = 0

    def number(short):
        nonlocal at
        size = 1 << short - 24 if short >= 24 else 0
        at += size
        return int.from_bytes(raw[at - size : at], "big") if size else short

    def value():
        nonlocal at
        at += 1
        major, count = raw[at - 1] >> 5, number(raw[at - 1] & 31)
        if major == 5:
            return {value(): value() for _ in range(count)}
        if major == 0:
            return count
        at += count
        return raw[at - count : at] if major == 2 else raw[at - count : at].decode()

    return value()


def text(it):
    return len(it.encode()).to_bytes(2, "big") + it.encode()


class Device:
    """An enrolled device."""

    def __init__(self):
        self.key = ec.generate_private_key(ec.SECP256R1())
        public = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        spki = self.key.public_key().public_bytes(*public)
        token = unbase(parse_qs(urlsplit(code()).query)["token"][0])
        asked = cbor({0: 1, 1: token, 2: spki, 3: os.urandom(16), 4: "schemathesis"})
        body = cbor({0: asked, 1: self.sign(b"doorstep-enrol-1" + asked)})
        answer = requests.post(f"{URL}/v1/enrol", data=body, timeout=10)
        answer.raise_for_status()
        self.id = hashlib.sha256(spki).digest()[:8].hex()
        self.nonce = answer.headers["doorstep-nonce"]
        self.hub = read(read(answer.content)[0])[2]

    def sign(self, message):
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")

    def headers(self, method, path, body, nonce):
        proved = text(method) + text(path) + hashlib.sha256(body).digest() + text(self.hub) + unbase(nonce)
        return {"doorstep-key": self.id, "doorstep-nonce": nonce, "doorstep-proof": base(self.sign(b"doorstep-request-1" + proved))}

    def fresh_nonce(self):
        """The hub deals one to whoever shows a nonce it does not know."""
        path = f"/v1/media/{'0' * 64}"
        old = self.headers("HEAD", path, b"", base(bytes(16))) | {"tus-resumable": "1.0.0"}
        return requests.head(f"{URL}{path}", headers=old, timeout=10).headers["doorstep-nonce"]


    def call(self, method, path, body=b"", **headers):
        proved = self.headers(method, path, body, self.fresh_nonce())
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {"tus-resumable": "1.0.0"}
        requests.request(method, f"{URL}{path}", data=body, headers=proved | named, timeout=10).raise_for_status()

    def upload(self, file):
        digest = hashlib.sha256(file).hexdigest()
        named = "digest " + base64.b64encode(digest.encode()).decode()
        self.call("POST", "/v1/media", upload_length=str(len(file)), upload_metadata=named)
        piece = "application/offset+octet-stream"
        self.call("PATCH", f"/v1/media/{digest}", file, upload_offset="0", content_type=piece)


def base(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unbase(it):
    return base64.urlsafe_b64decode(it + "==")


DEVICES = []
# Files that are at the hub: their digests stand in schemathesis.toml.
FILES = [b"doorstep", b'{"box":[6000,2000],"strokes":[[[0,0,0,0],[100,200,10,0],[300,400,20,0]]],"v":1}']


@schemathesis.auth(refresh_interval=None).apply_to(path=["/v1/sync", "/v1/farewell", "/v1/media", "/v1/media/{id}"])
class Proof:
    """Each request is proved over its own bytes with a nonce of its own."""

    def get(self, case, context):
        if not DEVICES:
            DEVICES.append(Device())
            for file in FILES:
                DEVICES[0].upload(file)
        return DEVICES[0]

    def set(self, case, device, context):
        if case.method == "OPTIONS":
            return
        sent = requests.Request(**case.as_transport_kwargs(base_url=URL)).prepare()
        body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
        case.headers.update(device.headers(case.method, urlsplit(sent.url).path, body, device.fresh_nonce()))


@schemathesis.hook
def after_call(context, case, response):
    """Marking a phone as lost is one of the operations, and its last word another; then there is a new one."""
    if response.status_code == 403 and b'"device.' in response.content:
        DEVICES.clear()


# --- What no schema says ----------------------------------------------------------------------------------------------


def damaged(samples):
    """Good samples, and the same with a few bytes cut or changed."""

    @st.composite
    def strategy(draw):
        whole = bytearray(draw(st.sampled_from(samples)))
        for place in draw(st.lists(st.integers(0, len(whole) - 1), max_size=3)):
            whole[place] = draw(st.integers(0, 255))
        return bytes(whole[: draw(st.one_of(st.just(len(whole)), st.integers(0, len(whole))))])

    return strategy()


PAGES = [path.read_bytes() for path in sorted(SAMPLES.glob("request-*.bin"))]
TABLE = "客户姓名,电话,地址\n王淑敏,13700008026,云州市滨河路 27 号\n".encode()
CHECKSUMS = st.binary(min_size=32, max_size=32).map(lambda it: "sha256 " + base64.b64encode(it).decode())
DIGESTS = st.binary(min_size=32, max_size=32).map(lambda it: "digest " + base64.b64encode(it.hex().encode()).decode())

schemathesis.openapi.media_type("application/vnd.doorstep", damaged(PAGES))
schemathesis.openapi.media_type("application/cbor", damaged([cbor({0: 1, 1: 0, 2: 0}), cbor({0: cbor({0: 1}), 1: bytes(64)})]))
schemathesis.openapi.media_type("application/octet-stream", st.one_of(damaged([TABLE, TABLE.decode().encode("gb18030")]), st.binary()))
schemathesis.openapi.media_type("application/offset+octet-stream", st.binary(min_size=1, max_size=200))
schemathesis.openapi.format("upload-digest", DIGESTS)
schemathesis.openapi.format("upload-checksum", CHECKSUMS)
