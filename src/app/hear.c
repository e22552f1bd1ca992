/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/hear.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/say.h"
#include "engine/engine.h"
#include "sound/synth.h"
#include "sound/wav.h"

enum { TICK_FRAMES = SOUND_RATE_HZ / (USEC_PER_SEC / ENGINE_TICK_US), RING_TICKS = 600 };

struct hear_file {
    struct synth synth;
    struct wav wav;
    float stereo[2 * TICK_FRAMES];
};

struct sound_moment hear_moment(const struct view *v)
{
    bool ended = v->stage == VIEW_END;
    return (struct sound_moment){
        .pace = v->pace,
        .position_s = v->pace_position_s,
        .own_lung = v->bodies > 0 && !v->body[0].gap ? v->body[0].breath_lung : NAN,
        .steadiness = v->bodies > 0 ? v->body[0].steadiness : 0.0F,
        .end_in_s = ended ? -1.0F : v->remaining_s,
        .quiet = v->paused,
    };
}

struct sound_volumes hear_volumes(const struct settings *s)
{
    return (struct sound_volumes){(float)s->pad, (float)s->sea, (float)s->bowl, (uint8_t)(s->bells + 0.5)};
}

int hear_open(struct hear_file **out, const char *path, const struct settings *s, uint64_t seed)
{
    struct hear_file *h = calloc(1, sizeof *h);
    if (h == NULL || wav_open(&h->wav, path) != R_OK) {
        say_error("--sound %s: %s; name a file that can be written", path, h != NULL ? strerror(errno) : "no memory");
        free(h);
        return EXIT_FAILED;
    }
    struct sound_volumes v = hear_volumes(s);
    synth_init(&h->synth, &v, seed);
    *out = h;
    return EXIT_DONE;
}

int hear_tick(struct hear_file *h, const struct view *v)
{
    struct sound_moment m = hear_moment(v);
    synth_render(&h->synth, &m, h->stereo, TICK_FRAMES);
    return wav_add(&h->wav, h->stereo, TICK_FRAMES);
}

int hear_close(struct hear_file *h, const struct view *v)
{
    if (h == NULL) {
        return R_OK;
    }
    int r = R_OK;
    for (int i = 0; i < RING_TICKS && v->stage == VIEW_END && r == R_OK; i++) {
        r = hear_tick(h, v);
    }
    int closed = wav_close(&h->wav);
    free(h);
    return r == R_OK ? closed : r;
}
