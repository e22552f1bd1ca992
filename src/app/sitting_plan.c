/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sitting shall be: the call says it, what the call leaves open the head of a capture, then the settings; what
   earlier days told of the person comes last. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/say.h"
#include "app/sitting_inside.h"

static const double FOREVER_MINUTES = 1440.0;
/* Who sits beside somebody and is not named. */
static const char GUEST[] = "guest";

/* A capture of a session names its practice and the hash of its text; one from before there were texts has only the
   pace. What was replayed with another text would be another session. */
static int load_captured(struct sitting *s, const struct capture_header *h, const char *name)
{
    const char *hash = capture_value(h, "script"), *language = capture_value(h, "language");
    if (hash == NULL) {
        (void)snprintf(s->practice.row.id, sizeof s->practice.row.id, "%s", name);
        return EXIT_DONE;
    }
    int code = practices_load(&s->practice, name, language != NULL && language[0] != '\0' ? language : "en");
    char now[SITTING_WORD_N];
    (void)snprintf(now, sizeof now, "%016" PRIx64, s->practice.practice.text_hash);
    if (code == EXIT_DONE && strcmp(now, hash) != 0) {
        say_error("%s: the text of the practice is not the one of this capture; give that one with --practice FILE",
                  s->practice.row.path);
        code = EXIT_FILE;
    }
    s->practising = code == EXIT_DONE;
    return code;
}

int plan_named(struct sitting *s)
{
    char language[PRACTICES_LANGUAGE_N];
    practices_language(s->options, language);
    int code = practices_load(&s->practice, s->options->practice, language);
    s->practising = code == EXIT_DONE;
    return code;
}

/* chosen: six minutes of a check, and the way down to where it begins */
static const float CHECK_MINUTES = 8.0F;

static uint8_t protocol_named(const char *name)
{
    static const uint8_t TESTS[] = {PRACTICE_SLIDE, PRACTICE_STEPS, PRACTICE_CHECK};
    for (size_t i = 0; i < sizeof TESTS; i++) {
        if (strcmp(name, practice_breath_name(TESTS[i])) == 0) {
            return TESTS[i];
        }
    }
    return PRACTICE_SLIDE;
}

/* The stages of a script that test by sliding can test by steps as well, or check an earlier answer in less time. */
static void test_by(struct sitting *s, uint8_t protocol)
{
    struct practice *p = &s->practice.practice;
    for (size_t i = 0; s->practising && i < p->stages; i++) {
        struct practice_stage *stage = &p->stage[i];
        if (stage->breath != PRACTICE_SLIDE && stage->breath != PRACTICE_STEPS && stage->breath != PRACTICE_CHECK) {
            continue;
        }
        stage->breath = protocol;
        if (protocol == PRACTICE_CHECK) {
            p->minutes += fminf(stage->minutes, CHECK_MINUTES) - stage->minutes;
            stage->minutes = fminf(stage->minutes, CHECK_MINUTES);
        }
        s->protocol = practice_breath_name(protocol);
    }
}

static void choose_protocol(struct sitting *s, const struct capture_header *h)
{
    const char *captured = h != NULL ? capture_value(h, "protocol") : NULL;
    const char *wanted = s->options->protocol != NULL ? s->options->protocol : captured;
    if (wanted != NULL) {
        test_by(s, protocol_named(wanted));
    }
}

int plan_practice(struct sitting *s, struct engine_config *c)
{
    const struct capture_header *h = source_capture(s->sources[0]);
    const char *captured = h != NULL && !s->practising ? capture_value(h, "practice") : NULL;
    int code = EXIT_DONE;
    if (captured != NULL) {
        code = load_captured(s, h, captured);
    } else if (!s->practising) {
        code = plan_named(s);
    }
    if (code == EXIT_DONE && s->practising && s->practice.practice.people > c->bodies) {
        say_error("--practice %s: for two people; give two --sensor", s->practice.row.id);
        return EXIT_CALL;
    }
    choose_protocol(s, h);
    c->session.practice = s->practising ? &s->practice.practice : NULL;
    return code;
}

/* Breathing is as long as the person likes to sit, anything else as long as it was written. */
static double usual_minutes(const struct sitting *s)
{
    bool breath = !s->practising || strcmp(s->practice.row.id, "breath") == 0;
    return breath ? s->settings->minutes : (double)s->practice.practice.minutes;
}

/* What the call leaves open a capture of a session fills in, so that it replays as it was; a file otherwise goes to
   its end. */
void plan_session(struct sitting *s, struct engine_config *c)
{
    const struct options *o = s->options;
    const struct capture_header *h = source_capture(s->sources[0]);
    bool file = !s->live && !s->simulated;
    s->minutes =
        o->minutes > 0.0 ? o->minutes : sitting_head_read(h, "minutes", file ? FOREVER_MINUTES : usual_minutes(s));
    double target =
        o->target_per_min > 0.0 ? o->target_per_min : sitting_head_read(h, "target", s->settings->target_per_min);
    double fixed = o->fixed_per_min > 0.0 ? o->fixed_per_min : sitting_head_read(h, "fixed", 0.0);
    c->session.earlier = (struct answer_earlier){
        .resonance_per_min = (float)sitting_head_read(h, "earlier", 0.0),
        .resonance_sd = (float)sitting_head_read(h, "earlier-sd", 0.0),
        .ln_rmssd_mean = (float)sitting_head_read(h, "rest", 0.0),
        .ln_rmssd_sd = (float)sitting_head_read(h, "rest-sd", 0.0),
        .rest_days = (uint32_t)sitting_head_read(h, "rest-days", 0.0),
    };
    c->simulated = s->simulated;
    c->session.length = usec_from_s(s->minutes * 60.0);
    c->session.guided =
        s->practising && s->minutes >= FOREVER_MINUTES ? usec_from_s((double)s->practice.practice.minutes * 60.0) : 0;
    for (int who = 0; who < 2; who++) {
        struct adapt_config *a = &c->session.adapt[who];
        *a = (struct adapt_config){0};
        sitting_head_read_person(h, a, who);
        a->target_per_min = (float)target;
        a->fixed_per_min = (float)fixed;
        a->at_once = s->practising && s->practice.practice.at_once;
    }
}

static int recall_rest(struct sitting *s, struct answer_earlier *out)
{
    struct store_rest r;
    if (store_resting(s->store, s->settings->profile, s->simulated, &r) != R_OK) {
        say_error("earlier sessions cannot be read: %s", store_why(s->store));
        return EXIT_STORE;
    }
    out->ln_rmssd_mean = (float)r.ln_mean;
    out->ln_rmssd_sd = (float)r.ln_sd;
    out->rest_days = r.days;
    return EXIT_DONE;
}

const char *plan_profile(const struct sitting *s, int who)
{
    return who == 0 ? s->settings->profile : s->options->partner != NULL ? s->options->partner : GUEST;
}

static float or_nothing(double v)
{
    return isnan(v) ? 0.0F : (float)v;
}

/* What this profile's last measured session told, made less sure: the best rate moves from day to day. */
static int recall(struct sitting *s, struct session_config *session)
{
    bool two = s->bodies > 1;
    for (int who = 0; s->store != NULL && who < (two ? 2 : 1); who++) {
        struct adapt_config *c = &session->adapt[who];
        struct store_memory m;
        if (store_recall(s->store, plan_profile(s, who), s->simulated, &m) != R_OK) {
            say_error("earlier sessions cannot be read: %s", store_why(s->store));
            return EXIT_STORE;
        }
        if (!isnan(m.resonance_per_min)) {
            c->mean = (float)m.resonance_per_min;
            c->sd = (float)hypot(m.resonance_sd, (double)RESONANCE_DAY_SD_PER_MIN);
        }
        c->limits = m.limits;
        c->own_per_min = or_nothing(m.own_per_min);
        c->own_share = or_nothing(m.own_inhale_share);
    }
    return s->store == NULL || two ? EXIT_DONE : recall_rest(s, &session->earlier);
}

static bool measures(const struct sitting *s, uint8_t what)
{
    const struct practice *p = &s->practice.practice;
    for (size_t i = 0; s->practising && i < p->stages; i++) {
        if (p->stage[i].measure == what) {
            return true;
        }
    }
    return false;
}

/* A test asks anew: what was known before is compared with its answer, and does not lean on it. */
static void ask_anew(const struct sitting *s, struct session_config *c)
{
    if (measures(s, PRACTICE_RESONANCE) && c->adapt[0].sd > 0.0F) {
        c->earlier.resonance_per_min = c->adapt[0].mean;
        c->earlier.resonance_sd = c->adapt[0].sd;
        c->adapt[0].mean = c->adapt[0].sd = 0.0F;
    }
}

/* Who has less time than the test takes, and an answer already, has it checked. */
static void choose_check(struct sitting *s)
{
    bool fresh = source_capture(s->sources[0]) == NULL;
    if (fresh && s->protocol == NULL && s->minutes < (double)s->practice.practice.minutes_least) {
        test_by(s, PRACTICE_CHECK);
    }
}

int plan_memory(struct sitting *s, struct session_config *c)
{
    int code = recall(s, c);
    if (code != EXIT_DONE) {
        return code;
    }
    ask_anew(s, c);
    bool answered = c->earlier.resonance_sd > 0.0F;
    if (answered && measures(s, PRACTICE_RESONANCE)) {
        choose_check(s);
    } else if (s->protocol != NULL && protocol_named(s->protocol) == PRACTICE_CHECK && !answered) {
        say_error("--protocol check: no earlier session of the profile %s tells a rate to check; use slide or steps",
                  s->settings->profile);
        return EXIT_CALL;
    }
    return EXIT_DONE;
}
