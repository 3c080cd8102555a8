import type { z } from 'zod';
import { assetId, type Asset } from '#libs/money/asset.js';
import type { Clock } from '#libs/platform/clock.js';
import { blockchainList, financialAssetList, resolveAsset, type AssetIds, type Offer } from './asset-resolution.js';
import { InabitConfigError } from './inabit.errors.js';
import { blockchainsQuery, financialAssetsQuery } from './operations.js';
import { readAnswer, type ReadAnswer } from './platform-answer.js';
import type { Operation, PlatformSession } from './platform-session.js';
import { singleFlight } from './single-flight.js';

const offer_age_max_ms = 60 * 60_000;

type OfferAnswer =
  | { readonly outcome: 'found'; readonly offer: Offer }
  | { readonly outcome: 'unavailable'; readonly reason: string };

/** What inabit offers, fetched once an hour, looked up by code. */
export class AssetDirectory {
  #held: { readonly offer: Offer; readonly until: number } | undefined;
  readonly #fetchShared = singleFlight(() => this.#fetch());

  constructor(
    private readonly session: PlatformSession,
    private readonly clock: Clock,
  ) {}

  async offer(): Promise<OfferAnswer> {
    const held = this.#held;
    if (held && this.clock.now().getTime() < held.until) return { outcome: 'found', offer: held.offer };
    return this.#fetchShared();
  }

  /** @throws InabitConfigError when inabit does not offer the asset as it is pinned. */
  async idsOf(
    asset: Asset,
  ): Promise<({ readonly outcome: 'found' } & AssetIds) | Extract<OfferAnswer, { outcome: 'unavailable' }>> {
    const answer = await this.offer();
    if (answer.outcome !== 'found') return answer;
    const resolved = resolveAsset(asset, answer.offer);
    if ('problem' in resolved) throw new InabitConfigError(`${assetId(asset)}: ${resolved.problem}`);
    return { outcome: 'found', ...resolved };
  }

  async #fetch(): Promise<OfferAnswer> {
    const [tokens, chains] = await Promise.all([
      this.#list({ document: financialAssetsQuery }, 'financialAssets', financialAssetList),
      this.#list({ document: blockchainsQuery }, 'blockchains', blockchainList),
    ]);
    if (tokens.outcome !== 'found') return tokens;
    if (chains.outcome !== 'found') return chains;
    const offer = { financialAssets: tokens.data, blockchains: chains.data };
    this.#held = { offer, until: this.clock.now().getTime() + offer_age_max_ms };
    return { outcome: 'found', offer };
  }

  async #list<Data>(operation: Operation, field: string, schema: z.ZodType<Data>): Promise<ReadAnswer<Data>> {
    const answer = await this.session.send(operation);
    return readAnswer(answer, { field, schema, at: this.clock.now() });
  }
}
