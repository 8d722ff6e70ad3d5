"""The web app: server-rendered pages with small scripts, and the same use cases as REST.

`app` puts it together, `guard` stands before every request, `front` is what every page works with,
`pages` holds a file for each page, `api` the same as data. Nothing here computes: a page asks a
workflow and hands values and words to a template. No request ever goes to another host.
"""
