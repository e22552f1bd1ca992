/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_PERSON_TALK_H
#define APP_PERSON_TALK_H

#include <stdint.h>
#include <stdio.h>

/**
 * The simulated person as a program of its own: speaks the person protocol, version 1, on `in` and `out`, until "end",
 * the end of input, or a line it does not understand ("err ...").
 * kind    Of a cohort (link/cohort.h); NULL: the usual simulated person
 * return  EXIT_DONE, or EXIT_CALL after "err" or for a kind that is not known
 */
int person_talk(const char *kind, uint64_t seed, FILE *in, FILE *out);

#endif
