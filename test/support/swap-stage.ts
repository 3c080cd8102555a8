import { randomBytes } from 'node:crypto';
import { HttpGateHealth } from '#apps/worker/http-gate-health.js';
import { ProviderReachability } from '#libs/attempts/provider-reachability.reactor.js';
import { GateStreams } from '#libs/gate/gate-streams.js';
import { IntentStreams } from '#libs/intents/intents.js';
import { accountCodec, accountStream } from '#libs/ledger/account.codec.js';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { Book } from '#libs/ledger/book.js';
import { findAsset, type Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { testRule } from '#libs/operators/operator.fixtures.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { AdvanceSwap } from '#libs/swaps/advance-swap.reactor.js';
import { HoldSwapFunds } from '#libs/swaps/hold-swap-funds.reactor.js';
import { SubmitSwap } from '#libs/swaps/submit-swap.reactor.js';
import { swapStream } from '#libs/swaps/swap.codec.js';
import type { SwapRequest } from '#libs/swaps/swap.events.js';
import { RequestSwap, RequestSwapHandler, type RequestedSwap } from '#libs/swaps/swap.handlers.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { WatchSwap } from '#libs/swaps/watch-swap.reactor.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import type { WalletRegistered } from '#libs/wallets/wallet.events.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import type { PayoutStage } from './payout-stage.js';
import { timings, type ProcessParts } from './stage-processes.js';

const metadata = { correlationId: 'stage', causationId: 'stage', actor: 'stage' };
export const operation = 'createInabitWalletSwap';
export const usdt = pinnedAsset('USDT@tron');
export const usdc = pinnedAsset('USDC@tron');
export const trx = pinnedAsset('TRX@tron');
/** What stands in each swap's wallet before anything happens, in USDT and in TRX. Minor units. */
export const openingFunds = 1_000_000_000n;

/** A swap of USDT into USDC in an operator's wallet of its own; its amount is hardly any other swap's. */
export async function requestSwap(
  stage: PayoutStage,
  changes: Partial<RequestedSwap> = {},
  funds = openingFunds,
): Promise<SwapRequest> {
  const id = freshId();
  const walletId = `wal_${id}`;
  const now = new Date();
  await registerWallet(stage, { walletId, operatorId: 'acme', role: 'operator' });
  for (const asset of [usdt, trx]) await credit(stage, walletId, asset, funds);
  const requested: RequestedSwap = {
    swapId: `sw_${id}`,
    operatorId: 'acme',
    walletId,
    amount: money(usdt, 2_000_000n + BigInt(randomBytes(3).readUIntBE(0, 3))),
    toAsset: usdc,
    idempotencyKey: id,
    requestHash: id,
    requestedAt: now,
    ...changes,
  };
  const outcome = await askForSwap(stage, requested);
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.request;
}

export async function registerWallet(
  stage: PayoutStage,
  wallet: Pick<WalletRegistered, 'walletId' | 'operatorId' | 'role'>,
): Promise<void> {
  const data = { ...wallet, providerWalletId: stage.providerWalletId(1), name: 'stage', now: new Date() };
  await stage.aggregates().execute({
    streamName: walletStream(wallet.walletId),
    decider: walletDecider,
    codec: walletCodec,
    command: { type: 'RegisterWallet', data },
    metadata,
  });
}

export function askForSwap(stage: PayoutStage, requested: RequestedSwap, requiredInTest = false) {
  const store = stage.aggregates();
  const checks = new MovementChecks(store, { ...testRule, requiredInTest });
  return new RequestSwapHandler(store, checks).execute(new RequestSwap(requested, metadata));
}

async function credit(stage: PayoutStage, walletId: string, asset: Asset, minor: bigint): Promise<void> {
  const amount = money(asset, minor);
  const opening = { from: external(asset.chain), amount, reason: 'opening-funding', reference: walletId } as const;
  const data = { ...opening, evidence: 'stage', now: new Date() };
  const cause = { id: walletId, operatorId: 'acme' };
  await new Accounts(stage.aggregates(), 'stage').execute({ walletId, asset }, { type: 'Credit', data }, cause);
}

/** What a process is made of, where it is not the usual. */
type SwapParts = Pick<ProcessParts, 'streams' | 'payments' | 'reader'> &
  Required<Pick<ProcessParts, 'clock' | 'gateUrl'>>;

/** The swaps' side of one worker process, put together as its module does, with nothing in memory yet. */
export function swapProcess(stage: PayoutStage, parts: SwapParts): AdvanceSwap {
  const { clock, gateUrl, streams } = parts;
  const { payments = stage.usualGateway.payments, reader = stage.usualGateway.reader } = parts;
  const store = stage.aggregates(streams);
  const swaps = new SwapStreams(store, 'worker');
  const provider = {
    payments,
    intents: new IntentStreams(store, clock),
    reachability: new ProviderReachability(reader, clock),
  };
  const steps = {
    funds: new HoldSwapFunds(swaps, new Accounts(store, 'worker'), clock),
    submission: new SubmitSwap(swaps, provider, clock, { environment: 'test', name: 'stage' }),
    watch: new WatchSwap(swaps, reader, new GateStreams(store, 'worker'), clock),
    gate: new HttpGateHealth(gateUrl, true, clock),
  };
  return new AdvanceSwap(swaps, steps, clock, timings);
}

/** A swap, and its transaction, which the approver asks about when it is told to, and not before. */
export async function waitingSwap(stage: PayoutStage, process: AdvanceSwap, changes: Partial<RequestedSwap> = {}) {
  const request = await requestSwap(stage, changes);
  await stage.sandbox.misbehave(request.swapId, { scenario: 'approver-silent', operation });
  await process.advance(request.swapId);
  const [transaction] = await stage.sandbox.createdWith(request.swapId);
  if (!transaction) throw new Error('Nothing was created');
  return { request, transaction };
}

export async function swapFacts(stage: PayoutStage, { swapId }: SwapRequest): Promise<readonly string[]> {
  return (await stage.facts(swapStream(swapId))).map(({ type }) => type.replace(/\.v\d+$/, ''));
}

/** What the swap's accounts leave behind in its three assets: by account and token, without those at zero. */
export async function swapBalances(
  stage: PayoutStage,
  { swapId, walletId }: SwapRequest,
): Promise<Readonly<Record<string, bigint>>> {
  const book = new Book();
  for (const asset of [usdt, usdc, trx])
    for (const stored of await stage.facts(accountStream(walletId, asset)))
      for (const posting of accountCodec.decode(stored).data.postings) book.post(posting);
  const lines = book.lines().filter(({ balance }) => balance.minor !== 0n);
  return Object.fromEntries(
    lines.map(({ account, balance }) => [
      `${account.replace(`:${walletId}`, '').replace(`:${swapId}`, '')} ${balance.asset.token}`,
      balance.minor,
    ]),
  );
}

export function sumsByAsset(balances: Readonly<Record<string, bigint>>): Readonly<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  for (const [name, minor] of Object.entries(balances)) {
    const token = name.split(' ')[1] ?? name;
    sums[token] = (sums[token] ?? 0n) + minor;
  }
  return sums;
}

function pinnedAsset(name: string): Asset {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset ${name}`);
  return asset;
}

function freshId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from(randomBytes(26), (byte) => letters[byte % 32]).join('');
}
