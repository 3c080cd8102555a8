import { isDeepStrictEqual } from 'node:util';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import { sameMoney } from '../money/money.js';
import type {
  SweepDetected,
  SweepEvent,
  SweepFailed,
  SweepReviewReason,
  SweepReviewRequired,
  SweepSettled,
} from './sweep.events.js';

export type SweepCommand =
  | { readonly type: 'DetectSweep'; readonly data: SweepDetected }
  | { readonly type: 'RecordSweepSettled'; readonly data: SweepSettled }
  | { readonly type: 'RecordSweepFailed'; readonly data: SweepFailed }
  | {
      readonly type: 'RequireSweepReview';
      readonly data: { readonly reason: SweepReviewReason; readonly detail: string; readonly now: Date };
    }
  | { readonly type: 'CloseSweep'; readonly data: { readonly now: Date } };

export type SweepRejection =
  | { readonly code: 'sweep-not-in-status'; readonly actual: Sweep['status'] }
  | { readonly code: 'sweep-differs' };

/** A sweep. `closed`: its money has followed its outcome. */
export type Sweep =
  | { readonly status: 'absent' }
  | { readonly status: 'detected'; readonly detected: SweepDetected; readonly review?: SweepReviewRequired }
  | {
      readonly status: 'settled';
      readonly detected: SweepDetected;
      readonly settlement: SweepSettled;
      readonly closed: boolean;
      readonly review?: SweepReviewRequired;
    }
  | {
      readonly status: 'failed';
      readonly detected: SweepDetected;
      readonly failure: SweepFailed;
      readonly closed: boolean;
      readonly review?: SweepReviewRequired;
    };

type SweepDecision = Decision<SweepEvent, SweepRejection>;

export const sweepDecider: Decider<SweepCommand, Sweep, SweepEvent, SweepRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};

function decide(command: SweepCommand, sweep: Sweep): SweepDecision {
  if (command.type === 'DetectSweep') return detect(command.data, sweep);
  if (sweep.status === 'absent') return wrongStatus(sweep);
  switch (command.type) {
    case 'RecordSweepSettled':
      return settle(command.data, sweep);
    case 'RecordSweepFailed':
      return sweep.status === 'detected' ? accept({ type: 'SweepFailed', data: command.data }) : accept();
    case 'RequireSweepReview':
      return requireReview(command.data, sweep);
    case 'CloseSweep':
      return close(command.data, sweep);
    default:
      return unreachable(command);
  }
}

/** The gate may learn of more sources than a person who told us of the sweep; after the end nothing changes. */
function detect(data: SweepDetected, sweep: Sweep): SweepDecision {
  if (sweep.status === 'absent') return accept({ type: 'SweepDetected', data });
  if (sweep.status !== 'detected') return accept();
  const { sourceWalletIds, toWalletId, amount } = sweep.detected;
  if (!sameMoney(amount, data.amount) || toWalletId !== data.toWalletId) return reject({ code: 'sweep-differs' });
  const isSame = isDeepStrictEqual(sourceWalletIds, data.sourceWalletIds);
  return isSame ? accept() : accept({ type: 'SweepDetected', data });
}

function settle(data: SweepSettled, sweep: Exclude<Sweep, { status: 'absent' }>): SweepDecision {
  if (sweep.status !== 'detected') return sweep.status === 'settled' ? accept() : wrongStatus(sweep);
  const { detected } = sweep;
  const sum = data.parts.reduce((total, { amount }) => total + amount.minor, 0n);
  const isWhole = sum === data.amount.minor && data.parts.every(({ amount }) => amount.minor > 0n);
  if (!isWhole || !sameMoney(data.amount, detected.amount) || data.toWalletId !== detected.toWalletId)
    return reject({ code: 'sweep-differs' });
  return accept({ type: 'SweepSettled', data });
}

/** Calls a person, once for each reason; the looking goes on. */
function requireReview(
  { reason, detail, now: since }: DataOf<SweepCommand, 'RequireSweepReview'>,
  sweep: Exclude<Sweep, { status: 'absent' }>,
): SweepDecision {
  if (sweep.review?.reason === reason) return accept();
  const { providerId } = sweep.detected;
  return accept({ type: 'SweepReviewRequired', data: { providerId, reason, detail, since } });
}

function close(
  { now: closedAt }: DataOf<SweepCommand, 'CloseSweep'>,
  sweep: Exclude<Sweep, { status: 'absent' }>,
): SweepDecision {
  if (sweep.status === 'detected') return wrongStatus(sweep);
  const { providerId } = sweep.detected;
  return sweep.closed ? accept() : accept({ type: 'SweepClosed', data: { providerId, closedAt } });
}

function wrongStatus({ status: actual }: Sweep): SweepDecision {
  return reject({ code: 'sweep-not-in-status', actual });
}

function evolve(sweep: Sweep, { type, data }: SweepEvent): Sweep {
  if (type === 'SweepDetected') return { status: 'detected', detected: data };
  if (sweep.status === 'absent') throw new Error(`${type} cannot follow on a sweep that nobody detected`);
  switch (type) {
    case 'SweepSettled':
      // What explains the amount ends the review that asked for it.
      return { status: 'settled', detected: sweep.detected, settlement: data, closed: false };
    case 'SweepFailed':
      return { status: 'failed', detected: sweep.detected, failure: data, closed: false };
    case 'SweepReviewRequired':
      return { ...sweep, review: data };
    case 'SweepClosed':
      if (sweep.status === 'detected') throw new Error(`${type} cannot follow on a sweep that has not ended`);
      return { ...sweep, closed: true };
    default:
      return unreachable(type);
  }
}
