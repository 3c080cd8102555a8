/** What a person is asked to look at: the reason and what exactly. Recorded once each. */
export interface AskedReview<Reason extends string = string> {
  readonly reason: Reason;
  readonly detail: string;
}

/** Which one was seen to; facts of before reviews were told apart name none. */
export interface SeenReview {
  readonly reason?: string | undefined;
  readonly detail?: string | undefined;
}

export interface Reviews<Review extends AskedReview> {
  /** Not yet seen to, the newest last: that one is shown. */
  readonly open: readonly Review[];
  /** All that were ever asked for, so that each is asked for once. */
  readonly asked: ReadonlySet<string>;
}

export function noReviews<Review extends AskedReview>(): Reviews<Review> {
  return { open: [], asked: new Set() };
}

export function isAsked(reviews: Reviews<AskedReview>, review: AskedReview): boolean {
  return reviews.asked.has(keyOf(review));
}

/** One that is open already comes to the front. */
export function withAsked<Review extends AskedReview>(reviews: Reviews<Review>, review: Review): Reviews<Review> {
  const open = [...reviews.open.filter((other) => keyOf(other) !== keyOf(review)), review];
  return { open, asked: new Set([...reviews.asked, keyOf(review)]) };
}

/** What comes again after it was over is to be seen again, though it is the same. What is open stays so. */
export function forgetting<Review extends AskedReview>(
  { open, asked }: Reviews<Review>,
  isOver: (reason: string) => boolean,
): Reviews<Review> {
  return { open, asked: new Set([...asked].filter((key) => !isOver(key.split(' ', 1)[0] ?? ''))) };
}

export function withoutSeen<Review extends AskedReview>(
  { open, asked }: Reviews<Review>,
  { reason, detail = '' }: SeenReview,
): Reviews<Review> {
  if (reason === undefined) return { open: open.slice(0, -1), asked };
  return { open: open.filter((review) => keyOf(review) !== keyOf({ reason, detail })), asked };
}

/** The reasons of all that is open, each once. */
export function openReasons<Reason extends string>({ open }: Reviews<AskedReview<Reason>>): readonly Reason[] {
  return [...new Set(open.map(({ reason }) => reason))];
}

/** Several reviews are open, for these reasons, or none for the reason that was given. */
export interface ReviewRejection {
  readonly code: 'several-reviews' | 'no-such-review';
  readonly open: readonly string[];
}

/** None is closed unseen: where several are open, it is to be said which. */
export function objectionToClosing(
  reviews: Reviews<AskedReview>,
  reason: string | undefined,
): ReviewRejection | undefined {
  const open = openReasons(reviews);
  if (reason === undefined) return open.length > 1 ? { code: 'several-reviews', open } : undefined;
  return open.includes(reason) ? undefined : { code: 'no-such-review', open };
}

/** What stood behind the ones that are over is asked for again, or nobody would see it. */
export function endReviews<Review extends AskedReview, Event>(
  { open }: Reviews<Review>,
  isOver: (reason: Review['reason']) => boolean,
  fact: { readonly closed: (review: Review) => Event; readonly required: (review: Review) => Event },
): readonly Event[] {
  const over = open.filter(({ reason }) => isOver(reason));
  const next = open.findLast(({ reason }) => !isOver(reason));
  if (over.length === 0) return [];
  return [...over.map((review) => fact.closed(review)), ...(next ? [fact.required(next)] : [])];
}

function keyOf({ reason, detail }: AskedReview): string {
  return `${reason} ${detail}`;
}

/** What holds money up that the provider may call completed, for as long as it says nothing else. */
const unsettled: ReadonlySet<string> = new Set(['unknown-status', 'status-conflict', 'differs-from-record']);

export function isUnsettled(reason: string): boolean {
  return unsettled.has(reason);
}

/** Owed until the money is confirmed after all. */
export function isOwed(reason: string): boolean {
  return reason === 'spent-before-fork';
}

/** What is owed, or a defect: whose the money is does not end it. */
export const outlivesVerdict: ReadonlySet<string> = new Set(['spent-before-fork', 'account-disagrees']);
