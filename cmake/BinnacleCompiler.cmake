# Language level, warnings, linker and compiler cache: the same for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # A precompiled header is cached only where its macros and dates may be passed over.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_library(binnacle_warnings INTERFACE)
target_compile_options(binnacle_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
# GCC 12 sees overflows and unset values that are not there once it optimises: in operator+ of
# std::string and in comparisons of std::optional (gcc.gnu.org/PR105651, PR105329, PR105562). The
# build without optimisation keeps these warnings.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(binnacle_warnings INTERFACE $<$<CONFIG:Release>:-Wno-stringop-overflow
    -Wno-stringop-overread -Wno-array-bounds -Wno-restrict -Wno-maybe-uninitialized>)
endif()
target_compile_definitions(binnacle_warnings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH)

if(BINNACLE_SANITIZE)
  add_compile_options(-O1 -fsanitize=address,undefined -fno-omit-frame-pointer
    -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
