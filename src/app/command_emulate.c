/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta emulate: a device made of a simulated person or of a recording. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/person_talk.h"
#include "app/say.h"
#include "app/stop.h"
#include "formats/recording.h"
#include "link/emulate.h"
#include "link/person.h"
#include "link/wave.h"

static const usec CAPTURE_LENGTH = 300 * USEC_PER_SEC; /* when nobody says how long */

/* A recording as moments: the newest value of each channel, waves scaled by their running extremes to 0..1. Where there
   are only intervals the waves are drawn from their beats, newest first, a little late (link/wave.h). */
enum { PLAYED_BEATS = 8 };

struct played {
    struct recording *recording;
    struct reading next;
    bool waits;
    float value[READING_KINDS], low[READING_KINDS], high[READING_KINDS];
    bool seen[READING_KINDS];
    usec beats[PLAYED_BEATS];
    float ibi_ms[PLAYED_BEATS];
    uint32_t beats_n;
    usec told;
};

static bool person_input(void *of, struct sensor_moment *m)
{
    person_moment(of, m->t, m);
    return true;
}

static void take(struct played *p, const struct reading *r)
{
    uint8_t k = r->kind;
    if (r->flags & READING_MISSING) {
        return;
    }
    p->value[k] = r->value;
    p->low[k] = p->seen[k] ? fminf(p->low[k], r->value) : r->value;
    p->high[k] = p->seen[k] ? fmaxf(p->high[k], r->value) : r->value;
    p->seen[k] = true;
    if (k == READING_IBI) {
        memmove(p->beats + 1, p->beats, sizeof p->beats - sizeof p->beats[0]);
        memmove(p->ibi_ms + 1, p->ibi_ms, sizeof p->ibi_ms - sizeof p->ibi_ms[0]);
        p->beats[0] = r->t;
        p->ibi_ms[0] = r->value;
        p->beats_n += p->beats_n < PLAYED_BEATS ? 1 : 0;
    }
}

/* The beats as a sensor would see them, WAVE_LAG_US late. */
static void show_beats(struct played *p, struct sensor_moment *m)
{
    usec seen = m->t - WAVE_LAG_US;
    for (uint32_t i = p->beats_n; i-- > 0;) {
        if (p->beats[i] > seen) {
            continue;
        }
        m->ibi_ms = p->ibi_ms[i];
        m->beat = m->beat || p->beats[i] > p->told;
        p->told = p->beats[i] > p->told ? p->beats[i] : p->told;
    }
    if (!p->seen[READING_PPG]) {
        m->ppg = wave_ppg(p->beats, p->beats_n, seen);
    }
    if (!p->seen[READING_ECG]) {
        m->ecg = wave_ecg(p->beats, p->beats_n, seen);
    }
}

static float scaled(const struct played *p, uint8_t kind)
{
    float span = p->high[kind] - p->low[kind];
    return p->seen[kind] && span > 0.0F ? (p->value[kind] - p->low[kind]) / span : 0.5F;
}

static bool recording_input(void *of, struct sensor_moment *m)
{
    struct played *p = of;
    bool more = true;
    while (more && (p->waits || (more = recording_next(p->recording, &p->next) == 1))) {
        p->waits = p->next.t > m->t;
        if (p->waits) {
            break;
        }
        take(p, &p->next);
    }
    m->contact = true;
    m->ppg = scaled(p, READING_PPG);
    m->ecg = scaled(p, READING_ECG) * 2.0F - 1.0F;
    m->resp = scaled(p, READING_RESP);
    if (p->beats_n > 0) {
        show_beats(p, m);
    }
    return more;
}

static int list_faults(void)
{
    const char *name = NULL, *about = NULL;
    for (size_t i = 0; emulate_fault_row(i, &name, &about); i++) {
        printf("%-10s %s\n", name, about);
    }
    return EXIT_DONE;
}

static int read_config(struct emulate_config *c, const struct options *o)
{
    c->driver = sensor_find(o->files[0]);
    if (c->driver == NULL) {
        say_error("%s: no such device; metta sensors lists them", o->files[0]);
        return EXIT_CALL;
    }
    while (o->form != NULL && c->form < c->driver->forms_n && strcmp(c->driver->forms[c->form], o->form) != 0) {
        c->form++;
    }
    if (c->form == c->driver->forms_n) {
        say_error("--form %s: %s has %s%s%s", o->form, c->driver->id, c->driver->forms[0],
                  c->driver->forms_n > 1 ? ", " : "", c->driver->forms_n > 1 ? c->driver->forms[1] : "");
        return EXIT_CALL;
    }
    for (size_t i = 0; i < o->faults_n; i++) {
        unsigned bit = emulate_fault(o->faults[i]);
        if (bit == 0) {
            say_error("--fault %s: no such fault; metta emulate %s --fault list names them", o->faults[i],
                      c->driver->id);
            return EXIT_CALL;
        }
        c->faults |= bit;
    }
    if ((o->pty == NULL) == (o->capture == NULL)) {
        say_error("metta emulate: say where: --pty LINK or --capture FILE");
        return EXIT_CALL;
    }
    c->seed = o->seed;
    c->stop = stop_flag();
    c->length = usec_from_s(o->minutes * 60.0);
    if (o->capture != NULL && o->from == NULL && c->length == 0) {
        c->length = CAPTURE_LENGTH;
    }
    return EXIT_DONE;
}

static int to_capture(const struct emulate_config *c, const struct options *o)
{
    struct capture_writer *w = NULL;
    if (capture_create(&w, o->capture) != R_OK) {
        say_error("%s: %s; name a file that can be written", o->capture, strerror(errno));
        return EXIT_FAILED;
    }
    const struct sensor_line *line = &c->driver->lines[0];
    char text[64];
    capture_write_key(w, "driver", c->driver->id);
    (void)snprintf(text, sizeof text, "%u %d%c%d", line->baud, line->data_bits, line->parity, line->stop_bits);
    capture_write_key(w, "line", text);
    capture_write_key(w, "about", "emulated, not a person");
    int r = emulate_capture(c, w);
    int closed = capture_finish(w);
    if (r != R_OK || closed != R_OK) {
        say_error("%s: %s; the capture is cut off", o->capture, strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

static int emulate(const struct emulate_config *c, const struct options *o)
{
    if (o->capture != NULL) {
        return to_capture(c, o);
    }
    say_note(o->quiet, "%s on %s until Ctrl-C", c->driver->title, o->pty);
    if (emulate_pty(c, o->pty) != R_OK) {
        say_error("%s: %s; name a place where a link can be made", o->pty, strerror(errno));
        return EXIT_FAILED;
    }
    return stop_asked() ? EXIT_INTERRUPTED : EXIT_DONE;
}

int command_emulate(const struct options *o)
{
    if (o->faults_n > 0 && strcmp(o->faults[0], "list") == 0) {
        return list_faults();
    }
    if (strcmp(o->files[0], "person") == 0 && o->pty == NULL && o->capture == NULL) {
        return person_talk(o->form, o->seed, stdin, stdout);
    }
    struct emulate_config c = {0};
    int code = read_config(&c, o);
    if (code != EXIT_DONE) {
        return code;
    }
    struct person person;
    struct played played = {0};
    person_init(&person, o->seed);
    c.input = (struct emulate_input){person_input, &person};
    if (o->from != NULL) {
        char why[200] = "";
        if (recording_open(&played.recording, o->from, why, sizeof why) != R_OK) {
            say_error("%s: %s; give a recording", o->from, why);
            return EXIT_FILE;
        }
        c.input = (struct emulate_input){recording_input, &played};
    }
    code = emulate(&c, o);
    recording_close(played.recording);
    return code;
}
