"""What an authenticator app shows."""

import base64
import hashlib
import hmac
import struct
import time

STEP = 30
DIGITS = 6


def totp(key, at=None):
    """The six digits for a key in base32 (RFC 6238) at a POSIX time, now when none is given."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // STEP)
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(secret, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"
