/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What metta stage draws is a real session of simulated persons, run in virtual time: the same path as live, and the
   same picture twice. */
#include "app/stage_play.h"

#include <stdlib.h>
#include <string.h>

static const double LENGTH_MINUTES = 10.0;

/* chosen: often enough that any moment past the first half minute shows a leaf on its way. */
enum { NOTE_EVERY_S = 19 };

bool stage_play_init(struct stage_play *p, uint8_t bodies, uint64_t seed, double at_s)
{
    memset(p, 0, sizeof *p);
    p->engine = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    p->bodies = bodies;
    p->frames = (int)(at_s * STAGE_FPS);
    struct engine_config c = {.bodies = bodies,
                              .links = bodies,
                              .simulated = true,
                              .session = {.length = usec_from_s(LENGTH_MINUTES * 60.0),
                                          .adapt = {{.target_per_min = 6.0F, .fixed_per_min = 6.0F},
                                                    {.target_per_min = 6.0F, .fixed_per_min = 6.0F}}}};
    for (uint8_t i = 0; i < bodies; i++) {
        c.link[i].who = i;
        person_init(&p->person[i], seed + i);
    }
    if (p->engine == NULL || engine_init(p->engine, &c) != R_OK) {
        free(p->engine);
        p->engine = NULL;
        return false;
    }
    return true;
}

void stage_play_deinit(struct stage_play *p)
{
    if (p->engine != NULL) {
        engine_deinit(p->engine);
    }
    free(p->engine);
    p->engine = NULL;
}

static void tick(struct stage_play *p)
{
    struct reading readings[16];
    usec now = (usec)(engine_ticks(p->engine) + 1) * ENGINE_TICK_US;
    for (uint8_t body = 0; body < p->bodies; body++) {
        size_t n = person_advance(&p->person[body], now, readings, 16);
        for (size_t i = 0; i < n; i++) {
            (void)!engine_reading(p->engine, body, &readings[i]);
        }
    }
    engine_tick(p->engine);
    size_t n = 0;
    const struct event *e = engine_events(p->engine, &n);
    for (size_t i = 0; i < n; i++) {
        for (uint8_t body = 0; body < p->bodies && e[i].kind == EVENT_PACE; body++) {
            person_pace(&p->person[body], e[i].t, &e[i].as.pace.pace);
        }
    }
}

bool stage_play_frame(struct stage_play *p)
{
    if (p->frame > p->frames) {
        return false;
    }
    usec until = usec_from_s((double)p->frame / STAGE_FPS);
    while ((usec)engine_ticks(p->engine) * ENGINE_TICK_US < until) {
        tick(p);
    }
    engine_view(p->engine, &p->view);
    p->curve[(long)p->frame * STAGE_CURVE / (p->frames + 1)] = p->view.body[0].steadiness;
    p->view.guide.noted = (uint32_t)(p->frame / (NOTE_EVERY_S * STAGE_FPS));
    p->frame++;
    return true;
}

double stage_play_left_s(const struct stage_play *p)
{
    return (double)(p->frames + 1 - p->frame) / STAGE_FPS;
}
