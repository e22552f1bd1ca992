/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCENE_SCENE_H
#define SCENE_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "base/rng.h"
#include "engine/view.h"
#include "scene/list.h"
#include "scene/theme.h"

/*
 * From what the engine shows to a list of shapes and words. A scene is a row of a table (scene_count, scene_get); all
 * share one small state, which only smooths: given the same inputs in the same order it makes the same lists.
 *
 * Memory   The caller's; nothing is allocated.   Thread  One at a time for a state.
 */

enum { SCENE_MOTES = 22, SCENE_WORDS = 128, SCENE_BODIES = 2, SCENE_LEAVES = 6 };

/** Words a scene may say, UTF-8, each short (rule W1). scene_english() has them in English. */
struct scene_words {
    const char *breathe_in, *hold_in, *breathe_out, *hold_out;
    const char *listen, *listen_phrase;   /* before the pacer starts */
    const char *finding, *away, *contact; /* pulse not found yet; sensor gone; worn, but not well */
    const char *paused, *paused_phrase;
    const char *simulated, *bpm, *less_motion;
    const char *soften;                   /* the breath has become too much */
    const char *easier, *slower, *faster; /* what was asked for by a key is heard */
    const char *bell;                     /* the sign for it while the bowl is struck */
};

const struct scene_words *scene_english(void);

/**
 * All a frame depends on.
 *
 * dt_s        Since the frame before, s; 0..1 (more is taken as 1: a late frame skips decoration, never the breath)
 * width,height  Of the drawing, px;  scale  px a screen unit
 * phrase      Small words under the cue, 12 at most ("" none)
 * words       NULL: English
 * words_rest  Cue words may fade after three followed breaths
 * words_wait  Cue and phrase wait: a panel says it, or something that was shown before is still to be seen
 * practised_min  Minutes practised in all, of all sessions: what has grown in the garden
 * circle      How far the lantern's light reaches: 1 oneself, 2 someone dear, 3 a friend, 4 someone hardly known, 5
 *             someone difficult, 6 everyone; 0 it widens from step to step of a practice, or with the session's time
 */
struct scene_input {
    const struct view *view;
    float dt_s;
    int width, height;
    float scale;
    uint8_t theme; /* enum theme_id */
    bool reduced_motion, number_hidden, time_hidden, words_large, words_rest, words_wait, picture_off;
    const char *phrase;
    const struct scene_words *words;
    float practised_min;
    uint8_t circle;
};
enum { SCENE_CIRCLES = 6 };

/** Words that change softly: the old ones go, then the new ones come. */
struct scene_slot {
    char words[SCENE_WORDS];
    float shown;
};

/** What leads the picture's breath. */
enum lead { LEAD_REST, LEAD_OWN, LEAD_PACER };

/** What is drawn of one person: own breath and its visibility, steadiness, and trust in the signal; each 0..1. */
struct scene_body {
    float own, own_shown, steady, light;
};

/**
 * clock_s   Time of decoration: sum of dt
 * lung      How open the picture is drawn, 0..1;  offset, since_s  of a change of what leads it (enum lead)
 * number    What is drawn of the heart rate's visibility
 * together  0..1 how much two breaths are alike, over many seconds; 0 while one of them is not known
 * circle    The lantern's circle as drawn, 1..SCENE_CIRCLES
 * leaf_s    When the last noted leaves set off, by clock_s; a ring, leaves: how many did;  notes  as last told
 * followed  Breaths followed in a row;  cue_waits  until the breath turns: words that come late would go at once
 */
struct scene_state {
    float clock_s;
    struct rng rng;
    uint64_t seed;
    uint8_t lead;
    float lung, offset, since_s;
    struct scene_body body[SCENE_BODIES];
    float number, veil, words_left, together, circle;
    float leaf_s[SCENE_LEAVES];
    uint32_t leaves, notes;
    uint32_t breaths, followed;
    uint8_t theme, theme_was;
    float theme_s;
    bool begun, cue_waits;
    struct scene_slot cue, phrase, corner, other;
    struct list_point mote[SCENE_MOTES];
    float mote_phase[SCENE_MOTES];
};

/** A row of the table. bodies: people it is for, 0 a screen without a practice */
struct scene {
    const char *id, *title;
    uint8_t bodies;
    void (*build)(struct scene_state *s, const struct scene_input *in, struct list *out);
};

size_t scene_count(void);
const struct scene *scene_get(size_t i);

/** The row with this id, or NULL. */
const struct scene *scene_find(const char *id);

void scene_init(struct scene_state *s, uint64_t seed);

/**
 * Moves the state on by dt_s and makes the frame.
 *
 * return   R_OK; R_ARG a size under 16 px, dt_s negative or not a number; R_FULL something was left out of the list
 */
int scene_build(const struct scene *scene, struct scene_state *s, const struct scene_input *in,
                struct list *out) MUST_USE;

/**
 * Adds a sign for something that is heard to a frame of any screen: small quiet words in the upper right corner.
 * shown    0..1: how far it has come
 */
void scene_sign(const struct scene_input *in, const char *words, float shown, struct list *out);

#endif
