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
import { incomingOf, incomingPage, purchaseFields, purchaseOf, purchasePage, widgetPage } from './terminal-shapes.js';

/** The Terminal has no way to ask for one transaction, so its lists are searched, as far as this (fact sheet A11). */
const search_pages_max = 50;
const search_page = 100;
const widgets_max = 200;
const widgets_age_max_ms = 5 * 60_000;

/** The Terminal's REST interface. Transactions are listed widget by widget: their rows do not say whose they are. */
export class RestTerminal extends TerminalSource {
  private widgets: { readonly ids: readonly string[]; readonly until: number } | undefined;

  constructor(
    private readonly http: TerminalHttp,
    private readonly clock: Clock,
  ) {
    super();
  }

  async pullIncoming(providerId: string): Promise<Pulled<RawIncoming>> {
    for (let page = 0; page < search_pages_max; page++) {
      const { items, isLast } = await this.listIncoming(page * search_page, search_page);
      const found = items.find(({ sighting }) => sighting.providerId === providerId);
      if (found) return { outcome: 'found', ...found };
      if (isLast) return { outcome: 'not-found' };
    }
    throw new TerminalUnavailable(`not among the latest ${search_pages_max * search_page}`);
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
    return { items: pages.flatMap(({ items }) => items), isLast: pages.every(({ isLast }) => isLast) };
  }

  async listPurchases(offset: number, limit: number): Promise<PulledPage<RawPurchase>> {
    const path = `/v1/merchant/purchase/search?limit=${limit}&offset=${offset}`;
    const read = await this.http.read({ method: 'POST', path, body: {}, schema: purchasePage });
    if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
    const { evidence } = read;
    const items = read.data.purchases.map((fields) => ({ sighting: purchaseOf(fields), evidence }));
    return { items, isLast: items.length < limit };
  }

  private async listOfWidget(widgetId: string, offset: number, limit: number): Promise<PulledPage<RawIncoming>> {
    const query = new URLSearchParams({ limit: String(limit), offset: String(offset), widgetId });
    const path = `/v1/merchant/customer/incoming-transaction?${query.toString()}`;
    const read = await this.http.read({ method: 'GET', path, schema: incomingPage });
    if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
    const { evidence } = read;
    const items: readonly Sighted<RawIncoming>[] = read.data.transactions.map((fields) => ({
      sighting: incomingOf(fields, widgetId),
      evidence,
    }));
    return { items, isLast: items.length < limit };
  }

  /** They change rarely, and by hand. */
  private async widgetIds(): Promise<readonly string[]> {
    const now = this.clock.now().getTime();
    if (this.widgets && now < this.widgets.until) return this.widgets.ids;
    const path = `/v1/merchant/widget?limit=${widgets_max}&offset=0`;
    const read = await this.http.read({ method: 'GET', path, schema: widgetPage });
    if (read.outcome === 'not-found') throw new TerminalUnavailable('http-404');
    const ids = read.data.widgets.map((widget) => widget.id);
    this.widgets = { ids, until: now + widgets_age_max_ms };
    return ids;
  }
}
