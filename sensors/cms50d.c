/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contec CMS50 oximeters, both wires, told apart by their sync bits (bit 7 of each byte):
 *   V7   115200 8N1  0 1 1 1 1 1 1 1 1   type 01; byte 1 holds bit 7 of the seven that follow; asked for by A1, kept by
 * AF V5   19200 8O1   1 0 0 0 0           streams by itself; no check but the sync bit
 * 1. A V7 frame counts at once: eight set bits and its ranges are rare in noise.
 * 2. V5 frames count from three in a row on (all three are then given): one alone is every 32nd place in noise.
 * 3. What stands at the head of the buffer is either the beginning of a frame or dropped by one byte.
 * Source  communication protocol of pulse oximeter V5.0A and V7.0 (Contec), as kept by github.com/albertcbraun/CMS50FW
 *         and github.com/jgerschler/CMS50DPlus-PulseOx; speeds and keep-alive as working drivers use them */
#include <string.h>

#include "sensors/sensor.h"

enum { READINGS_AT_ONCE = 8 }; /* V5_LOCK frames, each with a change of contact, and room */
enum { V7_BYTES = 9, V5_BYTES = 5, V5_LOCK = 3, SIGNAL_MAX = 8, SPO2_MAX = 100, SPO2_NONE = 127 };
enum { COMMAND_START = 0xA1, COMMAND_STOP = 0xA2, COMMAND_ALIVE = 0xAF };
enum form { FORM_V7, FORM_V5 };

static const uint8_t START[] = {0x7D, 0x81, COMMAND_START, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};
static const uint8_t ALIVE[] = {0x7D, 0x81, COMMAND_ALIVE, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80};

/* What one frame says. */
struct frame {
    uint8_t pleth, contact;
};

struct cms50d {
    uint8_t n, run, contact;
    uint8_t buffer[V7_BYTES];
    struct frame waiting[V5_LOCK];
    int64_t sample;
};

static void reset(void *state)
{
    struct cms50d *s = state;
    memset(s, 0, sizeof *s);
    s->contact = CONTACT_WHYS;
}

/* Lengths of V7 packets by type, 0: no such type. */
static uint8_t v7_length(uint8_t type)
{
    static const uint8_t LENGTH[] = {0, 9, 9, 9, 9, 9, 4, 8, 8, 6, 4, 4, 2, 3, 3, 8, 3, 9, 8, 0, 0, 9};
    return type < sizeof LENGTH ? LENGTH[type] : 0;
}

static bool spo2_ok(uint8_t spo2)
{
    return spo2 <= SPO2_MAX || spo2 == SPO2_NONE;
}

static bool read_v7(const uint8_t *b, struct frame *out)
{
    uint8_t p[7];
    for (int i = 0; i < 7; i++) {
        p[i] = (uint8_t)((b[2 + i] & 0x7F) | ((b[1] >> i & 1) << 7));
    }
    out->pleth = p[1] & 0x7F;
    out->contact = p[0] & 0x80   ? CONTACT_OFF
                   : p[1] & 0x80 ? CONTACT_SEARCHING
                   : p[0] & 0x10 ? CONTACT_NO_PULSE
                                 : CONTACT_OK;
    return (p[0] & 0x0F) <= SIGNAL_MAX && spo2_ok(p[4]);
}

static bool read_v5(const uint8_t *b, struct frame *out)
{
    out->pleth = b[1];
    out->contact = b[2] & 0x10   ? CONTACT_OFF
                   : b[2] & 0x20 ? CONTACT_SEARCHING
                   : b[0] & 0x10 ? CONTACT_NO_PULSE
                                 : CONTACT_OK;
    return (b[0] & 0x0F) <= SIGNAL_MAX && spo2_ok(b[4]);
}

enum head { HEAD_WAIT, HEAD_BAD, HEAD_V7, HEAD_V7_OTHER, HEAD_V5 };

/* What the buffer begins with: invariant 3. */
static enum head look(const uint8_t *b, uint8_t n)
{
    bool v5 = (b[0] & 0x80) != 0;
    uint8_t length = v5 ? V5_BYTES : v7_length(b[0]);
    if (length == 0) {
        return HEAD_BAD;
    }
    for (uint8_t i = 1; i < n && i < length; i++) {
        if (((b[i] & 0x80) != 0) == v5) {
            return HEAD_BAD;
        }
    }
    if (n < length) {
        return HEAD_WAIT;
    }
    return v5 ? HEAD_V5 : b[0] == 0x01 ? HEAD_V7 : HEAD_V7_OTHER;
}

static void drop(struct cms50d *s, uint8_t n)
{
    memmove(s->buffer, s->buffer + n, (size_t)(s->n - n));
    s->n = (uint8_t)(s->n - n);
}

/* Frames that the bytes so far complete, at most V5_LOCK, into out. */
static int take_byte(struct cms50d *s, uint8_t byte, struct frame *out)
{
    int n = 0;
    s->buffer[s->n++] = byte;
    while (s->n > 0) {
        struct frame f;
        switch (look(s->buffer, s->n)) {
        case HEAD_WAIT:
            return n;
        case HEAD_V7:
            s->run = 0;
            if (read_v7(s->buffer, &f)) {
                out[n++] = f;
            }
            drop(s, V7_BYTES);
            break;
        case HEAD_V7_OTHER:
            s->run = 0;
            drop(s, v7_length(s->buffer[0]));
            break;
        case HEAD_V5:
            if (!read_v5(s->buffer, &f)) {
                s->run = 0;
                drop(s, 1);
                break;
            }
            drop(s, V5_BYTES);
            if (s->run < V5_LOCK) {
                s->waiting[s->run++] = f;
                if (s->run == V5_LOCK) {
                    memcpy(out, s->waiting, sizeof s->waiting);
                    n = V5_LOCK;
                }
            } else {
                out[n++] = f;
            }
            break;
        default:
            s->run = 0;
            drop(s, 1);
            break;
        }
    }
    return n;
}

static size_t decode(void *state, const struct chunk *in, struct reading *out, size_t cap)
{
    struct cms50d *s = state;
    size_t n = 0;
    for (uint16_t i = 0; i < in->n && n + READINGS_AT_ONCE <= cap; i++) {
        struct frame frames[V5_LOCK + 1];
        int got = take_byte(s, in->bytes[i], frames);
        for (int k = 0; k < got; k++) {
            if (frames[k].contact != s->contact) {
                s->contact = frames[k].contact;
                out[n++] =
                    (struct reading){.t = in->t, .tick = s->sample, .value = s->contact, .kind = READING_CONTACT};
            }
            out[n++] = (struct reading){.t = in->t, .tick = s->sample++, .value = frames[k].pleth, .kind = READING_PPG};
        }
    }
    return n;
}

static int probe(const uint8_t *b, size_t n)
{
    struct cms50d s;
    reset(&s);
    size_t frames = 0;
    struct frame got[V5_LOCK + 1];
    for (size_t i = 0; i < n; i++) {
        frames += (size_t)take_byte(&s, b[i], got);
    }
    /* Nearly all bytes must be frames: a V5 stream has 5 bytes a frame, a V7 stream 9. */
    return frames >= 3 && frames * V7_BYTES * 2 >= n ? 95 : 0;
}

struct emulator {
    uint8_t form, heard_n;
    bool started;
    uint32_t since_alive; /* moments */
    uint8_t beep;
    uint8_t heard[V7_BYTES];
};

/* The stream stops about 30 s after the last sign of the host. */
enum { ALIVE_MOMENTS = 30 * 60 };

static void emulate_reset(void *state, size_t form)
{
    *(struct emulator *)state = (struct emulator){.form = (uint8_t)form, .started = form == FORM_V5};
}

static size_t v7_frame(uint8_t *out, const uint8_t payload[7])
{
    out[0] = 0x01;
    out[1] = 0x80;
    for (int i = 0; i < 7; i++) {
        out[1] = (uint8_t)(out[1] | (payload[i] >> 7 << i));
        out[2 + i] = (uint8_t)(0x80 | payload[i]);
    }
    return V7_BYTES;
}

static size_t emulate(void *state, const struct sensor_moment *m, uint8_t *out, size_t cap)
{
    struct emulator *e = state;
    if (e->form == FORM_V7 && e->started && ++e->since_alive > ALIVE_MOMENTS) {
        e->started = false;
    }
    if (!e->started || cap < V7_BYTES) {
        return 0;
    }
    e->beep = m->beat ? 2 : e->beep > 0 ? (uint8_t)(e->beep - 1) : 0;
    float level = m->ppg < 0.0F ? 0.0F : m->ppg > 1.2F ? 1.2F : m->ppg;
    uint8_t pleth = m->contact ? (uint8_t)(10.0F + 90.0F * level) : 64;
    uint8_t bar = (uint8_t)(pleth / 9 > 15 ? 15 : pleth / 9);
    /* a device has 8 bits for it and keeps 255 for "none" */
    bool rate_fits = m->contact && m->ibi_ms > 60000.0F / 255.0F;
    uint8_t rate = rate_fits ? (uint8_t)(60000.0F / m->ibi_ms) : 0xFF;
    uint8_t spo2 = m->contact ? 97 : SPO2_NONE;
    uint8_t beep = e->beep > 0 && m->contact ? 0x40 : 0;
    if (e->form == FORM_V7) {
        const uint8_t payload[7] = {(uint8_t)((m->contact ? 7 : 0x80) | beep),
                                    pleth,
                                    bar,
                                    rate,
                                    spo2,
                                    m->contact ? 0xA4 : 0xFF,
                                    m->contact ? 0x01 : 0xFF};
        return v7_frame(out, payload);
    }
    out[0] = (uint8_t)(0x80 | beep | (m->contact ? 7 : 0));
    out[1] = pleth;
    out[2] = (uint8_t)((m->contact ? bar : 0x30) | (rate >> 7 << 6));
    out[3] = rate & 0x7F;
    out[4] = spo2;
    return V5_BYTES;
}

static size_t emulate_hear(void *state, const uint8_t *b, size_t n, uint8_t *out, size_t cap)
{
    struct emulator *e = state;
    size_t said = 0;
    for (size_t i = 0; i < n; i++) {
        if (b[i] == 0x7D) {
            e->heard_n = 0;
        }
        if (e->heard_n < V7_BYTES) {
            e->heard[e->heard_n++] = b[i];
        }
        if (e->heard_n != V7_BYTES || e->heard[0] != 0x7D || e->form != FORM_V7) {
            continue;
        }
        uint8_t command = e->heard[1] & 0x01 ? e->heard[2] : e->heard[2] & 0x7F;
        e->heard_n = 0;
        e->since_alive = 0;
        if (command == COMMAND_START) {
            e->started = true;
        } else if (command == COMMAND_STOP && said + 2 <= cap) {
            e->started = false;
            out[said++] = 0x0C;
            out[said++] = 0x80;
        }
    }
    return said;
}

const struct sensor_driver sensor_cms50d = {
    .id = "cms50d",
    .title = "Contec CMS50 oximeter",
    .lines = {{.baud = 115200,
               .data_bits = 8,
               .stop_bits = 1,
               .parity = 'N',
               .hello = START,
               .hello_n = sizeof START,
               .alive = ALIVE,
               .alive_n = sizeof ALIVE,
               .alive_every = 2 * USEC_PER_SEC},
              {.baud = 19200, .data_bits = 8, .stop_bits = 1, .parity = 'O'}},
    .lines_n = 2,
    .streams = {{READING_PPG, 0, 60.0F}},
    .streams_n = 1,
    .state_size = sizeof(struct cms50d),
    .reset = reset,
    .probe = probe,
    .decode = decode,
    .forms = {"v7", "v5"},
    .forms_n = 2,
    .emulate_hz = {60.0F, 60.0F},
    .emulator_size = sizeof(struct emulator),
    .emulate_reset = emulate_reset,
    .emulate = emulate,
    .emulate_hear = emulate_hear,
};
