"""A tiny context of the tests' own: what access/ and journal/ are tried on before there are clients."""
