/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. What reaches the engine in a tick reaches the capture with that tick's number.
   2. The store and the screens are told after the tick, and never feed back into the session.
   3. However a session ends, its summary is told and kept before anything is closed. */
#include "app/sitting.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/json.h"
#include "app/keep.h"
#include "app/say.h"
#include "app/sitting_inside.h"
#include "link/clock.h"
#include "sound/touch.h"

/* "H tick hash every 250 ticks": the first wrong moment of a replay is known to five seconds. */
enum { HASH_TICKS = 250, SECOND_TICKS = USEC_PER_SEC / ENGINE_TICK_US };
/* Without a clock there is no second to keep up with: a transaction a minute of session time. */
enum { MAX_COMMIT_TICKS = 60 * SECOND_TICKS };

/* Whose sensor link i of a capture was: "# who 0 0 1" in its head, for two people; others have one. */
static uint8_t captured_who(const struct source *source, uint8_t link, uint8_t otherwise)
{
    const struct capture_header *h = source_capture(source);
    const char *text = h != NULL ? capture_value(h, "who") : NULL;
    for (uint8_t i = 0; text != NULL && *text != '\0'; text++) {
        if (*text != ' ' && i++ == link) {
            return *text == '1' ? 1 : 0;
        }
    }
    return otherwise;
}

static int add_source(struct sitting *s, const struct source_spec *spec, uint8_t who, struct engine_config *c)
{
    struct source *source = NULL;
    if (s->sources_n == SITTING_SOURCES_MAX) {
        say_error("too many sensors in one session");
        return EXIT_CALL;
    }
    int code = source_open(&source, spec, s->origin_us, s->options->seed, s->options->quiet);
    if (code != EXIT_DONE) {
        return code;
    }
    s->first[s->sources_n] = c->links;
    s->sources[s->sources_n++] = source;
    for (uint8_t i = 0; i < source_links(source); i++) {
        if (c->links == LINKS_MAX) {
            say_error("too many sensors in one session");
            return EXIT_CALL;
        }
        uint8_t whose = captured_who(source, i, who);
        c->bodies = whose >= c->bodies ? (uint8_t)(whose + 1) : c->bodies;
        c->link[c->links++] = (struct engine_link){source_driver(source, i), whose};
    }
    s->live = s->live || source_live(source);
    s->simulated = s->simulated || source_simulated(source);
    return EXIT_DONE;
}

/* All specs are understood before the first port is opened: a wrong call costs nobody two seconds. */
static int read_specs(const struct options *o, const struct settings *settings, struct source_spec specs[][2])
{
    for (size_t i = 0; i < (o->sensors_n > 0 ? o->sensors_n : 1); i++) {
        const char *text = o->sensors_n > 0 ? o->sensors[i] : settings->sensor;
        if (o->command == CMD_REPLAY) {
            specs[i][0] = (struct source_spec){"recording", o->files[0]};
        } else if (!source_spec_read(&specs[i][0], text)) {
            return EXIT_CALL;
        }
        if (o->breaths[i] != NULL && !source_spec_read(&specs[i][1], o->breaths[i])) {
            return EXIT_CALL;
        }
    }
    return EXIT_DONE;
}

static int open_sources(struct sitting *s, struct engine_config *c)
{
    const struct options *o = s->options;
    struct source_spec specs[OPTIONS_SENSORS_MAX][2];
    int code = read_specs(o, s->settings, specs);
    c->bodies = o->sensors_n > 1 ? 2 : 1;
    const uint8_t sources = c->bodies;
    for (uint8_t who = 0; who < sources && code == EXIT_DONE; who++) {
        code = add_source(s, &specs[who][0], who, c);
        if (code == EXIT_DONE && o->breaths[who] != NULL) {
            code = add_source(s, &specs[who][1], who, c);
        }
    }
    s->bodies = c->bodies;
    return code;
}

static int make_engine(struct sitting *s, const struct engine_config *c)
{
    s->engine = aligned_alloc(_Alignof(max_align_t), (engine_size() + 63) / 64 * 64);
    if (s->engine == NULL || engine_init(s->engine, c) != R_OK) {
        say_error("no memory for a session");
        free(s->engine);
        s->engine = NULL;
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

/* What was replayed is not kept again; without a clock (speed max) only where --db says so. */
static bool to_be_kept(const struct sitting *s)
{
    bool clock = s->options->speed > 0.0;
    return !s->options->unkept && (s->live || s->simulated) && (clock || s->options->db != NULL);
}

static int open_store(struct sitting *s)
{
    return to_be_kept(s) ? keep_open(&s->store, s->options) : EXIT_DONE;
}

/* Of two each has a session of their own, under their own name; each is told of the other. */
static int begin_store(struct sitting *s)
{
    char now[SITTING_WORD_N];
    keep_now(now, sizeof now);
    bool shared = s->bodies > 1;
    for (int who = 0; s->store != NULL && who < (shared ? 2 : 1); who++) {
        struct store_session row = {.started = now,
                                    .profile = plan_profile(s, who),
                                    .practice = s->practice.row.id,
                                    .sensor = source_name(s->sources[0]),
                                    .simulated = s->simulated,
                                    .shared = shared,
                                    .partner = who == 1 ? s->session[0] : 0};
        if (store_begin(s->store, &row, &s->session[who]) != R_OK) {
            say_error("the session cannot be kept: %s", store_why(s->store));
            return EXIT_STORE;
        }
    }
    return EXIT_DONE;
}

static int check_call(struct sitting *s)
{
    const struct options *o = s->options;
    if (o->json && !o->headless) {
        say_error("--json: a session tells JSON only with --headless");
        return EXIT_CALL;
    }
    return o->practice_set ? plan_named(s) : EXIT_DONE;
}

static void told(struct sitting *s, int result)
{
    s->write_failed = s->write_failed || result != R_OK;
}

static void tell_begin(struct sitting *s)
{
    if (s->json) {
        struct json_session js = {source_name(s->sources[0]), s->practice.row.id, s->settings->profile, s->simulated,
                                  s->bodies > 1};
        told(s, json_session(stdout, &js));
    }
}

int sitting_open(struct sitting *s, const struct options *o, const struct settings *settings)
{
    *s = (struct sitting){.options = o, .settings = settings, .json = o->json, .exit_code = EXIT_DONE};
    struct engine_config c = {0};
    int code = check_call(s);
    s->origin_us = clock_now_us();
    code = code == EXIT_DONE ? open_sources(s, &c) : code;
    if (code == EXIT_DONE && s->live && o->speed_set && o->speed != 1.0) {
        say_error("--speed: a live sensor has the speed of its body; leave the option out");
        code = EXIT_CALL;
    }
    code = code == EXIT_DONE ? plan_practice(s, &c) : code;
    if (code == EXIT_DONE) {
        plan_session(s, &c);
        code = open_store(s);
        code = code == EXIT_DONE ? plan_memory(s, &c.session) : code;
        code = code == EXIT_DONE ? make_engine(s, &c) : code;
    }
    code = code == EXIT_DONE ? begin_store(s) : code;
    code = code == EXIT_DONE ? sitting_begin_capture(s, &c) : code;
    if (code == EXIT_DONE && o->sound != NULL) {
        code = hear_open(&s->hear, o, settings);
    }
    if (code != EXIT_DONE) {
        s->exit_code = code;
        return code;
    }
    s->began = true;
    tell_begin(s);
    return EXIT_DONE;
}

/* In one's own session one is body 0; the pace belongs to both. */
static int keep_event(struct sitting *s, const struct event *e)
{
    struct event own = *e;
    own.who = 0;
    int r = store_event(s->store, s->session[e->who], &own);
    if (r == R_OK && e->kind == EVENT_PACE && s->session[1] > 0) {
        r = store_event(s->store, s->session[1], &own);
    }
    return r;
}

static void tell_event(struct sitting *s, const struct event *e)
{
    if (e->kind == EVENT_SUMMARY) {
        s->together = e->as.summary.together;
        s->answer = e->who == 0 ? e->as.summary.answer : s->answer;
    }
    if (s->json) {
        told(s, json_event(stdout, e, s->bodies > 1, s->session[e->who]));
    }
    if (s->options->verbose && e->kind == EVENT_SUMMARY) { /* the same line however the session was shown */
        told(s, json_event(stderr, e, s->bodies > 1, s->session[e->who]));
    }
    if (s->terminal != NULL) {
        terminal_event(s->terminal, e);
    }
    if (s->hear != NULL) {
        hear_event(s->hear, e);
    }
    if (s->store != NULL && keep_event(s, e) != R_OK) {
        say_error("the session can no longer be kept: %s", store_why(s->store));
        s->exit_code = EXIT_STORE;
        store_close(s->store);
        s->store = NULL;
    }
}

static void tell_events(struct sitting *s)
{
    size_t n = 0;
    const struct event *e = engine_events(s->engine, &n);
    for (size_t i = 0; i < n; i++) {
        tell_event(s, &e[i]);
    }
    if (n > 0 && s->json && s->options->speed > 0.0) { /* who listens live hears it now */
        told(s, fflush(stdout) == 0 ? R_OK : R_IO);
    }
}

/* The simulated person sees the pacer as everybody does. */
static void show_pace(struct sitting *s)
{
    size_t n = 0;
    const struct event *e = engine_events(s->engine, &n);
    struct view v;
    engine_view(s->engine, &v);
    bool shown = pace_cycle_s(&v.pace) > 0.0F;
    for (size_t i = 0; i < s->sources_n; i++) {
        for (size_t k = 0; k < n; k++) {
            if (e[k].kind == EVENT_PACE) {
                source_pace(s->sources[i], e[k].t, &e[k].as.pace.pace);
            }
        }
        if (s->paced && !shown) {
            source_pace(s->sources[i], v.t, &v.pace);
        }
    }
    s->paced = shown;
}

/* Closes the sound; a file that was cut short is said once. */
static void end_sound(struct sitting *s, int result)
{
    struct view v = {0};
    if (s->engine != NULL) {
        engine_view(s->engine, &v);
    }
    int closed = hear_close(s->hear, &v);
    s->hear = NULL;
    if (result != R_OK || closed != R_OK) {
        say_error("%s: %s; the sound is cut off", s->options->sound,
                  result == R_FULL ? "a WAV file holds 6 hours" : strerror(errno));
        s->exit_code = EXIT_FAILED;
    }
}

static void keep_sound(struct sitting *s)
{
    struct view v;
    engine_view(s->engine, &v);
    int r = hear_tick(s->hear, &v);
    if (r != R_OK) {
        end_sound(s, r);
    }
}

/* Live sensors have real time, so that what is sent now is felt now. */
static void touch(struct sitting *s)
{
    struct view v;
    bool felt = false;
    for (size_t i = 0; i < s->sources_n; i++) {
        felt = felt || source_feels(s->sources[i]);
    }
    if (!felt || s->settings->haptics <= 0.0) {
        return;
    }
    engine_view(s->engine, &v);
    const struct sound_moment m = hear_moment(&v);
    for (size_t i = 0; i < s->sources_n; i++) {
        source_touch(s->sources[i], (float)s->settings->haptics * touch_strength(&m));
    }
}

static void keep_up(struct sitting *s)
{
    uint64_t ticks = engine_ticks(s->engine);
    bool clock = s->options->speed > 0.0;
    if (s->keep != NULL && ticks % HASH_TICKS == 0) {
        capture_write_hash(s->keep, ticks, engine_hash(s->engine));
    }
    if (s->keep != NULL && ticks % SECOND_TICKS == 0 && capture_flush(s->keep) != R_OK) {
        say_error("%s: %s; the capture ends here", s->options->capture, strerror(errno));
        s->exit_code = EXIT_FAILED;
        (void)!capture_finish(s->keep);
        s->keep = NULL;
    }
    if (s->store != NULL && ticks % (clock ? SECOND_TICKS : MAX_COMMIT_TICKS) == 0 && store_commit(s->store) != R_OK) {
        say_error("the session can no longer be kept: %s", store_why(s->store));
        s->exit_code = EXIT_STORE;
        store_close(s->store);
        s->store = NULL;
    }
}

/* False: every file is at its end, or not to be trusted any further. Of two people one may go on alone. */
static bool deliver(struct sitting *s)
{
    bool more = false;
    for (size_t i = 0; i < s->sources_n; i++) {
        enum source_state state =
            s->over[i] ? SOURCE_ENDED : source_deliver(s->sources[i], s->engine, s->first[i], s->keep);
        more = more || state == SOURCE_MORE;
        s->over[i] = state != SOURCE_MORE;
        if (state != SOURCE_MORE && state != SOURCE_ENDED && s->exit_code == EXIT_DONE) {
            say_error("%s", source_why(s->sources[i]));
            s->exit_code = state == SOURCE_BROKEN ? EXIT_FILE : state == SOURCE_LOST ? EXIT_SENSOR : EXIT_FAILED;
        }
    }
    return more;
}

bool sitting_tick(struct sitting *s)
{
    bool more = deliver(s);
    engine_tick(s->engine);
    tell_events(s);
    if (s->simulated) {
        show_pace(s);
    }
    if (s->hear != NULL) {
        keep_sound(s);
    }
    if (s->live && !s->recording_only) {
        touch(s);
    }
    keep_up(s);
    return more && !engine_done(s->engine) && !s->write_failed;
}

uint64_t sitting_owed(const struct sitting *s, int64_t now_us, double speed)
{
    double due = (double)(now_us - s->origin_us) * speed / (double)ENGINE_TICK_US;
    uint64_t done = engine_ticks(s->engine);
    return due > (double)done ? (uint64_t)due - done : 0;
}

void sitting_command(struct sitting *s, struct command c)
{
    if (engine_command(s->engine, c) == R_OK && s->keep != NULL) {
        capture_write_command(s->keep, engine_ticks(s->engine) + 1, command_name(c.kind));
    }
}

static bool sensor_gone(const struct sitting *s)
{
    for (size_t i = 0; i < s->sources_n; i++) {
        if (source_live(s->sources[i]) && engine_link_lost(s->engine, s->first[i])) {
            return true;
        }
    }
    return false;
}

static void finish(struct sitting *s)
{
    bool gone = sensor_gone(s);
    engine_finish(s->engine);
    tell_events(s);
    if (s->store != NULL && store_commit(s->store) != R_OK) {
        say_error("the end of the session could not be kept: %s", store_why(s->store));
        s->exit_code = EXIT_STORE;
    }
    if (gone && s->exit_code == EXIT_DONE) {
        say_error("%s: the sensor was lost and did not come back; the session is saved", source_name(s->sources[0]));
        s->exit_code = EXIT_SENSOR;
    }
}

int sitting_close(struct sitting *s)
{
    if (s->began && !s->recording_only) {
        finish(s);
    }
    if (s->hear != NULL) {
        end_sound(s, R_OK);
    }
    if (capture_finish(s->keep) != R_OK) {
        say_error("%s: %s; the capture may be cut off", s->options->capture, strerror(errno));
        s->exit_code = EXIT_FAILED;
    }
    store_close(s->store);
    for (size_t i = 0; i < s->sources_n; i++) {
        source_close(s->sources[i]);
    }
    if (s->engine != NULL) {
        engine_deinit(s->engine);
        free(s->engine);
    }
    return s->exit_code;
}
