/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Nothing is ever redrawn: every change is a line of its own, at most one at each turn of the breath.
   2. Lines are at most 80 columns. 3. The terminal is given back as it was found. */
#include "app/terminal.h"

#include <math.h>
#include <poll.h>
#include <unistd.h>

#include "app/json.h"
#include "app/language.h"

static const uint32_t WORDY_BREATHS = 3; /* the interface's M8: words get shorter after three breaths */

/* words: English, told in the person's language */
static void line(struct terminal *t, const char *words)
{
    (void)fprintf(t->out, "%s\n", tongue_say(t->tongue, words));
    (void)fflush(t->out);
}

void terminal_open(struct terminal *t, FILE *out, bool keys, const struct view *v, double minutes,
                   const struct tongue *tongue)
{
    *t = (struct terminal){.out = out,
                           .tongue = tongue,
                           .spoken = true,
                           .cue = CUE_NONE,
                           .stage = v->stage,
                           .signal = v->body[0].signal,
                           .told_per_min = NAN};
    (void)fprintf(out, _("metta, %.3g minutes."), minutes);
    (void)fprintf(out, "%s%s\n", v->body[0].simulated ? " " : "",
                  v->body[0].simulated ? _("The person is simulated: nothing here is yours.") : "");
    line(t, N_("Space pauses, t is too much, - slower, + faster, s skips, n numbers, q ends."));
    line(t, N_("Sit as you like. Breathe as you like."));
    if (keys && isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &t->before) == 0) {
        struct termios raw = t->before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        raw.c_cc[VMIN] = 0;
        raw.c_cc[VTIME] = 0;
        t->keys = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
    }
}

void terminal_close(struct terminal *t)
{
    if (t->keys) {
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &t->before);
        t->keys = false;
    }
}

static void say_cue(struct terminal *t, const struct view *v)
{
    static const char *const LONG[] = {[CUE_IN] = N_("breathe in"),
                                       [CUE_HOLD_IN] = N_("rest"),
                                       [CUE_OUT] = N_("breathe out"),
                                       [CUE_HOLD_OUT] = N_("rest")};
    static const char *const SHORT[] = {
        [CUE_IN] = N_("in"), [CUE_HOLD_IN] = N_("rest"), [CUE_OUT] = N_("out"), [CUE_HOLD_OUT] = N_("rest")};
    if (v->cue == t->cue) {
        return;
    }
    t->cue = v->cue;
    if (!t->paced && v->cue != CUE_NONE) {
        t->paced = true;
        line(t, N_("Now breathe along, softly."));
    } else if (v->cue == CUE_NONE && !v->paused && v->stage == VIEW_GUIDE) {
        t->paced = false;
        line(t, N_("Now breathe as you like."));
    }
    if (v->cue != CUE_NONE) {
        line(t, v->breaths <= WORDY_BREATHS ? LONG[v->cue] : SHORT[v->cue]);
    }
}

static void say_stage(struct terminal *t, const struct view *v)
{
    if (v->stage != t->stage) {
        t->stage = v->stage;
        if (v->stage == VIEW_END) {
            line(t, N_("That was it. Rest a moment."));
        }
    }
    if (v->paused != t->paused) {
        t->paused = v->paused;
        line(t, v->paused ? N_("Paused. Space goes on, q ends.") : N_("Going on."));
    }
}

static void say_signal(struct terminal *t, const struct view_body *b)
{
    if (b->gap != t->gap) {
        t->gap = b->gap;
        line(t, b->gap ? N_("The sensor is away. Keep breathing; it will be found again.") : N_("The sensor is back."));
    }
    if (b->signal != t->signal && !b->gap) {
        static const char *const WORDS[] = {[SIGNAL_NONE] = N_("Looking for your pulse."),
                                            [SIGNAL_POOR] = N_("The pulse is hard to see. Rest your hand."),
                                            [SIGNAL_GOOD] = N_("Your pulse is there.")};
        t->signal = b->signal;
        line(t, WORDS[b->signal]);
    }
}

static void say_soften(struct terminal *t, const struct view *v)
{
    bool soften = v->body[0].soften || (v->bodies > 1 && v->body[1].soften);
    if (soften && !t->soften) {
        line(t, N_("Softer, smaller, the same pace."));
    }
    t->soften = soften;
}

static void say_minute(struct terminal *t, const struct view *v)
{
    const struct tongue *tongue = t->tongue;
    uint32_t minute = (uint32_t)(v->t / (60 * USEC_PER_SEC));
    if (minute == t->minute) {
        return;
    }
    t->minute = minute;
    float cycle_s = pace_cycle_s(&v->pace);
    (void)fprintf(t->out, _("Minute %u."), minute);
    if (cycle_s > 0.0F && !t->number_hidden) {
        (void)fprintf(t->out, " ");
        (void)fprintf(t->out, _("Pace %.1f a minute."), (double)(60.0F / cycle_s));
    }
    if (!isnan(v->body[0].hr_bpm) && !t->number_hidden) {
        (void)fprintf(t->out, " ");
        (void)fprintf(t->out, _("Heart %.0f."), (double)v->body[0].hr_bpm);
    }
    line(t, "");
}

void terminal_view(struct terminal *t, const struct view *v)
{
    say_stage(t, v);
    say_signal(t, &v->body[0]);
    say_cue(t, v);
    say_soften(t, v);
    say_minute(t, v);
}

static void say_guide(struct terminal *t, const struct guide_said *g)
{
    const struct tongue *tongue = t->tongue;
    switch (g->kind) {
    case GUIDE_STEP:
        t->offer = false;
        (void)fprintf(t->out, "-- %s\n", g->step);
        break;
    case GUIDE_OFFER:
        t->offer = true;
        (void)fprintf(t->out, "%s (%s)\n", g->text, _("y yes, x no"));
        break;
    case GUIDE_CLOSED:
        t->offer = false;
        (void)fprintf(t->out, "%s\n", _("That is fine."));
        break;
    default:
        (void)fprintf(t->out, "%s\n", g->text);
        break;
    }
    (void)fflush(t->out);
}

static void say_answer(struct terminal *t, const struct answer *a)
{
    const struct tongue *tongue = t->tongue;
    if (a->kind == PRACTICE_NOTHING || t->spoken) { /* the practice has said it */
        return;
    }
    if (a->refused == ANSWER_UNFOLLOWED) {
        line(t, N_("No rate this time: the pace was not followed enough to tell."));
    } else if (a->refused == ANSWER_UNCLEAR) {
        line(t, N_("No answer this time: the pulse could not be seen enough to tell."));
    } else if (a->kind == PRACTICE_RESONANCE) {
        (void)fprintf(t->out, _("Your heart answers most near %.1f breaths a minute, likely %.1f to %.1f.\n"),
                      (double)a->rate, (double)a->low, (double)a->high);
    } else {
        (void)fprintf(t->out, _("At rest: heart %.0f a minute, beat to beat %.0f ms.\n"), (double)a->hr_bpm,
                      (double)a->rmssd_ms);
    }
}

void terminal_event(struct terminal *t, const struct event *e)
{
    const struct tongue *tongue = t->tongue;
    if (e->kind == EVENT_GUIDE && t->spoken) {
        say_guide(t, &e->as.guide);
    }
    if (e->kind == EVENT_CONTACT && e->as.contact != CONTACT_OK) {
        (void)fprintf(t->out, _("The sensor says: %s.\n"), _(json_contact_why(e->as.contact)));
    }
    if (e->kind != EVENT_SUMMARY) {
        return;
    }
    const struct event_summary *s = &e->as.summary;
    (void)fprintf(t->out, _("%.1f minutes, %.1f of them with a good signal.\n"), s->minutes, s->scored_minutes);
    if (!isnan(s->totals.mean_hr_bpm)) {
        (void)fprintf(t->out, _("Mean heart rate %.0f.\n"), s->totals.mean_hr_bpm);
    }
    if (!isnan(s->swing_mean_bpm)) {
        (void)fprintf(t->out, _("The heart swung with the breath by %.1f beats a minute.\n"), s->swing_mean_bpm);
    }
    say_answer(t, &s->answer);
    if (e->who == 1) {
        line(t, language_together(&s->together));
    }
    line(t, N_("Any time you sit down counts."));
}

enum terminal_key terminal_poll(struct terminal *t, bool paused, struct command *out)
{
    struct pollfd in = {STDIN_FILENO, POLLIN, 0};
    char key = 0;
    if (!t->keys || poll(&in, 1, 0) <= 0 || read(STDIN_FILENO, &key, 1) != 1) {
        return TERMINAL_NOTHING;
    }
    switch (key) {
    case ' ':
        *out = (struct command){paused ? COMMAND_RESUME : COMMAND_PAUSE, 0.0F};
        return TERMINAL_COMMAND;
    case 't':
        *out = (struct command){COMMAND_EASIER, 0.0F};
        line(t, N_("Easier, from the next breath on."));
        return TERMINAL_COMMAND;
    case '-':
        *out = (struct command){COMMAND_SLOWER, 0.0F};
        line(t, N_("Slower, little by little."));
        return TERMINAL_COMMAND;
    case '+':
        *out = (struct command){COMMAND_FASTER, 0.0F};
        line(t, N_("Faster, little by little."));
        return TERMINAL_COMMAND;
    case 'y':
    case 'x':
        *out = (struct command){key == 'y' ? COMMAND_ACCEPT : COMMAND_DECLINE, 0.0F};
        return t->offer ? TERMINAL_COMMAND : TERMINAL_NOTHING;
    case 's':
        *out = (struct command){COMMAND_SKIP, 0.0F};
        return TERMINAL_COMMAND;
    case '.':
        *out = (struct command){COMMAND_NOTE, 0.0F};
        return TERMINAL_COMMAND;
    case 'n':
        t->number_hidden = !t->number_hidden;
        return TERMINAL_NOTHING;
    case 'q':
    case 4: /* Ctrl-D */
        *out = (struct command){COMMAND_END, 0.0F};
        return TERMINAL_END;
    default:
        return TERMINAL_NOTHING;
    }
}
