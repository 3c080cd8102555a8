import type { AddressBookEvent, BookAddress } from './address-book.events.js';
import type { AddressBookCommand, ChangeRule } from './address-book.js';

const operatorId = 'acme';
const now = new Date('2026-01-05T12:00:07.089Z');

export const tronAddress: BookAddress = { chain: 'tron', address: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6' };

type Fact<Type extends AddressBookEvent['type']> = Extract<AddressBookEvent, { type: Type }>;

export const added: Fact<'BookAddressAdded'> = {
  type: 'BookAddressAdded',
  data: { operatorId, ...tronAddress, label: 'Treasury', by: 'user:ada', addedAt: now },
};
export const approved: Fact<'BookAddressApproved'> = {
  type: 'BookAddressApproved',
  data: { operatorId, ...tronAddress, by: 'user:bob', approvedAt: now },
};
export const revoked: Fact<'BookAddressRevoked'> = {
  type: 'BookAddressRevoked',
  data: { operatorId, ...tronAddress, by: 'user:ada', reason: 'Key lost', revokedAt: now },
};

export function ruleChanged(onlyBookAddresses: boolean, approvedBy?: string): Fact<'BookRuleChanged'> {
  return {
    type: 'BookRuleChanged',
    data: { operatorId, onlyBookAddresses, by: 'user:ada', approvedBy, changedAt: now },
  };
}

export function addAddress(changes: Partial<BookAddress> = {}): AddressBookCommand {
  return {
    type: 'AddAddress',
    data: { operatorId, ...tronAddress, ...changes, label: 'Treasury', by: 'user:ada', now },
  };
}

export function approveAddress(by = 'user:bob'): AddressBookCommand {
  return { type: 'ApproveAddress', data: { operatorId, ...tronAddress, by, now } };
}

export function revokeAddress(reason = 'Key lost'): AddressBookCommand {
  return { type: 'RevokeAddress', data: { operatorId, ...tronAddress, by: 'user:ada', reason, now } };
}

export function changeRule(onlyBookAddresses: boolean, approvedBy?: string): AddressBookCommand {
  const data: ChangeRule = { operatorId, onlyBookAddresses, by: 'user:ada', approvedBy, now };
  return { type: 'ChangeRule', data };
}

export const addressBookFacts = {
  BookAddressAdded: added,
  BookAddressApproved: approved,
  BookAddressRevoked: revoked,
  BookRuleChanged: ruleChanged(true),
};
