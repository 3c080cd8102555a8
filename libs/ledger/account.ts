import { Map as ImmutableMap, Set as ImmutableSet } from 'immutable';
import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { sameAsset, type Asset } from '../money/asset.js';
import { AssetMismatch, covers, isPositive, sameMoney, zero } from '../money/money.js';
import { available, reserved } from './account-name.js';
import type {
  AccountCommand,
  AccountRejection,
  CaptureData,
  CreditData,
  DebitData,
  HoldData,
  ReleaseData,
} from './account.commands.js';
import type { AccountEvent } from './account.events.js';
import { evolve } from './account.evolve.js';
import {
  cancelIncoming,
  confirmIncoming,
  detectIncoming,
  holdBackIncoming,
  reopenIncoming,
} from './account.incoming.js';
import type { Account, Debit, Hold, Incoming } from './account.state.js';
import { posting } from './posting.js';
import { splitByCover } from './shortfall.js';

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
    incoming: zero(asset),
    credits: ImmutableSet<string>(),
    debits: ImmutableMap<string, Debit>(),
    incomings: ImmutableMap<string, Incoming>(),
  };
  return { initial, decide, evolve };
}

function decide(command: AccountCommand, account: Account): AccountDecision {
  switch (command.type) {
    case 'Credit':
      return credit(command.data, account);
    case 'Debit':
      return debit(command.data, account);
    case 'Hold':
      return hold(command.data, account);
    case 'CaptureHold':
      return captureHold(command.data, account);
    case 'ReleaseHold':
      return releaseHold(command.data, account);
    case 'DetectIncoming':
      return detectIncoming(command.data, account);
    case 'ConfirmIncoming':
      return confirmIncoming(command.data, account);
    case 'HoldBackIncoming':
      return holdBackIncoming(command.data, account);
    case 'CancelIncoming':
      return cancelIncoming(command.data, account);
    case 'ReopenIncoming':
      return reopenIncoming(command.data, account);
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

/** The money is gone already: nothing can refuse it, and what is not available is owed (INV-L4). */
function debit(data: DebitData, { walletId, debits, ...account }: Account): AccountDecision {
  const { to, shortfallFrom, amount, reason, reference, evidence, now } = data;
  const { asset } = account.available;
  if (!sameAsset(amount.asset, asset)) throw new AssetMismatch(amount.asset, asset); // The stream could not be folded.
  if (!isPositive(amount)) return reject({ code: 'amount-not-positive' });
  if (debits.has(reference)) return accept();
  const { covered, shortfall } = splitByCover(amount, account.available);
  const postings = [
    ...(covered ? [posting(available(walletId), to, covered)] : []),
    ...(shortfall ? [posting(shortfallFrom, to, shortfall)] : []),
  ];
  const fact = { walletId, amount, reason, reference, evidence, shortfall, postings, debitedAt: now };
  return accept({ type: 'AccountDebited', data: fact });
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
