/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/result.h"
#include "scene/list.h"

/*
 * The window: shows a draw list and tells what the person did. Nothing of SDL leaves this room.
 *
 * Thread   One: the one that opened it (the main thread, on some systems).
 */

struct ui;

/**
 * title     Of the window, UTF-8
 * assets    Folder that holds fonts/; borrowed during ui_open only
 * width,height  First size in screen units; the drawing may have more pixels (ui_size)
 * fullscreen    Begin in full screen
 * hidden    No display wanted: draws into memory (pictures, tests, benches)
 * plain     Leave out the dither noise: reference pictures
 */
struct ui_config {
    const char *title, *assets;
    int width, height;
    bool fullscreen, hidden, plain;
};

/**
 * What the person means, whatever they pressed (keys | gamepad | pointer):
 *
 * UI_PAUSE Space | Start    UI_ACCEPT Enter | A     UI_BACK Esc | B
 * UI_TOO_MUCH t | X         UI_SLOWER - | LB        UI_FASTER + | RB
 * UI_NUMBER n | Y           UI_PICTURE b | Back     UI_LARGE l      UI_MOTION m      UI_THEME d
 * UI_FULLSCREEN F11 (done already when told)        UI_UP..UI_RIGHT arrows | d-pad, left stick
 * UI_NEXT, UI_PREVIOUS Tab, with Shift              UI_BACK also: a tap of two fingers, the right button
 * UI_DIGIT 0..9: value      UI_CLICK the pointer or a finger went down at x, y in pixels of the drawing
 * UI_DRAG it moved while down, UI_RELEASE it went up; x, y       UI_SCROLL y: clicks of the wheel, up positive
 * UI_TEXT text: what was written, UI_ERASE its last letter; only while ui_typing is on, letters mean nothing else then
 * UI_SIZE the window has a new size                 UI_REDRAW draw again (uncovered, device lost)
 * UI_HIDDEN, UI_SHOWN the window went out of sight or came back: sound and timing go on
 * UI_CLOSE the window was closed
 */
enum ui_event_kind {
    UI_NONE,
    UI_PAUSE,
    UI_ACCEPT,
    UI_BACK,
    UI_TOO_MUCH,
    UI_SLOWER,
    UI_FASTER,
    UI_NUMBER,
    UI_PICTURE,
    UI_LARGE,
    UI_MOTION,
    UI_THEME,
    UI_FULLSCREEN,
    UI_UP,
    UI_DOWN,
    UI_LEFT,
    UI_RIGHT,
    UI_DIGIT,
    UI_CLICK,
    UI_SIZE,
    UI_REDRAW,
    UI_HIDDEN,
    UI_SHOWN,
    UI_CLOSE,
    UI_AUDIO, /* a loudspeaker came or went: speaker_again */
    UI_NEXT,
    UI_PREVIOUS,
    UI_DRAG,
    UI_RELEASE,
    UI_SCROLL,
    UI_TEXT,
    UI_ERASE
};

enum { UI_TEXT_BYTES = 32 };

struct ui_event {
    uint8_t kind;
    int value;
    float x, y;
    char text[UI_TEXT_BYTES];
};

/** Facts about the open window. renderer is borrowed until ui_close; software: drawn by the processor, keep to 30 Hz.
 */
struct ui_facts {
    int width, height;
    float scale;
    bool software, blends;
    const char *renderer;
};

/**
 * Opens the window. Renderers are tried in the order opengl, opengles2, software, unless the environment names one.
 *
 * why       On error why_n bytes get one line that says what failed, zero-ended; untouched otherwise
 * return    R_OK; R_ARG sizes; R_IO no display, no renderer or no font; R_MEM
 *
 * Memory    Heap, until ui_close. ui_draw allocates only for what it has not drawn before.
 */
int ui_open(const struct ui_config *c, struct ui **out, char *why, size_t why_n) MUST_USE;
void ui_close(struct ui *u);

void ui_facts(const struct ui *u, struct ui_facts *out);

/**
 * The next thing that happened. False: nothing more. Waits up to wait_ms (0: not at all) when nothing is there yet.
 */
bool ui_poll(struct ui *u, int wait_ms, struct ui_event *out);

/** While a session runs the screen is kept awake; otherwise it may sleep. */
void ui_session(struct ui *u, bool running);

/** The person writes words now: letters come as UI_TEXT (and a keyboard on screen may show). */
void ui_typing(struct ui *u, bool on);

/** The window fills the screen, or not. */
void ui_fullscreen(struct ui *u, bool on);

/** Width in px of words as they would be drawn: for tests of layouts. */
float ui_words_width(struct ui *u, const struct list_text *style, const char *words);

/** Lets the gamepad's motors run for a moment, 0..1; without a gamepad nothing happens. Call it again within 100 ms. */
void ui_touch(struct ui *u, float strength);

/** Draws the whole list. return R_OK; R_MEM, R_IO: something of it is missing, the rest is drawn. */
int ui_draw(struct ui *u, const struct list *l) MUST_USE;

/**
 * What is shown is kept as a picture: over whatever is drawn from now on it goes softly, frame by frame (ui_fade).
 *
 * l    The list that was drawn last. Where the renderer cannot keep it what comes next is there at once.
 */
void ui_keep(struct ui *u, const struct list *l);

/**
 * After ui_draw: what is left of the picture that was kept, over the frame; the new one shows as soon as the light of
 * the window allows (scene/dissolve.h).
 *
 * dt_s     Since the frame before, s, 0..1;  least_s  the shortest way, s
 * return   True while something is left: draw again
 */
bool ui_fade(struct ui *u, float dt_s, float least_s);

/** Something of a kept picture is still to be seen. */
bool ui_fading(const struct ui *u);

/** Shows what was drawn. With a display it waits for the screen's next refresh. */
void ui_present(struct ui *u);

/**
 * What was drawn since the last ui_present as RGBA bytes, top row first.
 *
 * rgba     width * height * 4 bytes (ui_facts)
 * return   R_OK; R_ARG cap too small; R_IO
 */
int ui_pixels(struct ui *u, uint8_t *rgba, size_t cap) MUST_USE;

#endif
