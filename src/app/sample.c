/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up facts for drawing a screen without a person: eight weeks that begin unevenly and settle a little. */
#include "app/sample.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"

static void make_view(struct view *v)
{
    *v = (struct view){.stage = VIEW_GUIDE, .bodies = 1, .pace_lung = NAN, .remaining_s = 300.0F};
    v->body[0] = (struct view_body){.signal = SIGNAL_GOOD,
                                    .scored = true,
                                    .hr_bpm = 64.0F,
                                    .swing_bpm = 8.0F,
                                    .breath_swing_bpm = 8.0F,
                                    .peak_share = 0.6F,
                                    .steadiness = 0.7F,
                                    .breath_per_min = 6.0F,
                                    .breath_lung = NAN,
                                    .adherence = 0.9F,
                                    .since_beat_s = 0.3F};
}

/* A pulse wave at 64 a minute, 40 values a second: the sum of its forward and its reflected part. */
static void make_wave(float *wave)
{
    for (int i = 0; i < SAMPLE_WAVE; i++) {
        const float at = fmodf((float)i / 40.0F, 60.0F / 64.0F) / (60.0F / 64.0F);
        const float up = expf(-powf((at - 0.22F) / 0.085F, 2.0F)), back = expf(-powf((at - 0.47F) / 0.12F, 2.0F));
        wave[i] = up + 0.42F * back + 0.04F * sinf(0.11F * (float)i);
    }
}

static void make_curve(float *curve)
{
    for (int i = 0; i < SAMPLE_CURVE; i++) {
        const float x = (float)i / (float)SAMPLE_CURVE;
        curve[i] = 0.16F + 0.62F * (1.0F - expf(-3.2F * x)) + 0.06F * sinf(19.0F * x) + 0.03F * sinf(47.0F * x);
    }
    for (int i = 52; i < 57; i++) {
        curve[i] = NAN;
    }
}

static float noise(struct rng *r, float by)
{
    return by * (float)(rng_uniform(r) + rng_uniform(r) - 1.0);
}

static void add_session(struct screen_progress *g, int day, struct rng *r)
{
    const float x = (float)day / (float)PROGRESS_DAYS;
    struct progress_session *s = &g->session[g->n++];
    const float minutes = 8.0F + 6.0F * x + noise(r, 5.0F);
    s->day = (float)day + 0.5F;
    s->before = roundf(fminf(fmaxf(4.2F + 0.8F * x + noise(r, 2.2F), 0.0F), 10.0F));
    s->after = roundf(fminf(s->before + 1.6F + noise(r, 1.4F), 10.0F));
    s->share = fminf(fmaxf(0.36F + 0.26F * (1.0F - expf(-3.0F * x)) + noise(r, 0.12F), 0.05F), 0.95F);
    if (g->n % 9 == 4) {
        s->before = s->after = NAN;
    }
    g->day_minutes[day] += minutes;
    g->week_minutes[day / 7] += minutes;
    g->week_scored[day / 7] += 0.93F * minutes;
}

/* The line and what is said of it are what a person's own sessions would get. */
static void judge(struct screen_progress *g)
{
    struct trend_point p[PROGRESS_SESSIONS];
    struct trend_level level[PROGRESS_SESSIONS];
    double scratch[PROGRESS_SESSIONS * (PROGRESS_SESSIONS - 1) / 2];
    struct trend_line line;
    for (size_t i = 0; i < g->n; i++) {
        p[i] = (struct trend_point){(double)g->session[i].day, (double)g->session[i].share};
    }
    if (trend_smooth(p, g->n, scratch, level) != R_OK || trend_fit(p, g->n, scratch, &line) != R_OK) {
        return;
    }
    for (g->share.n = 0; g->share.n < g->n; g->share.n++) {
        const struct trend_level *l = &level[g->share.n];
        g->share.day[g->share.n] = (float)l->day;
        g->share.level[g->share.n] = (float)l->level;
        g->share.low[g->share.n] = (float)l->low;
        g->share.high[g->share.n] = (float)l->high;
    }
    g->share_told = true;
    g->share_clear = line.clear;
    g->share_month_low = (float)(30.0 * line.low);
    g->share_month_high = (float)(30.0 * line.high);
}

static void make_progress(struct screen_progress *g)
{
    struct rng r;
    rng_init(&r, 11);
    memset(g, 0, sizeof *g);
    for (int day = 0; day < PROGRESS_DAYS; day++) {
        g->day_minutes[day] = day > PROGRESS_DAYS - 4 ? -1.0F : 0.0F;
        if (day <= PROGRESS_DAYS - 4 && rng_uniform(&r) < 0.66) {
            g->day_minutes[day] = 0.0F;
            add_session(g, day, &r);
        }
    }
    judge(g);
}

void sample_facts(struct sample *s, const struct tongue *tongue, const char *language)
{
    static const char *const LANGUAGES[] = {"English", "Deutsch", "Español", "Français"};
    static const char *const SCENES[] = {"Lotus", "Tide"};
    memset(s, 0, sizeof *s);
    make_view(&s->view);
    make_wave(s->wave);
    make_curve(s->curve);
    make_progress(&s->progress);
    progress_words(&s->progress, s->sentences, sizeof s->sentences[0], tongue);
    learn_open(&s->learn, language);
    practice_list_fill(&s->practices, language);
    s->facts = (struct screen_facts){
        .tongue = tongue,
        .view = &s->view,
        .practices = s->practices.row,
        .practices_n = s->practices.n,
        .minutes = 10,
        .breath_s = WELCOME_IN_S - 0.4F,
        .sensor = {"PulseSensor", false, s->wave, SAMPLE_WAVE},
        .ask_calm = true,
        .calm = 6.0F,
        .line = s->line,
        .line_cap = sizeof s->line,
        .sentence = _("Your heart found the breath as you went on."),
        .practised_min = 10.0F,
        .steadiness = s->curve,
        .steadiness_n = SAMPLE_CURVE,
        .progress = &s->progress,
        .cards = s->learn.card,
        .cards_n = s->learn.n,
        .comfort = {.own = NAN,
                    .scenes = SCENES,
                    .scenes_n = 2,
                    .languages = LANGUAGES,
                    .languages_n = 4,
                    .pad = 0.5F,
                    .sea = 0.5F,
                    .bowl = 0.6F,
                    .bells = 1,
                    .haptics = 0.5F,
                    .ask_calm = true},
        .version = METTA_VERSION,
    };
}

void sample_close(struct sample *s)
{
    learn_close(&s->learn);
}
