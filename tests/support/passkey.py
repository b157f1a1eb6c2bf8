"""A passkey in pure Python, as a browser with its authenticator would answer (WebAuthn level 2).

ES256 keys and attestation "none"; the person is always there and has always shown who it is.
"""

import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

_PRESENT, _VERIFIED, _KEY_FOLLOWS = 0x01, 0x04, 0x40


class Passkey:
    """One passkey. `origin` is where the browser thinks it is."""

    def __init__(self, origin="https://testserver"):
        self.origin = origin
        self.id = secrets.token_bytes(16)
        self.user = b""
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._uses = 0

    def create(self, options):
        """Answer what `navigator.credentials.create` was asked."""
        options = options["publicKey"]
        self.user = options["user"]["id"]
        told = self._told("webauthn.create", options["challenge"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self._key.public_key())))
        key = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(options["rp"]["id"], _KEY_FOLLOWS) + key
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(told, attestationObject=websafe_encode(attested))

    def get(self, options):
        """Answer what `navigator.credentials.get` was asked."""
        options = options["publicKey"]
        told = self._told("webauthn.get", options["challenge"])
        data = self._data(options["rpId"])
        signed = self._key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            told,
            authenticatorData=websafe_encode(data),
            signature=websafe_encode(signed),
            userHandle=self.user,
        )

    def _told(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _data(self, site, flags=0):
        self._uses += 1
        shown = bytes([_PRESENT | _VERIFIED | flags])
        return hashlib.sha256(site.encode()).digest() + shown + struct.pack(">I", self._uses)

    def _answer(self, told, **response):
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": {"clientDataJSON": websafe_encode(told), **response},
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
