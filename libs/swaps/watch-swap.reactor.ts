import { attemptAcceptedAs } from '../attempts/attempt.js';
import type { GateStreams } from '../gate/gate-streams.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderTransaction } from '../inabit/inabit-reader.js';
import { parseAmount, parseNumberLiteral } from '../money/amount-text.js';
import type { Asset } from '../money/asset.js';
import type { Money } from '../money/money.js';
import { nativeAsset } from '../money/native-asset.js';
import type { Clock } from '../platform/clock.js';
import type { ObservedSwap } from './observed-swap.js';
import type { SwapRequest, SwapReviewReason } from './swap.events.js';
import type { SwapStreams } from './swap-streams.js';

/** What looking at the provider showed. */
export type SwapSighting =
  | 'ended'
  | 'still-pending'
  | 'unavailable'
  | 'unknown-status'
  | 'settled-differs-from-request'
  | 'output-missing';

interface Pulled {
  readonly transaction: ProviderTransaction;
  readonly evidence: string;
}

/** Pulls a swap's transaction and records what it says. Only a pull changes money state (failure model §2.3 rule 7). */
export class WatchSwap {
  constructor(
    private readonly swaps: SwapStreams,
    private readonly reader: InabitReader,
    private readonly gate: GateStreams,
    private readonly clock: Clock,
  ) {}

  async look(request: SwapRequest, providerId: string, reviewIfPending?: SwapReviewReason): Promise<SwapSighting> {
    const sighting = await this.pullAndRecord(request, providerId);
    if (sighting === 'settled-differs-from-request' || sighting === 'output-missing')
      await this.requireReview(request, sighting);
    else if (sighting !== 'ended' && reviewIfPending) await this.requireReview(request, reviewIfPending);
    return sighting;
  }

  private async pullAndRecord(request: SwapRequest, providerId: string): Promise<SwapSighting> {
    const pulled = await this.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return 'unavailable';
    const { transaction } = pulled;
    const sight = { transaction, evidence: evidenceText(pulled.evidence) };
    switch (transaction.phase) {
      case 'completed':
        return this.recordSettled(request, sight);
      case 'failed-not-paid':
        return this.recordFailed(request, sight);
      case 'processing':
        return this.recordBroadcast(request, sight);
      case 'pending-approval':
        return 'still-pending';
      case 'unknown':
        return 'unknown-status';
    }
  }

  private async recordSettled(request: SwapRequest, { transaction, evidence }: Pulled): Promise<SwapSighting> {
    const observed = observedFrom(transaction);
    if (!observed) return 'settled-differs-from-request';
    await this.bindIfGateWasNotAsked(request, observed, evidence);
    const { swapToAmount, fee: feeText, txId: transactionHash } = transaction;
    const output = amountOf(swapToAmount, request.toAsset);
    const fee = amountOf(feeText, nativeAsset(request.amount.asset.chain));
    const settled = await this.swaps.execute(request.swapId, {
      type: 'RecordSettled',
      data: { observed, output, fee, transactionHash, evidence, now: this.clock.now() },
    });
    if (settled.outcome === 'accepted') return 'ended';
    // Complete, and yet not what is bound or what was asked for: nothing that may pass without a person.
    return settled.rejection.code === 'output-missing' ? 'output-missing' : 'settled-differs-from-request';
  }

  /** As with payouts: swapped, though our gate was never asked. Unless the gate knows it as another's (INV-P4). */
  private async bindIfGateWasNotAsked(
    { swapId }: SwapRequest,
    observed: ObservedSwap,
    evidence: string,
  ): Promise<void> {
    const swap = await this.swaps.load(swapId);
    if (swap.status !== 'submitted') return;
    const accepted = attemptAcceptedAs(swap.attempts, observed.providerId);
    if (!accepted) return;
    const { providerId } = observed;
    const { number: attempt } = accepted;
    const now = this.clock.now();
    const match = { providerId, swapId, attempt, by: 'pull', evidence, matchedAt: now } as const;
    const matched = await this.gate.execute({ type: 'MatchSwap', data: match });
    if (matched.outcome === 'rejected') return;
    const data = { observed, attempt, via: 'pull', evidence, now } as const;
    await this.swaps.execute(swapId, { type: 'BindTransaction', data });
  }

  private async recordFailed({ swapId }: SwapRequest, { transaction, evidence }: Pulled): Promise<SwapSighting> {
    const { providerId, status: providerStatus } = transaction;
    const data = { providerId, providerStatus, evidence, now: this.clock.now() };
    await this.swaps.execute(swapId, { type: 'RecordProviderFailed', data });
    return 'ended';
  }

  private async recordBroadcast({ swapId }: SwapRequest, { transaction }: Pulled): Promise<SwapSighting> {
    const { providerId, txId: transactionHash } = transaction;
    if (transactionHash !== undefined)
      await this.swaps.execute(swapId, {
        type: 'RecordBroadcast',
        data: { providerId, transactionHash, now: this.clock.now() },
      });
    return 'still-pending';
  }

  private async requireReview({ swapId }: SwapRequest, reason: SwapReviewReason): Promise<void> {
    await this.swaps.execute(swapId, { type: 'RequireReview', data: { reason, now: this.clock.now() } });
  }
}

/** Undefined when its assets or amount are none that we know: then it cannot be what we asked for. */
function observedFrom(transaction: ProviderTransaction): ObservedSwap | undefined {
  const { asset, amount: text, providerId, walletId, swapAssetToCode: toToken, createdAt, note = '' } = transaction;
  const amount = asset && parseAmount(text, asset);
  if (!amount?.ok || toToken === undefined) return undefined;
  return { providerId, providerWalletId: walletId, amount: amount.money, toToken, createdAt, note };
}

function amountOf(text: string | undefined, asset: Asset): Money | undefined {
  if (text === undefined) return undefined;
  const parsed = parseNumberLiteral(text, asset);
  return parsed.ok ? parsed.money : undefined;
}
