/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta stage: any screen or scene at any moment, without a display; or all of them on one sheet. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/paths.h"
#include "app/say.h"

#if METTA_UI
#include "app/stage_play.h"
#include "app/stage_screen.h"
#include "base/text.h"
#include "report/picture.h"
#include "report/print.h"
#include "scene/scene.h"
#include "ui/ui.h"

enum { SIDE_MIN = 64, SIDE_MAX = 8192, WARM_S = 30, MOMENTS = 4, CELL_W = 320, CELL_H = 180, GAP = 4 };
/* A cell is a window seen from twice as far. */
static const float CELL_SCALE = 0.5F;
static const double AT_DEFAULT_S = 122.2, AT_MAX_S = 7200.0;

/* A scene as one person would see it: its own smoothing, its own frame. */
struct stage {
    struct scene_state state;
    struct scene_input input;
};

/* The sheet: every scene in every theme, at MOMENTS of the last breath. */
struct sheet {
    struct ui *ui;
    struct stage_play play;
    struct list list;
    struct stage *stages; /* scene_count() * THEME_COUNT */
    uint8_t *cell, *rgba;
    int w, h, moment;
    float position_s;
};

static bool read_size(const char *text, int *w, int *h)
{
    if (text == NULL) {
        *w = 1280;
        *h = 720;
        return true;
    }
    char *end = NULL;
    long width = strtol(text, &end, 10), height = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    bool ok = *end == '\0' && width >= SIDE_MIN && width <= SIDE_MAX && height >= SIDE_MIN && height <= SIDE_MAX;
    if (!ok) {
        say_error("--size %s: give WxH, each from %d to %d, such as 1280x720", text, SIDE_MIN, SIDE_MAX);
    }
    *w = (int)width;
    *h = (int)height;
    return ok;
}

static bool read_at(const char *text, double *at)
{
    char *end = NULL;
    *at = text != NULL ? strtod(text, &end) : AT_DEFAULT_S;
    if (text != NULL && (end == text || *end != '\0' || !(*at >= 0.0 && *at <= AT_MAX_S))) {
        say_error("--at %s: give seconds from 0 to %g", text, AT_MAX_S);
        return false;
    }
    return true;
}

static void make(struct stage *s, const struct stage_play *p, const struct options *o, const struct settings *settings)
{
    int theme = theme_find(settings->theme);
    scene_init(&s->state, o->seed);
    s->input = (struct scene_input){.view = &p->view,
                                    .dt_s = 1.0F / STAGE_FPS,
                                    .scale = 1.0F,
                                    .theme = (uint8_t)(theme < 0 ? 0 : theme),
                                    .reduced_motion = settings->reduced_motion,
                                    .number_hidden = settings->number_hidden,
                                    .words_large = settings->large_words,
                                    .phrase = "may I be at ease",
                                    .practised_min = (float)o->grown_min,
                                    .circle = (uint8_t)o->circle};
}

static struct ui *open_ui(int w, int h, bool plain)
{
    char assets[PATHS_N], why[200] = "";
    struct ui *u = NULL;
    paths_assets(assets, sizeof assets);
    const struct ui_config c = {
        .title = "metta", .assets = assets, .width = w, .height = h, .hidden = true, .plain = plain};
    if (ui_open(&c, &u, why, sizeof why) != R_OK) {
        say_error("%s; metta doctor tells how to mend it", why);
        return NULL;
    }
    return u;
}

static int write_png(const char *path, const uint8_t *rgba, int w, int h)
{
    if (picture_write_png(path, rgba, w, h) != R_OK) {
        say_error("%s: %s; name a file that can be written", path, strerror(errno));
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

static bool pixels(struct ui *u, const struct list *l, uint8_t *rgba, size_t n)
{
    if (rgba != NULL && ui_draw(u, l) == R_OK && ui_pixels(u, rgba, n) == R_OK) {
        ui_present(u);
        return true;
    }
    struct ui_facts f;
    ui_facts(u, &f);
    say_error("the picture could not be drawn with %s; metta doctor tells more", f.renderer);
    return false;
}

/* As vectors: no window is needed for that. */
static int save_paper(const struct list *l, uint8_t form, const char *path)
{
    char assets[PATHS_N], fonts[PATHS_N + 8];
    paths_assets(assets, sizeof assets);
    (void)snprintf(fonts, sizeof fonts, "%s/fonts", assets);
    FILE *f = fopen(path, "wb");
    errno = f != NULL ? 0 : errno;
    const int r = f != NULL ? print_list(l, form, fonts, f) : R_IO;
    int why = errno;
    if (f != NULL && fclose(f) != 0 && r == R_OK) {
        why = errno;
    }
    if (r == R_OK && why == 0) {
        return EXIT_DONE;
    }
    say_error("%s: %s; name a file that can be written", path, r == R_MEM ? "no memory" : strerror(why));
    if (f != NULL) {
        (void)remove(path);
    }
    return EXIT_FAILED;
}

static int save(const struct list *l, const char *path, bool plain)
{
    if (text_ends(path, ".pdf") || text_ends(path, ".svg")) {
        return save_paper(l, text_ends(path, ".svg") ? PRINT_SVG : PRINT_PDF, path);
    }
    size_t n = (size_t)l->width * (size_t)l->height * 4;
    struct ui *u = open_ui(l->width, l->height, plain);
    uint8_t *rgba = u != NULL && n > 0 ? malloc(n) : NULL;
    int code = EXIT_FAILED;
    if (u != NULL && pixels(u, l, rgba, n)) {
        code = write_png(path, rgba, l->width, l->height);
    }
    free(rgba);
    ui_close(u);
    return code;
}

/* The scene smooths: it is shown the last half minute, frame by frame, as a person would have seen it. */
static int draw_scene(const struct options *o, const struct settings *settings, const struct scene *scene,
                      const int size[2], double at_s)
{
    struct stage_play play = {.engine = NULL};
    struct stage *s = calloc(1, sizeof *s);
    struct list *list = calloc(1, sizeof *list);
    int code = EXIT_FAILED, r = R_OK;
    if (s == NULL || list == NULL || !stage_play_init(&play, scene->bodies ? scene->bodies : 1, o->seed, at_s)) {
        say_error("no memory");
        goto out;
    }
    make(s, &play, o, settings);
    s->input.width = size[0];
    s->input.height = size[1];
    while (stage_play_frame(&play)) {
        if (stage_play_left_s(&play) <= WARM_S) {
            r = scene_build(scene, &s->state, &s->input, list);
        }
    }
    if (r != R_OK) {
        say_error("the scene does not fit into its list");
        goto out;
    }
    code = save(list, o->out, o->no_dither);
out:
    stage_play_deinit(&play);
    free(list);
    free(s);
    return code;
}

static void sheet_close(struct sheet *s)
{
    stage_play_deinit(&s->play);
    free(s->stages);
    free(s->cell);
    free(s->rgba);
    ui_close(s->ui);
}

static bool sheet_open(struct sheet *s, const struct options *o, const struct settings *settings, double at_s)
{
    const size_t n = scene_count() * THEME_COUNT;
    s->w = THEME_COUNT * MOMENTS * (CELL_W + GAP) - GAP;
    s->h = ((int)scene_count() + (SCREENS + MOMENTS - 1) / MOMENTS) * (CELL_H + GAP) - GAP;
    s->stages = calloc(n, sizeof *s->stages);
    s->cell = calloc((size_t)CELL_W * CELL_H, 4);
    s->rgba = calloc((size_t)s->w * (size_t)s->h, 4);
    if (s->stages == NULL || s->cell == NULL || s->rgba == NULL ||
        !stage_play_init(&s->play, STAGE_BODIES, o->seed, at_s)) {
        say_error("no memory");
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        make(&s->stages[i], &s->play, o, settings);
        s->stages[i].input.theme = (uint8_t)(i % THEME_COUNT);
        s->stages[i].input.scale = CELL_SCALE;
        s->stages[i].input.width = CELL_W;
        s->stages[i].input.height = CELL_H;
    }
    s->ui = open_ui(CELL_W, CELL_H, o->no_dither);
    return s->ui != NULL;
}

static void sheet_put(struct sheet *s, size_t theme, size_t column, size_t line)
{
    const size_t x = (theme * MOMENTS + column) * (CELL_W + GAP), y = line * (CELL_H + GAP);
    for (size_t row = 0; row < CELL_H; row++) {
        memcpy(&s->rgba[((y + row) * (size_t)s->w + x) * 4], &s->cell[row * CELL_W * 4], (size_t)CELL_W * 4);
    }
}

/* Moments of the last breath: empty, half full, full, half empty. */
static bool sheet_moment(struct sheet *s)
{
    const struct pace *p = &s->play.view.pace;
    const float cycle = pace_cycle_s(p), out_s = p->inhale_s + p->hold_in_s;
    const float at[MOMENTS] = {0.0F, 0.5F * p->inhale_s, p->inhale_s, out_s + 0.5F * p->exhale_s};
    const float was = s->position_s, now = s->play.view.pace_position_s;
    s->position_s = now;
    if (cycle <= 0.0F || stage_play_left_s(&s->play) > (double)cycle + 1.0 / STAGE_FPS) {
        return false;
    }
    for (int i = 0; i < MOMENTS; i++) {
        if (i == 0 ? now < was : was < at[i] && now >= at[i]) {
            s->moment = i;
            return true;
        }
    }
    return false;
}

static bool sheet_frame(struct sheet *s)
{
    const bool moment = sheet_moment(s);
    for (size_t i = 0; i < scene_count() * THEME_COUNT; i++) {
        struct stage *one = &s->stages[i];
        if (scene_build(scene_get(i / THEME_COUNT), &one->state, &one->input, &s->list) != R_OK) {
            say_error("%s does not fit into its list", scene_get(i / THEME_COUNT)->id);
            return false;
        }
        if (moment && !pixels(s->ui, &s->list, s->cell, (size_t)CELL_W * CELL_H * 4)) {
            return false;
        }
        if (moment) {
            sheet_put(s, i % THEME_COUNT, (size_t)s->moment, i / THEME_COUNT);
        }
    }
    return true;
}

/* Below the scenes every screen, as many in a theme's block as there are moments. */
static bool sheet_screens(struct sheet *s, const struct settings *settings)
{
    struct language language;
    bool ok = true;
    language_open(&language, settings->language);
    for (size_t i = 0; ok && i < (size_t)SCREENS * THEME_COUNT; i++) {
        const size_t which = i / THEME_COUNT;
        const struct screen_look look = {
            .dt_s = 1.0F, .width = CELL_W, .height = CELL_H, .scale = CELL_SCALE, .theme = (uint8_t)(i % THEME_COUNT)};
        ok = stage_screen((uint8_t)which, &look, &language, &s->list) == R_OK &&
             pixels(s->ui, &s->list, s->cell, (size_t)CELL_W * CELL_H * 4);
        sheet_put(s, i % THEME_COUNT, which % MOMENTS, scene_count() + which / MOMENTS);
    }
    language_close(&language);
    return ok;
}

static int draw_sheet(const struct options *o, const struct settings *settings, double at_s)
{
    struct sheet *s = calloc(1, sizeof *s);
    if (s == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    bool ok = sheet_open(s, o, settings, at_s);
    while (ok && stage_play_frame(&s->play)) {
        ok = stage_play_left_s(&s->play) > WARM_S || sheet_frame(s);
    }
    ok = ok && sheet_screens(s, settings);
    int code = ok ? write_png(o->out, s->rgba, s->w, s->h) : EXIT_FAILED;
    sheet_close(s);
    free(s);
    return code;
}

/* Screens stand still: what they show is made up. */
static int draw_screen(const struct options *o, const struct settings *settings, uint8_t screen, const int size[2])
{
    int theme = theme_find(settings->theme), code = EXIT_FAILED;
    const struct screen_look look = {.dt_s = 1.0F,
                                     .width = size[0],
                                     .height = size[1],
                                     .scale = 1.0F,
                                     .theme = (uint8_t)(theme < 0 ? 0 : theme),
                                     .less_motion = settings->reduced_motion,
                                     .words_large = settings->large_words};
    struct list *list = calloc(1, sizeof *list);
    struct language language;
    language_open(&language, settings->language);
    if (list == NULL || stage_screen(screen, &look, &language, list) != R_OK) {
        say_error("the screen does not fit into its list");
    } else {
        code = save(list, o->out, o->no_dither);
    }
    language_close(&language);
    free(list);
    return code;
}

static int draw(const struct options *o, const struct settings *settings, const int size[2], double at_s)
{
    const struct scene *scene = scene_find(o->files[0]);
    const int screen = screen_find(o->files[0]);
    if (strcmp(o->files[0], "sheet") == 0) {
        return draw_sheet(o, settings, at_s);
    }
    return scene != NULL ? draw_scene(o, settings, scene, size, at_s) : draw_screen(o, settings, (uint8_t)screen, size);
}

static int list_scenes(void)
{
    for (size_t i = 0; i < scene_count(); i++) {
        printf("%-10s %s\n", scene_get(i)->id, scene_get(i)->title);
    }
    for (int i = 0; i < SCREENS; i++) {
        printf("%-10s %s\n", screen_name((uint8_t)i), screen_title((uint8_t)i));
    }
    return EXIT_DONE;
}

int command_stage(const struct options *o, const struct settings *settings)
{
    int size[2] = {0, 0};
    double at_s = 0.0;
    if (strcmp(o->files[0], "list") == 0) {
        return list_scenes();
    }
    const bool sheet = strcmp(o->files[0], "sheet") == 0;
    if (scene_find(o->files[0]) == NULL && screen_find(o->files[0]) < 0 && !sheet) {
        say_error("%s: no such screen or scene; metta stage list names them", o->files[0]);
        return EXIT_CALL;
    }
    if (o->theme != NULL && theme_find(o->theme) < 0) {
        say_error("--theme %s: give dusk, paper or night", o->theme);
        return EXIT_CALL;
    }
    if (o->out == NULL) {
        say_error("metta stage: say where the picture goes: --out FILE.png (or .pdf, .svg)");
        return EXIT_CALL;
    }
    if (!read_size(o->size, &size[0], &size[1]) || !read_at(o->at, &at_s)) {
        return EXIT_CALL;
    }
    return draw(o, settings, size, at_s);
}

#else

int command_stage(const struct options *o, const struct settings *settings)
{
    (void)o;
    (void)settings;
    say_error("this build has no window; build with METTA_UI");
    return EXIT_FAILED;
}

#endif
