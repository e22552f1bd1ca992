/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SIGNAL_CHOOSE_FORMS_H
#define SIGNAL_CHOOSE_FORMS_H

#include "signal/choose.h"

/* A part of choose.c. Memory: none. Thread: one user at a time. */

/** True when some form has beats enough to be one. */
bool choose_know_forms(const struct choose *c);

/** 0..1: how far hill h is like no form. */
float choose_unlikeness(const struct choose *c, const struct choose_hill *h);

/** The chosen hills join the forms that they are like, or begin new ones; what was learnt before counts half. */
void choose_learn_forms(struct choose *c);

/** Sets form (-1: none) and likeness of h; the more doubt, the less a rare form counts. */
void choose_compare(const struct choose *c, struct choose_hill *h, float doubt);

#endif
