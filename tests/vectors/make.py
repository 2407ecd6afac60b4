"""Makes tink.json: values that Google Tink has sealed.

    python3 -m venv venv && venv/bin/pip install tink==1.16.1
    venv/bin/python tests/vectors/make.py

Tink draws salt and nonce prefix itself, so every run makes other vectors. Of small values all sealed bytes are written
down, of large ones their SHA-256: who seals the same bytes with the same salt and prefix gets the same hash, and with it
Tink's bytes.
"""

import hashlib
import io
import json
import os

import tink
from tink import cleartext_keyset_handle, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

SEGMENT = 65536
FIRST = SEGMENT - 40 - 16
WHOLE = SEGMENT - 16
SIZES = [0, 1, FIRST - 1, FIRST, FIRST + 1, FIRST + WHOLE - 1, FIRST + WHOLE, FIRST + WHOLE + 1, FIRST + 2 * WHOLE, 10 << 20]
SMALL = 100


def plain(size):
    """Byte n is (7 n + n / 256) modulo 251."""
    return bytes((7 * n + (n >> 8)) % 251 for n in range(size))


def primitive(secret):
    key = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(
        version=0,
        key_value=secret,
        params=aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
            ciphertext_segment_size=SEGMENT, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256
        ),
    )
    data = tink_pb2.KeyData(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
        value=key.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    keyset = tink_pb2.Keyset(primary_key_id=1)
    keyset.key.add(key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW)
    handle = cleartext_keyset_handle.from_keyset(keyset)
    return handle.primitive(streaming_aead.StreamingAead)


class Kept(io.BytesIO):
    """A stream whose bytes can be read after it was closed."""

    def close(self):
        self.kept = self.getvalue()
        super().close()


def sealed(secret, associated, size):
    out = Kept()
    with primitive(secret).new_encrypting_stream(out, associated) as stream:
        stream.write(plain(size))
    return out.kept


def vector(secret, associated, size):
    content = sealed(secret, associated, size)
    made = {
        "size": size,
        "secret": secret.hex(),
        "associated": associated.hex(),
        "salt": content[1:33].hex(),
        "prefix": content[33:40].hex(),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return {**made, "sealed": content.hex()} if size <= SMALL else made


def main():
    streaming_aead.register()
    associated = hashlib.sha256(b"layeron-storage").digest()
    vectors = [vector(os.urandom(32), associated, size) for size in SIZES]
    # A longer secret, and nothing associated.
    vectors.append(vector(os.urandom(64), b"", 5))
    with open(os.path.join(os.path.dirname(__file__), "tink.json"), "w") as file:
        json.dump({"vectors": vectors}, file, indent=2)
        file.write("\n")


main()
