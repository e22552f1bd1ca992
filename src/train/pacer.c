/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. position never runs backwards inside a breath and is below the breath's length after every advance.
   2. now changes only where a breath begins.
   Lengths are kept in whole microseconds, so that an hour of breaths adds up without drift. */
#include "train/pacer.h"

#include <math.h>

static const float PI_F = 3.14159265358979F;

static usec cycle_us(const struct pace *p)
{
    return usec_from_s((double)pace_cycle_s(p));
}

void pacer_init(struct pacer *p)
{
    *p = (struct pacer){0};
}

void pacer_ask(struct pacer *p, const struct pace *pace)
{
    p->next = *pace;
}

void pacer_stop(struct pacer *p)
{
    p->now = p->next = (struct pace){0};
    p->position = 0;
}

bool pacer_running(const struct pacer *p)
{
    return pace_cycle_s(&p->now) > 0.0F;
}

bool pacer_due(const struct pacer *p, usec dt)
{
    return !pacer_running(p) || p->position + dt >= cycle_us(&p->now);
}

static void begin_breath(struct pacer *p)
{
    p->now = p->next;
    p->breaths += pacer_running(p);
}

bool pacer_advance(struct pacer *p, usec dt, usec *begin)
{
    if (!pacer_running(p)) {
        if (pace_cycle_s(&p->next) <= 0.0F) {
            return false;
        }
        begin_breath(p);
        p->position = 0;
        *begin = 0;
        return true;
    }
    p->position += dt;
    usec length = cycle_us(&p->now);
    if (p->position < length) {
        return false;
    }
    p->position -= length;
    *begin = p->position;
    begin_breath(p);
    if (!pacer_running(p)) {
        p->position = 0;
    }
    return true;
}

float pacer_lung(const struct pacer *p)
{
    if (!pacer_running(p)) {
        return NAN;
    }
    const struct pace *b = &p->now;
    float x = (float)usec_to_s(p->position);
    if (x < b->inhale_s) {
        return (1.0F - cosf(PI_F * x / b->inhale_s)) / 2.0F;
    }
    x -= b->inhale_s;
    if (x < b->hold_in_s) {
        return 1.0F;
    }
    x -= b->hold_in_s;
    return x < b->exhale_s ? (1.0F + cosf(PI_F * x / b->exhale_s)) / 2.0F : 0.0F;
}

double pacer_cycles(const struct pacer *p)
{
    if (!pacer_running(p)) {
        return (double)p->breaths;
    }
    return (double)p->breaths - 1.0 + (double)p->position / (double)cycle_us(&p->now);
}
