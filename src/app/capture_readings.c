/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same decoder and the same fit of clocks as live, without a session round them. */
#include "app/capture_readings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/capture.h"
#include "sensors/sensor.h"
#include "signal/timebase.h"

struct source {
    const struct sensor_driver *driver;
    max_align_t state[SENSOR_STATE_MAX / sizeof(max_align_t) + 1];
    struct timebase time[SENSOR_STREAMS_MAX];
    bool off; /* not on the body */
};

struct capture_readings {
    struct capture *file;
    struct source link[LINKS_MAX];
    struct reading waiting[SENSOR_READINGS_MAX];
    size_t waiting_n, given;
    char why[200];
};

static bool begin(struct capture_readings *c, const struct capture_header *h, char *why, size_t why_n)
{
    for (size_t i = 0; i < h->links && i < LINKS_MAX; i++) {
        struct source *s = &c->link[i];
        s->driver = sensor_find(h->drivers[i]);
        if (s->driver == NULL) {
            (void)snprintf(why, why_n, "no driver is called '%s'", h->drivers[i]);
            return false;
        }
        s->driver->reset(s->state);
        for (size_t k = 0; k < s->driver->streams_n; k++) {
            timebase_init(&s->time[k], (double)s->driver->streams[k].ticks_per_s);
        }
    }
    return true;
}

int capture_readings_open(struct capture_readings **out, const char *path, char *why, size_t why_n)
{
    struct capture_readings *c = calloc(1, sizeof *c);
    if (c == NULL) {
        return R_MEM;
    }
    int result = capture_open(&c->file, path, why, why_n);
    if (result == R_OK && !begin(c, capture_header(c->file), why, why_n)) {
        result = R_DATA;
    }
    if (result != R_OK) {
        capture_readings_close(c);
        return result;
    }
    *out = c;
    return R_OK;
}

void capture_readings_close(struct capture_readings *c)
{
    if (c != NULL) {
        capture_close(c->file);
        free(c);
    }
}

const char *capture_readings_why(const struct capture_readings *c)
{
    return c->why;
}

/* Puts the reading at its moment; false: it counts for nothing. */
static bool place(struct source *s, struct reading *r)
{
    if (r->kind == READING_CONTACT) {
        bool off = (uint8_t)r->value == CONTACT_OFF || (uint8_t)r->value == CONTACT_PROBE_ERROR;
        bool left = off && !s->off;
        s->off = off;
        r->kind = READING_GAP; /* what comes after is not joined to what was before */
        return left;
    }
    if (s->off && r->kind != READING_GAP) {
        return false;
    }
    for (size_t k = 0; k < s->driver->streams_n && r->kind != READING_IBI; k++) {
        if (s->driver->streams[k].kind == r->kind && s->driver->streams[k].channel == r->channel) {
            r->t = timebase_place(&s->time[k], r);
            r->flags |= READING_EXACT;
        }
    }
    return true;
}

static void decode(struct capture_readings *c, const struct capture_item *item)
{
    struct source *s = &c->link[item->link];
    struct reading out[SENSOR_READINGS_MAX];
    size_t n = s->driver->decode(s->state, &item->chunk, out, SENSOR_READINGS_MAX);
    for (size_t i = 0; i < n; i++) {
        out[i].source = item->link;
        if (place(s, &out[i])) {
            c->waiting[c->waiting_n++] = out[i];
        }
    }
}

static void break_off(struct capture_readings *c, const struct capture_item *item)
{
    struct source *s = &c->link[item->link];
    for (size_t k = 0; k < s->driver->streams_n; k++) {
        timebase_break(&s->time[k]);
    }
    c->waiting[c->waiting_n++] = (struct reading){.t = item->chunk.t, .kind = READING_GAP, .source = item->link};
}

/* return 1 an item was taken; 0 the end; negative: as capture_next, why is set */
static int next_item(struct capture_readings *c)
{
    struct capture_item item;
    int got = capture_next(c->file, &item);
    c->given = c->waiting_n = 0;
    if (got < 0) {
        (void)snprintf(c->why, sizeof c->why, "line %llu: %s", (unsigned long long)capture_line(c->file),
                       got == R_IO ? strerror(errno) : capture_why(c->file));
        return got;
    }
    bool ours = got == 1 && item.link < LINKS_MAX && c->link[item.link].driver != NULL;
    if (ours && item.kind == CAPTURE_BYTES) {
        decode(c, &item);
    } else if (ours && item.kind == CAPTURE_GAP) {
        break_off(c, &item);
    }
    return got;
}

int capture_readings_read(void *from, struct reading *out, size_t room, size_t *n)
{
    struct capture_readings *c = from;
    *n = 0;
    while (*n < room) {
        if (c->given == c->waiting_n) {
            int got = next_item(c);
            if (got != 1) {
                return got;
            }
            continue;
        }
        out[(*n)++] = c->waiting[c->given++];
    }
    return 1;
}
