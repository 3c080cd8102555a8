import * as fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import type { GateEvent } from './gate.events.js';
import type { GateCommand } from './gate.js';

const now = new Date('2026-01-05T12:00:07.089Z');
const providerId = 'tx-1';

type Fact<Type extends GateEvent['type']> = Extract<GateEvent, { type: Type }>;

export function matched(payoutId = 'po_1', attempt = 1): Fact<'WithdrawalMatched'> {
  const data = { providerId, payoutId, attempt, by: 'note', evidence: 'pull', matchedAt: now } as const;
  return { type: 'WithdrawalMatched', data };
}

export function approved(payoutId = 'po_1'): Fact<'WithdrawalApproved'> {
  const data = { providerId, payoutId, fingerprint: 'f1', evidence: 'pull', approvedAt: now };
  return { type: 'WithdrawalApproved', data };
}

export function swapMatched(swapId = 'sw_1', attempt = 1): Fact<'SwapMatched'> {
  const data = { providerId, swapId, attempt, by: 'note', evidence: 'pull', matchedAt: now } as const;
  return { type: 'SwapMatched', data };
}

export function swapApproved(swapId = 'sw_1'): Fact<'SwapApproved'> {
  return { type: 'SwapApproved', data: { providerId, swapId, fingerprint: 's1', evidence: 'pull', approvedAt: now } };
}

export const sweepApproved: Fact<'SweepApproved'> = {
  type: 'SweepApproved',
  data: { providerId, fingerprint: 'w1', evidence: 'pull', approvedAt: now },
};

export function refused(reason = 'several-wallets'): Fact<'ForeignWithdrawalRejected'> {
  const data = { providerId, reason, payoutId: 'po_1', evidence: 'pull', rejectedAt: now };
  return { type: 'ForeignWithdrawalRejected', data };
}

export const deferred: Fact<'VerdictDeferred'> = {
  type: 'VerdictDeferred',
  data: { providerId, reason: 'pull: unavailable', deferredAt: now },
};

export const match = (payoutId = 'po_1', attempt = 1): GateCommand => ({
  type: 'MatchWithdrawal',
  data: matched(payoutId, attempt).data,
});
export const approve = (payoutId = 'po_1'): GateCommand => ({
  type: 'ApproveWithdrawal',
  data: approved(payoutId).data,
});
export const matchSwap = (swapId = 'sw_1'): GateCommand => ({ type: 'MatchSwap', data: swapMatched(swapId).data });
export const approveSwap = (swapId = 'sw_1'): GateCommand => ({
  type: 'ApproveSwap',
  data: swapApproved(swapId).data,
});
export const approveSweep: GateCommand = { type: 'ApproveSweep', data: sweepApproved.data };
export const refuse = (reason = 'several-wallets'): GateCommand => ({
  type: 'RejectWithdrawal',
  data: refused(reason).data,
});
export const defer: GateCommand = { type: 'DeferVerdict', data: deferred.data };

/** One of each fact. */
export const gateFacts: { readonly [Type in GateEvent['type']]: Fact<Type> } = {
  WithdrawalMatched: matched(),
  WithdrawalApproved: approved(),
  SwapMatched: swapMatched(),
  SwapApproved: swapApproved(),
  SweepApproved: sweepApproved,
  ForeignWithdrawalRejected: refused(),
  VerdictDeferred: deferred,
};

const payoutIds = fc.constantFrom('po_1', 'po_2');
const swapIds = fc.constantFrom('sw_1', 'sw_2');

/** Any interleaving of callbacks that two gate processes answer for one provider transaction. */
export const gateSteps: fc.Arbitrary<readonly Step<GateCommand>[]> = fc.array(
  fc.record({
    actor: fc.integer({ min: 0, max: 1 }),
    looks: fc.boolean(),
    command: fc.oneof(
      fc.tuple(payoutIds, fc.integer({ min: 1, max: 3 })).map((args) => match(...args)),
      payoutIds.map(approve),
      swapIds.map(matchSwap),
      swapIds.map(approveSwap),
      fc.constantFrom(refuse(), defer, approveSweep),
    ),
  }),
  { maxLength: 12, size: 'max' },
);
