/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta doctor: can this machine do all of it, and how to mend what it cannot. One row a question. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/keep.h"
#include "app/paths.h"
#include "link/link.h"
#include "link/ports.h"
#if METTA_UI
#include "ui/ui.h"
#endif

enum { ANSWER_N = 400 };

struct doctor_answer {
    bool well;
    char text[ANSWER_N];
};

static struct doctor_answer ask_ports(const struct options *o)
{
    (void)o;
    struct port_info ports[PORTS_MAX];
    size_t n = ports_list(ports, PORTS_MAX);
    struct doctor_answer a = {true, ""};
    (void)snprintf(a.text, sizeof a.text,
                   n > 0 ? "%zu serial ports; metta sensors tells what answers"
                         : "no serial port is here (%zu); a simulated person can sit in",
                   n);
    return a;
}

static struct doctor_answer ask_permission(const struct options *o)
{
    (void)o;
    struct port_info ports[PORTS_MAX];
    size_t n = ports_list(ports, PORTS_MAX);
    const struct sensor_line line = {.baud = 115200, .data_bits = 8, .stop_bits = 1, .parity = 'N'};
    for (size_t i = 0; i < n; i++) {
        struct port p;
        enum transport_failure f = ports[i].usb ? transport_open(&p, ports[i].path, &line) : TRANSPORT_MISSING;
        if (f == TRANSPORT_OK) {
            p.transport->close(&p);
        } else if (f == TRANSPORT_FORBIDDEN || f == TRANSPORT_BUSY) {
            struct doctor_answer a = {false, ""};
            char why[ANSWER_N / 2];
            transport_failure_words(f, ports[i].path, why, sizeof why);
            (void)snprintf(a.text, sizeof a.text, "%.100s: %s", ports[i].path, why);
            return a;
        }
    }
    return (struct doctor_answer){true, "every USB port that is here can be opened"};
}

static struct doctor_answer ask_store(const struct options *o)
{
    char usual[PATHS_N] = "", why[200] = "";
    struct store *s = NULL;
    struct doctor_answer a = {false, ""};
    if (o->db == NULL && !paths_store(usual, sizeof usual)) {
        (void)snprintf(a.text, sizeof a.text, "no home folder is known; name a file with --db");
        return a;
    }
    const char *path = o->db != NULL ? o->db : usual;
    int r = store_open(&s, path, why, sizeof why);
    if (r == R_OK && store_check(s) == R_OK) {
        a.well = true;
        (void)snprintf(a.text, sizeof a.text, "%.300s: sound, for you alone", path);
    } else {
        (void)snprintf(a.text, sizeof a.text, "%.200s: %.120s; name another with --db", path,
                       r == R_OK ? store_why(s) : why);
    }
    store_close(s);
    return a;
}

static struct doctor_answer ask_assets(const struct options *o)
{
    (void)o;
    char path[PATHS_N];
    paths_assets(path, sizeof path);
    struct doctor_answer a = {path[0] != '\0', ""};
    (void)snprintf(a.text, sizeof a.text, a.well ? "%.300s" : "the fonts are missing%s; install metta again", path);
    return a;
}

static struct doctor_answer ask_display(const struct options *o)
{
    (void)o;
    struct doctor_answer a = {false, "this build has no window; metta train --text is the whole trainer"};
#if METTA_UI
    char assets[PATHS_N], why[200] = "";
    struct ui *u = NULL;
    paths_assets(assets, sizeof assets);
    const struct ui_config c = {.title = "metta", .assets = assets, .width = 320, .height = 180, .hidden = true};
    if (ui_open(&c, &u, why, sizeof why) == R_OK) {
        struct ui_facts f;
        ui_facts(u, &f);
        a.well = true;
        (void)snprintf(a.text, sizeof a.text, "draws with %s%s", f.renderer,
                       f.software ? " (no graphics hardware: 30 pictures a second)" : "");
        ui_close(u);
    } else {
        (void)snprintf(a.text, sizeof a.text, "%.150s; install libgl1-mesa-dri, or use metta train --text", why);
    }
#endif
    return a;
}

static struct doctor_answer ask_network(const struct options *o)
{
    (void)o;
    return (struct doctor_answer){true, "metta has no network code; nothing leaves this machine"};
}

static const struct question {
    const char *id;
    struct doctor_answer (*ask)(const struct options *o);
} QUESTIONS[] = {{"ports", ask_ports},   {"permission", ask_permission}, {"store", ask_store},
                 {"assets", ask_assets}, {"display", ask_display},       {"network", ask_network}};

int command_doctor(const struct options *o)
{
    json_t *checks = json_array();
    bool well = true;
    for (size_t i = 0; i < sizeof QUESTIONS / sizeof QUESTIONS[0]; i++) {
        struct doctor_answer a = QUESTIONS[i].ask(o);
        well = well && a.well;
        if (o->json) {
            (void)json_array_append_new(
                checks, json_pack("{s:s, s:b, s:s}", "check", QUESTIONS[i].id, "ok", a.well, "says", a.text));
        } else {
            printf("%-12s %-4s %s\n", QUESTIONS[i].id, a.well ? "well" : "MEND", a.text);
        }
    }
    if (o->json) {
        json_t *all = json_pack("{s:i, s:b, s:O}", "schema", 1, "ok", well, "checks", checks);
        (void)json_dumpf(all, stdout, JSON_INDENT(1));
        (void)fputc('\n', stdout);
        json_decref(all);
    }
    json_decref(checks);
    return well ? EXIT_DONE : EXIT_FAILED;
}
