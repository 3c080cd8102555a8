import type { Approver } from '#apps/inabit-sandbox/approver/approver.js';
import type { Recorded } from '#apps/inabit-sandbox/world/records.js';
import type { Withdrawal } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { Timers } from '#apps/inabit-sandbox/world/timers.js';
import { broadcast } from './broadcast.js';
import { nextStep, type StepName } from './next-step.js';
import type { Withdrawals } from './withdrawals.js';

/**
 * Moves withdrawals along. Each one has a timer for its next step, which follows from the world alone; so after a
 * restart every unfinished withdrawal goes on where it was.
 */
export class LifeCycle {
  private readonly timers = new Timers();

  constructor(
    private readonly store: WorldStore,
    private readonly withdrawals: Withdrawals,
    private readonly approver: Approver,
  ) {}

  start(): void {
    this.store.listen((record) => this.follow(record));
    this.armAll();
  }

  stop(): void {
    this.timers.stop();
  }

  /** Asks the approver again, now; whatever was answered before. */
  offer(withdrawal: Withdrawal): void {
    void this.approver.ask(withdrawal).then(() => this.arm(withdrawal.id));
  }

  private follow(record: Recorded): void {
    if ('withdrawalId' in record) this.arm(record.withdrawalId);
    if (record.type === 'WithdrawalDelayed') this.armLateRequest(record.lateRequestId);
    if (record.type === 'WorldReset') this.timers.clear();
    if (record.type === 'SettingsChanged') this.armAll();
  }

  private armAll(): void {
    for (const id of this.store.world.withdrawals.keys()) this.arm(id);
    for (const id of this.store.world.lateRequests.keys()) this.armLateRequest(id);
  }

  private arm(id: string): void {
    const { withdrawals, settings } = this.store.world;
    const withdrawal = withdrawals.get(id);
    const next = withdrawal && nextStep(withdrawal, settings);
    this.timers.cancel(id);
    if (!next || (next.name === 'offer' && this.approver.isAsking(withdrawal))) return;
    this.timers.set(id, next.at - this.store.now(), () => this.take(next.name, withdrawal));
  }

  private armLateRequest(id: string): void {
    const late = this.store.world.lateRequests.get(id);
    if (late) this.timers.set(id, late.landsAt - this.store.now(), () => this.withdrawals.land(late));
  }

  private take(name: StepName, withdrawal: Withdrawal): void {
    const { id: withdrawalId } = withdrawal;
    switch (name) {
      case 'offer':
        return this.offer(withdrawal);
      case 'process':
        return this.store.record({ type: 'StatusChanged', withdrawalId, status: 'Processing' });
      case 'reject':
        return this.store.record({ type: 'StatusChanged', withdrawalId, status: 'Rejected' });
      case 'broadcast':
        return this.store.record(broadcast(this.store.world, withdrawal));
      case 'complete':
        return this.store.record({ type: 'StatusChanged', withdrawalId, status: 'Completed' });
      case 'fail':
        return this.store.record({
          type: 'StatusChanged',
          withdrawalId,
          status: 'Failed',
          reason: 'Failed on request',
        });
    }
  }
}
