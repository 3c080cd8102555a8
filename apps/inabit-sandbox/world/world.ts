import type { RandomFaults, Behaviour, ScenarioRule } from '#apps/inabit-sandbox/scenarios/scenario.js';
import type { SeededRandom } from './random.js';
import type { Role, WorldSeed } from './seed.js';
import type { Settings } from './settings.js';
import type { Terminal } from './terminal.js';
import type { Blockchain, FinancialAsset, Wallet, WalletAccount } from './wallet.js';

/** The sandbox's state. Amounts and balances are in smallest units, times in milliseconds since 1970. */
export interface World {
  readonly seed: WorldSeed;
  readonly random: SeededRandom;
  readonly organization: Organization;
  readonly users: Map<string, User>;
  readonly blockchains: Map<string, Blockchain>;
  readonly assets: Map<string, FinancialAsset>;
  readonly wallets: Map<string, Wallet>;
  readonly withdrawals: Map<string, Withdrawal>;
  /** Requests that are still on their way (`land-late`). */
  readonly lateRequests: Map<string, LateRequest>;
  /** What the sandbox sent to the chains: the oracle of tests. */
  readonly broadcasts: Broadcast[];
  readonly loginTokens: LoginToken[];
  readonly scenarios: QueuedScenario[];
  readonly deliveries: Map<string, Delivery>;
  readonly whitelist: WhitelistedAddress[];
  readonly terminal: Terminal;
  /** How many of each were made, for drawing ids; never set back, so that no id is given twice. */
  readonly counters: Counters;
  readonly settings: Settings;
  subscription: Subscription | undefined;
  faults: RandomFaults | undefined;
  /** Access tokens of an earlier epoch are refused. */
  tokenEpoch: number;
}

export interface Counters {
  withdrawals: number;
  lateRequests: number;
  wallets: number;
  subscriptions: number;
  deliveries: number;
  whitelisted: number;
  customers: number;
  addressTokens: number;
  purchases: number;
  deposits: number;
  webhookFaults: number;
  scenarios: number;
  loginTokens: number;
  faultDraws: number;
}

interface Organization {
  readonly id: string;
  readonly name: string;
  readonly policyRuleId: string;
  readonly baseCurrency: string;
  readonly eurPerUsd: string;
}

export interface User {
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
}

export type WithdrawalStatus = 'PendingApproval' | 'Processing' | 'Completed' | 'Rejected' | 'Failed' | 'Cancelled';

/** What was asked for. The amount is a plain decimal text. */
export interface WithdrawalRequest {
  readonly walletId: string;
  readonly assetId: string;
  readonly blockchainId: string;
  readonly to: string;
  readonly amount: string;
  readonly note: string | null;
  readonly priority: string | null;
  readonly initiatorId: string;
  /** Only of a swap: what the wallet gets for it. */
  readonly swapTo?: AssetRef;
  /** Only of a sweep: what each deposit wallet gives, and which wallet pays the gas. */
  readonly sweep?: {
    readonly sources: readonly { readonly walletId: string; readonly amount: string }[];
    readonly gasWalletId: string;
  };
}

export interface AssetRef {
  readonly assetId: string;
  readonly blockchainId: string;
}

/** Where the proceeds of a swap arrive, and how much it was once that is known. */
interface Swap {
  readonly account: WalletAccount;
  amount?: bigint;
}

/** What one wallet gives to a transaction. */
export interface Source {
  readonly wallet: Wallet;
  readonly account: WalletAccount;
  readonly amount: bigint;
}

/** A transaction of the Platform: a withdrawal, or a swap or sweep, which goes the same way. */
export interface Withdrawal {
  readonly id: string;
  /** As created; `note` is what it was edited to. */
  readonly request: WithdrawalRequest;
  readonly behaviour: Behaviour;
  readonly wallet: Wallet;
  readonly account: WalletAccount;
  readonly amount: bigint;
  readonly swap?: Swap;
  /** Several for a sweep. */
  readonly sources: readonly Source[];
  readonly gasWallet: Wallet;
  readonly createdAt: number;
  /** Every verdict the approver was given; only the first one counts. */
  readonly verdicts: boolean[];
  readonly hashes: string[];
  note: string | null;
  misreport?: Misreport;
  status: WithdrawalStatus;
  statusAt: number;
  reason?: string | undefined;
  offers: number;
  /** When the approver last asked, or last failed to get a verdict. */
  offeredAt?: number;
  lastOfferProblem?: string;
  verdictAt?: number;
  /** Per broadcast, in the native coin of the chain. */
  fee?: bigint;
  broadcastAt?: number;
}

/** What the provider says of a transaction in place of what is true; texts as the Platform writes them. */
export interface Misreport {
  /** It says that there is no such transaction. */
  readonly hidden?: boolean | undefined;
  readonly amount?: string | undefined;
  readonly asset?: string | undefined;
  readonly address?: string | undefined;
  readonly hash?: string | undefined;
  readonly status?: string | undefined;
  readonly fee?: string | undefined;
  readonly swapToAmount?: string | undefined;
}

export interface LateRequest {
  readonly id: string;
  readonly request: WithdrawalRequest;
  readonly behaviour: Behaviour;
  readonly landsAt: number;
}

export interface Broadcast {
  readonly withdrawal: Withdrawal;
  readonly hash: string;
  readonly at: number;
  reverted: boolean;
}

export interface LoginToken {
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: number;
  revoked: boolean;
}

interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly token: string;
}

export interface WhitelistedAddress {
  readonly id: string;
  readonly address: string;
  readonly name: string;
  readonly contact: { readonly id: string; readonly name: string };
}

interface QueuedScenario {
  readonly id: number;
  readonly rule: ScenarioRule;
  left: number;
}

/** One webhook on its way. */
export interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly queuedAt: number;
  readonly delayMs: number;
  /** Goes out only after one that was queued later. */
  readonly overtaken: boolean;
  attempts: number;
  attemptedAt?: number;
  delivered: boolean;
}
