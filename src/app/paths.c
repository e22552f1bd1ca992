/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders, by the XDG Base Directory Specification: a variable that is not an absolute path is ignored. */
#include "app/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool in_home(char *out, size_t n, const char *variable, const char *below_home, const char *file)
{
    const char *all = getenv("METTA_HOME");
    if (all != NULL && all[0] == '/') {
        return snprintf(out, n, "%s/%s", all, file) < (int)n;
    }
    const char *folder = getenv(variable);
    if (folder != NULL && folder[0] == '/') {
        return snprintf(out, n, "%s/metta/%s", folder, file) < (int)n;
    }
    const char *home = getenv("HOME");
    return home != NULL && home[0] == '/' && snprintf(out, n, "%s/%s/metta/%s", home, below_home, file) < (int)n;
}

bool paths_store(char *out, size_t n)
{
    return in_home(out, n, "XDG_DATA_HOME", ".local/share", "metta.db");
}

bool paths_config(char *out, size_t n)
{
    return in_home(out, n, "XDG_CONFIG_HOME", ".config", "metta.ini");
}

bool paths_practices(char *out, size_t n)
{
    return in_home(out, n, "XDG_DATA_HOME", ".local/share", "practices");
}

void paths_assets(char *out, size_t n)
{
    const char *const places[] = {getenv("METTA_ASSETS"), METTA_SOURCE_ASSETS, METTA_DATA_DIR};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char probe[PATHS_N];
        if (places[i] != NULL && snprintf(probe, sizeof probe, "%s/fonts", places[i]) < (int)sizeof probe &&
            access(probe, X_OK) == 0) {
            (void)snprintf(out, n, "%s", places[i]);
            return;
        }
    }
    out[0] = '\0';
}

bool paths_pictures(char *out, size_t n)
{
    char self[PATHS_N];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length > 0) {
        self[length] = '\0';
        char *slash = strrchr(self, '/');
        if (slash != NULL) {
            *slash = '\0';
            if (snprintf(out, n, "%s/metta-pictures", self) < (int)n && access(out, X_OK) == 0) {
                return true;
            }
        }
    }
    return snprintf(out, n, "%s/metta-pictures", METTA_LIBEXEC_DIR) < (int)n && access(out, X_OK) == 0;
}
