import { Command, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { ResolveOutcomes } from '#libs/gate/resolve-outcome.job.js';
import type { PayoutCommand, ResolveOutcome } from '#libs/payouts/payout.commands.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { loadCommand } from './load.command.js';

interface ResumeOptions {
  readonly by: string;
  readonly reason: string;
}

interface ResolveOptions {
  readonly outcome: 'paid' | 'not-paid';
  readonly evidence: string;
  readonly providerId?: string;
  readonly transactionHash?: string;
  readonly by: string;
  readonly approvedBy: string;
}

/** `ledger payout …`: what people decide about a payout in review, and how many need it. */
export function payoutCommand(): Command {
  return new Command('payout')
    .description('payouts that wait for a person, and how many did')
    .addCommand(resumeCommand())
    .addCommand(resolveCommand())
    .addCommand(loadCommand());
}

function resumeCommand(): Command {
  return new Command('resume')
    .description('the cause of the review is mended: let the payout go on by itself')
    .argument('<payoutId>')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--reason <text>', 'what was mended')
    .action((payoutId: string, { by, reason }: ResumeOptions) =>
      runCommand(() => decide(payoutId, by, (now) => ({ type: 'ResumePayout', data: { by, reason, now } }))),
    );
}

function resolveCommand(): Command {
  return new Command('resolve')
    .description('say what became of a payout whose outcome nobody can tell; two people, with evidence')
    .argument('<payoutId>')
    .addOption(new Option('--outcome <outcome>').choices(['paid', 'not-paid']).makeOptionMandatory())
    .requiredOption('--evidence <text>', 'what proves it: a chain hash, a statement of the provider')
    .option('--provider-id <id>', 'the transaction that paid; needed for paid')
    .option('--transaction-hash <hash>')
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--approved-by <person>', 'who checked it; somebody else')
    .action((payoutId: string, { by: resolvedBy, ...options }: ResolveOptions) =>
      runCommand(() => resolve(payoutId, { ...options, resolvedBy, now: new SystemClock().now() })),
    );
}

async function resolve(payoutId: string, said: ResolveOutcome): Promise<void> {
  await withEventStreams(async (streams) => {
    const job = new ResolveOutcomes(new AggregateStore(streams, new RandomIds()), `user:${said.resolvedBy}`);
    const resolved = await job.payout(payoutId, said);
    if (resolved.outcome === 'refused') throw new Refused(`Refused: ${resolved.code}`);
    print(`${payoutId} is ${resolved.status}`);
  });
}

async function decide(payoutId: string, by: string, commandAt: (now: Date) => PayoutCommand): Promise<void> {
  await withEventStreams(async (streams) => {
    const payouts = new PayoutStreams(new AggregateStore(streams, new RandomIds()), `user:${by}`);
    const executed = await payouts.execute(payoutId, commandAt(new SystemClock().now()));
    if (executed.outcome === 'rejected') throw new Refused(`Refused: ${executed.rejection.code}`);
    print(`${payoutId} is ${executed.state.status}`);
  });
}
