"""The minimal report of ydata-profiling on a Parquet file, for a measurement of the whole process.

Usage: ydata_profile.py FILE
Prints the seconds of the report alone, without imports and reading.
"""

import sys
import time
import warnings

import pandas as pd

warnings.simplefilter("ignore")
from ydata_profiling import ProfileReport  # noqa: E402, says that it will be renamed

table = pd.read_parquet(sys.argv[1])
start = time.monotonic()
ProfileReport(table, minimal=True, progress_bar=False).to_json()
print(time.monotonic() - start)
