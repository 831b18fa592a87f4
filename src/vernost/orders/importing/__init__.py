"""From a person's file into the base: kept, looked at, tried, written in chunks that survive a kill.

keeping   the file in the data directory        columns   which column means what
staging   the file's orders, in a fixed order   finding   whose they are; new clients made
writing   rows into either database, fast       orders, clients   one chunk of each kind
running   the whole of it, from where it stopped
"""
