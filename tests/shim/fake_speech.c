/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for the library of the speech service: writes every call as a line to the file named by FAKE_SPEECH.
   With FAKE_SPEECH_DEAF there is no service; with FAKE_SPEECH_DIES the third thing said finds it gone. */
#include <stdio.h>
#include <stdlib.h>

static int said;

void *spd_open(const char *client, const char *connection, const char *user, int mode);
void spd_close(void *connection);
int spd_say(void *connection, int priority, const char *words);
int spd_set_language(void *connection, const char *code);

static void note(const char *call, const char *words)
{
    FILE *f = fopen(getenv("FAKE_SPEECH"), "a");
    if (f != NULL) {
        (void)fprintf(f, "%s %s\n", call, words);
        (void)fclose(f);
    }
}

void *spd_open(const char *client, const char *connection, const char *user, int mode)
{
    (void)connection;
    (void)user;
    said = 0;
    note("open", client);
    return mode == 0 && getenv("FAKE_SPEECH_DEAF") == NULL ? &said : NULL;
}

void spd_close(void *connection)
{
    note("close", connection == &said ? "" : "a stranger");
}

int spd_say(void *connection, int priority, const char *words)
{
    note(priority == 2 ? "message" : priority == 3 ? "text" : "what?", words);
    return connection == &said && (getenv("FAKE_SPEECH_DIES") == NULL || ++said < 3) ? 1 : -1;
}

int spd_set_language(void *connection, const char *code)
{
    note("language", connection == &said ? code : "a stranger");
    return 0;
}
