import type { Behaviour, RandomFaults, ScenarioRule } from '#apps/inabit-sandbox/scenarios/scenario.js';
import type { WorldSeed } from './seed.js';
import type { SettingsChange } from './settings.js';
import type { TerminalRecord } from './terminal-records.js';
import type { AssetRef, Misreport, WhitelistedAddress, WithdrawalRequest, WithdrawalStatus } from './world.js';

/** What happened in the sandbox, as the journal keeps it: plain JSON, amounts as decimal texts. */
export type WorldRecord = PlatformRecord | TerminalRecord;

export type PlatformRecord = SetupRecord | WithdrawalRecord | ApproverRecord | ScenarioRecord | WebhookRecord;

export type Recorded<R extends WorldRecord = WorldRecord> = R & { readonly at: number };

export type SetupRecord =
  | { readonly type: 'WorldSeeded'; readonly seed: WorldSeed }
  | { readonly type: 'WorldReset' }
  | { readonly type: 'SettingsChanged'; readonly settings: SettingsChange }
  | { readonly type: 'LoginTokenIssued'; readonly userId: string; readonly token: string; readonly expiresAt: number }
  | { readonly type: 'LoginTokenRevoked'; readonly token: string }
  | { readonly type: 'AccessTokensExpired' }
  | { readonly type: 'WalletCreated'; readonly walletId: string; readonly name: string; readonly only?: AssetRef }
  | ({ readonly type: 'CoinAdded'; readonly walletId: string } & AssetRef)
  | { readonly type: 'AddressWhitelisted'; readonly entry: WhitelistedAddress }
  | {
      readonly type: 'BalanceSet';
      readonly walletId: string;
      readonly assetId: string;
      readonly blockchainId: string;
      readonly balance: string;
    };

export type WithdrawalRecord =
  | {
      readonly type: 'WithdrawalDelayed';
      readonly lateRequestId: string;
      readonly request: WithdrawalRequest;
      readonly behaviour: Behaviour;
      readonly landsAt: number;
    }
  | { readonly type: 'LateRequestRefused'; readonly lateRequestId: string; readonly reason: string }
  | {
      readonly type: 'WithdrawalCreated';
      readonly withdrawalId: string;
      readonly request: WithdrawalRequest;
      readonly behaviour: Behaviour;
      readonly lateRequestId?: string;
    }
  | { readonly type: 'FeeChanged'; readonly withdrawalId: string; readonly fee: string }
  | { readonly type: 'WithdrawalMisreported'; readonly withdrawalId: string; readonly report: Misreport }
  | { readonly type: 'NoteEdited'; readonly withdrawalId: string; readonly note: string | null }
  | {
      readonly type: 'WithdrawalBroadcast';
      readonly withdrawalId: string;
      readonly hashes: readonly string[];
      readonly fee: string;
    }
  | {
      readonly type: 'StatusChanged';
      readonly withdrawalId: string;
      readonly status: WithdrawalStatus;
      readonly reason?: string;
    };

export type ApproverRecord =
  | { readonly type: 'WithdrawalOffered'; readonly withdrawalId: string; readonly copies: number }
  | { readonly type: 'OfferFailed'; readonly withdrawalId: string; readonly problem: string }
  | { readonly type: 'VerdictGiven'; readonly withdrawalId: string; readonly approved: boolean };

export type ScenarioRecord =
  | { readonly type: 'ScenarioQueued'; readonly rule: ScenarioRule }
  | { readonly type: 'ScenarioTaken'; readonly scenarioId: number }
  | { readonly type: 'ScenariosCleared' }
  | { readonly type: 'FaultsSet'; readonly faults: RandomFaults }
  | { readonly type: 'FaultDrawn' };

export type WebhookRecord =
  | {
      readonly type: 'SubscriptionCreated';
      readonly subscriptionId: string;
      readonly url: string;
      readonly token: string;
    }
  | { readonly type: 'SubscriptionDeleted' }
  | {
      readonly type: 'DeliveryQueued';
      readonly deliveryId: string;
      readonly body: string;
      /** Without one it goes to the subscriber of the Platform. */
      readonly to?: { readonly url: string; readonly headers: Readonly<Record<string, string>> };
      readonly delayMs?: number;
      readonly overtaken?: boolean;
    }
  | { readonly type: 'DeliveryAttempted'; readonly deliveryId: string; readonly delivered: boolean };
