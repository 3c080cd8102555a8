import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { onBehalfOf, type EventMetadata } from '../event-streams/event-streams.js';
import type { Asset } from '../money/asset.js';
import { accountCodec, accountStream } from './account.codec.js';
import type { AccountEvent } from './account.events.js';
import type { AccountCommand, AccountRejection } from './account.commands.js';
import { accountDecider } from './account.js';
import type { Account } from './account.state.js';

export interface AccountKey {
  readonly walletId: string;
  readonly asset: Asset;
}

/** What an account's fact is for. */
export interface Cause {
  /** The payout, swap, deposit …: correlates the fact with it. */
  readonly id: string;
  /** Whose account it is (IN-02). */
  readonly operatorId: string;
}

export type ExecutedOnAccount = Executed<Account, AccountEvent, AccountRejection>;

/** The account streams: what a wallet has in one asset. */
export class Accounts {
  constructor(
    private readonly store: AggregateStore,
    private readonly actor: string,
  ) {}

  async load({ walletId, asset }: AccountKey): Promise<Account> {
    const decider = accountDecider(walletId, asset);
    return (await this.store.load(accountStream(walletId, asset), decider, accountCodec)).state;
  }

  /** `cause` is what the money moves for; `metadata` says more. */
  execute(
    { walletId, asset }: AccountKey,
    command: AccountCommand,
    { id, operatorId }: Cause,
    metadata: Partial<EventMetadata> = {},
  ): Promise<ExecutedOnAccount> {
    return this.store.execute({
      streamName: accountStream(walletId, asset),
      decider: accountDecider(walletId, asset),
      codec: accountCodec,
      command,
      metadata: { correlationId: id, causationId: id, actor: this.actor, ...onBehalfOf(operatorId), ...metadata },
    });
  }
}
