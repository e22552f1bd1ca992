/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PulseSensor on an Arduino: text lines that end CR LF, 115200 8N1 (two-sensor sketches 250000), no commands.
 *   visualizer   S<signal> at 50 Hz; at each beat B<bpm> and Q<ibi_ms>
 *   plotter      <bpm>,<ibi_ms>,<signal> at 50 Hz; lost pulse is 0,600,<signal>
 *   others       <signal>; <signal>,<bpm>,<ibi_ms>,<beat>; Signal <signal>
 * 1. Only Q lines and a set beat mark give intervals: in plotter lines equal ones would merge, so there the wave
 * counts.
 * 2. A number out of its range drops its line; the ranges are those of a 12-bit converter and of a heart.
 * Source  github.com/WorldFamousElectronics/PulseSensorPlayground, src/utility/PulseSensorSerialOutput.cpp */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "sensors/line.h"
#include "sensors/sensor.h"

enum { SIGNAL_MAX = 4095, BPM_MAX = 255, IBI_MIN = 250, IBI_MAX = 2500, IBI_LOST = 600, FIELDS_MAX = 4 };
enum form { FORM_PLOTTER, FORM_VISUALIZER };

struct pulsesensor {
    struct sensor_text line;
    int64_t sample;
    uint8_t contact; /* told last; CONTACT_WHYS: nothing yet */
};

static void reset(void *state)
{
    struct pulsesensor *s = state;
    memset(s, 0, sizeof *s);
    s->contact = CONTACT_WHYS;
}

/* What one line says. */
struct said {
    bool signal_known, ibi_known, contact_known;
    int signal, ibi_ms;
    uint8_t contact;
};

static bool say_signal(struct said *out, int64_t v)
{
    out->signal = (int)v;
    out->signal_known = v >= 0 && v <= SIGNAL_MAX;
    return out->signal_known;
}

static bool say_ibi(struct said *out, int64_t v)
{
    out->ibi_ms = (int)v;
    out->ibi_known = v >= IBI_MIN && v <= IBI_MAX;
    return out->ibi_known;
}

static bool say_contact(struct said *out, int64_t bpm, int64_t ibi_ms)
{
    out->contact_known = true;
    out->contact = bpm == 0 && ibi_ms == IBI_LOST ? CONTACT_NO_PULSE : CONTACT_OK;
    return bpm >= 0 && bpm <= BPM_MAX && ibi_ms >= 0 && ibi_ms <= IBI_MAX;
}

static bool read_fields(struct said *out, const char *at, const char *end)
{
    int64_t f[FIELDS_MAX];
    int n = 0;
    for (;; at++) {
        if (n == FIELDS_MAX || !text_integer(&at, end, &f[n])) {
            return false;
        }
        n++;
        if (at == end) {
            break;
        }
        if (*at != ',') {
            return false;
        }
    }
    switch (n) {
    case 1:
        return say_signal(out, f[0]);
    case 3:
        return say_contact(out, f[0], f[1]) && say_signal(out, f[2]);
    case 4:
        return (f[3] == 0 || f[3] == 1) && say_contact(out, f[1], f[2]) && say_signal(out, f[0]) &&
               (f[3] == 0 || say_ibi(out, f[2]));
    default:
        return false;
    }
}

/* True when the line is one of this device. */
static bool read_line(struct said *out, const char *at, const char *end)
{
    *out = (struct said){0};
    int64_t v = 0;
    if (at == end) {
        return false;
    }
    if (text_starts(at, end, "Signal ")) {
        at += 7;
        return text_integer(&at, end, &v) && at == end && say_signal(out, v);
    }
    char letter = *at;
    if (letter != 'S' && letter != 'B' && letter != 'Q') {
        return read_fields(out, at, end);
    }
    at++;
    if (at == end || *at < '0' || *at > '9' || !text_integer(&at, end, &v) || at != end) {
        return false;
    }
    if (letter == 'S') {
        return say_signal(out, v);
    }
    return letter == 'Q' ? say_ibi(out, v) : v <= BPM_MAX;
}

static size_t decode(void *state, const struct chunk *in, struct reading *out, size_t cap)
{
    struct pulsesensor *s = state;
    size_t n = 0;
    for (uint16_t i = 0; i < in->n && n + 3 <= cap; i++) {
        struct said said;
        if (!sensor_text_push(&s->line, in->bytes[i]) || !read_line(&said, s->line.text, s->line.text + s->line.n)) {
            continue;
        }
        if (said.contact_known && said.contact != s->contact) {
            s->contact = said.contact;
            out[n++] = (struct reading){.t = in->t, .tick = s->sample, .value = said.contact, .kind = READING_CONTACT};
        }
        if (said.ibi_known) {
            out[n++] =
                (struct reading){.t = in->t, .tick = s->sample, .value = (float)said.ibi_ms, .kind = READING_IBI};
        }
        if (said.signal_known) {
            out[n++] =
                (struct reading){.t = in->t, .tick = s->sample++, .value = (float)said.signal, .kind = READING_PPG};
        }
    }
    return n;
}

static int probe(const uint8_t *b, size_t n)
{
    struct sensor_text line = {0};
    struct said said;
    int lines = 0, good = 0, sure = 0;
    for (size_t i = 0; i < n; i++) {
        bool ended = b[i] == '\n' && line.begun;
        if (sensor_text_push(&line, b[i]) && read_line(&said, line.text, line.text + line.n)) {
            good++;
            sure += line.text[0] == 'S' || line.text[0] == 'Q' || said.contact_known ? 1 : 0;
        }
        lines += ended ? 1 : 0;
    }
    if (good < 3 || good * 2 < lines) {
        return 0;
    }
    return sure * 2 >= good ? 90 : 50;
}

struct emulator {
    uint8_t form;
    int bpm;
};

static void emulate_reset(void *state, size_t form)
{
    *(struct emulator *)state = (struct emulator){.form = (uint8_t)form};
}

static size_t emulate(void *state, const struct sensor_moment *m, uint8_t *out, size_t cap)
{
    struct emulator *e = state;
    int signal = (int)(512.0F + 350.0F * (m->contact ? m->ppg - 0.35F : 0.0F));
    signal = signal < 0 ? 0 : signal > 1023 ? 1023 : signal;
    int ibi_ms = (int)m->ibi_ms / 2 * 2; /* the library counts time in steps of 2 ms */
    e->bpm = ibi_ms > 0 ? 60000 / ibi_ms : 0;
    int n = 0;
    if (e->form == FORM_PLOTTER) {
        bool lost = !m->contact || ibi_ms == 0;
        n = snprintf((char *)out, cap, "%d,%d,%d\r\n", lost ? 0 : e->bpm, lost ? IBI_LOST : ibi_ms, signal);
    } else if (m->beat && m->contact) {
        n = snprintf((char *)out, cap, "S%d\r\nB%d\r\nQ%d\r\n", signal, e->bpm, ibi_ms);
    } else {
        n = snprintf((char *)out, cap, "S%d\r\n", signal);
    }
    return n > 0 && (size_t)n < cap ? (size_t)n : 0;
}

const struct sensor_driver sensor_pulsesensor = {
    .id = "pulsesensor",
    .title = "PulseSensor on an Arduino",
    .lines = {{.baud = 115200, .data_bits = 8, .stop_bits = 1, .parity = 'N'},
              {.baud = 250000, .data_bits = 8, .stop_bits = 1, .parity = 'N'}},
    .lines_n = 2,
    .streams = {{READING_PPG, 0, 50.0F}, {READING_IBI, 0, 50.0F}},
    .streams_n = 2,
    .state_size = sizeof(struct pulsesensor),
    .reset = reset,
    .probe = probe,
    .decode = decode,
    .forms = {"plotter", "visualizer"},
    .forms_n = 2,
    .emulate_hz = {50.0F, 50.0F},
    .emulator_size = sizeof(struct emulator),
    .emulate_reset = emulate_reset,
    .emulate = emulate,
};
