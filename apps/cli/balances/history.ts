import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import { Book } from '#libs/ledger/book.js';
import type { LogMoment } from '../support/log-moment.js';

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
    if (question.known && !isKnown(event, question.known)) break;
    if (!isEffective(event, question.effectiveAt)) continue;
    for (const posting of accountCodec.decode(event).data.postings) book.post(posting);
  }
  return book;
}

function isKnown({ position, recordedAt }: StoredEvent, moment: LogMoment): boolean {
  return moment.by === 'position' ? position.commit <= moment.position : recordedAt <= moment.instant;
}

function isEffective({ metadata, recordedAt }: StoredEvent, at: Date | undefined): boolean {
  const effectiveAt = metadata.effectiveAt === undefined ? recordedAt : new Date(metadata.effectiveAt);
  return at === undefined || effectiveAt <= at;
}
