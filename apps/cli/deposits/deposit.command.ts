import { Command, Option } from 'commander';
import { DepositPostings } from '#libs/deposits/deposit-postings.reactor.js';
import { DepositStreams } from '#libs/deposits/deposit-streams.js';
import { suspenseResolutions, type SuspenseResolution } from '#libs/deposits/deposit.events.js';
import type { Deposit } from '#libs/deposits/deposit.state.js';
import type { Order } from '#libs/deposits/order.state.js';
import { ResolveSuspense } from '#libs/deposits/resolve-suspense.reactor.js';
import { openReasons } from '#libs/deposits/reviews.js';
import { SettleOrder } from '#libs/deposits/settle-order.reactor.js';
import { AggregateStore, type Executed } from '#libs/event-streams/aggregate-store.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { withEventStreams } from '../support/connections.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { verdictOf, withVerdict, type VerdictOptions } from '../support/verdict-options.js';

interface CloseOptions {
  readonly by: string;
  readonly reason: string;
  readonly review?: string;
}

interface ResolveOptions extends VerdictOptions {
  readonly to: SuspenseResolution;
  readonly payment?: string;
}

interface Objection {
  readonly code: string;
  readonly open?: readonly string[];
  readonly payment?: string;
}

type Decided = Executed<Deposit | Order, unknown, Objection>;

const depositOrOrder = ['<id>', 'dep_… or ord_…'] as const;

/** `ledger deposit …`: what people decide about a deposit or an order in review. */
export function depositCommand(): Command {
  return new Command('deposit')
    .description('deposits and orders that wait for a person')
    .addCommand(closeCommand())
    .addCommand(resolveCommand());
}

function closeCommand(): Command {
  return new Command('close-review')
    .description('somebody has seen to it; moves no money')
    .argument(...depositOrOrder)
    .requiredOption('--by <person>', 'who decides')
    .requiredOption('--reason <text>', 'what was found or done')
    .option('--review <reason>', 'which one, such as status-conflict; needed where several are open')
    .action((id: string, options: CloseOptions) => runCommand(() => closeReview(id, options)));
}

const resolveHelp = `
It waits in suspense, or locked where the provider contradicts itself or our record, or less came than was asked for.
An excess that was set aside goes to the operator too. Where the provider counts less than before, --payment with
--to outside takes one payment out of the books, credited or not. Transactions that were seen at once are one payment: it is
named by its own id, which is told then. Safe to repeat.`;

function resolveCommand(): Command {
  const to = new Option('--to <whom>', 'operator: it is theirs, to keep or to pay back; outside: it never came')
    .choices(suspenseResolutions)
    .makeOptionMandatory();
  return withVerdict(new Command('resolve'))
    .description('say whose the money is that waits for a person; two people, with evidence; ends the review')
    .argument(...depositOrOrder)
    .addOption(to)
    .option('--payment <transaction>', 'one payment of an order alone, by its transaction or its id')
    .addHelpText('after', resolveHelp)
    .action((id: string, options: ResolveOptions) => runCommand(() => resolve(id, options)));
}

async function closeReview(id: string, { by, reason: note, review }: CloseOptions): Promise<void> {
  const data = { by: `user:${by}`, note, reason: review?.replaceAll('_', '-'), now: new SystemClock().now() };
  await withEventStreams(async (streams) => {
    const nouns = new DepositStreams(new AggregateStore(streams, new RandomIds()), data.by);
    const { events, state } = await decided(id, {
      deposit: () => nouns.onDeposit(id, { type: 'CloseDepositReview', data }),
      order: () => nouns.onOrder(id, { type: 'CloseOrderReview', data }),
    });
    if (events.length === 0) return print(`${id} is not under review`);
    const open = 'reviews' in state ? openReasons(state.reviews) : [];
    print(`The review of ${id} is closed${open.length > 0 ? `; it is still under review: ${open.join(', ')}` : ''}`);
  });
}

async function resolve(id: string, { to, payment, ...options }: ResolveOptions): Promise<void> {
  if (payment !== undefined && !id.startsWith('ord_')) throw new Refused(`${id} is no order: it has one payment`);
  const clock = new SystemClock();
  const data = { to, ...verdictOf(options), now: clock.now() };
  const { resolvedBy } = data;
  await withEventStreams(async (streams) => {
    const store = new AggregateStore(streams, new RandomIds());
    const [nouns, accounts] = [new DepositStreams(store, resolvedBy), new Accounts(store, resolvedBy)];
    const orders = new SettleOrder(nouns, accounts, clock);
    const suspense = new ResolveSuspense(nouns, new DepositPostings(accounts, clock), orders);
    const { events } = await decided(id, {
      deposit: () => suspense.deposit(id, data),
      order: () => suspense.order(id, { ...data, payment }),
    });
    const whose = to === 'operator' ? 'is the operator’s' : 'is out of the books';
    print(events.length > 0 ? `The money of ${id} ${whose}` : `It had been said before: the money of ${id} ${whose}`);
  });
}

/** @throws Refused */
async function decided(
  id: string,
  on: { readonly deposit: () => Promise<Decided>; readonly order: () => Promise<Decided> },
): Promise<Extract<Decided, { readonly outcome: 'accepted' }>> {
  const noun = { dep_: on.deposit, ord_: on.order }[id.slice(0, 4)];
  if (!noun) throw new Refused(`${id} is neither a deposit nor an order`);
  const executed = await noun();
  if (executed.outcome === 'accepted') return executed;
  const { code, open = [], payment } = executed.rejection;
  const all = payment === undefined ? '' : `; all of them are ${payment} (--payment)`;
  throw new Refused(`Refused: ${code}${all}${open.length > 0 ? `; open are ${open.join(', ')} (--review)` : ''}`);
}
