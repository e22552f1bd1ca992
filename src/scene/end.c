/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * After a session: one true sentence, the minutes, and how the heart answered, as a line without a scale.
 *
 * Invariants
 *  1. The sentence is the largest thing; no number stands above it.
 *  2. Gaps in the line are gaps: nothing is drawn across what was not measured.
 *  3. A session without measured steadiness has no curve and no empty frame for one.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scene/flower.h"
#include "scene/frame.h"

enum { END_CURVE = 96, END_LINE = 96 };

static void draw_piece(const struct frame *f, const struct list_point *p, size_t n, float floor_y, struct list *out)
{
    const struct list_line line = {.width = 2.0F * fmaxf(f->in->scale, 0.5F),
                                   .floor_y = floor_y,
                                   .colour = colour_fade(f->theme.data[0], 0.9F),
                                   .fill = colour_fade(f->theme.data[0], 0.16F)};
    list_add_line(out, &line, p, n);
}

/* Value at column i of END_CURVE: the mean of the values that fall there; NaN when none was measured. */
static float column(const struct scene_end *e, size_t i)
{
    const size_t from = i * e->steadiness_n / END_CURVE;
    size_t to = (i + 1) * e->steadiness_n / END_CURVE, n = 0;
    float sum = 0.0F;
    if (to <= from) {
        to = from + 1;
    }
    for (size_t k = from; k < to && k < e->steadiness_n; k++) {
        if (!isnan(e->steadiness[k])) {
            sum += fminf(fmaxf(e->steadiness[k], 0.0F), 1.0F);
            n++;
        }
    }
    return n ? sum / (float)n : NAN;
}

static bool draw_curve(const struct frame *f, float y, float tall, float wide, struct list *out)
{
    struct list_point p[END_CURVE];
    size_t n = 0;
    bool any = false;
    const struct scene_end *e = f->in->end;
    for (size_t i = 0; e && e->steadiness && e->steadiness_n > 1 && i < END_CURVE; i++) {
        const float v = column(e, i);
        if (!isnan(v)) {
            p[n++] =
                (struct list_point){f->at.x - 0.5F * wide + wide * (float)i / (float)(END_CURVE - 1), y - tall * v};
            continue;
        }
        draw_piece(f, p, n, y, out);
        any = any || n > 1;
        n = 0;
    }
    draw_piece(f, p, n, y, out);
    return any || n > 1;
}

/* Breaks the sentence at blanks into lines that fit; return baseline after the last one. */
static float draw_sentence(const struct frame *f, const char *words, float y, float size, struct list *out)
{
    const float inner = f->at.width - 2.0F * f->at.margin, whole = layout_words(words, size);
    /* Lines of about one length: a last word alone looks lost. */
    const float lines = ceilf(whole / inner), room = lines > 1.0F ? fminf(inner, 1.12F * whole / lines) : inner;
    struct list_text t = {
        .x = f->at.x, .y = y, .size = size, .align = ALIGN_CENTRE, .weight = WEIGHT_LIGHT, .colour = f->theme.text};
    char line[END_LINE] = "";
    while (*words) {
        const size_t n = strcspn(words, " ");
        char longer[END_LINE];
        const int used = snprintf(longer, sizeof longer, "%s%s%.*s", line, line[0] ? " " : "", (int)n, words);
        if (line[0] && (layout_words(longer, size) > room || used >= END_LINE)) {
            list_add_text(out, &t, line);
            t.y += 1.35F * size;
            snprintf(line, sizeof line, "%.*s", (int)n, words);
        } else {
            memcpy(line, longer, sizeof line);
        }
        words += n + strspn(words + n, " ");
    }
    list_add_text(out, &t, line);
    return t.y + 1.35F * size;
}

static void draw_buttons(const struct frame *f, float w, struct list *out)
{
    const float h = f->at.height, gap = 0.02F * h;
    const float tall = fmaxf(0.075F * h, 44.0F * f->in->scale * fminf(1.0F, h / 720.0F));
    struct list_box box = {.x = f->at.x - w - 0.5F * gap, .y = h - f->at.margin - tall, .w = w, .h = tall};
    const int focus = f->in->end ? f->in->end->focus : END_DONE;
    box.id = 1 + END_DONE;
    frame_button(f, &box, f->words->done, true, focus == END_DONE, out);
    box.x += w + gap;
    box.id = 1 + END_AGAIN;
    frame_button(f, &box, f->words->again, false, focus == END_AGAIN, out);
}

void end_build(struct scene_state *s, const struct scene_input *in, struct list *out)
{
    struct frame f;
    char words[96];
    frame_make(&f, s, in);
    const float h = f.at.height, wide = fminf(f.at.width - 2.0F * f.at.margin, 0.95F * h);
    frame_ground(&f, s, out);
    frame_motes(&f, s, 0.5F * f.flower, out);
    const struct flower flower = {.x = f.at.x,
                                  .y = 0.19F * h,
                                  .full = fminf(0.20F * h, 0.35F * f.at.width),
                                  .lung = 0.55F,
                                  .steady = 0.8F,
                                  .light = 0.8F * f.flower * frame_smooth(s->clock_s / 3.0F),
                                  .clock_s = in->reduced_motion ? 0.0F : s->clock_s,
                                  .least = fmaxf(in->scale, 0.5F)};
    flower_draw(&flower, &f.theme, out);
    const char *sentence = in->end && in->end->sentence ? in->end->sentence : f.words->end_title;
    const float after = draw_sentence(&f, sentence, 0.415F * h, 0.9F * f.at.cue, out);
    const int minutes = in->end ? (int)lrintf(fmaxf(in->end->minutes, 0.0F)) : 0;
    snprintf(words, sizeof words, "%d %s", minutes, minutes == 1 ? f.words->minute : f.words->minutes);
    struct list_text t = {.x = f.at.x,
                          .y = after + 0.2F * f.at.body,
                          .size = f.at.body,
                          .align = ALIGN_CENTRE,
                          .weight = WEIGHT_REGULAR,
                          .colour = f.theme.quiet};
    if (minutes > 0) {
        frame_words(out, &t, words, 1.0F);
    }
    const float base = 0.775F * h, top = t.y + 1.2F * f.at.body;
    if (base - top > 2.0F * f.at.body && draw_curve(&f, base, base - top, wide, out)) {
        t.y = base + 1.7F * f.at.body;
        frame_words(out, &t, f.words->steady_title, 1.0F);
    }
    draw_buttons(&f, fminf(0.30F * h, 0.42F * f.at.width), out);
    frame_simulated(&f, out);
}
