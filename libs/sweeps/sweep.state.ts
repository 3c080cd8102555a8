import type {
  SweepDetected,
  SweepFailed,
  SweepFeeResolved,
  SweepResolved,
  SweepReviewRequired,
  SweepSettled,
} from './sweep.events.js';

/** A sweep. `closed`: its money has followed its outcome. */
export type Sweep = { readonly status: 'absent' } | KnownSweep;

export type KnownSweep =
  | (Watched & { readonly status: 'detected' })
  | (Watched & Ended & { readonly status: 'settled'; readonly settlement: SweepSettled })
  | (Watched & Ended & { readonly status: 'failed'; readonly failure: SweepFailed })
  /** People have said, with evidence, that there is nothing to book. */
  | (Watched & { readonly status: 'dismissed' });

interface Watched {
  readonly detected: SweepDetected;
  readonly review?: SweepReviewRequired | undefined;
  readonly resolution?: SweepResolved | undefined;
}

interface Ended {
  readonly closed: boolean;
  readonly feeResolution?: SweepFeeResolved | undefined;
}
