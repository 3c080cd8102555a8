import { Command, Option } from 'commander';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { ResolveSweep, type ResolvedSweep, type SweepAnswer } from '#libs/sweeps/resolve-sweep.job.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { verdictOf, withVerdict, type VerdictOptions } from '../support/verdict-options.js';

interface ResolveOptions extends VerdictOptions {
  readonly as: 'booked' | 'dismissed';
  readonly part: readonly string[];
  readonly transactionHash?: string;
}

interface ResolveFeeOptions extends VerdictOptions {
  readonly paidBy?: string;
  readonly nobody?: true;
}

/** `ledger sweeps resolve`: how a sweep under review ends. */
export function resolveCommand(): Command {
  return withVerdict(new Command('resolve'))
    .description('say how a sweep under review ends; two people, with evidence')
    .argument('<transaction>', "the provider's id of it")
    .addOption(
      new Option('--as <outcome>', 'booked: as the evidence shows it; dismissed: nothing is booked for it')
        .choices(['booked', 'dismissed'])
        .makeOptionMandatory(),
    )
    .option('--part <wallet=amount...>', 'what each deposit wallet gave, for booked: wal_acme_1=12.5', [])
    .option('--transaction-hash <hash>', 'for booked')
    .addHelpText(
      'after',
      `
The worker books it: out of each wallet, into the Master Wallet. What a wallet has not got in the books is owed by its
operator (receivable:<operatorId>). Safe to repeat.`,
    )
    .action((transaction: string, options: ResolveOptions) =>
      runCommand(() => decide(options, (job) => job.resolve(transaction, answerOf(options)))),
    );
}

/** `ledger sweeps resolve-fee`: which wallet paid the fee when the gas station is not known. */
export function resolveFeeCommand(): Command {
  return withVerdict(new Command('resolve-fee'))
    .description('say which wallet paid the fee of a sweep whose gas station is unknown; two people, with evidence')
    .argument('<transaction>', "the provider's id of it")
    .option('--paid-by <wallet>', 'our id of the wallet')
    .option('--nobody', 'no wallet of ours')
    .addHelpText('after', '\nThe watch on fees books it. Safe to repeat.')
    .action((transaction: string, { paidBy, nobody, ...options }: ResolveFeeOptions) =>
      runCommand(() => {
        if ((paidBy === undefined) === (nobody === undefined))
          throw new Refused('One of --paid-by and --nobody is needed');
        const answer = { ...verdictOf(options), fromWalletId: paidBy };
        return decide(options, (job) => job.resolveFee(transaction, answer));
      }),
    );
}

async function decide({ by }: VerdictOptions, ask: (job: ResolveSweep) => Promise<ResolvedSweep>): Promise<void> {
  await withEventStreams(async (streams) => {
    const wallets = new RegisteredWallets(streams);
    const sweeps = new SweepStreams(new AggregateStore(streams, new RandomIds()), `user:${by}`, wallets);
    const job = new ResolveSweep({ sweeps, wallets }, new SystemClock());
    const resolved = await ask(job);
    if (resolved.outcome === 'refused') throw new Refused(`Refused: ${resolved.reason}`);
    print(resolved.isNews ? 'The review is ended' : 'It was ended so before');
  });
}

function answerOf(options: ResolveOptions): SweepAnswer {
  const { as: outcome, part, transactionHash } = options;
  if (outcome === 'booked') return { ...verdictOf(options), outcome, parts: part.map(partOf), transactionHash };
  if (part.length > 0) throw new Refused('--part is for --as booked');
  return { ...verdictOf(options), outcome };
}

function partOf(text: string): { walletId: string; amount: string } {
  const [walletId, amount, ...rest] = text.split('=');
  if (walletId === undefined || amount === undefined || rest.length > 0)
    throw new Refused(`${text} is no part: wal_acme_1=12.5`);
  return { walletId, amount };
}
