/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is heard and felt of the session in the window. Without a loudspeaker the session goes on in silence. */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>

#include "app/hear.h"
#include "app/say.h"
#include "link/clock.h"
#include "sound/touch.h"

void window_sound_begin(struct window *w)
{
    char why[200] = "";
    const struct speaker_config c = {.now_us = clock_now_us,
                                     .volumes = hear_volumes(&w->settings),
                                     .latency_ms = (int)lrint(w->settings.latency_ms),
                                     .seed = w->options->seed};
    if (w->speaker == NULL && !w->silent && speaker_open(&w->speaker, &c, why, sizeof why) != R_OK) {
        say_note(w->options->quiet, "no sound: %s", why);
        w->speaker = NULL;
        w->silent = true; /* said once */
    }
    if (w->speaker != NULL) {
        speaker_begin(w->speaker);
    }
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
    speaker_set(w->speaker, &v, (int)lrint(w->settings.latency_ms));
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
