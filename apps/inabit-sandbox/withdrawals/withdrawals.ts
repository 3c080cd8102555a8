import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import type { Behaviour } from '#apps/inabit-sandbox/scenarios/scenario.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import { accountOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { WithdrawalRecord } from '#apps/inabit-sandbox/world/records.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { AssetRef, LateRequest, WithdrawalRequest } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';

/** How a withdrawal comes into being. */
export interface Creation {
  readonly copies: number;
  readonly behaviour: Behaviour;
}

/** Creates withdrawals: now, several at once, or when a late request lands. */
export class Withdrawals {
  constructor(private readonly store: WorldStore) {}

  /**
   * @returns the ids, one for each copy.
   * @throws BusinessError
   */
  create(request: WithdrawalRequest, { copies, behaviour }: Creation): readonly [string, ...string[]] {
    this.check(request);
    const first = this.nextId(0);
    const others = Array.from({ length: copies - 1 }, (_, at) => this.nextId(at + 1));
    const created = (withdrawalId: string): WithdrawalRecord => {
      return { type: 'WithdrawalCreated', withdrawalId, request, behaviour };
    };
    this.store.record(created(first), ...others.map(created));
    return [first, ...others];
  }

  /** The request is on its way for `delayMs`, across restarts. */
  delay(request: WithdrawalRequest, behaviour: Behaviour, delayMs: number): void {
    const { random, counters } = this.store.world;
    const lateRequestId = random.cuid('late request', counters.lateRequests);
    const landsAt = this.store.now() + delayMs;
    this.store.record({ type: 'WithdrawalDelayed', lateRequestId, request, behaviour, landsAt });
  }

  land({ id: lateRequestId, request, behaviour }: LateRequest): void {
    try {
      this.check(request);
    } catch (error) {
      if (!(error instanceof BusinessError)) throw error;
      this.store.record({ type: 'LateRequestRefused', lateRequestId, reason: error.message });
      return;
    }
    const withdrawalId = this.nextId(0);
    this.store.record({ type: 'WithdrawalCreated', withdrawalId, request, behaviour, lateRequestId });
  }

  private nextId(offset: number): string {
    const { random, counters } = this.store.world;
    return random.cuid('withdrawal', counters.withdrawals + offset);
  }

  private check(request: WithdrawalRequest): void {
    const account = this.accountFor(request);
    const { code, precision } = account.asset;
    this.checkSwap(request);
    if (request.to.trim() === '') throw new BusinessError('The destination address is missing.');
    const amount = toMinor(request.amount, precision);
    if (amount === undefined) throw new BusinessError(`The amount has more than ${precision} decimals.`);
    if (amount <= 0n) throw new BusinessError('The amount must be greater than 0.');
    if (request.sweep) return; // The balances were read for it.
    if (this.store.world.settings.insufficientFunds === 'at-create' && amount > account.balance)
      throw new BusinessError(`Insufficient funds: the wallet does not hold that much ${code}.`);
  }

  private checkSwap(request: WithdrawalRequest): void {
    const { walletId, assetId, blockchainId, swapTo } = request;
    if (!swapTo) return;
    if (swapTo.assetId === assetId && swapTo.blockchainId === blockchainId)
      throw new BusinessError('A swap needs two different assets.');
    this.accountFor({ walletId, ...swapTo });
  }

  private accountFor({
    walletId,
    assetId,
    blockchainId,
  }: AssetRef & Pick<WithdrawalRequest, 'walletId'>): WalletAccount {
    const wallet = this.store.world.wallets.get(walletId);
    if (!wallet) throw new BusinessError(`No wallet was found. (wallet: ${walletId})`);
    const account = accountOf(wallet, assetId, blockchainId);
    if (!account) throw new BusinessError('The wallet does not support this asset on this blockchain.');
    return account;
  }
}
