/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SHOT_WINDOW_H
#define SHOT_WINDOW_H

#include <stdio.h>
#include <stdlib.h>

#include "ui/ui.h"

/* The system's GL driver keeps some kilobytes when it is unloaded; its frames are gone by then and cannot be named in a
   suppression. Our own leaks are looked for in test_last_resort. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}

/* A window in memory with a GL renderer in software, or NULL when this machine has none: then the test is skipped. */
static inline struct ui *window_open_hidden(int width, int height, bool plain)
{
    struct ui *u = NULL;
    char why[200] = "";
    setenv("SDL_VIDEODRIVER", "offscreen", 1);
    setenv("SDL_RENDER_DRIVER", "opengl", 1);
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);
    const struct ui_config c = {.title = "picture test",
                                .assets = TEST_SOURCE_DIR "/assets",
                                .width = width,
                                .height = height,
                                .hidden = true,
                                .plain = plain};
    if (ui_open(&c, &u, why, sizeof why) != R_OK) {
        printf("skipped: %s\n", why);
        return NULL;
    }
    return u;
}

#endif
