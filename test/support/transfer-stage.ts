import { randomBytes } from 'node:crypto';
import { PayoutFees } from '#libs/payouts/payout-fees.reactor.js';
import { accountCodec, accountStream } from '#libs/ledger/account.codec.js';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { Book } from '#libs/ledger/book.js';
import { findAsset, type Asset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { testRule } from '#libs/operators/operator.fixtures.js';
import { MovementChecks } from '#libs/operators/operator-streams.js';
import { HoldFunds } from '#libs/payouts/hold-funds.reactor.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { AdvanceTransfer } from '#libs/transfers/advance-transfer.reactor.js';
import { RequestTransfer, RequestTransferHandler } from '#libs/transfers/transfer.handlers.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider, type WalletCommand } from '#libs/wallets/wallet.js';
import { destination, openingFunds, type PayoutStage } from './payout-stage.js';
import type { ProcessParts } from './stage-processes.js';

const metadata = { correlationId: 'stage', causationId: 'stage', actor: 'stage' };

/** A transfer out of a Master Wallet of its own into an operator's wallet of its own. */
export async function requestTransfer(stage: PayoutStage, funds = openingFunds): Promise<TransferRequest> {
  const id = freshId();
  const transferId = `tr_${id}`;
  const fromWalletId = `master_${id}`;
  const toWalletId = `operator_${id}`;
  const amount = money(usdt, 2_000_000n + BigInt(randomBytes(3).readUIntBE(0, 3)));
  const now = new Date();
  const [master, operator] = [stage.providerWalletId(1), stage.providerWalletId(2)];
  const register = { name: 'stage', now };
  await onWallet(stage, fromWalletId, {
    ...register,
    providerWalletId: master,
    operatorId: 'platform',
    role: 'master',
  });
  await onWallet(stage, toWalletId, { ...register, providerWalletId: operator, operatorId: 'acme', role: 'operator' });
  const opening = { from: external('tron'), amount: money(usdt, funds), reason: 'opening-funding' } as const;
  const credit = { ...opening, reference: transferId, evidence: 'stage', now };
  const key = { walletId: fromWalletId, asset: usdt };
  const cause = { id: fromWalletId, operatorId: 'platform' };
  await new Accounts(stage.aggregates(), 'stage').execute(key, { type: 'Credit', data: credit }, cause);
  const keys = { idempotencyKey: transferId, requestHash: transferId };
  const requested = {
    transferId,
    requestedBy: 'platform',
    fromWalletId,
    toWalletId,
    amount,
    ...keys,
    requestedAt: now,
  };
  const checks = new MovementChecks(stage.aggregates(), testRule);
  const handler = new RequestTransferHandler(stage.aggregates(), checks);
  const outcome = await handler.execute(new RequestTransfer(requested, metadata));
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.request;
}

type Registration = Omit<Extract<WalletCommand, { type: 'RegisterWallet' }>['data'], 'walletId'>;

async function onWallet(stage: PayoutStage, walletId: string, registration: Registration): Promise<void> {
  const store = stage.aggregates();
  const wallet = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec, metadata };
  await store.execute({ ...wallet, command: { type: 'RegisterWallet', data: { walletId, ...registration } } });
  const data = { chain: 'tron', address: destination, now: registration.now } as const;
  await store.execute({ ...wallet, command: { type: 'RecordAddress', data } });
}

/** The transfers' side of one worker process, with nothing in memory yet. */
export function transferProcess(
  stage: PayoutStage,
  { streams, clock }: Required<Pick<ProcessParts, 'streams' | 'clock'>>,
) {
  const store = stage.aggregates(streams);
  const payouts = new PayoutStreams(store, 'worker');
  const accounts = new Accounts(store, 'worker');
  const funds = new HoldFunds(payouts, accounts, new PayoutFees(store, accounts, clock), clock);
  return new AdvanceTransfer(store, { payouts, accounts, funds }, clock);
}

/** What both wallets' accounts leave behind: by account, without those at zero. */
export async function transferBalances(
  stage: PayoutStage,
  { transferId, fromWalletId, toWalletId }: TransferRequest,
): Promise<Readonly<Record<string, bigint>>> {
  const book = new Book();
  for (const walletId of [fromWalletId, toWalletId])
    for (const stored of await stage.facts(accountStream(walletId, usdt)))
      for (const posting of accountCodec.decode(stored).data.postings) book.post(posting);
  const lines = book.lines().filter(({ balance }) => balance.minor !== 0n);
  return Object.fromEntries(
    lines.map(({ account, balance }) => [nameOf(account, { transferId, fromWalletId, toWalletId }), balance.minor]),
  );
}

type Names = Pick<TransferRequest, 'transferId' | 'fromWalletId' | 'toWalletId'>;

function nameOf(account: string, { transferId, fromWalletId, toWalletId }: Names): string {
  return account.replace(fromWalletId, 'master').replace(toWalletId, 'operator').replace(`:${transferId}`, '');
}

export async function endOfTransfer(stage: PayoutStage, { transferId }: TransferRequest): Promise<readonly string[]> {
  return (await stage.facts(`transfer-${transferId}`)).map(({ type }) => type.replace(/\.v\d+$/, ''));
}

const usdt = pinnedAsset('USDT@tron');

function pinnedAsset(name: string): Asset {
  const asset = findAsset(name);
  if (!asset) throw new Error(`No asset ${name}`);
  return asset;
}

function freshId(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from(randomBytes(26), (byte) => letters[byte % 32]).join('');
}
