/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_DISSOLVE_H
#define SCENE_DISSOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How one picture takes the place of another: as soon as it may, and never faster than the light of the whole window
 * may change, whatever the new picture does meanwhile. What weighs little in light is there within half a second; a
 * bright page after a dark one takes longer.
 *
 * Memory   The caller's.   Thread  One at a time for a dissolve.
 */

enum { DISSOLVE_SAMPLES = 12288 };

/**
 * Mean relative luminance may change by this much a second. Source: rule L2 (0.02), less what whole levels of a
 * bright screen add.
 */
#define DISSOLVE_PER_S 0.0140F

/** The longest change, s: all of the light there is. Source: rule L8 (a change of colours takes 5 s). */
#define DISSOLVE_MOST_S 5.0F

/**
 * Pixels of a picture, scattered over it; RGBA.
 *
 * n    1 .. DISSOLVE_SAMPLES
 */
struct dissolve_sample {
    size_t n;
    uint8_t rgba[4 * DISSOLVE_SAMPLES];
};

/**
 * was      Of the picture that goes
 * share    0..1 of the way done
 * light    Mean luminance as last shown;  per_s  how fast it may change
 */
struct dissolve {
    struct dissolve_sample was;
    float share, light, per_s;
    bool begun;
};

/** The way begins: was holds the sample of the picture that goes. */
void dissolve_begin(struct dissolve *d);

/**
 * Moves on by dt_s.
 *
 * now      The new picture as it is in this frame, the same places as in was
 * dt_s     Since the frame before, s, 0..1; nothing moves in the first frame
 * least_s  The shortest way, s
 * return   0..1: how much of the picture that goes is still to be seen; 0: it is over
 */
float dissolve_advance(struct dissolve *d, const struct dissolve_sample *now, float dt_s, float least_s);

#endif
