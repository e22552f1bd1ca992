/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <SDL.h>
#include <stdbool.h>

#include "ui/ui.h"

/**
 * What an event of SDL means; pixels = drawing pixels a screen unit. typing: letters are words. False: nothing to us.
 * Pure.
 */
bool keys_meaning(const SDL_Event *e, float pixels, bool typing, struct ui_event *out);

#endif
