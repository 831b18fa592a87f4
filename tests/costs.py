"""What every page costs before it asks anything of its own, in queries; tests add what the page itself asks.

The session, the employee, whom they stand in for, and what waits behind the entries of the menu, all in one.
"""

SHELL = 4
