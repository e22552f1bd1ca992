/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lotus as a practice screen: flower, own breath, time.
 *
 * Invariants
 *  1. The pacer is the clearest thing on screen: the flower's tips are its position, the cue its words.
 *  2. The own breath is a thin ring on the same scale, so that following is the ring resting on the tips.
 */
#include <math.h>

#include "scene/flower.h"
#include "scene/guide.h"

static void draw_flower(const struct frame *f, const struct scene_state *s, struct list *out)
{
    const struct flower flower = {.x = f->at.x,
                                  .y = f->at.y,
                                  .full = f->at.full,
                                  .lung = guide_lung(f, s),
                                  .steady = s->body[0].steady,
                                  .light = guide_light(f, s, 0),
                                  .clock_s = f->in->reduced_motion ? 0.0F : s->clock_s,
                                  .least = fmaxf(f->in->scale, 0.5F)};
    flower_draw(&flower, &f->theme, out);
}

void lotus_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    const float unit = fmaxf(in->scale, 0.5F), h = f.at.height;
    struct guide_ring ring = {f.at.x, f.at.y, f.at.ring, fmaxf(1.2F * unit, 0.0026F * h)};
    frame_ground(&f, s, out);
    frame_motes(&f, s, f.flower * (0.45F + 0.55F * s->body[0].steady), out);
    draw_flower(&f, s, out);
    if (in->reduced_motion) {
        ring.width = fmaxf(2.0F * unit, 0.008F * h);
        guide_still_ring(&f, s, &ring, out);
    } else {
        const float own = f.at.full * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * s->body[0].own);
        const struct guide_ring soft = {f.at.x, f.at.y, own, f.theme.wide * f.at.full};
        guide_ring(&f, &ring, in->view->progress, colour_fade(f.theme.quiet, 0.75F), out);
        guide_own_ring(&f, s, 0, &soft, f.theme.data[0], out);
    }
    guide_words(&f, s, 0, out);
}
