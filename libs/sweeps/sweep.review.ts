import { isDeepStrictEqual } from 'node:util';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import { objectionTo } from '../decider/verdict.js';
import { assetId } from '../money/asset.js';
import { money, sameMoney, type Money } from '../money/money.js';
import type { ResolveSweep, ResolveSweepFee, SweepCommand, SweepRejection } from './sweep.commands.js';
import type { SweepEvent, SweptPart } from './sweep.events.js';
import type { KnownSweep } from './sweep.state.js';

type SweepDecision = Decision<SweepEvent, SweepRejection>;

/** Calls a person, once for each reason; the looking goes on until people have answered. */
export function requireReview(
  { reason, detail, now: since }: DataOf<SweepCommand, 'RequireSweepReview'>,
  sweep: KnownSweep,
): SweepDecision {
  if (sweep.review?.reason === reason || isAnswered(sweep)) return accept();
  const { providerId } = sweep.detected;
  return accept({ type: 'SweepReviewRequired', data: { providerId, reason, detail, since } });
}

/** What a worker had asked before people answered is no question any more. */
function isAnswered(sweep: KnownSweep): boolean {
  return sweep.status === 'dismissed' || ('feeResolution' in sweep && sweep.feeResolution !== undefined);
}

/** Two people say, with evidence, what each source gave, or that there is nothing to book. The same again is no news. */
export function resolveSweep(data: ResolveSweep, sweep: KnownSweep): SweepDecision {
  const objection = objectionTo(data);
  if (objection) return reject(objection);
  if (sweep.resolution) return sameAnswer(data, sweep) ? accept() : reject({ code: 'sweep-resolved-otherwise' });
  if (sweep.status !== 'detected') return reject({ code: 'sweep-not-in-status', actual: sweep.status });
  if (!sweep.review) return reject({ code: 'sweep-not-under-review' });
  const resolved = resolvedAs(data, sweep);
  if (data.outcome === 'dismissed') return accept(resolved);
  const amount = explained(data.parts, sweep);
  if (!amount) return reject({ code: 'parts-differ-from-sweep' });
  const { parts, transactionHash, evidence, now: settledAt } = data;
  const { providerId, toWalletId } = sweep.detected;
  const settlement = { providerId, toWalletId, amount, parts, transactionHash, evidence, settledAt };
  return accept(resolved, { type: 'SweepSettled', data: settlement });
}

function resolvedAs(data: ResolveSweep, { detected: { providerId } }: KnownSweep): SweepEvent {
  const { outcome, reason, evidence, resolvedBy, approvedBy, now: resolvedAt } = data;
  return { type: 'SweepResolved', data: { providerId, outcome, reason, evidence, resolvedBy, approvedBy, resolvedAt } };
}

/**
 * All of what the parts give: each of one source, which gave something, and together what was swept. Only where the
 * provider contradicted itself about the amount, the evidence has to say that as well.
 */
function explained(parts: readonly SweptPart[], { detected, review }: KnownSweep): Money | undefined {
  const { amount, sourceWalletIds } = detected;
  const sources = new Set(parts.map(({ walletId }) => walletId));
  const areSources = sources.size === parts.length && [...sources].every((id) => sourceWalletIds.includes(id));
  const gave = parts.every(({ amount: part }) => part.minor > 0n && assetId(part.asset) === assetId(amount.asset));
  const sum = money(
    amount.asset,
    parts.reduce((total, part) => total + part.amount.minor, 0n),
  );
  const isWhole = review?.reason === 'settled-differs' ? parts.length > 0 : sameMoney(sum, amount);
  return areSources && gave && isWhole ? sum : undefined;
}

function sameAnswer(data: ResolveSweep, sweep: KnownSweep): boolean {
  if (data.outcome !== sweep.resolution?.outcome) return false;
  if (data.outcome === 'dismissed') return true;
  return sweep.status === 'settled' && isDeepStrictEqual(sweep.settlement.parts, data.parts);
}

/** Who paid the fee that no gas station could be named for; the watch on fees books it. */
export function resolveSweepFee(data: ResolveSweepFee, sweep: KnownSweep): SweepDecision {
  const objection = objectionTo(data);
  if (objection) return reject(objection);
  if (sweep.status !== 'settled' && sweep.status !== 'failed')
    return reject({ code: 'sweep-not-in-status', actual: sweep.status });
  const { feeResolution: before, review } = sweep;
  const { now: resolvedAt, ...said } = data;
  if (before) {
    const isSame = isDeepStrictEqual(before.payer, data.payer);
    return isSame ? accept() : reject({ code: 'sweep-resolved-otherwise' });
  }
  if (review?.reason !== 'gas-station-unknown') return reject({ code: 'sweep-not-under-review' });
  const { providerId } = sweep.detected;
  return accept({ type: 'SweepFeeResolved', data: { providerId, ...said, resolvedAt } });
}
