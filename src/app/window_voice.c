/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the voice says of the window: the session's lines and cues, and what has the focus, when it moves or changes. */
#include "app/window_inside.h"

#if METTA_UI
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "link/clock.h"

/* What a widget is set to, in words; "" none. number holds words that are made here. */
static const char *state_of(const struct widget *f, const struct tongue *tongue, char number[8])
{
    switch (f->kind) {
    case WIDGET_SLIDER: /* the note of a slider is its value; a scale has only its number */
        if (f->from == NULL || isnan(f->value)) {
            return f->note != NULL ? f->note : "";
        }
        (void)snprintf(number, 8, "%.0f", (double)f->value);
        return number;
    case WIDGET_SWITCH:
        return f->value > 0.5F ? _("on") : _("off");
    case WIDGET_CHOICE:
        return f->names_n > 0 ? f->names[(int)fmaxf(0.0F, fminf(f->value, (float)(f->names_n - 1)))] : "";
    case WIDGET_LINE:
        return f->text != NULL ? f->text : "";
    default:
        return f->note != NULL ? f->note : "";
    }
}

void window_voice_focus(struct window *w)
{
    char words[VOICE_WORDS], whole[VOICE_WORDS + PAGE_TEXT], number[8];
    const struct widget *f = page_focused(&w->page);
    if (!w->settings.voice || f == NULL || f->title == NULL) {
        return;
    }
    const char *state = state_of(f, &w->language.tongue, number);
    const bool screen = w->voice_screen != w->screen && w->page.title != NULL;
    (void)snprintf(words, sizeof words, "%s%s", f->title, f->title[0] != '\0' && state[0] != '\0' ? ", " : "");
    (void)snprintf(words + strlen(words), sizeof words - strlen(words), "%s", state);
    if (!screen && strcmp(words, w->voice_said) == 0) {
        return;
    }
    (void)snprintf(w->voice_said, sizeof w->voice_said, "%s", words);
    (void)snprintf(whole, sizeof whole, "%.*s%s%s", screen ? PAGE_TEXT - 3 : 0, screen ? w->page.title : "",
                   screen ? ". " : "", words);
    w->voice_screen = w->screen;
    voice_say(&w->voice, VOICE_SHORT, whole, clock_now_us());
}

void window_voice_answer(struct window *w, const char *words)
{
    if (w->settings.voice) {
        voice_say(&w->voice, VOICE_SHORT, words, clock_now_us());
    }
}

void window_voice_tell(struct window *w)
{
    if (!w->settings.voice) {
        voice_close(&w->voice);
    } else if (w->mode == MODE_SITTING) {
        voice_view(&w->voice, &w->view, &w->words, clock_now_us());
    } else {
        voice_rest(&w->voice, clock_now_us());
    }
}
#else
typedef int window_voice_is_empty;
#endif
