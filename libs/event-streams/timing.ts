/** All in milliseconds. */
export interface StoreTiming {
  /** One try of an append or a read, whatever the client's own deadline does. */
  readonly attemptMs: number;
  /** All tries of one call together: the caller has its answer within two seconds (F1.10). */
  readonly callMs: number;
  /** How long calls are refused at once after several have failed in a row (F1.10). */
  readonly circuitOpenMs: number;
  /** A subscription that the store has not confirmed by then is opened again. */
  readonly confirmMs: number;
  /** A subscription this quiet is compared with the head of the log (F7.6). */
  readonly stallMs: number;
  /** The longest pause between two tries to connect a subscription. */
  readonly reconnectMaxMs: number;
}

/** For a caller that somebody waits for. */
export const defaultTiming: StoreTiming = {
  attemptMs: 800,
  callMs: 1_800,
  circuitOpenMs: 500,
  confirmMs: 5_000,
  stallMs: 10_000,
  reconnectMaxMs: 2_000,
};

/** For work that nobody waits for: a machine that is busy is given its time. */
export const patientTiming: Partial<StoreTiming> = { attemptMs: 5_000, callMs: 20_000 };

/** Exponential from `firstMs` to `maxMs` with full jitter, so that many waiters do not return together. */
export function backOff(tries: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(tries - 1, 20)) * (0.5 + Math.random() / 2);
}
