import { Clock } from '#libs/platform/clock.js';

/** A clock that stands still until it is moved. */
export class ManualClock extends Clock {
  #now: number;

  constructor(start = '2026-01-05T10:00:00.000Z') {
    super();
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
