import { applyApproverRecord } from './apply-approver.js';
import { applyScenarioRecord } from './apply-scenario.js';
import { applySetupRecord } from './apply-setup.js';
import { applyTerminalRecord } from './apply-terminal.js';
import { applyWebhookRecord } from './apply-webhook.js';
import { applyWithdrawalRecord } from './apply-withdrawal.js';
import type { PlatformRecord, Recorded } from './records.js';
import type { TerminalRecord } from './terminal-records.js';
import type { World } from './world.js';

/** Brings the world to where it was after the record; replaying the journal is nothing else. */
export function applyRecord(world: World, record: Recorded): void {
  return isOfTerminal(record) ? applyTerminalRecord(world, record) : applyPlatformRecord(world, record);
}

const terminalTypes: Record<TerminalRecord['type'], true> = {
  CustomerCreated: true,
  AddressTokenIssued: true,
  CustomerAddressGenerated: true,
  WidgetChanged: true,
  WebhookFaultQueued: true,
  WebhookFaultTaken: true,
  WebhookFaultsCleared: true,
  PurchaseCreated: true,
  PurchaseAllocated: true,
  PurchaseWindowClosed: true,
  PurchaseUpdated: true,
  DepositMade: true,
  DepositStatusChanged: true,
  DepositMisreported: true,
};

function isOfTerminal(record: Recorded): record is Recorded<TerminalRecord> {
  return Object.hasOwn(terminalTypes, record.type);
}

function applyPlatformRecord(world: World, record: Recorded<PlatformRecord>): void {
  switch (record.type) {
    case 'WithdrawalDelayed':
    case 'LateRequestRefused':
    case 'WithdrawalCreated':
    case 'NoteEdited':
    case 'FeeChanged':
    case 'WithdrawalMisreported':
    case 'WithdrawalBroadcast':
    case 'StatusChanged':
      return applyWithdrawalRecord(world, record);
    case 'WithdrawalOffered':
    case 'OfferFailed':
    case 'VerdictGiven':
      return applyApproverRecord(world, record);
    case 'ScenarioQueued':
    case 'ScenarioTaken':
    case 'ScenariosCleared':
    case 'FaultsSet':
    case 'FaultDrawn':
      return applyScenarioRecord(world, record);
    case 'SubscriptionCreated':
    case 'SubscriptionDeleted':
    case 'DeliveryQueued':
    case 'DeliveryAttempted':
      return applyWebhookRecord(world, record);
    case 'WorldSeeded':
    case 'WorldReset':
    case 'SettingsChanged':
    case 'LoginTokenIssued':
    case 'LoginTokenRevoked':
    case 'AccessTokensExpired':
    case 'WalletCreated':
    case 'CoinAdded':
    case 'AddressWhitelisted':
    case 'BalanceSet':
      return applySetupRecord(world, record);
  }
}
