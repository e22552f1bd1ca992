# SPDX-License-Identifier: GPL-3.0-or-later
# A room is one folder as one static library: room(<name> <rooms below it>...).

function(room_flags target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wvla
    -Wstrict-prototypes -Wmissing-prototypes -Werror -fno-omit-frame-pointer
    # The same bits from the same input, on every optimisation level.
    -ffp-contract=off -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)
  target_compile_definitions(${target} PRIVATE _POSIX_C_SOURCE=200809L)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  if(METTA_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${METTA_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${METTA_SANITIZE})
  endif()
  if(METTA_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

function(room name)
  if(name STREQUAL "sensors")
    # The rows of sensors.def are the build list, so that table and library cannot disagree.
    set(folder ${PROJECT_SOURCE_DIR}/sensors)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${folder}/sensors.def)
    file(STRINGS ${folder}/sensors.def rows REGEX "^SENSOR\\(")
    set(sources ${folder}/registry.c)
    foreach(row ${rows})
      string(REGEX REPLACE "^SENSOR\\(([a-z0-9_]+)\\).*" "\\1" id "${row}")
      list(APPEND sources ${folder}/${id}.c)
    endforeach()
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.c)
    list(FILTER sources EXCLUDE REGEX "/main(_pictures)?\\.c$")
  endif()
  if(NOT sources)
    file(WRITE ${PROJECT_BINARY_DIR}/empty_room.c "typedef int empty_room;\n")
    set(sources ${PROJECT_BINARY_DIR}/empty_room.c)
  endif()
  add_library(${name} STATIC ${sources})
  room_flags(${name})
  set_property(GLOBAL APPEND PROPERTY ROOMS ${name})
  target_link_libraries(${name} PUBLIC ${ARGN} m)
endfunction()
