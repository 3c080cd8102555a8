import type { Chain } from '../money/asset.js';

/** The facts of one operator's address book, `address-book-<operatorId>`. */
export type AddressBookEvent =
  | { readonly type: 'BookAddressAdded'; readonly data: BookAddressAdded }
  | { readonly type: 'BookAddressApproved'; readonly data: BookAddressApproved }
  | { readonly type: 'BookAddressRevoked'; readonly data: BookAddressRevoked }
  | { readonly type: 'BookRuleChanged'; readonly data: BookRuleChanged };

export interface BookAddress {
  readonly chain: Chain;
  readonly address: string;
}

export interface BookAddressAdded extends BookAddress {
  readonly operatorId: string;
  readonly label: string;
  readonly by: string;
  readonly addedAt: Date;
}

export interface BookAddressApproved extends BookAddress {
  readonly operatorId: string;
  readonly by: string;
  readonly approvedAt: Date;
}

export interface BookAddressRevoked extends BookAddress {
  readonly operatorId: string;
  readonly by: string;
  readonly reason: string;
  readonly revokedAt: Date;
}

export interface BookRuleChanged {
  readonly operatorId: string;
  /** Whether withdrawals go to approved addresses of the book only. */
  readonly onlyBookAddresses: boolean;
  readonly by: string;
  /** The second person; there whenever the rule is given up. */
  readonly approvedBy?: string | undefined;
  readonly changedAt: Date;
}
