/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_STAGE_SCREEN_H
#define APP_STAGE_SCREEN_H

#include "app/language.h"
#include "screen/screen.h"

/**
 * Draws a screen with sample facts, come to rest, in this language. The pause lies over the
 * lotus. return R_OK; R_FULL; R_MEM
 */
int stage_screen(uint8_t which, const struct screen_look *look, const struct language *language,
                 struct list *out) MUST_USE;

#endif
