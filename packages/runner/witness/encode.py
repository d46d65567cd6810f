"""Reads a list of texts as JSON and prints, for each, what Python makes of it."""
import base64
import binascii
import json
import sys
import urllib.parse


def written(text):
    value = text.encode()
    return {
        "json.dumps": json.dumps(text),
        "json.dumps ensure_ascii=False": json.dumps(text, ensure_ascii=False),
        "quote": urllib.parse.quote(text),
        "quote safe=''": urllib.parse.quote(text, safe=""),
        "quote_plus": urllib.parse.quote_plus(text),
        "b64encode": base64.b64encode(value).decode(),
        "urlsafe_b64encode": base64.urlsafe_b64encode(value).decode(),
        "encodebytes": base64.encodebytes(value).decode(),
        "hexlify": binascii.hexlify(value).decode(),
        "hex upper": value.hex().upper(),
    }


print(json.dumps([written(text) for text in json.load(sys.stdin)]))
