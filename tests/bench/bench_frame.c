/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a frame of every scene costs without a graphics card: processor time of all threads, time to the first frame,
   memory and how it grows. Limits: 14 ms at 1280x720, 28 ms at 1920x1080, 120 MB, no growth.
   bench_frame [assets [scene [theme]]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "scene/scene.h"
#include "tests/shot/play.h"
#include "ui/ui.h"

enum { FRAMES = 300, WARM = 30 };

struct bench {
    const char *assets;
    uint8_t theme;
    int w, h;
    double limit_ms;
};

static double wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of all threads. */
static double cpu_s(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
}

/* Memory in use now, MB. */
static double memory_mb(void)
{
    long pages = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &pages, &resident) != 2)
        resident = 0;
    if (f)
        fclose(f);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1e6;
}

static struct ui *open_window(const struct bench *b)
{
    struct ui *u = NULL;
    char why[200] = "";
    const struct ui_config c = {.title = "bench", .assets = b->assets, .width = b->w, .height = b->h, .hidden = true};
    if (ui_open(&c, &u, why, sizeof why) != R_OK)
        fprintf(stderr, "%s\n", why);
    return u;
}

static int frame(struct ui *u, const struct scene *scene, struct scene_state *s, struct scene_input *in, struct play *p,
                 double t)
{
    static struct list list;
    play_to(p, t);
    p->view.bodies = 2;
    p->view.body[1] = p->view.body[0];
    p->view.body[0].breath_lung = play_lung(&p->now, fmodf(p->view.pace_position_s + 9.2F, 10.0F));
    p->view.body[1].breath_lung = play_lung(&p->now, fmodf(p->view.pace_position_s + 8.8F, 10.0F));
    p->view.guide.noted = (uint32_t)(t / 19.0);
    if (scene_build(scene, s, in, &list) != R_OK || ui_draw(u, &list) != R_OK)
        return -1;
    ui_present(u);
    return 0;
}

static int bench_scene(const struct bench *b, struct ui *u, const struct scene *scene)
{
    static struct scene_state s;
    static struct play p;
    scene_init(&s, 1);
    play_init(&p, 6.0F, 1.0F);
    struct scene_input in = {.view = &p.view,
                             .dt_s = 1.0F / 30.0F,
                             .width = b->w,
                             .height = b->h,
                             .scale = 1.0F,
                             .theme = b->theme,
                             .phrase = "may I be at ease",
                             .practised_min = 2000.0F,
                             .circle = 6};
    double cpu = 0.0, wall = 0.0, memory = 0.0;
    int rc = 0;
    for (int i = 0; i < WARM + FRAMES && rc == 0; i++) {
        if (i == WARM) {
            cpu = cpu_s();
            wall = wall_s();
            memory = memory_mb();
        }
        rc = frame(u, scene, &s, &in, &p, 60.0 + i / 30.0);
    }
    cpu = 1e3 * (cpu_s() - cpu) / FRAMES;
    wall = 1e3 * (wall_s() - wall) / FRAMES;
    printf("%-8s %dx%d: cpu %.1f ms (limit %.0f)%s, wall %.1f ms a frame, memory %.0f MB, grown by %.1f MB\n",
           scene->id, b->w, b->h, cpu, b->limit_ms, cpu > b->limit_ms ? " OVER" : "", wall, memory_mb(),
           memory_mb() - memory);
    return rc == 0 && cpu <= b->limit_ms ? 0 : 1;
}

/* What a frame costs while one picture takes the place of another: mostly reading back where the light is. */
static int bench_change(struct ui *u, const struct bench *b)
{
    static struct list plain, dark;
    const struct list_ground g[2] = {
        {{colour_hex(0x101010), colour_hex(0x202020), colour_hex(0x303030)}, 0.5F, 0.0F, 1.0F},
        {{colour_hex(0xE0E0E0), colour_hex(0xF0F0F0), colour_hex(0xE8E8E8)}, 0.5F, 0.0F, 1.0F}};
    int frames = 0;
    list_clear(&dark, b->w, b->h);
    list_add_ground(&dark, &g[0]);
    list_clear(&plain, b->w, b->h);
    list_add_ground(&plain, &g[1]);
    if (ui_draw(u, &dark) != R_OK)
        return 1;
    ui_present(u);
    ui_keep(u, &dark);
    const double cpu = cpu_s();
    for (bool more = true; more; frames++) {
        if (ui_draw(u, &plain) != R_OK)
            return 1;
        more = ui_fade(u, 1.0F / 30.0F, 0.5F);
        ui_present(u);
    }
    printf("a change %dx%d: cpu %.1f ms a frame, %d frames\n", b->w, b->h, 1e3 * (cpu_s() - cpu) / frames, frames);
    return 0;
}

static int bench(const struct bench *b, const char *only)
{
    int over = 0;
    const double opened = wall_s();
    struct ui *u = open_window(b);
    if (!u)
        return 1;
    struct ui_facts facts;
    ui_facts(u, &facts);
    printf("%s%s, window open after %.0f ms\n", facts.renderer, facts.software ? " in software" : "",
           1e3 * (wall_s() - opened));
    for (size_t i = 0; i < scene_count(); i++) {
        if (!only || strcmp(only, scene_get(i)->id) == 0)
            over |= bench_scene(b, u, scene_get(i));
    }
    over |= bench_change(u, b);
    ui_close(u);
    return over;
}

int main(int argc, char **argv)
{
    struct bench b = {.assets = argc > 1 ? argv[1] : "assets", .w = 1280, .h = 720, .limit_ms = 14.0};
    const char *only = argc > 2 && argv[2][0] ? argv[2] : NULL;
    const int theme = argc > 3 ? theme_find(argv[3]) : THEME_DUSK;
    b.theme = (uint8_t)(theme < 0 ? THEME_DUSK : theme);
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 0);
    const int small = bench(&b, only);
    b.w = 1920;
    b.h = 1080;
    b.limit_ms = 28.0;
    const int large = bench(&b, only);
    return small || large;
}
