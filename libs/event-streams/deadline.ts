/** Nothing answered in time. Whether the other side acted is unknown. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** How long to wait for something, in milliseconds. */
export interface Patience {
  /** This much silence is too much. */
  readonly ms: number;
  /** Never longer than this, even while the other side shows that it is alive; `ms` unless told. */
  readonly maxMs?: number;
  /** For how long the other side has told nobody anything. */
  readonly silentMs?: () => number;
  /** Is to be told when the other side has said something. */
  readonly heard?: () => void;
}

/** A timer that fires this late says that this process was busy, not that the other side was slow. */
const lateMs = 100;

/**
 * Calls `expired` when patience ends, counted from the last `refresh`. When the event loop was blocked in the meantime
 * the answer may be waiting unread in the socket, so it gets half the time again, once.
 */
export class Deadline {
  private startedAt = performance.now();
  private forgiven = false;
  private delayMs: number;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly patience: Patience,
    private readonly expired: () => void,
  ) {
    this.delayMs = patience.ms;
    this.timer = setTimeout(() => this.fire(), patience.ms);
  }

  refresh(): void {
    this.startedAt = performance.now();
    this.timer.refresh();
    this.patience.heard?.();
  }

  clear(): void {
    clearTimeout(this.timer);
  }

  private fire(): void {
    const moreMs = this.moreMs(performance.now() - this.startedAt);
    if (moreMs <= 0) return this.expired();
    this.delayMs = moreMs;
    this.timer = setTimeout(() => this.fire(), moreMs);
  }

  private moreMs(waitedMs: number): number {
    const { ms, maxMs = ms, silentMs = () => waitedMs } = this.patience;
    const leftMs = Math.min(ms - silentMs(), maxMs - waitedMs);
    if (leftMs > 0 || this.forgiven || waitedMs - this.delayMs < lateMs) return leftMs;
    this.forgiven = true;
    return ms / 2;
  }
}

/** @throws TimedOut when `work` has not settled in time; its own outcome is then ignored. */
export async function withDeadline<Result>(work: Promise<Result>, patience: Patience): Promise<Result> {
  return new Promise<Result>((resolve, reject) => {
    const deadline = new Deadline(patience, () => reject(timedOut(patience)));
    work.then(resolve, reject).finally(() => deadline.clear());
  });
}

export function timedOut({ ms }: Patience): TimedOut {
  return new TimedOut(`No answer within ${Math.round(ms)} ms`);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
