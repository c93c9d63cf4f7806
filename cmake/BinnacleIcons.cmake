# binnacle_icons(<target> <list file>)
#   Adds the Lucide icons (ISC licence, npm package lucide-static) named in the list, one a line,
#   as resources ":/binnacle/icons/NAME.svg". LUCIDE_ROOT is the unpacked package: the folder that
#   holds icons/ and LICENSE.
set(LUCIDE_ROOT "${PROJECT_SOURCE_DIR}/.cache/deps/lucide-static" CACHE PATH
  "Unpacked npm package lucide-static")

function(binnacle_icons target list)
  if(NOT EXISTS "${LUCIDE_ROOT}/icons")
    message(FATAL_ERROR "Lucide icons not found: set LUCIDE_ROOT to the unpacked npm package "
      "lucide-static (looked in ${LUCIDE_ROOT}). ./run and ./check bring it.")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${list}")
  file(STRINGS "${list}" names)
  set(entries "")
  foreach(name ${names})
    if(NOT EXISTS "${LUCIDE_ROOT}/icons/${name}.svg")
      message(FATAL_ERROR "${list}: Lucide has no icon named ${name}")
    endif()
    string(APPEND entries
      "    <file alias=\"icons/${name}.svg\">${LUCIDE_ROOT}/icons/${name}.svg</file>\n")
  endforeach()

  # A style sheet can not tint: the one icon it shows comes in the muted colour of each theme.
  file(READ "${LUCIDE_ROOT}/icons/chevron-down.svg" chevron)
  set(colour_light "#5F6A7B")
  set(colour_dark "#98A3B3")
  foreach(theme light dark)
    string(REPLACE "currentColor" "${colour_${theme}}" tinted "${chevron}")
    file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/chevron-down-${theme}.svg"
      CONTENT "${tinted}" @ONLY)
    string(APPEND entries "    <file alias=\"chevron-down-${theme}.svg\">"
      "${CMAKE_CURRENT_BINARY_DIR}/chevron-down-${theme}.svg</file>\n")
  endforeach()

  set(qrc "${CMAKE_CURRENT_BINARY_DIR}/binnacle_icons.qrc")
  file(CONFIGURE OUTPUT "${qrc}" CONTENT
    "<RCC>\n  <qresource prefix=\"/binnacle\">\n${entries}  </qresource>\n</RCC>\n" @ONLY)
  target_sources(${target} PRIVATE "${qrc}")
endfunction()
