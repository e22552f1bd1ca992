/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_SITTING_INSIDE_H
#define APP_SITTING_INSIDE_H

#include "app/sitting.h"
#include "link/capture.h"

/* The pieces a sitting opens with. Nobody but sitting.c and these includes this. All return EXIT_DONE, or an exit code
   with one line on stderr. */

enum { SITTING_WORD_N = 64 };

/** What the call names, before any port is opened: a wrong call costs nobody two seconds. */
int plan_named(struct sitting *s);

/** Which practice: of the call, of the capture, of the settings. The sources are open. */
int plan_practice(struct sitting *s, struct engine_config *c);

/** How long, to which pace, with what a capture remembers. */
void plan_session(struct sitting *s, struct engine_config *c);

/** What the store remembers of the person, made less sure. */
int plan_memory(struct sitting *s, struct session_config *c);

/** Under whose name person `who` sits. */
const char *plan_profile(const struct sitting *s, int who);

/** A number in the head of a capture. */
void sitting_head_write(struct capture_writer *w, const char *key, double v);

/** return the number under that key; `otherwise` without a head, a key, or a number from 0 on that makes sense */
double sitting_head_read(const struct capture_header *h, const char *key, double otherwise);

/** What is remembered of person `who`, 0 or 1: the prior, floor, own rate and share. What was not there reads as 0. */
void sitting_head_write_person(struct capture_writer *w, const struct adapt_config *a, int who);
void sitting_head_read_person(const struct capture_header *h, struct adapt_config *a, int who);

/** Creates the capture that the call asks for, and writes its head. */
int sitting_begin_capture(struct sitting *s, const struct engine_config *c);

#endif
