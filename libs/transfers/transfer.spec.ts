import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { money } from '../money/money.js';
import type { Wallet } from '../wallets/wallet.js';
import type { TransferEvent } from './transfer.events.js';
import { completed, failed, historyOf, legSettled, now, placed, requested } from './transfer.fixtures.js';
import { transferRequest, walletOf } from './transfer.fixtures.js';
import { legOf, transferDecider, type TransferCommand } from './transfer.js';
import { betweenWallets, type TransferWalletRejection } from './transfer.wallets.js';

const { given } = givenWhenThen(transferDecider);
const request: TransferCommand = { type: 'RequestTransfer', data: transferRequest };
const otherBody: TransferCommand = { type: 'RequestTransfer', data: { ...transferRequest, requestHash: 'b2' } };
const place: TransferCommand = { type: 'RecordLegPlaced', data: { now } };
const settle: TransferCommand = { type: 'RecordLegSettled', data: { providerId: 'tx-1', evidence: 'pull', now } };
const fail: TransferCommand = { type: 'RecordLegFailed', data: { code: 'failed-at-provider', now } };
const credit: TransferCommand = { type: 'RecordCredited', data: { now } };
const commands = [request, otherBody, place, settle, fail, credit];

describe('IN-11 a transfer has two linked legs', () => {
  it('that follow each other', () => {
    given().when(request).thenFacts(requested);
    given(...historyOf.requested)
      .when(place)
      .thenFacts(placed);
    given(...historyOf.placed)
      .when(settle)
      .thenFacts(legSettled);
    given(...historyOf['in-transit'])
      .when(credit)
      .thenFacts(completed);
  });

  it('the first of which may fail; then there is no second', () => {
    given(...historyOf.placed)
      .when(fail)
      .thenFacts(failed());
    given(...historyOf.failed)
      .when(credit)
      .thenRejects('transfer-not-in-status', { expected: 'in-transit', actual: 'failed' });
    given(...historyOf.failed)
      .when(settle)
      .thenRejects('transfer-not-in-status');
  });

  it('the second of which never comes first', () => {
    for (const status of ['absent', 'requested', 'placed'] as const)
      given(...historyOf[status])
        .when(credit)
        .thenRejects('transfer-not-in-status', { expected: 'in-transit', actual: status });
  });

  it('the first of which cannot fail once it has settled', () => {
    for (const status of ['in-transit', 'completed'] as const)
      given(...historyOf[status])
        .when(fail)
        .thenRejects('transfer-not-in-status');
  });

  it('and nothing happens to what nobody requested', () => {
    for (const command of [place, settle, fail, credit]) given().when(command).thenRejects('transfer-not-in-status');
  });

  it('the first leg’s id is known beforehand', () => expect(legOf('tr_abc')).toBe('po_abc'));
});

describe('API-13 the same key', () => {
  it('with the same body changes nothing', () =>
    given(...historyOf.completed)
      .when(request)
      .thenNothing());

  it('with another body is a conflict', () =>
    given(...historyOf.requested)
      .when(otherBody)
      .thenRejects('idempotency-conflict'));
});

describe('whatever is tried in whatever order', () => {
  const lives = fc.array(fc.constantFrom(...commands), { maxLength: 30 }).map((tried) => {
    const events: TransferEvent[] = [];
    for (const command of tried) {
      const decision = transferDecider.decide(command, fold(transferDecider, events));
      if (decision.ok) events.push(...decision.events);
    }
    return events.map(({ type }) => type);
  });

  it('each fact happens once at most, and completion and failure exclude each other', () => {
    fc.assert(
      fc.property(lives, (types) => {
        expect(new Set(types).size).toBe(types.length);
        expect(types.includes('TransferCompleted') && types.includes('TransferFailed')).toBe(false);
      }),
    );
  });

  it('what is granted once is granted again, and changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(historyOf)), fc.constantFrom(...commands), (history, command) => {
        const first = transferDecider.decide(command, fold(transferDecider, history));
        fc.pre(first.ok);
        const after = [...history, ...(first.ok ? first.events : [])];
        expect(transferDecider.decide(command, fold(transferDecider, after))).toEqual({ ok: true, events: [] });
      }),
    );
  });
});

describe('IN-10 IN-26 from the Master Wallet to the operator’s wallet, and no other way', () => {
  const unknown: Wallet = { status: 'unknown' };
  const address = transferRequest.destination;
  const master = walletOf('master');
  const operator = walletOf('operator', address);

  it('with what the ledger knows of both', () =>
    expect(betweenWallets(transferRequest, { from: master, to: operator })).toEqual({
      ok: true,
      events: [transferRequest],
    }));

  it.each<[TransferWalletRejection['code'], Wallet, Wallet]>([
    ['source-wallet-not-found', unknown, operator],
    ['source-wallet-not-master', operator, operator],
    ['source-wallet-not-master', walletOf('deposit'), operator],
    ['destination-wallet-not-found', master, unknown],
    ['destination-wallet-not-operator', master, master],
    ['destination-wallet-not-operator', master, walletOf('gas-station', address)],
    ['destination-address-unknown', master, walletOf('operator')],
  ])('%s', (code, from, to) =>
    expect(betweenWallets(transferRequest, { from, to })).toEqual({ ok: false, rejection: { code } }),
  );

  it('S-09 not from the Master Wallet of another organisation', () =>
    expect(betweenWallets({ ...transferRequest, requestedBy: 'other' }, { from: master, to: operator })).toEqual({
      ok: false,
      rejection: { code: 'source-wallet-not-found' },
    }));

  it('an address on another chain is none', () => {
    const amount = money({ token: 'USDT', chain: 'ethereum', decimals: 6 }, 1n);
    const decision = betweenWallets({ ...transferRequest, amount }, { from: master, to: operator });
    expect(decision).toEqual({ ok: false, rejection: { code: 'destination-address-unknown' } });
  });

  it.each([0n, -1n])('an amount of %s moves nothing', (minor) => {
    const amount = money(transferRequest.amount.asset, minor);
    expect(betweenWallets({ ...transferRequest, amount }, { from: master, to: operator })).toEqual({
      ok: false,
      rejection: { code: 'amount-not-positive' },
    });
  });
});
