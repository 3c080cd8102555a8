import { isDeepStrictEqual } from 'node:util';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import { sameMoney } from '../money/money.js';
import type { SweepCommand, SweepRejection } from './sweep.commands.js';
import type { SweepDetected, SweepEvent, SweepSettled } from './sweep.events.js';
import { requireReview, resolveSweep, resolveSweepFee } from './sweep.review.js';
import type { KnownSweep, Sweep } from './sweep.state.js';

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
    case 'ResolveSweep':
      return resolveSweep(command.data, sweep);
    case 'ResolveSweepFee':
      return resolveSweepFee(command.data, sweep);
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

function settle(data: SweepSettled, sweep: KnownSweep): SweepDecision {
  // People may have dismissed it while a worker looked: what they said stands.
  if (sweep.status === 'settled' || sweep.status === 'dismissed') return accept();
  if (sweep.status === 'failed') return wrongStatus(sweep);
  const { detected } = sweep;
  const sum = data.parts.reduce((total, { amount }) => total + amount.minor, 0n);
  const isWhole = sum === data.amount.minor && data.parts.every(({ amount }) => amount.minor > 0n);
  if (!isWhole || !sameMoney(data.amount, detected.amount) || data.toWalletId !== detected.toWalletId)
    return reject({ code: 'sweep-differs' });
  return accept({ type: 'SweepSettled', data });
}

function close({ now: closedAt }: DataOf<SweepCommand, 'CloseSweep'>, sweep: KnownSweep): SweepDecision {
  if (sweep.status === 'detected' || sweep.status === 'dismissed') return wrongStatus(sweep);
  const { providerId } = sweep.detected;
  return sweep.closed ? accept() : accept({ type: 'SweepClosed', data: { providerId, closedAt } });
}

function wrongStatus({ status: actual }: Sweep): SweepDecision {
  return reject({ code: 'sweep-not-in-status', actual });
}

function evolve(sweep: Sweep, { type, data }: SweepEvent): Sweep {
  if (type === 'SweepDetected') return { status: 'detected', detected: data };
  if (sweep.status === 'absent') throw new Error(`${type} cannot follow on a sweep that nobody detected`);
  const { detected, resolution } = sweep;
  switch (type) {
    case 'SweepSettled':
      // What explains the amount ends the review that asked for it.
      return { status: 'settled', detected, settlement: data, closed: false, resolution };
    case 'SweepFailed':
      return { status: 'failed', detected, failure: data, closed: false };
    case 'SweepReviewRequired':
      return { ...sweep, review: data };
    case 'SweepResolved':
      return { status: data.outcome === 'dismissed' ? 'dismissed' : 'detected', detected, resolution: data };
    case 'SweepFeeResolved':
      return { ...ended(sweep, type), review: undefined, feeResolution: data };
    case 'SweepClosed':
      return { ...ended(sweep, type), closed: true };
    default:
      return unreachable(type);
  }
}

function ended(sweep: KnownSweep, type: SweepEvent['type']) {
  if (sweep.status === 'settled' || sweep.status === 'failed') return sweep;
  throw new Error(`${type} cannot follow on a sweep that has not ended`);
}
