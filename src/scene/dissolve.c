/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invariants
 *  1. share never falls. Where light does not hold it back it reaches 1 in least_s, most of it in the first half.
 *  2. From frame to frame the mean light changes by at most per_s * dt_s, as long as the new picture alone does not
 *     change faster; per_s is more than DISSOLVE_PER_S only where the way would take longer than DISSOLVE_MOST_S.
 */
#include "scene/dissolve.h"

#include <math.h>

#include "scene/colour.h"

/* Halvings of what a frame may move on by. chosen: finer than a level of the screen. */
enum { DISSOLVE_HALVINGS = 7 };

/* Light of screen values, with one more for what lies between the last two. */
struct light {
    float of[257];
};

static void light_init(struct light *l)
{
    for (int i = 0; i < 257; i++) {
        l->of[i] = colour_decode(fminf((float)i / 255.0F, 1.0F));
    }
}

/* Mean light as the renderer mixes two pictures: in screen values. Parts of a level count: the noise of the ground
   spreads them over its pixels. */
static float light_at(const struct dissolve *d, const struct dissolve_sample *now, const struct light *l, float share)
{
    static const float WEIGHT[3] = {0.2126F, 0.7152F, 0.0722F}; /* Source: WCAG 2.1, relative luminance */
    float sum[3] = {0.0F, 0.0F, 0.0F};
    for (size_t i = 0; i < d->was.n; i++) {
        for (size_t c = 0; c < 3; c++) {
            const float was = (float)d->was.rgba[4 * i + c], v = was + ((float)now->rgba[4 * i + c] - was) * share;
            const int whole = (int)v;
            sum[c] += l->of[whole] + (l->of[whole + 1] - l->of[whole]) * (v - (float)whole);
        }
    }
    const float n = (float)(d->was.n > 0 ? d->was.n : 1);
    return (WEIGHT[0] * sum[0] + WEIGHT[1] * sum[1] + WEIGHT[2] * sum[2]) / n;
}

void dissolve_begin(struct dissolve *d)
{
    d->share = 0.0F;
    d->begun = false;
}

static void measure(struct dissolve *d, const struct dissolve_sample *now, const struct light *l)
{
    enum { STEPS = 4 };
    float light = d->light = light_at(d, now, l, 0.0F), all = 0.0F;
    for (int k = 1; k <= STEPS; k++) {
        const float next = light_at(d, now, l, (float)k / (float)STEPS);
        all += fabsf(next - light);
        light = next;
    }
    d->per_s = fmaxf(DISSOLVE_PER_S, all / DISSOLVE_MOST_S);
    d->begun = true;
}

/* The furthest share up to most whose light is near enough; where even the nearest is not, it stays. */
static float furthest(const struct dissolve *d, const struct dissolve_sample *now, const struct light *l, float most,
                      float by)
{
    float low = d->share, high = most;
    if (fabsf(light_at(d, now, l, high) - d->light) <= by) {
        return high;
    }
    for (int i = 0; i < DISSOLVE_HALVINGS; i++) {
        const float middle = 0.5F * (low + high);
        if (fabsf(light_at(d, now, l, middle) - d->light) <= by) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

float dissolve_advance(struct dissolve *d, const struct dissolve_sample *now, float dt_s, float least_s)
{
    struct light l;
    light_init(&l);
    if (!d->begun) {
        measure(d, now, &l);
        return 1.0F;
    }
    /* Quick at first, so that what was asked for is soon there, and slower the nearer it is: 1 - (1 - t / least)^2. */
    const float speed = 2.0F * sqrtf(1.0F - d->share) / fmaxf(least_s, 0.01F) + 0.02F;
    const float most = fminf(1.0F, d->share + dt_s * speed);
    d->share = furthest(d, now, &l, most, d->per_s * dt_s);
    d->light = light_at(d, now, &l, d->share);
    return 1.0F - d->share;
}
