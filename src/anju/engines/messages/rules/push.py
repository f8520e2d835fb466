"""Web Push: the payload only the browser can read (RFC 8291, aes128gcm of RFC 8188) and who sends it (RFC 8292)."""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from anju.kernel.errors import Invalid

# The order of P-256 (FIPS 186-5).
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
# RFC 8291 §4: one record of 4096 bytes, less its header of 86, its tag of 16 and its delimiter.
LONGEST = RECORD - 86 - 16 - 1
VAPID_LASTS = timedelta(hours=12)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError."""
    bare = text.rstrip("=")
    return base64.urlsafe_b64decode(bare.encode("ascii") + b"=" * (-len(bare) % 4))


def new_key() -> str:
    """A private key as its 32 bytes, written in base64url."""
    return _text_of(ec.generate_private_key(ec.SECP256R1()))


def _text_of(key: ec.EllipticCurvePrivateKey) -> str:
    return b64(key.private_numbers().private_value.to_bytes(32, "big"))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key of 32 bytes in base64url; bytes beyond the curve's order are brought below it."""
    return ec.derive_private_key(int.from_bytes(unb64(text), "big") % ORDER or 1, ec.SECP256R1())


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_of(private: str) -> str:
    """The public key as browsers take it: applicationServerKey."""
    return b64(point(private_key(private).public_key()))


def check_keys(p256dh: str, auth: str) -> None:
    """Raises Invalid (messages.push.keys) unless they are a point on P-256 and 16 bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(p256dh))
        good = len(unb64(auth)) == 16
    except ValueError:
        good = False
    if not good:
        raise Invalid("messages.push.keys", field="keys")


def _keys(shared: bytes, auth: bytes, theirs: bytes, ours: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Content key and nonce: RFC 8291 §3.4, then RFC 8188 §2.2 and §2.3. theirs: the browser's point."""
    ikm = _hkdf(auth, shared, b"WebPush: info\0" + theirs + ours, 32)
    key = _hkdf(salt, ikm, b"Content-Encoding: aes128gcm\0", 16)
    return key, _hkdf(salt, ikm, b"Content-Encoding: nonce\0", 12)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def encrypt(
    payload: bytes, p256dh: str, auth: str, *, salt: bytes | None = None, sender: str | None = None
) -> bytes:
    """The body of a push request. salt and sender are chosen at random, and given only to check a known example.

    Raises ValueError when the payload is longer than LONGEST.
    """
    if len(payload) > LONGEST:
        raise ValueError(f"a push payload holds {LONGEST} bytes, not {len(payload)}")
    own = private_key(sender or new_key())
    salt = salt or os.urandom(16)
    theirs = unb64(p256dh)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    ours = point(own.public_key())
    key, nonce = _keys(own.exchange(ec.ECDH(), browser), unb64(auth), theirs, ours, salt)
    sealed = AESGCM(key).encrypt(nonce, payload + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def decrypt(body: bytes, private: str, auth: str) -> bytes:
    """What a browser with this private key reads. Raises ValueError when it was not meant for it."""
    salt, width = body[:16], body[20]
    ours, sealed = body[21 : 21 + width], body[21 + width :]
    own = private_key(private)
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours)
    key, nonce = _keys(own.exchange(ec.ECDH(), sender), unb64(auth), point(own.public_key()), ours, salt)
    try:
        plain = AESGCM(key).decrypt(nonce, sealed, None)
    except InvalidTag as error:
        raise ValueError("not meant for this key") from error
    return plain.rstrip(b"\0").removesuffix(b"\x02")


def vapid(endpoint: str, private: str, contact: str, at: datetime) -> str:
    """The Authorization header: a JWT (ES256) for the push service's origin, and the key that signed it.

    contact: "mailto:…" or "https://…", whom the push service may ask.
    """
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + VAPID_LASTS).timestamp()),
        "sub": contact,
    }
    signed = ".".join(
        b64(json.dumps(one, separators=(",", ":")).encode())
        for one in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    der = private_key(private).sign(signed.encode(), ec.ECDSA(hashes.SHA256()))
    r, s = utils.decode_dss_signature(der)
    return f"vapid t={signed}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_of(private)}"


def vapid_claims(header: str, at: datetime) -> dict[str, object]:
    """What the header claims, once its signature and time hold. Raises ValueError."""
    scheme, _space, rest = header.partition(" ")
    parts = dict(one.strip().partition("=")[::2] for one in rest.split(","))
    token, key = parts.get("t", ""), parts.get("k", "")
    signed, _dot, signature = token.rpartition(".")
    raw = unb64(signature)
    if scheme.lower() != "vapid" or len(raw) != 64:
        raise ValueError("no VAPID header")
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64(key))
    public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(unb64(one)) for one in signed.split("."))
    seconds_left = claims["exp"] - at.timestamp()
    if head.get("alg") != "ES256" or not 0 < seconds_left <= 86_400:
        raise ValueError("the token is not of now")
    return dict(claims)
