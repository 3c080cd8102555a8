/** The time, as a port: files that decide get it inside their command, everything else asks this. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
