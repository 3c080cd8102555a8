import type { DepositMisreport, PurchaseRequest, WebhookFault } from './terminal.js';

/** What happened at the Terminal, as the journal keeps it. */
export type TerminalRecord = CustomerRecord | PurchaseRecord | DepositRecord;

export type CustomerRecord =
  | {
      readonly type: 'CustomerCreated';
      readonly customerId: string;
      readonly widgetId: string;
      readonly identifier: string;
    }
  | { readonly type: 'AddressTokenIssued'; readonly token: string; readonly customerId: string }
  | {
      readonly type: 'CustomerAddressGenerated';
      readonly token: string;
      readonly customerId: string;
      readonly assetId: string;
      readonly blockchainId: string;
      readonly address: string;
    }
  | {
      readonly type: 'WidgetChanged';
      readonly widgetId: string;
      readonly webhookUrl?: string | null | undefined;
      readonly acceptPartialPayment?: boolean | undefined;
    }
  | { readonly type: 'WebhookFaultQueued'; readonly fault: WebhookFault }
  | { readonly type: 'WebhookFaultTaken'; readonly faultId: number }
  | { readonly type: 'WebhookFaultsCleared' };

export type PurchaseRecord =
  | {
      readonly type: 'PurchaseCreated';
      readonly purchaseId: string;
      readonly widgetId: string;
      readonly request: PurchaseRequest;
    }
  | {
      readonly type: 'PurchaseAllocated';
      readonly purchaseId: string;
      readonly assetId: string;
      readonly blockchainId: string;
      readonly address: string;
      readonly planned: string;
      readonly expiresAt: number;
    }
  | { readonly type: 'PurchaseWindowClosed'; readonly purchaseId: string }
  | {
      readonly type: 'PurchaseUpdated';
      readonly purchaseId: string;
      readonly status: string;
      readonly received: string;
    };

export type DepositRecord =
  | {
      readonly type: 'DepositMade';
      readonly depositId: string;
      readonly address: string;
      readonly assetId: string;
      readonly amount: string;
      readonly hash: string;
      readonly source: string;
      readonly linked: boolean;
      readonly path: readonly string[];
    }
  | { readonly type: 'DepositStatusChanged'; readonly depositId: string; readonly status: string }
  | { readonly type: 'DepositMisreported'; readonly depositId: string; readonly report: DepositMisreport };
