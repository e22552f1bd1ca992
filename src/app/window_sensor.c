/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before a session: a thread looks through the ports, then the sensor that was found is looked at live, so that the
 * home screen shows its pulse. A session opens the port anew.
 *
 * 1. The home screen never waits for a port.  2. A preview keeps nothing.
 */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/clock.h"

/* One value of the shown wave, us: 40 a second. chosen: a pulse wave looks whole from about 25 on. */
enum { BUCKET_US = 25000 };

static void *search_ports(void *arg)
{
    struct window_search *s = arg;
    ports_search(&s->ports);
    atomic_store(&s->done, true);
    return NULL;
}

/* The call or the settings name the driver and its port: nothing to search. */
static bool named(struct window *w)
{
    struct source_spec spec;
    const char *text = w->options->sensors_n == 1 ? w->options->sensors[0] : w->settings.sensor;
    const char *colon = strchr(text, ':');
    const struct sensor_driver *driver = NULL;
    if (colon != NULL && (size_t)(colon - text) < sizeof spec.kind) {
        (void)snprintf(spec.kind, sizeof spec.kind, "%.*s", (int)(colon - text), text);
        driver = sensor_find(spec.kind);
    }
    if (driver == NULL || colon[1] != '/') {
        return false;
    }
    w->search.ports.found.driver = driver;
    (void)snprintf(w->search.ports.found.path, sizeof w->search.ports.found.path, "%s", colon + 1);
    return true;
}

void window_search_begin(struct window *w)
{
    memset(&w->search.ports, 0, sizeof w->search.ports);
    if (!w->searches) {
        (void)named(w);
    }
    atomic_init(&w->search.done, !w->searches);
    w->search.started = w->searches && pthread_create(&w->search.thread, NULL, search_ports, &w->search) == 0;
    if (!w->search.started) {
        atomic_store(&w->search.done, true);
    }
}

void window_search_end(struct window *w)
{
    if (w->search.started) {
        (void)pthread_join(w->search.thread, NULL);
        w->search.started = false;
    }
}

static bool make_engine(struct window_preview *p)
{
    const struct engine_config c = {
        .bodies = 1, .links = 1, .link = {{p->driver, 0}}, .session = {.length = usec_from_s(86400.0)}};
    p->engine = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    p->decoder = calloc(1, SENSOR_STATE_MAX);
    if (p->engine == NULL || p->decoder == NULL) {
        free(p->engine);
        p->engine = NULL;
        return false;
    }
    if (engine_init(p->engine, &c) != R_OK) {
        free(p->engine);
        p->engine = NULL;
        return false;
    }
    p->driver->reset(p->decoder);
    return true;
}

static void preview_open(struct window *w)
{
    struct window_preview *p = &w->preview;
    char why[200] = "";
    *p = (struct window_preview){.driver = w->search.ports.found.driver, .origin_us = clock_now_us()};
    if (!make_engine(p) ||
        link_open(&p->link, w->search.ports.found.path, p->driver, p->origin_us, why, sizeof why) != R_OK) {
        window_preview_close(w);
    }
}

void window_preview_close(struct window *w)
{
    struct window_preview *p = &w->preview;
    if (p->link != NULL) {
        link_close(p->link);
    }
    if (p->engine != NULL) {
        engine_deinit(p->engine);
        free(p->engine);
    }
    free(p->decoder);
    *p = (struct window_preview){.engine = NULL};
}

static void remember(struct window_preview *p, usec t, float value)
{
    if (p->wave_n > 0 && t / BUCKET_US == p->bucket_us) {
        p->wave[p->wave_n - 1] = value;
        return;
    }
    p->bucket_us = t / BUCKET_US;
    if (p->wave_n == WINDOW_WAVE) {
        memmove(p->wave, p->wave + 1, (WINDOW_WAVE - 1) * sizeof *p->wave);
        p->wave_n--;
    }
    p->wave[p->wave_n++] = value;
}

static float ticks_per_s(const struct sensor_driver *d, uint8_t kind)
{
    for (size_t i = 0; i < d->streams_n; i++) {
        if (d->streams[i].kind == kind && d->streams[i].ticks_per_s > 0.0F) {
            return d->streams[i].ticks_per_s;
        }
    }
    return 1.0F;
}

static void look_at(struct window_preview *p, const struct chunk *c)
{
    struct reading readings[SENSOR_READINGS_MAX];
    const size_t n = p->driver->decode(p->decoder, c, readings, SENSOR_READINGS_MAX);
    for (size_t i = 0; i < n; i++) {
        const bool wave = readings[i].kind == READING_PPG || readings[i].kind == READING_ECG;
        if (wave) {
            const double t_s = (double)readings[i].tick / (double)ticks_per_s(p->driver, readings[i].kind);
            remember(p, usec_from_s(t_s), readings[i].flags & READING_MISSING ? NAN : readings[i].value);
        }
    }
}

void window_preview_tick(struct window *w)
{
    struct window_preview *p = &w->preview;
    struct chunk c;
    if (p->link == NULL) {
        return;
    }
    while (link_next(p->link, &c)) {
        if (c.n == 0) {
            (void)!engine_gap(p->engine, 0, c.bytes[0]);
        } else {
            look_at(p, &c);
            (void)!engine_feed(p->engine, 0, &c);
        }
    }
    const uint64_t due = (uint64_t)((clock_now_us() - p->origin_us) / ENGINE_TICK_US);
    for (uint64_t ticks = engine_ticks(p->engine); ticks < due; ticks++) {
        engine_tick(p->engine);
    }
    engine_view(p->engine, &w->view);
}

void window_search_look(struct window *w)
{
    const bool done = atomic_load(&w->search.done);
    if (w->facts.sensor.searching && done) {
        w->dirty = true;
        if (w->search.ports.found.driver != NULL && !w->begin_wanted) {
            preview_open(w);
        }
    }
    w->facts.sensor.searching = !done;
    w->facts.sensor.name = done && w->search.ports.found.driver != NULL ? w->search.ports.found.driver->title : "";
    if (w->begin_wanted && done) {
        window_begin(w);
    }
}
#else
typedef int window_sensor_is_empty;
#endif
