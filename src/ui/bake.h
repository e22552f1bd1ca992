/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_BAKE_H
#define UI_BAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "scene/list.h"

/*
 * Pictures made once and drawn often: smooth dark gradients, with noise of one level so that they do not band.
 * Pixels are 0xAARRGGBB in the machine's byte order. dither = false leaves the noise out, for reference pictures.
 *
 * Memory   None but the caller's pixels.   Thread  Any.
 */

enum { BAKE_GLOW_SIZE = 256, BAKE_RAMP_W = 256, BAKE_RAMP_ROWS = 256 };

/** Columns of a ground that are kept: its right half is the mirror of its left one. */
#define BAKE_HALF(w) (((w) + 1) / 2)

/** out[BAKE_HALF(w) * h]: the left half of the ground of a window of w x h (its opacity is left to the painter). */
void bake_ground(const struct list_ground *g, int w, int h, bool dither, uint32_t *out);

/**
 * out[BAKE_GLOW_SIZE squared]: a quarter of a round light that ends softly; its middle is the first pixel's corner.
 *
 * as_alpha   True: white with the light as opacity (normal blending); false: grey levels, opaque (screen blending)
 */
void bake_glow(bool as_alpha, bool dither, uint32_t *out);

/** out[BAKE_RAMP_W * rows]: from crest in the first row to foot, exactly and without noise, in the last (rows 2..). */
void bake_ramp(struct colour crest, struct colour foot, int rows, bool dither, uint32_t *out);

#endif
