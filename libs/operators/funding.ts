import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { external, receivable } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import { isPositive } from '../money/money.js';
import type { FundingEvent, FundingReversed, OperatorFunded } from './funding.events.js';

export type FundingCommand =
  | { readonly type: 'RecordFunding'; readonly data: OperatorFunded }
  | { readonly type: 'ReverseFunding'; readonly data: FundingReversed };

export type FundingRejection =
  | { readonly code: 'idempotency-conflict' }
  | { readonly code: 'funding-not-found' }
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'asset-not-fiat' }
  | { readonly code: 'value-date-in-future' }
  | { readonly code: 'evidence-needed' }
  | { readonly code: 'two-people-needed' };

export type Funding =
  | { readonly status: 'absent' }
  | { readonly status: 'recorded'; readonly funded: OperatorFunded }
  | { readonly status: 'reversed'; readonly funded: OperatorFunded; readonly reversed: FundingReversed };

type FundingDecision = Decision<FundingEvent, FundingRejection>;

export const fundingDecider: Decider<FundingCommand, Funding, FundingEvent, FundingRejection> = {
  initial: { status: 'absent' },
  decide: (command, funding): FundingDecision => {
    switch (command.type) {
      case 'RecordFunding':
        return recordFunding(command.data, funding);
      case 'ReverseFunding':
        return reverseFunding(command.data, funding);
      default:
        return unreachable(command);
    }
  },
  evolve,
};

/** In place of a wallet: an operator's fiat has accounts like any other money, in a name that no wallet's id has. */
export function fiatWallet(operatorId: string): string {
  return `fiat.${operatorId}`;
}

/** What a funding means to the operator's fiat account; each step counts once, however often it is taken. */
export function fundingBookings(funding: Funding): readonly AccountCommand[] {
  if (funding.status === 'absent') return [];
  const { fundingId, operatorId, amount, evidence, recordedAt } = funding.funded;
  const outside = external('fiat');
  const credited: AccountCommand = {
    type: 'Credit',
    data: { from: outside, amount, reason: 'operator-funding', reference: fundingId, evidence, now: recordedAt },
  };
  if (funding.status === 'recorded') return [credited];
  const { reason, reversedAt } = funding.reversed;
  const shortfallFrom = receivable(operatorId);
  const reversal = { to: outside, shortfallFrom, amount, reference: `reversal:${fundingId}`, evidence: reason };
  return [credited, { type: 'Debit', data: { ...reversal, reason: 'correction', now: reversedAt } }];
}

/** A day begins in the first time zone so long before it does in UTC: a bank there tells of today. */
const first_zone_ms = 14 * 60 * 60_000;

function recordFunding(wanted: OperatorFunded, funding: Funding): FundingDecision {
  if (funding.status !== 'absent')
    return funding.funded.requestHash === wanted.requestHash ? accept() : reject({ code: 'idempotency-conflict' });
  if (wanted.amount.asset.chain !== 'fiat') return reject({ code: 'asset-not-fiat' });
  if (!isPositive(wanted.amount)) return reject({ code: 'amount-not-positive' });
  if (Date.parse(wanted.valueDate) - first_zone_ms > wanted.recordedAt.getTime())
    return reject({ code: 'value-date-in-future' });
  if (!wanted.reference.trim() || !wanted.evidence.trim()) return reject({ code: 'evidence-needed' });
  return accept({ type: 'OperatorFunded', data: wanted });
}

function reverseFunding(wanted: FundingReversed, funding: Funding): FundingDecision {
  if (funding.status === 'absent') return reject({ code: 'funding-not-found' });
  if (funding.status === 'reversed') return accept();
  if (!wanted.reason.trim()) return reject({ code: 'evidence-needed' });
  if (wanted.by === wanted.approvedBy) return reject({ code: 'two-people-needed' });
  return accept({ type: 'FundingReversed', data: wanted });
}

function evolve(funding: Funding, event: FundingEvent): Funding {
  if (event.type === 'OperatorFunded') return { status: 'recorded', funded: event.data };
  if (funding.status === 'absent') throw new Error(`${event.type} cannot follow on a funding that is not recorded`);
  return { status: 'reversed', funded: funding.funded, reversed: event.data };
}
