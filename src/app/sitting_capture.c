/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a capture: everything that a replay needs to be the same session. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/keep.h"
#include "app/say.h"
#include "app/sitting_inside.h"

int sitting_begin_capture(struct sitting *s, const struct engine_config *c)
{
    const char *path = s->options->capture;
    if (path == NULL) {
        return EXIT_DONE;
    }
    for (size_t i = 0; i < s->sources_n; i++) {
        if (!source_gives_bytes(s->sources[i])) {
            say_error("--capture %s: only what comes as bytes is captured: live sensors, and person:exec=", path);
            return EXIT_CALL;
        }
    }
    if (capture_create(&s->keep, path) != R_OK) {
        say_error("%s: %s; name a file that can be written", path, strerror(errno));
        return EXIT_FAILED;
    }
    char now[SITTING_WORD_N];
    keep_now(now, sizeof now);
    for (uint8_t i = 0; i < c->links; i++) {
        capture_write_key(s->keep, "driver", c->link[i].driver->id);
    }
    if (c->bodies > 1) {
        char who[2 * LINKS_MAX + 1] = "";
        for (uint8_t i = 0; i < c->links; i++) {
            (void)snprintf(who + strlen(who), sizeof who - strlen(who), i > 0 ? " %d" : "%d", c->link[i].who);
        }
        capture_write_key(s->keep, "who", who);
    }
    capture_write_key(s->keep, "started", now);
    capture_write_key(s->keep, "build", METTA_BUILD);
    capture_write_key(s->keep, "practice",
                      s->practice.row.language[0] != '\0' ? s->practice.row.id : s->practice.row.path);
    if (s->practising) {
        char hash[SITTING_WORD_N];
        (void)snprintf(hash, sizeof hash, "%016" PRIx64, s->practice.practice.text_hash);
        capture_write_key(s->keep, "script", hash);
        capture_write_key(s->keep, "language", s->practice.row.language);
        if (s->protocol != NULL) {
            capture_write_key(s->keep, "protocol", s->protocol);
        }
    }
    sitting_head_write(s->keep, "minutes", s->minutes);
    sitting_head_write(s->keep, "target", (double)c->session.adapt[0].target_per_min);
    sitting_head_write(s->keep, "fixed", (double)c->session.adapt[0].fixed_per_min);
    for (int who = 0; who < c->bodies; who++) {
        sitting_head_write_person(s->keep, &c->session.adapt[who], who);
    }
    const struct answer_earlier *e = &c->session.earlier;
    sitting_head_write(s->keep, "earlier", (double)e->resonance_per_min);
    sitting_head_write(s->keep, "earlier-sd", (double)e->resonance_sd);
    if (e->rest_days > 1) {
        sitting_head_write(s->keep, "rest", (double)e->ln_rmssd_mean);
        sitting_head_write(s->keep, "rest-sd", (double)e->ln_rmssd_sd);
        sitting_head_write(s->keep, "rest-days", e->rest_days);
    }
    return EXIT_DONE;
}
