/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's life: open, tell, draw, show, close.
 *
 * Invariants
 *  1. The screen saver is as the person left it, except while a session runs.
 *  2. A lost render device costs one frame: everything kept on it is made again when next wanted.
 *  3. Drawing a list twice gives the same pixels.
 *  4. Signals stay the program's: the library's own handlers are switched off.
 */
#include "ui/ui.h"

#include <SDL.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/keep.h"
#include "ui/keys.h"
#include "ui/paint.h"
#include "ui/text.h"

/* How far a stick must lean to count as a press, and come back before the next; of 32767. chosen: past the dead zone
   of worn sticks, short of straining. */
enum { UI_STICK_ON = 20000, UI_STICK_OFF = 9000 };

/* A motor stops by itself when nobody asks for more. chosen: three frames of the slowest screen */
enum { TOUCH_MS = 100 };

struct ui {
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_GameController *pad;
    bool hidden, in_memory, fullscreen, software, ttf, leaning, touching, typing;
    int fingers;
    SDL_RendererInfo info;
    struct text text;
    struct paint paint;
    struct keep keep;
};

static void say_why(char *why, size_t why_n, const char *what)
{
    if (why && why_n) {
        snprintf(why, why_n, "%s: %s", what, SDL_GetError());
    }
}

static void set_hints(const struct ui_config *c)
{
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_RENDER_BATCHING, "1");
    if (c->hidden) {
        SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "offscreen", SDL_HINT_OVERRIDE);
    }
}

static int driver_index(const char *name)
{
    SDL_RendererInfo info;
    for (int i = 0; i < SDL_GetNumRenderDrivers(); i++) {
        if (SDL_GetRenderDriverInfo(i, &info) == 0 && strcmp(info.name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static SDL_Renderer *renderer_open(SDL_Window *window, bool hidden)
{
    static const char *const wanted[] = {"opengl", "opengles2", "software"};
    const Uint32 flags = hidden ? 0 : SDL_RENDERER_PRESENTVSYNC;
    if (SDL_GetHint(SDL_HINT_RENDER_DRIVER)) {
        return SDL_CreateRenderer(window, -1, flags);
    }
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        const int index = driver_index(wanted[i]);
        SDL_Renderer *r = index >= 0 ? SDL_CreateRenderer(window, index, flags) : NULL;
        if (r) {
            return r;
        }
    }
    return NULL;
}

/* GL without a graphics card says so in its name. */
static bool gl_is_software(const SDL_RendererInfo *info)
{
    typedef const unsigned char *(*get_string)(unsigned);
    const unsigned gl_renderer = 0x1F01;
    if (strncmp(info->name, "opengl", 6) != 0) {
        return strcmp(info->name, "software") == 0;
    }
    void *address = SDL_GL_GetProcAddress("glGetString");
    get_string ask = NULL;
    memcpy(&ask, &address, sizeof ask);
    const char *name = ask ? (const char *)ask(gl_renderer) : NULL;
    return name && (strstr(name, "llvmpipe") || strstr(name, "softpipe") || strstr(name, "Software"));
}

/* This renderer makes all its programs when it opens; what their compiler holds is given back (14 MB with Mesa 22.3,
   measured). The call is part of ARB_ES2_compatibility: an address alone does not say that it is there. */
static void release_compiler(const SDL_RendererInfo *info)
{
    typedef void (*release)(void);
    if (strcmp(info->name, "opengl") != 0 || !SDL_GL_ExtensionSupported("GL_ARB_ES2_compatibility")) {
        return;
    }
    void *address = SDL_GL_GetProcAddress("glReleaseShaderCompiler");
    release compiler = NULL;
    memcpy(&compiler, &address, sizeof compiler);
    if (compiler) {
        compiler();
    }
}

static int window_open(struct ui *u, const struct ui_config *c)
{
    Uint32 flags = SDL_WINDOW_ALLOW_HIGHDPI | SDL_WINDOW_RESIZABLE;
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0); /* a flat picture needs none: a window's worth of memory */
    if (c->fullscreen && !c->hidden) {
        flags |= SDL_WINDOW_FULLSCREEN_DESKTOP;
    }
    u->window = SDL_CreateWindow(c->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, c->width, c->height, flags);
    if (!u->window) {
        return R_IO;
    }
    u->renderer = renderer_open(u->window, c->hidden);
    if (!u->renderer || SDL_GetRendererInfo(u->renderer, &u->info) != 0) {
        return R_IO;
    }
    u->software = gl_is_software(&u->info);
    release_compiler(&u->info);
    return R_OK;
}

static void pad_open(struct ui *u)
{
    /* chosen: a desktop without gamepads, or without the right to them, is no reason not to open. */
    if (SDL_InitSubSystem(SDL_INIT_GAMECONTROLLER) != 0) {
        return;
    }
    for (int i = 0; i < SDL_NumJoysticks() && !u->pad; i++) {
        if (SDL_IsGameController(i)) {
            u->pad = SDL_GameControllerOpen(i);
        }
    }
}

static bool draws_into_memory(void)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    return driver != NULL &&
           (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0 || strcmp(driver, "evdev") == 0);
}

/* Without a display SDL falls back to drivers that draw into memory. That is right only where they were asked for. */
static bool nobody_can_see(void)
{
    return draws_into_memory() && SDL_GetHint(SDL_HINT_VIDEODRIVER) == NULL;
}

static int open_all(struct ui *u, const struct ui_config *c, char *why, size_t why_n)
{
    char folder[512];
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        say_why(why, why_n, "no display");
        return R_IO;
    }
    if (!c->hidden && nobody_can_see()) {
        (void)snprintf(why, why_n, "no display is here (neither Wayland nor X11)");
        return R_IO;
    }
    u->in_memory = draws_into_memory();
    SDL_EnableScreenSaver();
    SDL_StopTextInput();
    if (window_open(u, c) != R_OK) {
        say_why(why, why_n, "no window");
        return R_IO;
    }
    u->ttf = TTF_Init() == 0;
    const int n = snprintf(folder, sizeof folder, "%s/fonts", c->assets);
    if (!u->ttf || n < 0 || (size_t)n >= sizeof folder || text_open(&u->text, u->renderer, folder) != R_OK) {
        say_why(why, why_n, "no font");
        return R_IO;
    }
    paint_init(&u->paint, u->renderer, !c->plain);
    if (!c->hidden) {
        pad_open(u);
    }
    return R_OK;
}

int ui_open(const struct ui_config *c, struct ui **out, char *why, size_t why_n)
{
    if (!c->title || !c->assets || c->width < 1 || c->height < 1 || c->width > 16384 || c->height > 16384) {
        return R_ARG;
    }
    struct ui *u = calloc(1, sizeof *u);
    if (!u) {
        return R_MEM;
    }
    u->hidden = c->hidden;
    u->fullscreen = c->fullscreen;
    set_hints(c);
    const int rc = open_all(u, c, why, why_n);
    if (rc != R_OK) {
        ui_close(u);
        return rc;
    }
    *out = u;
    return R_OK;
}

void ui_close(struct ui *u)
{
    if (!u) {
        return;
    }
    if (u->renderer) {
        keep_drop(&u->keep);
        paint_drop(&u->paint);
        text_close(&u->text);
    }
    if (u->ttf) {
        TTF_Quit();
    }
    if (u->pad) {
        SDL_GameControllerClose(u->pad);
    }
    if (u->renderer) {
        SDL_DestroyRenderer(u->renderer);
    }
    if (u->window) {
        SDL_DestroyWindow(u->window);
    }
    SDL_Quit();
    free(u);
}

void ui_facts(const struct ui *u, struct ui_facts *out)
{
    int units = 0;
    *out = (struct ui_facts){.scale = 1.0F, .software = u->software, .blends = u->paint.custom};
    out->renderer = u->info.name;
    SDL_GetRendererOutputSize(u->renderer, &out->width, &out->height);
    SDL_GetWindowSize(u->window, &units, NULL);
    if (units > 0) {
        out->scale = (float)out->width / (float)units;
    }
}

void ui_fullscreen(struct ui *u, bool on)
{
    u->fullscreen = on;
    if (!u->hidden) {
        SDL_SetWindowFullscreen(u->window, on ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
    }
}

void ui_typing(struct ui *u, bool on)
{
    if (on != u->typing) {
        u->typing = on;
        if (on) {
            SDL_StartTextInput();
        } else {
            SDL_StopTextInput();
        }
    }
}

float ui_words_width(struct ui *u, const struct list_text *style, const char *words)
{
    return text_width(&u->text, style, words);
}

/* Two fingers at once mean back; the pointer that the library makes of the first one is then left alone. */
static bool finger_meaning(struct ui *u, const SDL_Event *e, struct ui_event *out)
{
    u->fingers += e->type == SDL_FINGERDOWN ? 1 : u->fingers > 0 ? -1 : 0;
    *out = (struct ui_event){.kind = UI_BACK};
    return e->type == SDL_FINGERDOWN && u->fingers == 2;
}

/* A stick as four arrows: one press a lean. */
static bool stick_meaning(struct ui *u, const SDL_ControllerAxisEvent *e, struct ui_event *out)
{
    const bool across = e->axis == SDL_CONTROLLER_AXIS_LEFTX;
    if (!across && e->axis != SDL_CONTROLLER_AXIS_LEFTY) {
        return false;
    }
    const int lean = abs((int)e->value);
    if (u->leaning) {
        u->leaning = lean > UI_STICK_OFF;
        return false;
    }
    if (lean < UI_STICK_ON) {
        return false;
    }
    u->leaning = true;
    *out = (struct ui_event){0};
    const uint8_t less = across ? UI_LEFT : UI_UP, more = across ? UI_RIGHT : UI_DOWN;
    out->kind = e->value < 0 ? less : more;
    return true;
}

static void pad_changed(struct ui *u, const SDL_Event *e)
{
    if (e->type == SDL_CONTROLLERDEVICEADDED && !u->pad) {
        u->pad = SDL_GameControllerOpen(e->cdevice.which);
    }
    if (e->type == SDL_CONTROLLERDEVICEREMOVED && u->pad &&
        SDL_GameControllerFromInstanceID(e->cdevice.which) == u->pad) {
        SDL_GameControllerClose(u->pad);
        u->pad = NULL;
    }
}

static bool meaning(struct ui *u, const SDL_Event *e, struct ui_event *out)
{
    if (e->type == SDL_CONTROLLERAXISMOTION) {
        return stick_meaning(u, &e->caxis, out);
    }
    if (e->type == SDL_CONTROLLERDEVICEADDED || e->type == SDL_CONTROLLERDEVICEREMOVED) {
        pad_changed(u, e);
    }
    if (e->type == SDL_RENDER_DEVICE_RESET || e->type == SDL_RENDER_TARGETS_RESET) {
        keep_drop(&u->keep);
        paint_drop(&u->paint);
        text_drop(&u->text);
    }
    if (e->type == SDL_FINGERDOWN || e->type == SDL_FINGERUP) {
        return finger_meaning(u, e, out);
    }
    if ((e->type == SDL_AUDIODEVICEADDED || e->type == SDL_AUDIODEVICEREMOVED) && !e->adevice.iscapture) {
        *out = (struct ui_event){.kind = UI_AUDIO};
        return true;
    }
    struct ui_facts facts;
    ui_facts(u, &facts);
    if (!keys_meaning(e, facts.scale, u->typing, out)) {
        return false;
    }
    if (out->kind == UI_FULLSCREEN) {
        ui_fullscreen(u, !u->fullscreen);
    }
    return true;
}

bool ui_poll(struct ui *u, int wait_ms, struct ui_event *out)
{
    SDL_Event e;
    int got = wait_ms > 0 ? SDL_WaitEventTimeout(&e, wait_ms) : SDL_PollEvent(&e);
    while (got) {
        if (meaning(u, &e, out)) {
            return true;
        }
        got = SDL_PollEvent(&e);
    }
    return false;
}

void ui_touch(struct ui *u, float strength)
{
    Uint16 motor = (Uint16)(65535.0F * (strength < 0.0F ? 0.0F : strength > 1.0F ? 1.0F : strength));
    if (u->pad != NULL && (motor > 0 || u->touching)) {
        (void)SDL_GameControllerRumble(u->pad, motor, motor / 2, TOUCH_MS);
    }
    u->touching = motor > 0;
}

void ui_session(struct ui *u, bool running)
{
    if (u->hidden) {
        return;
    }
    if (running) {
        SDL_DisableScreenSaver();
    } else {
        SDL_EnableScreenSaver();
    }
}

int ui_draw(struct ui *u, const struct list *l)
{
    int rc = R_OK;
    u->paint.failed = false;
    SDL_SetRenderDrawBlendMode(u->renderer, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(u->renderer, 0, 0, 0, 255);
    SDL_RenderClear(u->renderer);
    for (uint16_t i = paint_still(&u->paint, l, &rc); i < l->n; i++) {
        const struct list_item *item = &l->items[i];
        if (item->kind == LIST_TEXT) {
            paint_flush(&u->paint);
            text_draw(&u->text, &item->text, list_words(l, &item->text));
            continue;
        }
        const int one = paint_item(&u->paint, l, item);
        rc = one != R_OK ? one : rc;
    }
    paint_flush(&u->paint);
    paint_settle(&u->paint);
    return rc == R_OK && u->paint.failed ? R_IO : rc;
}

void ui_keep(struct ui *u, const struct list *l)
{
    SDL_Texture *picture = NULL;
    int width = 0, height = 0;
    SDL_GetRendererOutputSize(u->renderer, &width, &height);
    if (l->n == 0 || l->width != width || l->height != height ||
        !keep_begin(&u->keep, u->renderer, width, height, &picture)) {
        return;
    }
    (void)!ui_draw(u, l); /* what could not be drawn now was not there before */
    keep_end(&u->keep, u->renderer, picture, width, height);
}

bool ui_fade(struct ui *u, float dt_s, float least_s)
{
    return keep_fade(&u->keep, u->renderer, dt_s, least_s);
}

bool ui_fading(const struct ui *u)
{
    return u->keep.texture != NULL;
}

void ui_present(struct ui *u)
{
    /* Showing a frame in memory finishes nothing: without reading something back the driver keeps every frame queued
       (1 MB each, measured with Mesa 22.3). */
    uint32_t one;
    const SDL_Rect corner = {0, 0, 1, 1};
    if (u->in_memory) {
        SDL_RenderReadPixels(u->renderer, &corner, SDL_PIXELFORMAT_RGBA32, &one, (int)sizeof one);
    }
    SDL_RenderPresent(u->renderer);
}

int ui_pixels(struct ui *u, uint8_t *rgba, size_t cap)
{
    int w = 0, h = 0;
    SDL_GetRendererOutputSize(u->renderer, &w, &h);
    if (cap < (size_t)w * (size_t)h * 4) {
        return R_ARG;
    }
    return SDL_RenderReadPixels(u->renderer, NULL, SDL_PIXELFORMAT_RGBA32, rgba, w * 4) == 0 ? R_OK : R_IO;
}
