import { z } from 'zod';
import type { Blockchain } from '#apps/inabit-sandbox/world/wallet.js';

/** What becomes of a payment; the texts are shown by `GET /control`. */
export const depositScenarios = {
  plain: 'Unconfirmed (Bitcoin), Confirming, Completed',
  'fork-completes': 'PendingFork while it confirms, then Confirming and Completed',
  'fork-fails': 'PendingFork while it confirms, then Failed',
  rbf: 'Failed: replaced by a transaction to another address',
  'failed-after-credit': 'Completed, then PendingFork and Failed',
  'recovered-after-credit': 'Completed, then PendingFork and Completed again',
  'first-seen-pending': 'announced in the old way: Pending, as IncomingTransactionStatusInitiated',
  stays: 'stays as it was first seen',
} as const;

export type DepositScenario = keyof typeof depositScenarios;

export const depositScenario = z.custom<DepositScenario>(
  (name) => typeof name === 'string' && Object.hasOwn(depositScenarios, name),
  'no such scenario',
);

const afterFirst: Record<DepositScenario, readonly string[]> = {
  plain: ['Completed'],
  'fork-completes': ['PendingFork', 'Confirming', 'Completed'],
  'fork-fails': ['PendingFork', 'Failed'],
  rbf: ['Failed'],
  'failed-after-credit': ['Completed', 'PendingFork', 'Failed'],
  'recovered-after-credit': ['Completed', 'PendingFork', 'Completed'],
  'first-seen-pending': ['Completed'],
  stays: [],
};

/** The statuses a deposit goes through by itself. What is replaced never was in a block. */
export function depositPath(scenario: DepositScenario, { addressKind }: Blockchain): readonly string[] {
  const seen = addressKind === 'bitcoin' ? ['Unconfirmed'] : [];
  const inBlock = seen.length > 0 && (scenario === 'rbf' || scenario === 'stays') ? [] : ['Confirming'];
  const pending = scenario === 'first-seen-pending' ? ['Pending'] : [];
  return [...pending, ...seen, ...inBlock, ...afterFirst[scenario]];
}
