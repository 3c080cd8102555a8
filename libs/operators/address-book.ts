import type { AddressProblem } from '../chains/address-check.js';
import { checkAddress, sameAddress } from '../chains/address.js';
import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import type { AddressBookEvent, BookAddress, BookAddressAdded } from './address-book.events.js';

interface OnBook {
  readonly operatorId: string;
  readonly by: string;
  readonly now: Date;
}

export type AddressBookCommand =
  | { readonly type: 'AddAddress'; readonly data: OnBook & BookAddress & { readonly label: string } }
  | { readonly type: 'ApproveAddress'; readonly data: OnBook & BookAddress }
  | { readonly type: 'RevokeAddress'; readonly data: OnBook & BookAddress & { readonly reason: string } }
  | { readonly type: 'ChangeRule'; readonly data: ChangeRule };

export interface ChangeRule extends OnBook {
  readonly onlyBookAddresses: boolean;
  readonly approvedBy?: string | undefined;
}

export type AddressBookRejection =
  | { readonly code: 'address-malformed'; readonly problem: AddressProblem }
  | { readonly code: 'address-not-in-book' }
  | { readonly code: 'two-people-needed' }
  | { readonly code: 'reason-needed' };

export interface BookEntry {
  readonly added: BookAddressAdded;
  readonly status: 'waiting' | 'approved';
}

/** What stands in the book now; who asks for history reads the stream. */
export interface AddressBook {
  readonly entries: readonly BookEntry[];
  readonly onlyBookAddresses: boolean;
}

type BookDecision = Decision<AddressBookEvent, AddressBookRejection>;

export const addressBookDecider: Decider<AddressBookCommand, AddressBook, AddressBookEvent, AddressBookRejection> = {
  initial: { entries: [], onlyBookAddresses: false },
  decide: (command, book): BookDecision => {
    switch (command.type) {
      case 'AddAddress':
        return addAddress(command.data, book);
      case 'ApproveAddress':
        return approveAddress(command.data, book);
      case 'RevokeAddress':
        return revokeAddress(command.data, book);
      case 'ChangeRule':
        return changeRule(command.data, book);
      default:
        return unreachable(command);
    }
  },
  evolve,
};

/** Whether this operator's withdrawals may go there. */
export function mayPayTo(book: AddressBook, destination: BookAddress): boolean {
  return !book.onlyBookAddresses || entryOf(book, destination)?.status === 'approved';
}

function addAddress({ now, ...added }: DataOf<AddressBookCommand, 'AddAddress'>, book: AddressBook): BookDecision {
  const checked = checkAddress(added.chain, added.address);
  if (!checked.ok) return reject({ code: 'address-malformed', problem: checked.problem });
  if (entryOf(book, added)) return accept();
  return accept({ type: 'BookAddressAdded', data: { ...added, addedAt: now } });
}

function approveAddress({ now, ...approved }: OnBook & BookAddress, book: AddressBook): BookDecision {
  const entry = entryOf(book, approved);
  if (!entry) return reject({ code: 'address-not-in-book' });
  if (entry.status === 'approved') return accept();
  if (entry.added.by === approved.by) return reject({ code: 'two-people-needed' });
  return accept({ type: 'BookAddressApproved', data: { ...approved, approvedAt: now } });
}

function revokeAddress(
  { now, ...revoked }: DataOf<AddressBookCommand, 'RevokeAddress'>,
  book: AddressBook,
): BookDecision {
  if (!entryOf(book, revoked)) return reject({ code: 'address-not-in-book' });
  if (!revoked.reason.trim()) return reject({ code: 'reason-needed' });
  return accept({ type: 'BookAddressRevoked', data: { ...revoked, revokedAt: now } });
}

/** One person may make it stricter at once; to give it up takes two. */
function changeRule({ now, ...changed }: ChangeRule, book: AddressBook): BookDecision {
  if (changed.onlyBookAddresses === book.onlyBookAddresses) return accept();
  const isAlone = changed.approvedBy === undefined || changed.approvedBy === changed.by;
  if (!changed.onlyBookAddresses && isAlone) return reject({ code: 'two-people-needed' });
  return accept({ type: 'BookRuleChanged', data: { ...changed, changedAt: now } });
}

function entryOf({ entries }: AddressBook, wanted: BookAddress): BookEntry | undefined {
  return entries.find(({ added }) => isSame(added, wanted));
}

/** Only what passed the check is compared as an address: the others are in no book. */
function isSame(known: BookAddress, wanted: BookAddress): boolean {
  if (known.chain !== wanted.chain || !checkAddress(wanted.chain, wanted.address).ok) return false;
  return sameAddress(known.chain, known.address, wanted.address);
}

function evolve(book: AddressBook, { type, data }: AddressBookEvent): AddressBook {
  switch (type) {
    case 'BookAddressAdded':
      return { ...book, entries: [...book.entries, { added: data, status: 'waiting' }] };
    case 'BookAddressApproved':
      return {
        ...book,
        entries: book.entries.map((entry) => (isSame(entry.added, data) ? { ...entry, status: 'approved' } : entry)),
      };
    case 'BookAddressRevoked':
      return { ...book, entries: book.entries.filter(({ added }) => !isSame(added, data)) };
    case 'BookRuleChanged':
      return { ...book, onlyBookAddresses: data.onlyBookAddresses };
    default:
      return unreachable(type);
  }
}
