import type { Verdict, VerdictObjection } from '../decider/verdict.js';
import type {
  SweepDetected,
  SweepFailed,
  SweepPayer,
  SweepReviewReason,
  SweepSettled,
  SweptPart,
} from './sweep.events.js';
import type { Sweep } from './sweep.state.js';

export type SweepCommand =
  | { readonly type: 'DetectSweep'; readonly data: SweepDetected }
  | { readonly type: 'RecordSweepSettled'; readonly data: SweepSettled }
  | { readonly type: 'RecordSweepFailed'; readonly data: SweepFailed }
  | {
      readonly type: 'RequireSweepReview';
      readonly data: { readonly reason: SweepReviewReason; readonly detail: string; readonly now: Date };
    }
  | { readonly type: 'ResolveSweep'; readonly data: ResolveSweep }
  | { readonly type: 'ResolveSweepFee'; readonly data: ResolveSweepFee }
  | { readonly type: 'CloseSweep'; readonly data: { readonly now: Date } };

export interface SweepVerdict extends Verdict {
  readonly now: Date;
}

/** How a sweep ended that the books do not explain. */
export type ResolveSweep = SweepVerdict &
  (
    | {
        readonly outcome: 'booked';
        /** What each source gave: shown by the evidence, never worked out. */
        readonly parts: readonly SweptPart[];
        readonly transactionHash?: string | undefined;
      }
    | { readonly outcome: 'dismissed' }
  );

/** Which wallet paid the fee; without one, nobody of ours did. */
export type ResolveSweepFee = SweepVerdict & { readonly payer?: SweepPayer | undefined };

export type SweepRejection =
  | { readonly code: 'sweep-not-in-status'; readonly actual: Sweep['status'] }
  | { readonly code: 'sweep-differs' }
  | { readonly code: 'sweep-not-under-review' }
  | { readonly code: 'sweep-resolved-otherwise' }
  | { readonly code: 'parts-differ-from-sweep' }
  | VerdictObjection;
