/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A home-made breathing belt: our own line, for anybody who solders. 115200 8N1, ASCII, lines end LF or CR LF.
 *
 *   #metta 1 resp[,pulse]            once a second: what follows, in this order
 *   <millis>,<resp>[,<pulse>]*<hh>   25 to 50 times a second
 *
 *   millis  the board's clock, ms, unsigned 32 bits, wraps after 49.7 days; takes the jitter of USB out
 *   resp    stretch of the belt, any unit, rises on the in-breath; integer or decimal
 *   pulse   optional pulse sensor, any unit
 *   hh      exclusive or of all characters before the '*', two hexadecimal digits (as in NMEA 0183)
 *
 * The other way, when somebody wants to feel the breath: v0 (still) .. v9 and LF, at most 20 times a second. A board
 * that hears none for a second stops its motor.
 *
 * 1. A line without a right check is dropped. 2. tick is millis made 64 bits wide; it never runs backwards: a board
 * that began anew (millis fell, but not by a wrap) gives a GAP first. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "sensors/line.h"
#include "sensors/sensor.h"

static const double VALUE_MAX = 1e7; /* chosen: beyond any converter */
static const int64_t WRAP = INT64_C(1) << 32;
static const int64_t WRAP_NEAR = 60000; /* chosen: a fall to within a minute of a wrap is a wrap */

struct belt {
    struct sensor_text line;
    bool started;
    int64_t tick, millis;
};

static void reset(void *state)
{
    memset(state, 0, sizeof(struct belt));
}

struct row {
    int64_t millis;
    double resp, pulse;
    bool pulse_known;
};

static bool value(const char **at, const char *end, double *out)
{
    return text_number(at, end, out) && *out >= -VALUE_MAX && *out <= VALUE_MAX;
}

static bool check_ok(const char *at, const char *star, const char *end)
{
    uint8_t sum = 0, want = 0;
    for (; at < star; at++) {
        sum = (uint8_t)(sum ^ (uint8_t)*at);
    }
    return text_hex(star + 1, end, &want, 1) == 1 && want == sum;
}

static bool read_line(struct row *out, const char *at, const char *end)
{
    const char *star = memchr(at, '*', (size_t)(end - at));
    if (star == NULL || !check_ok(at, star, end)) {
        return false;
    }
    *out = (struct row){0};
    if (!text_integer(&at, star, &out->millis) || out->millis < 0 || out->millis >= WRAP || at == star || *at != ',') {
        return false;
    }
    at++;
    if (!value(&at, star, &out->resp)) {
        return false;
    }
    if (at < star && *at == ',') {
        at++;
        out->pulse_known = value(&at, star, &out->pulse);
        return out->pulse_known && at == star;
    }
    return at == star;
}

/* True when the board began anew. */
static bool place(struct belt *s, int64_t millis)
{
    bool again = false;
    if (s->started && millis >= s->millis) {
        s->tick += millis - s->millis;
    } else if (s->started && s->millis > WRAP - WRAP_NEAR && millis < WRAP_NEAR) {
        s->tick += millis + WRAP - s->millis;
    } else {
        again = s->started;
        s->tick = millis;
    }
    s->started = true;
    s->millis = millis;
    return again;
}

static size_t decode(void *state, const struct chunk *in, struct reading *out, size_t cap)
{
    struct belt *s = state;
    size_t n = 0;
    for (uint16_t i = 0; i < in->n && n + 3 <= cap; i++) {
        struct row row;
        if (!sensor_text_push(&s->line, in->bytes[i]) || !read_line(&row, s->line.text, s->line.text + s->line.n)) {
            continue;
        }
        if (place(s, row.millis)) {
            out[n++] = (struct reading){.t = in->t, .tick = s->tick, .value = GAP_SILENT, .kind = READING_GAP};
        }
        out[n++] = (struct reading){
            .t = in->t, .tick = s->tick, .value = (float)row.resp, .kind = READING_RESP, .channel = RESP_BELT};
        if (row.pulse_known) {
            out[n++] = (struct reading){.t = in->t, .tick = s->tick, .value = (float)row.pulse, .kind = READING_PPG};
        }
    }
    return n;
}

static int probe(const uint8_t *b, size_t n)
{
    struct sensor_text line = {0};
    struct row row;
    int good = 0;
    for (size_t i = 0; i < n; i++) {
        good += sensor_text_push(&line, b[i]) && read_line(&row, line.text, line.text + line.n) ? 1 : 0;
    }
    return good >= 3 ? 99 : 0;
}

static size_t touch(uint8_t level, uint8_t *out)
{
    out[0] = 'v';
    out[1] = (uint8_t)('0' + (level < SENSOR_TOUCH_LEVELS ? level : SENSOR_TOUCH_LEVELS - 1));
    out[2] = '\n';
    return 3;
}

enum form { FORM_BELT, FORM_PULSE };

struct emulator {
    uint8_t form;
    uint32_t moments;
};

static void emulate_reset(void *state, size_t form)
{
    *(struct emulator *)state = (struct emulator){.form = (uint8_t)form};
}

static size_t emulate(void *state, const struct sensor_moment *m, uint8_t *out, size_t cap)
{
    struct emulator *e = state;
    bool pulse = e->form == FORM_PULSE;
    uint32_t every = pulse ? 50 : 25;
    int n = 0;
    if (e->moments++ % every == 0) {
        n = snprintf((char *)out, cap, "#metta 1 resp%s\n", pulse ? ",pulse" : "");
    }
    char *line = (char *)out + n;
    size_t room = cap - (size_t)n;
    unsigned millis = (unsigned)(m->t / 1000 % WRAP);
    int resp = (int)(400.0F + 200.0F * (m->contact ? m->resp : 0.0F));
    int length = pulse ? snprintf(line, room, "%u,%d,%d", millis, resp, (int)(512.0F + 350.0F * (m->ppg - 0.35F)))
                       : snprintf(line, room, "%u,%d", millis, resp);
    if (length < 0 || (size_t)length + 5 > room) {
        return 0;
    }
    uint8_t sum = 0;
    for (int i = 0; i < length; i++) {
        sum = (uint8_t)(sum ^ (uint8_t)line[i]);
    }
    (void)snprintf(line + length, room - (size_t)length, "*%02X\n", sum);
    return (size_t)(n + length) + 4;
}

const struct sensor_driver sensor_belt = {
    .id = "belt",
    .title = "home-made breathing belt",
    .lines = {{.baud = 115200, .data_bits = 8, .stop_bits = 1, .parity = 'N'}},
    .lines_n = 1,
    .streams = {{READING_RESP, RESP_BELT, 1000.0F}, {READING_PPG, 0, 1000.0F}},
    .streams_n = 2,
    .state_size = sizeof(struct belt),
    .reset = reset,
    .probe = probe,
    .decode = decode,
    .touch = touch,
    .forms = {"belt", "belt-pulse"},
    .forms_n = 2,
    .emulate_hz = {25.0F, 50.0F},
    .emulator_size = sizeof(struct emulator),
    .emulate_reset = emulate_reset,
    .emulate = emulate,
};
