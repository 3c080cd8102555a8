import { Command, Option } from 'commander';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { Database } from '#libs/read-store/database.js';
import { chainNouns, type Link } from '#libs/trace/chain-links.js';
import { ChainReader } from '#libs/trace/chain-reader.js';
import { distinctResources, traceOf, type Trace } from '#libs/trace/trace.js';
import { ReadModelChainIndex } from '#projections/references/chain-index.queries.js';
import { findReferences } from '#projections/references/references.queries.js';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { positiveNumber } from '../support/numbers.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { traceJson, traceText } from './trace.lines.js';

interface TraceOptions {
  readonly limit: number;
  readonly json?: true;
}

/** `ledger trace`: from any reference to everything that happened (PO-07, PO-08, PO-13). */
export function traceCommand(): Command {
  return new Command('trace')
    .description('from any reference to the whole chain of what happened, as one timeline')
    .argument('<reference>', 'our id, request id, idempotency key, provider id, transaction hash, address, player, …')
    .addOption(
      new Option('--limit <number>', 'of several that share the reference, the newest')
        .argParser(positiveNumber)
        .default(10),
    )
    .option('--json', 'one JSON object for each chain instead of text')
    .action((reference: string, options: TraceOptions) =>
      runCommand(() =>
        withEventStreams((streams) => withDatabase((database) => trace({ streams, database }, reference, options))),
      ),
    );
}

interface Stores {
  readonly streams: EventStreams;
  readonly database: Database;
}

async function trace({ streams, database }: Stores, reference: string, { limit, json }: TraceOptions): Promise<void> {
  const reader = new ChainReader(streams, new ReadModelChainIndex(database));
  const found = distinctResources(await findReferences(database, 'everybody', reference));
  const show = (each: Trace): void => print(json ? traceJson(each) : traceText(each));
  for (const resource of found.slice(0, limit)) show(await traceOf(reader, resource));
  if (found.length > limit && !json) print(`${found.length - limit} older ones share ${reference}; see --limit`);
  if (found.length > 0) return;
  const unlisted = await traceOf(reader, { resource: 'reference', resourceId: reference }, anythingNamed(reference));
  if (unlisted.steps.length === 0) throw new Refused(`The ledger knows nothing under ${reference}`);
  show(unlisted);
}

/** Not in the read model yet, or in none at all: a swap, a transaction of the provider that is nobody's. */
function anythingNamed(id: string): readonly Link[] {
  return [...chainNouns.map((noun) => ({ to: 'resource', noun, id }) as const), { to: 'provider', providerId: id }];
}
