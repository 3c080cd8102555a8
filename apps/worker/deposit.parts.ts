import type { Networks } from '#libs/chains/networks.js';
import { CustomerKeys } from '#libs/deposits/customer-key.js';
import type { DepositHint, DepositHints } from '#libs/deposits/deposit-hints.js';
import { DepositPostings } from '#libs/deposits/deposit-postings.reactor.js';
import { DepositStreams } from '#libs/deposits/deposit-streams.js';
import { OpenDeposits } from '#libs/deposits/open-deposits.js';
import { PollTerminal, type PollBounds } from '#libs/deposits/poll-terminal.job.js';
import { RefreshDeposit } from '#libs/deposits/refresh-deposit.reactor.js';
import { RefreshDeposits } from '#libs/deposits/refresh-deposits.reactor.js';
import { RefreshOrder } from '#libs/deposits/refresh-order.reactor.js';
import { SettleDeposit } from '#libs/deposits/settle-deposit.reactor.js';
import { SettleOrder } from '#libs/deposits/settle-order.reactor.js';
import type { TerminalSource } from '#libs/deposits/terminal-source.js';
import { UnlinkedPayments } from '#libs/deposits/unlinked-payment.reactor.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { RestTerminal } from '#libs/inabit/terminal/rest-terminal.js';
import { TerminalHttp } from '#libs/inabit/terminal/terminal-http.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { WidgetStreams } from '#libs/operators/widget-streams.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { Log } from '#libs/platform/logging.js';
import type { TerminalConfig } from '#libs/platform/terminal.config.js';
import type { Database } from '#libs/read-store/database.js';
import { openDepositIds, openOrderIds } from '#projections/deposits/deposits.queries.js';
import type { Poll } from './poll-runner.js';

/** Purchases first: what is paid at their addresses is theirs. */
const kinds = ['purchase', 'incoming-transaction'] as const;

export interface DepositParts {
  readonly terminal: TerminalSource;
  readonly hints: DepositHints;
  /** Both of the Terminal's lists. */
  readonly polls: readonly Poll[];
}

/** No published limit of the provider's is known: five requests a second at most (provider notes §8.4). */
const bounds: PollBounds = {
  pageSize: 50,
  overlapPages: 2,
  revisitPages: 4,
  depthPages: 200,
  gapMs: 200,
  pullsMax: 100,
};

interface DepositDoors {
  readonly streams: EventStreams;
  readonly database: Database;
  readonly networks: Networks;
  readonly log: Log;
}

/** What looks deposits up and books them. */
export function depositParts(config: TerminalConfig, { streams, database, networks, log }: DepositDoors): DepositParts {
  const clock = new SystemClock();
  const store = new AggregateStore(streams, new RandomIds());
  const terminal = new RestTerminal(new TerminalHttp({ ...config, clock }), clock);
  const owners = { widgets: new WidgetStreams(store), customers: new CustomerKeys(config.customerSecret), networks };
  const accounts = new Accounts(store, 'worker');
  const depositStreams = new DepositStreams(store, 'worker');
  const orders = new RefreshOrder(depositStreams, owners, new SettleOrder(depositStreams, accounts, clock), clock);
  const unlinked = new UnlinkedPayments(depositStreams, terminal, orders);
  const settleDeposit = new SettleDeposit(depositStreams, unlinked, new DepositPostings(accounts, clock), clock);
  const deposits = new RefreshDeposit(depositStreams, owners, settleDeposit, clock);
  const hints = new RefreshDeposits(terminal, deposits, orders);
  const poll = new PollTerminal({ terminal, deposits, orders, hints }, new OpenInTables(database), bounds);
  const run = async (kind: DepositHint['kind']): Promise<void> => {
    const { failed } = await poll.run(kind);
    for (const { providerId, error } of failed) log.warn('deposit-not-recorded', { kind, providerId, error });
  };
  return { terminal, hints, polls: kinds.map((kind) => ({ kind: `terminal ${kind}`, run: async () => run(kind) })) };
}

class OpenInTables extends OpenDeposits {
  constructor(private readonly database: Database) {
    super();
  }

  pages(kind: DepositHint['kind'], after?: string): AsyncIterable<readonly string[]> {
    return kind === 'purchase' ? openOrderIds(this.database, after) : openDepositIds(this.database, after);
  }
}
