/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/manual.h"
#include "app/options_inside.h"
#include "app/practice_form.h"

static void print_options(unsigned commands)
{
    for (size_t i = 0; i < OPTIONS_N; i++) {
        if (OPTIONS_TABLE[i].commands & commands) {
            char left[40];
            (void)snprintf(left, sizeof left, "--%s%s%s", OPTIONS_TABLE[i].name, OPTIONS_TABLE[i].argument ? " " : "",
                           OPTIONS_TABLE[i].argument ? OPTIONS_TABLE[i].argument : "");
            printf("  %-22s %s\n", left, OPTIONS_TABLE[i].about);
        }
    }
}

void options_help(uint8_t command)
{
    const struct command_row *c = &OPTIONS_COMMANDS[command];
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
        (void)snprintf(left, sizeof left, "metta %s %s", OPTIONS_COMMANDS[i].name, OPTIONS_COMMANDS[i].arguments);
        printf("  %-26s %s\n", left, OPTIONS_COMMANDS[i].about);
    }
    printf("\noptions (metta COMMAND --help tells those of a command):\n");
    print_options(FOR(CMD_HOME));
    printf("\nexamples:\n  metta train --sensor person: --minutes 5\n  %s\n", OPTIONS_COMMANDS[CMD_REPLAY].example);
}

void options_manual(FILE *f)
{
    (void)fprintf(f, ".Dd November 22, 2026\n.Dt METTA 1\n.Os\n.Sh NAME\n.Nm metta\n"
                     ".Nd breathing practice that listens to the heart\n.Sh SYNOPSIS\n");
    for (size_t i = 0; i < CMDS; i++) {
        (void)fprintf(f, ".Nm\n%s%s%s.Op Ar options\n%s%s%s", OPTIONS_COMMANDS[i].name[0] ? ".Cm " : "",
                      OPTIONS_COMMANDS[i].name, OPTIONS_COMMANDS[i].name[0] ? "\n" : "",
                      OPTIONS_COMMANDS[i].arguments[0] ? ".Ar " : "", OPTIONS_COMMANDS[i].arguments,
                      OPTIONS_COMMANDS[i].arguments[0] ? "\n" : "");
    }
    (void)fprintf(f,
                  ".Sh DESCRIPTION\nA pulse or breath sensor is read over a serial port, beats and breaths are found\n"
                  "in it, and a guided breath is adapted to that body.\n"
                  "Without a sensor a simulated person\n"
                  "sits in, and is marked as simulated.\n.Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (size_t i = 1; i < CMDS; i++) {
        (void)fprintf(f, ".It Cm %s Ar %s\n%s.\n", OPTIONS_COMMANDS[i].name, OPTIONS_COMMANDS[i].arguments,
                      OPTIONS_COMMANDS[i].about);
    }
    (void)fprintf(f, ".El\n.Sh OPTIONS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < OPTIONS_N; i++) {
        (void)fprintf(f, ".It Fl -%s%s%s\n%s.\n", OPTIONS_TABLE[i].name, OPTIONS_TABLE[i].argument ? " Ar " : "",
                      OPTIONS_TABLE[i].argument ? OPTIONS_TABLE[i].argument : "", OPTIONS_TABLE[i].about);
    }
    (void)fputs(".El\n", f);
    manual_sections(f);
    for (size_t i = 0; i < CMDS; i++) {
        (void)fprintf(f, ".Dl %s\n", OPTIONS_COMMANDS[i].example);
    }
    (void)fprintf(
        f, ".Sh CAVEATS\nThis is no medical device.\nStop when you feel dizzy; breathe softer and smaller, never\n"
           "deeper.\nAsk a doctor first with a heart, lung or kidney disease, a pacemaker, epilepsy, or in pregnancy.\n"
           "Kind words can make tense at first: everything can be skipped, paused and ended, and counts.\n"
           "If you are in danger or cannot cope, call your local emergency number.\n"
           ".Sh SECURITY CONSIDERATIONS\nSessions are health data: they stay in one local file that only its\n"
           "owner can read.\nThere is no network code.\n");
}
