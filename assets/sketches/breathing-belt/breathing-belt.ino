/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A breathing belt for metta, on any Arduino: a stretch sensor (conductive rubber cord with a 1 kOhm resistor to ground)
   on A0, and, if you like, a pulse sensor on A1. The line it speaks is told in sensors/belt.c:
     #metta 1 resp[,pulse]            once a second
     <millis>,<resp>[,<pulse>]*<hh>   50 times a second, hh = exclusive or of what stands before the star */

const bool PULSE = false; /* true: a pulse sensor sits on A1 */
const unsigned long EVERY_MS = 20;

unsigned long next_ms = 0;
unsigned long lines = 0;

void setup()
{
    Serial.begin(115200);
}

void send_line(const char *body)
{
    byte sum = 0;
    for (const char *p = body; *p != '\0'; p++) {
        sum ^= (byte)*p;
    }
    char tail[6];
    snprintf(tail, sizeof tail, "*%02X", sum);
    Serial.print(body);
    Serial.println(tail);
}

void loop()
{
    unsigned long now = millis();
    if ((long)(now - next_ms) < 0) {
        return;
    }
    next_ms = now + EVERY_MS;
    if (lines++ % 50 == 0) {
        Serial.println(PULSE ? "#metta 1 resp,pulse" : "#metta 1 resp");
    }
    char body[40];
    if (PULSE) {
        snprintf(body, sizeof body, "%lu,%d,%d", now, analogRead(A0), analogRead(A1));
    } else {
        snprintf(body, sizeof body, "%lu,%d", now, analogRead(A0));
    }
    send_line(body);
}
