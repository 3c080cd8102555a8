import { z } from 'zod';
import { isLosslessNumber } from 'lossless-json';
import type { Widget } from '#apps/inabit-sandbox/world/terminal.js';

export interface TerminalRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** One call of the REST API, with the key it is asked with. */
export type TerminalEndpoint =
  | (Route & { readonly key: 'widget'; readonly handle: (request: TerminalRequest, widget: Widget) => unknown })
  | (Route & { readonly key: 'organization'; readonly handle: (request: TerminalRequest) => unknown });

export class TerminalError extends Error {
  override readonly name = 'TerminalError';

  constructor(
    readonly status: 401 | 403 | 404,
    message: string,
  ) {
    super(message);
  }
}

/** A JSON number of a body, as its decimal text. */
export const exactAmount = z.custom<object>(isLosslessNumber).transform(String).pipe(z.string().regex(/^-?\d/));

const page_default = 20;
const page_max = 100;

/** One page of a list, as `limit` and `offset` say. */
export function pageOf<Item>(items: readonly Item[], { query }: TerminalRequest): readonly Item[] {
  const limit = Math.min(numberIn(query['limit']) ?? page_default, page_max);
  const offset = numberIn(query['offset']) ?? 0;
  return items.slice(offset, offset + limit);
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
