import { Command, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { ResolveOutcomes } from '#libs/gate/resolve-outcome.job.js';
import { parseAmount } from '#libs/money/amount-text.js';
import type { Asset } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import { nativeAsset } from '#libs/money/native-asset.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { SwapStreams } from '#libs/swaps/swap-streams.js';
import { withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';

interface ResumeOptions {
  readonly by: string;
  readonly reason: string;
}

interface ResolveOptions {
  readonly outcome: 'swapped' | 'not-swapped';
  readonly evidence: string;
  readonly providerId?: string;
  readonly output?: string;
  readonly fee?: string;
  readonly by: string;
  readonly approvedBy: string;
}

/** `ledger swap …`: what people decide about a swap in review. */
export function swapCommand(): Command {
  return new Command('swap')
    .description('swaps that wait for a person')
    .addCommand(resumeCommand())
    .addCommand(resolveCommand());
}

function resumeCommand(): Command {
  return new Command('resume')
    .description('the cause of the review is mended, or the price was seen: let the swap go on by itself')
    .argument('<swapId>')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--reason <text>', 'what was mended, or found')
    .action((swapId: string, options: ResumeOptions) => runCommand(() => resume(swapId, options)));
}

function resolveCommand(): Command {
  return new Command('resolve')
    .description('say what became of a swap whose outcome nobody can tell; two people, with evidence')
    .argument('<swapId>')
    .addOption(new Option('--outcome <outcome>').choices(['swapped', 'not-swapped']).makeOptionMandatory())
    .requiredOption('--evidence <text>', 'what proves it: a chain hash, a statement of the provider')
    .option('--provider-id <id>', 'the transaction that swapped; needed for swapped')
    .option('--output <amount>', 'what came out, in the asset that was asked for; needed for swapped')
    .option('--fee <amount>', 'what it cost, in the coin of the chain that it was paid on')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--approved-by <person>', 'who checked it; somebody else')
    .action((swapId: string, options: ResolveOptions) => runCommand(() => resolve(swapId, options)));
}

async function resume(swapId: string, { by: person, reason }: ResumeOptions): Promise<void> {
  const by = `user:${person}`;
  await withEventStreams(async (streams) => {
    const swaps = new SwapStreams(new AggregateStore(streams, new RandomIds()), by);
    const data = { by, reason, now: new SystemClock().now() };
    const executed = await swaps.execute(swapId, { type: 'ResumeSwap', data });
    if (executed.outcome === 'rejected') throw new Refused(`Refused: ${executed.rejection.code}`);
    print(`${swapId} is ${executed.state.status}`);
  });
}

async function resolve(swapId: string, options: ResolveOptions): Promise<void> {
  const { outcome, evidence, providerId, by, approvedBy } = options;
  const [resolvedBy, now] = [`user:${by}`, new SystemClock().now()];
  await withEventStreams(async (streams) => {
    const store = new AggregateStore(streams, new RandomIds());
    const swap = await new SwapStreams(store, resolvedBy).load(swapId);
    if (swap.status === 'absent') throw new Refused(`${swapId} is not known`);
    const { amount, toAsset } = swap.request;
    const shown = { output: said(options.output, toAsset), fee: said(options.fee, nativeAsset(amount.asset.chain)) };
    const data = { outcome, evidence, providerId, ...shown, resolvedBy, approvedBy: `user:${approvedBy}`, now };
    const resolved = await new ResolveOutcomes(store, resolvedBy).swap(swapId, data);
    if (resolved.outcome === 'refused') throw new Refused(`Refused: ${resolved.code}`);
    print(`${swapId} is ${resolved.status}`);
  });
}

function said(text: string | undefined, asset: Asset): Money | undefined {
  if (text === undefined) return undefined;
  const parsed = parseAmount(text, asset);
  if (parsed.ok) return parsed.money;
  throw new Refused(`${text} is no amount of ${asset.token}@${asset.chain}: ${parsed.problem.replaceAll('-', ' ')}`);
}
