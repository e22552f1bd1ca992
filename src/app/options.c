/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a call by the tables of options_table.c. */
#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/options_inside.h"
#include "app/say.h"

static bool number(const char *name, const char *text, double low, double high, double *out)
{
    char *end = NULL;
    double v = strtod(text, &end);
    if (end == text || *end != '\0' || !(v >= low && v <= high)) {
        say_error("--%s %s: give a number from %g to %g", name, text, low, high);
        return false;
    }
    *out = v;
    return true;
}

static bool seed_of(struct options *o, const char *text)
{
    char *end = NULL;
    errno = 0;
    unsigned long long v = strtoull(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || text[0] == '-') {
        say_error("--seed %s: give a whole number", text);
        return false;
    }
    o->seed = v;
    o->seed_set = true;
    return true;
}

static bool speed_of(struct options *o, const char *text)
{
    o->speed_set = true;
    if (strcmp(text, "max") == 0) {
        o->speed = 0.0;
        return true;
    }
    return number("speed", text, 0.01, 1000.0, &o->speed);
}

static bool add_sensor(struct options *o, const char *text, bool breath)
{
    if (!breath && o->sensors_n == OPTIONS_SENSORS_MAX) {
        say_error("--sensor %s: two people at most", text);
        return false;
    }
    if (breath && o->sensors_n == 0) {
        say_error("--breath %s: name the --sensor it belongs to first", text);
        return false;
    }
    if (breath) {
        o->breaths[o->sensors_n - 1] = text;
    } else {
        o->sensors[o->sensors_n++] = text;
    }
    return true;
}

static bool add_fault(struct options *o, const char *text)
{
    if (o->faults_n == OPTIONS_FAULTS_MAX) {
        say_error("--fault %s: %d faults at most", text, OPTIONS_FAULTS_MAX);
        return false;
    }
    o->faults[o->faults_n++] = text;
    return true;
}

static bool protocol_of(struct options *o, const char *text)
{
    o->protocol = text;
    if (strcmp(text, "slide") != 0 && strcmp(text, "steps") != 0 && strcmp(text, "check") != 0) {
        say_error("--protocol %s: give slide, steps or check", text);
        return false;
    }
    return true;
}

static bool into_field(struct options *o, const struct option_row *row, const char *arg)
{
    void *field = (char *)o + row->into;
    double v = 0.0;
    switch (row->takes) {
    case TAKES_TEXT:
        memcpy(field, &arg, sizeof arg);
        return true;
    case TAKES_FLAG:
        memcpy(field, &(bool){true}, sizeof(bool));
        return true;
    default:
        if (!number(row->name, arg, row->low, row->high, &v)) {
            return false;
        }
        memcpy(field, &v, sizeof v);
        return true;
    }
}

static bool take(struct options *o, const struct option_row *row, const char *arg)
{
    switch (row->takes) {
    case TAKES_SENSOR:
        return add_sensor(o, arg, false);
    case TAKES_BREATH:
        return add_sensor(o, arg, true);
    case TAKES_PRACTICE:
        o->practice = arg;
        o->practice_set = true;
        return true;
    case TAKES_PROTOCOL:
        return protocol_of(o, arg);
    case TAKES_PROFILE:
        *(o->profile == NULL ? &o->profile : &o->partner) = arg;
        return true;
    case TAKES_SPEED:
        return speed_of(o, arg);
    case TAKES_SEED:
        return seed_of(o, arg);
    case TAKES_FAULT:
        return add_fault(o, arg);
    default:
        return into_field(o, row, arg);
    }
}

static bool find_command(struct options *o, int argc, char **argv, int *first)
{
    *first = 1;
    if (argc < 2 || argv[1][0] == '-') {
        return true;
    }
    for (int i = 1; i < CMDS; i++) {
        if (strcmp(argv[1], OPTIONS_COMMANDS[i].name) == 0) {
            o->command = (uint8_t)i;
            *first = 2;
            return true;
        }
    }
    say_error("%s: no such command; metta --help lists them", argv[1]);
    return false;
}

static bool take_files(struct options *o, int argc, char **argv, int first)
{
    const struct command_row *c = &OPTIONS_COMMANDS[o->command];
    for (int i = first; i < argc; i++) {
        if (o->files_n == c->files_max || o->files_n == OPTIONS_FILES_MAX) {
            say_error("%s: one argument too many; metta %s --help tells", argv[i], c->name);
            return false;
        }
        o->files[o->files_n++] = argv[i];
    }
    if (o->files_n < c->files_min) {
        say_error("metta %s needs %s; metta %s --help tells", c->name, c->arguments, c->name);
        return false;
    }
    return true;
}

/* Rows are told from the '?' and ':' of getopt by where they begin. */
enum { ROWS_FROM = 256 };

static void list_rows(struct option *out)
{
    for (size_t i = 0; i < OPTIONS_N; i++) {
        const struct option_row *row = &OPTIONS_TABLE[i];
        out[i] = (struct option){row->name, row->argument != NULL ? required_argument : no_argument, NULL,
                                 ROWS_FROM + (int)i};
    }
}

/* One option with its value; OPTIONS_RUN: go on. */
static enum options_answer read_one(struct options *o, int id, const char *written)
{
    const struct command_row *c = &OPTIONS_COMMANDS[o->command];
    if (id == '?' || id == ':') {
        const char *what = id == ':'             ? "it needs a value"
                           : optopt >= ROWS_FROM ? "it takes no value"
                                                 : "no such option";
        say_error("%s: %s; metta %s --help lists the options", written, what, c->name);
        return OPTIONS_WRONG;
    }
    const struct option_row *row = &OPTIONS_TABLE[id - ROWS_FROM];
    if (row->takes == TAKES_HELP) {
        options_help(o->command);
        return OPTIONS_HELPED;
    }
    if (row->takes == TAKES_VERSION) {
        printf("metta %s\n", METTA_VERSION);
        return OPTIONS_HELPED;
    }
    if (!(row->commands & FOR(o->command))) {
        say_error("--%s: not for metta %s; metta %s --help lists the options", row->name, c->name, c->name);
        return OPTIONS_WRONG;
    }
    return take(o, row, optarg) ? OPTIONS_RUN : OPTIONS_WRONG;
}

enum options_answer options_read(struct options *o, int argc, char **argv)
{
    *o = (struct options){.speed = 1.0, .target_per_min = 0.0, .practice = "breath"};
    int first = 1;
    if (!find_command(o, argc, argv, &first)) {
        return OPTIONS_WRONG;
    }
    struct option table[OPTIONS_ROWS_MAX] = {{0}};
    list_rows(table);
    opterr = 0;
    optind = first;
    int id = 0;
    while ((id = getopt_long(argc, argv, ":", table, NULL)) != -1) {
        enum options_answer answer = read_one(o, id, argv[optind - 1]);
        if (answer != OPTIONS_RUN) {
            return answer;
        }
    }
    return take_files(o, argc, argv, optind) ? OPTIONS_RUN : OPTIONS_WRONG;
}
