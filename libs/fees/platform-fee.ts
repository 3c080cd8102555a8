import { Map as ImmutableMap } from 'immutable';
import { accept, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { fees, receivable } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import { assetId, type AssetId } from '../money/asset.js';
import { isPositive, money, type Money } from '../money/money.js';
import type { PlatformFeeEvent, PlatformFlatFeeCharged, PlatformShareCharged } from './platform-fee.events.js';

export type PlatformFeeCommand =
  | { readonly type: 'ChargeShare'; readonly data: ChargeShare }
  | {
      readonly type: 'ChargeFlatFee';
      readonly data: Omit<PlatformFlatFeeCharged, 'chargedAt'> & { readonly now: Date };
    };

export interface ChargeShare extends Omit<PlatformShareCharged, 'fee' | 'remainder' | 'chargedAt'> {
  readonly now: Date;
}

/** One operator's month. */
export interface PlatformFees {
  /** By payout: a repeat must not charge it again. */
  readonly shares: ImmutableMap<string, Money>;
  readonly remainders: ImmutableMap<AssetId, number>;
  readonly flat?: Money;
}

/** One basis point is this part of the volume. */
const bps_of_all = 10_000n;

/**
 * The rules of the platform's fees. A share is exact: what is left after whole minor units is carried to the month's next
 * payout in the asset, so that all shares together are at every moment what the whole volume's would be, rounded down.
 */
export const platformFeeDecider: Decider<PlatformFeeCommand, PlatformFees, PlatformFeeEvent, never> = {
  initial: { shares: ImmutableMap<string, Money>(), remainders: ImmutableMap<AssetId, number>() },
  decide: (command, state): Decision<PlatformFeeEvent, never> => {
    switch (command.type) {
      case 'ChargeShare':
        return chargeShare(command.data, state);
      case 'ChargeFlatFee': {
        const { now: chargedAt, ...data } = command.data;
        return state.flat ? accept() : accept({ type: 'PlatformFlatFeeCharged', data: { ...data, chargedAt } });
      }
      default:
        return unreachable(command);
    }
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'PlatformShareCharged':
        return {
          ...state,
          shares: state.shares.set(data.payoutId, data.fee),
          remainders: state.remainders.set(assetId(data.fee.asset), data.remainder),
        };
      case 'PlatformFlatFeeCharged':
        return { ...state, flat: data.fee };
      default:
        return unreachable(type);
    }
  },
};

function chargeShare({ now: chargedAt, ...data }: ChargeShare, state: PlatformFees): Decision<PlatformFeeEvent, never> {
  const { payoutId, volume, shareBps } = data;
  if (state.shares.has(payoutId)) return accept();
  const carried = BigInt(state.remainders.get(assetId(volume.asset)) ?? 0);
  const parts = volume.minor * BigInt(shareBps) + carried;
  const fee = money(volume.asset, parts / bps_of_all);
  const remainder = Number(parts % bps_of_all);
  return accept({ type: 'PlatformShareCharged', data: { ...data, fee, remainder, chargedAt } });
}

/** The name under which an operator's platform fees are booked; no wallet of the provider's, so nothing ever stands in it. */
export function feeWalletId(operatorId: string): string {
  return `fees.${operatorId}`;
}

interface Charge {
  readonly operatorId: string;
  readonly fee: Money;
  /** The payout's id, or the month: what it is charged for, once. */
  readonly reference: string;
  readonly evidence: string;
  readonly now: Date;
}

/**
 * The operator owes it: no wallet changes, for nothing has left one at the provider. Undefined where the fee is zero.
 */
export function chargeBooking({ operatorId, fee, ...why }: Charge): AccountCommand | undefined {
  if (!isPositive(fee)) return undefined;
  const owed = { to: fees('platform'), shortfallFrom: receivable(operatorId), reason: 'platform-fee' } as const;
  return { type: 'Debit', data: { ...owed, amount: fee, ...why } };
}

/** `2026-03`, by UTC. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

/** The months that begin after the one and not after the other. */
export function monthsBegun(after: Date, until: Date): readonly string[] {
  const months: string[] = [];
  for (let index = 1; ; index++) {
    const begins = new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + index, 1));
    if (begins.getTime() > until.getTime()) return months;
    months.push(monthOf(begins));
  }
}

export function beginOf(month: string): Date {
  return new Date(Date.parse(`${month}-01T00:00:00Z`));
}
