import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defineCodec, MalformedEvent, UnknownEventType } from '#libs/decider/codec.js';
import { dayEndCodec } from '#libs/day-end/day-end.codec.js';
import { secondDay } from '#libs/day-end/day-end.fixtures.js';
import { depositCodec } from '#libs/deposits/deposit.codec.js';
import { addressAllocated, depositFacts, orderFacts } from '#libs/deposits/deposit.fixtures.js';
import { orderCodec } from '#libs/deposits/order.codec.js';
import { purchaseAddressCodec } from '#libs/deposits/purchase-address.js';
import { networkFeeCodec } from '#libs/fees/network-fee.codec.js';
import { networkFeeFacts } from '#libs/fees/network-fee.fixtures.js';
import { platformFeeCodec } from '#libs/fees/platform-fee.codec.js';
import { platformFeeFacts } from '#libs/fees/platform-fee.fixtures.js';
import { providerFeeCodec } from '#libs/fees/provider-fee.codec.js';
import { providerFeeFacts } from '#libs/fees/provider-fee.fixtures.js';
import { gateCodec } from '#libs/gate/gate.codec.js';
import { gateFacts } from '#libs/gate/gate.fixtures.js';
import { intended, swapIntended } from '#libs/intents/intent.fixtures.js';
import { intentCodec } from '#libs/intents/intent.js';
import { accountCodec } from '#libs/ledger/account.codec.js';
import { accountFacts } from '#libs/ledger/account.fixtures.js';
import { addressBookCodec } from '#libs/operators/address-book.codec.js';
import { addressBookFacts } from '#libs/operators/address-book.fixtures.js';
import { fundingCodec } from '#libs/operators/funding.codec.js';
import { funded, reversed } from '#libs/operators/funding.fixtures.js';
import { operatorCodec } from '#libs/operators/operator.codec.js';
import { operatorFacts } from '#libs/operators/operator.fixtures.js';
import { widgetCodec } from '#libs/operators/widget.codec.js';
import { configured } from '#libs/operators/widget.fixtures.js';
import { payoutCodec } from '#libs/payouts/payout.codec.js';
import { payoutFacts } from '#libs/payouts/payout.fixtures.js';
import { breakCodec } from '#libs/reconciliation/break.codec.js';
import { reconciledCodec } from '#libs/reconciliation/reconciled.codec.js';
import { breakFacts, reconciled } from '#libs/reconciliation/reconciliation.fixtures.js';
import { swapCodec } from '#libs/swaps/swap.codec.js';
import { swapFacts } from '#libs/swaps/swap.fixtures.js';
import { sweepCodec } from '#libs/sweeps/sweep.codec.js';
import { sweepFacts } from '#libs/sweeps/sweep.fixtures.js';
import { transferCodec } from '#libs/transfers/transfer.codec.js';
import { transferFacts } from '#libs/transfers/transfer.fixtures.js';
import { openingCodec } from '#libs/wallets/opening.codec.js';
import { openingFacts } from '#libs/wallets/opening.fixtures.js';
import { providerBalanceCodec } from '#libs/wallets/provider-balance.codec.js';
import { balanceObserved } from '#libs/wallets/provider-balance.fixtures.js';
import { walletCodec } from '#libs/wallets/wallet.codec.js';
import { addressRecorded, registered } from '#libs/wallets/wallet.fixtures.js';
import { inboxCodec } from '#libs/webhooks-in/inbox.codec.js';
import { inboxFacts } from '#libs/webhooks-in/inbox.fixtures.js';
import { webhookFacts } from '#libs/webhooks-in/webhook.fixtures.js';
import { webhookCodec } from '#libs/webhooks-in/webhook.codec.js';
import { missing, problemOf, readGoldenEvents, storedNoun, type StoredNoun } from './golden-events.js';

/** By the name of the codec: a codec that is not here fails below. */
const nouns: Readonly<Record<string, StoredNoun>> = {
  accountCodec: storedNoun(accountCodec, accountFacts),
  walletCodec: storedNoun(walletCodec, { WalletRegistered: registered, WalletAddressRecorded: addressRecorded() }),
  openingCodec: storedNoun(openingCodec, openingFacts),
  providerBalanceCodec: storedNoun(providerBalanceCodec, { ProviderBalanceObserved: balanceObserved }),
  operatorCodec: storedNoun(operatorCodec, operatorFacts),
  addressBookCodec: storedNoun(addressBookCodec, addressBookFacts),
  widgetCodec: storedNoun(widgetCodec, { WidgetConfigured: configured() }),
  fundingCodec: storedNoun(fundingCodec, { OperatorFunded: funded, FundingReversed: reversed }),
  payoutCodec: storedNoun(payoutCodec, payoutFacts),
  transferCodec: storedNoun(transferCodec, transferFacts),
  dayEndCodec: storedNoun(dayEndCodec, { DayClosed: secondDay }),
  breakCodec: storedNoun(breakCodec, breakFacts),
  reconciledCodec: storedNoun(reconciledCodec, { MovementsReconciled: reconciled }),
  swapCodec: storedNoun(swapCodec, swapFacts),
  sweepCodec: storedNoun(sweepCodec, sweepFacts),
  depositCodec: storedNoun(depositCodec, depositFacts),
  purchaseAddressCodec: storedNoun(purchaseAddressCodec, { PurchaseAddressAllocated: addressAllocated }),
  orderCodec: storedNoun(orderCodec, orderFacts),
  networkFeeCodec: storedNoun(networkFeeCodec, networkFeeFacts),
  platformFeeCodec: storedNoun(platformFeeCodec, platformFeeFacts),
  providerFeeCodec: storedNoun(providerFeeCodec, providerFeeFacts),
  gateCodec: storedNoun(gateCodec, gateFacts),
  inboxCodec: storedNoun(inboxCodec, inboxFacts),
  webhookCodec: storedNoun(webhookCodec, webhookFacts),
  intentCodec: storedNoun(intentCodec, {
    PayoutIntended: intended('po_abcdefghijklmnopqrstuvwxyz'),
    SwapIntended: swapIntended('sw_abcdefghijklmnopqrstuvwxyz'),
  }),
};
const golden = readGoldenEvents();
/** Of each type the one with the fewest fields: those that are always there. */
const leanest = golden.filter(({ type, data }) =>
  golden.every((other) => other.type !== type || Object.keys(other.data).length >= Object.keys(data).length),
);

function definedCodecs(): readonly string[] {
  const libs = fileURLToPath(new URL('../../libs', import.meta.url));
  return readdirSync(libs, { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(?!.*\.(spec|spec-support|fixtures)\.ts$).*\.ts$/.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(libs, file), 'utf8').matchAll(/^export const (\w+).* = defineCodec</gm),
    ])
    .map(([, name = '']) => name);
}

describe('INV-C3 F7.5 every stored version of every event is read for ever', () => {
  it('every codec is here', () => expect(definedCodecs().toSorted()).toEqual(Object.keys(nouns).toSorted()));

  it('every type and version has a golden event', () =>
    expect(missing(Object.values(nouns), golden).join('\n')).toBe(''));

  it.each(golden)('$file is read, and written as it was', (event) =>
    expect(problemOf(Object.values(nouns), event)).toBeUndefined(),
  );

  it.each(leanest)('$file is refused, never guessed, when any of its fields is missing', ({ type, data, ...event }) => {
    for (const field of Object.keys(data)) {
      const rest = Object.fromEntries(Object.entries(data).filter(([name]) => name !== field));
      expect(() => problemOf(Object.values(nouns), { ...event, type, data: rest })).toThrow(MalformedEvent);
    }
  });
});

describe('the golden events notice', () => {
  type Painted = { type: 'Painted'; data: { door: string; colour: string } };
  const data = { door: 'd', colour: 'red' };
  const fact: Painted = { type: 'Painted', data };
  const first = defineCodec<Painted>({
    Painted: { version: 1, schema: z.object({ door: z.string(), colour: z.string() }) },
  });
  const second = defineCodec<Painted>({
    Painted: {
      version: 2,
      schema: z.object({ door: z.string(), colour: z.string() }),
      upcasts: { 1: ({ door = '', color = '' }) => ({ door, colour: color }) },
    },
  });
  const was = { file: 'Painted.v1.json', type: 'Painted.v1', data: { door: 'd', color: 'red' } };
  const today = { type: 'Painted.v2', data };
  const of = (codec: typeof first) => [storedNoun(codec, { Painted: fact })];

  it('a type without one, and say what to save', () => {
    expect(missing(of(first), [])).toEqual([
      `Save this as test/wire/golden/Painted.v1.json:\n${JSON.stringify({ type: 'Painted.v1', data }, undefined, 2)}\n`,
    ]);
    expect(missing(of(first), [{ type: 'Painted.v1', data }])).toEqual([]);
  });

  it('a lost one of an older version', () =>
    expect(missing(of(second), [today])).toEqual([expect.stringContaining('Painted.v1.json back out of the history')]));

  it('a field that is lost or renamed in place', () => {
    const event = { file: 'Painted.v1.json', type: 'Painted.v1', data: { ...data, coats: 2 } };
    expect(problemOf(of(first), event)).toMatch(/Painted\.v1\.json: this fact was .*"coats": 2.*\nand is now/s);
    expect(() => problemOf(of(first), was)).toThrow('Painted.v1');
  });

  it('an older version that is lifted to another fact, unless its file says to which', () => {
    expect(problemOf(of(second), was)).toContain('"today"');
    expect(problemOf(of(second), { ...was, today })).toBeUndefined();
    expect(problemOf(of(second), { ...was, today: { ...today, data: { door: 'd', colour: 'blue' } } })).toBeDefined();
  });

  it('a type that no codec reads any more, and a file under another name', () => {
    expect(problemOf(of(first), { file: 'Sold.v1.json', type: 'Sold.v1', data: {} })).toContain('logs hold it');
    expect(problemOf(of(first), { file: 'Sold.v1.json', type: 'Painted.v1', data })).toContain('holds a Painted.v1');
    expect(() => first.decode({ type: 'Painted.v2', data })).toThrow(UnknownEventType);
  });
});
