/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is heard and felt of the session in the window. Without a loudspeaker the session goes on in silence. */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>

#include "app/hear.h"
#include "app/say.h"
#include "link/clock.h"
#include "sound/synth.h"
#include "sound/touch.h"

/* The bell's sign: how long it stands and how softly it comes, s. chosen: read at leisure; rule M5, less motion M7 */
static const float SIGN_S = 3.0F, SIGN_COMES_S = 0.5F, SIGN_LESS_S = 0.2F;

/* A sound of the person's own that cannot be read is told once, and the others go on. */
static void open_speaker(struct window *w, struct speaker_config *c)
{
    char why[SETTINGS_WORD_N + 80] = "";
    int r = speaker_open(&w->speaker, c, why, sizeof why);
    if (r == R_DATA) {
        say_note(w->options->quiet, "your own sound is left out: %s", why);
        c->own_wav = NULL;
        r = speaker_open(&w->speaker, c, why, sizeof why);
    }
    if (r != R_OK) {
        say_note(w->options->quiet, "no sound: %s", why);
        w->speaker = NULL;
        w->silent = true; /* said once */
    }
}

void window_sound_begin(struct window *w)
{
    struct speaker_config c = {.now_us = clock_now_us,
                               .volumes = hear_volumes(&w->settings),
                               .own_wav = w->settings.own[0] != '\0' ? w->settings.own : NULL,
                               .own_volume = (float)w->settings.own_volume,
                               .latency_ms = (int)lrint(w->settings.latency_ms),
                               .seed = w->options->seed};
    if (w->speaker == NULL && !w->silent) {
        open_speaker(w, &c);
    }
    if (w->speaker != NULL) {
        speaker_begin(w->speaker);
    }
    window_sound_bell(w, SYNTH_START_BELL_S);
}

void window_sound_bell(struct window *w, float in_s)
{
    const struct sound_volumes v = hear_volumes(&w->settings);
    if (w->speaker != NULL && v.bowl > 0.0F && v.bells > 0) {
        w->bell_from_us = clock_now_us() + (int64_t)(1e6F * in_s);
        w->bell_until_us = w->bell_from_us + (int64_t)(1e6F * (SIGN_S + BOWL_APART_S * (float)(v.bells - 1)));
    }
}

void window_sound_sign(struct window *w)
{
    const int64_t now_us = clock_now_us();
    const bool rings = w->speaker != NULL && now_us >= w->bell_from_us && now_us < w->bell_until_us;
    const float step = w->input.dt_s / (w->input.reduced_motion ? SIGN_LESS_S : SIGN_COMES_S);
    w->bell_shown = fmaxf(0.0F, fminf(1.0F, w->bell_shown + (rings ? step : -step)));
    if (w->bell_shown > 0.0F) {
        scene_sign(&w->input, w->words.bell, w->bell_shown, &w->list);
    }
    /* A still screen is drawn as long as the sign is to come or to go. */
    w->dirty = w->dirty || w->bell_shown > 0.0F || (w->speaker != NULL && now_us < w->bell_until_us);
}

/* After the session its end is told on, so that the bell rings out; then the loudspeaker is given back. */
void window_sound_tell(struct window *w)
{
    struct sound_moment m = hear_moment(&w->view);
    if (w->mode != MODE_SITTING && clock_now_us() > w->ring_until_us) {
        window_sound_close(w);
        return;
    }
    speaker_tell(w->speaker, &m, clock_now_us());
    const float strength = (float)w->settings.haptics * touch_strength(&m);
    if (w->mode == MODE_SITTING && (strength > 0.0F || w->touched)) {
        ui_touch(w->ui, strength);
        w->touched = strength > 0.0F;
    }
}

void window_sound_set(struct window *w)
{
    const struct sound_volumes v = hear_volumes(&w->settings);
    speaker_set(w->speaker, &v, (float)w->settings.own_volume, (int)lrint(w->settings.latency_ms));
}

void window_sound_again(struct window *w)
{
    if (w->speaker != NULL) {
        (void)speaker_again(w->speaker);
    }
}

void window_sound_close(struct window *w)
{
    if (w->speaker != NULL) {
        speaker_close(w->speaker);
        w->speaker = NULL;
    }
}
#else
typedef int window_sound_is_empty;
#endif
