/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta record: the bytes of a sensor as they come, with their times. Nothing is judged; all of it is kept. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/say.h"
#include "app/sitting.h"
#include "app/stop.h"
#include "link/clock.h"

/* An engine runs beside it for one thing: to know whether the sensor answers. */
static int record(struct sitting *s, double minutes)
{
    int64_t until = minutes > 0.0 ? (int64_t)(minutes * 60e6) : INT64_MAX;
    bool more = true;
    while (more && !stop_asked() && clock_now_us() - s->origin_us < until) {
        for (uint64_t owed = sitting_owed(s, clock_now_us(), 1.0); owed > 0 && more; owed--) {
            more = sitting_tick(s);
        }
        struct timespec t = {0, 10000000L};
        (void)nanosleep(&t, NULL);
    }
    bool heard = !engine_link_lost(s->engine, 0);
    if (!heard) {
        say_error("%s: nothing that is this device's came before the end", source_name(s->sources[0]));
    }
    return heard ? EXIT_DONE : EXIT_SENSOR;
}

int command_record(const struct options *o, const struct settings *settings)
{
    struct options call = *o;
    if (o->sensors_n == 0) {
        say_error("metta record: name the --sensor");
        return EXIT_CALL;
    }
    call.capture = o->files[0];
    call.unkept = true;
    call.minutes = 1440.0;
    struct sitting s;
    int code = sitting_open(&s, &call, settings);
    if (code == EXIT_DONE) {
        code = record(&s, o->minutes);
    }
    s.recording_only = true;
    int closed = sitting_close(&s);
    return code != EXIT_DONE ? code : closed;
}
