import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookAtOwners } from '#test/support/event-owners.js';
import { endsAmong, MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { usdt } from '#test/support/payout-stage.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { trx } from '#test/support/swap-stage.js';
import { fees } from '../ledger/account-name.js';
import { Accounts } from '../ledger/accounts.js';
import { money } from '../money/money.js';
import { PlatformFees } from '../fees/platform-fees.reactor.js';
import { ManualClock } from '../inabit/testing/manual-clock.js';
import { operatorCodec, operatorStream } from '../operators/operator.codec.js';
import { operatorDecider, type OperatorCommand } from '../operators/operator.js';
import { SystemClock } from '../platform/clock.js';
import { BooksStage, until } from './provider-books.fixtures.js';

const clock = new SystemClock();
const coin = { asset: 'USDT', blockchain: 'TRON' };
let books: BooksStage;

function isEnd(error: unknown): void {
  if (!(error instanceof ProcessEnded)) throw error;
}

beforeAll(async () => {
  books = await BooksStage.start();
});
afterAll(() => books.stop());

describe('INV-L7 API-28 the books tie to the provider’s, to the last digit', () => {
  it('payouts, in the native coin too, a transfer and a swap, with their network fees', async () => {
    for (const asset of [usdt, trx]) {
      const { payoutId, providerId } = await books.payout(5_000_001n, asset);
      await books.ended(providerId, () => workerProcess(books.stage).advance(payoutId));
    }
    await books.transfer(3_000_000n);
    await books.swap(2_000_000n);
    expect(await books.differences()).toEqual([]);
    const { book, entries } = await books.ourBook();
    expect(book(fees('network'), trx)).toBe(4n * 1_100_000n);
    expect(entries).toBeGreaterThan(0);
  });

  it('F5.9 a transaction that fails on the chain has cost its fee, and one that never got there nothing', async () => {
    await books.stage.sandbox.change({ completionDelayMs: 60_000 });
    const { payoutId, providerId } = await books.payout(7_000_000n);
    await books.stage.sandbox.until(providerId, ({ status }) => status === 'Processing');
    await books.stage.sandbox.make(providerId, 'fail');
    await books.ended(providerId, () => workerProcess(books.stage).advance(payoutId));
    await books.stage.sandbox.change({ completionDelayMs: 0 });
    expect(await books.stage.facts(`fee-${providerId}`)).toHaveLength(1);
    expect(await books.differences()).toEqual([]);
  });

  it('a fee that is corrected later, up and down, once for each change, whoever looks and however often', async () => {
    const paid = await books.payout(4_000_000n);
    await books.ended(paid.providerId, () => workerProcess(books.stage).advance(paid.payoutId));
    const swapped = await books.swap(2_500_000n);
    const movements = [
      { kind: 'payout', movementId: paid.payoutId, providerId: paid.providerId },
      { kind: 'swap', movementId: swapped.swapId, providerId: swapped.providerId },
    ] as const;
    for (const fee of ['3.25', '0.000001', '2']) {
      for (const { providerId } of movements) await books.stage.sandbox.changeFee(providerId, fee);
      expect(await books.differences()).toHaveLength(1);
      await Promise.all(
        [books.feeLook(), books.feeLook()].flatMap((look) => movements.map((movement) => look.look(movement))),
      );
      expect(await books.differences()).toEqual([]);
    }
    const { entries } = await books.ourBook();
    for (const movement of movements) await books.feeLook().look(movement);
    await workerProcess(books.stage).advance(paid.payoutId);
    expect((await books.ourBook()).entries).toBe(entries);
  });

  it('F3.1 whichever of its calls to the store a worker ends at', async () => {
    const { payoutId: movementId, providerId } = await books.payout(4_000_000n);
    await books.ended(providerId, () => workerProcess(books.stage).advance(movementId));
    const movement = { kind: 'payout', movementId, providerId } as const;
    for (let endsAt = 1, hasEnded = true; hasEnded; endsAt++) {
      await books.stage.sandbox.changeFee(providerId, `1.${endsAt}`);
      const mortal = new MortalProcess(endsAt, 'after');
      await books.feeLook(mortal.port(books.stage.streams)).look(movement).catch(isEnd);
      await books.feeLook().look(movement);
      expect(await books.differences()).toEqual([]);
      hasEnded = mortal.endedAt !== undefined;
    }
  });
});

describe('API-28 what the platform takes', () => {
  it('is owed by the operator, once for each payout and month; the wallets still tie', async () => {
    const store = books.stage.aggregates();
    const setFees = (command: OperatorCommand) =>
      store.execute({
        streamName: operatorStream('acme'),
        decider: operatorDecider,
        codec: operatorCodec,
        command,
        metadata: { correlationId: 'acme', causationId: 'acme', actor: 'spec' },
      });
    const by = 'user:ann';
    await setFees({ type: 'RegisterOperator', data: { operatorId: 'acme', name: 'Acme', by, now: clock.now() } });
    const setAt = new Date(Date.now() - 1);
    await setFees({ type: 'SetFees', data: { shareBps: 40, flat: money(usdt, 9_000_000n), by, now: setAt } });
    const { payoutId, providerId } = await books.payout(1_000_249n);
    await books.ended(providerId, () => workerProcess(books.stage).advance(payoutId));
    await workerProcess(books.stage).advance(payoutId);
    await books.transfer(1_000_000n);
    const nextMonth = new ManualClock(new Date(setAt.getTime() + 32 * 86_400_000).toISOString());
    const months = () => new PlatformFees(store, new Accounts(store, 'worker'), nextMonth).chargeFlatFees('acme');
    await Promise.all([months(), months()]);
    const { book } = await books.ourBook();
    const share = 4_000n; // 0.4 % of 1_000_249, and 996 ten-thousandths are carried.
    expect(book(fees('platform'))).toBe(share + 9_000_000n);
    expect(book('receivable:acme')).toBe(-(share + 9_000_000n));
    expect(await books.differences()).toEqual([]);
  });
});

describe('INV-L7 sweeps move between accounts of ours, and the gas station pays', () => {
  it('of several wallets, approved by the gate, with a fee that is corrected later', async () => {
    await books.deposit(3, '12.5');
    await books.deposit(4, '30');
    const walletIds = [3, 4].map((index) => books.stage.providerWalletId(index));
    const id = await books.stage.sandbox.sweep({ walletIds, ...coin });
    await books.ended(id, () => books.sweeper().advance(id));
    expect(await books.sweepFacts(id)).toEqual(['SweepDetected', 'SweepSettled', 'SweepClosed']);
    expect(await books.differences()).toEqual([]);
    await books.stage.sandbox.changeFee(id, '9.9');
    await books.feeLook().look({ kind: 'sweep', movementId: id, providerId: id });
    expect(await books.differences()).toEqual([]);
    const { book, entries } = await books.ourBook();
    expect(book(`transit:${id}`)).toBe(0n);
    expect(book('wallet:wal_deposits:available')).toBe(0n);
    await Promise.all([books.sweeper().advance(id), books.sweeper().advance(id)]);
    expect((await books.ourBook()).entries).toBe(entries);
  });

  it('F3.1 whichever of its calls to the store a worker ends at', async () => {
    const swept = async (mortal: MortalProcess) => {
      await books.deposit(3, '2');
      const id = await books.stage.sandbox.sweep({ walletIds: [books.stage.providerWalletId(3)], ...coin });
      const dying = books.sweeper(undefined, mortal.port(books.stage.streams));
      await books.ended(id, () => dying.advance(id).catch(isEnd));
      await books.sweeper().advance(id);
      expect((await books.sweepFacts(id)).at(-1)).toBe('SweepClosed');
      expect(await books.differences()).toEqual([]);
      return mortal.calls;
    };
    const calls = await swept(new MortalProcess(Number.POSITIVE_INFINITY, 'after'));
    for (const endsAt of endsAmong(calls)) await swept(new MortalProcess(endsAt, 'after'));
  });

  it('waits for a deposit that is not in the books yet, then calls a person, and books it when it is', async () => {
    await books.deposit(3, '8', false);
    const id = await books.stage.sandbox.sweep({ walletIds: [books.stage.providerWalletId(3)], ...coin });
    await books.ended(id, () => books.sweeper().advance(id));
    expect(await books.sweepFacts(id)).toEqual(['SweepDetected']);
    for (const process of [books.sweeper(0), books.sweeper(0)]) await process.advance(id);
    expect(await books.sweepFacts(id)).toEqual(['SweepDetected', 'SweepReviewRequired']);
    await books.see('wal_deposits', '8');
    await books.sweeper().advance(id);
    expect((await books.sweepFacts(id)).slice(2)).toEqual(['SweepSettled', 'SweepClosed']);
    expect(await books.differences()).toEqual([]);
  });

  it('S-14 the gate lets none through that goes elsewhere, and none out of a wallet that pays players', async () => {
    await books.deposit(3, '1');
    const elsewhere = await books.stage.sandbox.sweep({
      walletIds: [books.stage.providerWalletId(3)],
      toWalletId: books.stage.providerWalletId(2),
      ...coin,
    });
    const fromPlayers = await books.stage.sandbox.sweep({ walletIds: [books.stage.providerWalletId(1)], ...coin });
    for (const id of [elsewhere, fromPlayers]) {
      await until(async () => (await books.stage.facts(`gate-${id}`)).length > 0);
      expect((await books.stage.facts(`gate-${id}`)).map(({ type }) => type)).toEqual(['VerdictDeferred.v1']);
      expect((await books.stage.sandbox.transaction(id)).verdicts).toEqual([]);
      expect(await books.sweepFacts(id)).toEqual([]);
    }
    expect(await books.differences()).toEqual([]);
  });
});

describe('IN-02 after all this', () => {
  it('every event of worker and gate says whose money it moves, fees and sweeps among them', async () => {
    const { wrong, kinds, owners } = await lookAtOwners(books.stage.streams.readAll('start'), ['worker', 'gate']);
    expect(wrong).toEqual([]);
    expect(owners).toEqual(['acme', 'platform']);
    expect(kinds.join(' ')).toBe('account fee gate intent payout platform-fee swap sweep transfer');
  });
});
