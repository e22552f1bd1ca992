/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHOT_JUDGE_H
#define SHOT_JUDGE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "scene/colour.h"
#include "scene/list.h"

/*
 * Judges of what is really drawn, frame by frame.
 *   L1 no flash in any second (pairs of opposite changes of 0.10 luminance, the darker below 0.80) in any block of
 *      1/576 of the window: WCAG counts areas 16 times as large; smaller ones are edges that pass
 *   L2 mean luminance changes at most 0.02 a second; at most 1 % of the pixels change faster than 0.5 a second
 *   L4 no saturated red      L5 white core under 1 % of the screen      L8 night stays dark
 *   M2 no edge moves faster than 10 % of the height a second
 */
enum {
    JUDGE_W = 320,
    JUDGE_H = 180,
    JUDGE_FPS = 15,
    JUDGE_PIXELS = JUDGE_W * JUDGE_H,
    JUDGE_BLOCK = 10,
    JUDGE_ACROSS = JUDGE_W / JUDGE_BLOCK,
    JUDGE_BLOCKS = JUDGE_ACROSS * (JUDGE_H / JUDGE_BLOCK),
    JUDGE_FRAMES_MAX = JUDGE_FPS * 64
};

/* A sanitizer asks about memory and arithmetic, and takes four times as long: there, of many that are alike, only each
   so many-th is drawn, and said so. The rules are judged by the build without one, which draws all. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define JUDGE_EVERY 5U
#endif
#endif
#ifndef JUDGE_EVERY
#define JUDGE_EVERY 1U
#endif

/* Rule L2 speaks of every second: the mean is compared with the one a quarter of a second before; where step is more,
   so many frames before. */
enum { JUDGE_STEP = 4 };

struct judge {
    float decode[256];
    float now[JUDGE_PIXELS], before[JUDGE_PIXELS];
    float block[JUDGE_BLOCKS],
        extreme[JUDGE_BLOCKS]; /* mean luminance; where the change in progress began or came to */
    signed char direction[JUDGE_BLOCKS];
    int turned[JUDGE_BLOCKS]; /* frame of the last counted change */
    float means[JUDGE_FRAMES_MAX];
    int step, frames, flashes, flash_block, flash_frame; /* the last one: where and when */
    float mean_rate, mean_top, fast_top, red_top, white_top, bright_top, light_share;
};

static inline void judge_init(struct judge *j)
{
    memset(j, 0, sizeof *j);
    j->step = JUDGE_STEP;
    for (int i = 0; i < 256; i++)
        j->decode[i] = colour_decode((float)i / 255.0F);
    for (int i = 0; i < JUDGE_BLOCKS; i++)
        j->turned[i] = -9 * JUDGE_FPS;
}

/* Two opposite changes of 0.10 or more within one second are one flash. */
static inline void judge_flash(struct judge *j, int i)
{
    const float v = j->block[i];
    if (j->direction[i] > 0 && v > j->extreme[i])
        j->extreme[i] = v;
    if (j->direction[i] < 0 && v < j->extreme[i])
        j->extreme[i] = v;
    const float swing = v - j->extreme[i];
    const float darker = v < j->extreme[i] ? v : j->extreme[i];
    if ((swing > -0.10F && swing < 0.10F) || darker >= 0.80F)
        return;
    if (j->direction[i] != 0 && j->frames - j->turned[i] < JUDGE_FPS) {
        j->flashes++;
        j->flash_block = i;
        j->flash_frame = j->frames;
    }
    j->direction[i] = swing > 0.0F ? 1 : -1;
    j->turned[i] = j->frames;
    j->extreme[i] = v;
}

/* In near black the share of red says nothing: no eye sees a colour there. */
static inline float judge_red(const uint8_t *p)
{
    const int sum = p[0] + p[1] + p[2];
    return sum > 60 ? (float)p[0] / (float)sum : 0.0F;
}

static inline float judge_more(float a, float b)
{
    return a > b ? a : b;
}

static inline void judge_means(struct judge *j, float mean, float fast, float white, float light)
{
    j->means[j->frames] = mean;
    j->mean_top = judge_more(mean, j->mean_top);
    j->fast_top = judge_more(fast, j->fast_top);
    j->white_top = judge_more(white, j->white_top);
    j->light_share = judge_more(light, j->light_share);
    if (j->frames >= j->step) {
        const float change = fabsf(mean - j->means[j->frames - j->step]);
        j->mean_rate = judge_more(change * (float)JUDGE_FPS / (float)j->step, j->mean_rate);
    }
}

/* The next frame: JUDGE_PIXELS as they are seen, 1 / JUDGE_FPS after the one before. */
static inline void judge_frame(struct judge *j, const uint8_t *rgba)
{
    double sum = 0.0;
    int fast = 0, white = 0, light = 0;
    memset(j->block, 0, sizeof j->block);
    for (int i = 0; i < JUDGE_PIXELS; i++) {
        const uint8_t *p = &rgba[4 * i];
        const float v = 0.2126F * j->decode[p[0]] + 0.7152F * j->decode[p[1]] + 0.0722F * j->decode[p[2]];
        j->now[i] = v;
        sum += (double)v;
        white += p[0] > 250 && p[1] > 250 && p[2] > 250;
        light += v > 0.35F;
        j->red_top = judge_more(judge_red(p), j->red_top);
        j->bright_top = judge_more(v, j->bright_top);
        j->block[i / JUDGE_W / JUDGE_BLOCK * JUDGE_ACROSS + i % JUDGE_W / JUDGE_BLOCK] +=
            v / (float)(JUDGE_BLOCK * JUDGE_BLOCK);
        fast += j->frames > 0 && fabsf(v - j->before[i]) * (float)JUDGE_FPS > 0.5F;
    }
    for (int i = 0; i < JUDGE_BLOCKS; i++) {
        if (j->frames == 0)
            j->extreme[i] = j->block[i];
        else
            judge_flash(j, i);
    }
    memcpy(j->before, j->now, sizeof j->now);
    judge_means(j, (float)(sum / JUDGE_PIXELS), (float)fast / JUDGE_PIXELS, (float)white / JUDGE_PIXELS,
                (float)light / JUDGE_PIXELS);
    j->frames++;
}

/* Points of an item that the eye follows: middles and edges. Round shapes: middle, right and lower edge. */
enum { JUDGE_POINTS = 6 };

static inline int judge_round(struct list_point *p, float x, float y, float rx, float ry)
{
    p[0] = (struct list_point){x + rx, y};
    p[1] = (struct list_point){x, y + ry};
    p[2] = (struct list_point){x - rx, y};
    p[3] = (struct list_point){x, y - ry};
    return 4;
}

static inline int judge_row(struct list_point *p, const struct list_point *q, int n)
{
    for (int i = 0; i < JUDGE_POINTS; i++)
        p[i] = q[i * (n - 1) / (JUDGE_POINTS - 1)];
    return JUDGE_POINTS;
}

/* return how many points; 0 for shapes without an edge of their own */
static inline int judge_points(const struct list *l, const struct list_item *item, struct list_point *p)
{
    const struct list_petal *petal = &item->petal;
    switch (item->kind) {
    case LIST_DISC:
        return judge_round(p, item->disc.x, item->disc.y, item->disc.radius, item->disc.radius);
    case LIST_ARC:
        return judge_round(p, item->arc.x, item->arc.y, item->arc.radius, item->arc.radius);
    case LIST_GLOW: /* a glow has no edge: what is seen of it is its middle */
        return judge_round(p, item->glow.x, item->glow.y, 0.0F, 0.0F);
    case LIST_POOL:
        return judge_round(p, item->pool.x, item->pool.y, 0.0F, 0.0F);
    case LIST_PETAL:
        p[0] = (struct list_point){petal->x, petal->y};
        p[1] = (struct list_point){petal->x + (petal->near + petal->length) * sinf(petal->angle_rad),
                                   petal->y - (petal->near + petal->length) * cosf(petal->angle_rad)};
        return 2;
    case LIST_AREA:
        return judge_row(p, &l->points[item->area.first], item->area.n);
    case LIST_LINE:
        return judge_row(p, &l->points[item->line.first], item->line.n);
    default:
        return 0;
    }
}

static inline bool judge_outside(const struct list *l, struct list_point p)
{
    return p.x < 0.0F || p.y < 0.0F || p.x > (float)l->width || p.y > (float)l->height;
}

/* The round end of an arc is part of it: how much of a ring is filled is light (rule M7). */
static inline bool judge_arc_end(const struct list *l, int i)
{
    const struct list_item *arc = i > 0 ? &l->items[i - 1] : NULL, *disc = &l->items[i];
    if (!arc || arc->kind != LIST_ARC || disc->kind != LIST_DISC)
        return false;
    const float x = arc->arc.x + arc->arc.radius * sinf(arc->arc.to_rad);
    const float y = arc->arc.y - arc->arc.radius * cosf(arc->arc.to_rad);
    return hypotf(disc->disc.x - x, disc->disc.y - y) < 0.5F;
}

/*
 * Fastest edge between two frames dt_s apart, heights a second; 0 when the lists have not the same shapes (something
 * came or went: that is judged as light). A shape that leaves at one side and comes in at the other was not seen.
 */
static inline float judge_speed(const struct list *was, const struct list *now, float dt_s)
{
    float top = 0.0F;
    if (was->n != now->n)
        return 0.0F;
    for (uint16_t i = 0; i < now->n; i++) {
        if (was->items[i].kind != now->items[i].kind)
            return 0.0F;
    }
    for (uint16_t i = 0; i < now->n; i++) {
        struct list_point a[JUDGE_POINTS], b[JUDGE_POINTS];
        const int n = judge_arc_end(now, i) ? 0 : judge_points(was, &was->items[i], a);
        (void)judge_points(now, &now->items[i], b);
        for (int k = 0; k < n; k++) {
            if (!judge_outside(was, a[k]) && !judge_outside(now, b[k]))
                top = judge_more(hypotf(b[k].x - a[k].x, b[k].y - a[k].y) / dt_s / (float)now->height, top);
        }
    }
    return top;
}

/* Words in all texts of a list, and in the longest of them. */
static inline int judge_words(const struct list *l, int *longest)
{
    int all = 0;
    *longest = 0;
    for (uint16_t i = 0; i < l->n; i++) {
        if (l->items[i].kind != LIST_TEXT)
            continue;
        int n = 0;
        for (const char *c = list_words(l, &l->items[i].text); *c; c++)
            n += *c != ' ' && (c[1] == ' ' || c[1] == '\0');
        all += n;
        *longest = n > *longest ? n : *longest;
    }
    return all;
}

/* Smallest and largest text, shares of the height. */
static inline void judge_sizes(const struct list *l, float *least, float *most)
{
    *least = 1.0F;
    *most = 0.0F;
    for (uint16_t i = 0; i < l->n; i++) {
        if (l->items[i].kind != LIST_TEXT)
            continue;
        const float size = l->items[i].text.size / (float)l->height;
        *least = size < *least ? size : *least;
        *most = judge_more(size, *most);
    }
}

/* Where words stand, guessed a little too wide (scene/layout.h). */
struct judge_box {
    float left, right, top, bottom;
};

static inline struct judge_box judge_box_of(const struct list_text *t, float wide)
{
    const float left = t->align == ALIGN_LEFT ? t->x : t->align == ALIGN_RIGHT ? t->x - wide : t->x - 0.5F * wide;
    return (struct judge_box){left, left + wide, t->y - 0.74F * t->size, t->y + 0.22F * t->size};
}

/* Least contrast of colour against a box of w x h pixels at x, y of a picture width px wide. */
static inline float judge_contrast(struct colour c, const uint8_t *rgba, int width, int x, int y, int w, int h)
{
    float least = 21.0F;
    for (int row = y; row < y + h; row++) {
        for (int col = x; col < x + w; col++) {
            const uint8_t *p = &rgba[4L * ((long)row * width + col)];
            const struct colour under = {(float)p[0] / 255.0F, (float)p[1] / 255.0F, (float)p[2] / 255.0F, 1.0F};
            const float k = colour_contrast(c, under);
            least = k < least ? k : least;
        }
    }
    return least;
}

#endif
