import type { IncomingSighting, PurchaseSighting } from './sighting.js';

/** As the provider reports it: who the customer is stands here in clear, and must go no further (DW-29). */
export type RawIncoming = Omit<IncomingSighting, 'customerKey'> & { readonly customerIdentifier?: string | undefined };
export type RawPurchase = Omit<PurchaseSighting, 'purchaseKey'> & { readonly purchaseIdentifier?: string | undefined };

export interface Sighted<Sighting> {
  readonly sighting: Sighting;
  /** What was pulled: hash of the answer (INV-I3). */
  readonly evidence: string;
  /** When the provider was asked, by our clock, for what does not say itself as of when it is. */
  readonly askedAt?: Date;
}

export type Pulled<Sighting> = ({ readonly outcome: 'found' } & Sighted<Sighting>) | { readonly outcome: 'not-found' };

/** One page of a list, newest first. Its order may change between two pages, and items may come twice (F6.3). */
export interface PulledPage<Sighting> {
  readonly items: readonly Sighted<Sighting>[];
  /** What of it is of another shape than is known: it keeps nothing else back. */
  readonly unreadable: readonly UnreadableRow[];
  readonly isLast: boolean;
}

/** As far as it can be told. */
export interface UnreadableRow {
  readonly providerId: string | undefined;
  readonly widgetId: string;
  readonly status: string;
  /** The fields that are not as they should be, whatever place of the list the row has come to. */
  readonly fields: string;
  readonly evidence: string;
  readonly error: TerminalUnavailable;
}

/** Nothing was learned: no answer, a refusal, or one of another shape. Ask again later. */
export class TerminalUnavailable extends Error {
  override readonly name = 'TerminalUnavailable';
}

/** The provider's Terminal, as far as it is looked at. Every method @throws TerminalUnavailable. */
export abstract class TerminalSource {
  abstract pullIncoming(providerId: string): Promise<Pulled<RawIncoming>>;

  abstract pullPurchase(providerId: string): Promise<Pulled<RawPurchase>>;

  abstract listIncoming(offset: number, limit: number): Promise<PulledPage<RawIncoming>>;

  abstract listPurchases(offset: number, limit: number): Promise<PulledPage<RawPurchase>>;
}

/** @throws TerminalUnavailable for an answer about another one than was asked for. */
export function mustBe(asked: string, { providerId }: { readonly providerId: string }): void {
  if (providerId !== asked) throw new TerminalUnavailable('asked for one, got another');
}
