/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two lights and a thread between them, for two people.
 *
 * Invariants
 *  1. A light's size is that person's own breath; while it is not known, the pacer. The thin ring round each is the
 *     pacer, the same for both: following is a light that fills its ring.
 *  2. The thread ends at the rim of each light. It grows clearer and calmer as both breathe alike, and is always there.
 *  3. Neither light is larger, higher or warmer than the other for anything the other does.
 *  4. In a tall window they stand one above the other.
 */
#include <math.h>

#include "scene/flower.h"
#include "scene/guide.h"

#define PI_F 3.14159265F

enum { TWO_STRANDS = 4, TWO_POINTS = 41, TWO_LAYERS = 3 };

/* How far the thread hangs and swings, share of the height, and how slowly. Source: rule M4 (2 %, 8 s and longer). */
#define TWO_HANG    0.030F
#define TWO_SWING   0.014F
#define TWO_SWING_S 17.0F

/** pale, body, rim: of each light from its heart outwards;  ring: of the pacer round it;  thread */
struct two_colours {
    uint32_t pale[2], body[2], rim[2], ring[2], thread;
    float halo_a, body_a;
};

/* chosen by eye: a warm and a cool light of one lightness, so that neither leads. */
static const struct two_colours COLOURS[THEME_COUNT] = {
    [THEME_DUSK] = {{0xFFE6C4, 0xD6F1FA},
                    {0xE6AC78, 0x6FB4D6},
                    {0xB9805A, 0x3F7FAE},
                    {0xD8C4B4, 0xB4C8D8},
                    0xE4E2E6,
                    0.34F,
                    0.94F},
    [THEME_PAPER] = {{0xFDEBD3, 0xE6F3F6},
                     {0xF3CBA0, 0xB4D6E2},
                     {0xF3D2AE, 0xBBDBE5},
                     {0xD99A5E, 0x5E9DB4},
                     0x7C8C93,
                     0.55F,
                     0.86F},
    [THEME_NIGHT] = {{0xA87647, 0x98624A},
                     {0x6E4526, 0x63382A},
                     {0x3B2113, 0x371B14},
                     {0x8F7050, 0x8F6A5A},
                     0x9A7350,
                     0.16F,
                     0.90F},
};

struct two_light {
    float x, y, full, radius;
    int who;
};

struct two {
    const struct frame *f;
    const struct scene_state *s;
    const struct two_colours *c;
    struct two_light light[2];
    float axis_x, axis_y;
};

static float two_radius(float full, float lung)
{
    return full * (FLOWER_EMPTY + (1.0F - FLOWER_EMPTY) * lung);
}

static void two_make(struct two *t, const struct frame *f, const struct scene_state *s)
{
    const float tall = f->at.cue_y - 1.3F * f->at.cue - f->at.margin, wide = f->at.width - 2.0F * f->at.margin;
    const bool upright = tall > 1.15F * wide;
    const float along = upright ? tall : wide, across = upright ? wide : tall;
    /* Far enough apart that a thread is seen between two full lights. */
    const float full = fminf(0.150F * along, 0.30F * fminf(across, f->at.height));
    const float apart = fminf(0.5F * along - 1.12F * full, 2.15F * full);
    t->f = f;
    t->s = s;
    t->c = &COLOURS[f->id];
    t->axis_x = upright ? 0.0F : 1.0F;
    t->axis_y = upright ? 1.0F : 0.0F;
    for (int i = 0; i < 2; i++) {
        const float side = i ? apart : -apart, known = frame_smooth(s->body[i].own_shown);
        const float lung = s->lung + (s->body[i].own - s->lung) * known;
        t->light[i] = (struct two_light){.x = f->at.x + side * t->axis_x,
                                         .y = f->at.margin + 0.49F * tall + side * t->axis_y,
                                         .full = full,
                                         .radius = two_radius(full, f->in->reduced_motion ? 0.8F : lung),
                                         .who = i};
    }
}

/* Rings of light lie round a light whose heart answers, one after the other. */
static void draw_layers(const struct two *t, const struct two_light *l, float light, struct list *out)
{
    const float steady = t->s->body[l->who].steady;
    for (int i = 0; i < TWO_LAYERS; i++) {
        const float come = frame_smooth((float)TWO_LAYERS * steady - (float)i);
        struct list_arc a = {.x = l->x,
                             .y = l->y,
                             .radius = l->radius + l->full * (0.15F + 0.14F * (float)i),
                             .width = 0.04F * l->full,
                             .soft = 0.09F * l->full,
                             .to_rad = 2.0F * PI_F};
        a.from = a.to = colour_fade(colour_hex(t->c->body[l->who]), light * come * (0.24F - 0.065F * (float)i));
        list_add_arc(out, &a);
    }
}

/* Full in the middle, clear towards its rim: a light, not a ball. */
static void draw_light(const struct two *t, const struct two_light *l, struct list *out)
{
    const float light = guide_light(t->f, t->s, l->who), warm = frame_smooth(t->s->body[l->who].steady);
    const struct colour pale = colour_hex(t->c->pale[l->who]), body = colour_hex(t->c->body[l->who]);
    const float shown = t->c->body_a * light;
    const struct list_glow halo = {l->x, l->y, 1.60F * l->radius,
                                   colour_fade(body, t->c->halo_a * light * (0.65F + 0.35F * warm))};
    const struct list_disc ball = {l->x,
                                   l->y,
                                   l->radius,
                                   0.20F * l->radius,
                                   colour_fade(body, 0.98F * shown),
                                   colour_fade(colour_hex(t->c->rim[l->who]), 0.52F * shown)};
    const struct list_glow heart = {l->x, l->y, (0.58F + 0.10F * warm) * l->radius,
                                    colour_fade(pale, shown * (0.62F + 0.30F * warm))};
    list_add_glow(out, t->f->theme.light, &halo);
    draw_layers(t, l, light, out);
    list_add_disc(out, BLEND_NORMAL, &ball);
    list_add_glow(out, BLEND_NORMAL, &heart);
}

static void draw_pace(const struct two *t, const struct two_light *l, struct list *out)
{
    const struct frame *f = t->f;
    const float unit = fmaxf(f->in->scale, 0.5F);
    if (f->in->reduced_motion) {
        const struct guide_ring ring = {l->x, l->y, 1.12F * l->full, fmaxf(2.0F * unit, 0.006F * f->at.height)};
        guide_ring(f, &ring, t->s->lung, colour_fade(f->theme.text, 0.70F), out);
        return;
    }
    /* As the own breath elsewhere: a soft band, and where the theme bears it a line in it. */
    const float shown = f->flower * (1.0F - 0.45F * t->s->veil);
    const struct colour ring = colour_mix(f->theme.quiet, colour_hex(t->c->ring[l->who]), 0.75F);
    struct list_arc a = {.x = l->x,
                         .y = l->y,
                         .radius = two_radius(l->full, t->s->lung) + 0.02F * l->full,
                         .width = f->theme.wide * l->full,
                         .soft = f->theme.wide * l->full,
                         .to_rad = 2.0F * PI_F};
    a.from = a.to = colour_fade(ring, 1.15F * f->theme.own * shown);
    list_add_arc(out, &a);
    a.width = fmaxf(1.2F * unit, 0.0028F * f->at.height);
    a.soft = 2.2F * unit;
    a.from = a.to = colour_fade(f->theme.quiet, 2.1F * f->theme.line * shown);
    list_add_arc(out, &a);
}

/* A strand swings most in its middle and stands still at both rims. */
static void draw_strand(const struct two *t, int i, float calm, float opacity, struct list *out)
{
    struct list_point p[TWO_POINTS];
    const struct two_light *a = &t->light[0], *b = &t->light[1];
    const float clock = t->f->in->reduced_motion ? 0.0F : t->s->clock_s;
    const float phase = 2.0F * PI_F * (clock / (TWO_SWING_S + 4.0F * (float)i) + 0.31F * (float)i);
    const float rest_calm = t->f->in->reduced_motion ? 0.5F : calm;
    const float high = t->f->at.height * (1.0F - 0.50F * rest_calm), side = i % 2 ? 1.0F : -1.0F;
    const float hang = TWO_HANG * high * side * (1.0F - 0.22F * (float)i), swing = TWO_SWING * high;
    const float gap = (b->x - a->x) * t->axis_x + (b->y - a->y) * t->axis_y - a->radius - b->radius;
    for (int k = 0; k < TWO_POINTS; k++) {
        const float u = (float)k / (float)(TWO_POINTS - 1), at = a->radius + gap * u;
        const float rest = hang * sinf(2.0F * PI_F * u * (i < 2 ? 1.0F : 1.5F));
        const float aside = sinf(PI_F * u) * (rest + swing * sinf(2.0F * PI_F * u * (0.8F + 0.25F * (float)i) + phase));
        p[k] =
            (struct list_point){a->x + at * t->axis_x + aside * t->axis_y, a->y + at * t->axis_y + aside * t->axis_x};
    }
    const struct list_line line = {.width = fmaxf(1.0F, 0.0019F * t->f->at.height) * (i == 0 ? 1.5F : 1.0F),
                                   .colour = colour_fade(colour_hex(t->c->thread), opacity)};
    list_add_line(out, &line, p, TWO_POINTS);
}

static void draw_thread(const struct two *t, struct list *out)
{
    const struct frame *f = t->f;
    const float calm = frame_smooth(t->s->together);
    const float light = 0.5F * (guide_light(f, t->s, 0) + guide_light(f, t->s, 1));
    const struct two_light *a = &t->light[0], *b = &t->light[1];
    const float x = 0.5F * (a->x + b->x), y = 0.5F * (a->y + b->y), far = 0.9F * a->full;
    const struct list_pool between = {x, y, far * (0.35F + 0.65F * t->axis_x), far * (0.35F + 0.65F * t->axis_y),
                                      colour_fade(colour_hex(t->c->thread), 0.16F * calm * light)};
    list_add_pool(out, f->theme.light, &between);
    for (int i = 0; i < TWO_STRANDS; i++) {
        const float come = i < 2 ? 1.0F : frame_smooth(3.0F * t->s->together - (float)(i - 1));
        draw_strand(t, i, calm, light * come * (0.34F + 0.46F * calm), out);
    }
}

/* Under the second light, what its sensor has to say; the first one speaks in the corner as everywhere. */
static void draw_other(struct frame *f, struct scene_state *s, const struct two_light *l, struct list *out)
{
    const float shown = frame_slot(&s->other, guide_sensor_words(f, 1), f->in->dt_s, f->in->reduced_motion);
    const float half = 0.5F * layout_words(s->other.words, f->at.body), edge = f->at.width - f->at.margin - half;
    const struct list_text t = {.x = fminf(l->x, edge),
                                .y = fminf(l->y + 1.45F * l->full, f->at.cue_y - 1.2F * f->at.cue),
                                .size = f->at.body,
                                .align = ALIGN_CENTRE,
                                .weight = WEIGHT_REGULAR,
                                .colour = f->theme.quiet};
    frame_words(out, &t, s->other.words, shown);
}

void two_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    struct two t;
    if (!guide_begin(&f, s, in, out)) {
        return;
    }
    two_make(&t, &f, s);
    frame_ground(&f, s, out);
    frame_motes(&f, s, f.flower * (0.25F + 0.25F * (s->body[0].steady + s->body[1].steady)), out);
    draw_light(&t, &t.light[0], out);
    draw_light(&t, &t.light[1], out);
    draw_thread(&t, out);
    draw_pace(&t, &t.light[0], out);
    draw_pace(&t, &t.light[1], out);
    draw_other(&f, s, &t.light[1], out);
    guide_words(&f, s, GUIDE_TIME_RING, out);
}
