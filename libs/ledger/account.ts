import { Map as ImmutableMap, Set as ImmutableSet } from 'immutable';
import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { sameAsset, type Asset } from '../money/asset.js';
import { add, AssetMismatch, covers, isPositive, sameMoney, subtract, zero, type Money } from '../money/money.js';
import { available, reserved, type AccountName } from './account-name.js';
import type { AccountEvent, CreditReason } from './account.events.js';
import { posting } from './posting.js';

export type AccountCommand =
  | { readonly type: 'Credit'; readonly data: CreditData }
  | { readonly type: 'Hold'; readonly data: HoldData }
  | { readonly type: 'CaptureHold'; readonly data: CaptureData }
  | { readonly type: 'ReleaseHold'; readonly data: ReleaseData };

interface CreditData {
  readonly from: AccountName;
  readonly amount: Money;
  readonly reason: CreditReason;
  readonly reference: string;
  readonly evidence: string;
  readonly now: Date;
}

interface HoldData {
  readonly holdId: string;
  readonly amount: Money;
  readonly now: Date;
}

interface CaptureData {
  readonly holdId: string;
  readonly to: AccountName;
  readonly reference: string;
  readonly now: Date;
}

interface ReleaseData {
  readonly holdId: string;
  readonly reason: string;
  readonly now: Date;
}

export type AccountRejection =
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'insufficient-funds'; readonly available: Money; readonly requested: Money }
  | { readonly code: 'hold-exists-with-other-amount'; readonly held: Money }
  | { readonly code: 'hold-not-found' }
  | { readonly code: 'hold-already-captured' }
  | { readonly code: 'hold-already-released' };

export interface Hold {
  readonly amount: Money;
  readonly status: 'held' | 'captured' | 'released';
}

/** The money of one wallet in one asset. */
export interface Account {
  readonly walletId: string;
  readonly available: Money;
  readonly reserved: Money;
  /** Closed holds stay known: a late repeat must not hold the money again. */
  readonly holds: ImmutableMap<string, Hold>;
  readonly credits: ImmutableSet<string>;
}

type AccountDecision = Decision<AccountEvent, AccountRejection>;

/** The decider of the account of one wallet in one asset. */
export function accountDecider(
  walletId: string,
  asset: Asset,
): Decider<AccountCommand, Account, AccountEvent, AccountRejection> {
  const initial = {
    walletId,
    available: zero(asset),
    reserved: zero(asset),
    holds: ImmutableMap<string, Hold>(),
    credits: ImmutableSet<string>(),
  };
  return { initial, decide, evolve };
}

function decide(command: AccountCommand, account: Account): AccountDecision {
  switch (command.type) {
    case 'Credit':
      return credit(command.data, account);
    case 'Hold':
      return hold(command.data, account);
    case 'CaptureHold':
      return captureHold(command.data, account);
    case 'ReleaseHold':
      return releaseHold(command.data, account);
    default:
      return unreachable(command);
  }
}

function credit(data: CreditData, { walletId, credits, ...account }: Account): AccountDecision {
  const { from, amount, reason, reference, evidence, now } = data;
  const { asset } = account.available;
  if (!sameAsset(amount.asset, asset)) throw new AssetMismatch(amount.asset, asset); // The stream could not be folded.
  if (!isPositive(amount)) return reject({ code: 'amount-not-positive' });
  if (credits.has(reference)) return accept(); // Reported twice, credited once (DW-32).
  const postings = [posting(from, available(walletId), amount)];
  const fact = { walletId, amount, reason, reference, evidence, postings, creditedAt: now };
  return accept({ type: 'AccountCredited', data: fact });
}

function hold({ holdId, amount, now }: HoldData, { walletId, holds, ...account }: Account): AccountDecision {
  if (!isPositive(amount)) return reject({ code: 'amount-not-positive' });
  const existing = holds.get(holdId);
  if (existing && !sameMoney(existing.amount, amount))
    return reject({ code: 'hold-exists-with-other-amount', held: existing.amount });
  if (existing) return accept();
  if (!covers(account.available, amount))
    return reject({ code: 'insufficient-funds', available: account.available, requested: amount });
  const postings = [posting(available(walletId), reserved(walletId), amount)];
  return accept({ type: 'FundsHeld', data: { walletId, holdId, amount, postings, heldAt: now } });
}

function captureHold({ holdId, to, reference, now }: CaptureData, { walletId, holds }: Account): AccountDecision {
  const existing = holds.get(holdId);
  if (!existing) return reject({ code: 'hold-not-found' });
  if (existing.status === 'released') return reject({ code: 'hold-already-released' });
  if (existing.status === 'captured') return accept();
  const { amount } = existing;
  const postings = [posting(reserved(walletId), to, amount)];
  return accept({ type: 'HoldCaptured', data: { walletId, holdId, amount, reference, postings, capturedAt: now } });
}

function releaseHold({ holdId, reason, now }: ReleaseData, { walletId, holds }: Account): AccountDecision {
  const existing = holds.get(holdId);
  if (!existing) return reject({ code: 'hold-not-found' });
  if (existing.status === 'captured') return reject({ code: 'hold-already-captured' });
  if (existing.status === 'released') return accept();
  const { amount } = existing;
  const postings = [posting(reserved(walletId), available(walletId), amount)];
  return accept({ type: 'HoldReleased', data: { walletId, holdId, amount, reason, postings, releasedAt: now } });
}

function evolve(account: Account, { type, data }: AccountEvent): Account {
  switch (type) {
    case 'AccountCredited':
      return {
        ...account,
        available: add(account.available, data.amount),
        credits: account.credits.add(data.reference),
      };
    case 'FundsHeld':
      return {
        ...account,
        available: subtract(account.available, data.amount),
        reserved: add(account.reserved, data.amount),
        holds: account.holds.set(data.holdId, { amount: data.amount, status: 'held' }),
      };
    case 'HoldCaptured':
      return {
        ...account,
        reserved: subtract(account.reserved, data.amount),
        holds: account.holds.set(data.holdId, { amount: data.amount, status: 'captured' }),
      };
    case 'HoldReleased':
      return {
        ...account,
        available: add(account.available, data.amount),
        reserved: subtract(account.reserved, data.amount),
        holds: account.holds.set(data.holdId, { amount: data.amount, status: 'released' }),
      };
    default:
      return unreachable(type);
  }
}
