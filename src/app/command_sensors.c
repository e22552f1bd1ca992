/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metta sensors: ports, what answers on each, and the devices that are known. A port is recognised by what it sends. */
#include <jansson.h>
#include <stdio.h>

#include "app/commands.h"
#include "link/link.h"

static const char *words(const struct scan *s, char *out, size_t n)
{
    if (s->driver != NULL) {
        (void)snprintf(out, n, "%s", s->driver->title);
    } else if (s->failure != TRANSPORT_OK) {
        transport_failure_words(s->failure, s->path, out, n);
    } else {
        (void)snprintf(out, n, "nothing that metta knows answers");
    }
    return out;
}

static json_t *port_json(const struct scan *s)
{
    char text[300];
    json_t *o = json_object();
    (void)json_object_set_new(o, "port", json_string(s->path));
    (void)json_object_set_new(o, "about", json_string(s->about));
    (void)json_object_set_new(o, "driver", s->driver != NULL ? json_string(s->driver->id) : json_null());
    (void)json_object_set_new(o, "sure", json_integer(s->sure));
    (void)json_object_set_new(o, "says", json_string(words(s, text, sizeof text)));
    return o;
}

static void print_json(const struct scan *s, size_t n)
{
    size_t drivers_n = 0;
    const struct sensor_driver *const *all = sensor_all(&drivers_n);
    json_t *ports = json_array(), *drivers = json_array();
    for (size_t i = 0; i < n; i++) {
        (void)json_array_append_new(ports, port_json(&s[i]));
    }
    for (size_t i = 0; i < drivers_n; i++) {
        (void)json_array_append_new(drivers, json_pack("{s:s, s:s}", "id", all[i]->id, "title", all[i]->title));
    }
    json_t *o = json_pack("{s:i, s:o, s:o}", "schema", 1, "ports", ports, "drivers", drivers);
    (void)json_dumpf(o, stdout, JSON_INDENT(1));
    (void)fputc('\n', stdout);
    json_decref(o);
}

static void print_text(const struct scan *s, size_t n)
{
    size_t drivers_n = 0;
    const struct sensor_driver *const *all = sensor_all(&drivers_n);
    if (n == 0) {
        printf("No serial port is here. Plug a sensor in, or try metta train --sensor person:\n");
    }
    for (size_t i = 0; i < n; i++) {
        char text[300];
        printf("%-22s %s%s%s%s\n", s[i].path, words(&s[i], text, sizeof text), s[i].about[0] != '\0' ? "  (" : "",
               s[i].about, s[i].about[0] != '\0' ? ")" : "");
        if (s[i].driver != NULL) {
            printf("%-22s metta train --sensor %s:%s\n", "", s[i].driver->id, s[i].path);
        }
    }
    printf("known devices:\n");
    for (size_t i = 0; i < drivers_n; i++) {
        printf("  %-16s %s\n", all[i]->id, all[i]->title);
    }
}

int command_sensors(const struct options *o)
{
    struct scan scans[SCAN_MAX];
    size_t n = 0;
    if (o->files_n == 0) {
        n = scan_list(scans, SCAN_MAX);
    }
    for (size_t i = 0; i < o->files_n && n < SCAN_MAX; i++) {
        scans[n] = (struct scan){.about = ""};
        (void)snprintf(scans[n].path, sizeof scans[n].path, "%s", o->files[i]);
        n++;
    }
    scan_ports(scans, n);
    if (o->json) {
        print_json(scans, n);
    } else {
        print_text(scans, n);
    }
    return EXIT_DONE;
}
