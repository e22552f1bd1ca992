/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a practice is written: the one place where the form is told, read twice, as help and as manual. */
#include "app/practice_form.h"

#include <stddef.h>

static const struct form_row {
    const char *line, *about;
} HEAD[] =
    {
        {"title: Loving-kindness", "its name"},
        {"about: Wishing yourself and others well.", "one line for the list"},
        {"for: 1", "how many people sit here, 1 or 2 (1)"},
        {"minutes: 12, 8 to 20", "its own length, and what makes sense; a session of another length stretches it"},
        {"scene: lotus", "the picture that fits (lotus)"},
        {"start: at once", "the pacer begins with the first beat, not after half a minute of listening"},
},
  STAGE[] =
      {
          {"== Someone easy to love", "a stage begins; its title stands on the screen"},
          {"minutes: 2", "how long it lasts; it ends with an out-breath, and when its lines were said"},
          {"minutes: 1, never longer", "the same, but a longer session gives the time to other stages"},
          {"breath: lead", "the pacer meets your breath, leads it down, and finds where your heart answers most"},
          {"breath: settle", "it goes to what is known of that pace and stays; this is how it is if nothing is said"},
          {"breath: follow", "it comes along with your own breath"},
          {"breath: fixed 6", "it goes to so many breaths a minute and stays"},
          {"breath: own", "no pacer"},
          {"breath: slide", "the sliding test: 6.75 to 4.25 a minute, each breath 67.04 ms longer"},
          {"breath: steps", "the stepped test: 6.5, 6, 5.5, 5, 4.5 a minute, two minutes each"},
          {"breath: check", "three steps of two minutes: half a minute above an earlier answer, at it, below it"},
          {"exhale: longer", "a longer out-breath than usual"},
          {"turn: first", "for two: whose turn it is, first, second or both"},
          {"notes", "a key notes a thought that went by"},
          {"measure: resonance", "what this stage measures, resonance or rest; the answer is known after it"},
          {"only if chosen: Someone difficult, today?", "the stage runs only if this is answered with yes"},
          {"only on return", "the stage that an accepted offer leads to"},
          {"offer breath when tenser: Back to the breath?",
           "offered when the heart rate has been up and its swing down for a minute, against the stage's start"},
          {"offer breath when stirred: A breath together?",
           "offered when a heart has been far above its quietest minute for half a minute"},
},
  STEPS[] = {
      {"say: Let your hands rest.", "a line, 12 words at most; it stays as long as it takes to read"},
      {"say on inhale: ...", "said when an in-breath begins"},
      {"say on exhale: ...", "said when an out-breath begins"},
      {"say when noted: ...", "said after a thought was noted; several take turns"},
      {"say if found: About {rate} a minute.",
       "said if that is what was measured: found, unchanged, moved, unfollowed, unclear, first, usual, higher, lower; "
       "figures: {rate} {low} {high} {earlier} {heart} {rmssd} {usual}"},
      {"wait: 8", "seconds since the line before"},
      {"until: settled, at most 3 minutes", "waits for settled, followed, tenser, stirred, inhale or exhale"},
      {"until: 20 seconds left", "waits until the stage has only so much time left"},
      {"repeat", "what follows is said again and again until the stage's time is over"},
};

static const struct part {
    const char *title;
    const struct form_row *rows;
    size_t n;
} PARTS[] = {{"Above the first stage", HEAD, sizeof HEAD / sizeof HEAD[0]},
             {"In a stage", STAGE, sizeof STAGE / sizeof STAGE[0]},
             {"Its steps, one after the other", STEPS, sizeof STEPS / sizeof STEPS[0]}};
enum { PARTS_N = sizeof PARTS / sizeof PARTS[0] };

void practice_form_help(FILE *f)
{
    (void)fprintf(f, "\nA practice is a text of lines \"key: value\"; # begins a comment.\n");
    for (size_t i = 0; i < PARTS_N; i++) {
        (void)fprintf(f, "\n%s:\n", PARTS[i].title);
        for (size_t k = 0; k < PARTS[i].n; k++) {
            (void)fprintf(f, "  %s\n      %s\n", PARTS[i].rows[k].line, PARTS[i].rows[k].about);
        }
    }
}

/* A full stop or a quote at the front of a line means something else in mdoc. */
static void plain(FILE *f, const char *text)
{
    if (*text == '.' || *text == '\'') {
        (void)fputs("\\&", f);
    }
    for (; *text != '\0'; text++) {
        (void)fputc(*text, f);
    }
}

void practice_form_manual(FILE *f)
{
    (void)fprintf(f,
                  ".Sh PRACTICE SCRIPTS\n"
                  "A practice is a text of lines \"key: value\", saved as UTF-8 under a name that ends in .practice.\n"
                  "A line that begins with # is a comment.\nWhat is not known is a mistake, never passed over:\n"
                  ".Cm metta practice check\nnames the line, the reason, and what was probably meant.\n");
    for (size_t i = 0; i < PARTS_N; i++) {
        (void)fprintf(f, ".Ss %s\n.Bl -tag -width Ds\n", PARTS[i].title);
        for (size_t k = 0; k < PARTS[i].n; k++) {
            (void)fprintf(f, ".It Li \"%s\"\n", PARTS[i].rows[k].line);
            plain(f, PARTS[i].rows[k].about);
            (void)fprintf(f, ".\n");
        }
        (void)fprintf(f, ".El\n");
    }
}
