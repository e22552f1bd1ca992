/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scripts of practices, a line at a time.
 *
 * 1. Every mistake is told with its line, and reading goes on behind it.
 * 2. A key is a row of the table in script_keys.c; what is not there is a mistake, never passed over.
 * 3. Whatever the bytes are, the answer is a practice or mistakes.
 */
#include "train/practice_script.h"

#include <string.h>

#include "base/hash.h"
#include "base/nearest.h"
#include "base/text.h"
#include "train/script.h"

enum { KEY_N = 64 };

static bool in_place(const struct script_reader *r, const struct script_key *k)
{
    return r->stage != NULL ? k->stage : k->head;
}

static const char *where(const struct script_key *k)
{
    return k->head ? "above the first stage" : "inside a stage";
}

/* The nearest name of a key that stands here, or elsewhere; NULL: nothing is near. */
static const struct script_key *meant(const struct script_reader *r, const char *name, bool here)
{
    const char *words[SCRIPT_KEYS_MAX];
    size_t at[SCRIPT_KEYS_MAX], n = 0, keys_n = 0;
    const struct script_key *keys = script_keys(&keys_n);
    for (size_t i = 0; i < keys_n; i++) {
        if (in_place(r, &keys[i]) == here) {
            at[n] = i;
            words[n++] = keys[i].name;
        }
    }
    const char *word = nearest_word(name, strlen(name), words, n);
    for (size_t i = 0; i < n; i++) {
        if (words[i] == word) {
            return &keys[at[i]];
        }
    }
    return NULL;
}

static void no_such_key(struct script_reader *r, const char *name)
{
    const struct script_key *k = meant(r, name, true), *other = meant(r, name, false);
    if (other != NULL && strcmp(other->name, name) == 0) {
        script_wrong(r, "\"%s\" stands %s", name, where(other));
    } else if (k != NULL) {
        script_wrong(r, "no such key: \"%.*s\"; did you mean \"%s\"?", SCRIPT_QUOTE_N, name, k->name);
    } else if (other != NULL) {
        script_wrong(r, "no such key: \"%.*s\"; did you mean \"%s\"? It stands %s", SCRIPT_QUOTE_N, name, other->name,
                     where(other));
    } else {
        script_wrong(r, "no such key: \"%.*s\"; metta practice --help tells them", SCRIPT_QUOTE_N, name);
    }
}

/* Lower case, single blanks. False: it does not fit, so that it is no key. */
static bool key_of(struct script_span v, char out[KEY_N])
{
    size_t n = 0;
    for (; v.at < v.end; v.at++) {
        char c = *v.at >= 'A' && *v.at <= 'Z' ? (char)(*v.at + ('a' - 'A')) : *v.at == '\t' ? ' ' : *v.at;
        if (c == ' ' && n > 0 && out[n - 1] == ' ') {
            continue;
        }
        if (n == KEY_N - 1) {
            return false;
        }
        out[n++] = c;
    }
    out[n] = '\0';
    return true;
}

static void take_key(struct script_reader *r, size_t i, struct script_span v, bool colon)
{
    size_t n = 0;
    const struct script_key *k = &script_keys(&n)[i];
    if (k->once && (r->seen >> i & 1U)) {
        script_wrong(r, "\"%s\" is given twice here", k->name);
        return;
    }
    r->seen |= (uint64_t)1 << i;
    if (k->value == SCRIPT_MUST_VALUE && v.at == v.end) {
        script_wrong(r, "\"%s\" needs something behind a colon", k->name);
    } else if (k->value == SCRIPT_NO_VALUE && colon) {
        script_wrong(r, "\"%s\" stands alone, without a colon", k->name);
    } else {
        k->read(r, k->arg, v);
    }
}

static void read_key(struct script_reader *r, struct script_span line)
{
    const char *colon = memchr(line.at, ':', (size_t)(line.end - line.at));
    struct script_span key = script_trimmed((struct script_span){line.at, colon != NULL ? colon : line.end});
    struct script_span value = script_trimmed((struct script_span){colon != NULL ? colon + 1 : line.end, line.end});
    char name[KEY_N] = "";
    if (!key_of(key, name)) {
        script_wrong(r, "no such key: \"%.*s\"; metta practice --help tells them", script_quoted(key), key.at);
        return;
    }
    size_t n = 0;
    const struct script_key *keys = script_keys(&n);
    for (size_t i = 0; i < n; i++) {
        if (in_place(r, &keys[i]) && strcmp(keys[i].name, name) == 0) {
            take_key(r, i, value, colon != NULL);
            return;
        }
    }
    no_such_key(r, name);
}

static void begin_stage(struct script_reader *r, struct script_span title)
{
    r->seen = 0;
    if (r->p->stages == PRACTICE_STAGES_MAX) {
        script_wrong(r, "too many stages; a practice has room for %d", PRACTICE_STAGES_MAX);
        return; /* its lines are read into the stage before */
    }
    r->stage = &r->p->stage[r->p->stages++];
    *r->stage = (struct practice_stage){.breath = PRACTICE_SETTLE, .first = (uint16_t)r->p->steps, .line = r->line};
    if (title.at == title.end) {
        script_wrong(r, "a stage needs a title: == Arriving");
        return;
    }
    (void)script_take_text(r, title, r->stage->title, sizeof r->stage->title);
}

static void read_line(struct script_reader *r, struct script_span line)
{
    if (line.end > line.at && line.end[-1] == '\r') {
        line.end--;
    }
    if (!script_readable(line)) {
        script_wrong(r, "a byte that is no text; save the file as UTF-8");
        return;
    }
    line = script_trimmed(line);
    if (line.at == line.end || *line.at == '#') {
        return;
    }
    if (text_starts(line.at, line.end, "==")) {
        while (line.at < line.end && *line.at == '=') {
            line.at++;
        }
        while (line.end > line.at && line.end[-1] == '=') {
            line.end--;
        }
        begin_stage(r, script_trimmed(line));
        return;
    }
    read_key(r, line);
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

static void check_stage(struct script_reader *r, const struct practice_stage *s, bool measured)
{
    bool quiet = false;
    r->line = s->line;
    if (s->minutes <= 0.0F) {
        script_wrong(r, "the stage \"%s\" has no minutes", s->title);
    }
    for (size_t i = s->first; i < (size_t)s->first + s->steps; i++) {
        const struct practice_step *step = &r->p->step[i];
        quiet =
            step->kind == PRACTICE_REPEAT || (quiet && (step->kind != PRACTICE_SAY || step->when == PRACTICE_NOTED));
        if (step->kind == PRACTICE_SAY && step->when >= PRACTICE_IF_FOUND && !measured) {
            script_wrong(r, "\"say if\" in \"%s\", but no stage before it measures", s->title);
        }
    }
    if (quiet) {
        script_wrong(r, "nothing is said behind \"repeat\" in \"%s\"", s->title);
    }
}

static void check_whole(struct script_reader *r)
{
    struct practice *p = r->p;
    size_t returns = 0;
    bool measured = false;
    for (size_t i = 0; i < p->stages; i++) {
        check_stage(r, &p->stage[i], measured);
        measured = measured || p->stage[i].measure != PRACTICE_NOTHING;
        returns += p->stage[i].runs == PRACTICE_ON_RETURN;
        if (returns == 2 && p->stage[i].runs == PRACTICE_ON_RETURN) {
            script_wrong(r, "a second stage that runs only on return");
        }
    }
    r->line = 1;
    if (p->title[0] == '\0') {
        script_wrong(r, "no title: above the first stage write title: and its name");
    }
    if (p->minutes <= 0.0F) {
        script_wrong(r, "no minutes: above the first stage write minutes: and how long it is");
    }
    if (p->stages == 0 || p->stage[0].runs != PRACTICE_ALWAYS) {
        script_wrong(r, "%s",
                     p->stages == 0 ? "no stage: begin one with == and its title" : "the first stage must always run");
    }
}

int practice_read(struct practice *out, const char *text, size_t n, struct practice_mistakes *m)
{
    *out = (struct practice){.people = 1, .scene = "lotus", .text_hash = hash_bytes(HASH_START, text, n)};
    m->n = 0;
    struct script_reader r = {.p = out, .m = m};
    const char *at = text, *end = text + n;
    if (text_starts(at, end, "\xEF\xBB\xBF")) {
        at += 3;
    }
    struct script_span line;
    while (text_line(&at, end, &line.at, &line.end)) {
        r.line++;
        read_line(&r, line);
    }
    check_whole(&r);
    return m->n == 0 ? R_OK : R_DATA;
}
