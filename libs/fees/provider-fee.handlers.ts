import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { EventMetadata } from '../event-streams/event-streams.js';
import type { Accounts } from '../ledger/accounts.js';
import { isRegistered } from '../operators/registered-operator-streams.js';
import { walletCodec, walletStream } from '../wallets/wallet.codec.js';
import { walletDecider } from '../wallets/wallet.js';
import { providerFeeCodec, providerFeeStream } from './provider-fee.codec.js';
import type { ProviderFeeCharged, ProviderFeeReversed } from './provider-fee.events.js';
import {
  chargeEntry,
  providerFeeDecider,
  reversalEntries,
  type FeeEntry,
  type ProviderFee,
  type ProviderFeeCommand,
  type ProviderFeeRejection,
} from './provider-fee.js';

export type RecordedProviderFee = Exclude<ProviderFee, { status: 'absent' }>;

export type ChangeProviderFeeOutcome =
  | { readonly ok: true; readonly fee: RecordedProviderFee; readonly replayed: boolean }
  | {
      readonly ok: false;
      readonly code: ProviderFeeRejection['code'] | 'wallet-not-found' | 'operator-not-found';
    };

/** Who pays: a wallet, and with it the operator whose it is, or an operator alone. */
export type FeePayer = { readonly walletId: string } | { readonly operatorId: string };

/** A charge as people tell it. */
export type ProviderFeeToCharge = Omit<ProviderFeeCharged, 'operatorId' | 'walletId'> & { readonly payer: FeePayer };

/** Fees that the provider charged by invoice or statement (API-28). All of it is safe to repeat. */
export class ProviderFees {
  constructor(
    private readonly store: AggregateStore,
    private readonly accounts: Accounts,
  ) {}

  /** @throws StoreUnavailable: recorded and booked or not; the same again sees to both (F1.3). */
  async charge({ payer, ...data }: ProviderFeeToCharge): Promise<ChangeProviderFeeOutcome> {
    const found = 'walletId' in payer ? await this.payingWallet(payer.walletId) : payer;
    if (!found) return { ok: false, code: 'wallet-not-found' };
    if (!('walletId' in payer) && !(await isRegistered(this.store, payer.operatorId)))
      return { ok: false, code: 'operator-not-found' };
    return this.execute({ type: 'ChargeProviderFee', data: { ...data, ...found } });
  }

  /** @throws StoreUnavailable, as `charge` does. */
  reverse(data: ProviderFeeReversed): Promise<ChangeProviderFeeOutcome> {
    return this.execute({ type: 'ReverseProviderFee', data });
  }

  /** What a crash left between a charge, or its reversal, and its entries. @throws as `charge` does. */
  async complete(chargeId: string): Promise<void> {
    const { state } = await this.store.load(providerFeeStream(chargeId), providerFeeDecider, providerFeeCodec);
    if (state.status !== 'absent') await this.bookAll(state);
  }

  private async payingWallet(walletId: string) {
    const { state } = await this.store.load(walletStream(walletId), walletDecider, walletCodec);
    return state.status === 'registered' ? { walletId, operatorId: state.registration.operatorId } : undefined;
  }

  /** The fact first, then its entries: all of them each time, so that a repeat heals what a crash left between. */
  private async execute(command: ProviderFeeCommand): Promise<ChangeProviderFeeOutcome> {
    const { chargeId, by: actor } = command.data;
    const about = { correlationId: chargeId, causationId: chargeId, actor };
    const executed = await this.store.execute({
      streamName: providerFeeStream(chargeId),
      decider: providerFeeDecider,
      codec: providerFeeCodec,
      command,
      metadata: command.type === 'ChargeProviderFee' ? { ...about, onBehalfOf: command.data.operatorId } : about,
    });
    if (executed.outcome === 'rejected') return { ok: false, code: executed.rejection.code };
    const { state: fee } = executed;
    if (fee.status === 'absent') throw new Error(`${chargeId} was recorded and is not there`);
    await this.bookAll(fee);
    return { ok: true, fee, replayed: executed.events.length === 0 };
  }

  private async bookAll(fee: RecordedProviderFee): Promise<void> {
    const { charged } = fee;
    const entry = chargeEntry(charged);
    // It counts from the last day of its period; a reversal from when it is recorded.
    const effectiveAt = new Date(charged.period.to).toISOString();
    const { debits } = await this.book(charged, entry, { actor: charged.by, effectiveAt });
    if (fee.status !== 'reversed') return;
    const shortfall = debits.get(entry.command.data.reference)?.shortfall;
    for (const reversal of reversalEntries(charged, fee.reversed, shortfall))
      await this.book(charged, reversal, { actor: fee.reversed.by });
  }

  private async book({ chargeId, operatorId }: ProviderFeeCharged, entry: FeeEntry, metadata: Partial<EventMetadata>) {
    const booked = await this.accounts.execute(entry.key, entry.command, { id: chargeId, operatorId }, metadata);
    if (booked.outcome === 'rejected') throw new Error(`${chargeId} cannot be booked: ${booked.rejection.code}`);
    return booked.state;
  }
}
