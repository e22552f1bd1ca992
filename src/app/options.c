/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of commands and one of options: parsing, --help and the manual page are three readings of them. */
#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/manual.h"
#include "app/practice_form.h"
#include "app/say.h"

#define FOR(id) (1U << (id))
static const unsigned EVERY = (1U << CMDS) - 1;
static const unsigned SITTING = FOR(CMD_HOME) | FOR(CMD_TRAIN) | FOR(CMD_REPLAY);

static const struct command_row {
    const char *name, *arguments, *about;
    size_t files_min, files_max;
    const char *example;
} COMMANDS[CMDS] = {
    [CMD_HOME] = {"", "", "open the trainer", 0, 0, "metta"},
    [CMD_TRAIN] = {"train", "", "sit down with a sensor", 0, 0,
                   "metta train --sensor pulsesensor:/dev/ttyACM0 --minutes 10"},
    [CMD_REPLAY] = {"replay", "FILE", "a session whose sensor is a capture or a recording", 1, 1,
                    "metta replay morning.capture --headless --json --speed max"},
    [CMD_SENSORS] = {"sensors", "[PORT...]", "list ports and the device that answers on each", 0, OPTIONS_FILES_MAX,
                     "metta sensors --json"},
    [CMD_RECORD] = {"record", "FILE", "keep the raw bytes of a sensor as a capture", 1, 1,
                    "metta record --sensor cms50d:/dev/ttyUSB0 --minutes 5 rest.capture"},
    [CMD_EMULATE] = {"emulate", "DRIVER", "be that sensor, on a pseudo-terminal or into a capture", 1, 1,
                     "metta emulate cms50d --pty /tmp/oximeter"},
    [CMD_STAGE] = {"stage", "SCREEN|sheet|list", "draw a screen or scene at any moment, or all on one sheet", 1, 1,
                   "metta stage lotus --size 1280x720 --at 23.2 --out lotus.png"},
    [CMD_ANALYZE] = {"analyze", "FILE...", "figures of whole recordings", 1, OPTIONS_FILES_MAX,
                     "metta analyze night.rr.csv --json"},
    [CMD_HISTORY] = {"history", "", "sessions so far", 0, 0, "metta history --since 2026-11-01"},
    [CMD_PROFILE] = {"profile", "list|show|create|set|delete [NAME]", "who sits here, and what is known of them", 1, 4,
                     "metta profile show default"},
    [CMD_DOCTOR] = {"doctor", "", "can this machine do all of it, and how to mend it", 0, 0, "metta doctor"},
    [CMD_PRACTICE] = {"practice", "list|check FILE...", "what there is to practise; is a script well written", 1,
                      OPTIONS_FILES_MAX, "metta practice check ~/.local/share/metta/practices/mine.practice"},
};

enum option_id {
    OPT_SENSOR = 256,
    OPT_BREATH,
    OPT_PRACTICE,
    OPT_LANGUAGE,
    OPT_PROTOCOL,
    OPT_MINUTES,
    OPT_PROFILE,
    OPT_SCENE,
    OPT_TEXT,
    OPT_HEADLESS,
    OPT_SPEED,
    OPT_JSON,
    OPT_CAPTURE,
    OPT_SOUND,
    OPT_TARGET,
    OPT_FIXED,
    OPT_FULL,
    OPT_HIDE_NUMBER,
    OPT_LARGE,
    OPT_PTY,
    OPT_FROM,
    OPT_SEED,
    OPT_FAULT,
    OPT_FORM,
    OPT_SIZE,
    OPT_AT,
    OPT_GROWN,
    OPT_CIRCLE,
    OPT_NO_DITHER,
    OPT_OUT,
    OPT_THEME,
    OPT_REDUCED,
    OPT_BEATS,
    OPT_BREATHS,
    OPT_CORRECT,
    OPT_SPECTRUM,
    OPT_DETREND,
    OPT_SLIDING,
    OPT_WINDOW,
    OPT_STEP,
    OPT_PLOT,
    OPT_REPORT,
    OPT_SINCE,
    OPT_LINES,
    OPT_FORGET,
    OPT_YES,
    OPT_DB,
    OPT_CONFIG,
    OPT_QUIET,
    OPT_VERBOSE,
    OPT_VERSION,
    OPT_HELP
};

static const struct option_row {
    int id;
    const char *name, *argument, *about;
    unsigned commands;
} OPTIONS[] = {
    {OPT_SENSOR, "sensor", "KIND:WHERE",
     "auto, serial:PORT, pulsesensor:PORT, cms50d:PORT, belt:PORT, capture:FILE, "
     "recording:FILE, or person:[SEED]; given twice: a session for two",
     FOR(CMD_HOME) | FOR(CMD_TRAIN) | FOR(CMD_RECORD)},
    {OPT_BREATH, "breath", "KIND:WHERE", "a breathing belt for the --sensor before it, on a port of its own",
     FOR(CMD_HOME) | FOR(CMD_TRAIN)},
    {OPT_PRACTICE, "practice", "NAME|FILE", "what to practise (breath); metta practice list names them", SITTING},
    {OPT_PROTOCOL, "protocol", "slide|steps|check",
     "how a practice finds your rate (slide); check: an earlier one, in 6 minutes", SITTING},
    {OPT_LANGUAGE, "language", "XX",
     "of words and voices, two letters: en, de, es, fr (that of the environment, or English)",
     SITTING | FOR(CMD_PRACTICE) | FOR(CMD_STAGE)},
    {OPT_MINUTES, "minutes", "M", "how long", SITTING | FOR(CMD_RECORD) | FOR(CMD_EMULATE)},
    {OPT_PROFILE, "profile", "NAME", "who sits here (default); given twice: the second person (guest)", SITTING},
    {OPT_SCENE, "scene", "NAME", "the picture (auto: that of the practice)", SITTING},
    {OPT_TEXT, "text", NULL, "the whole trainer in a terminal", SITTING},
    {OPT_HEADLESS, "headless", NULL, "no person in front of it: no window, no keys", SITTING},
    {OPT_SPEED, "speed", "X|max", "session time against real time, for what is not a live sensor (1)", SITTING},
    {OPT_JSON, "json", NULL, "JSON on stdout; with --headless one event a line",
     SITTING | FOR(CMD_PRACTICE) | FOR(CMD_PROFILE) | FOR(CMD_SENSORS) | FOR(CMD_HISTORY) | FOR(CMD_DOCTOR) |
         FOR(CMD_ANALYZE)},
    {OPT_SOUND, "sound", "FILE.wav", "what is heard in the session, as a file, and its captions beside it (FILE.srt)",
     SITTING},
    {OPT_CAPTURE, "capture", "FILE",
     "keep everything that caused this session, to replay it; emulate: write the "
     "device's bytes there at once",
     SITTING | FOR(CMD_EMULATE)},
    {OPT_TARGET, "target", "RATE",
     "breaths a minute to lead towards, 3 to 10 (the rate that your heart answers most, which is found)", SITTING},
    {OPT_FIXED, "fixed", "RATE", "this pace from the first breath on; nothing adapts", SITTING},
    {OPT_FULL, "full-screen", NULL, "fill the screen", SITTING},
    {OPT_HIDE_NUMBER, "hide-number", NULL, "no number on screen", SITTING | FOR(CMD_STAGE)},
    {OPT_LARGE, "large-words", NULL, "words 1.4 times as large", SITTING | FOR(CMD_STAGE)},
    {OPT_PTY, "pty", "LINK", "where the pseudo-terminal shows up", FOR(CMD_EMULATE)},
    {OPT_FROM, "from", "RECORDING", "the signals to send (a simulated person otherwise)", FOR(CMD_EMULATE)},
    {OPT_SEED, "seed", "N", "of the simulated person and of decoration", FOR(CMD_EMULATE) | FOR(CMD_STAGE) | SITTING},
    {OPT_FAULT, "fault", "NAME", "something that goes wrong; may be given several times ('list' names them)",
     FOR(CMD_EMULATE)},
    {OPT_FORM, "form", "NAME", "which of the device's wire forms", FOR(CMD_EMULATE)},
    {OPT_SIZE, "size", "WxH", "of the picture, pixels (1280x720)", FOR(CMD_STAGE)},
    {OPT_AT, "at", "SECONDS", "the moment to draw", FOR(CMD_STAGE)},
    {OPT_GROWN, "grown", "MINUTES", "practised in all: how far the garden has grown (0)", FOR(CMD_STAGE)},
    {OPT_CIRCLE, "circle", "N",
     "how far the lantern's light reaches: 1 oneself .. 6 everyone (it widens with the session)", FOR(CMD_STAGE)},
    {OPT_NO_DITHER, "no-dither", NULL, "without the fine noise that keeps gradients smooth: a smaller file",
     FOR(CMD_STAGE)},
    {OPT_OUT, "out", "FILE", "the picture: PNG, or vectors where the name ends in .pdf or .svg", FOR(CMD_STAGE)},
    {OPT_THEME, "theme", "NAME", "dusk, paper or night", SITTING | FOR(CMD_STAGE)},
    {OPT_REDUCED, "reduced-motion", NULL, "light changes, nothing moves", SITTING | FOR(CMD_STAGE)},
    {OPT_BEATS, "beats", "FILE|-", "beat times in seconds, one a line, as found", FOR(CMD_ANALYZE)},
    {OPT_BREATHS, "breaths", "FILE|-", "starts of in-breaths in seconds, one a line", FOR(CMD_ANALYZE)},
    {OPT_CORRECT, "correct", "lipponen|none", "judge and correct intervals (lipponen), or take them as they are",
     FOR(CMD_ANALYZE)},
    {OPT_SPECTRUM, "spectrum", "welch|multitaper|ar|lomb", "how the power spectrum is made (welch)", FOR(CMD_ANALYZE)},
    {OPT_DETREND, "detrend", "none|priors", "take the smooth trend off first: smoothness priors, lambda 500 (none)",
     FOR(CMD_ANALYZE)},
    {OPT_SLIDING, "sliding", "FILE|-", "figures of windows that slide over the recording, as CSV", FOR(CMD_ANALYZE)},
    {OPT_WINDOW, "window", "SECONDS", "length of those windows (300)", FOR(CMD_ANALYZE)},
    {OPT_STEP, "step", "SECONDS", "from one of them to the next (60)", FOR(CMD_ANALYZE)},
    {OPT_PLOT, "plot", "FILE|-",
     "a picture of one recording: intervals, spectrum, Poincare plot, beats (PNG, SVG, PDF by its name)",
     FOR(CMD_ANALYZE)},
    {OPT_REPORT, "report", "FILE|-", "the same picture and a table of all figures, of one recording (PDF)",
     FOR(CMD_ANALYZE)},
    {OPT_SINCE, "since", "DATE", "from this day on (YYYY-MM-DD)", FOR(CMD_HISTORY)},
    {OPT_LINES, "lines", NULL, "with the lines you wrote to yourself", FOR(CMD_HISTORY)},
    {OPT_FORGET, "forget", "SESSION", "delete this session for good; who shared it keeps their half", FOR(CMD_HISTORY)},
    {OPT_YES, "yes", NULL, "it is meant: delete", FOR(CMD_PROFILE)},
    {OPT_DB, "db", "FILE", "the store (XDG_DATA_HOME/metta/metta.db)", EVERY},
    {OPT_CONFIG, "config", "FILE", "settings (XDG_CONFIG_HOME/metta/metta.ini)", EVERY},
    {OPT_QUIET, "quiet", NULL, "only errors on stderr", EVERY},
    {OPT_VERBOSE, "verbose", NULL, "more on stderr; after a session its summary as JSON", EVERY},
    {OPT_VERSION, "version", NULL, "print the version", EVERY},
    {OPT_HELP, "help", NULL, "print this", EVERY},
};
enum { OPTIONS_N = sizeof OPTIONS / sizeof OPTIONS[0] };

static void print_options(unsigned commands)
{
    for (size_t i = 0; i < OPTIONS_N; i++) {
        if (OPTIONS[i].commands & commands) {
            char left[40];
            (void)snprintf(left, sizeof left, "--%s%s%s", OPTIONS[i].name, OPTIONS[i].argument ? " " : "",
                           OPTIONS[i].argument ? OPTIONS[i].argument : "");
            printf("  %-22s %s\n", left, OPTIONS[i].about);
        }
    }
}

static void print_help(uint8_t command)
{
    const struct command_row *c = &COMMANDS[command];
    if (command != CMD_HOME) {
        printf("usage: metta %s [OPTIONS]%s%s\n%s\n\n", c->name, c->arguments[0] ? " " : "", c->arguments, c->about);
        print_options(FOR(command));
        if (command == CMD_PRACTICE) {
            practice_form_help(stdout);
        }
        printf("\nexample:\n  %s\n", c->example);
        return;
    }
    printf("metta: breathing practice that listens to your heart\n\nusage: metta [COMMAND] [OPTIONS]\n\ncommands:\n");
    for (size_t i = 0; i < CMDS; i++) {
        char left[40];
        (void)snprintf(left, sizeof left, "metta %s %s", COMMANDS[i].name, COMMANDS[i].arguments);
        printf("  %-26s %s\n", left, COMMANDS[i].about);
    }
    printf("\noptions (metta COMMAND --help tells those of a command):\n");
    print_options(FOR(CMD_HOME));
    printf("\nexamples:\n  metta train --sensor person: --minutes 5\n  %s\n", COMMANDS[CMD_REPLAY].example);
}

void options_manual(FILE *f)
{
    (void)fprintf(f, ".Dd November 22, 2026\n.Dt METTA 1\n.Os\n.Sh NAME\n.Nm metta\n"
                     ".Nd breathing practice that listens to the heart\n.Sh SYNOPSIS\n");
    for (size_t i = 0; i < CMDS; i++) {
        (void)fprintf(f, ".Nm\n%s%s%s%s.Op Ar options\n%s%s%s", COMMANDS[i].name[0] ? ".Cm " : "", COMMANDS[i].name,
                      COMMANDS[i].name[0] ? "\n" : "", "", COMMANDS[i].arguments[0] ? ".Ar " : "",
                      COMMANDS[i].arguments, COMMANDS[i].arguments[0] ? "\n" : "");
    }
    (void)fprintf(f,
                  ".Sh DESCRIPTION\nA pulse or breath sensor is read over a serial port, beats and breaths are found\n"
                  "in it, and a guided breath is adapted to that body.\n"
                  "Without a sensor a simulated person\n"
                  "sits in, and is marked as simulated.\n.Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (size_t i = 1; i < CMDS; i++) {
        (void)fprintf(f, ".It Cm %s Ar %s\n%s.\n", COMMANDS[i].name, COMMANDS[i].arguments, COMMANDS[i].about);
    }
    (void)fprintf(f, ".El\n.Sh OPTIONS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < OPTIONS_N; i++) {
        (void)fprintf(f, ".It Fl -%s%s%s\n%s.\n", OPTIONS[i].name, OPTIONS[i].argument ? " Ar " : "",
                      OPTIONS[i].argument ? OPTIONS[i].argument : "", OPTIONS[i].about);
    }
    (void)fputs(".El\n", f);
    manual_sections(f);
    for (size_t i = 0; i < CMDS; i++) {
        (void)fprintf(f, ".Dl %s\n", COMMANDS[i].example);
    }
    (void)fprintf(
        f, ".Sh CAVEATS\nThis is no medical device.\nStop when you feel dizzy; breathe softer and smaller, never\n"
           "deeper.\nAsk a doctor first with a heart, lung or kidney disease, a pacemaker, epilepsy, or in pregnancy.\n"
           "Kind words can make tense at first: everything can be skipped, paused and ended, and counts.\n"
           "If you are in danger or cannot cope, call your local emergency number.\n"
           ".Sh SECURITY CONSIDERATIONS\nSessions are health data: they stay in one local file that only its\n"
           "owner can read.\nThere is no network code.\n");
}

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

static bool take(struct options *o, int id, const char *arg)
{
    switch (id) {
    case OPT_SENSOR:
        return add_sensor(o, arg, false);
    case OPT_BREATH:
        return add_sensor(o, arg, true);
    case OPT_PRACTICE:
        o->practice = arg;
        o->practice_set = true;
        return true;
    case OPT_PROTOCOL:
        o->protocol = arg;
        if (strcmp(arg, "slide") != 0 && strcmp(arg, "steps") != 0 && strcmp(arg, "check") != 0) {
            say_error("--protocol %s: give slide, steps or check", arg);
            return false;
        }
        return true;
    case OPT_LANGUAGE:
        o->language = arg;
        return true;
    case OPT_MINUTES:
        return number("minutes", arg, 0.05, 1440.0, &o->minutes);
    case OPT_PROFILE:
        *(o->profile == NULL ? &o->profile : &o->partner) = arg;
        return true;
    case OPT_FORGET:
        return number("forget", arg, 1.0, 1e15, &o->forget);
    case OPT_YES:
        o->yes = true;
        return true;
    case OPT_SCENE:
        o->scene = arg;
        return true;
    case OPT_TEXT:
        o->text = true;
        return true;
    case OPT_HEADLESS:
        o->headless = true;
        return true;
    case OPT_SPEED:
        return speed_of(o, arg);
    case OPT_JSON:
        o->json = true;
        return true;
    case OPT_SOUND:
        o->sound = arg;
        return true;
    case OPT_CAPTURE:
        o->capture = arg;
        return true;
    case OPT_TARGET:
        return number("target", arg, 3.0, 10.0, &o->target_per_min);
    case OPT_FIXED:
        return number("fixed", arg, 3.0, 10.0, &o->fixed_per_min);
    case OPT_FULL:
        o->full_screen = true;
        return true;
    case OPT_HIDE_NUMBER:
        o->number_hidden = true;
        return true;
    case OPT_LARGE:
        o->large_words = true;
        return true;
    case OPT_PTY:
        o->pty = arg;
        return true;
    case OPT_FROM:
        o->from = arg;
        return true;
    case OPT_SEED:
        return seed_of(o, arg);
    case OPT_FORM:
        o->form = arg;
        return true;
    case OPT_SIZE:
        o->size = arg;
        return true;
    case OPT_AT:
        o->at = arg;
        return true;
    case OPT_GROWN:
        return number("grown", arg, 0.0, 1e6, &o->grown_min);
    case OPT_CIRCLE:
        return number("circle", arg, 1.0, 6.0, &o->circle);
    case OPT_NO_DITHER:
        o->no_dither = true;
        return true;
    case OPT_OUT:
        o->out = arg;
        return true;
    case OPT_THEME:
        o->theme = arg;
        return true;
    case OPT_REDUCED:
        o->reduced_motion = true;
        return true;
    case OPT_BEATS:
        o->beats = arg;
        return true;
    case OPT_BREATHS:
        o->breath_times = arg;
        return true;
    case OPT_CORRECT:
        o->correct = arg;
        return true;
    case OPT_SPECTRUM:
        o->spectrum = arg;
        return true;
    case OPT_DETREND:
        o->detrend = arg;
        return true;
    case OPT_SLIDING:
        o->sliding = arg;
        return true;
    case OPT_WINDOW:
        return number("window", arg, 10.0, 86400.0, &o->window_s);
    case OPT_STEP:
        return number("step", arg, 1.0, 86400.0, &o->step_s);
    case OPT_PLOT:
        o->plot = arg;
        return true;
    case OPT_REPORT:
        o->report = arg;
        return true;
    case OPT_LINES:
        o->lines = true;
        return true;
    case OPT_SINCE:
        o->since = arg;
        return true;
    case OPT_DB:
        o->db = arg;
        return true;
    case OPT_CONFIG:
        o->config = arg;
        return true;
    case OPT_QUIET:
        o->quiet = true;
        return true;
    case OPT_VERBOSE:
        o->verbose = true;
        return true;
    case OPT_FAULT:
        if (o->faults_n == OPTIONS_FAULTS_MAX) {
            say_error("--fault %s: %d faults at most", arg, OPTIONS_FAULTS_MAX);
            return false;
        }
        o->faults[o->faults_n++] = arg;
        return true;
    default:
        return false;
    }
}

static bool find_command(struct options *o, int argc, char **argv, int *first)
{
    *first = 1;
    if (argc < 2 || argv[1][0] == '-') {
        return true;
    }
    for (int i = 1; i < CMDS; i++) {
        if (strcmp(argv[1], COMMANDS[i].name) == 0) {
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
    const struct command_row *c = &COMMANDS[o->command];
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

static const struct option_row *row_of(int id)
{
    size_t i = 0;
    while (i + 1 < OPTIONS_N && OPTIONS[i].id != id) {
        i++;
    }
    return &OPTIONS[i];
}

enum options_answer options_read(struct options *o, int argc, char **argv)
{
    *o = (struct options){.speed = 1.0, .target_per_min = 0.0, .practice = "breath"};
    int first = 1;
    if (!find_command(o, argc, argv, &first)) {
        return OPTIONS_WRONG;
    }
    struct option table[OPTIONS_N + 1] = {{0}};
    for (size_t i = 0; i < OPTIONS_N; i++) {
        table[i] = (struct option){OPTIONS[i].name, OPTIONS[i].argument ? required_argument : no_argument, NULL,
                                   OPTIONS[i].id};
    }
    opterr = 0;
    optind = first;
    int id = 0;
    while ((id = getopt_long(argc, argv, ":", table, NULL)) != -1) {
        if (id == '?' || id == ':') {
            say_error("%s: %s; metta %s --help lists the options", argv[optind - 1],
                      id == ':' ? "it needs a value" : "no such option", COMMANDS[o->command].name);
            return OPTIONS_WRONG;
        }
        if (id == OPT_HELP) {
            print_help(o->command);
            return OPTIONS_HELPED;
        }
        if (id == OPT_VERSION) {
            printf("metta %s\n", METTA_VERSION);
            return OPTIONS_HELPED;
        }
        const struct option_row *row = row_of(id);
        if (!(row->commands & FOR(o->command))) {
            say_error("--%s: not for metta %s; metta %s --help lists the options", row->name, COMMANDS[o->command].name,
                      COMMANDS[o->command].name);
            return OPTIONS_WRONG;
        }
        if (!take(o, id, optarg)) {
            return OPTIONS_WRONG;
        }
    }
    return take_files(o, argc, argv, optind) ? OPTIONS_RUN : OPTIONS_WRONG;
}
