import type { Blockchain, FinancialAsset, Wallet, WalletAccount } from './wallet.js';

/** The Terminal's part of the world: widgets, who pays through them, and what was paid. */
export interface Terminal {
  readonly organizationKey: string;
  readonly widgets: Map<string, Widget>;
  readonly customers: Map<string, Customer>;
  /** One-time tokens that were not used yet, with the customer each is for. */
  readonly addressTokens: Map<string, string>;
  readonly addresses: Map<string, TerminalAddress>;
  readonly purchases: Map<string, Purchase>;
  readonly deposits: Map<string, Deposit>;
  readonly webhookFaults: WebhookFault[];
}

export interface Widget {
  readonly id: string;
  readonly apiKey: string;
  readonly kind: 'customer-address' | 'purchase';
  readonly name: string;
  readonly merchant: string;
  /** Where its deposits land until they are swept. */
  readonly wallet: Wallet;
  readonly redirectUrl: string;
  /** Counts over the organisation's. */
  webhookUrl: string | undefined;
  acceptPartialPayment: boolean;
}

export interface Customer {
  readonly id: string;
  readonly widget: Widget;
  readonly identifier: string;
}

export interface TerminalAddress {
  readonly address: string;
  readonly widget: Widget;
  readonly asset: FinancialAsset;
  readonly blockchain: Blockchain;
  readonly customer: Customer | undefined;
  readonly purchase: Purchase | undefined;
}

/** As asked for; the fiat amount is a decimal text. */
export interface PurchaseRequest {
  readonly title: string;
  readonly subTitle: string;
  readonly siteName: string;
  readonly purchaseIdentifier: string;
  readonly fiatAmount: string;
  readonly fiatCurrency: 'USD' | 'EUR';
}

export interface Purchase {
  readonly id: string;
  readonly widget: Widget;
  readonly request: PurchaseRequest;
  readonly createdAt: number;
  status: string;
  /** What was paid so far, in smallest units of the chosen asset. */
  received: bigint;
  allocation: Allocation | undefined;
  /** When the window for paying closed. */
  closedAt: number | undefined;
  sweep: { readonly id: string; readonly status: string; readonly fee?: string } | undefined;
}

/** What the customer chose, and where and how much to pay. */
interface Allocation {
  readonly asset: FinancialAsset;
  readonly blockchain: Blockchain;
  readonly address: string;
  readonly planned: bigint;
  readonly at: number;
  readonly expiresAt: number;
}

/** One payment on a chain. */
export interface Deposit {
  readonly id: string;
  /** The Terminal lists deposits with a number, besides the id of its webhooks. */
  readonly number: number;
  readonly hash: string;
  readonly to: TerminalAddress;
  /** False for a payment that the Terminal could not tie to its purchase. */
  readonly linked: boolean;
  readonly account: WalletAccount;
  readonly amount: bigint;
  readonly source: string;
  readonly createdAt: number;
  /** The statuses it goes through by itself, the first one included. */
  readonly path: readonly string[];
  step: number;
  status: string;
  statusAt: number;
  /** Whether the money is on the wallet. */
  credited: boolean;
  misreport?: DepositMisreport;
}

/** What the Terminal's list says of a payment in place of what is true. */
export interface DepositMisreport {
  /** It is not in the list. */
  readonly hidden?: boolean | undefined;
  readonly amount?: string | undefined;
}

/** What becomes of one of the next webhooks. */
export interface WebhookFault {
  readonly id: number;
  readonly fault: 'duplicate' | 'drop' | 'delay' | 'reorder';
  readonly delayMs: number;
  readonly event?: string | undefined;
  readonly status?: string | undefined;
}
