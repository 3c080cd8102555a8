import type { Money } from '../money/money.js';

/**
 * The facts of one operator stream, `operator-<operatorId>`: its way to moving live money (IN-04, IN-14), and what the
 * platform takes of it (API-28).
 */
export type OperatorEvent =
  | { readonly type: 'OperatorRegistered'; readonly data: OperatorRegistered }
  | { readonly type: 'OnboardingStepDone'; readonly data: OnboardingStepDone }
  | { readonly type: 'OnboardingStepWithdrawn'; readonly data: OnboardingStepWithdrawn }
  | { readonly type: 'ApproverHostingRecorded'; readonly data: ApproverHostingRecorded }
  | { readonly type: 'OperatorFeesSet'; readonly data: OperatorFeesSet };

export interface OperatorRegistered {
  readonly operatorId: string;
  readonly name: string;
  readonly by: string;
  readonly registeredAt: Date;
}

export interface OnboardingStepDone {
  readonly operatorId: string;
  readonly done: OnboardingStep;
  readonly by: string;
  /** Where the proof is: a ticket, a message of the provider, a hash. Never the secret itself. */
  readonly evidence: string;
  readonly recordedAt: Date;
}

/** What was done holds no longer: a plan that ended, an approver that lost its pairing. */
export interface OnboardingStepWithdrawn {
  readonly operatorId: string;
  readonly step: OnboardingStepName;
  readonly by: string;
  readonly reason: string;
  readonly withdrawnAt: Date;
}

/** Who runs the operator's approver, where, and in which version, until the next one (IN-03). Never a secret. */
export interface ApproverHostingRecorded {
  readonly operatorId: string;
  readonly hostedBy: ApproverHost;
  /** A host with at most a scheme and a port: `approver.acme.example:8443`. */
  readonly endpoint: string;
  /** Of the image that runs: `1.4.2`. */
  readonly version: string;
  readonly by: string;
  readonly recordedAt: Date;
}

/** In force from then on, until the next one. */
export interface OperatorFeesSet {
  readonly operatorId: string;
  /** Of each payout that settles, in hundredths of a per cent. */
  readonly shareBps: number;
  /** At the beginning of each month (UTC). */
  readonly flat?: Money | undefined;
  readonly by: string;
  readonly setAt: Date;
}

/** A step with what there is to know of it. */
export type OnboardingStep =
  | { readonly step: 'enterprise-plan-confirmed' }
  | { readonly step: 'device-paired' }
  /** Two users, so that nobody both administers and signs (IN-01). */
  | ({ readonly step: 'api-admin-approved'; readonly apiUser: string } & OwnerApproval)
  | ({ readonly step: 'api-signer-approved'; readonly apiUser: string } & OwnerApproval)
  /** Where they are kept; they themselves are in no event (IN-16). */
  | { readonly step: 'credentials-stored'; readonly reference: string }
  /** The API Signer's approver, with the pairing code that the account owner entered (IN-19). */
  | ({ readonly step: 'approver-paired'; readonly hostedBy: ApproverHost } & OwnerApproval)
  | { readonly step: 'master-wallet-opened'; readonly walletId: string }
  | { readonly step: 'funded'; readonly reference: string };

interface OwnerApproval {
  /** The account owner who approved it on the paired device (IN-15); absent in facts from before it was asked for. */
  readonly approvedBy?: string;
}

export type OnboardingStepName = OnboardingStep['step'];

export type ApproverHost = 'integrator' | 'operator';
