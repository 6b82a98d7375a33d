"""Decompress the rich text in Outlook mail ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

_HEAD = struct.Struct("<4I")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096
# The initial contents of the window, as [MS-OXRTFCP] defines it.
_COMMON = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def decompress(data: bytes) -> bytes:
    """Return the decompressed rich text.

    Data that are not compressed RTF give b"". Data that are cut off give the part that can be decompressed.
    """
    if len(data) < _HEAD.size:
        return b""
    _, length, kind, _ = _HEAD.unpack_from(data)
    if kind != _PACKED:
        return data[_HEAD.size :][:length] if kind == _PLAIN else b""
    window = bytearray(_COMMON.ljust(_WINDOW, b"\0"))
    write, position = len(_COMMON), _HEAD.size
    output = bytearray()
    while position < len(data) and len(output) < length:
        flags = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data):
                break
            if not flags >> bit & 1:
                chunk = data[position : position + 1]
                position += 1
            else:
                offset, size = divmod(int.from_bytes(data[position : position + 2], "big"), 16)
                position += 2
                if offset == write:
                    return bytes(output)
                chunk = b""
                for step in range(size + 2):
                    byte = window[(offset + step) % _WINDOW]
                    window[(write + step) % _WINDOW] = byte
                    chunk += bytes((byte,))
            for byte in chunk:
                window[write] = byte
                write = (write + 1) % _WINDOW
            output += chunk
    return bytes(output[:length])
