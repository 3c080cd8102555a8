import { findAsset, type Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { FeeSubject, NetworkFeeEvent, NetworkFeeObserved } from './network-fee.events.js';
import type { RecordFee } from './network-fee.js';
import type { ReportedFee } from './reported-fee.js';

type Fact<Type extends NetworkFeeEvent['type']> = Extract<NetworkFeeEvent, { type: Type }>;

export const trx: Asset = pinned('TRX@tron');
export const subject: FeeSubject = {
  providerId: 'tx-1',
  kind: 'payout',
  movementId: 'po_1',
  walletId: 'wal_1',
  operatorId: 'acme',
};
export const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 5, 12, minute));

export function record(reported: ReportedFee, minute = 0, bookedElsewhere?: bigint): RecordFee {
  const elsewhere = bookedElsewhere === undefined ? {} : { bookedElsewhere: money(trx, bookedElsewhere) };
  return { type: 'RecordFee', data: { subject, reported, ...elsewhere, evidence: 'pull', observedAt: at(minute) } };
}

export const feeOf = (minor: bigint): ReportedFee => ({ fee: money(trx, minor) });

export function observed(change: number, before: bigint, fee: bigint, minute = 0): Fact<'NetworkFeeObserved'> {
  const amounts = { fee: money(trx, fee), before: money(trx, before) };
  const data: NetworkFeeObserved = { ...subject, change, ...amounts, evidence: 'pull', observedAt: at(minute) };
  return { type: 'NetworkFeeObserved', data };
}

export function unclear(reported?: string, minute = 0): Fact<'NetworkFeeUnclear'> {
  const reason = reported === undefined ? 'missing' : 'unreadable';
  return {
    type: 'NetworkFeeUnclear',
    data: { ...subject, reason, reported, evidence: 'pull', observedAt: at(minute) },
  };
}

/** One of each fact, with every optional field. */
export const networkFeeFacts = {
  NetworkFeeObserved: observed(2, 2_000_000n, 3_250_000n),
  NetworkFeeUnclear: unclear('-1'),
};

function pinned(name: string): Asset {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset ${name}`);
  return asset;
}
