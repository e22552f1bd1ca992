/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCREEN_INSIDE_H
#define SCREEN_INSIDE_H

#include "screen/canvas.h"
#include "screen/screen.h"

/* The rows of the screen table. Not for other rooms. make puts widgets on; paint draws into the page's picture box. */

void welcome_make(struct page *p, const struct screen_facts *f);
void home_make(struct page *p, const struct screen_facts *f);
void practices_make(struct page *p, const struct screen_facts *f);
void calm_make(struct page *p, const struct screen_facts *f);
void sensor_make(struct page *p, const struct screen_facts *f);
void pause_make(struct page *p, const struct screen_facts *f);
void offer_make(struct page *p, const struct screen_facts *f);
void end_make(struct page *p, const struct screen_facts *f);
void progress_make(struct page *p, const struct screen_facts *f);
void learn_make(struct page *p, const struct screen_facts *f);
void card_make(struct page *p, const struct screen_facts *f);
void comfort_make(struct page *p, const struct screen_facts *f);
void about_make(struct page *p, const struct screen_facts *f);

void welcome_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
void home_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
void calm_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
void sensor_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
void end_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);
void progress_paint(const struct canvas *c, const struct page_box *box, const struct screen_facts *f);

/** The way back, at the foot. */
void screen_add_back(struct page *p, const struct screen_facts *f);

/** The flower asleep, in the middle of a box and not larger than it. */
void screen_add_bud(const struct canvas *c, const struct page_box *box);

/** True while the heart's dot swells. */
bool home_moving(const struct screen_facts *f);

#endif
