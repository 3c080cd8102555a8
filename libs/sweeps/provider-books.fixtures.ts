import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { askForSwap, swapProcess, usdc } from '#test/support/swap-stage.js';
import { transferProcess } from '#test/support/transfer-stage.js';
import { LookAtFee } from '../fees/look-at-fee.reactor.js';
import { NetworkFees } from '../fees/network-fees.reactor.js';
import { assetByCodes } from '../inabit/provider-codes.js';
import { accountCodec, accountStreamPrefix } from '../ledger/account.codec.js';
import { external } from '../ledger/account-name.js';
import { Accounts } from '../ledger/accounts.js';
import { Book } from '../ledger/book.js';
import { parseAmount } from '../money/amount-text.js';
import { assetId } from '../money/asset.js';
import { money } from '../money/money.js';
import { testRule } from '../operators/operator.fixtures.js';
import { MovementChecks } from '../operators/operator-streams.js';
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

export const freshId = (): string =>
  Array.from(randomBytes(26), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('');

/** A stage whose wallets are all registered with what stands in them, so that our books can be held beside the provider's. */
export class BooksStage {
  private constructor(
    readonly stage: PayoutStage,
    private readonly gate: StageGate,
  ) {}

  static async start(): Promise<BooksStage> {
    const stage = await PayoutStage.start({ networkFees: { TRON: '1.1' } });
    const gate = await stage.startGate();
    const { reader } = stage.usualGateway;
    const store = stage.aggregates();
    const registeredWallets = new RegisteredWallets(stage.streams);
    const books = { store, accounts: new Accounts(store, 'spec'), registered: registeredWallets };
    const job = new RegisterWallet(books, reader, clock);
    for (const [index, [walletId, role, operatorId]] of wallets.entries()) {
      const registered = await job.register({
        walletId,
        role,
        operatorId,
        providerWalletId: stage.providerWalletId(index),
      });
      if (registered.outcome === 'refused') throw new Error(registered.reason);
    }
    await new RecordAddresses(store, reader, clock, 'spec').record(wallets.map(([walletId]) => walletId));
    return new BooksStage(stage, gate);
  }

  async stop(): Promise<void> {
    await this.gate.stop();
    await this.stage.stop();
  }

  /** Every balance of the provider's books beside ours; those that differ. */
  async differences(): Promise<readonly string[]> {
    const { book } = await this.ourBook();
    const differing: string[] = [];
    for (const [index, { accounts, name }] of (await this.stage.sandbox.walletsInBooks()).entries()) {
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

  async ourBook() {
    const book = new Book();
    let entries = 0;
    for await (const stored of this.stage.streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
      entries++;
      for (const posting of accountCodec.decode(stored).data.postings) book.post(posting);
    }
    const lines = book.lines();
    const sums = new Map<string, bigint>();
    for (const { balance } of lines)
      sums.set(assetId(balance.asset), (sums.get(assetId(balance.asset)) ?? 0n) + balance.minor);
    if ([...sums.values()].some((sum) => sum !== 0n)) throw new Error('The books do not sum to zero');
    return {
      entries,
      book: (account: string, asset = usdt) =>
        lines.find((line) => line.account === account && assetId(line.balance.asset) === assetId(asset))?.balance
          .minor ?? 0n,
    };
  }

  async payout(minor: bigint, asset = usdt): Promise<{ payoutId: string; providerId: string }> {
    const payoutId = `po_${freshId()}`;
    const data = {
      payoutId,
      operatorId: 'acme',
      purpose: { kind: 'payout', playerId: 'ada' },
      walletId: 'wal_acme',
      providerWalletId: this.stage.providerWalletId(1),
      amount: money(asset, minor),
      destination: player,
      idempotencyKey: payoutId,
      requestHash: payoutId,
      requestedAt: new Date(),
    } as const;
    await new PayoutStreams(this.stage.aggregates(), 'spec').execute(payoutId, { type: 'RequestPayout', data });
    await workerProcess(this.stage, { gateUrl: this.gate.url }).advance(payoutId);
    const [created] = await this.stage.sandbox.createdWith(payoutId);
    return { payoutId, providerId: created?.id ?? '' };
  }

  async ended(providerId: string, advance: () => Promise<unknown>): Promise<void> {
    await this.stage.sandbox.until(providerId, hasEnded);
    await advance();
  }

  async transfer(minor: bigint): Promise<void> {
    const store = this.stage.aggregates();
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
    const checks = new MovementChecks(store, testRule);
    const metadata = { correlationId: transferId, causationId: transferId, actor: 'spec' };
    const outcome = await new RequestTransferHandler(store, checks).execute(new RequestTransfer(requested, metadata));
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    const process = transferProcess(this.stage, { streams: this.stage.streams, clock });
    const leg = workerProcess(this.stage, { gateUrl: this.gate.url });
    await until(async () => {
      await process.advance(transferId);
      await leg.advance(transferId.replace('tr_', 'po_'));
      return (await this.stage.facts(`transfer-${transferId}`)).some(({ type }) =>
        type.startsWith('TransferCompleted'),
      );
    });
  }

  async swap(minor: bigint): Promise<{ swapId: string; providerId: string }> {
    const swapId = `sw_${freshId()}`;
    const request = { swapId, operatorId: 'acme', walletId: 'wal_acme', amount: money(usdt, minor), toAsset: usdc };
    const keys = { idempotencyKey: swapId, requestHash: swapId, requestedAt: new Date() };
    const asked = await askForSwap(this.stage, { ...request, ...keys });
    if (!asked.ok) throw new Error(asked.rejection.code);
    const process = swapProcess(this.stage, { clock, gateUrl: this.gate.url });
    await until(async () => {
      await process.advance(swapId);
      return (await this.stage.facts(`swap-${swapId}`)).some(({ type }) => type.startsWith('SwapClosed'));
    });
    const [created] = await this.stage.sandbox.createdWith(swapId);
    return { swapId, providerId: created?.id ?? '' };
  }

  /** Money that came to a deposit wallet: at the provider, and unless it is not seen yet, in the books. */
  async deposit(index: number, amount: string, isSeen = true): Promise<void> {
    const walletId = wallets[index]?.[0] ?? '';
    await this.stage.sandbox.setBalance(this.stage.providerWalletId(index), {
      asset: 'USDT',
      blockchain: 'TRON',
      balance: amount,
    });
    if (isSeen) await this.see(walletId, amount);
  }

  async see(walletId: string, amount: string): Promise<void> {
    const parsed = parseAmount(amount, usdt);
    if (!parsed.ok) throw new Error(parsed.problem);
    const why = { reason: 'correction', reference: freshId(), evidence: 'spec', now: new Date() } as const;
    const data = { from: external('tron'), amount: parsed.money, ...why };
    await new Accounts(this.stage.aggregates(), 'spec').execute(
      { walletId, asset: usdt },
      { type: 'Credit', data },
      { id: walletId, operatorId: 'acme' },
    );
  }

  sweeper(patience = patienceMs, streams = this.stage.streams): AdvanceSweep {
    const store = this.stage.aggregates(streams);
    const accounts = new Accounts(store, 'worker');
    const { reader } = this.stage.usualGateway;
    const registered = new RegisteredWallets(this.stage.streams);
    const parts = {
      sweeps: new SweepStreams(store, 'worker', registered),
      reader,
      accounts,
      fees: new NetworkFees(store, accounts, clock),
    };
    return new AdvanceSweep({ ...parts, wallets: registered }, clock, patience);
  }

  feeLook(streams = this.stage.streams): LookAtFee {
    const store = this.stage.aggregates(streams);
    const networkFees = new NetworkFees(store, new Accounts(store, 'worker'), clock);
    const registered = new RegisteredWallets(this.stage.streams);
    return new LookAtFee(this.stage.usualGateway.reader, networkFees, {
      payouts: new PayoutStreams(store, 'worker'),
      swaps: new SwapStreams(store, 'worker'),
      sweeps: new SweepStreams(store, 'worker', registered),
      wallets: registered,
    });
  }

  async sweepFacts(id: string): Promise<readonly string[]> {
    return (await this.stage.facts(`sweep-${id}`)).map(({ type }) => type.replace(/\.v\d+$/, ''));
  }
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await delay(25);
  }
  throw new Error('Not so in time');
}
