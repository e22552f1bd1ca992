/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of scripts: one row a key, one small function a kind of value. A new key is a row and a line of the manual.
 */
#include "train/script.h"

#include <string.h>

#include "base/text.h"

/* chosen: an afternoon; nobody sits longer without a break */
static const double MINUTES_MIN = 0.1, MINUTES_MAX = 180.0;
static const double SECONDS_MAX = 600.0; /* chosen: a longer silence is a stage of its own */
/* Bounds of what a person may be led to (train/adapt.h). */
static const double RATE_MIN = 3.0, RATE_MAX = 10.0;

enum { TEXT_TITLE, TEXT_ABOUT };

static void read_text(struct script_reader *r, uint8_t which, struct script_span v)
{
    if (which == TEXT_TITLE) {
        (void)script_take_text(r, v, r->p->title, sizeof r->p->title);
    } else {
        (void)script_take_text(r, v, r->p->about, sizeof r->p->about);
    }
    script_check_braces(r, v, false);
}

static void read_scene(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    struct script_span rest = v, word = script_word(&rest);
    if (word.end != v.end || word.end - word.at >= PRACTICE_WORD_N) {
        script_wrong(r, "a scene is one word, such as lotus");
        return;
    }
    script_copy(r->p->scene, word);
}

static void read_people(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    if (!script_is(v, "1") && !script_is(v, "2")) {
        script_wrong(r, "for: 1 or 2, how many people sit here");
        return;
    }
    r->p->people = (uint8_t)(*v.at - '0');
}

static void read_start(struct script_reader *r, uint8_t arg, struct script_span v)
{
    static const char *const STARTS[] = {"at once", "after listening"};
    (void)arg;
    int i = script_word_of(v, STARTS, 2);
    if (i < 0) {
        script_unknown(r, "start", v, STARTS, 2);
    }
    r->p->at_once = i == 0;
}

/* "12" or "12, 8 to 20" */
static void read_length(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    struct practice *p = r->p;
    struct script_span first = script_word(&v), least = script_word(&v), to = script_word(&v), most = script_word(&v);
    bool range = least.at < least.end;
    if (!script_number(first, MINUTES_MIN, MINUTES_MAX, &p->minutes) || script_word(&v).at < v.end) {
        script_wrong(r, "minutes: a number, or a number and its range: 12, 8 to 20");
        return;
    }
    p->minutes_least = p->minutes_most = p->minutes;
    if (range && (!script_number(least, MINUTES_MIN, MINUTES_MAX, &p->minutes_least) || !script_is(to, "to") ||
                  !script_number(most, MINUTES_MIN, MINUTES_MAX, &p->minutes_most))) {
        script_wrong(r, "minutes: the range is written so: 12, 8 to 20");
    } else if (p->minutes < p->minutes_least || p->minutes > p->minutes_most) {
        script_wrong(r, "minutes: %g is not within %g to %g", (double)p->minutes, (double)p->minutes_least,
                     (double)p->minutes_most);
    }
}

/* "2" or "2, never longer" */
static void read_minutes(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    struct script_span first = script_word(&v), rest = v;
    while (rest.at < rest.end && (script_blank(*rest.at) || *rest.at == ',')) {
        rest.at++;
    }
    if (!script_number(first, MINUTES_MIN, MINUTES_MAX, &r->stage->minutes)) {
        script_wrong(r, "minutes: a number from %g to %g", MINUTES_MIN, MINUTES_MAX);
    } else if (rest.at < rest.end && !script_is(rest, "never longer")) {
        script_wrong(r, "minutes: behind the number only \"never longer\" may stand");
    }
    r->stage->never_longer = rest.at < rest.end;
}

static const char *const BREATHS[] = {
    [PRACTICE_OWN] = "own",     [PRACTICE_FOLLOW] = "follow", [PRACTICE_LEAD] = "lead",   [PRACTICE_SETTLE] = "settle",
    [PRACTICE_FIXED] = "fixed", [PRACTICE_SLIDE] = "slide",   [PRACTICE_STEPS] = "steps", [PRACTICE_CHECK] = "check"};
enum { BREATHS_N = sizeof BREATHS / sizeof BREATHS[0] };

const char *practice_breath_name(uint8_t breath)
{
    return breath < BREATHS_N ? BREATHS[breath] : "?";
}

static void read_breath(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    struct script_span word = script_word(&v), rate = script_word(&v);
    int i = script_word_of(word, BREATHS, BREATHS_N);
    if (i < 0) {
        script_unknown(r, "way of breathing", word, BREATHS, BREATHS_N);
    } else if (i == PRACTICE_FIXED && !script_number(rate, RATE_MIN, RATE_MAX, &r->stage->per_min)) {
        script_wrong(r, "breath: fixed needs breaths a minute from %g to %g: fixed 6", RATE_MIN, RATE_MAX);
    } else if ((i != PRACTICE_FIXED && rate.at < rate.end) || script_word(&v).at < v.end) {
        script_wrong(r, "breath: %s stands alone", BREATHS[i]);
    } else {
        r->stage->breath = (uint8_t)i;
    }
}

static void read_exhale(struct script_reader *r, uint8_t arg, struct script_span v)
{
    static const char *const WORDS[] = {"usual", "longer"};
    (void)arg;
    int i = script_word_of(v, WORDS, 2);
    if (i < 0) {
        script_unknown(r, "exhale", v, WORDS, 2);
    }
    r->stage->long_exhale = i == 1;
}

static void read_turn(struct script_reader *r, uint8_t arg, struct script_span v)
{
    static const char *const TURNS[] = {
        [PRACTICE_BOTH] = "both", [PRACTICE_FIRST] = "first", [PRACTICE_SECOND] = "second"};
    (void)arg;
    int i = script_word_of(v, TURNS, 3);
    if (i < 0) {
        script_unknown(r, "turn", v, TURNS, 3);
    } else {
        r->stage->turn = (uint8_t)i;
    }
}

static void read_measure(struct script_reader *r, uint8_t arg, struct script_span v)
{
    static const char *const MEASURES[] = {"resonance", "rest"};
    (void)arg;
    int i = script_word_of(v, MEASURES, 2);
    if (i < 0) {
        script_unknown(r, "measure", v, MEASURES, 2);
    } else {
        r->stage->measure = (uint8_t)(i + PRACTICE_RESONANCE);
    }
}

static void read_notes(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    (void)v;
    r->stage->notes = true;
}

static void read_runs(struct script_reader *r, uint8_t runs, struct script_span v)
{
    if (r->stage->runs != PRACTICE_ALWAYS) {
        script_wrong(r, "a stage runs only if chosen or only on return, not both");
        return;
    }
    r->stage->runs = runs;
    if (runs == PRACTICE_IF_CHOSEN) {
        (void)script_take_text(r, v, r->stage->question, sizeof r->stage->question);
        script_check_braces(r, v, false);
    }
}

static void read_offer(struct script_reader *r, uint8_t until, struct script_span v)
{
    r->stage->offers_tenser = r->stage->offers_tenser || until == PRACTICE_TENSER;
    r->stage->offers_stirred = r->stage->offers_stirred || until == PRACTICE_STIRRED;
    if (v.at < v.end) {
        (void)script_take_text(r, v, r->stage->offer, sizeof r->stage->offer);
        script_check_braces(r, v, false);
    }
}

/* --- steps  --------------------------------------------------------------------------------------------------------
 */

static struct practice_step *add_step(struct script_reader *r, uint8_t kind)
{
    static const char *const FULL = "too many steps; a practice has room for %d";
    if (r->p->steps == PRACTICE_STEPS_MAX) {
        script_wrong(r, FULL, PRACTICE_STEPS_MAX);
        return NULL;
    }
    struct practice_step *s = &r->p->step[r->p->steps++];
    *s = (struct practice_step){.kind = kind};
    r->stage->steps++;
    return s;
}

static void read_say(struct script_reader *r, uint8_t when, struct script_span v)
{
    struct practice_step *s = add_step(r, PRACTICE_SAY);
    if (s != NULL) {
        s->when = when;
        (void)script_take_text(r, v, s->text, sizeof s->text);
        script_check_braces(r, v, when >= PRACTICE_IF_FOUND);
    }
}

static void read_wait(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    struct practice_step *s = add_step(r, PRACTICE_WAIT);
    if (s != NULL && !script_number(v, 0.0, SECONDS_MAX, &s->seconds)) {
        script_wrong(r, "wait: seconds, a number up to %g", SECONDS_MAX);
    }
}

static void read_repeat(struct script_reader *r, uint8_t arg, struct script_span v)
{
    (void)arg;
    (void)v;
    (void)add_step(r, PRACTICE_REPEAT);
}

/* ", at most N minutes" or seconds behind a condition */
static bool at_most(struct script_reader *r, struct script_span v, float *seconds)
{
    struct script_span at = script_word(&v), most = script_word(&v), n = script_word(&v), unit = script_word(&v);
    float value = 0.0F;
    if (at.at == at.end) {
        return true;
    }
    bool minutes = script_is(unit, "minutes") || script_is(unit, "minute"), any = minutes || script_is(unit, "seconds");
    if (!script_is(at, "at") || !script_is(most, "most") || !any || script_word(&v).at < v.end ||
        !script_number(n, 0.0, minutes ? SECONDS_MAX / 60.0 : SECONDS_MAX, &value)) {
        script_wrong(r, "until: behind the condition only \"at most N minutes\" (or seconds, up to %g) may stand",
                     SECONDS_MAX);
        return false;
    }
    *seconds = minutes ? value * 60.0F : value;
    return true;
}

static void read_until(struct script_reader *r, uint8_t arg, struct script_span v)
{
    static const char *const CONDITIONS[] = {[PRACTICE_SETTLED] = "settled",
                                             [PRACTICE_TENSER] = "tenser",
                                             [PRACTICE_STIRRED] = "stirred",
                                             [PRACTICE_FOLLOWED] = "followed",
                                             [PRACTICE_AN_INHALE] = "inhale",
                                             [PRACTICE_AN_EXHALE] = "exhale",
                                             [PRACTICE_SECONDS_LEFT] = "N seconds left"};
    (void)arg;
    struct practice_step *s = add_step(r, PRACTICE_UNTIL);
    if (s == NULL) {
        return;
    }
    struct script_span word = script_word(&v);
    int i = script_word_of(word, CONDITIONS, PRACTICE_SECONDS_LEFT);
    if (i >= 0) {
        s->until = (uint8_t)i;
        (void)at_most(r, v, &s->seconds);
    } else if (script_number(word, 0.0, SECONDS_MAX, &s->seconds)) {
        s->until = PRACTICE_SECONDS_LEFT;
        if (!script_is(script_word(&v), "seconds") || !script_is(script_word(&v), "left") ||
            script_word(&v).at < v.end) {
            script_wrong(r, "until: a number is written so: 20 seconds left");
        }
    } else {
        script_unknown(r, "condition", word, CONDITIONS, sizeof CONDITIONS / sizeof CONDITIONS[0]);
    }
}

static const struct script_key KEYS[] = {
    {"title", true, false, true, SCRIPT_MUST_VALUE, TEXT_TITLE, read_text},
    {"about", true, false, true, SCRIPT_MUST_VALUE, TEXT_ABOUT, read_text},
    {"for", true, false, true, SCRIPT_MUST_VALUE, 0, read_people},
    {"minutes", true, false, true, SCRIPT_MUST_VALUE, 0, read_length},
    {"scene", true, false, true, SCRIPT_MUST_VALUE, 0, read_scene},
    {"start", true, false, true, SCRIPT_MUST_VALUE, 0, read_start},
    {"minutes", false, true, true, SCRIPT_MUST_VALUE, 0, read_minutes},
    {"breath", false, true, true, SCRIPT_MUST_VALUE, 0, read_breath},
    {"exhale", false, true, true, SCRIPT_MUST_VALUE, 0, read_exhale},
    {"turn", false, true, true, SCRIPT_MUST_VALUE, 0, read_turn},
    {"measure", false, true, true, SCRIPT_MUST_VALUE, 0, read_measure},
    {"notes", false, true, true, SCRIPT_NO_VALUE, 0, read_notes},
    {"only if chosen", false, true, true, SCRIPT_MUST_VALUE, PRACTICE_IF_CHOSEN, read_runs},
    {"only on return", false, true, true, SCRIPT_NO_VALUE, PRACTICE_ON_RETURN, read_runs},
    {"offer breath when tenser", false, true, true, SCRIPT_MAY_VALUE, PRACTICE_TENSER, read_offer},
    {"offer breath when stirred", false, true, true, SCRIPT_MAY_VALUE, PRACTICE_STIRRED, read_offer},
    {"say", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_NOW, read_say},
    {"say on inhale", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_INHALE, read_say},
    {"say on exhale", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_EXHALE, read_say},
    {"say when noted", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_NOTED, read_say},
    {"say if found", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_FOUND, read_say},
    {"say if unchanged", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_UNCHANGED, read_say},
    {"say if moved", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_MOVED, read_say},
    {"say if unfollowed", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_UNFOLLOWED, read_say},
    {"say if unclear", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_UNCLEAR, read_say},
    {"say if first", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_FIRST, read_say},
    {"say if usual", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_USUAL, read_say},
    {"say if higher", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_HIGHER, read_say},
    {"say if lower", false, true, false, SCRIPT_MUST_VALUE, PRACTICE_IF_LOWER, read_say},
    {"wait", false, true, false, SCRIPT_MUST_VALUE, 0, read_wait},
    {"until", false, true, false, SCRIPT_MUST_VALUE, 0, read_until},
    {"repeat", false, true, true, SCRIPT_NO_VALUE, 0, read_repeat},
};
enum { KEYS_N = sizeof KEYS / sizeof KEYS[0] };
_Static_assert(sizeof KEYS / sizeof KEYS[0] <= (size_t)SCRIPT_KEYS_MAX, "room for the names of all keys");

const struct script_key *script_keys(size_t *n)
{
    *n = KEYS_N;
    return KEYS;
}
