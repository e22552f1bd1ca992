/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_FRAME_H
#define SCENE_FRAME_H

#include "scene/layout.h"
#include "scene/scene.h"

/*
 * What the scenes of this room share: the frame being made, and small pieces of it. Not for other rooms.
 *
 * theme    Colours now; words mixed while the theme changes;  id  which theme's (enum theme_id)
 * flower   0..1 opacity of pictures while the theme changes or the scene begins
 */
struct frame {
    const struct scene_input *in;
    const struct scene_words *words;
    struct layout at;
    struct theme theme;
    uint8_t id;
    float flower;
};

/* How softly words come and go, s. Source: rule M5 (600 ms in, 800 ms out; 200 ms with less motion, rule M7). */
#define FRAME_IN_S    0.6F
#define FRAME_OUT_S   0.8F
#define FRAME_LESS_S  0.2F
#define FRAME_PANEL_S 0.5F /* rule M5: panels */

float frame_smooth(float x);

/** v moved towards target with time constant tau_s. */
float frame_follow(float v, float target, float dt_s, float tau_s);

/** v moved towards target by at most dt_s / whole_s. */
float frame_step(float v, float target, float dt_s, float whole_s);

/** Words at a baseline; opacity 0..1 on top of the colour's own. */
void frame_words(struct list *out, const struct list_text *style, const char *words, float opacity);

/** The slot takes up new words: the old ones go first. return opacity to draw slot->words with. */
float frame_slot(struct scene_slot *slot, const char *words, float dt_s, bool less);

/** "m:ss", rounded up so that it ends at 0:00. */
void frame_clock(float seconds, char *out, size_t cap);

void frame_ground(const struct frame *f, const struct scene_state *s, struct list *out);
void frame_motes(const struct frame *f, const struct scene_state *s, float light, struct list *out);

/** The mark that the person is simulated: on every screen, whatever is hidden. */
void frame_simulated(const struct frame *f, struct list *out);

/* The rows of the scene table. */
void lotus_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void tide_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void two_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void garden_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void lantern_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void leaves_build(struct scene_state *s, const struct scene_input *in, struct list *out);
void plain_build(struct scene_state *s, const struct scene_input *in, struct list *out);

/** Fills in f for this input and state. */
void frame_make(struct frame *f, const struct scene_state *s, const struct scene_input *in);

#endif
