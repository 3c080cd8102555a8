import { Command, Option } from 'commander';
import { withDatabase, withEventStreams } from '../support/connections.js';
import { positiveNumber } from '../support/numbers.js';
import { print, runCommand } from '../support/run-command.js';
import { traceJson, traceText } from './trace.lines.js';
import { tracesUnder, type TraceStores } from './traces-under.js';

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

async function trace(stores: TraceStores, reference: string, { limit, json }: TraceOptions): Promise<void> {
  const { traces, more } = await tracesUnder(stores, reference, limit);
  for (const each of traces) print(json ? traceJson(each) : traceText(each));
  if (more > 0 && !json) print(`${more} older ones share ${reference}; see --limit`);
}
