import type { Clock } from '#libs/platform/clock.js';

/** When the provider's approver was heard of: it calls while it runs and is paired, and there is something to sign. */
export class ApproverWatch {
  readonly listeningSince: Date;
  private last: Date | undefined;

  constructor(private readonly clock: Clock) {
    this.listeningSince = clock.now();
  }

  heard(): void {
    this.last = this.clock.now();
  }

  /** Undefined: not since `listeningSince`. */
  get lastCallback(): Date | undefined {
    return this.last;
  }
}
