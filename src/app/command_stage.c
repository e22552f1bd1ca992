/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta stage: any screen or scene at any moment, without a display. What is drawn is a real session of the simulated
   person at a fixed pace, run in virtual time up to that moment: the same path as live, and the same picture twice. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/paths.h"
#include "app/say.h"

#if METTA_UI
#include "engine/engine.h"
#include "link/person.h"
#include "report/picture.h"
#include "scene/scene.h"
#include "ui/ui.h"

enum { SIDE_MIN = 64, SIDE_MAX = 8192, FRAMES_PER_S = 30, WARM_S = 30, CURVE_N = 120 };
static const double AT_DEFAULT_S = 122.2, AT_MAX_S = 7200.0;
static const double LENGTH_MINUTES = 10.0;

struct stage {
    struct engine *engine;
    struct person person;
    struct scene_state state;
    struct list list;
    struct scene_input input;
    struct view view;
    float curve[CURVE_N];
    struct scene_home home;
    struct scene_end end;
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

static bool make(struct stage *s, const struct options *o, const struct settings *settings, int w, int h)
{
    s->engine = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    const struct engine_config c = {.bodies = 1,
                                    .links = 1,
                                    .simulated = true,
                                    .session = {.length = usec_from_s(LENGTH_MINUTES * 60.0),
                                                .adapt = {.target_per_min = 6.0F, .fixed_per_min = 6.0F}}};
    if (s->engine == NULL || engine_init(s->engine, &c) != R_OK) {
        return false;
    }
    int theme = theme_find(settings->theme);
    person_init(&s->person, o->seed);
    scene_init(&s->state, o->seed);
    s->home = (struct scene_home){"Breathing", "", "Enter begins", 10, HOME_BEGIN};
    s->end = (struct scene_end){"Your heart found the breath as you went on.", 10.0F, s->curve, CURVE_N, END_DONE};
    s->input = (struct scene_input){.view = &s->view,
                                    .dt_s = 1.0F / FRAMES_PER_S,
                                    .width = w,
                                    .height = h,
                                    .scale = 1.0F,
                                    .theme = (uint8_t)(theme < 0 ? 0 : theme),
                                    .reduced_motion = settings->reduced_motion,
                                    .number_hidden = settings->number_hidden,
                                    .words_large = settings->large_words,
                                    .phrase = "may I be at ease",
                                    .home = &s->home,
                                    .end = &s->end};
    return true;
}

static void tick(struct stage *s)
{
    struct reading readings[16];
    usec now = (usec)(engine_ticks(s->engine) + 1) * ENGINE_TICK_US;
    size_t n = person_advance(&s->person, now, readings, 16);
    for (size_t i = 0; i < n; i++) {
        (void)!engine_reading(s->engine, 0, &readings[i]);
    }
    engine_tick(s->engine);
    const struct event *e = engine_events(s->engine, &n);
    for (size_t i = 0; i < n; i++) {
        if (e[i].kind == EVENT_PACE) {
            person_pace(&s->person, e[i].t, &e[i].as.pace.pace);
        }
    }
}

/* The scene smooths: it is shown the last half minute, frame by frame, as a person would have seen it. */
static int play(struct stage *s, const struct scene *scene, double at_s)
{
    int frames = (int)(at_s * FRAMES_PER_S), r = R_OK;
    for (int i = 0; i <= frames; i++) {
        usec until = usec_from_s((double)i / FRAMES_PER_S);
        while ((usec)engine_ticks(s->engine) * ENGINE_TICK_US < until) {
            tick(s);
        }
        engine_view(s->engine, &s->view);
        s->curve[(long)i * CURVE_N / (frames + 1)] = s->view.body[0].steadiness;
        if (frames - i <= WARM_S * FRAMES_PER_S) {
            r = scene_build(scene, &s->state, &s->input, &s->list);
        }
    }
    return r;
}

static int save(struct ui *u, struct stage *s, const char *path)
{
    struct ui_facts f;
    ui_facts(u, &f);
    size_t n = (size_t)f.width * (size_t)f.height * 4;
    uint8_t *rgba = malloc(n);
    int code = EXIT_FAILED;
    if (rgba == NULL || ui_draw(u, &s->list) != R_OK || ui_pixels(u, rgba, n) != R_OK) {
        say_error("the picture could not be drawn with %s; metta doctor tells more", f.renderer);
    } else if (picture_write_png(path, rgba, f.width, f.height) != R_OK) {
        say_error("%s: %s; name a file that can be written", path, strerror(errno));
    } else {
        code = EXIT_DONE;
    }
    free(rgba);
    return code;
}

static int draw(struct stage *s, const struct scene *scene, double at_s, const char *path)
{
    char assets[PATHS_N], why[200] = "";
    struct ui *u = NULL;
    paths_assets(assets, sizeof assets);
    const struct ui_config c = {
        .title = "metta", .assets = assets, .width = s->input.width, .height = s->input.height, .hidden = true};
    if (play(s, scene, at_s) != R_OK) {
        say_error("the scene does not fit into its list");
        return EXIT_FAILED;
    }
    if (ui_open(&c, &u, why, sizeof why) != R_OK) {
        say_error("%s; metta doctor tells how to mend it", why);
        return EXIT_FAILED;
    }
    int code = save(u, s, path);
    ui_close(u);
    return code;
}

static int list_scenes(void)
{
    for (size_t i = 0; i < scene_count(); i++) {
        printf("%-10s %s\n", scene_get(i)->id, scene_get(i)->title);
    }
    return EXIT_DONE;
}

int command_stage(const struct options *o, const struct settings *settings)
{
    int w = 0, h = 0;
    double at_s = 0.0;
    if (strcmp(o->files[0], "list") == 0) {
        return list_scenes();
    }
    const struct scene *scene = scene_find(o->files[0]);
    if (scene == NULL) {
        say_error("%s: no such screen or scene; metta stage list names them", o->files[0]);
        return EXIT_CALL;
    }
    if (o->theme != NULL && theme_find(o->theme) < 0) {
        say_error("--theme %s: give dusk, paper or night", o->theme);
        return EXIT_CALL;
    }
    if (o->out == NULL) {
        say_error("metta stage: say where the picture goes: --out FILE.png");
        return EXIT_CALL;
    }
    if (!read_size(o->size, &w, &h) || !read_at(o->at, &at_s)) {
        return EXIT_CALL;
    }
    struct stage *s = calloc(1, sizeof *s);
    int code = EXIT_FAILED;
    if (s != NULL && make(s, o, settings, w, h)) {
        code = draw(s, scene, at_s, o->out);
        engine_deinit(s->engine);
    }
    free(s != NULL ? s->engine : NULL);
    free(s);
    return code;
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
