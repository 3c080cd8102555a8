import type { StoredEvent } from '#libs/event-streams/event-streams.js';

/** Whose events are wanted. */
export interface ScopeOptions {
  readonly operator?: string;
  readonly wallet?: string;
}

/** Streams in which the events of many stand. */
const shared = /^(?:intent|inbox|webhooks|day)-/;

/**
 * Picks what belongs to an operator or a wallet. Few events name them, so what an event that does is correlated with, and
 * the stream in which it stands, belong to them from there on. The log has to be shown from its start.
 */
export class EventScope {
  private readonly wallets = new Set<string>();
  private readonly streams = new Set<string>();
  private readonly causes = new Set<string>();

  constructor(private readonly options: ScopeOptions) {
    if (options.wallet !== undefined) this.wallets.add(options.wallet);
  }

  /** Whether nothing but the whole log tells what belongs. */
  get isWanted(): boolean {
    return this.options.operator !== undefined || this.options.wallet !== undefined;
  }

  has(event: StoredEvent): boolean {
    if (!this.isWanted) return true;
    const { streamName, metadata, type, data } = event;
    const isOwnStream = this.streams.has(streamName);
    const isOwn = isOwnStream || this.names(event);
    if (isOwn) {
      this.causes.add(metadata.correlationId);
      if (!shared.test(streamName)) this.streams.add(streamName);
      const registered = type.startsWith('WalletRegistered.') && this.options.operator !== undefined;
      if (registered && typeof data['walletId'] === 'string') this.wallets.add(data['walletId']);
    }
    return isOwn || this.causes.has(metadata.correlationId);
  }

  private names({ data, metadata }: StoredEvent): boolean {
    const { operator } = this.options;
    const { operatorId, fromOperatorId, toOperatorId, walletId, fromWalletId, toWalletId } = data;
    const operators = [operatorId, fromOperatorId, toOperatorId, metadata.onBehalfOf];
    if (operator !== undefined && operators.includes(operator)) return true;
    return [walletId, fromWalletId, toWalletId].some((id) => typeof id === 'string' && this.wallets.has(id));
  }
}
