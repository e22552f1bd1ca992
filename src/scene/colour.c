/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Colours and their mixing in OKLab, where half way between two colours looks half way.
 *
 * Invariants
 *  1. Every result is inside 0..1 in each channel.
 *  2. Mixing a colour with itself gives that colour to within one part in 10^5.
 */
#include "scene/colour.h"

#include <math.h>

static float clamp01(float v)
{
    return v < 0.0F ? 0.0F : v > 1.0F ? 1.0F : v;
}

struct colour colour_hex(uint32_t rgb)
{
    return (struct colour){(float)((rgb >> 16) & 255U) / 255.0F, (float)((rgb >> 8) & 255U) / 255.0F,
                           (float)(rgb & 255U) / 255.0F, 1.0F};
}

struct colour colour_fade(struct colour c, float a)
{
    c.a *= clamp01(a);
    return c;
}

float colour_decode(float v)
{
    return v <= 0.04045F ? v / 12.92F : powf((v + 0.055F) / 1.055F, 2.4F);
}

float colour_encode(float v)
{
    return v <= 0.0031308F ? v * 12.92F : 1.055F * powf(v, 1.0F / 2.4F) - 0.055F;
}

/* Both 3x3 steps each way are the published OKLab matrices. */
struct colour_lab colour_to_lab(struct colour c)
{
    const float r = colour_decode(c.r), g = colour_decode(c.g), b = colour_decode(c.b);
    const float l = cbrtf(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = cbrtf(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = cbrtf(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return (struct colour_lab){0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
                               1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
                               0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

struct colour colour_from_lab(struct colour_lab lab)
{
    const float l_ = lab.l + 0.3963377774F * lab.a + 0.2158037573F * lab.b;
    const float m_ = lab.l - 0.1055613458F * lab.a - 0.0638541728F * lab.b;
    const float s_ = lab.l - 0.0894841775F * lab.a - 1.2914855480F * lab.b;
    const float l = l_ * l_ * l_, m = m_ * m_ * m_, s = s_ * s_ * s_;
    return (struct colour){colour_encode(clamp01(4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s)),
                           colour_encode(clamp01(-1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s)),
                           colour_encode(clamp01(-0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s)), 1.0F};
}

struct colour colour_mix(struct colour from, struct colour to, float x)
{
    const float k = clamp01(x);
    const struct colour_lab p = colour_to_lab(from), q = colour_to_lab(to);
    struct colour out =
        colour_from_lab((struct colour_lab){p.l + (q.l - p.l) * k, p.a + (q.a - p.a) * k, p.b + (q.b - p.b) * k});
    out.a = from.a + (to.a - from.a) * k;
    return out;
}

float colour_luminance(struct colour c)
{
    return 0.2126F * colour_decode(c.r) + 0.7152F * colour_decode(c.g) + 0.0722F * colour_decode(c.b);
}

float colour_contrast(struct colour one, struct colour other)
{
    const float a = colour_luminance(one), b = colour_luminance(other);
    return (fmaxf(a, b) + 0.05F) / (fminf(a, b) + 0.05F);
}
