/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A breathing belt for metta, on any Arduino: a stretch sensor (conductive rubber cord with a 1 kOhm resistor to ground)
   on A0, and, if you like, a pulse sensor on A1, and a small vibration motor on MOTOR: never straight on the pin, but
   by a transistor (2N2222, 1 kOhm to its base) with a diode across the motor. The line it speaks is told in sensors/belt.c:
     #metta 1 resp[,pulse]            once a second
     <millis>,<resp>[,<pulse>]*<hh>   50 times a second, hh = exclusive or of what stands before the star
   The line it hears: v0 (still) .. v9, how strongly the motor runs. */

const bool PULSE = false; /* true: a pulse sensor sits on A1 */
const unsigned long EVERY_MS = 20;
const int MOTOR = 3;                /* a pin with PWM; -1: no motor */
const int MOTOR_LEAST = 70;         /* of 255: below it most small motors stand still */
const unsigned long SILENT_MS = 1000; /* the line may have been pulled: the motor stops */

unsigned long next_ms = 0;
unsigned long lines = 0;
unsigned long heard_ms = 0;
int level = -1; /* of the line being heard; -1 none */
bool asked = false;

void setup()
{
    Serial.begin(115200);
    if (MOTOR >= 0) {
        pinMode(MOTOR, OUTPUT);
    }
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

void run_motor(int strength)
{
    if (MOTOR >= 0) {
        analogWrite(MOTOR, strength == 0 ? 0 : map(strength, 1, 9, MOTOR_LEAST, 255));
    }
}

/* A v, a digit, the end of the line: anything else is passed over. */
void listen(unsigned long now)
{
    while (Serial.available() > 0) {
        int c = Serial.read();
        if (c == '\n' && level >= 0) {
            run_motor(level);
            heard_ms = now;
        }
        level = asked && c >= '0' && c <= '9' ? c - '0' : c == '\r' ? level : -1;
        asked = c == 'v';
    }
    if (now - heard_ms > SILENT_MS) {
        run_motor(0);
    }
}

void loop()
{
    unsigned long now = millis();
    listen(now);
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
