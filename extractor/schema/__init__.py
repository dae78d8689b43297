"""The types that every room speaks.

`types` holds the light ones that the stages pass on (no Pydantic: importing it costs 0.3 s),
`fields` declares each field of the record once, `record` is the contract itself.
"""
