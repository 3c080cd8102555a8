import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { Database } from '#libs/read-store/database.js';
import { chainNouns, type Link } from '#libs/trace/chain-links.js';
import { ChainReader } from '#libs/trace/chain-reader.js';
import { distinctResources, traceOf, type Trace } from '#libs/trace/trace.js';
import { ReadModelChainIndex } from '#projections/references/chain-index.queries.js';
import { findReferences } from '#projections/references/references.queries.js';
import { Refused } from '../support/run-command.js';

export interface TraceStores {
  readonly streams: EventStreams;
  readonly database: Database;
}

export interface TracesUnder {
  /** The newest first. */
  readonly traces: readonly Trace[];
  /** So many more share the reference. */
  readonly more: number;
}

/** The chains of whatever a reference finds, whoever’s it is. @throws Refused when there is nothing */
export async function tracesUnder(
  { streams, database }: TraceStores,
  reference: string,
  limit: number,
): Promise<TracesUnder> {
  const reader = new ChainReader(streams, new ReadModelChainIndex(database, 'platform'));
  const found = distinctResources(await findReferences(database, 'everybody', reference));
  if (found.length === 0) return { traces: [await unlisted(reader, reference)], more: 0 };
  const traces: Trace[] = [];
  for (const resource of found.slice(0, limit)) traces.push(await traceOf(reader, resource));
  return { traces, more: found.length - traces.length };
}

/** Not in the read model yet, or in none at all: a transaction of the provider that is nobody's. */
async function unlisted(reader: ChainReader, id: string): Promise<Trace> {
  const start: readonly Link[] = [
    ...chainNouns.map((noun) => ({ to: 'resource', noun, id }) as const),
    { to: 'provider', providerId: id },
  ];
  const trace = await traceOf(reader, { resource: 'reference', resourceId: id }, start);
  if (trace.steps.length === 0) throw new Refused(`The ledger knows nothing under ${id}`);
  return trace;
}
