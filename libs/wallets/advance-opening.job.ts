import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { OpenedWallet, OpenWallet } from './open-wallet.job.js';
import { openingCodec, openingStream } from './opening.codec.js';
import { openingDecider } from './opening.js';
import type { RegisterWallet } from './register-wallet.job.js';
import { walletCodec, walletStream } from './wallet.codec.js';
import { walletDecider } from './wallet.js';

/** `done`: it is registered, or was refused for certain. */
export type AdvancedOpening = { readonly outcome: 'done' } | { readonly outcome: 'open'; readonly reason: string };

/** Carries on what was begun of a wallet: asks for it, looks for it while its outcome is unknown, registers it. */
export class AdvanceOpening {
  constructor(
    private readonly store: AggregateStore,
    private readonly opening: Pick<OpenWallet, 'openAs'>,
    private readonly registration: Pick<RegisterWallet, 'register'>,
  ) {}

  async advance(walletId: string): Promise<AdvancedOpening> {
    const { state: opening } = await this.store.load(openingStream(walletId), openingDecider, openingCodec);
    if (opening.status === 'none' || opening.status === 'refused') return { outcome: 'done' };
    const { state: wallet } = await this.store.load(walletStream(walletId), walletDecider, walletCodec);
    if (wallet.status === 'registered') return { outcome: 'done' };
    const { request } = opening;
    const opened: OpenedWallet =
      opening.status === 'opened'
        ? { outcome: 'opened', providerWalletId: opening.providerWalletId }
        : await this.opening.openAs(request);
    if (opened.outcome !== 'opened') return { outcome: 'open', reason: opened.reason };
    const { providerWalletId } = opened;
    const { operatorId, role } = request;
    const registered = await this.registration.register({ walletId, operatorId, providerWalletId, role });
    return registered.outcome === 'registered' ? { outcome: 'done' } : { outcome: 'open', reason: registered.reason };
  }
}
