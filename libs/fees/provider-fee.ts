import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { isSamePerson } from '../decider/verdict.js';
import { fees, receivable } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import type { Asset } from '../money/asset.js';
import { isPositive, sameMoney, subtract, type Money } from '../money/money.js';
import { feeWalletId } from './platform-fee.js';
import type { ProviderFeeCharged, ProviderFeeEvent, ProviderFeeReversed } from './provider-fee.events.js';

export type ProviderFeeCommand =
  | { readonly type: 'ChargeProviderFee'; readonly data: ProviderFeeCharged }
  | { readonly type: 'ReverseProviderFee'; readonly data: ProviderFeeReversed };

export type ProviderFeeRejection =
  | { readonly code: 'charged-otherwise' }
  | { readonly code: 'charge-not-found' }
  | { readonly code: 'reference-malformed' }
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'wallet-holds-no-fiat' }
  | { readonly code: 'period-ends-before-it-begins' }
  | { readonly code: 'period-in-future' }
  | { readonly code: 'evidence-needed' }
  | { readonly code: 'two-people-needed' };

export type ProviderFee =
  | { readonly status: 'absent' }
  | { readonly status: 'charged'; readonly charged: ProviderFeeCharged }
  | { readonly status: 'reversed'; readonly charged: ProviderFeeCharged; readonly reversed: ProviderFeeReversed };

/** A reference is part of a stream's name. */
const referenceFormat = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/;

type ProviderFeeDecision = Decision<ProviderFeeEvent, ProviderFeeRejection>;

/** The rules of a fee that the provider charged: one for each reference, and it takes two people to take one back. */
export const providerFeeDecider: Decider<ProviderFeeCommand, ProviderFee, ProviderFeeEvent, ProviderFeeRejection> = {
  initial: { status: 'absent' },
  decide: (command, state): ProviderFeeDecision => {
    switch (command.type) {
      case 'ChargeProviderFee':
        return charge(command.data, state);
      case 'ReverseProviderFee':
        return reverse(command.data, state);
      default:
        return unreachable(command);
    }
  },
  evolve,
};

function charge(wanted: ProviderFeeCharged, state: ProviderFee): ProviderFeeDecision {
  if (state.status !== 'absent')
    return isSameCharge(wanted, state.charged) ? accept() : reject({ code: 'charged-otherwise' });
  const { chargeId, fee, walletId, period, chargedAt, evidence } = wanted;
  if (!referenceFormat.test(chargeId)) return reject({ code: 'reference-malformed' });
  if (!isPositive(fee)) return reject({ code: 'amount-not-positive' });
  if (walletId !== undefined && fee.asset.chain === 'fiat') return reject({ code: 'wallet-holds-no-fiat' });
  if (period.to < period.from) return reject({ code: 'period-ends-before-it-begins' });
  if (Date.parse(period.to) > chargedAt.getTime()) return reject({ code: 'period-in-future' });
  if (!evidence.trim()) return reject({ code: 'evidence-needed' });
  return accept({ type: 'ProviderFeeCharged', data: wanted });
}

/** Who says it, when, and where the proof is does not make another charge of it. */
function isSameCharge(a: ProviderFeeCharged, b: ProviderFeeCharged): boolean {
  const isPayerSame = a.operatorId === b.operatorId && a.walletId === b.walletId;
  return isPayerSame && sameMoney(a.fee, b.fee) && a.period.from === b.period.from && a.period.to === b.period.to;
}

function reverse(wanted: ProviderFeeReversed, state: ProviderFee): ProviderFeeDecision {
  if (state.status === 'absent') return reject({ code: 'charge-not-found' });
  if (state.status === 'reversed') return accept();
  if (!wanted.reason.trim()) return reject({ code: 'evidence-needed' });
  if (isSamePerson(wanted.by, wanted.approvedBy)) return reject({ code: 'two-people-needed' });
  return accept({ type: 'ProviderFeeReversed', data: wanted });
}

function evolve(state: ProviderFee, event: ProviderFeeEvent): ProviderFee {
  if (event.type === 'ProviderFeeCharged') return { status: 'charged', charged: event.data };
  if (state.status === 'absent') throw new Error(`${event.type} cannot follow on a fee that was not charged`);
  return { status: 'reversed', charged: state.charged, reversed: event.data };
}

/** Something to book, and in which account. */
export interface FeeEntry {
  readonly key: { readonly walletId: string; readonly asset: Asset };
  readonly command: Extract<AccountCommand, { type: 'Credit' | 'Debit' }>;
}

/** The money is gone already: what the wallet has not got, and everything without a wallet, the operator owes. */
export function chargeEntry({
  chargeId,
  operatorId,
  walletId,
  fee,
  evidence,
  chargedAt,
}: ProviderFeeCharged): FeeEntry {
  const owed = { to: fees('provider'), shortfallFrom: receivable(operatorId), reason: 'provider-fee' } as const;
  const data = { ...owed, amount: fee, reference: `provider-fee-${chargeId}`, evidence, now: chargedAt };
  return { key: { walletId: walletId ?? feeWalletId(operatorId), asset: fee.asset }, command: { type: 'Debit', data } };
}

/** The charge the other way: to the wallet what came out of it, and what was owed is owed no longer. */
export function reversalEntries(
  { chargeId, operatorId, walletId, fee }: ProviderFeeCharged,
  { reason: evidence, reversedAt: now }: ProviderFeeReversed,
  shortfall: Money | undefined,
): readonly FeeEntry[] {
  const shared = { reason: 'correction', reference: `reversal:provider-fee-${chargeId}`, evidence, now } as const;
  const covered = shortfall ? subtract(fee, shortfall) : fee;
  const entries: FeeEntry[] = [];
  if (walletId !== undefined && isPositive(covered)) {
    const data = { from: fees('provider'), amount: covered, ...shared };
    entries.push({ key: { walletId, asset: fee.asset }, command: { type: 'Credit', data } });
  }
  if (shortfall) {
    // Nothing ever stands in this account, so that the whole of it comes out of the fees.
    const data = { to: receivable(operatorId), shortfallFrom: fees('provider'), amount: shortfall, ...shared };
    const key = { walletId: feeWalletId(operatorId), asset: fee.asset };
    entries.push({ key, command: { type: 'Debit', data } });
  }
  return entries;
}
