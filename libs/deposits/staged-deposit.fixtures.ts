import { randomUUID } from 'node:crypto';
import type { EventStreams } from '../event-streams/event-streams.js';
import type { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, units } from './deposit.fixtures.js';
import { depositIdOf } from './incoming-id.js';

/** 100 USDT at a customer address whose money goes to a wallet of its own. */
export class StagedDeposit {
  private readonly providerId = randomUUID();
  readonly walletId = `wal_${this.providerId}`;
  readonly id = depositIdOf(this.providerId);

  constructor(private readonly stage: DepositStage) {}

  /** What is told of it is looked at, by a process of its own. */
  readonly is = async (status: string, whole = 100n, ports: { readonly streams?: EventStreams } = {}) => {
    const { providerId, walletId: widgetId } = this;
    const seen = { providerId, widgetId, address: `T${providerId}`, amount: units(whole) };
    this.stage.terminal.incoming.set(providerId, incoming(status, seen));
    return this.stage.worker(undefined, ports).refresh({ kind: 'incoming-transaction', providerId });
  };

  readonly books = () => this.stage.books(this.walletId);

  readonly types = () => this.stage.depositTypes(this.providerId);
}
