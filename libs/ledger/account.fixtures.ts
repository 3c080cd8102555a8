import * as fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import type { Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import { available, external, fees, incoming, receivable, reserved, type AccountName } from './account-name.js';
import type { AccountEvent } from './account.events.js';
import type { AccountCommand } from './account.commands.js';
import { posting } from './posting.js';

export const usdt: Asset = { token: 'USDT', chain: 'tron', decimals: 6 };
export const walletId = 'wal_1';
const now = new Date('2026-01-05T12:00:07.089Z');
const outside = external('tron');
const owing = receivable('op_1');

type Fact<Type extends AccountEvent['type']> = Extract<AccountEvent, { type: Type }>;
type Command<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

export function credited(minor: bigint, reference = 'funding-1'): Fact<'AccountCredited'> {
  const amount = money(usdt, minor);
  const postings = [posting(outside, available(walletId), amount)];
  const reason = 'opening-funding';
  return {
    type: 'AccountCredited',
    data: { walletId, amount, reason, reference, evidence: 'pull', postings, creditedAt: now },
  };
}

export function held(minor: bigint, holdId = 'po_1'): Fact<'FundsHeld'> {
  const amount = money(usdt, minor);
  const postings = [posting(available(walletId), reserved(walletId), amount)];
  return { type: 'FundsHeld', data: { walletId, holdId, amount, postings, heldAt: now } };
}

export function captured(minor: bigint, holdId = 'po_1'): Fact<'HoldCaptured'> {
  const amount = money(usdt, minor);
  const postings = [posting(reserved(walletId), outside, amount)];
  return { type: 'HoldCaptured', data: { walletId, holdId, amount, reference: 'tx-1', postings, capturedAt: now } };
}

export function released(minor: bigint, holdId = 'po_1'): Fact<'HoldReleased'> {
  const amount = money(usdt, minor);
  const postings = [posting(reserved(walletId), available(walletId), amount)];
  const reason = 'declined-by-provider';
  return { type: 'HoldReleased', data: { walletId, holdId, amount, reason, postings, releasedAt: now } };
}

/** The part of `minor` that was available and what is owed for the rest. */
interface Cover {
  readonly covered: bigint;
}

function shared(minor: bigint, { covered }: Cover, from: AccountName, to: AccountName) {
  const parts = [
    [from, covered],
    [owing, minor - covered],
  ] as const;
  return parts.flatMap(([by, part]) => (part > 0n ? [posting(by, to, money(usdt, part))] : []));
}

function shortOf(minor: bigint, { covered }: Cover) {
  return { shortfall: minor > covered ? money(usdt, minor - covered) : undefined };
}

export function debited(minor: bigint, reference = 'fee-1', cover: Cover = { covered: minor }): Fact<'AccountDebited'> {
  return {
    type: 'AccountDebited',
    data: {
      walletId,
      amount: money(usdt, minor),
      reason: 'network-fee',
      reference,
      evidence: 'pull',
      ...shortOf(minor, cover),
      postings: shared(minor, cover, available(walletId), fees('network')),
      debitedAt: now,
    },
  };
}

export function detected(minor: bigint, incomingId = 'tx_1'): Fact<'IncomingDetected'> {
  const amount = money(usdt, minor);
  const postings = [posting(outside, incoming(walletId), amount)];
  return {
    type: 'IncomingDetected',
    data: { walletId, incomingId, amount, reference: 'dep_1', evidence: 'pull', postings, detectedAt: now },
  };
}

export function confirmed(minor: bigint, incomingId = 'tx_1', repaid = 0n): Fact<'IncomingConfirmed'> {
  const parts = [
    [owing, repaid],
    [available(walletId), minor - repaid],
  ] as const;
  return {
    type: 'IncomingConfirmed',
    data: {
      walletId,
      incomingId,
      amount: money(usdt, minor),
      repaid: repaid > 0n ? money(usdt, repaid) : undefined,
      evidence: 'pull',
      postings: parts.flatMap(([to, part]) => (part > 0n ? [posting(incoming(walletId), to, money(usdt, part))] : [])),
      confirmedAt: now,
    },
  };
}

export function heldBack(minor: bigint, cover: Cover = { covered: minor }): Fact<'IncomingHeldBack'> {
  return {
    type: 'IncomingHeldBack',
    data: {
      walletId,
      incomingId: 'tx_1',
      amount: money(usdt, minor),
      ...shortOf(minor, cover),
      reason: 'PendingFork',
      evidence: 'pull',
      postings: shared(minor, cover, available(walletId), incoming(walletId)),
      heldBackAt: now,
    },
  };
}

export function cancelled(minor: bigint, incomingId = 'tx_1'): Fact<'IncomingCancelled'> {
  const amount = money(usdt, minor);
  const postings = [posting(incoming(walletId), outside, amount)];
  return {
    type: 'IncomingCancelled',
    data: { walletId, incomingId, amount, reason: 'Failed', evidence: 'pull', postings, cancelledAt: now },
  };
}

/** What was cancelled to outside of the wallet is locked again. */
export function reopened(minor: bigint, incomingId = 'tx_1'): Fact<'IncomingReopened'> {
  const amount = money(usdt, minor);
  const postings = [posting(outside, incoming(walletId), amount)];
  return {
    type: 'IncomingReopened',
    data: { walletId, incomingId, amount, reason: 'resolved', evidence: 'ticket 7', postings, reopenedAt: now },
  };
}

export function reopen(incomingId = 'tx_1', from: AccountName = outside): Command<'ReopenIncoming'> {
  return { type: 'ReopenIncoming', data: { incomingId, from, reason: 'resolved', evidence: 'ticket 7', now } };
}

export function debit(minor: bigint, reference = 'fee-1'): Command<'Debit'> {
  const amount = money(usdt, minor);
  return {
    type: 'Debit',
    data: {
      to: fees('network'),
      shortfallFrom: owing,
      amount,
      reason: 'network-fee',
      reference,
      evidence: 'pull',
      now,
    },
  };
}

export function detect(minor: bigint, incomingId = 'tx_1'): Command<'DetectIncoming'> {
  const data = { incomingId, from: outside, amount: money(usdt, minor), reference: 'dep_1', evidence: 'pull', now };
  return { type: 'DetectIncoming', data };
}

export function confirm(incomingId = 'tx_1'): Command<'ConfirmIncoming'> {
  return { type: 'ConfirmIncoming', data: { incomingId, evidence: 'pull', now } };
}

export function holdBack(incomingId = 'tx_1', unlessAt?: AccountName): Command<'HoldBackIncoming'> {
  const data = {
    incomingId,
    ...(unlessAt !== undefined && { unlessAt }),
    shortfallFrom: owing,
    reason: 'PendingFork',
    evidence: 'pull',
    now,
  };
  return { type: 'HoldBackIncoming', data };
}

export function cancel(incomingId = 'tx_1', to: AccountName = outside): Command<'CancelIncoming'> {
  return { type: 'CancelIncoming', data: { incomingId, to, reason: 'Failed', evidence: 'pull', now } };
}

export function credit(minor: bigint, reference = 'funding-1'): Command<'Credit'> {
  const amount = money(usdt, minor);
  return {
    type: 'Credit',
    data: { from: outside, amount, reason: 'opening-funding', reference, evidence: 'pull', now },
  };
}

export function hold(minor: bigint, holdId = 'po_1'): Command<'Hold'> {
  return { type: 'Hold', data: { holdId, amount: money(usdt, minor), now } };
}

export function capture(holdId = 'po_1'): Command<'CaptureHold'> {
  return { type: 'CaptureHold', data: { holdId, to: outside, reference: 'tx-1', now } };
}

export function release(holdId = 'po_1'): Command<'ReleaseHold'> {
  return { type: 'ReleaseHold', data: { holdId, reason: 'declined-by-provider', now } };
}

/** One of each fact. */
export const accountFacts: { readonly [Type in AccountEvent['type']]: Fact<Type> } = {
  AccountCredited: credited(100n),
  AccountDebited: debited(60n, 'fee-1', { covered: 40n }),
  FundsHeld: held(60n),
  HoldCaptured: captured(60n),
  HoldReleased: released(60n),
  IncomingDetected: detected(60n),
  IncomingConfirmed: confirmed(60n, 'tx_1', 20n),
  IncomingHeldBack: heldBack(60n, { covered: 40n }),
  IncomingCancelled: cancelled(60n),
  IncomingReopened: reopened(60n),
};

const minors = fc.oneof(fc.constantFrom(0n, 1n, 40n, 60n, 100n), fc.bigInt({ min: -5n, max: 200n }));
const holdIds = fc.constantFrom('po_1', 'po_2', 'po_3');
const incomingIds = fc.constantFrom('tx_1', 'tx_2');
const commands: fc.Arbitrary<AccountCommand> = fc.oneof(
  fc.tuple(minors, fc.constantFrom('funding-1', 'funding-2', 'funding-3')).map((args) => credit(...args)),
  fc.tuple(minors, holdIds).map((args) => hold(...args)),
  holdIds.map(capture),
  holdIds.map(release),
  fc.tuple(minors, fc.constantFrom('fee-1', 'fee-2')).map((args) => debit(...args)),
  fc.tuple(minors, incomingIds).map((args) => detect(...args)),
  incomingIds.map(confirm),
  incomingIds.map(holdBack),
  incomingIds.map(cancel),
  incomingIds.map(reopen),
);

/** Any interleaving of the commands of two actors. */
export const accountSteps: fc.Arbitrary<readonly Step<AccountCommand>[]> = fc.array(
  fc.record({ actor: fc.integer({ min: 0, max: 1 }), looks: fc.boolean(), command: commands }),
  { maxLength: 30, size: 'max' },
);
