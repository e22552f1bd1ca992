/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of a line of a script, and what is said about them. Nothing here knows what a key means. */
#include "train/script.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/text.h"

enum { LIST_N = 110 };

__attribute__((format(printf, 2, 3))) void script_wrong(struct script_reader *r, const char *format, ...)
{
    if (r->m->n < PRACTICE_MISTAKES_MAX) {
        struct practice_mistake *m = &r->m->at[r->m->n];
        m->line = r->line;
        va_list list;
        va_start(list, format);
        (void)vsnprintf(m->reason, sizeof m->reason, format, list);
        va_end(list);
    }
    r->m->n++;
}

/* So much of it as fits into a message, never half a letter. */
int script_quoted(struct script_span v)
{
    size_t n = (size_t)(v.end - v.at);
    if (n <= SCRIPT_QUOTE_N) {
        return (int)n;
    }
    n = SCRIPT_QUOTE_N;
    while (n > 0 && ((unsigned char)v.at[n] & 0xC0) == 0x80) {
        n--;
    }
    return (int)n;
}

void script_unknown(struct script_reader *r, const char *what, struct script_span v, const char *const *words, size_t n)
{
    const char *meant = nearest_word(v.at, (size_t)(v.end - v.at), words, n);
    if (meant != NULL) {
        script_wrong(r, "no such %s: \"%.*s\"; did you mean \"%s\"?", what, script_quoted(v), v.at, meant);
        return;
    }
    char list[160] = "";
    for (size_t i = 0, used = 0; i < n && used + strlen(words[i]) + 3 < LIST_N; i++) {
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    script_wrong(r, "no such %s: \"%.*s\"; there are: %s", what, script_quoted(v), v.at, list);
}

bool script_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct script_span script_trimmed(struct script_span v)
{
    while (v.at < v.end && script_blank(*v.at)) {
        v.at++;
    }
    while (v.end > v.at && script_blank(v.end[-1])) {
        v.end--;
    }
    return v;
}

bool script_is(struct script_span v, const char *word)
{
    size_t n = strlen(word);
    return (size_t)(v.end - v.at) == n && memcmp(v.at, word, n) == 0;
}

/* Takes the next word; blanks and commas stand between words. Empty at the end. */
struct script_span script_word(struct script_span *v)
{
    while (v->at < v->end && (script_blank(*v->at) || *v->at == ',')) {
        v->at++;
    }
    struct script_span w = {v->at, v->at};
    while (w.end < v->end && !script_blank(*w.end) && *w.end != ',') {
        w.end++;
    }
    v->at = w.end;
    return w;
}

int script_word_of(struct script_span v, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (script_is(v, words[i])) {
            return (int)i;
        }
    }
    return -1;
}

/* One number that is all of v. */
bool script_number(struct script_span v, double low, double high, float *out)
{
    double d = 0.0;
    const char *at = v.at;
    if (!text_number(&at, v.end, &d) || at != v.end || !(d >= low && d <= high)) {
        return false;
    }
    *out = (float)d;
    return true;
}

/* Length of the UTF-8 letter at *at; 0: it is none, or one that controls. */
static size_t letter(const char *at, const char *end)
{
    const unsigned char *b = (const unsigned char *)at;
    static const struct {
        unsigned char mask, bits;
        uint32_t least;
    } FORMS[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t n = 1; n <= 4 && (size_t)(end - at) >= n; n++) {
        if ((b[0] & FORMS[n - 1].mask) != FORMS[n - 1].bits) {
            continue;
        }
        uint32_t code = b[0] & (unsigned char)~FORMS[n - 1].mask;
        for (size_t i = 1; i < n; i++) {
            if ((b[i] & 0xC0) != 0x80) {
                return 0;
            }
            code = code << 6 | (b[i] & 0x3F);
        }
        bool control = (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0);
        bool good = code >= FORMS[n - 1].least && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000);
        return good && !control ? n : 0;
    }
    return 0;
}

bool script_readable(struct script_span v)
{
    while (v.at < v.end) {
        size_t n = letter(v.at, v.end);
        if (n == 0) {
            return false;
        }
        v.at += n;
    }
    return true;
}

void script_copy(char *out, struct script_span v)
{
    memcpy(out, v.at, (size_t)(v.end - v.at));
    out[v.end - v.at] = '\0';
}

/* What may stand in braces in a line that tells an answer. */
void script_check_braces(struct script_reader *r, struct script_span v, bool answer)
{
    static const char *const NAMES[] = {"rate", "low", "high", "earlier", "heart", "rmssd", "usual"};
    for (const char *at = v.at; at < v.end; at++) {
        if (*at != '{') {
            continue;
        }
        const char *close = memchr(at, '}', (size_t)(v.end - at));
        struct script_span name = {at + 1, close != NULL ? close : v.end};
        if (!answer) {
            script_wrong(r, "figures in braces stand only in lines of \"say if\"");
            return;
        }
        if (close == NULL || script_word_of(name, NAMES, sizeof NAMES / sizeof NAMES[0]) < 0) {
            script_unknown(r, "figure", name, NAMES, sizeof NAMES / sizeof NAMES[0]);
            return;
        }
        at = close;
    }
}

/* A line as it is shown: short enough to be read at a glance. */
bool script_take_text(struct script_reader *r, struct script_span v, char *out, size_t n)
{
    int words = 0;
    for (struct script_span rest = v; rest.at < rest.end; rest = script_trimmed(rest)) {
        words++;
        while (rest.at < rest.end && !script_blank(*rest.at)) {
            rest.at++;
        }
    }
    if (words > PRACTICE_WORDS_MAX) {
        script_wrong(r, "%d words in one line; %d are read at a glance, make two lines of it", words,
                     PRACTICE_WORDS_MAX);
        return false;
    }
    if ((size_t)(v.end - v.at) >= n) {
        script_wrong(r, "the text is too long: %zu bytes, %zu fit", (size_t)(v.end - v.at), n - 1);
        return false;
    }
    script_copy(out, v);
    return true;
}
