/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a kind of source. 1. Everything that reaches the engine is also what a capture keeps, in the same tick.
   2. Only the live row depends on the clock; the others give the same things in the same ticks, always. */
#include "app/source.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/options.h"
#include "app/say.h"
#include "formats/recording.h"
#include "link/capture.h"
#include "link/link.h"
#include "link/outsider.h"
#include "link/person.h"

/* NOLINTNEXTLINE(misc-redundant-expression): that they are the same is the point */
_Static_assert(CAPTURE_TICK_US == ENGINE_TICK_US, "a capture's tick is the engine's");

enum { PERSON_READINGS = 16 };

struct source {
    const struct source_row *row;
    const struct sensor_driver *driver[LINKS_MAX];
    uint8_t links;
    bool check_hashes;
    struct link *link;
    struct chunk chunk; /* of a live link: came for a later tick */
    bool chunk_waits;
    struct capture *capture;
    struct capture_item item;
    bool item_waits;
    struct recording *recording;
    struct reading reading;
    bool reading_waits;
    struct person person;
    struct outsider *outsider;
    char why[320], path[512];
};

struct source_row {
    const char *name;
    enum source_state (*deliver)(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep);
};

static bool due(const struct engine *e, usec t)
{
    return t <= (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US;
}

/* Bad arguments cannot come from here: links and drivers are those the engine was made with. */
static void fed(int result)
{
    (void)result;
}

static enum source_state deliver_live(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep)
{
    uint64_t tick = engine_ticks(e) + 1;
    while (s->chunk_waits || link_next(s->link, &s->chunk)) {
        s->chunk_waits = !due(e, s->chunk.t);
        if (s->chunk_waits) {
            break;
        }
        if (s->chunk.n == 0) {
            fed(engine_gap(e, first, s->chunk.bytes[0]));
        } else {
            fed(engine_feed(e, first, &s->chunk));
        }
        if (keep != NULL && s->chunk.n == 0) {
            capture_write_gap(keep, tick, first, s->chunk.t, s->chunk.bytes[0]);
        } else if (keep != NULL) {
            capture_write_bytes(keep, tick, first, &s->chunk);
        }
    }
    return SOURCE_MORE;
}

static enum source_state broken_capture(struct source *s)
{
    (void)snprintf(s->why, sizeof s->why, "%.200s:%" PRIu64 ": %s; what came before it was used", s->path,
                   capture_line(s->capture), capture_why(s->capture));
    return SOURCE_BROKEN;
}

/* Causes of the next tick; the hash after a tick is looked at when the tick after it begins. */
static enum source_state give_item(struct source *s, struct engine *e, uint8_t first)
{
    const struct capture_item *i = &s->item;
    struct command command;
    switch (i->kind) {
    case CAPTURE_BYTES:
        fed(engine_feed(e, (uint8_t)(first + i->link), &i->chunk));
        return SOURCE_MORE;
    case CAPTURE_GAP:
        fed(engine_gap(e, (uint8_t)(first + i->link), i->why));
        return SOURCE_MORE;
    case CAPTURE_COMMAND:
        if (command_named(i->command, &command)) {
            fed(engine_command(e, command));
        }
        return SOURCE_MORE;
    default:
        if (s->check_hashes && i->tick == engine_ticks(e) && i->hash != engine_hash(e)) {
            (void)snprintf(s->why, sizeof s->why,
                           "%.200s:%" PRIu64 ": this replay differs from the session in the ticks up to %" PRIu64,
                           s->path, capture_line(s->capture), i->tick);
            return SOURCE_DIFFERS;
        }
        return SOURCE_MORE;
    }
}

static enum source_state deliver_capture(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep)
{
    (void)keep;
    uint64_t next = engine_ticks(e) + 1;
    for (;;) {
        if (!s->item_waits) {
            int got = capture_next(s->capture, &s->item);
            if (got != 1) {
                return got == 0 ? SOURCE_ENDED : broken_capture(s);
            }
        }
        uint64_t tick = s->item.kind == CAPTURE_HASH ? s->item.tick + 1 : s->item.tick;
        s->item_waits = tick > next;
        if (s->item_waits) {
            return SOURCE_MORE;
        }
        enum source_state state = give_item(s, e, first);
        if (state != SOURCE_MORE) {
            return state;
        }
    }
}

static enum source_state deliver_recording(struct source *s, struct engine *e, uint8_t first,
                                           struct capture_writer *keep)
{
    (void)keep;
    for (;;) {
        if (!s->reading_waits) {
            int got = recording_next(s->recording, &s->reading);
            if (got == 0) {
                return SOURCE_ENDED;
            }
            if (got < 0) {
                (void)snprintf(s->why, sizeof s->why, "%.200s: %s; what could be read was used", s->path,
                               recording_why(s->recording));
                return SOURCE_BROKEN;
            }
        }
        s->reading_waits = !due(e, s->reading.t);
        if (s->reading_waits) {
            return SOURCE_MORE;
        }
        fed(engine_reading(e, first, &s->reading));
    }
}

static enum source_state deliver_person(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep)
{
    (void)keep;
    struct reading readings[PERSON_READINGS];
    size_t n = person_advance(&s->person, (usec)(engine_ticks(e) + 1) * ENGINE_TICK_US, readings, PERSON_READINGS);
    for (size_t i = 0; i < n; i++) {
        fed(engine_reading(e, first, &readings[i]));
    }
    return SOURCE_MORE;
}

/* How far the outsider may live on now: no pace can change before the guided breath ends, and one second is enough. */
static usec outsider_horizon(const struct engine *e, usec tick_end)
{
    struct view v;
    engine_view(e, &v);
    double cycle_s = (double)pace_cycle_s(&v.pace);
    if (!(cycle_s > 0.0) || v.paused) {
        return tick_end;
    }
    usec breath_end = v.t + usec_from_s(cycle_s - (double)v.pace_position_s) - ENGINE_TICK_US;
    usec far = breath_end < tick_end + USEC_PER_SEC ? breath_end : tick_end + USEC_PER_SEC;
    return far > tick_end ? far / ENGINE_TICK_US * ENGINE_TICK_US : tick_end;
}

static void give_want(struct engine *e, uint8_t want, struct capture_writer *keep)
{
    struct command c = {want == WANT_FASTER ? COMMAND_FASTER : COMMAND_SLOWER, 0.0F};
    fed(engine_command(e, c));
    if (keep != NULL) {
        capture_write_command(keep, engine_ticks(e) + 1, command_name(c.kind));
    }
}

static enum source_state deliver_outsider(struct source *s, struct engine *e, uint8_t first,
                                          struct capture_writer *keep)
{
    uint64_t tick = engine_ticks(e) + 1;
    usec tick_end = (usec)tick * ENGINE_TICK_US;
    if (outsider_now(s->outsider) < tick_end && outsider_advance(s->outsider, outsider_horizon(e, tick_end)) != R_OK) {
        (void)snprintf(s->why, sizeof s->why, "person:exec: %s; the session is saved", outsider_why(s->outsider));
        return SOURCE_LOST;
    }
    struct outsider_item item;
    while (outsider_next(s->outsider, tick_end, &item)) {
        if (item.is_want) {
            give_want(e, item.want, keep);
            continue;
        }
        fed(engine_feed(e, first, &item.chunk));
        if (keep != NULL) {
            capture_write_bytes(keep, tick, first, &item.chunk);
        }
    }
    return SOURCE_MORE;
}

static const struct source_row OUTSIDER = {"person", deliver_outsider};
static const struct source_row LIVE = {"live", deliver_live}, CAPTURE = {"capture", deliver_capture},
                               RECORDING = {"recording", deliver_recording}, PERSON = {"person", deliver_person};

bool source_spec_read(struct source_spec *out, const char *text)
{
    *out = (struct source_spec){"", ""};
    const char *colon = strchr(text, ':');
    size_t n = colon != NULL ? (size_t)(colon - text) : strlen(text);
    if (n > 0 && n < sizeof out->kind && memchr(text, '/', n) == NULL) {
        memcpy(out->kind, text, n);
        out->where = colon != NULL ? colon + 1 : "";
        if (strcmp(out->kind, "auto") == 0 || strcmp(out->kind, "person") == 0) {
            return true;
        }
        bool known = strcmp(out->kind, "serial") == 0 || strcmp(out->kind, "capture") == 0 ||
                     strcmp(out->kind, "recording") == 0 || sensor_find(out->kind) != NULL;
        if (known && out->where[0] != '\0') {
            return true;
        }
    }
    say_error("--sensor %s: not a sensor; give auto, person:, serial:PORT, pulsesensor:PORT, cms50d:PORT, belt:PORT, "
              "capture:FILE or recording:FILE",
              text);
    return false;
}

static int open_capture(struct source *s, const char *path)
{
    s->row = &CAPTURE;
    if (capture_open(&s->capture, path, s->why, sizeof s->why) != R_OK) {
        say_error("%s: %s; give a file that metta record or --capture made", path, s->why);
        return EXIT_FILE;
    }
    const struct capture_header *h = capture_header(s->capture);
    s->links = (uint8_t)h->links;
    for (uint8_t i = 0; i < s->links; i++) {
        s->driver[i] = sensor_find(h->drivers[i]);
        if (s->driver[i] == NULL) {
            say_error("%s: driver %s is not known here; metta sensors lists those that are", path, h->drivers[i]);
            return EXIT_FILE;
        }
    }
    const char *build = capture_value(h, "build");
    s->check_hashes = build != NULL && strcmp(build, METTA_BUILD) == 0;
    return EXIT_DONE;
}

static int open_recording(struct source *s, const char *path, bool quiet)
{
    s->row = &RECORDING;
    s->links = 1;
    if (recording_open(&s->recording, path, s->why, sizeof s->why) != R_OK) {
        say_error("%s: %s; give intervals or a table of signals", path, s->why);
        return EXIT_FILE;
    }
    const struct recording_info *info = recording_info(s->recording);
    if (info->note[0] != '\0') {
        say_note(quiet, "%s: %s", path, info->note);
    }
    return EXIT_DONE;
}

static int open_live(struct source *s, const char *path, const struct sensor_driver *driver, int64_t origin_us)
{
    s->row = &LIVE;
    s->links = 1;
    s->driver[0] = driver;
    if (link_open(&s->link, path, driver, origin_us, s->why, sizeof s->why) != R_OK) {
        say_error("%s: %s", path, s->why);
        return EXIT_SENSOR;
    }
    return EXIT_DONE;
}

static int open_serial(struct source *s, const char *path, int64_t origin_us)
{
    struct scan scan = {.about = ""};
    (void)snprintf(scan.path, sizeof scan.path, "%s", path);
    scan_ports(&scan, 1);
    if (scan.failure != TRANSPORT_OK) {
        transport_failure_words(scan.failure, path, s->why, sizeof s->why);
        say_error("%s: %s", path, s->why);
        return EXIT_SENSOR;
    }
    if (scan.driver == NULL) {
        say_error("%s: nothing that metta knows answers there; name the device, such as belt:%s", path, path);
        return EXIT_SENSOR;
    }
    return open_live(s, path, scan.driver, origin_us);
}

static int open_outsider(struct source *s, const char *command)
{
    s->row = &OUTSIDER;
    s->links = 1;
    s->driver[0] = sensor_find("person");
    if (outsider_open(&s->outsider, command, s->why, sizeof s->why) != R_OK) {
        say_error("person:exec=%s: %s; give a command that speaks the person protocol", command, s->why);
        return EXIT_SENSOR;
    }
    return EXIT_DONE;
}

static int open_person(struct source *s, const char *where, uint64_t seed)
{
    static const char EXEC[] = "exec=";
    if (strncmp(where, EXEC, sizeof EXEC - 1) == 0) {
        return open_outsider(s, where + sizeof EXEC - 1);
    }
    s->row = &PERSON;
    s->links = 1;
    if (where[0] != '\0') {
        char *end = NULL;
        seed = strtoull(where, &end, 10);
        if (*end != '\0' || !isdigit((unsigned char)where[0])) {
            say_error("person:%s: give a whole number as seed, exec=COMMAND, or nothing", where);
            return EXIT_CALL;
        }
    }
    person_init(&s->person, seed);
    return EXIT_DONE;
}

/* The first port on which something answers; without one, the simulated person. */
static int open_auto(struct source *s, int64_t origin_us, uint64_t seed, bool quiet)
{
    struct scan scans[SCAN_MAX];
    size_t n = scan_list(scans, SCAN_MAX);
    scan_ports(scans, n);
    for (size_t i = 0; i < n; i++) {
        if (scans[i].driver != NULL) {
            say_note(quiet, "%s on %s", scans[i].driver->title, scans[i].path);
            return open_live(s, scans[i].path, scans[i].driver, origin_us);
        }
    }
    say_note(quiet, "no sensor answers; a simulated person sits in");
    return open_person(s, "", seed);
}

static int open_kind(struct source *s, const struct source_spec *spec, int64_t origin_us, uint64_t seed, bool quiet)
{
    (void)snprintf(s->path, sizeof s->path, "%s", spec->where);
    if (strcmp(spec->kind, "auto") == 0) {
        return open_auto(s, origin_us, seed, quiet);
    }
    if (strcmp(spec->kind, "person") == 0) {
        return open_person(s, spec->where, seed);
    }
    if (strcmp(spec->kind, "serial") == 0) {
        return open_serial(s, spec->where, origin_us);
    }
    if (strcmp(spec->kind, "capture") == 0) {
        return open_capture(s, spec->where);
    }
    if (strcmp(spec->kind, "recording") == 0) {
        return recording_is_capture(spec->where) ? open_capture(s, spec->where) : open_recording(s, spec->where, quiet);
    }
    return open_live(s, spec->where, sensor_find(spec->kind), origin_us);
}

int source_open(struct source **out, const struct source_spec *spec, int64_t origin_us, uint64_t seed, bool quiet)
{
    struct source *s = calloc(1, sizeof *s);
    if (s == NULL) {
        say_error("no memory");
        return EXIT_FAILED;
    }
    int code = open_kind(s, spec, origin_us, seed, quiet);
    if (code != EXIT_DONE) {
        source_close(s);
        return code;
    }
    *out = s;
    return EXIT_DONE;
}

void source_close(struct source *s)
{
    if (s != NULL) {
        link_close(s->link);
        capture_close(s->capture);
        recording_close(s->recording);
        outsider_close(s->outsider);
        free(s);
    }
}

const char *source_name(const struct source *s)
{
    return s->driver[0] != NULL ? s->driver[0]->id : s->row->name;
}

bool source_live(const struct source *s)
{
    return s->row == &LIVE;
}

bool source_simulated(const struct source *s)
{
    return s->row == &PERSON || s->row == &OUTSIDER;
}

bool source_gives_bytes(const struct source *s)
{
    return s->row == &LIVE || s->row == &OUTSIDER;
}

const struct capture_header *source_capture(const struct source *s)
{
    return s->capture != NULL ? capture_header(s->capture) : NULL;
}

uint8_t source_links(const struct source *s)
{
    return s->links;
}

const struct sensor_driver *source_driver(const struct source *s, uint8_t i)
{
    return s->driver[i];
}

enum source_state source_deliver(struct source *s, struct engine *e, uint8_t first, struct capture_writer *keep)
{
    return s->row->deliver(s, e, first, keep);
}

void source_pace(struct source *s, usec t, const struct pace *p)
{
    if (s->row == &PERSON) {
        person_pace(&s->person, t, p);
    } else if (s->row == &OUTSIDER) {
        outsider_pace(s->outsider, t, p);
    }
}

void source_touch(struct source *s, float strength)
{
    if (s->link != NULL) {
        link_touch(s->link, strength);
    }
}

bool source_feels(const struct source *s)
{
    return s->link != NULL && link_feels(s->link);
}

const char *source_why(const struct source *s)
{
    return s->why;
}
