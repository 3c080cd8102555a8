import {
  TerminalSource,
  TerminalUnavailable,
  type Pulled,
  type PulledPage,
  type RawIncoming,
  type RawPurchase,
  type Sighted,
} from '#libs/deposits/terminal-source.js';
import type { Clock } from '#libs/platform/clock.js';
import type { TerminalHttp } from './terminal-http.js';
import {
  incomingFields,
  incomingOf,
  incomingPage,
  purchaseFields,
  purchaseOf,
  purchasePage,
  readRows,
  widgetPage,
} from './terminal-shapes.js';

/** The Terminal has no way to ask for one transaction, so its lists are searched, as far as this (fact sheet A11). */
const search_pages_max = 50;
const search_page = 100;
const widgets_page = 200;
const widget_pages_max = 50;
const widgets_age_max_ms = 5 * 60_000;

/** A search through the lists that has not begun yet, and whom it looks for. */
interface Search {
  readonly wanted: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Pulled<RawIncoming>>>;
}

/** The Terminal's REST interface. Transactions are listed widget by widget: their rows do not say whose they are. */
export class RestTerminal extends TerminalSource {
  private upcoming: Search | undefined;
  private searching: Promise<unknown> = Promise.resolve();
  private widgets: { readonly ids: readonly string[]; readonly until: number } | undefined;

  constructor(
    private readonly http: TerminalHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  /**
   * One search at a time, for all that were asked for before it began: a thousand ids that do not exist cost as much as
   * one, so nobody who forges webhooks can make us ask without end.
   */
  async pullIncoming(providerId: string): Promise<Pulled<RawIncoming>> {
    const search = (this.upcoming ??= this.nextSearch());
    search.wanted.add(providerId);
    const pulled = (await search.found).get(providerId);
    if (pulled) return pulled;
    throw new TerminalUnavailable(`not among the readable ones of the latest ${search_pages_max * search_page}`);
  }

  async pullPurchase(providerId: string): Promise<Pulled<RawPurchase>> {
    const path = `/v1/merchant/purchase/${encodeURIComponent(providerId)}`;
    const read = await this.http.read({ method: 'GET', path, schema: purchaseFields });
    if (read.outcome === 'not-found') return read;
    return { outcome: 'found', sighting: purchaseOf(read.data), evidence: read.evidence };
  }

  async listIncoming(offset: number, limit: number): Promise<PulledPage<RawIncoming>> {
    const pages: PulledPage<RawIncoming>[] = [];
    for (const widgetId of await this.widgetIds()) pages.push(await this.listOfWidget(widgetId, offset, limit));
    return {
      items: pages.flatMap(({ items }) => items),
      unreadable: pages.flatMap(({ unreadable }) => unreadable),
      isLast: pages.every(({ isLast }) => isLast),
    };
  }

  async listPurchases(offset: number, limit: number): Promise<PulledPage<RawPurchase>> {
    const path = `/v1/merchant/purchase/search?limit=${limit}&offset=${offset}`;
    const read = await this.http.read({ method: 'POST', path, body: {}, schema: purchasePage });
    if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
    const { evidence, data } = read;
    const { fields, unreadable } = readRows({ list: 'purchases', evidence }, data.purchases, purchaseFields);
    const items = fields.map((purchase) => ({ sighting: purchaseOf(purchase), evidence }));
    return { items, unreadable, isLast: data.purchases.length < limit };
  }

  private nextSearch(): Search {
    const wanted = new Set<string>();
    const found = this.searching.then(async () => {
      this.upcoming = undefined;
      return this.search(wanted);
    });
    this.searching = found.catch(() => undefined); // Those who wait for it hear of it.
    return { wanted, found };
  }

  /** Without those of which nothing was learned. */
  private async search(wanted: ReadonlySet<string>): Promise<ReadonlyMap<string, Pulled<RawIncoming>>> {
    const pulled = new Map<string, Pulled<RawIncoming>>();
    const unreadableIds = new Set<string>();
    for (let page = 0; page < search_pages_max && pulled.size < wanted.size; page++) {
      const { items, unreadable, isLast } = await this.listIncoming(page * search_page, search_page);
      for (const { providerId } of unreadable) if (providerId !== undefined) unreadableIds.add(providerId);
      for (const found of items)
        if (wanted.has(found.sighting.providerId))
          pulled.set(found.sighting.providerId, { outcome: 'found', ...found });
      if (isLast)
        for (const id of wanted)
          if (!pulled.has(id) && !unreadableIds.has(id)) pulled.set(id, { outcome: 'not-found' });
      if (isLast) return pulled;
    }
    return pulled;
  }

  private async listOfWidget(widgetId: string, offset: number, limit: number): Promise<PulledPage<RawIncoming>> {
    const query = new URLSearchParams({ limit: String(limit), offset: String(offset), widgetId });
    const path = `/v1/merchant/customer/incoming-transaction?${query.toString()}`;
    const read = await this.http.read({ method: 'GET', path, schema: incomingPage });
    if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
    const { evidence, data, askedAt } = read;
    const { fields, unreadable } = readRows(
      { list: 'transactions', widgetId, evidence },
      data.transactions,
      incomingFields,
    );
    const items: readonly Sighted<RawIncoming>[] = fields.map((transaction) => ({
      sighting: incomingOf(transaction, widgetId),
      evidence,
      askedAt,
    }));
    return { items, unreadable, isLast: data.transactions.length < limit };
  }

  /** They change rarely, and by hand. */
  private async widgetIds(): Promise<readonly string[]> {
    const now = this.clock.now().getTime();
    if (this.widgets && now < this.widgets.until) return this.widgets.ids;
    const ids = await this.allWidgetIds();
    this.widgets = { ids, until: now + widgets_age_max_ms };
    return ids;
  }

  /** Each once: what is on one page may have moved to the next meanwhile. */
  private async allWidgetIds(): Promise<readonly string[]> {
    const ids = new Set<string>();
    for (let page = 0; page < widget_pages_max; page++) {
      const path = `/v1/merchant/widget?limit=${widgets_page}&offset=${page * widgets_page}`;
      const read = await this.http.read({ method: 'GET', path, schema: widgetPage });
      if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
      const { widgets } = read.data;
      for (const { id } of widgets) ids.add(id);
      if (widgets.length < widgets_page) return [...ids];
    }
    throw new TerminalUnavailable(`more than ${widget_pages_max * widgets_page} widgets`);
  }
}
