#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The English words of the source into a template: sh po/gather.sh OUT.pot, from the top of the tree.
set -eu
{
    cat <<'HEAD'
# SPDX-License-Identifier: GPL-3.0-or-later
msgid ""
msgstr ""
"Project-Id-Version: metta\n"
"Report-Msgid-Bugs-To: \n"
"Language: \n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

HEAD
    xgettext --from-code=UTF-8 --no-wrap --sort-by-file --add-location=file --omit-header --keyword= --keyword=_ \
        --keyword=N_ --keyword=tongue_say:2 --keyword=tongue_many:2,3 -o - src/screen/*.c src/app/*.c
} >"$1"
