/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Keys, gamepad and pointer into what the person means. Tables, so that the help can be checked against them by eye.
 *
 * Invariants
 *  1. No meaning needs two keys at once, and none is told twice for one press: a held key does not repeat, but for
 *     the arrows and the pace.
 *  2. Letters go by what is printed on the key, whatever the layout.
 */
#include "ui/keys.h"

struct key_row {
    SDL_Keycode key;
    uint8_t kind;
    bool repeats;
};

static const struct key_row KEYS[] = {
    {SDLK_SPACE, UI_PAUSE, false},    {SDLK_RETURN, UI_ACCEPT, false}, {SDLK_KP_ENTER, UI_ACCEPT, false},
    {SDLK_ESCAPE, UI_BACK, false},    {SDLK_t, UI_TOO_MUCH, false},    {SDLK_MINUS, UI_SLOWER, true},
    {SDLK_KP_MINUS, UI_SLOWER, true}, {SDLK_PLUS, UI_FASTER, true},    {SDLK_EQUALS, UI_FASTER, true},
    {SDLK_KP_PLUS, UI_FASTER, true},  {SDLK_n, UI_NUMBER, false},      {SDLK_b, UI_PICTURE, false},
    {SDLK_l, UI_LARGE, false},        {SDLK_m, UI_MOTION, false},      {SDLK_d, UI_THEME, false},
    {SDLK_F11, UI_FULLSCREEN, false}, {SDLK_UP, UI_UP, true},          {SDLK_DOWN, UI_DOWN, true},
    {SDLK_TAB, UI_NEXT, true},        {SDLK_LEFT, UI_LEFT, true},      {SDLK_RIGHT, UI_RIGHT, true},
    {SDLK_BACKSPACE, UI_ERASE, true}, {SDLK_AC_BACK, UI_BACK, false},
};

struct button_row {
    uint8_t button, kind;
};

static const struct button_row BUTTONS[] = {
    {SDL_CONTROLLER_BUTTON_START, UI_PAUSE},
    {SDL_CONTROLLER_BUTTON_A, UI_ACCEPT},
    {SDL_CONTROLLER_BUTTON_B, UI_BACK},
    {SDL_CONTROLLER_BUTTON_X, UI_TOO_MUCH},
    {SDL_CONTROLLER_BUTTON_LEFTSHOULDER, UI_SLOWER},
    {SDL_CONTROLLER_BUTTON_RIGHTSHOULDER, UI_FASTER},
    {SDL_CONTROLLER_BUTTON_Y, UI_NUMBER},
    {SDL_CONTROLLER_BUTTON_BACK, UI_PICTURE},
    {SDL_CONTROLLER_BUTTON_DPAD_UP, UI_UP},
    {SDL_CONTROLLER_BUTTON_DPAD_DOWN, UI_DOWN},
    {SDL_CONTROLLER_BUTTON_DPAD_LEFT, UI_LEFT},
    {SDL_CONTROLLER_BUTTON_DPAD_RIGHT, UI_RIGHT},
};

/* Keys that write something. */
static bool writes(SDL_Keycode key)
{
    return key >= SDLK_SPACE && key < SDLK_DELETE;
}

static bool key_meaning(const SDL_KeyboardEvent *e, bool typing, struct ui_event *out)
{
    const SDL_Keycode key = e->keysym.sym;
    if (key == SDLK_TAB && (e->keysym.mod & KMOD_SHIFT)) {
        out->kind = UI_PREVIOUS;
        return true;
    }
    if (typing ? writes(key) : key == SDLK_BACKSPACE) {
        return false;
    }
    if (key >= SDLK_0 && key <= SDLK_9 && !e->repeat) {
        out->kind = UI_DIGIT;
        out->value = (int)(key - SDLK_0);
        return true;
    }
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (KEYS[i].key == key && (KEYS[i].repeats || !e->repeat)) {
            out->kind = KEYS[i].kind;
            return true;
        }
    }
    return false;
}

static bool button_meaning(uint8_t button, struct ui_event *out)
{
    for (size_t i = 0; i < sizeof BUTTONS / sizeof BUTTONS[0]; i++) {
        if (BUTTONS[i].button == button) {
            out->kind = BUTTONS[i].kind;
            return true;
        }
    }
    return false;
}

static bool window_meaning(uint8_t event, struct ui_event *out)
{
    switch (event) {
    case SDL_WINDOWEVENT_CLOSE:
        out->kind = UI_CLOSE;
        return true;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        out->kind = UI_SIZE;
        return true;
    case SDL_WINDOWEVENT_EXPOSED:
        out->kind = UI_REDRAW;
        return true;
    case SDL_WINDOWEVENT_HIDDEN:
    case SDL_WINDOWEVENT_MINIMIZED:
        out->kind = UI_HIDDEN;
        return true;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
        out->kind = UI_SHOWN;
        return true;
    default:
        return false;
    }
}

/* A tap of two fingers on a touchpad comes as the right button. */
static bool pointer_meaning(const SDL_Event *e, float pixels, struct ui_event *out)
{
    const bool moved = e->type == SDL_MOUSEMOTION;
    out->x = (float)(moved ? e->motion.x : e->button.x) * pixels;
    out->y = (float)(moved ? e->motion.y : e->button.y) * pixels;
    if (moved) {
        out->kind = UI_DRAG;
        return (e->motion.state & SDL_BUTTON_LMASK) != 0;
    }
    if (e->button.button == SDL_BUTTON_RIGHT && e->type == SDL_MOUSEBUTTONDOWN) {
        out->kind = UI_BACK;
        return true;
    }
    out->kind = e->type == SDL_MOUSEBUTTONDOWN ? UI_CLICK : UI_RELEASE;
    return e->button.button == SDL_BUTTON_LEFT;
}

bool keys_meaning(const SDL_Event *e, float pixels, bool typing, struct ui_event *out)
{
    *out = (struct ui_event){0};
    switch (e->type) {
    case SDL_QUIT:
        out->kind = UI_CLOSE;
        return true;
    case SDL_KEYDOWN:
        return key_meaning(&e->key, typing, out);
    case SDL_TEXTINPUT:
        out->kind = UI_TEXT;
        (void)SDL_strlcpy(out->text, e->text.text, sizeof out->text);
        return typing;
    case SDL_CONTROLLERBUTTONDOWN:
        return button_meaning(e->cbutton.button, out);
    case SDL_WINDOWEVENT:
        return window_meaning(e->window.event, out);
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        out->kind = UI_REDRAW;
        return true;
    case SDL_MOUSEWHEEL:
        out->kind = UI_SCROLL;
        out->y = e->wheel.preciseY;
        return true;
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return pointer_meaning(e, pixels, out);
    default:
        return false;
    }
}
