import type { Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { FundingEvent, FundingReversed, OperatorFunded } from './funding.events.js';
import type { FundingCommand } from './funding.js';

export const eur: Asset = { token: 'EUR', chain: 'fiat', decimals: 2 };

const funding: OperatorFunded = {
  fundingId: 'fund_1',
  operatorId: 'acme',
  amount: money(eur, 1_000_050n),
  reference: 'SEPA-2026-0001',
  valueDate: '2026-01-05',
  evidence: 'statement:2026-01-05/7',
  by: 'user:ada',
  requestHash: 'hash-1',
  recordedAt: new Date('2026-01-05T12:00:07.089Z'),
};
const reversal: FundingReversed = {
  fundingId: 'fund_1',
  reason: 'Booked twice by the bank',
  by: 'user:ada',
  approvedBy: 'user:bob',
  reversedAt: new Date('2026-01-06T09:00:00.000Z'),
};

export const funded = { type: 'OperatorFunded', data: funding } as const satisfies FundingEvent;
export const reversed: FundingEvent = { type: 'FundingReversed', data: reversal };

export function recordFunding(changes: Partial<OperatorFunded> = {}): FundingCommand {
  return { type: 'RecordFunding', data: { ...funding, ...changes } };
}

export function reverseFunding(changes: Partial<FundingReversed> = {}): FundingCommand {
  return { type: 'ReverseFunding', data: { ...reversal, ...changes } };
}
