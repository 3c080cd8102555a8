import { EngineHarness } from '#libs/read-store/engine.spec-support.js';
import type { When } from '#libs/read-store/memory-log.spec-support.js';
import { projections } from '#projections/registry.js';

const at = '2026-03-28T20:00:00.000Z';
const usdt = 'USDT@tron/6';
const ether = 'ETH@ethereum/18';

export interface Payment {
  readonly id: string;
  readonly wallet: string;
  readonly minor: string;
  readonly reference?: string;
}

/** A log of payments, projected into all read models. */
export class ExportStage {
  private minutes = 0;

  private constructor(readonly harness: EngineHarness) {}

  static async start(): Promise<ExportStage> {
    const stage = new ExportStage(await EngineHarness.create());
    for (const [walletId, operatorId] of [
      ['wal_1', 'op_1'],
      ['wal_2', 'op_2'],
    ] as const) {
      const wallet = { walletId, operatorId, providerWalletId: `p-${walletId}`, name: 'W', role: 'operator' };
      stage.record(`wallet-${walletId}`, 'WalletRegistered.v1', { ...wallet, registeredAt: at });
      stage.credit(walletId, usdt, '900000000000');
    }
    stage.credit('wal_1', ether, '1234567890123456789012345678901234567890');
    await stage.harness.run(projections);
    return stage;
  }

  credit(walletId: string, asset: string, minor: string): void {
    const amount = { minor, asset };
    const postings = [
      { from: `external:${asset === usdt ? 'tron' : 'ethereum'}`, to: `wallet:${walletId}:available`, amount },
    ];
    const why = { reason: 'opening-funding', reference: `r-${walletId}-${asset}`, evidence: 'e' };
    this.record(`account-${walletId}-${asset}`, 'AccountCredited.v1', {
      walletId,
      amount,
      ...why,
      postings,
      creditedAt: at,
    });
  }

  /** Asked for, and its money held. */
  open({ id, wallet, minor, reference }: Payment): void {
    const amount = { minor, asset: usdt };
    const about = { payoutId: id, operatorId: `op_${wallet.slice(4)}`, playerId: 'player', walletId: wallet, amount };
    const request = {
      providerWalletId: `p-${wallet}`,
      destination: 'T1',
      idempotencyKey: `key-${id}`,
      requestHash: 'h',
    };
    const data = { ...about, ...request, ...(reference !== undefined && { reference }), requestedAt: at };
    this.record(`payout-${id}`, 'PayoutRequested.v1', data, { correlationId: id });
    this.hold(id, 'FundsHeld.v1', { wallet, amount, from: 'available', to: `wallet:${wallet}:reserved`, heldAt: at });
  }

  settle({ id, wallet, minor }: Payment): void {
    const amount = { minor, asset: usdt };
    const settled = { payoutId: id, providerId: `tx-${id}`, transactionHash: `0x${id}`, evidence: 'e', settledAt: at };
    this.record(`payout-${id}`, 'PayoutSettled.v1', settled, { correlationId: id });
    const captured = { reference: `tx-${id}`, capturedAt: at };
    this.hold(id, 'HoldCaptured.v1', { wallet, amount, from: 'reserved', to: 'external:tron', ...captured });
  }

  caughtUp(): Promise<unknown> {
    return Promise.all(projections.map((projection) => this.harness.caughtUp(projection)));
  }

  get lastPosition(): bigint {
    return this.harness.log.events.at(-1)?.position.commit ?? 0n;
  }

  private hold(
    holdId: string,
    type: string,
    {
      wallet,
      amount,
      from,
      to,
      ...more
    }: {
      wallet: string;
      amount: { minor: string; asset: string };
      from: string;
      to: string;
      [name: string]: string | { minor: string; asset: string };
    },
  ): void {
    const postings = [{ from: `wallet:${wallet}:${from}`, to, amount }];
    const data = { walletId: wallet, holdId, amount, postings, ...more };
    this.record(`account-${wallet}-${usdt}`, type, data, { correlationId: holdId });
  }

  /** One event in each minute. */
  private record(
    stream: string,
    type: string,
    data: Parameters<EngineHarness['log']['record']>[2],
    when: When = {},
  ): void {
    const recordedAt = new Date(Date.parse(at) + this.minutes++ * 60_000);
    this.harness.log.record(stream, type, data, { recordedAt, ...when });
  }
}
