import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { addressOf, hashOf } from '#apps/inabit-sandbox/world/addresses.js';
import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import { accountOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { Recorded } from '#apps/inabit-sandbox/world/records.js';
import type { TerminalAddress } from '#apps/inabit-sandbox/world/terminal.js';
import { Timers } from '#apps/inabit-sandbox/world/timers.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { depositPath, type DepositScenario } from './deposit-path.js';

export interface Payment {
  readonly to: TerminalAddress;
  readonly amount: string;
  readonly scenario: DepositScenario;
  /** Another asset than the address is meant for, on the same chain. */
  readonly assetCode: string | undefined;
}

/** Players pay: each deposit has a timer for its next status, which follows from the world alone. */
export class Deposits {
  private readonly timers = new Timers();

  constructor(private readonly store: WorldStore) {}

  start(): void {
    this.store.listen((record) => this.follow(record));
    this.armAll();
  }

  stop(): void {
    this.timers.stop();
  }

  /**
   * @returns the deposit's id.
   * @throws BusinessError
   */
  pay({ to, amount, scenario, assetCode }: Payment): string {
    const { random, counters, settings } = this.store.world;
    const { asset } = this.accountFor(to, assetCode);
    if ((toMinor(amount, asset.precision) ?? 0n) <= 0n)
      throw new BusinessError(`${amount} is no amount of ${asset.code}`);
    const { addressKind } = to.blockchain;
    const n = counters.deposits;
    const depositId = random.cuid('deposit', n);
    this.store.record({
      type: 'DepositMade',
      depositId,
      address: to.address,
      assetId: asset.id,
      amount,
      hash: hashOf(addressKind, random.hex('deposit hash', n)),
      source: addressOf(addressKind, random.bytes('player', n)),
      linked: to.purchase?.closedAt === undefined || settings.latePayments === 'purchase',
      path: depositPath(scenario, to.blockchain),
    });
    return depositId;
  }

  private accountFor({ widget, blockchain, asset }: TerminalAddress, code = asset.code): WalletAccount {
    const wanted = [...this.store.world.assets.values()].find((each) => each.code === code);
    const account = wanted && accountOf(widget.wallet, wanted.id, blockchain.id);
    if (!account) throw new BusinessError(`${widget.wallet.name} has no ${code} on ${blockchain.code}`);
    return account;
  }

  private follow(record: Recorded): void {
    if (record.type === 'DepositMade' || record.type === 'DepositStatusChanged') this.arm(record.depositId);
    if (record.type === 'WorldReset') this.timers.clear();
    if (record.type === 'SettingsChanged') this.armAll();
  }

  private armAll(): void {
    for (const id of this.store.world.terminal.deposits.keys()) this.arm(id);
  }

  /** One whose status was set by hand goes on by itself no more. */
  private arm(depositId: string): void {
    const { terminal, settings } = this.store.world;
    const deposit = terminal.deposits.get(depositId);
    this.timers.cancel(depositId);
    if (!deposit || deposit.path[deposit.step] !== deposit.status) return;
    const status = deposit.path[deposit.step + 1];
    if (status === undefined) return;
    this.timers.set(depositId, deposit.statusAt + settings.depositStepMs - this.store.now(), () =>
      this.store.record({ type: 'DepositStatusChanged', depositId, status }),
    );
  }
}
