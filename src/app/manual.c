/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sections of the manual that no table can write: what files hold, what is heard, how other programs are spoken to.
   In mdoc, a sentence a line where it is long. */
#include "app/manual.h"

#include "app/practice_form.h"

static const struct section {
    const char *title, *text;
} BEFORE_PRACTICES[] = {
    {"KEYS", "On screens: arrows move and change, Tab goes on, Enter or Space accepts, Escape leads back, 0 to 9\n"
             "answer the question of calm.\n"
             "In a session: Space pauses, t says that it is too much (the pace eases at once), - and + ask for\n"
             "a slower or faster pace, Enter accepts what a practice offers or notes a thought, Tab goes on to its\n"
             "next stage, Escape pauses and asks.\n"
             "What t, - and + ask for is answered by a line under the picture, and by the voice where it is on.\n"
             "With --fixed only - and + move the pace, and t gives it up: it eases, and adapts from there on.\n"
             "Everywhere: n hides the number, b the picture, m less motion, l larger words, d colours, F11 full\n"
             "screen.\n"
             ".Pp\n"
             "Gamepad: cross or stick, A accepts, B leads back, Start pauses, X too much, LB and RB slower and\n"
             "faster, Y the number, Back the picture.\n"
             "Pointer and touch: a tap pauses, one in the upper right corner says too much, a stroke up or down\n"
             "asks for a faster or slower pace; two fingers, or the right button, lead back.\n"
             ".Pp\n"
             "metta --text is all of it in a terminal: numbered lines, answered by a number.\n"
             "In a session there: y and x answer what a practice offers, s goes on to its\n"
             "next stage, a full stop notes a thought.\n"},
    {"FILES",
     ".Bl -tag -width Ds\n"
     ".It Pa $XDG_DATA_HOME/metta/metta.db\n"
     "sessions, second by second; for its owner alone.\n"
     ".It Pa $XDG_CONFIG_HOME/metta/metta.ini\n"
     "settings, written by the comfort screen and by hand: sections\n"
     "practice (practice, minutes, target, profile, ask-calm, welcomed), sensor (sensor), comfort (theme,\n"
     "scene, language, reduced-motion, hide-number, hide-time, picture-off, large-words, words-rest,\n"
     "full-screen), sound (pad, sea, bowl: volumes 0 to 1; own: a WAV file of yours that goes round beneath,\n"
     "own-volume: 0 to 1; bells: 0 to 3; latency-ms: 0 to 400; voice: on or off) and touch (haptics: 0 to 1).\n"
     ".It Pa $XDG_DATA_HOME/metta/practices/*.practice\n"
     "practices of your own.\n"
     ".It Pa *.capture\n"
     "text, one event a line: B tick time_us hex (bytes), G tick time_us why (a loss),\n"
     "C tick name (what the person did), H tick hash (of the session's state).\n"
     "Its head names the practice and the hash of its text (script): with another text it is not replayed.\n"
     "A tick is 20 ms.\n"
     ".El\n"
     ".Pp\n"
     ".Ev METTA_HOME\n"
     "moves all of them.\n"
     ".Ev LANGUAGE , LC_ALL , LC_MESSAGES\n"
     "and\n"
     ".Ev LANG\n"
     "choose the language of the screens where neither option nor settings do; no locale of it needs to be\n"
     "installed.\n"
     ".Ev METTA_LOCALES\n"
     "names a folder of catalogues.\n"},
    {"RECORDINGS", "Intervals: one a line in ms or s, or time_s,rr_ms; or times of beats (beat_time_s).\n"
                   "Signals: a header time_s,channel[,channel...] and a row a sample; channels by the first word of\n"
                   "their name: ecg; ppg bvp pleth red ir green led1 abp; resp rsp airflow belt co2; rr_ms.\n"
                   "A comment # sampling_rate_hz: wins over rounded times.\n"
                   "A line that is no row is left out as a hole; the first is told, and the exit code is 4.\n"
                   "WFDB records by their name or header (.hea), sample formats 16, 80 and 212.\n"},
    {"PICTURES", "--plot and --report draw one recording: intervals over time, corrected ones marked by their kind;\n"
                 "the spectrum with its bands; the Poincare plot with the ellipse of SD1 and SD2; ten seconds of\n"
                 "the wave with its beats, or a histogram of intervals.\n"
                 "--plot writes PNG, or vectors where the name ends in .svg or .pdf.\n"
                 "The PDF of --report has a second page with all figures and what they mean.\n"
                 "The same recording gives the same bytes.\n"},
    {"SOUND", "A pad brightens and climbs in soft notes on the in-breath and sinks into a low hum on the out-breath;\n"
              "a sea comes and draws back; a bowl is struck at the start and at the end, on the session's clock.\n"
              "Volumes, strikes and the delay of a loudspeaker are settings.\n"
              "--sound writes what would be heard as a WAV file, without a loudspeaker and as fast as it goes;\n"
              "FILE.srt beside FILE.wav has the captions: what a practice says and asks, the cue words of the first\n"
              "three breaths, and [bell] where the bowl is struck.\n"
              "With voice on, the window speaks through speech-dispatcher, if that is installed, in the voice set up\n"
              "there: the lines of a practice, the cue words of three breaths and then of one in three, and\n"
              "what has the focus on a screen.\n"
              "A terminal has no voice of its own, for screen readers read it already.\n"
              "A gamepad taps on the in-breath, dense then sparse, and hums on the out-breath.\n"},
    {"JSON", "A headless session writes one object a line: session first, then contact, beat, breath, state (every\n"
             "second), pace, guide, gap, and summary last; t is session time in seconds.\n"
             "What a practice says is a guide: kind step (a stage begins; breath tells how it breathes: own has no\n"
             "pacer), say, offer (a question is open) or closed (it is over).\n"
             "The answer of a practice that measures stands in the summary: its figure and range, what it is\n"
             "compared with, or why it is refused.\n"
             "A beat is told when it has been judged, two beats after it happened, so its t may lie before that\n"
             "of a line above it.\n"
             "What is not known is null; a heart that varies by less than 2 ms has no coherence.\n"
             "metta profile show NAME --json tells what the pace begins with: resonance_per_min and its standard\n"
             "deviation resonance_sd, floor_per_min and, of ten places where comfort may end, the fastest first,\n"
             "limits_per_min; own_per_min and own_inhale_share are the breath before the pacer.\n"
             "With --speed max no clock is read: the same input gives the same bytes, a replay is never kept,\n"
             "and a session of the simulated person only where --db says so.\n"},
};

static const struct section AFTER_PRACTICES[] = {
    {"A HOME-MADE BELT",
     "115200 8N1, lines of ASCII: #metta 1 resp[,pulse] once a second, then\n"
     "millis,resp[,pulse]*hh 25 to 50 times a second, hh the exclusive or of what stands before the\n"
     "star, in hexadecimal.\n"
     "The other way, in a session and with haptics above 0, metta says v0 (still) to v9 and a line feed\n"
     "when the strength of a motor for the hand changes, at most 20 times a second, and again every half second\n"
     "while it runs; a board that hears none for a second stops its motor.\n"
     "A sketch is in assets/sketches.\n"},
    {"THE PACE",
     "For half a minute metta listens; then it begins at your own breath and leads it down, each breath at most 6 %\n"
     "longer than the one before, never below 3 a minute.\n"
     "Beats alone tell so soon only roughly how you breathe: then it begins between what they show and what is usual,\n"
     "13 a minute or what it was on earlier days; a breathing belt tells it exactly.\n"
     "Between about 6.6 and 5 a minute it goes on by steps that are not felt, looks where your heart\n"
     "answers most, and stays there.\n"
     "Who takes a few faster breaths of their own again and again, or follows well down to some pace and not below,\n"
     "has come to a limit: the pace goes up to where it is followed, and tries a little below it only later.\n"
     "A breathing belt tells a limit sooner by deeper breaths than before the pacer, and a wandering mind by breaths\n"
     "as before.\n"
     "Nobody knows it better than you: the key + says that a pace is too slow.\n"
     "It goes up a little with the next breaths and is not led down there again soon; press it again for more.\n"
     "The key - says that it may be slower.\n"
     "Who does not follow at all is accompanied at their own breath, and asked again after a minute, then after a\n"
     "quarter of an hour.\n"
     "A heart as even as a clock, or without any order, does not tell whether you follow: you are led all the same.\n"
     "While a sensor is silent the pace stays as it is; a breathing belt that tells no breath for a minute, or shakes\n"
     "faster than anybody breathes, is passed over, and the heart leads alone.\n"
     "A belt that slips, and shows breaths larger or smaller than before, is noticed, and moves no answer.\n"
     ".Pp\n"
     "A profile remembers for the next day the best pace (a range, a little wider with each day), where comfort may\n"
     "end, and your breath before the pacer; metta profile show tells what.\n"
     "Who followed well is less soon believed to have come to a limit the next day, and who met one is not led below\n"
     "it again without a sign that it has gone; three tenths of that are forgotten from sitting to sitting,\n"
     "and more of what only a weak heart told.\n"
     "Sittings for two, and simulated persons, change nothing of that.\n"},
    {"FINDING YOUR RATE",
     "The practice resonance looks for the pace at which your heart answers most: by a slide (14 minutes), by steps\n"
     "(--protocol steps), or, once an earlier session told a rate, by a check of six minutes half a breath a minute\n"
     "above it, at it and below it (--protocol check, or a session shorter than the test: --minutes 10).\n"
     "The answer is a range that holds the rate in four cases of five, and is compared with the earlier one:\n"
     "unchanged within the noise, or moved.\n"
     "There is no answer when the pace was not followed, the pulse was poor, or hardly more is known than of "
     "anybody.\n"},
    {"A PERSON PLAYED BY ANOTHER PROGRAM",
     "person:exec=COMMAND runs COMMAND by sh and speaks with it, a line at a time, in lock-step; all\n"
     "times are seconds of session time.\n"
     "metta says: hello 1; pace T IN HOLD OUT HOLD (from T on an\n"
     "in-breath begins and the pace goes on and on; all 0: no pacer; not answered); advance T; end.\n"
     "The program says: stream NAME ...; rr T MS (a heartbeat, ms after the one before);\n"
     "breath T VALUE; ppg T VALUE; want T faster or slower; ok T once it has lived up to T;\n"
     "err TEXT.\n"
     "Data lines come in order and belong to the step that was asked for.\n"
     "A program that breaks this, ends early or is silent for 10 s ends the session, saved.\n"
     "metta emulate person is such a program; --form names a kind of person: main, clean, ectopic,\n"
     "dropout, deaf, limited, weak, shift.\n"},
    {"EXIT STATUS", "0 done; 1 failed; 2 the call is wrong; 3 no such sensor, no permission, or the\n"
                    "sensor was lost and never came back; 4 bad data in a file; 5 the store could not be read or\n"
                    "written; 130 interrupted (the session is saved first).\n"},
    {"EXAMPLES", ""},
};

static void write_sections(FILE *f, const struct section *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        (void)fprintf(f, ".Sh %s\n%s", s[i].title, s[i].text);
    }
}

void manual_sections(FILE *f)
{
    write_sections(f, BEFORE_PRACTICES, sizeof BEFORE_PRACTICES / sizeof BEFORE_PRACTICES[0]);
    practice_form_manual(f);
    write_sections(f, AFTER_PRACTICES, sizeof AFTER_PRACTICES / sizeof AFTER_PRACTICES[0]);
}
