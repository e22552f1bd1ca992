/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tide: a moon over hills, and a sea of light that rises and falls between them.
 *
 * Invariants
 *  1. The moon's height is the pacer, exactly; the sea goes with it. Its way is at most a lotus's: rule M2 holds.
 *  2. The own breath is a soft ring of the moon's size at the own breath's height: following is the ring on the moon.
 *  3. Steadiness lays coronas round the moon and a longer, warmer path on the water; nothing is taken away without it.
 *  4. The nearest hill is the ground of the words.
 */
#include <math.h>

#include "scene/guide.h"
#include "scene/land.h"

#define TURN_F 6.28318531F

/* Way of the moon from empty to full, share of the unit. Source: rule M2; chosen within it: so slow that the moon does
   not come and go anywhere within a second. */
#define TIDE_WAY 0.165F

/* Way of the sea. chosen: the moon leads, the sea answers. */
#define TIDE_SEA 0.050F

#define TIDE_MOON 0.084F /* radius of the moon, share of the unit */

enum { TIDE_FAR, TIDE_SECOND, TIDE_THIRD, TIDE_NEAR, TIDE_HILLS, TIDE_GLINTS = 17, TIDE_CORONAS = 3 };

/**
 * sky       Top, middle, bottom
 * crest, foot  Of the hills, farthest first
 * sea       At its edge and in its depth
 * moon, rim, halo, warm  Of the light; warm: what it becomes with steadiness
 * halo_a, path_a   How strong halo and path are
 */
struct tide_colours {
    uint32_t sky[3], crest[TIDE_HILLS], foot[TIDE_HILLS], sea[2];
    uint32_t moon, rim, halo, warm, star;
    float halo_a, path_a, star_a, corona_a;
};

/* chosen by eye, from far and light to near and quiet. */
static const struct tide_colours COLOURS[THEME_COUNT] = {
    [THEME_DUSK] = {.sky = {0x0A1230, 0x26366B, 0xA88CB0},
                    .crest = {0x57608F, 0x3F4A80, 0x222E5A, 0x101A38},
                    .foot = {0x8F86B4, 0x6C6DA2, 0x2F3B6A, 0x0C1430},
                    .sea = {0xA39BC4, 0x3A4579},
                    .moon = 0xFFF1D8,
                    .rim = 0xFBDDB4,
                    .halo = 0xE6BFC4,
                    .warm = 0xFFCFA0,
                    .star = 0xDCE6FF,
                    .halo_a = 0.42F,
                    .path_a = 0.46F,
                    .star_a = 0.75F,
                    .corona_a = 0.20F},
    [THEME_PAPER] = {.sky = {0xFAF7F2, 0xF6EEE3, 0xF3DCC8},
                     .crest = {0xCBD7D8, 0xB3C8CB, 0x9DB8BC, 0xD3E0DF},
                     .foot = {0xEFE9E0, 0xE6E6E0, 0xD5E1DF, 0xF5F2EB},
                     .sea = {0xFBF3E6, 0xD9E6E6},
                     .moon = 0xF9D9B0,
                     .rim = 0xF3C193,
                     .halo = 0xFBE3C8,
                     .warm = 0xF7C896,
                     .star = 0xC9D4D4,
                     .halo_a = 0.70F,
                     .path_a = 0.50F,
                     .star_a = 0.0F,
                     .corona_a = 0.16F},
    [THEME_NIGHT] = {.sky = {0x070403, 0x100906, 0x2B150C},
                     .crest = {0x21120B, 0x190E09, 0x110A07, 0x0B0706},
                     .foot = {0x2A170D, 0x20110A, 0x140B07, 0x0A0605},
                     .sea = {0x4A2A17, 0x1A0D08},
                     .moon = 0xA87444,
                     .rim = 0x8A5630,
                     .halo = 0x7A4526,
                     .warm = 0xA66A38,
                     .star = 0x8F7560,
                     .halo_a = 0.26F,
                     .path_a = 0.30F,
                     .star_a = 0.50F,
                     .corona_a = 0.10F},
};

/* chosen by eye: a valley in the middle for the moon, no crest over another's. y in units down from the block's top. */
static const struct land_ridge HILLS[TIDE_HILLS] = {
    {0.592F, {{0.026F, 1.90F, 0.62F}, {0.013F, 0.77F, 0.10F}, {0.004F, 0.31F, 0.0F}}},
    {0.662F, {{-0.052F, 1.55F, 0.27F}, {0.016F, 0.69F, 0.55F}, {0.004F, 0.27F, 0.3F}}},
    {0.800F, {{0.042F, 2.30F, 0.80F}, {0.014F, 0.83F, 0.30F}, {0.0F, 0.0F, 0.0F}}},
    {0.885F, {{0.026F, 2.70F, 0.35F}, {0.010F, 1.13F, 0.75F}, {0.0F, 0.0F, 0.0F}}},
};

struct tide {
    const struct frame *f;
    const struct scene_state *s;
    const struct tide_colours *c;
    float unit, moon_x, moon_y, radius, sea_y, light, steady, lung;
    struct land_line hill[TIDE_HILLS], bottom;
};

static struct colour tinted(uint32_t rgb, float a)
{
    return colour_fade(colour_hex(rgb), a);
}

static float moon_y(const struct tide *t, float lung)
{
    return (0.505F - TIDE_WAY * lung) * t->unit;
}

static void tide_make(struct tide *t, const struct frame *f, const struct scene_state *s)
{
    t->f = f;
    t->s = s;
    t->c = &COLOURS[f->id];
    /* The hills end where the words begin. */
    t->unit = (f->at.cue_y - 1.30F * f->at.cue) / 0.86F;
    t->lung = guide_lung(f, s);
    t->light = guide_light(f, s, 0);
    t->steady = frame_smooth(s->body[0].steady);
    const float drift = f->in->reduced_motion ? 0.5F : fminf(fmaxf(f->in->view->progress, 0.0F), 1.0F);
    t->radius = TIDE_MOON * fminf(t->unit, 1.25F * f->at.width);
    t->moon_x = f->at.x + (0.16F * drift - 0.08F) * fminf(t->unit, f->at.width);
    t->moon_y = moon_y(t, t->lung);
    t->sea_y = (0.725F - TIDE_SEA * (t->lung - 0.5F)) * t->unit;
    for (int i = 0; i < TIDE_HILLS; i++) {
        land_make(&t->hill[i], &HILLS[i], f, t->unit);
    }
    land_flat(&t->bottom, f, f->at.height + 8.0F);
}

static void draw_sky(const struct tide *t, struct list *out)
{
    const struct frame *f = t->f;
    const struct list_ground g = {{colour_hex(t->c->sky[0]), colour_hex(t->c->sky[1]), colour_hex(t->c->sky[2])},
                                  0.36F,
                                  0.5F * f->theme.vignette,
                                  f->flower};
    const float where = (0.505F - 0.5F * TIDE_WAY) * t->unit;
    /* Round the middle of its way: what is far from the moon need not move with it. */
    const struct list_pool wide = {f->at.x, where + 0.10F * t->unit, 1.05F * t->unit, 0.52F * t->unit,
                                   tinted(t->c->halo, 0.55F * t->c->halo_a * f->flower)};
    list_add_ground(out, &g);
    land_stars(f, t->s, 0.52F * t->unit, colour_hex(t->c->star), t->c->star_a * f->flower, out);
    list_add_pool(out, f->theme.light, &wide);
}

static void draw_moon(const struct tide *t, struct list *out)
{
    const struct colour halo = colour_mix(colour_hex(t->c->halo), colour_hex(t->c->warm), 0.7F * t->steady);
    const uint8_t blend = t->f->theme.light;
    const float unit = fmaxf(t->f->in->scale, 0.5F);
    const struct list_glow wide = {t->moon_x, t->moon_y, t->radius * (3.4F + 0.8F * t->steady),
                                   colour_fade(halo, t->c->halo_a * t->light * (0.70F + 0.30F * t->lung))};
    list_add_glow(out, blend, &wide);
    for (int i = 0; i < TIDE_CORONAS; i++) {
        const float come = frame_smooth(3.0F * t->steady - (float)i);
        struct list_arc a = {.x = t->moon_x,
                             .y = t->moon_y,
                             .radius = t->radius * (1.42F + 0.40F * (float)i),
                             .width = 0.16F * t->radius,
                             .soft = 0.30F * t->radius,
                             .to_rad = TURN_F};
        a.from = a.to = colour_fade(halo, t->c->corona_a * come * t->light * (1.0F - 0.22F * (float)i));
        list_add_arc(out, &a);
    }
    const struct colour rim = colour_mix(colour_hex(t->c->rim), colour_hex(t->c->warm), 0.35F * t->steady);
    const float shown = t->f->flower * frame_smooth(t->s->clock_s / 3.0F) * (0.55F + 0.45F * t->light);
    const struct list_disc moon = {t->moon_x,
                                   t->moon_y,
                                   t->radius,
                                   fmaxf(1.6F * unit, 0.035F * t->radius),
                                   colour_fade(colour_hex(t->c->moon), shown),
                                   colour_fade(rim, shown)};
    list_add_disc(out, BLEND_NORMAL, &moon);
}

static void draw_hill(const struct tide *t, int i, const struct land_line *down_to, float reach, struct list *out)
{
    const struct list_area a = {.reach = reach * t->unit,
                                .soft = 1.6F * fmaxf(t->f->in->scale, 0.5F),
                                .opacity = t->f->flower,
                                .crest = colour_hex(t->c->crest[i]),
                                .foot = colour_hex(t->c->foot[i])};
    land_area(&t->hill[i], down_to, &a, out);
}

/* The moon's path: flat lights under it, longer and farther apart towards the person. */
static void draw_path(const struct tide *t, struct list *out)
{
    const struct frame *f = t->f;
    const float moving = f->in->reduced_motion ? 0.0F : t->s->clock_s;
    const struct colour c = colour_mix(colour_hex(t->c->rim), colour_hex(t->c->warm), 0.6F * t->steady);
    const float strong = t->c->path_a * t->light * (0.62F + 0.38F * t->lung) * (0.60F + 0.40F * t->steady);
    const float deep = 0.155F * t->unit;
    for (int i = 0; i < TIDE_GLINTS; i++) {
        const float k = ((float)i + 0.5F) / (float)TIDE_GLINTS, near = k * k;
        const float sway = sinf(TURN_F * (moving / (11.0F + 5.0F * k) + 0.37F * (float)i));
        const float swell = 0.72F + 0.28F * sinf(TURN_F * (moving / 13.0F + 0.61F * (float)i));
        const float wide = (0.35F + 1.0F * near + 0.55F * t->steady * k) * t->radius * swell;
        const struct list_pool glint = {t->moon_x + 0.13F * t->radius * sway * (0.3F + k),
                                        t->sea_y + deep * (0.03F + near), 1.9F * wide,
                                        t->unit * (0.0035F + 0.0075F * k), colour_fade(c, strong * (1.0F - 0.55F * k))};
        list_add_pool(out, f->theme.light, &glint);
    }
}

static void draw_sea(const struct tide *t, struct list *out)
{
    const struct frame *f = t->f;
    const struct land_ridge edge = {t->sea_y / t->unit,
                                    {{0.0022F, 1.1F, 0.2F}, {0.0F, 0.0F, 0.0F}, {0.0F, 0.0F, 0.0F}}};
    struct land_line line;
    land_make(&line, &edge, f, t->unit);
    const struct list_area sea = {.reach = 0.17F * t->unit,
                                  .soft = 0.016F * t->unit,
                                  .opacity = f->flower,
                                  .crest = colour_hex(t->c->sea[0]),
                                  .foot = colour_hex(t->c->sea[1])};
    const struct colour halo = colour_mix(colour_hex(t->c->halo), colour_hex(t->c->warm), 0.6F * t->steady);
    /* Where sea and hills meet there is mist, lit from above. */
    const struct list_pool mist = {t->moon_x, t->sea_y, 1.15F * t->unit, 0.055F * t->unit,
                                   colour_fade(halo, 0.8F * t->c->halo_a * t->light * (0.45F + 0.55F * t->lung))};
    land_area(&line, &t->hill[TIDE_THIRD], &sea, out);
    list_add_pool(out, f->theme.light, &mist);
    draw_path(t, out);
}

void tide_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    struct tide t;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    tide_make(&t, &f, s);
    if (f.flower < 1.0F) {
        frame_ground(&f, s, out);
    }
    draw_sky(&t, out);
    list_still(out);
    draw_moon(&t, out);
    if (!in->reduced_motion) {
        const struct guide_ring own = {t.moon_x, moon_y(&t, s->body[0].own), 1.12F * t.radius, 0.24F * t.radius};
        guide_own_ring(&f, s, 0, &own, f.theme.data[0], out);
    }
    struct land_line sea;
    land_flat(&sea, &f, (0.725F + 0.5F * TIDE_SEA + 0.012F) * t.unit);
    draw_hill(&t, TIDE_FAR, &t.hill[TIDE_SECOND], 0.11F, out);
    draw_hill(&t, TIDE_SECOND, &sea, 0.13F, out);
    draw_sea(&t, out);
    draw_hill(&t, TIDE_THIRD, &t.hill[TIDE_NEAR], 0.14F, out);
    draw_hill(&t, TIDE_NEAR, &t.bottom, 0.22F, out);
    if (in->reduced_motion) {
        const struct guide_ring ring = {t.moon_x, t.moon_y, 1.55F * t.radius,
                                        fmaxf(2.0F * fmaxf(in->scale, 0.5F), 0.006F * f.at.height)};
        guide_still_ring(&f, s, &ring, out);
    }
    guide_words(&f, s, GUIDE_TIME_RING, out);
}
