/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pieces every scene uses: ground, drifting motes, words that change softly.
 *
 * Invariants
 *  1. A theme change never cuts: grounds cross, pictures go and come, words mix.
 *  2. Motes sway with periods over 8 s and by at most 2 % of the height (rule M4); with less motion there are none.
 *  3. "simulated" is drawn whenever the view says so.
 */
#include "scene/frame.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PI_F 3.14159265F

/* Length of a theme change, s. Source: rule L8 (5 s fade). */
#define FRAME_THEME_S 5.0F

/* Where the middle colour of the ground stands. chosen: a little above the middle, where the eye rests. */
#define FRAME_MIDDLE 0.55F

float frame_smooth(float x)
{
    const float k = x < 0.0F ? 0.0F : x > 1.0F ? 1.0F : x;
    return k * k * (3.0F - 2.0F * k);
}

float frame_follow(float v, float target, float dt_s, float tau_s)
{
    return v + (target - v) * (1.0F - expf(-dt_s / tau_s));
}

float frame_step(float v, float target, float dt_s, float whole_s)
{
    const float most = dt_s / whole_s, d = target - v;
    return fabsf(d) <= most ? target : v + (d > 0.0F ? most : -most);
}

void frame_words(struct list *out, const struct list_text *style, const char *words, float opacity)
{
    struct list_text t = *style;
    t.colour = colour_fade(t.colour, opacity);
    list_add_text(out, &t, words);
}

float frame_slot(struct scene_slot *slot, const char *words, float dt_s, bool less)
{
    if (strncmp(slot->words, words, sizeof slot->words - 1) != 0) {
        slot->shown = frame_step(slot->shown, 0.0F, dt_s, less ? FRAME_LESS_S : FRAME_OUT_S);
        if (slot->shown <= 0.0F || !slot->words[0]) {
            snprintf(slot->words, sizeof slot->words, "%s", words);
            slot->shown = 0.0F;
        }
    } else {
        slot->shown = frame_step(slot->shown, 1.0F, dt_s, less ? FRAME_LESS_S : FRAME_IN_S);
    }
    return frame_smooth(slot->shown);
}

void frame_clock(float seconds, char *out, size_t cap)
{
    const int s = seconds > 0.0F ? (int)ceilf(fminf(seconds, 360000.0F) - 0.01F) : 0;
    snprintf(out, cap, "%d:%02d", s / 60, s % 60);
}

void frame_make(struct frame *f, const struct scene_state *s, const struct scene_input *in)
{
    struct theme was;
    f->in = in;
    f->words = in->words ? in->words : scene_english();
    f->at = layout_make((float)in->width, (float)in->height, in->scale, in->words_large);
    const float x = frame_smooth(s->theme_s / FRAME_THEME_S);
    theme_get(s->theme_was, &was);
    theme_get(s->theme, &f->theme);
    const struct colour text = colour_mix(was.text, f->theme.text, x), quiet = colour_mix(was.quiet, f->theme.quiet, x);
    f->id = s->theme;
    if (x < 0.5F) {
        f->theme = was;
        f->id = s->theme_was;
    }
    f->theme.text = text;
    f->theme.quiet = quiet;
    /* Evenly: a picture as large as the window would come too fast on a curve. */
    const float along = fminf(s->theme_s / FRAME_THEME_S, 1.0F);
    f->flower = s->theme == s->theme_was ? 1.0F : fabsf(1.0F - 2.0F * along);
}

static void ground_of(uint8_t id, float opacity, struct list *out)
{
    struct theme t;
    theme_get(id, &t);
    const struct list_ground g = {{t.ground[0], t.ground[1], t.ground[2]}, FRAME_MIDDLE, t.vignette, opacity};
    list_add_ground(out, &g);
}

void frame_ground(const struct frame *f, const struct scene_state *s, struct list *out)
{
    (void)f;
    const float x = s->theme == s->theme_was ? 1.0F : frame_smooth(s->theme_s / FRAME_THEME_S);
    if (x < 1.0F) {
        ground_of(s->theme_was, 1.0F, out);
    }
    ground_of(s->theme, x, out);
}

/* Mote i now: where, how large, how bright. */
struct mote {
    float x, y, size, glint;
};

static struct mote mote_at(const struct frame *f, const struct scene_state *s, int i, float light)
{
    const float sway = 0.02F * f->at.height, unit = fmaxf(f->in->scale, 0.5F);
    const float phase = 2.0F * PI_F * s->mote_phase[i];
    const float period = 14.0F + 12.0F * s->mote_phase[(i + 7) % SCENE_MOTES];
    const float a = 2.0F * PI_F * s->clock_s / period + phase;
    const float far = 0.35F + 0.65F * s->mote_phase[(i + 3) % SCENE_MOTES];
    return (struct mote){.x = f->at.width * s->mote[i].x + 0.5F * sway * sinf(0.61F * a),
                         .y = f->at.height * s->mote[i].y + sway * sinf(a),
                         .size = unit * (0.0011F * f->at.height / unit + 0.5F) * (0.6F + far),
                         .glint = (0.55F + 0.45F * sinf(0.83F * a + 2.0F)) * far * light};
}

/* All halos, then all dots: shapes of a kind in a row are drawn in one go. */
void frame_motes(const struct frame *f, const struct scene_state *s, float light, struct list *out)
{
    if (f->in->reduced_motion) {
        return;
    }
    for (int i = 0; i < SCENE_MOTES; i++) {
        const struct mote m = mote_at(f, s, i, light);
        const struct list_glow halo = {m.x, m.y, 4.5F * m.size, colour_fade(f->theme.mote, 0.20F * m.glint)};
        list_add_glow(out, f->theme.light, &halo);
    }
    for (int i = 0; i < SCENE_MOTES; i++) {
        const struct mote m = mote_at(f, s, i, light);
        const struct list_disc dot = {m.x,
                                      m.y,
                                      m.size,
                                      1.6F * fmaxf(f->in->scale, 0.5F),
                                      colour_fade(f->theme.mote, 0.50F * m.glint),
                                      colour_fade(f->theme.mote, 0.34F * m.glint)};
        list_add_disc(out, BLEND_NORMAL, &dot);
    }
}

void scene_sign(const struct scene_input *in, const char *words, float shown, struct list *out)
{
    const struct layout at = layout_make((float)in->width, (float)in->height, in->scale, in->words_large);
    struct theme theme;
    theme_get(in->picture_off ? THEME_NIGHT : in->theme, &theme);
    const struct list_text t = {.x = at.width - at.margin,
                                .y = at.top_y,
                                .size = at.body,
                                .align = ALIGN_RIGHT,
                                .weight = WEIGHT_REGULAR,
                                .colour = theme.quiet};
    frame_words(out, &t, words, frame_smooth(shown));
}

void frame_simulated(const struct frame *f, struct list *out)
{
    bool any = false;
    for (int i = 0; i < 2 && i < f->in->view->bodies; i++) {
        any = any || f->in->view->body[i].simulated;
    }
    const struct list_text t = {.x = f->at.margin,
                                .y = f->at.top_y,
                                .size = f->at.body,
                                .align = ALIGN_LEFT,
                                .weight = WEIGHT_REGULAR,
                                .colour = f->theme.quiet};
    if (any) {
        frame_words(out, &t, f->words->simulated, 1.0F);
    }
}
