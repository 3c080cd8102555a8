import { parseAmount } from '#libs/money/amount-text.js';
import type { Asset } from '#libs/money/asset.js';
import { isPositive } from '#libs/money/money.js';
import type { Clock } from '#libs/platform/clock.js';
import type { AssetDirectory } from './asset-directory.js';
import type { AssetIds } from './asset-resolution.js';
import type { FindDecline } from './confirmed-declines.js';
import { blocked, classifyCreate } from './create-classification.js';
import type { CreateOutcome } from './create-outcome.js';
import { evidenceOf } from './evidence.js';
import { InabitConfigError } from './inabit.errors.js';
import { InabitPayments, type SwapRequest, type WithdrawalRequest } from './inabit-payments.js';
import { numberLiteral } from './lossless-json.js';
import { createSwapMutation, createWithdrawalMutation } from './payments.operations.js';
import type { Operation, PlatformSession } from './platform-session.js';

export class PlatformPayments extends InabitPayments {
  constructor(
    private readonly session: PlatformSession,
    private readonly directory: AssetDirectory,
    private readonly findDecline: FindDecline,
    private readonly clock: Clock,
  ) {
    super();
  }

  createWithdrawal(request: WithdrawalRequest): Promise<CreateOutcome> {
    return this.#create(request, {
      field: 'createWithdrawal',
      document: createWithdrawalMutation,
      assets: [request.asset],
      input: (ids) => withdrawalInput(request, ids),
    });
  }

  createSwap(request: SwapRequest): Promise<CreateOutcome> {
    return this.#create(request, {
      field: 'createInabitWalletSwap',
      document: createSwapMutation,
      assets: [request.from, request.to],
      input: (from, to) => swapInput(request, from, to),
    });
  }

  async #create({ amount }: { readonly amount: string }, mutation: Mutation): Promise<CreateOutcome> {
    const [paid, ...others] = mutation.assets;
    if (!isPayable(amount, paid)) return this.#misconfigured('amount-not-payable', `${amount} is not payable`);
    try {
      const ids = await this.#idsOf(paid);
      const otherIds = others[0] ? await this.#idsOf(others[0]) : ids;
      const variables = { data: mutation.input(ids, otherIds) };
      const answer = await this.session.send({ document: mutation.document, variables });
      return classifyCreate(answer, { field: mutation.field, findDecline: this.findDecline, at: this.clock.now() });
    } catch (error) {
      if (error instanceof InabitConfigError) return this.#misconfigured('asset-not-offered', error.message);
      if (!(error instanceof OfferUnavailable)) throw error;
      const evidence = evidenceOf('assets-unavailable', this.clock.now());
      return { outcome: 'not-sent', reason: error.message, evidence };
    }
  }

  async #idsOf(asset: Asset): Promise<AssetIds> {
    const ids = await this.directory.idsOf(asset);
    if (ids.outcome !== 'found') throw new OfferUnavailable(ids.reason);
    return ids;
  }

  #misconfigured(observation: string, reason: string): CreateOutcome {
    return blocked('configuration', evidenceOf(observation, this.clock.now()), reason);
  }
}

/** What differs between the mutations that move money. */
interface Mutation {
  readonly field: string;
  readonly document: Operation['document'];
  /** The one that is paid first. */
  readonly assets: readonly [Asset, Asset?];
  readonly input: (paid: AssetIds, other: AssetIds) => object;
}

/** Nothing was sent: inabit did not say what it calls the assets. */
class OfferUnavailable extends Error {
  override readonly name = 'OfferUnavailable';
}

function isPayable(amount: string, asset: Asset): boolean {
  const parsed = parseAmount(amount, asset);
  return parsed.ok && isPositive(parsed.money);
}

/** `WithdrawalCreateInput` (fact sheet §2.1). */
function withdrawalInput(request: WithdrawalRequest, { financialAssetId, blockchainId }: AssetIds): object {
  const { walletId, address, amount, note, priority } = request;
  return {
    wallet: { id: walletId },
    financialAsset: { id: financialAssetId },
    blockchain: { id: blockchainId },
    address,
    amount: numberLiteral(amount),
    note,
    ...(priority !== undefined && { priority }),
  };
}

/** `InabitWalletSwapCreateInput` (fact sheet §2.5): both blockchains are given, `isAccelerated` is always null. */
function swapInput({ walletId, amount, note }: SwapRequest, from: AssetIds, to: AssetIds): object {
  return {
    wallet: { id: walletId },
    financialAsset: { id: from.financialAssetId },
    blockchain: { id: from.blockchainId },
    swapAssetTo: { id: to.financialAssetId },
    swapToBlockchain: { id: to.blockchainId },
    amount: numberLiteral(amount),
    note,
    isAccelerated: null,
  };
}
