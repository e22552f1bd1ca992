/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the call to the command. stdout is checked at the end: data that did not arrive is a failure, not silence. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "app/say.h"
#include "app/stop.h"

static int dispatch(const struct options *o, const struct settings *s)
{
    switch (o->command) {
    case CMD_SENSORS:
        return command_sensors(o);
    case CMD_RECORD:
        return command_record(o, s);
    case CMD_EMULATE:
        return command_emulate(o);
    case CMD_STAGE:
        return command_stage(o, s);
    case CMD_ANALYZE:
        return command_analyze(o);
    case CMD_HISTORY:
        return command_history(o);
    case CMD_DOCTOR:
        return command_doctor(o);
    default:
        return command_train(o, s);
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

int app_main(int argc, char **argv)
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
    struct settings s;
    int code = settings_read(&s, &o);
    if (code != EXIT_DONE) {
        return code;
    }
    stop_install();
    return finish_output(dispatch(&o, &s));
}
