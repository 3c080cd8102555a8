import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { feeWalletId } from '#libs/fees/platform-fee.js';
import { fiatWallet } from '#libs/operators/funding.js';

/** What is no operator's: about the whole log, about all books, or what came from outside as it came. */
const ofNoOperator = /^(?:webhooks|inbox|day-end|reconciliation|break)-/;
/** About a transaction of the provider's that belongs to nothing of ours, or not yet. */
const notMatched = [
  'DepositQuarantined.v1',
  'OrderQuarantined.v1',
  'ForeignWithdrawalRejected.v1',
  'VerdictDeferred.v1',
];

/** What a log says about whose its events are. */
export interface OwnersSeen {
  /** Events that say another operator than their data does, or none where there is one. */
  readonly wrong: readonly object[];
  /** Of what noun the events of operators are, who wrote them, for which operators. */
  readonly kinds: readonly string[];
  readonly actors: readonly string[];
  readonly owners: readonly string[];
}

/** Looks at events from the start of a log; only `by` counts where it is given, for stages that make up the rest. */
export async function lookAtOwners(log: AsyncIterable<StoredEvent>, by?: readonly string[]): Promise<OwnersSeen> {
  const all = new EventOwners();
  const wrong: object[] = [];
  const [kinds, actors, owners] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for await (const event of log) {
    const { streamName, type, metadata } = event;
    if (ofNoOperator.test(streamName)) continue;
    const owner = all.ownerOf(event);
    if (by && !by.includes(metadata.actor)) continue;
    const mayBeNobodys = owner === undefined && notMatched.includes(type);
    if (metadata.onBehalfOf !== owner || (owner === undefined && !mayBeNobodys))
      wrong.push({ streamName, type, owner, metadata });
    if (owner === undefined) continue;
    kinds.add(kindOf(streamName));
    actors.add(metadata.actor.replace(/^key:.*/, 'key'));
    owners.add(owner);
  }
  return { wrong, kinds: [...kinds].toSorted(), actors: [...actors].toSorted(), owners: [...owners].toSorted() };
}

function kindOf(streamName: string): string {
  const [kind = ''] = /^(?:address-book|platform-fee|provider-balance|[a-z]+)(?=-)/.exec(streamName) ?? [];
  return kind;
}

/** Streams in which the events of many stand: each event says for itself whose it is. */
const shared = /^intent-/;

/** Tells whose the events of a log are, in order, by their business data alone: never by their metadata. */
class EventOwners {
  private readonly ofStream = new Map<string, string>();
  private readonly ofWallet = new Map<string, string>();

  /** Undefined for what nobody can say yet. To be called once for each event, from the start of the log. */
  ownerOf(event: StoredEvent): string | undefined {
    const { streamName } = event;
    const owner = this.named(event) ?? this.ofStream.get(streamName) ?? this.byWallet(streamName);
    if (owner === undefined) return undefined;
    if (!shared.test(streamName)) this.ofStream.set(streamName, owner);
    for (const walletId of walletsNamed(event, owner)) this.ofWallet.set(walletId, owner);
    return owner;
  }

  private named({ streamName, type, data }: StoredEvent): string | undefined {
    const { operatorId, fromOperatorId, payoutId, swapId, sourceWalletIds } = data;
    // Of the paying wallet, though many may have given: a sweep's own stream says whose it is.
    const own = fromOperatorId ?? operatorId;
    if (typeof own === 'string') return own;
    if (Array.isArray(sourceWalletIds)) return this.ofSources(sourceWalletIds.map(String));
    if (typeof payoutId === 'string') return this.ofStream.get(`payout-${payoutId}`);
    if (typeof swapId === 'string') return this.ofStream.get(`swap-${swapId}`);
    const sweep = type.startsWith('SweepApproved.') ? streamName.replace('gate-', 'sweep-') : '';
    return this.ofStream.get(sweep);
  }

  private ofSources(walletIds: readonly string[]): string | undefined {
    const [owner, ...others] = new Set(walletIds.map((walletId) => this.ofWallet.get(walletId)));
    return others.length === 0 ? owner : undefined;
  }

  private byWallet(streamName: string): string | undefined {
    const [, wallet] = /^(?:account|provider-balance)-(.+)-[^-]+$/.exec(streamName) ?? [];
    return this.ofWallet.get(wallet ?? '');
  }
}

/** Wallets that are registered, and the accounts of an operator that are no wallets of the provider. */
function walletsNamed({ type, data }: StoredEvent, owner: string): readonly string[] {
  const { walletId } = data;
  const registered = type.startsWith('WalletRegistered.') && typeof walletId === 'string' ? [walletId] : [];
  return [...registered, fiatWallet(owner), feeWalletId(owner)];
}
