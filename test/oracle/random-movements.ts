import { external, fees, receivable, swapAccount, transit } from '#libs/ledger/account-name.js';
import type { AccountCommand } from '#libs/ledger/account.commands.js';
import type { Accounts } from '#libs/ledger/accounts.js';
import type { Asset } from '#libs/money/asset.js';
import { storedAsset } from '#libs/money/asset.js';
import { money, type Money } from '#libs/money/money.js';

const wallets = ['wal_a', 'wal_b', 'wal_c', 'wal_d'];
const assets = ['USDT@tron/6', 'USDC@ethereum/6', 'ETH@ethereum/18', 'BTC@bitcoin/8'].map(storedAsset);
const evidence = 'e';
const minute_ms = 60_000;

/** Deposits, payouts, transfers and swaps, by the real accounts; the seed decides all of it but the time. */
export class RandomMovements {
  private serial = 0;

  constructor(
    private readonly accounts: Accounts,
    private readonly random: () => number,
    private readonly now: () => Date,
  ) {}

  /** One movement, with up to five events; some of them took effect up to three hours before they are recorded. */
  async one(): Promise<void> {
    const kinds = [() => this.deposit(), () => this.payout(), () => this.transfer(), () => this.swap()];
    await this.pick(kinds)();
  }

  async credit(walletId: string, amount: Money, effectiveAt?: Date): Promise<void> {
    const reference = this.id('credit');
    const data = { from: external(amount.asset.chain), amount, reason: 'correction', reference, evidence } as const;
    await this.execute(walletId, { type: 'Credit', data: { ...data, now: this.now() } }, effectiveAt);
  }

  private async deposit(): Promise<void> {
    const [walletId, amount, incomingId] = [this.pick(wallets), this.amount(), this.id('deposit')];
    const from = external(amount.asset.chain);
    const detected = { incomingId, from, amount, reference: incomingId, evidence, now: this.now() };
    await this.execute(walletId, { type: 'DetectIncoming', data: detected }, this.earlier());
    const ending = { incomingId, evidence, now: this.now() };
    const cancelled = { ...ending, to: from, reason: 'never came' };
    const command: AccountCommand =
      this.random() < 0.8 ? { type: 'ConfirmIncoming', data: ending } : { type: 'CancelIncoming', data: cancelled };
    await this.on(walletId, amount.asset, command, this.earlier());
    if (this.random() > 0.15) return;
    const heldBack = { ...ending, shortfallFrom: receivable('acme'), reason: 'forked away' };
    await this.on(walletId, amount.asset, { type: 'HoldBackIncoming', data: heldBack });
  }

  private async payout(): Promise<void> {
    const [walletId, amount, holdId] = [this.pick(wallets), this.amount(), this.id('payout')];
    if (!(await this.hold(walletId, amount, holdId)) || this.random() < 0.1) return;
    const released: AccountCommand = { type: 'ReleaseHold', data: { holdId, reason: 'declined', now: this.now() } };
    if (this.random() < 0.2) await this.on(walletId, amount.asset, released);
    else await this.capture(walletId, amount, { holdId, to: external(amount.asset.chain) });
  }

  private async transfer(): Promise<void> {
    const [walletId, amount, holdId] = [this.pick(wallets), this.amount(), this.id('transfer')];
    if (!(await this.hold(walletId, amount, holdId))) return;
    await this.capture(walletId, amount, { holdId, to: transit(holdId) });
    const into = wallets[(wallets.indexOf(walletId) + 1) % wallets.length] ?? walletId;
    const data = { from: transit(holdId), amount, reason: 'transfer-in', reference: holdId, evidence } as const;
    await this.execute(into, { type: 'Credit', data: { ...data, now: this.now() } });
  }

  private async swap(): Promise<void> {
    const [walletId, amount, holdId] = [this.pick(wallets), this.amount(), this.id('swap')];
    const [output, fee] = [this.amount(), this.amount()];
    if (!(await this.hold(walletId, amount, holdId))) return;
    await this.capture(walletId, amount, { holdId, to: swapAccount(holdId) });
    const credit = { from: swapAccount(holdId), amount: output, reason: 'swap-in', reference: holdId } as const;
    await this.execute(walletId, { type: 'Credit', data: { ...credit, evidence, now: this.now() } });
    const debit = { to: fees('network'), shortfallFrom: receivable('acme'), reason: 'network-fee' } as const;
    const data = { ...debit, amount: fee, reference: holdId, evidence, now: this.now() };
    await this.execute(walletId, { type: 'Debit', data });
  }

  private hold(walletId: string, amount: Money, holdId: string): Promise<boolean> {
    return this.execute(walletId, { type: 'Hold', data: { holdId, amount, now: this.now() } }, this.earlier());
  }

  private async capture(
    walletId: string,
    { asset }: Money,
    { holdId, to }: { readonly holdId: string; readonly to: ReturnType<typeof external | typeof transit> },
  ): Promise<void> {
    const data = { holdId, to, reference: `tx-${holdId}`, now: this.now() };
    await this.on(walletId, asset, { type: 'CaptureHold', data }, this.earlier());
  }

  private execute(
    walletId: string,
    command: Extract<AccountCommand, { readonly data: { readonly amount: Money } }>,
    effectiveAt?: Date,
  ): Promise<boolean> {
    return this.on(walletId, command.data.amount.asset, command, effectiveAt);
  }

  /** Whether the account granted it. */
  private async on(walletId: string, asset: Asset, command: AccountCommand, effectiveAt?: Date): Promise<boolean> {
    const metadata = effectiveAt ? { effectiveAt: effectiveAt.toISOString() } : {};
    const cause = { id: `m_${this.serial}`, operatorId: 'oracle' };
    const executed = await this.accounts.execute({ walletId, asset }, command, cause, metadata);
    return executed.outcome === 'accepted';
  }

  private earlier(): Date | undefined {
    const minutes = Math.floor(this.random() * 180);
    return this.random() < 0.1 ? new Date(this.now().getTime() - minutes * minute_ms) : undefined;
  }

  private amount(): Money {
    const asset = this.pick(assets);
    const digits = 1 + Math.floor(this.random() * (asset.decimals + 2));
    return money(asset, 1n + BigInt(Math.floor(this.random() * 1e6)) * 10n ** BigInt(Math.max(0, digits - 6)));
  }

  private id(kind: string): string {
    return `${kind}_${++this.serial}`;
  }

  private pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  }
}
