"""Decompress the rich text in Outlook mail ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

_HEAD = struct.Struct("<4I")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_WINDOW = 4096
# What the window holds before anything is unpacked: words that most such texts have.
_COMMON = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def unpacked(data: bytes) -> bytes:
    """The rich text; nothing where the data are no such thing, and as much as there is where they break off."""
    if len(data) < _HEAD.size:
        return b""
    _, length, kind, _ = _HEAD.unpack_from(data)
    if kind != _PACKED:
        return data[_HEAD.size :][:length] if kind == _PLAIN else b""
    window = bytearray(_COMMON.ljust(_WINDOW, b"\0"))
    write, at = len(_COMMON), _HEAD.size
    found = bytearray()
    while at < len(data) and len(found) < length:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
            else:
                place, size = divmod(int.from_bytes(data[at : at + 2], "big"), 16)
                at += 2
                if place == write:
                    return bytes(found)
                piece = b""
                for step in range(size + 2):
                    letter = window[(place + step) % _WINDOW]
                    window[(write + step) % _WINDOW] = letter
                    piece += bytes((letter,))
            for letter in piece:
                window[write] = letter
                write = (write + 1) % _WINDOW
            found += piece
    return bytes(found[:length])
