"""Replaces places of this machine in all texts of a workspace, and packs it.

Usage: take_places_out.py WORKSPACE OLD=NEW …

`.example` names no host. The audit log stays as it is: its entries carry each other's hashes. Ends
with an error where an old place is still found in the file.
"""
import sqlite3
import sys

workspace, *pairs = sys.argv[1:]
pairs = [pair.split("=", 1) for pair in pairs]
store = sqlite3.connect(workspace)
store.execute("PRAGMA journal_mode = DELETE")
tables = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
for table in tables:
    if table == "audit_entry" or table.startswith("sqlite_"):
        continue
    for _, column, kind, *_ in store.execute(f"PRAGMA table_info({table})").fetchall():
        if kind != "TEXT":
            continue
        for old, new in pairs:
            store.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?) "
                          f"WHERE instr({column}, ?)", (old, new, old))
store.execute("UPDATE source SET message = '', reach = 0, cursor = ''")
store.commit()
store.execute("VACUUM")
store.close()
content = open(workspace, "rb").read()
for old, _ in pairs:
    if old.encode() in content:
        sys.exit(f"{workspace} still names {old}")
