r"""Opens a sealed object with Google Tink alone: no line of layeron-storage takes part.

    python3 -m venv venv && venv/bin/pip install tink==1.16.1
    npx wrangler r2 object get user-assets/hello.txt --file sealed
    venv/bin/python open_with_tink.py sealed --secret vault-key.txt --context default/user-assets \
        --key hello.txt --out hello.txt

docs/encryption.md describes the format. What does not open leaves no file.
"""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import shutil
import sys

import tink
from tink import cleartext_keyset_handle, streaming_aead
from tink.proto import aes_gcm_hkdf_streaming_pb2, common_pb2, tink_pb2

FORMAT = "layeron-storage/sealed-value/1"
SEGMENT_BYTES = 65_536


def row(*parts):
    """Texts in UTF-8, each after the number of its bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def associated(context, key, version):
    """The hash of what a value is bound to."""
    return hashlib.sha256(row(FORMAT, context, key, version)).digest()


def secret_bytes(text, version):
    """The secret, from the text in which a host has it."""
    if text.startswith("{"):
        versions = json.loads(text)["versions"]
        if version not in versions:
            sys.exit(f'the secret has no version "{version}"; it has {", ".join(versions)}: pass one with --version')
        text = versions[version]["value"]
    text = "".join(text.split())
    if text.startswith("hex:"):
        return bytes.fromhex(text[4:])
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def primitive(secret):
    """Tink's streaming AEAD with the parameters of the format."""
    streaming_aead.register()
    params = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingParams(
        ciphertext_segment_size=SEGMENT_BYTES, derived_key_size=32, hkdf_hash_type=common_pb2.SHA256
    )
    key = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(version=0, key_value=secret, params=params)
    data = tink_pb2.KeyData(
        type_url="type.googleapis.com/google.crypto.tink.AesGcmHkdfStreamingKey",
        value=key.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    keyset = tink_pb2.Keyset(primary_key_id=1)
    keyset.key.add(key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=tink_pb2.RAW)
    return cleartext_keyset_handle.from_keyset(keyset).primitive(streaming_aead.StreamingAead)


def main():
    parser = argparse.ArgumentParser(description="Opens a sealed object with Google Tink.")
    parser.add_argument("sealed", help="the object's bytes, as they were downloaded")
    parser.add_argument("--secret", required=True, help="a file with the secret, as the host has it")
    parser.add_argument("--context", required=True, help="the instance's context: namespace/name, unless it was set")
    parser.add_argument("--key", required=True, help="the object's key")
    parser.add_argument("--version", default="", help="the third word of the metadata entry layeron-sealed")
    parser.add_argument("--out", required=True, help="where the plain bytes go")
    asked = parser.parse_args()
    secret = secret_bytes(pathlib.Path(asked.secret).read_text(encoding="utf-8-sig").strip(), asked.version)
    data = associated(asked.context, asked.key, asked.version)
    part = f"{asked.out}.part"
    try:
        with open(asked.sealed, "rb") as file, open(part, "wb") as out:
            with primitive(secret).new_decrypting_stream(file, data) as stream:
                shutil.copyfileobj(stream, out)
        os.replace(part, asked.out)
    except tink.TinkError as error:
        os.unlink(part)
        sys.exit(f"{asked.sealed} does not open: {error}")


if __name__ == "__main__":
    main()
