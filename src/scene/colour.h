/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_COLOUR_H
#define SCENE_COLOUR_H

#include <stdint.h>

/** A colour as screens take it: sRGB with its transfer curve, 0..1 each; a = opacity, not multiplied in. */
struct colour {
    float r, g, b, a;
};

/** The same colour as even steps of what the eye sees. l 0..1 lightness; a, b about -0.4..0.4. */
struct colour_lab {
    float l, a, b;
};

/** 0xRRGGBB, opaque. */
struct colour colour_hex(uint32_t rgb);

/** c with its opacity multiplied by a (0..1). */
struct colour colour_fade(struct colour c, float a);

/**
 * Between two colours: x = 0 gives from, x = 1 gives to; outside 0..1 it is held at the ends. Opacity mixes linearly.
 *
 * Memory   None. Pure.   Thread  Any.
 * Source   Ottosson 2020, A perceptual color space for image processing (OKLab), bottosson.github.io/posts/oklab
 */
struct colour colour_mix(struct colour from, struct colour to, float x);

struct colour_lab colour_to_lab(struct colour c);

/** Opaque. Held inside sRGB by clipping each channel. */
struct colour colour_from_lab(struct colour_lab lab);

/** Relative luminance 0..1 of the opaque colour. Source: WCAG 2.2, "relative luminance" (IEC 61966-2-1 curve). */
float colour_luminance(struct colour c);

/** Contrast 1..21 of two opaque colours. Source: WCAG 2.2, "contrast ratio". */
float colour_contrast(struct colour one, struct colour other);

/** sRGB value 0..1 to light 0..1 and back. Source: IEC 61966-2-1. */
float colour_decode(float v);
float colour_encode(float v);

#endif
