import { randomUUID } from 'node:crypto';
import type { EventCodec } from '#libs/decider/codec.js';
import { depositCodec, depositStream } from '#libs/deposits/deposit.codec.js';
import type { DepositEvent } from '#libs/deposits/deposit.events.js';
import { orderCodec, orderStream } from '#libs/deposits/order.codec.js';
import type { OrderEvent } from '#libs/deposits/order.events.js';
import type { EventStreams, ExpectedRevision } from '#libs/event-streams/event-streams.js';
import { providerFeeCodec, providerFeeStream } from '#libs/fees/provider-fee.codec.js';
import type { ProviderFeeEvent } from '#libs/fees/provider-fee.events.js';
import { networkFeeCodec, networkFeeStream } from '#libs/fees/network-fee.codec.js';
import type { NetworkFeeEvent } from '#libs/fees/network-fee.events.js';
import { available, external } from '#libs/ledger/account-name.js';
import { accountCodec, accountStream } from '#libs/ledger/account.codec.js';
import type { AccountEvent } from '#libs/ledger/account.events.js';
import { posting } from '#libs/ledger/posting.js';
import { parseAmount } from '#libs/money/amount-text.js';
import { findAsset, type Chain } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import { operatorCodec, operatorStream } from '#libs/operators/operator.codec.js';
import type { OperatorEvent } from '#libs/operators/operator.events.js';
import { payoutCodec, payoutStream } from '#libs/payouts/payout.codec.js';
import type { PayoutEvent } from '#libs/payouts/payout.events.js';
import { breakCodec, breakStream } from '#libs/reconciliation/break.codec.js';
import type { BreakEvent } from '#libs/reconciliation/break.events.js';
import { swapCodec, swapStream } from '#libs/swaps/swap.codec.js';
import type { SwapEvent } from '#libs/swaps/swap.events.js';
import { sweepCodec, sweepStream } from '#libs/sweeps/sweep.codec.js';
import type { SweepEvent } from '#libs/sweeps/sweep.events.js';
import { transferCodec, transferStream } from '#libs/transfers/transfer.codec.js';
import type { TransferEvent } from '#libs/transfers/transfer.events.js';
import { providerBalanceCodec, providerBalanceStream } from '#libs/wallets/provider-balance.codec.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import type { WalletRole } from '#libs/wallets/wallet.events.js';

export const tronAddress = 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW';
export const now = new Date('2026-05-18T11:42:18.000Z');

/** A good request; each test changes what it is about. */
export const goodBody = {
  wallet_id: 'wal_acme',
  player_id: 'p_4827',
  amount: '12.50',
  asset: 'USDT@tron',
  destination: { address: tronAddress },
  reference: 'cashout-1747553421',
  metadata: { vertical: 'casino' },
} as const;

export function amountOf(text: string, assetText = 'USDT@tron'): Money {
  const asset = findAsset(assetText);
  const amount = asset && parseAmount(text, asset);
  if (!amount?.ok) throw new Error(`${text} ${assetText} is no amount`);
  return amount.money;
}

/** Writes facts straight into the log, as the other processes do. */
export class LedgerFacts {
  constructor(private readonly streams: EventStreams) {}

  async registerWallet(walletId: string, operatorId: string, role: WalletRole = 'operator'): Promise<void> {
    const data = { walletId, operatorId, providerWalletId: `provider-${walletId}`, name: walletId, role };
    const event = { type: 'WalletRegistered', data: { ...data, registeredAt: now } } as const;
    await this.append(walletStream(walletId), walletCodec, [event]);
  }

  async recordAddress(walletId: string, address: string, chain: Chain = 'tron'): Promise<void> {
    const data = { walletId, chain, address, recordedAt: now };
    await this.append(walletStream(walletId), walletCodec, [{ type: 'WalletAddressRecorded', data }]);
  }

  async observe(walletId: string, balance: Money): Promise<void> {
    const data = { walletId, providerWalletId: `provider-${walletId}`, balance, evidence: 'e', observedAt: now };
    const streamName = providerBalanceStream(walletId, balance.asset);
    await this.append(streamName, providerBalanceCodec, [{ type: 'ProviderBalanceObserved', data }]);
  }

  async credit(walletId: string, amount: Money): Promise<void> {
    const postings = [posting(external(amount.asset.chain), available(walletId), amount)];
    const reference = randomUUID();
    const data = {
      walletId,
      amount,
      reason: 'opening-funding',
      reference,
      evidence: 'e',
      postings,
      creditedAt: now,
    } as const;
    await this.appendToAccount(amount, { type: 'AccountCredited', data });
  }

  async appendToAccount(amount: Money, event: AccountEvent): Promise<void> {
    await this.append(accountStream(event.data.walletId, amount.asset), accountCodec, [event]);
  }

  async appendToPayout(payoutId: string, ...events: readonly PayoutEvent[]): Promise<void> {
    await this.append(payoutStream(payoutId), payoutCodec, events);
  }

  async appendToTransfer(transferId: string, ...events: readonly TransferEvent[]): Promise<void> {
    await this.append(transferStream(transferId), transferCodec, events);
  }

  async appendToSwap(swapId: string, ...events: readonly SwapEvent[]): Promise<void> {
    await this.append(swapStream(swapId), swapCodec, events);
  }

  async appendToOperator(operatorId: string, ...events: readonly OperatorEvent[]): Promise<void> {
    await this.append(operatorStream(operatorId), operatorCodec, events);
  }

  async appendToDeposit(depositId: string, ...events: readonly DepositEvent[]): Promise<void> {
    await this.append(depositStream(depositId), depositCodec, events);
  }

  async appendToOrder(orderId: string, ...events: readonly OrderEvent[]): Promise<void> {
    await this.append(orderStream(orderId), orderCodec, events);
  }

  async appendToSweep(providerId: string, ...events: readonly SweepEvent[]): Promise<void> {
    await this.append(sweepStream(providerId), sweepCodec, events);
  }

  async appendToFee(providerId: string, ...events: readonly NetworkFeeEvent[]): Promise<void> {
    await this.append(networkFeeStream(providerId), networkFeeCodec, events);
  }

  async appendToCharge(chargeId: string, ...events: readonly ProviderFeeEvent[]): Promise<void> {
    await this.append(providerFeeStream(chargeId), providerFeeCodec, events);
  }

  async appendToBreak(breakId: string, ...events: readonly BreakEvent[]): Promise<void> {
    await this.append(breakStream(breakId), breakCodec, events);
  }

  /** An event that no codec knows. */
  async spoil(streamName: string): Promise<void> {
    const { revision } = await this.streams.read(streamName);
    await this.streams.append(streamName, revision, [{ id: randomUUID(), type: 'Nonsense.v1', data: {}, metadata }]);
  }

  private async append<Event>(
    streamName: string,
    codec: Pick<EventCodec<Event>, 'encode'>,
    events: readonly Event[],
  ): Promise<void> {
    const { revision }: { revision: ExpectedRevision } = await this.streams.read(streamName);
    const encoded = events.map((event) => ({ id: randomUUID(), ...codec.encode(event), metadata }));
    await this.streams.append(streamName, revision, encoded);
  }
}

const metadata = { correlationId: 'test', causationId: 'test', actor: 'test' };
