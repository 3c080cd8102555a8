import { expect } from '@jest/globals';
import type { TransferEvent } from '#libs/transfers/transfer.events.js';
import { legOf } from '#libs/transfers/transfer.js';
import { now } from './ledger-facts.js';

/** A fact about the transfer with this id. */
type Told = (transferId: string) => TransferEvent;

const placed: Told = (transferId) => ({
  type: 'TransferLegPlaced',
  data: { transferId, payoutId: legOf(transferId), placedAt: now },
});
const legSettled: Told = (transferId) => ({
  type: 'TransferLegSettled',
  data: {
    transferId,
    payoutId: legOf(transferId),
    providerId: `tx/${transferId}`,
    evidence: 'pull-1',
    settledAt: now,
  },
});
const failed: Told = (transferId) => ({
  type: 'TransferFailed',
  data: { transferId, code: 'insufficient-funds', failedAt: now },
});
const completed: Told = (transferId) => ({ type: 'TransferCompleted', data: { transferId, completedAt: now } });

interface Life {
  readonly facts: (transferId: string) => readonly TransferEvent[];
  readonly looks: object;
}

const life = (told: readonly Told[], looks: object): Life => ({
  facts: (transferId) => told.map((fact) => fact(transferId)),
  looks,
});

/** What may have become of a transfer, and how its resource looks then. */
export const transferLives: Readonly<Record<string, Life>> = {
  requested: life([], { status: 'pending', stage: 'requested' }),
  placed: life([placed], { status: 'pending', stage: 'placed', provider_reference: null }),
  'in-transit': life([placed, legSettled], {
    status: 'pending',
    stage: 'in_transit',
    provider_reference: expect.stringMatching(/^tx\/tr_/),
    completed_at: null,
  }),
  failed: life([placed, failed], {
    status: 'failed',
    stage: 'failed',
    failure: { code: 'insufficient_funds', message: 'The Master Wallet does not cover it.' },
  }),
  completed: life([placed, legSettled, completed], {
    status: 'confirmed',
    stage: 'completed',
    failure: null,
    completed_at: now.toISOString(),
  }),
};
