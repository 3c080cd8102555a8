import { storedAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { ProviderFeeCharged, ProviderFeeEvent, ProviderFeeReversed } from './provider-fee.events.js';
import type { ProviderFeeCommand } from './provider-fee.js';

type Fact<Type extends ProviderFeeEvent['type']> = Extract<ProviderFeeEvent, { type: Type }>;

export const usdt = storedAsset('USDT@tron/6');

const charge = {
  chargeId: 'INV-2026-01/3',
  operatorId: 'acme',
  fee: money(usdt, 25_000_000n),
  period: { from: '2026-01-01', to: '2026-01-31' },
  evidence: 'invoice:INV-2026-01.pdf#3',
  by: 'user:ada',
  chargedAt: new Date('2026-02-03T12:00:07.089Z'),
};
const reversal: ProviderFeeReversed = {
  chargeId: 'INV-2026-01/3',
  reason: 'Credit note CN-7',
  by: 'user:ada',
  approvedBy: 'user:bob',
  reversedAt: new Date('2026-02-09T09:00:00.000Z'),
};

export function chargeFee(changes: Partial<ProviderFeeCharged> = {}): ProviderFeeCommand {
  return { type: 'ChargeProviderFee', data: { ...charge, walletId: 'wal_1', ...changes } };
}

export function reverseFee(changes: Partial<ProviderFeeReversed> = {}): ProviderFeeCommand {
  return { type: 'ReverseProviderFee', data: { ...reversal, ...changes } };
}

/** Taken out of a wallet. */
export const charged: Fact<'ProviderFeeCharged'> = {
  type: 'ProviderFeeCharged',
  data: { ...charge, walletId: 'wal_1' },
};
/** Owed by the operator. */
export const chargedToOperator: Fact<'ProviderFeeCharged'> = { type: 'ProviderFeeCharged', data: charge };
export const feeReversed: Fact<'ProviderFeeReversed'> = { type: 'ProviderFeeReversed', data: reversal };

/** One of each fact, with every optional field. */
export const providerFeeFacts = { ProviderFeeCharged: charged, ProviderFeeReversed: feeReversed };
