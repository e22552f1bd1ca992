/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of devices, made from the rows of sensors.def, which CMake reads too. */
#include <string.h>

#include "sensors/sensor.h"

#define SENSOR(id) extern const struct sensor_driver sensor_##id;
#include "sensors/sensors.def"
#undef SENSOR

#define SENSOR(id) &sensor_##id,
static const struct sensor_driver *const TABLE[] = {
#include "sensors/sensors.def"
    NULL};
#undef SENSOR

const struct sensor_driver *const *sensor_all(size_t *n)
{
    *n = sizeof TABLE / sizeof TABLE[0] - 1;
    return TABLE;
}

const struct sensor_driver *sensor_find(const char *id)
{
    for (size_t i = 0; TABLE[i] != NULL; i++) {
        if (strcmp(TABLE[i]->id, id) == 0) {
            return TABLE[i];
        }
    }
    return NULL;
}
