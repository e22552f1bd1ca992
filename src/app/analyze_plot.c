/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The figures of one recording as a picture (PNG) or as a report (PDF). */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/analyze.h"
#include "app/paths.h"
#include "app/say.h"
#include "base/text.h"
#include "report/paper.h"

typedef int write_paper(const struct paper *p, FILE *to);

/* What is half written is taken away; what is no plain file is left alone. */
static void drop(FILE *f, const char *path)
{
    struct stat st;
    bool plain = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode);
    (void)fclose(f);
    if (plain) {
        (void)unlink(path);
    }
}

static int save(const struct paper *p, const char *path, write_paper *write)
{
    bool to_stdout = strcmp(path, "-") == 0;
    FILE *f = to_stdout ? stdout : fopen(path, "we");
    if (f == NULL) {
        say_error("%s: %s; name a file that can be written", path, strerror(errno));
        return EXIT_FAILED;
    }
    int result = write(p, f);
    if (result == R_OK && fflush(f) != 0) {
        result = R_IO;
    }
    if (result != R_OK) {
        say_error("%s: %s", path, result == R_MEM ? "no memory" : strerror(errno));
        if (!to_stdout) {
            drop(f, path);
        }
        return EXIT_FAILED;
    }
    return to_stdout || fclose(f) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static write_paper *form_of(const char *path)
{
    return text_ends(path, ".svg")   ? paper_write_svg
           : text_ends(path, ".pdf") ? paper_write_pdf_picture
                                     : paper_write_png;
}

/* The file, and what its beats come from. */
static void kind_words(const struct analyze_file *f, const struct analysis *a, char *out, size_t n)
{
    static const char *const FROM[HEART_SOURCES] = {"RR intervals", "beats from the ECG", "beats from the pulse wave"};
    static const struct {
        const char *kind, *words;
    } FILES[] = {{"wfdb", "WFDB record, "}, {"edf", "EDF, "}, {"capture", "capture, "}};
    const char *file = "";
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        file = strcmp(f->kind, FILES[i].kind) == 0 ? FILES[i].words : file;
    }
    (void)snprintf(out, n, "%s%s", file,
                   a->beats_n > 0           ? FROM[a->source]
                   : a->found.breaths_n > 0 ? "breathing"
                                            : "no beats");
}

int analyze_plot(const struct options *o, const struct analyze_file *f, const struct analysis *a,
                 const struct analysis_options *how)
{
    static const char *const METHODS[PSD_METHODS] = {"Welch", "multitaper", "autoregression", "Lomb"};
    char assets[PATHS_N], fonts[PATHS_N + 8], kind[80], method[64];
    const char *slash = strrchr(f->path, '/');
    paths_assets(assets, sizeof assets);
    if (assets[0] == '\0') {
        say_error("the fonts are missing; install metta again");
        return EXIT_FAILED;
    }
    (void)snprintf(fonts, sizeof fonts, "%s/fonts", assets);
    (void)snprintf(method, sizeof method, "%s%s", how->method < PSD_METHODS ? METHODS[how->method] : "?",
                   how->lambda > 0.0 ? ", trend taken off" : "");
    kind_words(f, a, kind, sizeof kind);
    const char *name = strcmp(f->path, "-") == 0 ? "standard input" : slash != NULL ? slash + 1 : f->path;
    const struct paper p = {a, name, kind, method, f->note, fonts};
    int code = o->plot != NULL ? save(&p, o->plot, form_of(o->plot)) : EXIT_DONE;
    return code == EXIT_DONE && o->report != NULL ? save(&p, o->report, paper_write_pdf) : code;
}
