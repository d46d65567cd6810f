"""Verifies a subject token with PyJWT, an implementation unrelated to the one that made it.

Reads a JSON object with token, jwks, issuer and audience from stdin; prints the claims as JSON.
Needs: pip install pyjwt cryptography
"""

import json
import sys

import jwt

request = json.load(sys.stdin)
key_id = jwt.get_unverified_header(request["token"])["kid"]
key = jwt.PyJWKSet.from_dict(request["jwks"])[key_id]
claims = jwt.decode(
    request["token"],
    key=key.key,
    algorithms=["RS256"],
    issuer=request["issuer"],
    audience=request["audience"],
    options={"require": ["iss", "sub", "aud", "iat", "nbf", "exp", "jti"], "strict_aud": True},
)
json.dump(claims, sys.stdout)
