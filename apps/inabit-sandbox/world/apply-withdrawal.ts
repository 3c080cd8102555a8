import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { sameAddress } from './addresses.js';
import { accountOf, feeAccountOf, nativeAssetOf } from './lookups.js';
import { markSwept } from './mark-swept.js';
import { swapOutput } from './swap-output.js';
import type { Recorded, WithdrawalRecord } from './records.js';
import type { Wallet } from './wallet.js';
import type { Source, Withdrawal, WithdrawalRequest, World } from './world.js';

type Of<Type extends WithdrawalRecord['type']> = Recorded<Extract<WithdrawalRecord, { type: Type }>>;

export function applyWithdrawalRecord(world: World, record: Recorded<WithdrawalRecord>): void {
  switch (record.type) {
    case 'WithdrawalDelayed':
      world.counters.lateRequests += 1;
      return void world.lateRequests.set(record.lateRequestId, { ...record, id: record.lateRequestId });
    case 'LateRequestRefused':
      return void world.lateRequests.delete(record.lateRequestId);
    case 'WithdrawalCreated':
      return create(world, record);
    case 'NoteEdited':
      withdrawalOf(world, record.withdrawalId).note = record.note;
      return;
    case 'FeeChanged':
      return changeFee(world, record);
    case 'WithdrawalMisreported':
      withdrawalOf(world, record.withdrawalId).misreport = record.report;
      return;
    case 'WithdrawalBroadcast':
      return broadcast(world, record);
    case 'StatusChanged':
      return changeStatus(world, record);
  }
}

/** @throws Error when there is none: a journal that was written by something else. */
export function withdrawalOf({ withdrawals }: World, id: string): Withdrawal {
  const withdrawal = withdrawals.get(id);
  if (!withdrawal) throw new Error(`no withdrawal ${id}`);
  return withdrawal;
}

function create(world: World, record: Of<'WithdrawalCreated'>): void {
  const { withdrawalId, request, at, behaviour } = record;
  const wallet = world.wallets.get(request.walletId);
  const account = wallet && accountOf(wallet, request.assetId, request.blockchainId);
  const amount = account && toMinor(request.amount, account.asset.precision);
  if (!account || amount === undefined) throw new Error(`withdrawal ${withdrawalId} does not fit this world`);
  world.counters.withdrawals += 1;
  if (record.lateRequestId !== undefined) world.lateRequests.delete(record.lateRequestId);
  world.withdrawals.set(withdrawalId, {
    id: withdrawalId,
    request,
    behaviour,
    wallet,
    account,
    amount,
    ...swapOf(wallet, request),
    sources: sourcesOf(world, { wallet, account, amount }, request),
    gasWallet: world.wallets.get(request.sweep?.gasWalletId ?? '') ?? wallet,
    createdAt: at,
    note: request.note,
    status: 'PendingApproval',
    statusAt: at,
    offers: 0,
    verdicts: [],
    hashes: [],
  });
}

function swapOf(wallet: Wallet, { swapTo }: WithdrawalRequest): Pick<Withdrawal, 'swap'> {
  const account = swapTo && accountOf(wallet, swapTo.assetId, swapTo.blockchainId);
  return account ? { swap: { account } } : {};
}

function sourcesOf({ wallets }: World, only: Source, { sweep }: WithdrawalRequest): readonly Source[] {
  if (!sweep) return [only];
  const { asset, blockchain } = only.account;
  return sweep.sources.flatMap(({ walletId, amount: text }) => {
    const wallet = wallets.get(walletId);
    const account = wallet && accountOf(wallet, asset.id, blockchain.id);
    const amount = toMinor(text, asset.precision);
    return account && amount !== undefined ? [{ wallet, account, amount }] : [];
  });
}

/** A fee that the provider corrects later is charged, or given back, for the difference. */
function changeFee(world: World, { withdrawalId, fee }: Of<'FeeChanged'>): void {
  const withdrawal = withdrawalOf(world, withdrawalId);
  const changed = toMinor(fee, nativeAssetOf(world, withdrawal)?.precision ?? 0);
  const payer = feeAccountOf(withdrawal);
  if (changed === undefined) return;
  if (payer) payer.balance -= (changed - (withdrawal.fee ?? 0n)) * BigInt(withdrawal.hashes.length);
  withdrawal.fee = changed;
}

function broadcast(world: World, { withdrawalId, hashes, fee, at }: Of<'WithdrawalBroadcast'>): void {
  const withdrawal = withdrawalOf(world, withdrawalId);
  const native = nativeAssetOf(world, withdrawal);
  withdrawal.fee = native ? (toMinor(fee, native.precision) ?? 0n) : 0n;
  withdrawal.broadcastAt = at;
  withdrawal.hashes.push(...hashes);
  const times = BigInt(hashes.length);
  for (const { account, amount } of withdrawal.sources) account.balance -= amount * times;
  const payer = feeAccountOf(withdrawal);
  if (payer) payer.balance -= withdrawal.fee * times;
  world.broadcasts.push(...hashes.map((hash) => ({ withdrawal, hash, at, reverted: false })));
}

function changeStatus(world: World, { withdrawalId, status, reason, at }: Of<'StatusChanged'>): void {
  const withdrawal = withdrawalOf(world, withdrawalId);
  Object.assign(withdrawal, { status, statusAt: at, reason });
  markSwept(world, withdrawal);
  if (status === 'Completed' && withdrawal.swap) creditSwap(withdrawal);
  else if (status === 'Completed') creditDestination(world, withdrawal);
  else if (status !== 'Processing') giveBack(world, withdrawal);
}

/** What was broadcast and then failed on the chain is back in the wallet; the fee is not. */
function giveBack(world: World, withdrawal: Withdrawal): void {
  if (withdrawal.hashes.length === 0) return;
  for (const { account, amount } of withdrawal.sources) account.balance += amount * BigInt(withdrawal.hashes.length);
  for (const each of world.broadcasts) if (each.withdrawal === withdrawal) each.reverted = true;
}

/** What the swap brought is known, and in the wallet, only now. */
function creditSwap(withdrawal: Withdrawal): void {
  const { swap, hashes } = withdrawal;
  if (!swap) return;
  swap.amount = swapOutput(withdrawal, swap.account.asset);
  swap.account.balance += swap.amount * BigInt(hashes.length);
}

/** Money sent to another wallet of the organisation arrives there. */
function creditDestination({ wallets }: World, { account, request, amount, hashes }: Withdrawal): void {
  const { asset, blockchain } = account;
  for (const wallet of wallets.values()) {
    const destination = accountOf(wallet, asset.id, blockchain.id);
    if (destination && sameAddress(blockchain.addressKind, destination.address, request.to))
      destination.balance += amount * BigInt(hashes.length);
  }
}
