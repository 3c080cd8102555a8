import { accept, reject, type Decision } from '../decider/decider.js';
import { sameAsset } from '../money/asset.js';
import { AssetMismatch, isPositive, sameMoney, subtract } from '../money/money.js';
import { available, incoming } from './account-name.js';
import type {
  AccountRejection,
  CancelData,
  ConfirmData,
  DetectData,
  HoldBackData,
  ReopenData,
} from './account.commands.js';
import type { AccountEvent } from './account.events.js';
import type { Account } from './account.state.js';
import { posting } from './posting.js';
import { splitByCover } from './shortfall.js';

type AccountDecision = Decision<AccountEvent, AccountRejection>;

/** Money on its way in is in the books at once, and locked (DW-01). */
export function detectIncoming(data: DetectData, { walletId, incomings, ...account }: Account): AccountDecision {
  const { incomingId, from, amount, reference, evidence, now } = data;
  const { asset } = account.incoming;
  if (!sameAsset(amount.asset, asset)) throw new AssetMismatch(amount.asset, asset); // The stream could not be folded.
  if (!isPositive(amount)) return reject({ code: 'amount-not-positive' });
  const existing = incomings.get(incomingId);
  if (existing && !sameMoney(existing.amount, amount))
    return reject({ code: 'incoming-exists-with-other-amount', detected: existing.amount });
  if (existing) return accept();
  const postings = [posting(from, incoming(walletId), amount)];
  const fact = { walletId, incomingId, amount, reference, evidence, postings, detectedAt: now };
  return accept({ type: 'IncomingDetected', data: fact });
}

/** Unlocks it. What is owed since it was held back is repaid first. */
export function confirmIncoming(data: ConfirmData, { walletId, incomings }: Account): AccountDecision {
  const { incomingId, evidence, now } = data;
  const existing = incomings.get(incomingId);
  if (!existing) return reject({ code: 'incoming-not-found' });
  if (existing.status === 'cancelled') return reject({ code: 'incoming-already-cancelled' });
  if (existing.status === 'available') return accept();
  const { amount, owed } = existing;
  const free = owed ? subtract(amount, owed.amount) : amount;
  const postings = [
    ...(owed ? [posting(incoming(walletId), owed.by, owed.amount)] : []),
    ...(isPositive(free) ? [posting(incoming(walletId), available(walletId), free)] : []),
  ];
  const fact = { walletId, incomingId, amount, repaid: owed?.amount, evidence, postings, confirmedAt: now };
  return accept({ type: 'IncomingConfirmed', data: fact });
}

/** Locks confirmed money again. What was spent of it meanwhile is owed, so that nothing becomes negative (F5.9). */
export function holdBackIncoming(data: HoldBackData, { walletId, incomings, ...account }: Account): AccountDecision {
  const { incomingId, shortfallFrom, unlessAt, reason, evidence, now } = data;
  const existing = incomings.get(incomingId);
  if (!existing) return reject({ code: 'incoming-not-found' });
  if (existing.status === 'cancelled' && existing.cancelledTo === unlessAt) return accept();
  if (existing.status === 'cancelled') return reject({ code: 'incoming-already-cancelled' });
  if (existing.status === 'incoming') return accept();
  const { amount } = existing;
  const { covered, shortfall } = splitByCover(amount, account.available);
  const postings = [
    ...(covered ? [posting(available(walletId), incoming(walletId), covered)] : []),
    ...(shortfall ? [posting(shortfallFrom, incoming(walletId), shortfall)] : []),
  ];
  const fact = { walletId, incomingId, amount, shortfall, reason, evidence, postings, heldBackAt: now };
  return accept({ type: 'IncomingHeldBack', data: fact });
}

export function cancelIncoming(data: CancelData, { walletId, incomings }: Account): AccountDecision {
  const { incomingId, to, reason, evidence, now } = data;
  const existing = incomings.get(incomingId);
  if (!existing) return reject({ code: 'incoming-not-found' });
  if (existing.status === 'available') return reject({ code: 'incoming-already-available' });
  if (existing.status === 'cancelled' && existing.cancelledTo !== to)
    return reject({ code: 'incoming-already-cancelled' });
  if (existing.status === 'cancelled') return accept();
  const { amount } = existing;
  const postings = [posting(incoming(walletId), to, amount)];
  const fact = { walletId, incomingId, amount, reason, evidence, postings, cancelledAt: now };
  return accept({ type: 'IncomingCancelled', data: fact });
}

/** Does nothing to what was not cancelled to there, so that a repeat takes nothing back. */
export function reopenIncoming(data: ReopenData, { walletId, incomings }: Account): AccountDecision {
  const { incomingId, from, reason, evidence, now } = data;
  const existing = incomings.get(incomingId);
  if (!existing) return reject({ code: 'incoming-not-found' });
  if (existing.status !== 'cancelled' || existing.cancelledTo !== from) return accept();
  const { amount } = existing;
  const postings = [posting(from, incoming(walletId), amount)];
  const fact = { walletId, incomingId, amount, reason, evidence, postings, reopenedAt: now };
  return accept({ type: 'IncomingReopened', data: fact });
}
