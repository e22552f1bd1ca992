/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a frame of the lotus costs without a graphics card: processor time of all threads, time to the first frame,
   memory. Limits of the design: 14 ms at 1280x720, 28 ms at 1920x1080. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "scene/scene.h"
#include "tests/shot/play.h"
#include "ui/ui.h"

enum { FRAMES = 300, WARM = 30 };

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static struct ui *open_window(int w, int h, const char *assets)
{
    struct ui *u = NULL;
    char why[200] = "";
    const struct ui_config c = {.title = "bench", .assets = assets, .width = w, .height = h, .hidden = true};
    if (ui_open(&c, &u, why, sizeof why) != R_OK)
        fprintf(stderr, "%s\n", why);
    return u;
}

static int frame(struct ui *u, struct scene_state *s, struct scene_input *in, struct play *p, double t)
{
    static struct list list;
    play_to(p, t);
    p->view.body[0].breath_lung = 0.5F;
    if (scene_build(scene_find("lotus"), s, in, &list) != R_OK || ui_draw(u, &list) != R_OK)
        return -1;
    ui_present(u);
    return 0;
}

static int bench(int w, int h, double limit_ms, const char *assets)
{
    struct scene_state s;
    struct play p;
    const double opened = seconds(CLOCK_MONOTONIC);
    struct ui *u = open_window(w, h, assets);
    if (!u)
        return 1;
    struct ui_facts facts;
    ui_facts(u, &facts);
    scene_init(&s, 1);
    play_init(&p, 6.0F, 1.0F);
    struct scene_input in = {.view = &p.view, .width = w, .height = h, .scale = 1.0F, .phrase = "may I be at ease"};
    in.dt_s = 1.0F / 30.0F;
    int rc = frame(u, &s, &in, &p, 60.0);
    const double first = seconds(CLOCK_MONOTONIC) - opened;
    double cpu = 0.0, wall = 0.0;
    for (int i = 0; i < WARM + FRAMES && rc == 0; i++) {
        if (i == WARM) {
            cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
            wall = seconds(CLOCK_MONOTONIC);
        }
        rc = frame(u, &s, &in, &p, 60.0 + i / 30.0);
    }
    cpu = 1e3 * (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) / FRAMES;
    wall = 1e3 * (seconds(CLOCK_MONOTONIC) - wall) / FRAMES;
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("lotus %dx%d %s%s: cpu %.1f ms (limit %.0f), wall %.1f ms a frame, first frame %.0f ms, memory %.0f MB\n", w,
           h, facts.renderer, facts.software ? " in software" : "", cpu, limit_ms, wall, 1e3 * first,
           (double)use.ru_maxrss / 1024.0);
    ui_close(u);
    return rc == 0 && cpu <= limit_ms ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *assets = argc > 1 ? argv[1] : "assets";
    setenv("LIBGL_ALWAYS_SOFTWARE", "1", 0);
    const int small = bench(1280, 720, 14.0, assets), large = bench(1920, 1080, 28.0, assets);
    return small || large;
}
