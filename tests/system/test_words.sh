# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Every word of the screens is translated in every language, in a sound catalogue, and needs no installed locale.
. "$(dirname "$0")/lib.sh"

if ! command -v xgettext >/dev/null || ! command -v msgattrib >/dev/null; then
    echo "skipped: gettext is not here"
    exit 77
fi
cd "$SOURCE" || exit 1
sh po/gather.sh "$HERE/now.pot"
check "po/metta.pot has the words of the source" cmp -s po/metta.pot "$HERE/now.pot"
while read -r language; do
    po=po/$language.po
    exits 0 msgfmt --check -o "$HERE/$language.mo" "$po"
    exits 0 msgcmp "$po" "$HERE/now.pot"
    check "$language: nothing is left out" test -z "$(msgattrib --untranslated "$po")"
    check "$language: nothing is unsure" test -z "$(msgattrib --only-fuzzy "$po")"
    check "$language: its plural form is known" grep -Eq 'plural=\(n (!=|>) 1\)' "$po"
    # Rules of the words: no exclamation marks, nothing deeper, no verdict
    check "$language: a low key" sh -c "! grep '^msgstr' '$po' | grep -q '!'"
    if command -v i18nspector >/dev/null; then
        i18nspector "$po" >"$HERE/tags" 2>/dev/null || true
        check "$language: $(cat "$HERE/tags")" sh -c "! grep -q '^E:' '$HERE/tags'"
    fi
done <po/LINGUAS
if ! command -v i18nspector >/dev/null; then
    echo "skipped: i18nspector is not here"
fi

# The words arrive, with nothing but the C locale: by option, by settings, by the environment.
cd "$HERE" || exit 1
export ASAN_OPTIONS=detect_leaks=0
if "$METTA" stage home --size 320x180 --out en.png 2>err; then
    "$METTA" stage home --size 320x180 --language de --out de.png
    check "another language is another picture" sh -c '! cmp -s en.png de.png'
    LANGUAGE=fr:de "$METTA" stage home --size 320x180 --out fr.png
    LANG=fr_CA.UTF-8 LC_ALL='' "$METTA" stage home --size 320x180 --out fr2.png
    check "LANG and LANGUAGE agree" cmp -s fr.png fr2.png
    printf '[comfort]\nlanguage = de\n' >de.ini
    "$METTA" stage home --size 320x180 --config de.ini --out de2.png
    check "settings and option agree" cmp -s de.png de2.png
    LANGUAGE=xx "$METTA" stage home --size 320x180 --out xx.png
    check "what is not here is English" cmp -s en.png xx.png
else
    echo "skipped: no pictures here ($(head -c 200 err))"
fi
finish
