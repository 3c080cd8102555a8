import { expect } from '@jest/globals';
import { AggregateStore } from '../event-streams/aggregate-store.js';
import { Accounts } from '../ledger/accounts.js';
import { RandomIds } from '../platform/ids.js';
import { DepositPostings } from './deposit-postings.reactor.js';
import type { DepositStage } from './deposit-stage.fixtures.js';
import { now } from './deposit.fixtures.js';
import type { SuspenseResolution, SuspenseVerdict } from './deposit.events.js';
import { DepositStreams } from './deposit-streams.js';
import { ResolveSuspense } from './resolve-suspense.reactor.js';
import { SettleOrder } from './settle-order.reactor.js';

/** What a person does who resolves what waits on a stage. */
export function resolverOn(stage: DepositStage): {
  readonly nouns: DepositStreams;
  readonly suspense: ResolveSuspense;
} {
  const store = new AggregateStore(stage.streams, new RandomIds());
  const nouns = new DepositStreams(store, 'user:ada');
  const accounts = new Accounts(store, 'user:ada');
  const orders = new SettleOrder(nouns, accounts, stage.clock);
  return { nouns, suspense: new ResolveSuspense(nouns, new DepositPostings(accounts, stage.clock), orders) };
}

/** What two people say, with their evidence. */
export function said(to: SuspenseResolution, changes: Partial<SuspenseVerdict> = {}) {
  const people = { resolvedBy: 'user:ada', approvedBy: 'user:grace' };
  return { to, evidence: 'ticket 7', reason: 'asked the payer', ...people, ...changes, now };
}

export function rejected(code: string) {
  return expect.objectContaining({ outcome: 'rejected', rejection: { code } }) as unknown;
}
