import type { AssetTotal } from './trial-balance.js';

/** A place in the log; days end between events, never at a time. */
export interface LogPlace {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/**
 * The facts of one stream, `day-end-<time zone>`: its business days, closed one after the other. Each opens where the
 * one before it closed (INV-D1), and what comes later belongs to a later day.
 */
export type DayEndEvent = { readonly type: 'DayClosed'; readonly data: DayClosed };

export interface DayClosed {
  readonly timeZone: string;
  readonly day: string;
  /** The last event of the day before; undefined when this is the first day that was closed. */
  readonly opensAfter?: LogPlace | undefined;
  /** The last event that belongs to the day; undefined when the log had none yet. */
  readonly closesAt?: LogPlace | undefined;
  readonly totals: readonly AssetTotal[];
  /** Of the trial balance, `hashOf`. */
  readonly trialBalanceHash: string;
  readonly closedAt: Date;
}
