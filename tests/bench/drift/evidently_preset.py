"""Evidently's preset on two Parquet files, for a measurement of the whole process.

Usage: evidently_preset.py REFERENCE CURRENT
Prints the seconds of the report alone, without imports and reading.
"""

import sys
import time
import warnings

import pandas as pd
from evidently import Dataset, Report
from evidently.presets import DataDriftPreset

warnings.simplefilter("ignore")
reference, current = (Dataset.from_pandas(pd.read_parquet(name)) for name in sys.argv[1:3])
start = time.monotonic()
Report([DataDriftPreset()]).run(current, reference).json()
print(time.monotonic() - start)
