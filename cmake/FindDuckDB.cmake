# FindDuckDB: DuckDB::DuckDB, the shared library with its C interface (duckdb.h).
#
#   DUCKDB_ROOT   where it is: the unpacked release archive of the project (duckdb.h and
#                 libduckdb.so in one folder), or an installation with include/ and lib/. Without
#                 it, what scripts/setup.sh has brought to .cache/deps is taken.
#
# Sets DuckDB_FOUND, DuckDB_INCLUDE_DIR and DuckDB_LIBRARY.
set(DUCKDB_ROOT "" CACHE PATH "DuckDB's release archive, unpacked, or its installation")
set(_duckdb_deps "${PROJECT_SOURCE_DIR}/.cache/deps")

if(DUCKDB_ROOT)
  set(_duckdb_include "${DUCKDB_ROOT}" "${DUCKDB_ROOT}/include")
  set(_duckdb_lib "${DUCKDB_ROOT}" "${DUCKDB_ROOT}/lib")
else()
  set(_duckdb_include "${_duckdb_deps}/duckdb/src/duckdb/src/include")
  set(_duckdb_lib "${_duckdb_deps}/duckdb-node-bindings-linux-x64")
endif()
find_path(DuckDB_INCLUDE_DIR duckdb.h PATHS ${_duckdb_include} NO_DEFAULT_PATH)
find_library(DuckDB_LIBRARY NAMES duckdb PATHS ${_duckdb_lib} NO_DEFAULT_PATH)
mark_as_advanced(DuckDB_INCLUDE_DIR DuckDB_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB
  REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "scripts/setup.sh brings it, elsewhere set DUCKDB_ROOT")

if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
  add_library(DuckDB::DuckDB SHARED IMPORTED)
  set_target_properties(DuckDB::DuckDB PROPERTIES
    IMPORTED_LOCATION "${DuckDB_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${DuckDB_INCLUDE_DIR}")
endif()
