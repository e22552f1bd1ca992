# SPDX-License-Identifier: GPL-3.0-or-later
# Translations: po/<language>.po become catalogues that app/language.c reads; `words` gathers the English words anew.
find_program(MSGFMT msgfmt REQUIRED)
find_program(XGETTEXT xgettext)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/po/LINGUAS)
file(STRINGS ${PROJECT_SOURCE_DIR}/po/LINGUAS languages)
set(catalogues "")
foreach(language ${languages})
  set(folder ${PROJECT_BINARY_DIR}/locale/${language}/LC_MESSAGES)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/metta.mo
    COMMAND ${MSGFMT} --check -o ${folder}/metta.mo ${PROJECT_SOURCE_DIR}/po/${language}.po
    DEPENDS ${PROJECT_SOURCE_DIR}/po/${language}.po VERBATIM)
  list(APPEND catalogues ${folder}/metta.mo)
endforeach()
add_custom_target(catalogues ALL DEPENDS ${catalogues})
install(DIRECTORY ${PROJECT_BINARY_DIR}/locale/ DESTINATION ${CMAKE_INSTALL_LOCALEDIR})

if(XGETTEXT)
  add_custom_target(words COMMAND sh ${PROJECT_SOURCE_DIR}/po/gather.sh ${PROJECT_SOURCE_DIR}/po/metta.pot
    COMMAND ${CMAKE_COMMAND} -E echo "po/metta.pot is new; msgmerge -U po/XX.po po/metta.pot brings it into a language"
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} VERBATIM)
endif()
