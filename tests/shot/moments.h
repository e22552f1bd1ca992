/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHOT_MOMENTS_H
#define SHOT_MOMENTS_H

#include "scene/scene.h"
#include "shot/play.h"

/* The moments that are kept as text and as pictures. */
enum { MOMENT_W = 640, MOMENT_H = 360 };

struct moment {
    const char *name, *scene;
    double at_s;
    uint8_t theme;
    float steadiness;
    bool less, own, listen, gap, paused;
};

static const struct moment MOMENTS[] = {
    {"lotus-full", "lotus", 123.6, THEME_DUSK, 0.95F, false, true, false, false, false},
    {"lotus-empty", "lotus", 120.4, THEME_DUSK, 0.95F, false, false, false, false, false},
    {"lotus-paper", "lotus", 127.0, THEME_PAPER, 0.7F, false, true, false, false, false},
    {"lotus-night", "lotus", 123.0, THEME_NIGHT, 0.8F, false, false, false, false, false},
    {"lotus-less", "lotus", 122.0, THEME_DUSK, 0.5F, true, false, false, false, false},
    {"lotus-listen", "lotus", 12.0, THEME_DUSK, 0.0F, false, false, true, false, false},
    {"lotus-gap", "lotus", 33.0, THEME_DUSK, 0.9F, false, false, false, true, false},
    {"lotus-paused", "lotus", 62.0, THEME_DUSK, 0.9F, false, false, false, false, true},
    {"tide-full", "tide", 123.6, THEME_DUSK, 0.9F, false, true, false, false, false},
    {"two-paper", "two", 127.0, THEME_PAPER, 0.8F, false, true, false, false, false},
    {"garden-full", "garden", 123.6, THEME_DUSK, 0.9F, false, true, false, false, false},
    {"lantern-night", "lantern", 123.6, THEME_NIGHT, 0.9F, false, true, false, false, false},
    {"leaves-paper", "leaves", 123.6, THEME_PAPER, 0.9F, false, true, false, false, false},
    {"plain-less", "plain", 122.0, THEME_DUSK, 0.7F, true, true, false, false, false},
};

enum { MOMENT_COUNT = sizeof MOMENTS / sizeof MOMENTS[0] };

static inline void moment_view(const struct moment *m, struct play *p)
{
    struct view_body *b = &p->view.body[0];
    if (m->own)
        b->breath_lung = play_lung(&p->now, fmodf(p->view.pace_position_s + 9.2F, 10.0F));
    if (m->listen) {
        p->view.stage = VIEW_LISTEN;
        p->view.pace = (struct pace){0};
        p->view.pace_lung = b->steadiness = NAN;
        p->view.cue = CUE_NONE;
    }
    p->view.bodies = 2;
    p->view.body[1] = *b;
    p->view.guide.noted = (uint32_t)(p->t_s / 17.0);
    b->gap = m->gap && p->t_s > m->at_s - 6.0;
    b->simulated = m->listen;
    p->view.paused = m->paused && p->t_s > m->at_s - 3.0;
}

/* Plays the last seconds before the moment, so that all that is smoothed has settled. */
static inline int moment_build(const struct moment *m, struct list *out)
{
    struct scene_state s;
    struct play p;
    int rc = R_OK;
    play_init(&p, 6.0F, m->steadiness);
    scene_init(&s, 7);
    struct scene_input in = {.view = &p.view,
                             .dt_s = 0.02F,
                             .width = MOMENT_W,
                             .height = MOMENT_H,
                             .scale = 1.0F,
                             .theme = m->theme,
                             .reduced_motion = m->less,
                             .phrase = m->listen ? "" : "may I be at ease",
                             .practised_min = 300.0F,
                             .circle = 4};
    const int frames = 600;
    for (int i = 0; i <= frames && rc == R_OK; i++) {
        play_to(&p, m->at_s - 0.02 * (frames - i));
        moment_view(m, &p);
        rc = scene_build(scene_find(m->scene), &s, &in, out);
    }
    return rc;
}

#endif
