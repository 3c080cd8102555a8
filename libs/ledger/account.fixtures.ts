import * as fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import type { Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import { available, external, reserved } from './account-name.js';
import type { AccountEvent } from './account.events.js';
import type { AccountCommand } from './account.js';
import { posting } from './posting.js';

export const usdt: Asset = { token: 'USDT', chain: 'tron', decimals: 6 };
export const walletId = 'wal_1';
const now = new Date('2026-01-05T12:00:07.089Z');
const outside = external('tron');

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
  FundsHeld: held(60n),
  HoldCaptured: captured(60n),
  HoldReleased: released(60n),
};

const minors = fc.oneof(fc.constantFrom(0n, 1n, 40n, 60n, 100n), fc.bigInt({ min: -5n, max: 200n }));
const holdIds = fc.constantFrom('po_1', 'po_2', 'po_3');
const commands: fc.Arbitrary<AccountCommand> = fc.oneof(
  fc.tuple(minors, fc.constantFrom('funding-1', 'funding-2', 'funding-3')).map((args) => credit(...args)),
  fc.tuple(minors, holdIds).map((args) => hold(...args)),
  holdIds.map(capture),
  holdIds.map(release),
);

/** Any interleaving of the commands of two actors. */
export const accountSteps: fc.Arbitrary<readonly Step<AccountCommand>[]> = fc.array(
  fc.record({ actor: fc.integer({ min: 0, max: 1 }), looks: fc.boolean(), command: commands }),
  { maxLength: 30, size: 'max' },
);
