import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usdt } from '#test/support/payout-stage.js';
import { trx } from '#test/support/swap-stage.js';
import { fees } from '../ledger/account-name.js';
import { SystemClock } from '../platform/clock.js';
import { walletCodec, walletStream } from '../wallets/wallet.codec.js';
import { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { walletDecider } from '../wallets/wallet.js';
import { BooksStage } from './provider-books.fixtures.js';
import { ResolveSweep } from './resolve-sweep.job.js';
import { SweepStreams } from './sweep-streams.js';

const coin = { asset: 'USDT', blockchain: 'TRON' };
const verdict = {
  reason: 'the deposit was never told',
  evidence: 'ticket 7',
  resolvedBy: 'user:ann',
  approvedBy: 'user:bob',
};
let books: BooksStage;

beforeAll(async () => {
  books = await BooksStage.start();
});
afterAll(() => books.stop());

function people(): ResolveSweep {
  const wallets = new RegisteredWallets(books.stage.streams);
  const sweeps = new SweepStreams(books.stage.aggregates(), 'user:ann', wallets);
  return new ResolveSweep({ sweeps, wallets }, new SystemClock());
}

/** Complete at the provider, of a deposit that is in no books, and a person was called. */
async function inReview(amount: string): Promise<string> {
  await books.deposit(3, amount, false);
  const id = await books.stage.sandbox.sweep({ walletIds: [books.stage.providerWalletId(3)], ...coin });
  await books.ended(id, () => books.sweeper(0).advance(id));
  expect(await books.sweepFacts(id)).toEqual(['SweepDetected', 'SweepReviewRequired']);
  return id;
}

describe('a sweep under review ends as people say', () => {
  const parts = [{ walletId: 'wal_deposits', amount: '8' }];

  it('INV-L7 booked: what the wallet has not got is owed by its operator, and the wallets tie, once', async () => {
    const id = await inReview('8');
    const answer = { ...verdict, outcome: 'booked', parts } as const;
    expect(await people().resolve(id, answer)).toEqual({ outcome: 'resolved', isNews: true });
    await Promise.all([books.sweeper(0).advance(id), books.sweeper(0).advance(id)]);
    expect((await books.sweepFacts(id)).slice(2)).toEqual(['SweepResolved', 'SweepSettled', 'SweepClosed']);
    const [, , resolved] = await books.stage.facts(`sweep-${id}`);
    expect(resolved?.data).toMatchObject({ ...verdict, outcome: 'booked' });
    expect(resolved?.metadata.actor).toBe('user:ann');
    await books.feeLook().look({ kind: 'sweep', movementId: id, providerId: id });
    expect(await books.differences()).toEqual([]);
    const { book, entries } = await books.ourBook();
    expect([book(`transit:${id}`), book('receivable:acme')]).toEqual([0n, -8_000_000n]);
    expect(await people().resolve(id, answer)).toEqual({ outcome: 'resolved', isNews: false });
    await books.sweeper(0).advance(id);
    expect((await books.ourBook()).entries).toBe(entries);
  });

  it('dismissed: nothing is booked, and nobody looks at it again', async () => {
    const id = await inReview('3');
    const { entries } = await books.ourBook();
    expect(await people().resolve(id, { ...verdict, outcome: 'dismissed' })).toMatchObject({ isNews: true });
    await books.see('wal_deposits', '3');
    await books.sweeper(0).advance(id);
    expect((await books.sweepFacts(id)).slice(2)).toEqual(['SweepResolved']);
    expect((await books.ourBook()).entries).toBe(entries + 1);
  });

  it.each([
    ['of another wallet', { parts: [{ walletId: 'wal_purchases', amount: '5' }] }, 'parts-differ-from-sweep'],
    ['of another sum', { parts: [{ walletId: 'wal_deposits', amount: '4.999999' }] }, 'parts-differ-from-sweep'],
    ['of no wallet of ours', { parts: [{ walletId: 'wal_x', amount: '5' }] }, 'wal_x is no wallet of ours'],
    ['of no amount', { parts: [{ walletId: 'wal_deposits', amount: '5.0000001' }] }, '5.0000001 is no amount of USDT'],
    ['by one person', { approvedBy: 'user:ann' }, 'two-people-needed'],
  ])('never with parts %s', async (_, wrong, reason) => {
    const id = await inReview('5');
    const right = [{ walletId: 'wal_deposits', amount: '5' }];
    const answer = { ...verdict, outcome: 'booked', parts: right, ...wrong } as const;
    expect(await people().resolve(id, answer)).toEqual({ outcome: 'refused', reason });
    expect(await books.sweepFacts(id)).toHaveLength(2);
    await people().resolve(id, { ...verdict, outcome: 'booked', parts: right });
    await books.sweeper(0).advance(id);
  });

  it('and is none that nobody knows', async () => {
    for (const answer of [{ outcome: 'booked', parts }, { outcome: 'dismissed' }] as const)
      expect(await people().resolve('tx-x', { ...verdict, ...answer })).toMatchObject({ outcome: 'refused' });
  });
});

describe('a sweep whose gas station nobody can name', () => {
  it('has its fee booked out of the wallet that people name', async () => {
    await secondGasStation();
    await books.deposit(4, '2');
    const id = await books.stage.sandbox.sweep({ walletIds: [books.stage.providerWalletId(4)], ...coin });
    await books.ended(id, () => books.sweeper().advance(id));
    const ended = ['SweepDetected', 'SweepSettled', 'SweepReviewRequired', 'SweepClosed'];
    expect(await books.sweepFacts(id)).toEqual(ended);
    const look = () => books.feeLook().look({ kind: 'sweep', movementId: id, providerId: id });
    await look();
    const spent = async () => (await books.ourBook()).book(fees('network'), trx);
    const before = await spent();
    const unknown = await people().resolveFee(id, { ...verdict, fromWalletId: 'wal_x' });
    expect(unknown).toEqual({ outcome: 'refused', reason: 'wal_x is no wallet of ours' });
    for (const isNews of [true, false])
      expect(await people().resolveFee(id, { ...verdict, fromWalletId: 'wal_gas' })).toMatchObject({ isNews });
    await look();
    await look();
    expect((await spent()) - before).toBe(1_100_000n);
    expect((await books.stage.facts(`fee-${id}`)).map(({ data }) => data['walletId'])).toEqual(['wal_gas']);
    await books.sweeper().advance(id);
    expect(await books.sweepFacts(id)).toEqual([...ended, 'SweepFeeResolved']);
    expect((await books.ourBook()).book(`transit:${id}`, usdt)).toBe(0n);
  });
});

async function secondGasStation(): Promise<void> {
  const wallet = { walletId: 'wal_gas_2', operatorId: 'platform', providerWalletId: 'gas-2', name: 'Gas 2' };
  await books.stage.aggregates().execute({
    streamName: walletStream(wallet.walletId),
    decider: walletDecider,
    codec: walletCodec,
    command: { type: 'RegisterWallet', data: { ...wallet, role: 'gas-station', now: new Date() } },
    metadata: { correlationId: 'spec', causationId: 'spec', actor: 'spec' },
  });
}
