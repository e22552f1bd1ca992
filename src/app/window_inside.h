/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APP_WINDOW_INSIDE_H
#define APP_WINDOW_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "app/choices.h"
#include "app/language.h"
#include "app/learn.h"
#include "app/ports.h"
#include "app/practice_list.h"
#include "app/progress.h"
#include "app/settings.h"
#include "app/sitting.h"
#include "app/sleep_watch.h"
#include "app/voice.h"
#include "link/link.h"
#include "scene/scene.h"
#include "screen/screen.h"
#include "ui/speaker.h"
#include "ui/ui.h"

/* What the files of the window share. Not for others. */

enum { WINDOW_CURVE = 240, WINDOW_WAVE = 256, WINDOW_WORDS = 160, WINDOW_LINE = PAGE_TEXT };

enum window_mode { MODE_SCREEN, MODE_SITTING, MODE_QUIT };

/** Looking for a sensor behind the home screen. ports is read only after done. */
struct window_search {
    pthread_t thread;
    bool started;
    atomic_bool done;
    struct ports ports;
};

/** A sensor that is only looked at: its pulse and wave, before a session takes it over. */
struct window_preview {
    struct link *link;
    struct engine *engine;
    const struct sensor_driver *driver;
    void *decoder;
    int64_t origin_us;
    usec bucket_us;
    float wave[WINDOW_WAVE];
    size_t wave_n;
};

/** A press in the session's scene. */
struct window_press {
    bool down, moved;
    float x, y;
};

struct window {
    const struct options *options;
    struct settings settings, kept; /* as they are; as the file has them */
    struct options call;            /* of the session to begin */
    char sensor[2][PORTS_NAME_N];
    const char *notice; /* why it did not begin; NULL none */
    struct ui *ui;
    struct language language;
    char language_asked[SETTINGS_WORD_N];
    struct choices choices;
    struct scene_words words;
    struct practice_list practices;
    struct learn learn;
    struct scene_state scene;
    struct scene_input input;
    struct screen_state screen_state;
    struct page page;
    struct screen_facts facts;
    struct screen_progress progress;
    char progress_words[PROGRESS_SENTENCES][PROGRESS_SENTENCE_N];
    struct list list; /* what is shown */
    struct view view;
    struct window_search search;
    struct window_preview preview;
    struct window_press press;
    struct sitting sitting;
    struct sleep_watch sleep;
    struct speaker *speaker;             /* NULL: silence */
    bool silent, touched, shown, first;  /* first: nothing was shown before this screen */
    int64_t ring_until_us;               /* the last bell is still heard */
    int64_t bell_from_us, bell_until_us; /* the sign for it */
    float bell_shown;
    const char *heard; /* what was asked for by a key, in words, until then */
    int64_t heard_until_us;
    struct voice voice;
    char voice_said[VOICE_WORDS]; /* of the focus, without the screen's title */
    uint8_t voice_screen;
    uint8_t mode, screen;
    bool home_first, searches, sits, visible, dirty, begin_wanted, paused, offered;
    float curve[WINDOW_CURVE];
    size_t curve_n;
    float curve_next_s, curve_every_s, scroll_y;
    float calm_before, calm_after;
    int64_t session;                                                     /* that just ended and is kept; 0 none */
    float rate_per_min[RESONANCE_BLOCKS], rate_answer[RESONANCE_BLOCKS]; /* of the resonance test */
    size_t rate_n;
    char line[WINDOW_LINE], sentence[WINDOW_WORDS], offer[VIEW_LINE_N];
    int code;
    int64_t frame_us, breath_us;
};

/* window_pages.c: screens to settings, settings to screens. */
void window_go(struct window *w, uint8_t screen);
void window_remake(struct window *w);
void window_page_event(struct window *w, const struct page_event *e);
void window_fill(struct window *w);
void window_save(struct window *w);
void window_take_settings(struct window *w);

/** What is shown changes now: its picture is kept, to go softly. */
void window_change(struct window *w);

/* window_sitting.c: the session. */
void window_begin(struct window *w);
void window_advance(struct window *w);
void window_sitting_event(struct window *w, const struct ui_event *e);
void window_end(struct window *w);
void window_pause_pressed(struct window *w, uint8_t id);
void window_ask(struct window *w, uint8_t command); /* for an easier, slower or faster pace: heard, and said so */
void window_offer_answered(struct window *w, bool yes);
void window_tell(struct window *w); /* keeps the calm after and the line */

/* window_sound.c: what is heard and felt. */
void window_sound_begin(struct window *w);
void window_sound_tell(struct window *w);
void window_sound_bell(struct window *w, float in_s); /* the bowl is struck: its sign comes */
void window_sound_sign(struct window *w);             /* the sign, into the frame */
void window_sound_set(struct window *w);
void window_sound_again(struct window *w);
void window_sound_close(struct window *w);

/* window_voice.c: what is spoken, if the person wants a voice. */
void window_voice_focus(struct window *w); /* after a page was made */
void window_voice_tell(struct window *w);  /* with every tick */
void window_voice_answer(struct window *w, const char *words);

/* The id of the session's picture: chosen, or that of the practice. */
const char *window_scene(const struct window *w);

/* window_sensor.c: search and preview. */
void window_search_begin(struct window *w);
void window_search_end(struct window *w);
void window_search_look(struct window *w);
void window_preview_tick(struct window *w);
void window_preview_close(struct window *w);

#endif
