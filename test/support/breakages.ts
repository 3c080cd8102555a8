import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import type { Clock } from '#libs/platform/clock.js';
import { tellOf } from './provider-webhooks.js';
import type { ReconciledStage } from './reconciled-stage.js';
import { TerminalPlayer } from './terminal-player.js';

const elsewhere = 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6';
const coin = { asset: 'USDT', blockchain: 'TRON' };

const victims = ['amount', 'asset', 'destination', 'failed', 'hidden', 'hash', 'quantum', 'silent'] as const;
type Victim = (typeof victims)[number] | 'duplicate' | 'refused' | 'open';

/** A healthy world, everything that can go wrong in it, one thing each, and how it is put right again. */
export class Breakages {
  /** By what is going to be wrong with them. */
  private readonly payouts = new Map<string, PayoutRequest>();
  private readonly deposits = new Map<string, string>();
  private readonly purchases = new Map<string, string>();
  private readonly swaps = new Map<string, string>();
  private readonly player: TerminalPlayer;

  constructor(
    private readonly stage: ReconciledStage,
    private readonly clock: Clock,
  ) {
    this.player = new TerminalPlayer(stage.payouts.provider, stage.payouts.sandbox);
  }

  /** Thirteen movements that the Platform knows, nine of the Terminal (one paid too much, one too late), and a payout that is bound to nothing yet. */
  async makeHealthy(): Promise<void> {
    const { stage, player } = this;
    for (const name of victims) this.payouts.set(name, await stage.paid());
    this.payouts.set('duplicate', await stage.paid({ scenario: 'duplicate-create' }));
    this.payouts.set('refused', await stage.paid({ scenario: 'fail' }));
    this.payouts.set('open', await stage.underWay());
    for (const name of ['fee', 'output']) this.swaps.set(name, await stage.swapped());
    await stage.transferred(true);
    for (const [index, name] of ['healthy', 'amount', 'hidden', 'forked'].entries())
      this.deposits.set(name, await player.deposit('addresses', `${11 + index}`));
    for (const name of ['healthy', 'amount', 'status']) this.purchases.set(name, await player.purchase('orders'));
    this.purchases.set('too much', await player.purchase('orders', { pays: '150' }));
    this.purchases.set('too late', await player.purchase('orders', { beforePaying: (id) => this.expire(id) }));
    await stage.polled();
  }

  payoutId(name: Victim): string {
    return this.payouts.get(name)?.payoutId ?? '';
  }

  async providerIdOf(note: string): Promise<string> {
    const [transaction] = await this.stage.payouts.sandbox.createdWith(note);
    if (!transaction) throw new Error(`Nothing was created for ${note}`);
    return transaction.id;
  }

  async misreport(note: string, report: object): Promise<string> {
    const id = await this.providerIdOf(note);
    await this.stage.payouts.sandbox.misreport(id, report);
    return id;
  }

  /** The provider tells of it, as it does of every change. */
  async tell(...transactionIds: readonly string[]): Promise<void> {
    await tellOf(this.stage.payouts.streams, transactionIds, this.clock.now());
  }

  /** What is to be found of it: kind, severity, and what it is about. */
  async breakEverything(): Promise<string[]> {
    const lies = this.lies();
    const told: string[] = [];
    for (const [note, report] of lies) told.push(await this.misreport(note, report));
    const twin = await this.twinOfDuplicate();
    await this.stage.payouts.sandbox.misreport(twin, { status: 'Completed' });
    const rogue = await this.raid();
    await this.tell(...told, twin, rogue);
    return [
      ...lies.map(([note, , expected]) => `${expected} ${note}`),
      `duplicate critical ${this.payoutId('duplicate')}`,
      `missing-here critical ${rogue}`,
      'balance-drift critical wal_raided',
      ...(await this.breakWallets()),
      // The sandbox looks at its purchases again when a transaction ends.
      ...(await this.breakDeposits()),
    ];
  }

  /** The truth again, as far as it can be told; what is left of it. */
  async repair(): Promise<void> {
    const { sandbox } = this.stage.payouts;
    for (const [note] of this.lies()) await this.misreport(note, {});
    await sandbox.misreport(await this.twinOfDuplicate(), {});
    await this.setBalance('1000');
    await this.stage.carryOn();
    for (const name of ['amount', 'hidden'])
      await sandbox.control('PUT', `/terminal/deposits/${this.deposits.get(name)}/misreport`, {});
    await sandbox.control('POST', `/terminal/deposits/${this.deposits.get('forked')}/status`, { status: 'Completed' });
    for (const name of ['amount', 'status']) await this.purchaseIs(name, { status: 'Completed', received: '100' });
  }

  private lies(): readonly (readonly [note: string, report: object, expected: string])[] {
    const of = (name: Victim): string => this.payoutId(name);
    return [
      [of('amount'), { amount: '0.5' }, 'amount critical'],
      [of('asset'), { asset: 'USDC' }, 'asset high'],
      [of('destination'), { address: elsewhere }, 'destination critical'],
      [of('failed'), { status: 'Failed' }, 'status critical'],
      [of('refused'), { status: 'Completed' }, 'status critical'],
      [of('quantum'), { status: 'Quantum' }, 'unknown-status medium'],
      [of('hidden'), { hidden: true }, 'missing-there critical'],
      [of('hash'), { hash: 'f'.repeat(64) }, 'transaction-hash medium'],
      [this.swaps.get('fee') ?? '', { fee: '2' }, 'fee medium'],
      [this.swaps.get('output') ?? '', { swapToAmount: '1' }, 'output critical'],
    ];
  }

  private async twinOfDuplicate(): Promise<string> {
    const twins = await this.stage.payouts.sandbox.createdWith(this.payoutId('duplicate'));
    return twins.find(({ status }) => status !== 'Completed')?.id ?? '';
  }

  /** Somebody takes money out past the gate. */
  private async raid(): Promise<string> {
    const { sandbox } = this.stage.payouts;
    const walletId = this.stage.providerWalletId('raided');
    const rogue = await sandbox.rogue({ walletId, ...coin, address: elsewhere, amount: '250' });
    await sandbox.make(rogue, 'settle');
    return rogue;
  }

  private async breakDeposits(): Promise<string[]> {
    const { sandbox } = this.stage.payouts;
    const id = (name: string): string => this.deposits.get(name) ?? '';
    await sandbox.control('PUT', `/terminal/deposits/${id('amount')}/misreport`, { amount: '12.5' });
    await sandbox.control('PUT', `/terminal/deposits/${id('hidden')}/misreport`, { hidden: true });
    await sandbox.control('POST', `/terminal/deposits/${id('forked')}/status`, { status: 'PendingFork' });
    await this.purchaseIs('amount', { status: 'Completed', received: '90' });
    await this.purchaseIs('status', { status: 'Failed' });
    return [
      `amount critical ${depositIdOf(id('amount'))}`,
      `missing-there critical ${depositIdOf(id('hidden'))}`,
      `status high ${depositIdOf(id('forked'))}`,
      'balance-drift critical wal_deposits', // What was forked away stands there no more.
      `amount critical ${orderIdOf(this.purchases.get('amount') ?? '')}`,
      `status critical ${orderIdOf(this.purchases.get('status') ?? '')}`,
      `unmatched-deposit high ${await this.player.deposit('nobody', '15')}`,
    ];
  }

  /** And that is seen. */
  private async expire(purchaseId: string): Promise<void> {
    await this.stage.payouts.sandbox.control('POST', `/terminal/purchases/${purchaseId}/expire`, {});
    await this.stage.polled();
  }

  private async purchaseIs(name: string, view: object): Promise<void> {
    const id = this.purchases.get(name) ?? '';
    await this.stage.payouts.sandbox.control('POST', `/terminal/purchases/${id}/status`, view);
  }

  private async breakWallets(): Promise<string[]> {
    await this.setBalance('1000.5');
    await this.stage.registerAs('wal_gone', 'cl0000000000000000000gone');
    const { transferId } = await this.stage.transferred(false);
    return [
      'balance-drift high wal_gifted',
      'unknown-wallet critical wal_gone',
      `unknown-wallet medium ${this.stage.providerWalletId('stray')}`,
      `one-sided-transfer high ${transferId} wal_safe`,
    ];
  }

  private async setBalance(balance: string): Promise<void> {
    const path = `/wallets/${this.stage.providerWalletId('gifted')}/balance`;
    await this.stage.payouts.sandbox.control('PUT', path, { ...coin, balance });
  }
}
