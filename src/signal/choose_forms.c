/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Forms of beat: what was chosen is sorted by likeness; what recurs is a form, and a hill is as much of a beat as it is
 * like one.
 */
#include "signal/choose_forms.h"

#include <math.h>
#include <string.h>

#include "signal/ramp.h"

static const float JOIN_FORM = 0.85F;      /* likeness, chosen: beats of one form reach 0.9 in little noise */
static const float FIRST_TIGHT = 0.9F;     /* chosen: what a form begins with */
static const float FORM_LOOSE = 1.5F;      /* times what its beats are less alike than those of the best form; chosen */
static const float FORM_MIN = 2.5F;        /* beats, chosen: three alike are a form, two may be chance */
static const float FORM_RARE = 0.15F;      /* likeness taken off a form that few beats have */
static const float FORM_RARE_DOUBT = 0.4F; /* and more in doubt: noise has forms of its own; chosen */
static const float RARE_FROM = 0.5F;       /* doubt, chosen: in less noise even rare ectopic beats are more than that */
static const float FORM_COMMON = 0.25F;    /* of all beats, chosen: from here on nothing is taken off */
static const float FORGET = 0.5F;          /* of the counts, at each settling, chosen: a lead may change */

bool choose_know_forms(const struct choose *c)
{
    float most = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        most = fmaxf(most, c->forms[k].n);
    }
    return most >= FORM_MIN;
}

float choose_unlikeness(const struct choose *c, const struct choose_hill *h)
{
    return ramp(h->likeness, c->rules->like_well, c->rules->like_ill);
}

/* Likeness of the beats of the form whose beats are most alike. */
static float tightest_form(const struct choose *c)
{
    float tightest = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        tightest = c->forms[k].n < FORM_MIN ? tightest : fmaxf(tightest, c->forms[k].tight);
    }
    return tightest;
}

void choose_learn_forms(struct choose *c)
{
    for (size_t k = 0; k < c->forms_n; k++) {
        c->forms[k].n *= FORGET;
    }
    for (size_t i = 0; i < c->n; i++) {
        struct choose_hill *h = &c->hills[i];
        if (!h->chosen) {
            continue;
        }
        size_t best = c->forms_n;
        float like = fmaxf(JOIN_FORM, 1.0F - c->rules->join_loose * (1.0F - tightest_form(c)));
        for (size_t k = 0; k < c->forms_n; k++) {
            float l = c->rules->likeness(&h->shape, &c->forms[k].shape);
            if (l > like) {
                like = l;
                best = k;
            }
        }
        if (best == CHOOSE_SHAPES) {
            best = 0;
            for (size_t k = 1; k < CHOOSE_SHAPES; k++) {
                best = c->forms[k].n < c->forms[best].n ? k : best;
            }
            if (c->forms[best].n >= FORM_MIN) {
                continue;
            }
            c->forms[best].n = 0.0F;
        } else if (best == c->forms_n) {
            c->forms[c->forms_n++].n = 0.0F;
        }
        struct choose_form *f = &c->forms[best];
        f->n += 1.0F;
        float share = fmaxf(1.0F / f->n, 0.05F), up = h->deflection[0], down = h->deflection[1];
        if (f->n < 1.5F) {
            memset(f, 0, sizeof *f);
            f->n = 1.0F;
            like = FIRST_TIGHT;
        }
        f->tight += share * (like - f->tight);
        c->rules->blend(&f->shape, &h->shape, share);
        f->polarity += up + down > 0.0F ? share * ((up - down) / (up + down) - f->polarity) : 0.0F;
        f->down = f->n < 1.5F ? f->polarity < 0.0F : qrs_points_down(f->down, f->polarity);
    }
}

void choose_compare(const struct choose *c, struct choose_hill *h, float doubt)
{
    float all = 0.0F, tightest = tightest_form(c);
    h->form = -1;
    h->likeness = 0.0F;
    for (size_t k = 0; k < c->forms_n; k++) {
        all += c->forms[k].n;
    }
    for (size_t k = 0; k < c->forms_n; k++) {
        const struct choose_form *f = &c->forms[k];
        if (f->n < FORM_MIN) {
            continue;
        }
        float rare = 1.0F - fminf(1.0F, f->n / (FORM_COMMON * all));
        float l = c->rules->likeness(&h->shape, &f->shape) -
                  (FORM_RARE + FORM_RARE_DOUBT * ramp(doubt, RARE_FROM, 1.0F)) * rare;
        l -= FORM_LOOSE * (tightest - f->tight);
        if (l > h->likeness) {
            h->likeness = l;
            h->form = (int8_t)k;
        }
    }
}
