import { randomUUID } from 'node:crypto';
import type { DepositStage } from './deposit-stage.fixtures.js';
import { purchase } from './deposit.fixtures.js';
import type { OverchargeRule } from './sighting.js';
import type { RawPurchase } from './terminal-source.js';

export const unit = 1_000_000n;

/** A purchase of 100 USDT whose money goes to a wallet of its own. */
export class StagedPurchase {
  readonly providerId = randomUUID();
  readonly walletId = `wal_${this.providerId}`;
  private readonly hashes: string[] = [];

  constructor(
    private readonly stage: DepositStage,
    private readonly excess: OverchargeRule['excess'] = 'ignore',
  ) {}

  /** `received` in whole units; more than before comes with a transaction of its own. */
  async is(status: string, received = 0n, changes: Partial<RawPurchase> = {}) {
    this.says(status, received, changes);
    const worker = this.stage.worker({ excess: this.excess, toleranceBps: 500 });
    return worker.refresh({ kind: 'purchase', providerId: this.providerId });
  }

  /** Nobody of ours has looked yet. */
  says(status: string, received = 0n, changes: Partial<RawPurchase> = {}): void {
    const { providerId, walletId: widgetId } = this;
    const count = received === 0n ? 0 : Number(received / 50n) + 1;
    while (this.hashes.length < count) this.hashes.push(`${providerId}-${this.hashes.length}`);
    const transactionHashes = this.hashes.slice(0, count);
    const whose = { providerId, widgetId, address: `T${providerId}` };
    const seen = purchase(status, received * unit, { ...whose, transactionHashes, ...changes });
    this.stage.terminal.purchases.set(providerId, seen);
  }

  books() {
    return this.stage.books(this.walletId);
  }

  async types() {
    return this.stage.orderTypes(this.providerId);
  }
}

export const lockedAs = (whole: bigint) => ({ incoming: whole * unit, 'external:tron': -whole * unit });
export const creditedAs = (whole: bigint) => ({ available: whole * unit, 'external:tron': -whole * unit });
