/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/choices.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/language.h"
#include "scene/scene.h"

static const int MINUTES[] = {3, 5, 10, 15, 20, 30};
enum { MINUTES_N = sizeof MINUTES / sizeof MINUTES[0] };

static int index_of(const char *const *list, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], word) == 0) {
            return (int)i;
        }
    }
    return 0;
}

static void name_scenes(struct choices *names, const struct tongue *tongue)
{
    static const char *const TITLES[][2] = {{"lotus", N_("Lotus")},     {"tide", N_("Tide")},
                                            {"two", N_("Two lights")},  {"garden", N_("Garden")},
                                            {"lantern", N_("Lantern")}, {"leaves", N_("Leaves on a stream")},
                                            {"plain", N_("Plain ring")}};
    names->scenes[0] = _("as the practice");
    for (size_t i = 0; i < scene_count() && i < CHOICES_SCENES - 1; i++) {
        const char **title = &names->scenes[i + 1];
        *title = scene_get(i)->title;
        for (size_t k = 0; k < sizeof TITLES / sizeof TITLES[0]; k++) {
            if (strcmp(TITLES[k][0], scene_get(i)->id) == 0) {
                *title = tongue_say(tongue, TITLES[k][1]);
            }
        }
    }
}

void choices_fill(struct choices *names, struct screen_comfort *c, const struct settings *s,
                  const struct tongue *tongue)
{
    size_t languages = 0;
    const char *const *codes = language_codes(&languages);
    *c = (struct screen_comfort){.theme = theme_find(s->theme),
                                 .language = index_of(codes, languages, s->language),
                                 .bells = (int)lrint(s->bells),
                                 .languages = language_names(&languages),
                                 .languages_n = (int)languages,
                                 .less_motion = s->reduced_motion,
                                 .words_large = s->large_words,
                                 .words_rest = s->words_rest,
                                 .number_hidden = s->number_hidden,
                                 .time_hidden = s->time_hidden,
                                 .picture_off = s->picture_off,
                                 .full_screen = s->full_screen,
                                 .ask_calm = s->ask_calm,
                                 .pad = (float)s->pad,
                                 .sea = (float)s->sea,
                                 .bowl = (float)s->bowl,
                                 .own = s->own[0] != '\0' ? (float)s->own_volume : NAN,
                                 .voice = s->voice,
                                 .haptics = (float)s->haptics,
                                 .latency_ms = (float)s->latency_ms};
    name_scenes(names, tongue);
    c->scenes = names->scenes;
    c->scenes_n = scene_count() < CHOICES_SCENES - 1 ? (int)scene_count() + 1 : CHOICES_SCENES;
    for (int i = 1; i < c->scenes_n; i++) {
        c->scene = strcmp(scene_get((size_t)i - 1)->id, s->scene) == 0 ? i : c->scene;
    }
}

static void set_word(char *field, const char *word)
{
    (void)snprintf(field, SETTINGS_WORD_N, "%s", word);
}

static void take_look(struct settings *s, uint8_t id, float v)
{
    size_t languages = 0;
    struct theme theme;
    switch (id) {
    case COMFORT_THEME:
        theme_get((uint8_t)v, &theme);
        set_word(s->theme, theme.id);
        break;
    case COMFORT_SCENE:
        set_word(s->scene, v < 0.5F ? "auto" : scene_get((size_t)v - 1)->id);
        break;
    case COMFORT_LANGUAGE:
        set_word(s->language, language_codes(&languages)[(size_t)v]);
        break;
    case COMFORT_MOTION:
        s->reduced_motion = v > 0.5F;
        break;
    case COMFORT_LARGE:
        s->large_words = v > 0.5F;
        break;
    case COMFORT_WORDS:
        s->words_rest = v > 0.5F;
        break;
    case COMFORT_NUMBER:
        s->number_hidden = v > 0.5F;
        break;
    case COMFORT_TIME:
        s->time_hidden = v > 0.5F;
        break;
    case COMFORT_PICTURE:
        s->picture_off = v > 0.5F;
        break;
    case COMFORT_FULL:
        s->full_screen = v > 0.5F;
        break;
    default:
        break;
    }
}

/* Hundredths: a slider's float must not leave 0.349999994 in the file. */
static double tidy(float v)
{
    return round((double)v * 100.0) / 100.0;
}

void choices_take(struct settings *s, uint8_t id, float v)
{
    switch (id) {
    case COMFORT_PAD:
        s->pad = tidy(v);
        break;
    case COMFORT_SEA:
        s->sea = tidy(v);
        break;
    case COMFORT_BOWL:
        s->bowl = tidy(v);
        break;
    case COMFORT_OWN:
        s->own_volume = tidy(v);
        break;
    case COMFORT_VOICE:
        s->voice = v > 0.5F;
        break;
    case COMFORT_BELLS:
        s->bells = tidy(v);
        break;
    case COMFORT_LATENCY:
        s->latency_ms = tidy(v);
        break;
    case COMFORT_HAPTICS:
        s->haptics = tidy(v);
        break;
    case COMFORT_ASK:
        s->ask_calm = v > 0.5F;
        break;
    default:
        take_look(s, id, v);
        break;
    }
}

double choices_next_minutes(double minutes)
{
    int at = 0;
    while (at < MINUTES_N && MINUTES[at] <= (int)lrint(minutes)) {
        at++;
    }
    return MINUTES[at % MINUTES_N];
}
