"""Prints what a folder holds as JSON: every file by its digest, every row of an mlflow.db.

    python store_content.py FOLDER
"""

import hashlib
import json
import os
import sqlite3
import sys


def rows_of(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {table: sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"'))
                for table in tables}


def main():
    root = sys.argv[1]
    files, tables = {}, {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if name == "mlflow.db":
                tables = rows_of(path)
            elif not name.startswith("mlflow.db"):
                with open(path, "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
                files[os.path.relpath(path, root)] = digest
    print(json.dumps({"files": files, "tables": tables}))


if __name__ == "__main__":
    main()
