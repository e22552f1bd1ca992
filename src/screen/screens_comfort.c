/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a person can set, each in words that say what it does; and the pages that are read. */
#include <math.h>

#include "screen/inside.h"

static void add_slider(struct page *p, uint8_t id, const char *title, float value, const char *note)
{
    (void)page_add(p, &(struct widget){.kind = WIDGET_SLIDER,
                                       .id = id,
                                       .title = title,
                                       .note = note,
                                       .value = value,
                                       .low = 0.0F,
                                       .high = 1.0F,
                                       .step = 0.05F});
}

static void add_switch(struct page *p, uint8_t id, const char *title, const char *note, bool on)
{
    (void)page_add(
        p, &(struct widget){.kind = WIDGET_SWITCH, .id = id, .title = title, .note = note, .value = on ? 1.0F : 0.0F});
}

static void add_choice(struct page *p, uint8_t id, const char *title, const char *const *names, int n, int at)
{
    (void)page_add(p, &(struct widget){.kind = WIDGET_CHOICE,
                                       .id = id,
                                       .title = title,
                                       .value = (float)at,
                                       .low = 0.0F,
                                       .high = (float)(n - 1),
                                       .names = names,
                                       .names_n = n});
}

/* Names that are translated: kept beside the page, in its arena. */
static const char *const *names_of(struct page *p, const char *const *ids, int n, const struct tongue *tongue)
{
    enum { NAMES_MAX = 8 };
    while (p->arena_n % sizeof(char *) != 0) {
        p->arena[p->arena_n++] = '\0';
    }
    const char **out = (const char **)(void *)(p->arena + p->arena_n);
    if (n > NAMES_MAX || p->arena_n + (size_t)n * sizeof *out > sizeof p->arena) {
        return ids;
    }
    p->arena_n += (size_t)n * sizeof *out;
    for (int i = 0; i < n; i++) {
        out[i] = _(ids[i]);
    }
    return out;
}

static const char *percent(struct page *p, float v, const struct tongue *tongue)
{
    return v < 0.025F ? _("off") : page_say(p, "%d %%", (int)lrintf(100.0F * v));
}

static void add_sound(struct page *p, const struct screen_comfort *s, const struct tongue *tongue)
{
    static const char *const BELLS[] = {N_("no bell"), N_("one strike"), N_("two strikes"), N_("three strikes")};
    add_slider(p, COMFORT_PAD, _("Soft tones"), s->pad, percent(p, s->pad, tongue));
    add_slider(p, COMFORT_SEA, _("Sea"), s->sea, percent(p, s->sea, tongue));
    add_slider(p, COMFORT_BOWL, _("Bowl"), s->bowl, percent(p, s->bowl, tongue));
    if (!isnan(s->own)) {
        add_slider(p, COMFORT_OWN, _("Your own sound"), s->own, percent(p, s->own, tongue));
    }
    add_choice(p, COMFORT_BELLS, _("Bell at start and end"), names_of(p, BELLS, 4, tongue), 4, s->bells);
    (void)page_add(
        p, &(struct widget){.kind = WIDGET_SLIDER,
                            .id = COMFORT_LATENCY,
                            .title = _("Sound comes late by"),
                            .note = page_say(p, _("%d ms, for wireless headphones"), (int)lrintf(s->latency_ms)),
                            .value = s->latency_ms,
                            .low = 0.0F,
                            .high = 400.0F,
                            .step = 10.0F});
    add_switch(p, COMFORT_VOICE, _("Voice"), _("says the lines, a few cues, and what is chosen here"), s->voice);
    add_slider(p, COMFORT_HAPTICS, _("Taps of the gamepad"), s->haptics, percent(p, s->haptics, tongue));
}

void comfort_make(struct page *p, const struct screen_facts *f)
{
    static const char *const THEMES[] = {N_("Dusk"), N_("Paper"), N_("Night")};
    const struct screen_comfort *s = &f->comfort;
    const struct tongue *tongue = f->tongue;
    p->title = _("Comfort");
    add_choice(p, COMFORT_THEME, _("Colours"), names_of(p, THEMES, 3, tongue), 3, s->theme);
    if (s->scenes_n > 1) {
        add_choice(p, COMFORT_SCENE, _("Picture"), s->scenes, s->scenes_n, s->scene);
    }
    add_choice(p, COMFORT_LANGUAGE, _("Language"), s->languages, s->languages_n, s->language);
    add_switch(p, COMFORT_MOTION, _("Less motion"), _("a slow change of light replaces movement"), s->less_motion);
    add_switch(p, COMFORT_LARGE, _("Larger words"), NULL, s->words_large);
    add_switch(p, COMFORT_WORDS, _("Words that rest"), _("they fade while you follow, and come back"), s->words_rest);
    add_switch(p, COMFORT_NUMBER, _("Heart rate hidden"), NULL, s->number_hidden);
    add_switch(p, COMFORT_TIME, _("Minutes hidden"), _("the ring still shows the time"), s->time_hidden);
    add_switch(p, COMFORT_PICTURE, _("Picture off"), _("sound and touch alone"), s->picture_off);
    add_sound(p, s, tongue);
    add_switch(p, COMFORT_ASK, _("Ask how calm I feel"), NULL, s->ask_calm);
    add_switch(p, COMFORT_FULL, _("Full screen"), NULL, s->full_screen);
    screen_add_back(p, f);
    (void)page_add(p, &(struct widget){.kind = WIDGET_BUTTON, .id = COMFORT_ABOUT, .title = _("About metta")});
}

static void add_paragraph(struct page *p, int i, const char *title, const char *words)
{
    (void)page_add(
        p, &(struct widget){.kind = WIDGET_ROW, .id = (uint8_t)(SCREEN_LIST + i), .title = title, .note = words});
}

void about_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = page_say(p, "metta %s", f->version ? f->version : "");
    add_paragraph(
        p, 0, _("What it is"),
        _("Breathing practice that listens to your heart. It meets your own breath, leads it gently, and eases "
          "off when it is too much."));
    add_paragraph(p, 1, _("When to stop"),
                  _("Dizzy, tingling or uneasy? Breathe as you like, softer and smaller, and rest. The key t eases the "
                    "pace at once; Escape pauses. Ending early is a whole session too."));
    add_paragraph(p, 2, _("What it is not"),
                  _("It is not a medical device and promises nothing. If you are in danger or cannot cope, call your "
                    "local emergency number."));
    add_paragraph(p, 3, _("Yours alone"),
                  _("Sessions stay in one local file that only you can read. There is no network code."));
    add_paragraph(
        p, 4, _("Keys"),
        _("Space pauses, t: too much, - slower, + faster, n number, b picture, l larger words, m less motion, "
          "d colours, F11 full screen."));
    add_paragraph(p, 5, _("Licence"), _("Free software under the GNU GPL 3 or later. Typeface: Inter, SIL OFL 1.1."));
    screen_add_back(p, f);
}

void learn_make(struct page *p, const struct screen_facts *f)
{
    const struct tongue *tongue = f->tongue;
    p->title = _("Learn");
    p->lead = _("Short cards, each with its sources.");
    for (int i = 0; i < f->cards_n && i < SCREEN_CARDS_MAX; i++) {
        add_paragraph(p, i, f->cards[i].title, NULL);
    }
    screen_add_back(p, f);
}

void card_make(struct page *p, const struct screen_facts *f)
{
    if (f->card >= 0 && f->card < f->cards_n) {
        const struct screen_card *c = &f->cards[f->card];
        p->title = c->title;
        for (int i = 0; i < c->n && i < SCREEN_PARAGRAPHS; i++) {
            add_paragraph(p, i, c->paragraph[i], c->source[i]);
        }
    }
    screen_add_back(p, f);
}
