/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of scenes and the state they share: what is smoothed, and how fast.
 *
 *   what leads the flower:   LEAD_REST <-> LEAD_OWN <-> LEAD_PACER     (led_by)
 *   a change of lead keeps the flower where it is and lets the difference die out over SCENE_HANDOVER_S
 *
 * Invariants
 *  1. The flower's lung never moves faster than SCENE_LUNG_PER_S, whatever the view does: no jump, no cut.
 *  2. With a steady pacer the drawn lung is the pacer's, exactly, times an amplitude that changes only where a breath
 *     begins (lung = 0), so that fast paces keep under the speed limit.
 *  3. Steadiness and trust change over many seconds; bad signal dims slowly and says nothing bad.
 *  4. NaN from the view never reaches a list.
 */
#include "scene/scene.h"

#include <math.h>
#include <string.h>

#include "scene/flower.h"
#include "scene/frame.h"

/* Fastest opening, lungs a second. Source: rule M2, an edge moves at most 10 % of the window's height a second; the
   flower's way is 0.6 x 0.31 of the height. */
#define SCENE_LUNG_PER_S 0.53F

/* chosen: long enough that handing over adds under half of the allowed speed. */
#define SCENE_HANDOVER_S 4.0F

/* How open the flower rests without any breath to show. chosen: a little open, so that it looks alive. */
#define SCENE_REST_LUNG 0.35F

/* Time constants, s. chosen: reward is a tide (rule 1: slow reward that grows), trust falls slower than it can scare.
 */
#define SCENE_STEADY_S   6.0F
#define SCENE_TRUST_S    4.0F
#define SCENE_OWN_S      0.25F
#define SCENE_TOGETHER_S 15.0F
#define SCENE_CIRCLE_S   12.0F

/* Two breaths this far apart on average, share of a breath, are not together at all. chosen: two that have nothing to
   do with each other are 0.34 apart on average. */
#define SCENE_APART 0.34F

/* Breaths in a row at this adherence let the words rest. Source: rule M8. */
#define SCENE_FOLLOWED 0.8F

static const struct scene SCENES[] = {
    {"lotus", "Lotus", 1, lotus_build},       {"tide", "Tide", 1, tide_build},
    {"two", "Two lights", 2, two_build},      {"garden", "Garden", 1, garden_build},
    {"lantern", "Lantern", 1, lantern_build}, {"leaves", "Leaves on a stream", 1, leaves_build},
    {"plain", "Plain ring", 1, plain_build},
};

size_t scene_count(void)
{
    return sizeof SCENES / sizeof SCENES[0];
}

const struct scene *scene_get(size_t i)
{
    return i < scene_count() ? &SCENES[i] : NULL;
}

const struct scene *scene_find(const char *id)
{
    for (size_t i = 0; i < scene_count(); i++) {
        if (strcmp(SCENES[i].id, id) == 0) {
            return &SCENES[i];
        }
    }
    return NULL;
}

void scene_init(struct scene_state *s, uint64_t seed)
{
    memset(s, 0, sizeof *s);
    rng_init(&s->rng, seed);
    s->seed = seed;
    s->lung = SCENE_REST_LUNG;
    s->since_s = SCENE_HANDOVER_S;
    s->words_left = 1.0F;
    for (int i = 0; i < SCENE_MOTES; i++) {
        s->mote[i].x = (float)rng_uniform(&s->rng);
        s->mote[i].y = (float)(0.03 + 0.80 * rng_uniform(&s->rng));
        s->mote_phase[i] = (float)rng_uniform(&s->rng);
    }
}

/* Fast breaths open the flower less far, or its edge would rush. */
static float amplitude(const struct pace *p)
{
    const float shorter = fminf(p->inhale_s, p->exhale_s);
    const float most =
        SCENE_LUNG_PER_S * 0.8F * shorter * 2.0F / 3.14159265F; /* a raised cosine peaks at pi/2 its mean */
    return most < 1.0F ? fmaxf(most, 0.15F) : 1.0F;
}

static uint8_t led_by(const struct view *v, bool own)
{
    if (v->paused || v->stage == VIEW_END) {
        return LEAD_REST;
    }
    if (!isnan(v->pace_lung)) {
        return LEAD_PACER;
    }
    return own ? LEAD_OWN : LEAD_REST;
}

static void move_lung(struct scene_state *s, const struct view *v, float dt_s)
{
    const uint8_t lead = led_by(v, s->body[0].own_shown > 0.0F && !isnan(v->body[0].breath_lung));
    float target = SCENE_REST_LUNG;
    if (lead == LEAD_PACER) {
        target = fminf(fmaxf(v->pace_lung, 0.0F), 1.0F) * amplitude(&v->pace);
    } else if (lead == LEAD_OWN) {
        target = s->body[0].own;
    }
    if (lead != s->lead || !s->begun) {
        s->offset = s->begun ? s->lung - target : 0.0F;
        s->since_s = 0.0F;
        s->lead = lead;
    }
    s->since_s = fminf(s->since_s + dt_s, SCENE_HANDOVER_S);
    target += s->offset * (1.0F - frame_smooth(s->since_s / SCENE_HANDOVER_S));
    target = fminf(fmaxf(target, 0.0F), 1.0F);
    s->lung = s->begun ? frame_step(s->lung, target, dt_s, 1.0F / SCENE_LUNG_PER_S) : target;
}

static bool known_breath(const struct view *v, int body)
{
    return v->bodies > body && !isnan(v->body[body].breath_lung) && !v->body[body].gap;
}

static void move_own(struct scene_state *s, const struct view *v, int body, float dt_s)
{
    struct scene_body *b = &s->body[body];
    const bool known = known_breath(v, body);
    const float lung = known ? fminf(fmaxf(v->body[body].breath_lung, 0.0F), 1.0F) : 0.0F;
    if (known && b->own_shown <= 0.0F) {
        b->own = lung;
    } else if (known) {
        b->own = frame_follow(b->own, lung, dt_s, SCENE_OWN_S);
    }
    b->own_shown = frame_step(b->own_shown, known ? 1.0F : 0.0F, dt_s, known ? 2.0F : 3.0F);
}

static void move_trust(struct scene_state *s, const struct view *v, int body, float dt_s)
{
    const struct view_body *b = &v->body[body];
    struct scene_body *shown = &s->body[body];
    const bool good = v->bodies > body && b->signal == SIGNAL_GOOD && !b->gap;
    const float steady = good && !isnan(b->steadiness) ? fminf(fmaxf(b->steadiness, 0.0F), 1.0F) : 0.0F;
    shown->steady = s->begun ? frame_follow(shown->steady, steady, dt_s, SCENE_STEADY_S) : steady;
    shown->light = s->begun ? frame_follow(shown->light, good ? 1.0F : 0.0F, dt_s, SCENE_TRUST_S) : good ? 1.0F : 0.0F;
}

static void move_together(struct scene_state *s, const struct view *v, float dt_s)
{
    const bool both = known_breath(v, 0) && known_breath(v, 1);
    const float apart = fabsf(s->body[0].own - s->body[1].own) / SCENE_APART;
    s->together = frame_follow(s->together, both ? fmaxf(1.0F - apart, 0.0F) : 0.0F, dt_s, SCENE_TOGETHER_S);
}

static float circle_of(const struct scene_input *in)
{
    const struct view_guide *g = &in->view->guide;
    const float widest = (float)SCENE_CIRCLES, progress = fminf(fmaxf(in->view->progress, 0.0F), 1.0F);
    if (in->circle) {
        return fminf((float)in->circle, widest);
    }
    if (g->steps > 1 && g->step_number > 0) {
        return 1.0F + (widest - 1.0F) * (float)(g->step_number - 1) / (float)(g->steps - 1);
    }
    return 1.0F + (widest - 1.0F) * progress;
}

static void move_circle(struct scene_state *s, const struct scene_input *in, float dt_s)
{
    s->circle = s->begun ? frame_follow(s->circle, circle_of(in), dt_s, SCENE_CIRCLE_S) : circle_of(in);
}

static void send_leaves(struct scene_state *s, const struct view *v)
{
    if (s->begun && v->guide.noted > s->notes) {
        s->leaf_s[s->leaves++ % SCENE_LEAVES] = s->clock_s;
    }
    s->notes = v->guide.noted;
}

/* Without a breathing sensor: a heart that swings with the pacer so clearly is one of somebody who follows. */
static bool follows(const struct view_body *b)
{
    return !b->gap && (isnan(b->adherence) ? b->steadiness : b->adherence) >= SCENE_FOLLOWED;
}

static void count_followed(struct scene_state *s, const struct view *v)
{
    if (v->bodies == 0 || !follows(&v->body[0]) || (v->bodies > 1 && !follows(&v->body[1]))) {
        s->followed = 0;
    } else if (v->breaths != s->breaths) {
        s->followed++;
    }
    s->breaths = v->breaths;
}

static void move_theme(struct scene_state *s, const struct scene_input *in, float dt_s)
{
    const uint8_t theme = in->theme < THEME_COUNT ? in->theme : THEME_DUSK;
    if (!s->begun) {
        s->theme = s->theme_was = theme;
    }
    s->theme_s += dt_s;
    if (s->theme != s->theme_was && s->theme_s >= 5.0F) {
        s->theme_was = s->theme;
    }
    if (theme != s->theme && s->theme == s->theme_was) {
        s->theme = theme;
        s->theme_s = 0.0F;
    }
}

static void move(struct scene_state *s, const struct scene_input *in)
{
    const float dt_s = fminf(in->dt_s, 1.0F);
    const struct view *v = in->view;
    s->clock_s += dt_s;
    move_theme(s, in, dt_s);
    for (int i = 0; i < SCENE_BODIES; i++) {
        move_own(s, v, i, dt_s);
        move_trust(s, v, i, dt_s);
    }
    move_together(s, v, dt_s);
    move_circle(s, in, dt_s);
    send_leaves(s, v);
    move_lung(s, v, dt_s);
    count_followed(s, v);
    const bool resting = in->words_rest && s->followed >= 3;
    s->words_left = frame_step(s->words_left, resting ? 0.0F : 1.0F, dt_s, 4.0F);
    s->veil = frame_step(s->veil, v->paused ? 1.0F : 0.0F, dt_s, FRAME_PANEL_S);
    s->begun = true;
}

int scene_build(const struct scene *scene, struct scene_state *s, const struct scene_input *in, struct list *out)
{
    if (in->width < 16 || in->height < 16 || !(in->dt_s >= 0.0F)) {
        return R_ARG;
    }
    list_clear(out, in->width, in->height);
    move(s, in);
    scene->build(s, in, out);
    return out->full ? R_FULL : R_OK;
}
