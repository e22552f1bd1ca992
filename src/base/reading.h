/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_READING_H
#define BASE_READING_H

#include "base/usec.h"

/** What a reading's value is. */
enum reading_kind {
    READING_PPG,     /* pulse wave, any unit, either sign */
    READING_ECG,     /* electrocardiogram, any unit, either sign */
    READING_RESP,    /* breathing; channel says what is measured (enum resp_channel); any unit */
    READING_IBI,     /* interval between two beats found by the device, ms; the beat that ends it is at t */
    READING_CONTACT, /* value = enum contact_why; CONTACT_OK when worn well */
    READING_GAP,     /* readings were lost before t; value = enum gap_why */
    READING_KINDS
};

enum resp_channel { RESP_BELT, RESP_FLOW, RESP_ACCELEROMETER, RESP_CHANNELS };

enum contact_why {
    CONTACT_OK,
    CONTACT_OFF,         /* finger out, probe or lead off */
    CONTACT_SEARCHING,   /* the device looks for a pulse */
    CONTACT_NO_PULSE,    /* worn, but the device found no beat */
    CONTACT_PROBE_ERROR, /* the probe is broken or unplugged from the device */
    CONTACT_WHYS
};

enum gap_why { GAP_UNPLUGGED, GAP_SILENT, GAP_NOISE, GAP_OVERFLOW, GAP_WHYS };

/** The word for an enum gap_why in captures and JSON; "?" for none of them. */
const char *reading_gap_name(uint8_t why);

/** Flags of a reading. */
enum {
    READING_EXACT = 1,  /* t is the moment of measurement (recording, simulation): no fit needed */
    READING_MISSING = 2 /* the sample exists in time but has no value ("nan" in a file) */
};

/**
 * One measured value.
 *
 * t        Arrival of the bytes that carried it, or the moment itself with READING_EXACT
 * tick     Device time in device ticks: a running sample number, or the device's own clock. The driver's stream
 *          table says how many ticks a second (nominal). Never runs backwards within a source between two GAPs.
 * value    See enum reading_kind
 * source   Link it came by, 0..LINKS_MAX-1; filled in by the engine
 */
struct reading {
    usec t;
    int64_t tick;
    float value;
    uint8_t kind, channel, flags, source;
};

enum { LINKS_MAX = 4 };

#endif
