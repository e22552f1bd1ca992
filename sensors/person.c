/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person played by another program, in lock-step with the session: the data lines of the person protocol, version 1.
 *
 *   rr <t> <ms>          a heartbeat at t, s, ms milliseconds after the one before
 *   breath <t> <value>   respiration, any unit, rises on the in-breath
 *   ppg <t> <value>      pulse wave, any unit
 *
 * Numbers are decimal with a point. Each line arrives at its own t (the link sees to that), so a reading's time is its
 * arrival, exactly. 1. Other lines, and values that are none, are passed over. 2. tick is t in us. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "sensors/line.h"
#include "sensors/sensor.h"

static const double TIME_MAX_S = 1e7, VALUE_MAX = 1e9; /* chosen: beyond any session, beyond any converter */

static const struct word_row {
    const char *word;
    uint8_t kind;
} WORDS[] = {{"rr ", READING_IBI}, {"breath ", READING_RESP}, {"ppg ", READING_PPG}};
enum { WORDS_N = sizeof WORDS / sizeof WORDS[0] };

struct person {
    struct sensor_text line;
};

static void reset(void *state)
{
    memset(state, 0, sizeof(struct person));
}

static bool read_line(struct reading *out, const char *at, const char *end)
{
    double t_s = 0.0, v = 0.0;
    for (size_t i = 0; i < WORDS_N; i++) {
        if (!text_starts(at, end, WORDS[i].word)) {
            continue;
        }
        at += strlen(WORDS[i].word);
        bool good = text_number(&at, end, &t_s) && text_number(&at, end, &v) && at == end;
        if (!(good && t_s >= 0.0 && t_s <= TIME_MAX_S && fabs(v) <= VALUE_MAX)) {
            return false; /* a time beyond all numbers is no tick */
        }
        *out = (struct reading){
            .tick = (int64_t)(t_s * 1e6 + 0.5), .value = (float)v, .kind = WORDS[i].kind, .flags = READING_EXACT};
        return out->kind != READING_IBI || v > 0.0;
    }
    return false;
}

static size_t decode(void *state, const struct chunk *in, struct reading *out, size_t cap)
{
    struct person *s = state;
    size_t n = 0;
    for (uint16_t i = 0; i < in->n && n < cap; i++) {
        if (sensor_text_push(&s->line, in->bytes[i]) && read_line(&out[n], s->line.text, s->line.text + s->line.n)) {
            out[n++].t = in->t;
        }
    }
    return n;
}

static int probe(const uint8_t *b, size_t n)
{
    struct sensor_text line = {0};
    struct reading r;
    int good = 0;
    for (size_t i = 0; i < n; i++) {
        good += sensor_text_push(&line, b[i]) && read_line(&r, line.text, line.text + line.n) ? 1 : 0;
    }
    return good >= 3 ? 90 : 0;
}

struct emulator {
    bool told;
};

static void emulate_reset(void *state, size_t form)
{
    (void)form;
    *(struct emulator *)state = (struct emulator){false};
}

static size_t emulate(void *state, const struct sensor_moment *m, uint8_t *out, size_t cap)
{
    struct emulator *e = state;
    double t_s = usec_to_s(m->t);
    char *line = (char *)out;
    int n = e->told ? 0 : snprintf(line, cap, "ok 0.000\n");
    e->told = true;
    if (m->beat) {
        n += snprintf(line + n, cap - (size_t)n, "rr %.3f %.0f\n", t_s, (double)m->ibi_ms);
    }
    n += snprintf(line + n, cap - (size_t)n, "breath %.3f %.4f\n", t_s, (double)m->resp);
    return n > 0 && (size_t)n < cap ? (size_t)n : 0;
}

const struct sensor_driver sensor_person = {
    .id = "person",
    .title = "a person played by another program",
    .streams = {{READING_IBI, 0, 1e6F}, {READING_RESP, RESP_BELT, 1e6F}, {READING_PPG, 0, 1e6F}},
    .streams_n = 3,
    .state_size = sizeof(struct person),
    .reset = reset,
    .probe = probe,
    .decode = decode,
    .forms = {"lines"},
    .forms_n = 1,
    .emulate_hz = {25.0F},
    .emulator_size = sizeof(struct emulator),
    .emulate_reset = emulate_reset,
    .emulate = emulate,
};
