/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real serial ports, by libserialport; the only file that knows it.
   Reading is: wait for at most wait_ms, ask how much is there, take that. libserialport answers "fine" to a wait on a
   port that was pulled out; asking how much is there is what fails then (EIO), and is the unplug detector. */
#include <errno.h>
#include <libserialport.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "link/ports.h"
#include "link/transport.h"

struct serial {
    struct sp_port *port;
    struct sp_event_set *events;
};

static bool accepts(const char *path)
{
    struct sp_port *port = NULL;
    if (sp_get_port_by_name(path, &port) != SP_OK) {
        return false;
    }
    sp_free_port(port);
    return true;
}

static enum sp_parity parity_of(char parity)
{
    return parity == 'O' ? SP_PARITY_ODD : parity == 'E' ? SP_PARITY_EVEN : SP_PARITY_NONE;
}

/* sp_open sets no speed and leaves the rest as it was: all of it is set here. DTR and RTS go on together, as boards
   with native USB send nothing without DTR and others take a lone one as a reset. */
static bool set_line(struct sp_port *port, const struct sensor_line *line)
{
    return sp_set_baudrate(port, (int)line->baud) == SP_OK && sp_set_bits(port, line->data_bits) == SP_OK &&
           sp_set_parity(port, parity_of(line->parity)) == SP_OK && sp_set_stopbits(port, line->stop_bits) == SP_OK &&
           sp_set_flowcontrol(port, SP_FLOWCONTROL_NONE) == SP_OK && sp_set_rts(port, SP_RTS_ON) == SP_OK &&
           sp_set_dtr(port, SP_DTR_ON) == SP_OK;
}

static enum transport_failure give_up(struct serial *s, enum transport_failure why)
{
    if (s->events != NULL) {
        sp_free_event_set(s->events);
    }
    sp_free_port(s->port);
    *s = (struct serial){NULL, NULL};
    return why;
}

static enum transport_failure serial_open(struct port *p, const char *path, const struct sensor_line *line)
{
    struct serial s = {NULL, NULL};
    if (sp_get_port_by_name(path, &s.port) != SP_OK) {
        return TRANSPORT_MISSING;
    }
    enum sp_return r = sp_open(s.port, SP_MODE_READ_WRITE);
    if (r != SP_OK) {
        return give_up(&s, r == SP_ERR_FAIL ? transport_failure_of(sp_last_error_code()) : TRANSPORT_NOT_SERIAL);
    }
    int fd = -1;
    if (sp_get_port_handle(s.port, &fd) == SP_OK && !transport_lock(fd)) {
        (void)sp_close(s.port);
        return give_up(&s, TRANSPORT_BUSY);
    }
    if (!set_line(s.port, line) || sp_new_event_set(&s.events) != SP_OK ||
        sp_add_port_events(s.events, s.port, SP_EVENT_RX_READY) != SP_OK) {
        (void)sp_close(s.port);
        return give_up(&s, TRANSPORT_BROKEN);
    }
    (void)sp_flush(s.port, SP_BUF_INPUT); /* what came before was read with another speed, or is old */
    memcpy(p->state, &s, sizeof s);
    return TRANSPORT_OK;
}

static struct serial serial_of(const struct port *p)
{
    struct serial s;
    memcpy(&s, p->state, sizeof s);
    return s;
}

static long serial_read(struct port *p, uint8_t *out, size_t cap, int wait_ms)
{
    struct serial s = serial_of(p);
    if (sp_wait(s.events, (unsigned)wait_ms) != SP_OK) {
        return -1;
    }
    int there = sp_input_waiting(s.port);
    if (there < 0) {
        return -1;
    }
    if (there == 0) {
        return 0;
    }
    return sp_nonblocking_read(s.port, out, (size_t)there < cap ? (size_t)there : cap);
}

static bool serial_write(struct port *p, const uint8_t *bytes, size_t n)
{
    struct serial s = serial_of(p);
    return sp_nonblocking_write(s.port, bytes, n) >= 0;
}

static void serial_close(struct port *p)
{
    struct serial s = serial_of(p);
    (void)sp_close(s.port);
    (void)give_up(&s, TRANSPORT_OK);
}

const struct transport transport_serial = {"serial", accepts, serial_open, serial_read, serial_write, serial_close};

static void copy_text(char *out, size_t n, const char *text)
{
    size_t length = text != NULL ? strnlen(text, n - 1) : 0;
    memcpy(out, text != NULL ? text : "", length);
    out[length] = '\0';
}

static struct port_info info_of(const struct sp_port *port)
{
    struct port_info info = {.usb = sp_get_port_transport(port) == SP_TRANSPORT_USB};
    copy_text(info.path, sizeof info.path, sp_get_port_name(port));
    copy_text(info.about, sizeof info.about, sp_get_port_description(port));
    if (info.usb) {
        copy_text(info.serial, sizeof info.serial, sp_get_port_usb_serial(port));
        info.usb = sp_get_port_usb_vid_pid(port, &info.vid, &info.pid) == SP_OK;
    }
    return info;
}

size_t ports_list(struct port_info *out, size_t cap)
{
    struct sp_port **ports = NULL;
    size_t n = 0;
    /* A port that vanishes while the list is made spoils the whole list: once more then. */
    enum sp_return r = sp_list_ports(&ports);
    r = r == SP_OK ? r : sp_list_ports(&ports);
    if (r != SP_OK) {
        return 0;
    }
    for (size_t i = 0; ports[i] != NULL && n < cap; i++) {
        out[n++] = info_of(ports[i]);
    }
    sp_free_port_list(ports);
    return n;
}
