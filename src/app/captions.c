/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Captions are written by their beginning, each once its end is known.
   2. Of lines and of cues one is shown at a time: the next one ends it. */
#include "app/captions.h"

#include <inttypes.h>
#include <string.h>

/* How long a sign is shown, s. chosen: read at leisure, and over before the next strike */
static const double SIGN_S = 3.0;

int captions_open(struct captions *c, const char *path, const struct scene_words *words)
{
    *c = (struct captions){.file = fopen(path, "we"), .words = words, .cue = CUE_NONE};
    return c->file != NULL ? R_OK : R_IO;
}

static void write_time(FILE *f, usec t)
{
    const int64_t ms = t / 1000;
    (void)fprintf(f, "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ",%03" PRId64, ms / 3600000, ms / 60000 % 60,
                  ms / 1000 % 60, ms % 1000);
}

static void write_first(struct captions *c)
{
    const struct caption *w = &c->waiting[0];
    if (w->to > w->from) {
        (void)fprintf(c->file, "%" PRIu32 "\n", ++c->written);
        write_time(c->file, w->from);
        (void)fputs(" --> ", c->file);
        write_time(c->file, w->to);
        (void)fprintf(c->file, "\n%s\n\n", w->words);
    }
    memmove(c->waiting, c->waiting + 1, --c->n * sizeof c->waiting[0]);
}

static void write_due(struct captions *c)
{
    while (c->n > 0 && c->waiting[0].to != USEC_NONE && c->waiting[0].from <= c->now) {
        write_first(c);
    }
}

static void end_kind(struct captions *c, uint8_t kind, usec at)
{
    for (size_t i = 0; i < c->n; i++) {
        if (c->waiting[i].kind == kind && c->waiting[i].to == USEC_NONE) {
            c->waiting[i].to = at;
        }
    }
}

static void add(struct captions *c, uint8_t kind, usec from, usec to, const char *words)
{
    if (c->n == CAPTIONS_WAITING) { /* cannot be seen: a question waits 30 s at most, and cues are few */
        c->waiting[0].to = c->waiting[0].to == USEC_NONE ? from : c->waiting[0].to;
        write_first(c);
    }
    size_t at = c->n++;
    for (; at > 0 && c->waiting[at - 1].from > from; at--) {
        c->waiting[at] = c->waiting[at - 1];
    }
    c->waiting[at] = (struct caption){.from = from, .to = to, .kind = kind};
    (void)snprintf(c->waiting[at].words, sizeof c->waiting[at].words, "%s", words);
}

void captions_event(struct captions *c, const struct event *e)
{
    if (e->kind != EVENT_GUIDE) {
        return;
    }
    const struct guide_said *g = &e->as.guide;
    end_kind(c, CAPTION_LINE, e->t);
    if (g->kind == GUIDE_SAY || g->kind == GUIDE_OFFER) {
        add(c, CAPTION_LINE, e->t, USEC_NONE, g->text);
    }
}

static const char *cue_words(const struct captions *c, uint8_t cue)
{
    switch (cue) {
    case CUE_IN:
        return c->words->breathe_in;
    case CUE_HOLD_IN:
        return c->words->hold_in;
    case CUE_OUT:
        return c->words->breathe_out;
    default:
        return c->words->hold_out;
    }
}

static void follow_cue(struct captions *c, const struct view *v)
{
    const uint8_t cue = v->paused || v->breaths > CAPTIONS_BREATHS ? CUE_NONE : v->cue;
    if (cue == c->cue) {
        return;
    }
    c->cue = cue;
    end_kind(c, CAPTION_CUE, v->t);
    if (cue != CUE_NONE) {
        add(c, CAPTION_CUE, v->t, USEC_NONE, cue_words(c, cue));
    }
}

void captions_view(struct captions *c, const struct view *v)
{
    const struct view_guide *g = &v->guide;
    c->now = v->t;
    if (g->line[0] == '\0' || (!g->offer && g->line_age_s >= g->line_read_s)) {
        end_kind(c, CAPTION_LINE, v->t);
    }
    follow_cue(c, v);
    write_due(c);
}

void captions_bell(struct captions *c, usec at, unsigned n, float apart_s)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++) {
        if (c->waiting[i].kind != CAPTION_SIGN || c->waiting[i].from <= at) {
            c->waiting[kept++] = c->waiting[i];
        }
    }
    c->n = kept;
    char words[VIEW_LINE_N];
    (void)snprintf(words, sizeof words, "[%s]", c->words->bell);
    for (unsigned i = 0; i < n; i++) {
        const usec from = at + usec_from_s((double)i * (double)apart_s);
        add(c, CAPTION_SIGN, from, from + usec_from_s(SIGN_S), words);
    }
}

int captions_close(struct captions *c)
{
    if (c->file == NULL) {
        return R_OK;
    }
    end_kind(c, CAPTION_LINE, c->now);
    end_kind(c, CAPTION_CUE, c->now);
    while (c->n > 0) {
        write_first(c);
    }
    const bool well = ferror(c->file) == 0;
    const int r = fclose(c->file) == 0 && well ? R_OK : R_IO;
    c->file = NULL;
    return r;
}
