/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The scene's words in English. Rules W1: cues of three words or fewer, lower case, no verdict, nothing to fail at.
 *
 * Invariants
 *  1. No entry is empty or longer than SCENE_WORDS - 1 bytes.
 *  2. Nothing asks for deeper breath; a lost signal asks for nothing at all.
 */
#include "scene/scene.h"

static const struct scene_words ENGLISH = {
    .breathe_in = "breathe in",
    .hold_in = "rest",
    .breathe_out = "breathe out",
    .hold_out = "rest",
    .listen = "breathe as you like",
    .listen_phrase = "the flower listens first",
    .finding = "finding your pulse",
    .away = "sensor away, keep breathing",
    .contact = "let the sensor rest easy",
    .paused = "paused",
    .paused_phrase = "space goes on, esc ends",
    .simulated = "simulated",
    .bpm = "bpm",
    .less_motion = "less motion",
    .soften = "softer, smaller, same pace",
    .easier = "easier, from the next breath on",
    .slower = "slower, little by little",
    .faster = "faster, little by little",
    .bell = "bell",
};

const struct scene_words *scene_english(void)
{
    return &ENGLISH;
}
