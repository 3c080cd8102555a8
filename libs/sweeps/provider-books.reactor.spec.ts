import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { askForSwap, swapProcess, trx, usdc } from '#test/support/swap-stage.js';
import { transferProcess } from '#test/support/transfer-stage.js';
import { LookAtFee } from '../fees/look-at-fee.reactor.js';
import { NetworkFees } from '../fees/network-fees.reactor.js';
import { assetByCodes } from '../inabit/provider-codes.js';
import { accountCodec, accountStreamPrefix } from '../ledger/account.codec.js';
import { external, fees } from '../ledger/account-name.js';
import { Accounts } from '../ledger/accounts.js';
import { Book } from '../ledger/book.js';
import { parseAmount } from '../money/amount-text.js';
import { assetId } from '../money/asset.js';
import { money } from '../money/money.js';
import { MovementChecks } from '../operators/operator-streams.js';
import { PlatformFees } from '../fees/platform-fees.reactor.js';
import { ManualClock } from '../inabit/testing/manual-clock.js';
import { operatorCodec, operatorStream } from '../operators/operator.codec.js';
import { operatorDecider, type OperatorCommand } from '../operators/operator.js';
import { PayoutStreams } from '../payouts/payout-streams.js';
import { SystemClock } from '../platform/clock.js';
import { SwapStreams } from '../swaps/swap-streams.js';
import { RequestTransfer, RequestTransferHandler } from '../transfers/transfer.handlers.js';
import { RecordAddresses } from '../wallets/record-addresses.job.js';
import { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { RegisterWallet } from '../wallets/register-wallet.job.js';
import type { WalletRole } from '../wallets/wallet.events.js';
import { AdvanceSweep } from './advance-sweep.reactor.js';
import { SweepStreams } from './sweep-streams.js';

const clock = new SystemClock();
const patienceMs = 60_000;
const player = 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6';
/** By the place of the wallet in the sandbox's world. */
const wallets: readonly (readonly [string, WalletRole, string])[] = [
  ['wal_master', 'master', 'platform'],
  ['wal_acme', 'operator', 'acme'],
  ['wal_other', 'operator', 'other'],
  ['wal_deposits', 'deposit', 'acme'],
  ['wal_purchases', 'deposit', 'acme'],
  ['wal_gas', 'gas-station', 'platform'],
];
let stage: PayoutStage;
let gate: StageGate;

beforeAll(async () => {
  stage = await PayoutStage.start({ networkFees: { TRON: '1.1' } });
  gate = await stage.startGate();
  const { reader } = stage.usualGateway;
  const store = stage.aggregates();
  const job = new RegisterWallet(store, new Accounts(store, 'spec'), reader, clock);
  for (const [index, [walletId, role, operatorId]] of wallets.entries()) {
    const registered = await job.register({
      walletId,
      role,
      operatorId,
      providerWalletId: stage.providerWalletId(index),
    });
    expect(registered.outcome).toBe('registered');
  }
  await new RecordAddresses(store, reader, clock, 'spec').record(wallets.map(([walletId]) => walletId));
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

const freshId = () => Array.from(randomBytes(26), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('');

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await delay(25);
  }
  throw new Error('Not so in time');
}

/** Every balance of the provider's books beside ours; those that differ. */
async function differences(): Promise<readonly string[]> {
  const { book } = await ourBook();
  const differing: string[] = [];
  for (const [index, { accounts, name }] of (await stage.sandbox.walletsInBooks()).entries()) {
    const walletId = wallets[index]?.[0] ?? '';
    for (const { asset: token, blockchain, balance } of accounts) {
      const asset = assetByCodes('platform', token, blockchain);
      const theirs = asset && parseAmount(balance, asset);
      if (!theirs?.ok) throw new Error(`${token} on ${blockchain}`);
      const ours = ['available', 'reserved'].reduce(
        (sum, part) => sum + book(`wallet:${walletId}:${part}`, theirs.money.asset),
        0n,
      );
      if (ours !== theirs.money.minor) differing.push(`${name} ${token}: ours ${ours}, theirs ${theirs.money.minor}`);
    }
  }
  return differing;
}

async function ourBook() {
  const book = new Book();
  let entries = 0;
  for await (const stored of stage.streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    entries++;
    for (const posting of accountCodec.decode(stored).data.postings) book.post(posting);
  }
  const lines = book.lines();
  const sums = new Map<string, bigint>();
  for (const { balance } of lines)
    sums.set(assetId(balance.asset), (sums.get(assetId(balance.asset)) ?? 0n) + balance.minor);
  expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
  return {
    entries,
    book: (account: string, asset = usdt) =>
      lines.find((line) => line.account === account && assetId(line.balance.asset) === assetId(asset))?.balance.minor ??
      0n,
  };
}

async function payout(minor: bigint, asset = usdt): Promise<{ payoutId: string; providerId: string }> {
  const payoutId = `po_${freshId()}`;
  const data = {
    payoutId,
    operatorId: 'acme',
    purpose: { kind: 'payout', playerId: 'ada' },
    walletId: 'wal_acme',
    providerWalletId: stage.providerWalletId(1),
    amount: money(asset, minor),
    destination: player,
    idempotencyKey: payoutId,
    requestHash: payoutId,
    requestedAt: new Date(),
  } as const;
  await new PayoutStreams(stage.aggregates(), 'spec').execute(payoutId, { type: 'RequestPayout', data });
  await workerProcess(stage, { gateUrl: gate.url }).advance(payoutId);
  const [created] = await stage.sandbox.createdWith(payoutId);
  return { payoutId, providerId: created?.id ?? '' };
}

async function ended(providerId: string, advance: () => Promise<unknown>): Promise<void> {
  await stage.sandbox.until(providerId, hasEnded);
  await advance();
}

async function transfer(minor: bigint): Promise<void> {
  const store = stage.aggregates();
  const transferId = `tr_${freshId()}`;
  const requested = {
    transferId,
    requestedBy: 'platform',
    fromWalletId: 'wal_master',
    toWalletId: 'wal_acme',
    amount: money(usdt, minor),
    idempotencyKey: transferId,
    requestHash: transferId,
    requestedAt: new Date(),
  };
  const checks = new MovementChecks(store, { environment: 'test', requiredInTest: false });
  const metadata = { correlationId: transferId, causationId: transferId, actor: 'spec' };
  const outcome = await new RequestTransferHandler(store, checks).execute(new RequestTransfer(requested, metadata));
  expect(outcome.ok).toBe(true);
  const process = transferProcess(stage, { streams: stage.streams, clock });
  const leg = workerProcess(stage, { gateUrl: gate.url });
  await until(async () => {
    await process.advance(transferId);
    await leg.advance(transferId.replace('tr_', 'po_'));
    return (await stage.facts(`transfer-${transferId}`)).some(({ type }) => type.startsWith('TransferCompleted'));
  });
}

async function swap(minor: bigint): Promise<{ swapId: string; providerId: string }> {
  const swapId = `sw_${freshId()}`;
  const request = { swapId, operatorId: 'acme', walletId: 'wal_acme', amount: money(usdt, minor), toAsset: usdc };
  const keys = { idempotencyKey: swapId, requestHash: swapId, requestedAt: new Date() };
  expect((await askForSwap(stage, { ...request, ...keys })).ok).toBe(true);
  const process = swapProcess(stage, { clock, gateUrl: gate.url });
  await until(async () => {
    await process.advance(swapId);
    return (await stage.facts(`swap-${swapId}`)).some(({ type }) => type.startsWith('SwapClosed'));
  });
  const [created] = await stage.sandbox.createdWith(swapId);
  return { swapId, providerId: created?.id ?? '' };
}

/** Money that came to a deposit wallet: at the provider, and unless it is not seen yet, in the books. */
async function deposit(index: number, amount: string, isSeen = true): Promise<void> {
  const walletId = wallets[index]?.[0] ?? '';
  await stage.sandbox.setBalance(stage.providerWalletId(index), { asset: 'USDT', blockchain: 'TRON', balance: amount });
  if (isSeen) await see(walletId, amount);
}

async function see(walletId: string, amount: string): Promise<void> {
  const parsed = parseAmount(amount, usdt);
  if (!parsed.ok) throw new Error(parsed.problem);
  const why = { reason: 'correction', reference: freshId(), evidence: 'spec', now: new Date() } as const;
  const data = { from: external('tron'), amount: parsed.money, ...why };
  await new Accounts(stage.aggregates(), 'spec').execute({ walletId, asset: usdt }, { type: 'Credit', data }, walletId);
}

function sweeper(patience = patienceMs): AdvanceSweep {
  const store = stage.aggregates();
  const accounts = new Accounts(store, 'worker');
  const { reader } = stage.usualGateway;
  const parts = {
    sweeps: new SweepStreams(store, 'worker'),
    reader,
    accounts,
    fees: new NetworkFees(store, accounts, clock),
  };
  return new AdvanceSweep({ ...parts, wallets: new RegisteredWallets(stage.streams) }, clock, patience);
}

function feeLook(): LookAtFee {
  const store = stage.aggregates();
  const networkFees = new NetworkFees(store, new Accounts(store, 'worker'), clock);
  return new LookAtFee(stage.usualGateway.reader, networkFees, {
    payouts: new PayoutStreams(store, 'worker'),
    swaps: new SwapStreams(store, 'worker'),
    sweeps: new SweepStreams(store, 'worker'),
    wallets: new RegisteredWallets(stage.streams),
  });
}

const coin = { asset: 'USDT', blockchain: 'TRON' };
const sweepFacts = async (id: string) =>
  (await stage.facts(`sweep-${id}`)).map(({ type }) => type.replace(/\.v\d+$/, ''));

describe('INV-L7 API-28 the books tie to the provider’s, to the last digit', () => {
  it('payouts, in the native coin too, a transfer and a swap, with their network fees', async () => {
    for (const asset of [usdt, trx]) {
      const { payoutId, providerId } = await payout(5_000_001n, asset);
      await ended(providerId, () => workerProcess(stage).advance(payoutId));
    }
    await transfer(3_000_000n);
    await swap(2_000_000n);
    expect(await differences()).toEqual([]);
    const { book, entries } = await ourBook();
    expect(book(fees('network'), trx)).toBe(4n * 1_100_000n);
    expect(entries).toBeGreaterThan(0);
  });

  it('F5.9 a transaction that fails on the chain has cost its fee, and one that never got there nothing', async () => {
    await stage.sandbox.change({ completionDelayMs: 60_000 });
    const { payoutId, providerId } = await payout(7_000_000n);
    await stage.sandbox.until(providerId, ({ status }) => status === 'Processing');
    await stage.sandbox.make(providerId, 'fail');
    await ended(providerId, () => workerProcess(stage).advance(payoutId));
    await stage.sandbox.change({ completionDelayMs: 0 });
    expect(await stage.facts(`fee-${providerId}`)).toHaveLength(1);
    expect(await differences()).toEqual([]);
  });

  it('a fee that is corrected later, up and down, once for each change, whoever looks and however often', async () => {
    const paid = await payout(4_000_000n);
    await ended(paid.providerId, () => workerProcess(stage).advance(paid.payoutId));
    const swapped = await swap(2_500_000n);
    const movements = [
      { kind: 'payout', movementId: paid.payoutId, providerId: paid.providerId },
      { kind: 'swap', movementId: swapped.swapId, providerId: swapped.providerId },
    ] as const;
    for (const fee of ['3.25', '0.000001', '2']) {
      for (const { providerId } of movements) await stage.sandbox.changeFee(providerId, fee);
      expect(await differences()).toHaveLength(1);
      await Promise.all([feeLook(), feeLook()].flatMap((look) => movements.map((movement) => look.look(movement))));
      expect(await differences()).toEqual([]);
    }
    const { entries } = await ourBook();
    for (const movement of movements) await feeLook().look(movement);
    await workerProcess(stage).advance(paid.payoutId);
    expect((await ourBook()).entries).toBe(entries);
  });
});

describe('API-28 what the platform takes', () => {
  it('is owed by the operator, once for each payout and month; the wallets still tie', async () => {
    const store = stage.aggregates();
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
    const { payoutId, providerId } = await payout(1_000_249n);
    await ended(providerId, () => workerProcess(stage).advance(payoutId));
    await workerProcess(stage).advance(payoutId);
    await transfer(1_000_000n);
    const nextMonth = new ManualClock(new Date(setAt.getTime() + 32 * 86_400_000).toISOString());
    const months = () => new PlatformFees(store, new Accounts(store, 'worker'), nextMonth).chargeFlatFees('acme');
    await Promise.all([months(), months()]);
    const { book } = await ourBook();
    const share = 4_000n; // 0.4 % of 1_000_249, and 996 ten-thousandths are carried.
    expect(book(fees('platform'))).toBe(share + 9_000_000n);
    expect(book('receivable:acme')).toBe(-(share + 9_000_000n));
    expect(await differences()).toEqual([]);
  });
});

describe('INV-L7 sweeps move between accounts of ours, and the gas station pays', () => {
  it('of several wallets, approved by the gate, with a fee that is corrected later', async () => {
    await deposit(3, '12.5');
    await deposit(4, '30');
    const walletIds = [3, 4].map((index) => stage.providerWalletId(index));
    const id = await stage.sandbox.sweep({ walletIds, ...coin });
    await ended(id, () => sweeper().advance(id));
    expect(await sweepFacts(id)).toEqual(['SweepDetected', 'SweepSettled', 'SweepClosed']);
    expect(await differences()).toEqual([]);
    await stage.sandbox.changeFee(id, '9.9');
    await feeLook().look({ kind: 'sweep', movementId: id, providerId: id });
    expect(await differences()).toEqual([]);
    const { book, entries } = await ourBook();
    expect(book(`transit:${id}`)).toBe(0n);
    expect(book('wallet:wal_deposits:available')).toBe(0n);
    await Promise.all([sweeper().advance(id), sweeper().advance(id)]);
    expect((await ourBook()).entries).toBe(entries);
  });

  it('waits for a deposit that is not in the books yet, then calls a person, and books it when it is', async () => {
    await deposit(3, '8', false);
    const id = await stage.sandbox.sweep({ walletIds: [stage.providerWalletId(3)], ...coin });
    await ended(id, () => sweeper().advance(id));
    expect(await sweepFacts(id)).toEqual(['SweepDetected']);
    for (const process of [sweeper(0), sweeper(0)]) await process.advance(id);
    expect(await sweepFacts(id)).toEqual(['SweepDetected', 'SweepReviewRequired']);
    await see('wal_deposits', '8');
    await sweeper().advance(id);
    expect((await sweepFacts(id)).slice(2)).toEqual(['SweepSettled', 'SweepClosed']);
    expect(await differences()).toEqual([]);
  });

  it('S-14 the gate lets none through that goes elsewhere, and none out of a wallet that pays players', async () => {
    await deposit(3, '1');
    const elsewhere = await stage.sandbox.sweep({
      walletIds: [stage.providerWalletId(3)],
      toWalletId: stage.providerWalletId(2),
      ...coin,
    });
    const fromPlayers = await stage.sandbox.sweep({ walletIds: [stage.providerWalletId(1)], ...coin });
    for (const id of [elsewhere, fromPlayers]) {
      await until(async () => (await stage.facts(`gate-${id}`)).length > 0);
      expect((await stage.facts(`gate-${id}`)).map(({ type }) => type)).toEqual(['VerdictDeferred.v1']);
      expect((await stage.sandbox.transaction(id)).verdicts).toEqual([]);
      expect(await sweepFacts(id)).toEqual([]);
    }
    expect(await differences()).toEqual([]);
  });
});
