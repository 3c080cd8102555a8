import { assetId } from '#libs/money/asset.js';
import { formatAmount } from '#libs/money/amount-text.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import type { PayoutStage } from './payout-stage.js';
import type { SandboxBroadcast, SandboxTransaction } from './sandbox-client.js';

/** Where a payout stands, out of the stored facts and the sandbox's own books: none of the ledger's rules are used. */
export interface PayoutOutcome {
  /** `settled`, `released: <code>`, `rejected`, `review: <reason>`, or `open`. */
  readonly ended: string;
  readonly attempts: number;
  /** Withdrawals at the provider that carry its note. */
  readonly created: number;
  /** Those that are on a chain. */
  readonly broadcast: number;
  /** Its money: `free`, `reserved`, `gone` or `back`; the facts and balances when they say something else. */
  readonly money: string;
}

export async function outcomeOf(
  stage: PayoutStage,
  request: PayoutRequest,
  books?: ProviderBooks,
): Promise<PayoutOutcome> {
  const facts = await payoutFacts(stage, request);
  const { created, broadcasts } = about(request, books ?? (await booksOf(stage)));
  return {
    ended: endOf(facts),
    attempts: count(facts, 'PayoutAttemptStarted'),
    created: created.length,
    broadcast: broadcasts.filter(({ reverted }) => !reverted).length,
    money: await moneyOf(stage, request),
  };
}

interface Fact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What must hold for every payout, whatever happened; each text is one thing that does not. */
export async function safetyProblems(
  stage: PayoutStage,
  requests: readonly PayoutRequest[] = stage.payouts,
): Promise<string[]> {
  const books = await booksOf(stage);
  const problems = await Promise.all(requests.map((request) => problemsOf(stage, request, books)));
  return [...problems.flat(), ...(await boundTwice(stage, requests))];
}

async function problemsOf(stage: PayoutStage, request: PayoutRequest, books: ProviderBooks): Promise<string[]> {
  const { payoutId } = request;
  const facts = await payoutFacts(stage, request);
  const { created, broadcasts } = about(request, books);
  const { ended, money, broadcast } = await outcomeOf(stage, request, books);
  const approved = created.filter(({ verdicts }) => verdicts[0] === true).length;
  const checks: readonly (readonly [string, boolean])[] = [
    ['INV-P5 broadcast more than once', broadcasts.length > 1],
    ['INV-P5 settled and not broadcast', ended === 'settled' && broadcast !== 1],
    ['INV-P3 released and broadcast', ended.startsWith('released') && broadcast > 0],
    ['INV-P3 settled and released', count(facts, 'PayoutSettled') + count(facts, 'PayoutReleased') > 1],
    ['INV-P4 bound more than once', count(facts, 'PayoutBound') > 1],
    ['INV-P6 broadcast something else', broadcasts.some((each) => !isAsRequested(each, request))],
    ['F4.3 approved more than once', approved > 1],
    ['F3.10 claimed the same attempt twice', attemptsTwice(facts)],
    ['§2.3 rule 1 created without a claim', created.some(({ createdWithNote }) => !claimed(facts, createdWithNote))],
    ['INV-P2 the money is not where it belongs', !moneyBelongs(ended, facts).includes(money)],
  ];
  return checks.filter(([, broken]) => broken).map(([name]) => `${payoutId}: ${name} (${ended}, money ${money})`);
}

/** INV-P4: one transaction of the provider belongs to one payout. */
async function boundTwice(stage: PayoutStage, requests: readonly PayoutRequest[]): Promise<string[]> {
  const facts = (await Promise.all(requests.map((request) => payoutFacts(stage, request)))).flat();
  const bound = facts.filter(({ type }) => type === 'PayoutBound').map(({ data }) => String(data['providerId']));
  return bound.filter((id, index) => bound.indexOf(id) !== index).map((id) => `INV-P4 ${id} is bound to two payouts`);
}

async function payoutFacts(stage: PayoutStage, { payoutId }: PayoutRequest): Promise<readonly Fact[]> {
  return withoutVersion(await stage.facts(`payout-${payoutId}`));
}

/** What the sandbox has in its own books. */
interface ProviderBooks {
  readonly created: readonly SandboxTransaction[];
  readonly broadcasts: readonly SandboxBroadcast[];
}

async function booksOf({ sandbox }: PayoutStage): Promise<ProviderBooks> {
  const [created, broadcasts] = await Promise.all([sandbox.transactions(), sandbox.broadcasts()]);
  return { created, broadcasts };
}

function about({ payoutId }: PayoutRequest, { created, broadcasts }: ProviderBooks): ProviderBooks {
  return {
    created: created.filter(({ createdWithNote }) => createdWithNote?.includes(payoutId)),
    broadcasts: broadcasts.filter(({ note }) => note?.includes(payoutId)),
  };
}

function endOf(facts: readonly Fact[]): string {
  const [released] = facts.filter(({ type }) => type === 'PayoutReleased');
  if (count(facts, 'PayoutSettled') > 0) return 'settled';
  if (released) return `released: ${String(released.data['failureCode'])}`;
  if (count(facts, 'PayoutRejected') > 0) return 'rejected';
  const reviewed = facts.findLast(({ type }) => /^Payout(ReviewRequired|Resumed|Bound)$/.test(type));
  return reviewed?.type === 'PayoutReviewRequired' ? `review: ${String(reviewed.data['reason'])}` : 'open';
}

/** Each hold is made once and closed once, and the balances are exactly what that leaves. */
export async function moneyOf(stage: PayoutStage, { walletId, amount, payoutId }: PayoutRequest): Promise<string> {
  const facts = withoutVersion(await stage.facts(`account-${walletId}-${assetId(amount.asset)}`));
  const types = facts.filter(({ data }) => data['holdId'] === payoutId).map(({ type }) => type);
  const [available, reserved] = ['available', 'reserved'].map((part) => balance(facts, `wallet:${walletId}:${part}`));
  const at = (left: bigint, held: bigint) => available === left && reserved === held;
  const opening = balance(
    facts.filter(({ type }) => type === 'AccountCredited'),
    `wallet:${walletId}:available`,
  );
  const left = opening - amount.minor;
  const story = types.join();
  if (story === '' && at(opening, 0n)) return 'free';
  if (story === 'FundsHeld' && at(left, amount.minor)) return 'reserved';
  if (story === 'FundsHeld,HoldCaptured' && at(left, 0n)) return 'gone';
  if (story === 'FundsHeld,HoldReleased' && at(opening, 0n)) return 'back';
  return `${story}: ${available} available, ${reserved} reserved`;
}

function balance(facts: readonly Fact[], account: string): bigint {
  const postings = facts.flatMap(({ data }) => data['postings'] as readonly StoredPosting[]);
  return postings.reduce((sum, { from, to, amount }) => {
    const minor = BigInt(amount.minor);
    return sum + (to === account ? minor : 0n) - (from === account ? minor : 0n);
  }, 0n);
}

interface StoredPosting {
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly minor: string };
}

function moneyBelongs(ended: string, facts: readonly Fact[]): readonly string[] {
  if (ended === 'settled') return ['gone'];
  if (ended.startsWith('released')) return ['back'];
  if (ended === 'rejected') return ['free', 'back']; // Another worker may have held it a moment before.
  // The hold comes before its record: a process may end between them.
  return count(facts, 'PayoutFundsReserved') > 0 ? ['reserved'] : ['free', 'reserved'];
}

function isAsRequested(broadcast: SandboxBroadcast, { providerWalletId, amount, destination }: PayoutRequest): boolean {
  const { walletId, asset, to } = broadcast;
  return (
    walletId === providerWalletId &&
    asset === amount.asset.token &&
    broadcast.amount === formatAmount(amount) &&
    to === destination
  );
}

function attemptsTwice(facts: readonly Fact[]): boolean {
  const numbers = facts.filter(({ type }) => type === 'PayoutAttemptStarted').map(({ data }) => data['attempt']);
  return new Set(numbers).size < numbers.length;
}

function claimed(facts: readonly Fact[], note: string | null): boolean {
  return facts.some(({ type, data }) => type === 'PayoutAttemptStarted' && data['note'] === note);
}

function count(facts: readonly Fact[], wanted: string): number {
  return facts.filter(({ type }) => type === wanted).length;
}

function withoutVersion(stored: readonly Fact[]): readonly Fact[] {
  return stored.map(({ type, data }) => ({ type: type.replace(/\.v\d+$/, ''), data }));
}
