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

  # A style sheet can not tint: the two icons it shows come in a colour for each theme (the muted
  # text and the words on the accent of widgets/common/theme.cpp).
  set(chevron-down_light "#5F6A7B")
  set(chevron-down_dark "#98A3B3")
  set(check_light "#FFFFFF")
  set(check_dark "#0E1218")
  foreach(name chevron-down check)
    file(READ "${LUCIDE_ROOT}/icons/${name}.svg" drawing)
    foreach(theme light dark)
      string(REPLACE "currentColor" "${${name}_${theme}}" tinted "${drawing}")
      file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}-${theme}.svg"
        CONTENT "${tinted}" @ONLY)
      string(APPEND entries "    <file alias=\"${name}-${theme}.svg\">"
        "${CMAKE_CURRENT_BINARY_DIR}/${name}-${theme}.svg</file>\n")
    endforeach()
  endforeach()

  set(qrc "${CMAKE_CURRENT_BINARY_DIR}/binnacle_icons.qrc")
  file(CONFIGURE OUTPUT "${qrc}" CONTENT
    "<RCC>\n  <qresource prefix=\"/binnacle\">\n${entries}  </qresource>\n</RCC>\n" @ONLY)
  target_sources(${target} PRIVATE "${qrc}")
endfunction()
