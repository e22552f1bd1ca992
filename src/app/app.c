/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the call to the command; what needs pictures goes to the program that has them. stdout is checked at the end:
   data that did not arrive is a failure, not silence. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/paths.h"
#include "app/say.h"
#include "app/sleep_watch.h"
#include "app/stop.h"

static bool needs_pictures(const struct options *o)
{
    switch (o->command) {
    case CMD_HOME:
    case CMD_TRAIN:
    case CMD_REPLAY:
        return !o->text && !o->headless;
    case CMD_STAGE:
    case CMD_DOCTOR:
        return true;
    case CMD_ANALYZE:
        return o->plot != NULL || o->report != NULL;
    default:
        return false;
    }
}

/* Comes back only when it could not. */
static int hand_over(char **argv)
{
    char path[PATHS_N];
    if (paths_pictures(path, sizeof path)) {
        sleep_watch_hand_over();
        (void)execv(path, argv);
        say_error("%s: %s; build or install metta again", path, strerror(errno));
    } else {
        say_error("metta-pictures is not beside metta: install metta again, or use --text");
    }
    return EXIT_FAILED;
}

static int dispatch(const struct options *o, const struct settings *s, const struct app_pictures *pictures)
{
    switch (o->command) {
    case CMD_SENSORS:
        return command_sensors(o);
    case CMD_RECORD:
        return command_record(o, s);
    case CMD_EMULATE:
        return command_emulate(o);
    case CMD_STAGE:
        return pictures != NULL ? pictures->stage(o, s) : EXIT_FAILED;
    case CMD_ANALYZE:
        return command_analyze(o, pictures);
    case CMD_HISTORY:
        return command_history(o);
    case CMD_PROFILE:
        return command_profile(o);
    case CMD_PRACTICE:
        return command_practice(o);
    case CMD_DOCTOR:
        return pictures != NULL ? pictures->doctor(o) : EXIT_FAILED;
    case CMD_HOME:
        if (o->text && !o->headless) {
            return command_menu(o, s);
        }
        return pictures == NULL || o->headless ? command_train(o, s) : pictures->window(o, s, true);
    default:
        return pictures == NULL || o->text || o->headless ? command_train(o, s)
                                                          : pictures->window(o, s, o->command == CMD_HOME);
    }
}

static int finish_output(int code)
{
    bool lost = fflush(stdout) != 0 || ferror(stdout);
    if (lost && errno != EPIPE) {
        say_error("standard output: %s", strerror(errno));
        return code == EXIT_DONE ? EXIT_FAILED : code;
    }
    return lost && code == EXIT_DONE ? EXIT_FAILED : code;
}

int app_main(int argc, char **argv, const struct app_pictures *pictures)
{
    if (argc == 2 && strcmp(argv[1], "--manual") == 0) { /* for the build: the page comes from the option table */
        options_manual(stdout);
        return finish_output(EXIT_DONE);
    }
    struct options o;
    switch (options_read(&o, argc, argv)) {
    case OPTIONS_HELPED:
        return finish_output(EXIT_DONE);
    case OPTIONS_WRONG:
        return EXIT_CALL;
    default:
        break;
    }
    if (pictures == NULL && needs_pictures(&o)) {
        return hand_over(argv);
    }
    struct settings s;
    int code = settings_read(&s, &o);
    if (code != EXIT_DONE) {
        return code;
    }
    if (o.language == NULL && strcmp(s.language, "auto") != 0) {
        o.language = s.language;
    }
    stop_install();
    return finish_output(dispatch(&o, &s, pictures));
}
