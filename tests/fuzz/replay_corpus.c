/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main of a fuzz target without libFuzzer: every file of the folder (or every file named) goes through the target
 * once. A crash ends the program, so a find of the past stays found.
 * 1. A folder that is missing, or empty, is a failure: a test that looks at nothing is none. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PATH_N = 4096, FILE_MAX = 1 << 20 };

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(FILE_MAX);
    if (file == NULL || bytes == NULL) {
        perror(path);
        if (file != NULL) {
            (void)fclose(file);
        }
        free(bytes);
        return -1;
    }
    size_t n = fread(bytes, 1, FILE_MAX, file);
    int bad = ferror(file);
    (void)fclose(file);
    /* Of the right size, so that a sanitizer sees one byte too far. */
    uint8_t *exact = realloc(bytes, n > 0 ? n : 1);
    bytes = exact != NULL ? exact : bytes;
    (void)LLVMFuzzerTestOneInput(bytes, n);
    free(bytes);
    return bad ? -1 : 1;
}

static int replay_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        perror(path);
        return -1;
    }
    int files = 0;
    const struct dirent *entry = NULL;
    while (files >= 0 && (entry = readdir(folder)) != NULL) {
        char name[PATH_N];
        int n = snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] == '.' || n < 0 || (size_t)n >= sizeof name) {
            continue;
        }
        files = replay_file(name) < 0 ? -1 : files + 1;
    }
    (void)closedir(folder);
    return files;
}

int main(int argc, char **argv)
{
    int files = 0;
    for (int i = 1; i < argc; i++) {
        struct stat st;
        int got = stat(argv[i], &st) == 0 && S_ISREG(st.st_mode) ? replay_file(argv[i]) : replay_folder(argv[i]);
        if (got < 0) {
            return EXIT_FAILURE;
        }
        files += got;
    }
    (void)printf("%d inputs\n", files);
    return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
