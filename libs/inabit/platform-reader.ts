import type { Asset } from '#libs/money/asset.js';
import type { Clock } from '#libs/platform/clock.js';
import type { AssetDirectory } from './asset-directory.js';
import { resolveAsset } from './asset-resolution.js';
import {
  InabitReader,
  type AssetCheck,
  type PulledAddress,
  type PulledTransaction,
  type PulledWallets,
} from './inabit-reader.js';
import { depositAddressQuery, transactionQuery, walletsQuery } from './operations.js';
import { readAnswer, unavailable } from './platform-answer.js';
import type { PlatformSession } from './platform-session.js';
import { addressSchema, transactionSchema, walletsSchema } from './platform-shapes.js';

export class PlatformReader extends InabitReader {
  constructor(
    private readonly session: PlatformSession,
    private readonly directory: AssetDirectory,
    private readonly organizationId: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async pullTransaction(providerId: string): Promise<PulledTransaction> {
    const variables = { where: { id: providerId } };
    const answer = await this.session.send({ document: transactionQuery, variables });
    const read = readAnswer(answer, { field: 'transaction', schema: transactionSchema, at: this.clock.now() });
    if (read.outcome !== 'found') return read;
    const { data: transaction, evidence } = read;
    if (transaction === null) return { outcome: 'not-found', evidence: { ...evidence, observation: 'not-found' } };
    if (transaction.providerId !== providerId) return unavailable('another transaction was answered');
    return { outcome: 'found', transaction, evidence };
  }

  async pullWallets(): Promise<PulledWallets> {
    const variables = { where: { organization: { id: this.organizationId } } };
    const answer = await this.session.send({ document: walletsQuery, variables });
    const read = readAnswer(answer, { field: 'wallets', schema: walletsSchema, at: this.clock.now() });
    return read.outcome === 'found' ? { outcome: 'found', wallets: read.data, evidence: read.evidence } : read;
  }

  async pullAddress(walletId: string, asset: Asset): Promise<PulledAddress> {
    const offered = await this.directory.offer();
    if (offered.outcome !== 'found') return offered;
    const ids = resolveAsset(asset, offered.offer);
    if ('problem' in ids) return unavailable(ids.problem);
    const { financialAssetId: assetId, blockchainId } = ids;
    const variables = { where: { walletId, assetId, blockchainId } };
    const answer = await this.session.send({ document: depositAddressQuery, variables });
    const at = this.clock.now();
    const read = readAnswer(answer, { field: 'getOrCreateDepositAddress', schema: addressSchema, at });
    if (read.outcome !== 'found') return read;
    return { outcome: 'found', address: read.data.address, evidence: read.evidence };
  }

  async checkAssets(assets: readonly Asset[]): Promise<AssetCheck> {
    const answer = await this.directory.offer();
    if (answer.outcome !== 'found') return answer;
    const resolved = assets.map((asset) => resolveAsset(asset, answer.offer));
    return { outcome: 'found', problems: resolved.filter((each) => 'problem' in each) };
  }
}
