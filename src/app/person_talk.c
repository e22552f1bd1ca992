/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's end of the protocol. A pace may lie ahead: it waits until the person has lived up to it, and a newer
   line takes away those of the same or a later time. */
#include "app/person_talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/options.h"
#include "app/say.h"
#include "base/text.h"
#include "link/cohort.h"
#include "link/person.h"

enum { LINE_N = 4096, AHEAD_MAX = 64, READINGS = 64, BREATH_HZ = 25, SLICE_US = 1000000 };

struct ahead {
    usec t;
    struct pace pace;
};

struct talk {
    struct person person;
    FILE *out;
    usec now;
    struct ahead ahead[AHEAD_MAX];
    size_t ahead_n;
};

static void live_to(struct talk *t, usec to)
{
    struct reading r[READINGS];
    while (t->now < to) {
        t->now = to - t->now > SLICE_US ? t->now + SLICE_US : to;
        size_t n = person_advance(&t->person, t->now, r, READINGS);
        for (size_t i = 0; i < n; i++) {
            if (r[i].kind == READING_IBI) {
                (void)fprintf(t->out, "rr %.3f %.1f\n", usec_to_s(r[i].t), (double)r[i].value);
            } else {
                (void)fprintf(t->out, "breath %.3f %.4f\n", usec_to_s(r[i].t), (double)r[i].value);
            }
        }
    }
}

static void advance(struct talk *t, usec to)
{
    while (t->ahead_n > 0 && t->ahead[0].t <= to) {
        struct ahead first = t->ahead[0];
        memmove(t->ahead, t->ahead + 1, --t->ahead_n * sizeof t->ahead[0]);
        live_to(t, first.t);
        person_pace(&t->person, first.t > t->now ? first.t : t->now, &first.pace);
    }
    live_to(t, to);
}

static bool numbers(const char *at, const char *end, double *out, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!text_number(&at, end, &out[i]) || !(out[i] >= 0.0 && out[i] < 1e7)) {
            return false;
        }
    }
    return at == end;
}

static bool take_pace(struct talk *t, const char *at, const char *end)
{
    double v[5];
    if (!numbers(at, end, v, 5)) {
        return false;
    }
    struct ahead a = {usec_from_s(v[0]), {(float)v[1], (float)v[2], (float)v[3], (float)v[4]}};
    while (t->ahead_n > 0 && t->ahead[t->ahead_n - 1].t >= a.t) {
        t->ahead_n--;
    }
    if (t->ahead_n == AHEAD_MAX) {
        return false;
    }
    t->ahead[t->ahead_n++] = a;
    return true;
}

static bool take_advance(struct talk *t, const char *at, const char *end)
{
    double to_s = 0.0;
    if (!numbers(at, end, &to_s, 1) || usec_from_s(to_s) < t->now) {
        return false;
    }
    advance(t, usec_from_s(to_s));
    (void)fprintf(t->out, "ok %.6f\n", to_s);
    return true;
}

static bool take_hello(struct talk *t, const char *at, const char *end)
{
    double version = 0.0;
    if (!numbers(at, end, &version, 1) || version != 1.0) {
        return false;
    }
    (void)fprintf(t->out, "stream rr ms\nstream breath %d\nok 0.000\n", BREATH_HZ);
    return true;
}

static bool be_person(struct person *p, const char *kind, uint64_t seed)
{
    if (kind == NULL) {
        person_init(p, seed);
        return true;
    }
    unsigned k = cohort_named(kind);
    if (k == COHORT_KINDS) {
        say_error("--form %s: no such kind of person; give main, clean, ectopic, dropout, deaf, limited, weak or shift",
                  kind);
        return false;
    }
    cohort_person(p, k, seed, 0);
    return true;
}

int person_talk(const char *kind, uint64_t seed, FILE *in, FILE *out)
{
    static const struct {
        const char *word;
        bool (*take)(struct talk *t, const char *at, const char *end);
    } WORDS[] = {{"hello ", take_hello}, {"pace ", take_pace}, {"advance ", take_advance}};
    struct talk t = {.out = out};
    char line[LINE_N];
    if (!be_person(&t.person, kind, seed)) {
        return EXIT_CALL;
    }
    while (fgets(line, sizeof line, in) != NULL) {
        const char *end = line + strcspn(line, "\r\n");
        if (strncmp(line, "end", 3) == 0 && line + 3 == end) {
            (void)fprintf(out, "ok %.6f\n", usec_to_s(t.now));
            return EXIT_DONE;
        }
        for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
            size_t n = strlen(WORDS[i].word);
            if (text_starts(line, end, WORDS[i].word) && !WORDS[i].take(&t, line + n, end)) {
                (void)fprintf(out, "err %.*s\n", (int)(end - line), line);
                (void)fflush(out);
                return EXIT_CALL;
            }
        }
        (void)fflush(out);
    }
    return EXIT_DONE;
}
