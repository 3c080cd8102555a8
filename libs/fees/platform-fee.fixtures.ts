import { storedAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { PlatformFeeEvent } from './platform-fee.events.js';
import type { PlatformFeeCommand } from './platform-fee.js';

type Fact<Type extends PlatformFeeEvent['type']> = Extract<PlatformFeeEvent, { type: Type }>;

export const usdt = storedAsset('USDT@tron/6');
const euro = storedAsset('EUR@fiat/2');
export const now = new Date('2026-01-05T12:00:07.089Z');
const january = { operatorId: 'acme', month: '2026-01' };

export function chargeShare(payoutId: string, volume: bigint, shareBps = 25): PlatformFeeCommand {
  return { type: 'ChargeShare', data: { ...january, payoutId, volume: money(usdt, volume), shareBps, now } };
}

export function shareCharged(
  payoutId: string,
  volume: bigint,
  { fee, remainder }: { readonly fee: bigint; readonly remainder: number },
): Fact<'PlatformShareCharged'> {
  const amounts = { volume: money(usdt, volume), shareBps: 25, fee: money(usdt, fee), remainder };
  return { type: 'PlatformShareCharged', data: { ...january, payoutId, ...amounts, chargedAt: now } };
}

export function chargeFlatFee(minor = 50_000n): PlatformFeeCommand {
  return { type: 'ChargeFlatFee', data: { operatorId: 'acme', month: '2026-02', fee: money(euro, minor), now } };
}

export const flatFeeCharged: Fact<'PlatformFlatFeeCharged'> = {
  type: 'PlatformFlatFeeCharged',
  data: { operatorId: 'acme', month: '2026-02', fee: money(euro, 50_000n), chargedAt: now },
};

/** One of each fact. */
export const platformFeeFacts = {
  PlatformShareCharged: shareCharged('po_1', 1_001n, { fee: 2n, remainder: 5_025 }),
  PlatformFlatFeeCharged: flatFeeCharged,
};
