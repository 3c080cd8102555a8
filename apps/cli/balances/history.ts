import { effectiveAt } from '#libs/event-streams/effective-at.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import { Book } from '#libs/ledger/book.js';
import { isUpTo, type LogMoment } from '../support/log-moment.js';

/** What of the log counts. */
export interface HistoryQuestion {
  /** What was recorded up to here; all of it unless told. */
  readonly known?: LogMoment | undefined;
  /** Of that, what took effect up to here; all of it unless told. */
  readonly effectiveAt?: Date | undefined;
}

/** The books out of the log alone, with no read model: every posting of every account stream, in order. */
export async function bookFromHistory(streams: EventStreams, question: HistoryQuestion): Promise<Book> {
  const book = new Book();
  for await (const event of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    if (question.known && !isUpTo(event, question.known)) break;
    if (question.effectiveAt && effectiveAt(event) > question.effectiveAt) continue;
    for (const posting of accountCodec.decode(event).data.postings) book.post(posting);
  }
  return book;
}
