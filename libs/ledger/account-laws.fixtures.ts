import { folds, must, readsBack, type Law, type Rules } from '../decider/laws.fixtures.js';
import { sameAsset } from '../money/asset.js';
import { available, incoming, reserved, type AccountName } from './account-name.js';
import { accountCodec } from './account.codec.js';
import type { AccountEvent } from './account.events.js';
import type { AccountCommand, AccountRejection } from './account.commands.js';
import { accountDecider } from './account.js';
import type { Account } from './account.state.js';
import { usdt, walletId } from './account.fixtures.js';

export type AccountRules = Rules<AccountCommand, Account, AccountEvent, AccountRejection>;
type AccountLaw = Law<AccountCommand, Account, AccountEvent, AccountRejection>;

export const accountRules: AccountRules = {
  decider: accountDecider(walletId, usdt),
  codec: accountCodec,
  append: 'at-expected-revision',
};

/** Facts whose money may come from, or go to, two accounts: what was there, and what is owed. */
const maySplit: ReadonlySet<string> = new Set(['AccountDebited', 'IncomingConfirmed', 'IncomingHeldBack']);
/** What comes in is confirmed and held back in turns, as its chain forks; cancelled and reopened, as people decide. */
const alternating: ReadonlySet<string> = new Set([
  'ConfirmIncoming',
  'HoldBackIncoming',
  'CancelIncoming',
  'ReopenIncoming',
]);

/** What holds for every account, judged by its facts and their postings alone. */
export const accountLaws = {
  'INV-L4 available, reserved and incoming are never negative, at any prefix': ({ facts }) => {
    for (const balances of balancesAtEachPrefix(facts))
      for (const account of [available(walletId), reserved(walletId), incoming(walletId)])
        must((balances.get(account) ?? 0n) >= 0n, `${account} is ${balances.get(account)}`);
  },

  // A posting has one amount and two sides, so where this holds all balances together are zero at any prefix (INV-L3).
  'INV-L1 INV-L3 INV-L5 each fact moves exactly its amount, of the account’s asset, between accounts': ({ facts }) => {
    for (const { type, data } of facts) {
      const { postings, amount } = data;
      must(postings.length === 1 || (postings.length === 2 && maySplit.has(type)), `${type} has other postings`);
      must(sum(postings.map((posting) => posting.amount.minor)) === amount.minor, `${type} posts another amount`);
      for (const { from, to, amount: part } of postings)
        must(sameAsset(part.asset, usdt) && part.minor > 0n && from !== to, `${type} posts elsewhere`);
    }
  },

  'INV-L2 the balances of the account are the sums of its postings, at any prefix': ({ facts, states }) => {
    for (const [index, balances] of balancesAtEachPrefix(facts).entries()) {
      const state = states[index];
      must(!state || state.available.minor === (balances.get(available(walletId)) ?? 0n), 'available differs');
      must(!state || state.reserved.minor === (balances.get(reserved(walletId)) ?? 0n), 'reserved differs');
      must(!state || state.incoming.minor === (balances.get(incoming(walletId)) ?? 0n), 'incoming differs');
    }
  },

  'reserved is the sum of the open holds': ({ facts }) => {
    const open = new Map<string, bigint>();
    for (const { type, data } of facts) {
      if (type === 'FundsHeld') open.set(data.holdId, data.amount.minor);
      if (type === 'HoldCaptured' || type === 'HoldReleased') open.delete(data.holdId);
    }
    const inPostings = balancesAtEachPrefix(facts).at(-1)?.get(reserved(walletId)) ?? 0n;
    must(inPostings === sum(open.values()), `reserved ${inPostings}, held ${sum(open.values())}`);
  },

  'a hold is captured or released, never both, and once': ({ facts }) => {
    const closed = new Map<string, number>();
    for (const { type, data } of facts) {
      if (type !== 'HoldCaptured' && type !== 'HoldReleased') continue;
      closed.set(data.holdId, (closed.get(data.holdId) ?? 0) + 1);
      must(closed.get(data.holdId) === 1, `${data.holdId} was closed again`);
    }
  },

  'INV-P1 the money of a payout is held once, even after its hold was closed': ({ facts }) => {
    const holdIds = facts.flatMap((fact) => (fact.type === 'FundsHeld' ? [fact.data.holdId] : []));
    must(new Set(holdIds).size === holdIds.length, 'held twice');
  },

  'DW-32 a reference is credited once, and debited once': ({ facts }) => {
    for (const once of ['AccountCredited', 'AccountDebited']) {
      const references = facts.flatMap(({ type, data }) =>
        type === once && 'reference' in data ? [data.reference] : [],
      );
      must(new Set(references).size === references.length, `${once} twice`);
    }
  },

  'DW-32 what comes in is detected once, and what was cancelled comes back by being reopened only': ({ facts }) => {
    const status = new Map<string, string>();
    for (const { type, data } of facts) {
      if (!('incomingId' in data)) continue;
      const before = status.get(data.incomingId);
      must(type !== 'IncomingDetected' || before === undefined, `${data.incomingId} was detected again`);
      const isReopened = type === 'IncomingReopened';
      must((before === 'IncomingCancelled') === isReopened, `${data.incomingId}: ${type} after ${before}`);
      status.set(data.incomingId, type);
    }
  },

  'F5.9 what is owed for what was held back is repaid when it is confirmed, and no more': ({ facts }) => {
    const owed = new Map<string, bigint>();
    for (const { type, data } of facts) {
      if (type === 'IncomingHeldBack') owed.set(data.incomingId, data.shortfall?.minor ?? 0n);
      if (type !== 'IncomingConfirmed') continue;
      const repaid = data.repaid?.minor ?? 0n;
      must(repaid === (owed.get(data.incomingId) ?? 0n), `${data.incomingId} repays ${repaid}`);
      owed.delete(data.incomingId);
    }
  },

  'DW-32 a command that was granted yields nothing more when it is repeated': ({ appends, states }, { decider }) => {
    for (const { command, length } of appends) {
      if (alternating.has(command.type)) continue;
      for (const later of states.slice(length)) {
        const again = decider.decide(command, later);
        must(!again.ok || again.events.length === 0, `${command.type} was granted twice`);
      }
    }
  },

  'INV-C3 the log read back folds to the same account': (run, rules) => readsBack(run, rules),

  'every fact can follow on the ones before it': (run) => folds(run),
} satisfies Record<string, AccountLaw>;

/** Σ of the postings, by account; the first before any fact. */
function balancesAtEachPrefix(facts: readonly AccountEvent[]): readonly ReadonlyMap<AccountName, bigint>[] {
  const balances = new Map<AccountName, bigint>();
  const post = (account: AccountName, minor: bigint) => balances.set(account, (balances.get(account) ?? 0n) + minor);
  const prefixes = [new Map(balances)];
  for (const { data } of facts) {
    for (const { from, to, amount } of data.postings) {
      post(from, -amount.minor);
      post(to, amount.minor);
    }
    prefixes.push(new Map(balances));
  }
  return prefixes;
}

function sum(minors: Iterable<bigint>): bigint {
  return [...minors].reduce((total, minor) => total + minor, 0n);
}
