import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import type { OpeningEvent, OpeningRequest } from './opening.events.js';

interface Seen {
  readonly attempt: number;
  readonly evidence: string;
  readonly now: Date;
}

export type OpeningCommand =
  | { readonly type: 'RequestOpening'; readonly data: OpeningRequest & { readonly by: string; readonly now: Date } }
  | { readonly type: 'StartOpening'; readonly data: OpeningRequest & { readonly now: Date } }
  | { readonly type: 'RecordRefusal'; readonly data: Seen & { readonly reason: string } }
  | { readonly type: 'RecordUnknown'; readonly data: Seen & { readonly reason: string } }
  | { readonly type: 'RecordOpened'; readonly data: Seen & { readonly providerWalletId: string } };

/** `attempt-over`: that attempt has ended otherwise. */
export type OpeningRejection = {
  readonly code: 'opening-started-otherwise' | 'attempt-over' | 'opened-as-another';
};

/** A wallet that the provider is asked for. In `asked` and `unknown` it may be there or not. */
export type Opening =
  | { readonly status: 'none' }
  /** Nobody has asked the provider yet. */
  | { readonly status: 'requested'; readonly request: OpeningRequest }
  | ({ readonly status: 'asked' | 'unknown' } & Attempted)
  | ({ readonly status: 'refused'; readonly reason: string } & Attempted)
  | ({ readonly status: 'opened'; readonly providerWalletId: string } & Attempted);

interface Attempted {
  readonly request: OpeningRequest;
  readonly attempt: number;
}

/** The provider's names need not be unique, and it takes no reference of ours: so our id stands in the name. */
export function nameAtProvider(title: string, walletId: string): string {
  return `${title} [${walletId}]`;
}

type OpeningDecision = Decision<OpeningEvent, OpeningRejection>;

export const openingDecider: Decider<OpeningCommand, Opening, OpeningEvent, OpeningRejection> = {
  initial: { status: 'none' },
  decide: (command, opening): OpeningDecision => {
    if (command.type === 'RequestOpening') return requestOpening(command.data, opening);
    if (command.type === 'StartOpening') return start(command.data, opening);
    if (!isBegun(opening) || opening.attempt !== command.data.attempt) return reject({ code: 'attempt-over' });
    if (command.type === 'RecordOpened') return opened(command.data, opening);
    return ended(command, opening);
  },
  evolve,
};

/** A request is answered the same for ever, whatever has become of it. */
function requestOpening(
  { by, now, ...request }: DataOf<OpeningCommand, 'RequestOpening'>,
  opening: Opening,
): OpeningDecision {
  if (opening.status === 'none')
    return accept({ type: 'WalletOpeningRequested', data: { ...request, by, requestedAt: now } });
  return isSame(opening.request, request) ? accept() : reject({ code: 'opening-started-otherwise' });
}

/** Only a certain refusal lets another attempt start: with an unknown outcome a second wallet could come into being. */
function start({ now, ...request }: DataOf<OpeningCommand, 'StartOpening'>, opening: Opening): OpeningDecision {
  if (opening.status !== 'none' && !isSame(opening.request, request))
    return reject({ code: 'opening-started-otherwise' });
  if (isBegun(opening) && opening.status !== 'refused') return accept();
  const attempt = isBegun(opening) ? opening.attempt + 1 : 1;
  return accept({ type: 'WalletOpeningStarted', data: { ...request, attempt, startedAt: now } });
}

type Begun = Exclude<Opening, { status: 'none' | 'requested' }>;

/** Whether the provider may have been asked. */
export function isBegun(opening: Opening): opening is Begun {
  return opening.status !== 'none' && opening.status !== 'requested';
}

function opened(
  { attempt, providerWalletId, evidence, now }: DataOf<OpeningCommand, 'RecordOpened'>,
  opening: Begun,
): OpeningDecision {
  if (opening.status === 'refused') return reject({ code: 'attempt-over' });
  if (opening.status === 'opened')
    return opening.providerWalletId === providerWalletId ? accept() : reject({ code: 'opened-as-another' });
  const { walletId } = opening.request;
  return accept({ type: 'WalletOpened', data: { walletId, attempt, providerWalletId, evidence, openedAt: now } });
}

function ended(
  { type, data }: Extract<OpeningCommand, { type: 'RecordRefusal' | 'RecordUnknown' }>,
  { status, request: { walletId } }: Begun,
): OpeningDecision {
  const { attempt, reason, evidence, now } = data;
  if (status !== 'asked')
    return status === 'unknown' && type === 'RecordUnknown' ? accept() : reject({ code: 'attempt-over' });
  const seen = { walletId, attempt, reason, evidence };
  return type === 'RecordRefusal'
    ? accept({ type: 'WalletOpeningRefused', data: { ...seen, refusedAt: now } })
    : accept({ type: 'WalletOpeningUnknown', data: { ...seen, seenAt: now } });
}

function isSame(a: OpeningRequest, b: OpeningRequest): boolean {
  return a.walletId === b.walletId && a.operatorId === b.operatorId && a.role === b.role && a.name === b.name;
}

function evolve(opening: Opening, event: OpeningEvent): Opening {
  if (event.type === 'WalletOpeningStarted') {
    const { attempt, startedAt: _, ...request } = event.data;
    return { status: 'asked', request, attempt };
  }
  if (event.type === 'WalletOpeningRequested') {
    const { by: _, requestedAt: __, ...request } = event.data;
    return { status: 'requested', request };
  }
  if (!isBegun(opening)) throw new Error(`${event.type} cannot follow on an opening that was not started`);
  const { request, attempt } = opening;
  switch (event.type) {
    case 'WalletOpeningRefused':
      return { status: 'refused', request, attempt, reason: event.data.reason };
    case 'WalletOpeningUnknown':
      return { status: 'unknown', request, attempt };
    case 'WalletOpened':
      return { status: 'opened', request, attempt, providerWalletId: event.data.providerWalletId };
    default:
      return unreachable(event);
  }
}
