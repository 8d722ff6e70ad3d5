"""Beyond this computer: a phone on the same network, over TLS it can trust, once it was paired.

`addresses` finds where this computer is reached, `authority` makes certificates, `folder` keeps
them, `pairing` knows which phones may ask, `gate` lets no other one in, `welcome` is the plain page
that helps a phone to trust this computer, and `profile` what it installs for that.
"""
