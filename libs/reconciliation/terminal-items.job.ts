import { pause } from '../event-streams/deadline.js';
import {
  TerminalUnavailable,
  type PulledPage,
  type RawIncoming,
  type RawPurchase,
  type TerminalSource,
} from '../deposits/terminal-source.js';
import { terminalStatusOf, type TerminalStatus } from '../deposits/terminal-status.js';
import { formatAmount } from '../money/amount-text.js';
import type { Money } from '../money/money.js';
import type { ProviderItem } from './items.js';
import type { DepositSide, PulledItems } from './sides.js';

/** How far one run reads, so that it is no stampede (F6.4). */
export interface ListBounds {
  readonly pageSize: number;
  readonly pagesMax: number;
  /** Between two requests. */
  readonly gapMs: number;
  /** Of those that no page had. */
  readonly pullsMax: number;
}

type Gather = Omit<PulledItems, 'items' | 'unavailable'> & {
  readonly items: Map<string, ProviderItem>;
  readonly unavailable: Set<string>;
};

/** What the Terminal tells; its lists are no proof that something is not there, so what they lack is asked for (F6.3). */
export function terminalItems(terminal: TerminalSource, bounds: ListBounds, signal: AbortSignal): DepositSide {
  const reader = new ListReader(bounds, signal);
  return {
    look: async (wanted, hasNews) => {
      const into: Gather = { items: new Map(), unavailable: new Set() };
      await reader.read(into, wanted.deposits, hasNews, {
        list: (offset, limit) => terminal.listIncoming(offset, limit),
        pull: (providerId) => terminal.pullIncoming(providerId),
        atOnce: bounds.pullsMax, // One search of the lists serves all that are asked for together.
        itemOf: incomingItem,
      });
      await reader.read(into, wanted.purchases, hasNews, {
        list: (offset, limit) => terminal.listPurchases(offset, limit),
        pull: (providerId) => terminal.pullPurchase(providerId),
        atOnce: 1,
        itemOf: purchaseItem,
      });
      return { items: [...into.items.values()], unavailable: into.unavailable };
    },
  };
}

interface Door<Sighting> {
  readonly list: (offset: number, limit: number) => Promise<PulledPage<Sighting>>;
  readonly pull: (
    providerId: string,
  ) => Promise<{ readonly outcome: 'found'; readonly sighting: Sighting } | { readonly outcome: 'not-found' }>;
  /** So many of those that no page had are asked for side by side. */
  readonly atOnce: number;
  readonly itemOf: (sighting: Sighting) => ProviderItem;
}

class ListReader {
  constructor(
    private readonly bounds: ListBounds,
    private readonly signal: AbortSignal,
  ) {}

  /** Whatever the Terminal does not answer for is unavailable, and what it told before stays. */
  async read<Sighting>(
    into: Gather,
    wanted: ReadonlySet<string>,
    hasNews: (page: readonly ProviderItem[]) => Promise<boolean>,
    door: Door<Sighting>,
  ): Promise<void> {
    const missing = (): string[] => [...wanted].filter((id) => !into.items.has(id));
    try {
      await this.readPages(into, async (page) => missing().length > 0 || hasNews(page), door);
      await this.pullEach(into, missing(), door);
    } catch (error) {
      if (!(error instanceof TerminalUnavailable)) throw error;
      for (const id of missing()) into.unavailable.add(id);
    }
  }

  private async readPages<Sighting>(
    { items }: Gather,
    goesOn: (page: readonly ProviderItem[]) => Promise<boolean>,
    { list, itemOf }: Door<Sighting>,
  ): Promise<void> {
    const { pageSize, pagesMax, gapMs } = this.bounds;
    for (let page = 0; page < pagesMax && !this.signal.aborted; page++) {
      if (page > 0) await pause(gapMs, this.signal);
      const read = await list(page * pageSize, pageSize);
      const listed = read.items.map(({ sighting }) => itemOf(sighting));
      for (const item of listed) if (!items.has(item.providerId)) items.set(item.providerId, item);
      if (read.isLast || !(await goesOn(listed))) return;
    }
  }

  private async pullEach<Sighting>(
    into: Gather,
    ids: readonly string[],
    { pull, atOnce, itemOf }: Door<Sighting>,
  ): Promise<void> {
    const { pullsMax, gapMs } = this.bounds;
    for (const id of ids.slice(pullsMax)) into.unavailable.add(id);
    const pullOne = async (id: string): Promise<void> => {
      const pulled = await pull(id);
      if (pulled.outcome === 'found') into.items.set(id, itemOf(pulled.sighting));
    };
    const asked = ids.slice(0, pullsMax);
    for (let from = 0; from < asked.length; from += atOnce) {
      const some = asked.slice(from, from + atOnce);
      await pause(gapMs, this.signal);
      if (this.signal.aborted) for (const id of some) into.unavailable.add(id);
      else await Promise.all(some.map(pullOne));
    }
  }
}

/** Where each status leaves the money, in the words that both sides share. */
const states: Readonly<Record<TerminalStatus, ProviderItem['state']>> = {
  Initiated: 'open',
  GenerateAddressFailed: 'failed',
  Allocated: 'open',
  Expired: 'failed',
  Pending: 'open',
  Unconfirmed: 'open',
  Undercharge: 'open',
  UnderchargeExpired: 'failed',
  Confirming: 'open',
  PendingFork: 'open',
  Overcharge: 'open',
  Completed: 'completed',
  Swept: 'completed',
  Failed: 'failed',
};
/** Money that came too late or too little: whose it is, a person here decides. */
const decidedHere: ReadonlySet<string> = new Set(['Expired', 'UnderchargeExpired']);

function incomingItem({ providerId, status, asset, amount, address }: RawIncoming): ProviderItem {
  return providerItem({ providerId, status, asset, address, amount, state: stateOf(status) });
}

function purchaseItem({ providerId, status, asset, received, address }: RawPurchase): ProviderItem {
  const isPaid = received !== undefined && received.minor !== 0n;
  const state = isPaid && decidedHere.has(status) ? 'left-to-us' : stateOf(status);
  // What nobody has chosen an asset for cannot have been paid.
  const amount = received ?? (asset ? undefined : 'nothing');
  return providerItem({ providerId, status, asset, address, amount, state });
}

function stateOf(status: string): ProviderItem['state'] {
  const known = terminalStatusOf(status);
  return known ? states[known] : 'unknown';
}

type Read = Pick<ProviderItem, 'providerId' | 'status' | 'asset' | 'state'> & {
  readonly address: string | undefined;
  readonly amount: Money | 'nothing' | undefined;
};

function providerItem({ providerId, status, asset, state, address, amount }: Read): ProviderItem {
  const nothing = { output: undefined, fee: undefined, transactionHash: undefined, note: undefined, at: undefined };
  return {
    providerId,
    direction: 'in',
    state,
    status,
    asset,
    assetText: asset ? `${asset.token} on ${asset.chain}` : 'an asset that is not known',
    amount: amount === undefined ? 'unreadable' : amount === 'nothing' ? '0' : formatAmount(amount),
    destination: address,
    ...nothing,
  };
}
