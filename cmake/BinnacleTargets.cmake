# binnacle_library(<name> SOURCES … LINKS …)
#   One static library for one folder. Only what is linked here can be included from it;
#   tests/unit/include_direction checks the arrows between folders as well.
function(binnacle_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE binnacle_warnings ${ARG_PRIVATE_LINKS})
  binnacle_precompile(${name} ${ARG_LINKS})
endfunction()

# binnacle_test(<name> LABEL unit|contract|gui|fault SOURCES … LINKS … [TIMEOUT seconds])
#   One Qt Test executable for one class or page: offscreen, with its own home folder, so that a
#   test never touches the settings or data of the person who runs it.
function(binnacle_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 600) # a stop for what hangs, far from what a busy machine needs
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} binnacle_warnings Qt6::Test)
  target_include_directories(${name} SYSTEM BEFORE PRIVATE "${PROJECT_SOURCE_DIR}/tests/patience")
  if(ARG_LABEL STREQUAL gui)
    binnacle_precompile(${name} Qt6::Widgets)
  else()
    binnacle_precompile(${name} ${ARG_LINKS})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set(home "${CMAKE_CURRENT_BINARY_DIR}/${name}.home")
  file(MAKE_DIRECTORY "${home}")
  set_tests_properties(${name} PROPERTIES
    LABELS "${ARG_LABEL}"
    TIMEOUT ${ARG_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;HOME=${home};XDG_DATA_HOME=${home}/data;XDG_CONFIG_HOME=${home}/config;XDG_CACHE_HOME=${home}/cache;BINNACLE_SOURCE_DIR=${PROJECT_SOURCE_DIR};BINNACLE_BINARY_DIR=${PROJECT_BINARY_DIR};ASAN_OPTIONS=detect_leaks=0")
endfunction()
