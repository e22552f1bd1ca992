/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/stage_screen.h"

#include <stdlib.h>

#include "app/sample.h"
#include "scene/scene.h"

enum { SETTLE_FRAMES = 40 };

struct posed {
    struct page page;
    struct screen_state state;
    struct sample sample;
    struct scene_state scene;
    struct list under;
};

/* What a pause lies over: the scene, silent, for its words would stand beside the panel's. */
static int draw_under(struct posed *s, const struct screen_look *look)
{
    static const struct scene_words SILENT = {"", "", "", "", "", "", "", "", "", "",
                                              "", "", "", "", "", "", "", "", ""};
    const struct scene_input in = {.view = &s->sample.view,
                                   .dt_s = 0.2F,
                                   .width = look->width,
                                   .height = look->height,
                                   .scale = look->scale,
                                   .theme = look->theme,
                                   .reduced_motion = look->less_motion,
                                   .number_hidden = true,
                                   .time_hidden = true,
                                   .words_large = look->words_large,
                                   .phrase = "",
                                   .words = &SILENT};
    int r = R_OK;
    scene_init(&s->scene, 1);
    for (int i = 0; i < SETTLE_FRAMES && r == R_OK; i++) {
        r = scene_build(scene_find("lotus"), &s->scene, &in, &s->under);
    }
    return r;
}

int stage_screen(uint8_t which, const struct screen_look *look, const struct language *language, struct list *out)
{
    struct posed *s = calloc(1, sizeof *s);
    int r = R_OK;
    if (s == NULL) {
        return R_MEM;
    }
    sample_facts(&s->sample, &language->tongue, language->code);
    s->sample.facts.comfort.theme = look->theme;
    s->sample.facts.comfort.less_motion = look->less_motion;
    s->sample.facts.comfort.words_large = look->words_large;
    page_init(&s->page);
    if (which == SCREEN_PAUSE || which == SCREEN_OFFER) {
        s->sample.view.paused = which == SCREEN_PAUSE;
        r = draw_under(s, look);
    }
    for (int i = 0; i < 6 && r == R_OK; i++) {
        *out = s->under;
        screen_make(which, &s->page, &s->sample.facts);
        r = screen_draw(which, &s->state, &s->page, &s->sample.facts, look, out);
    }
    sample_close(&s->sample);
    free(s);
    return r;
}
