import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { depositDecider } from './deposit.js';
import type { DepositCommand } from './deposit.commands.js';
import type { DepositEvent } from './deposit.events.js';
import { depositFacts, now } from './deposit.fixtures.js';

const { given } = givenWhenThen(depositDecider);
const { DepositDetected, DepositQuarantined, DepositReviewRequired, DepositReviewClosed } = depositFacts;
const { by, note } = DepositReviewClosed.data;
const closeReview: DepositCommand = { type: 'CloseDepositReview', data: { by, note, now } };

function closing(reason: string): DepositCommand {
  return { type: 'CloseDepositReview', data: { reason, by, note, now } };
}

describe('a deposit that is not there, or not to be read', () => {
  const { reason, detail, evidence } = DepositReviewRequired.data;
  it.each<DepositCommand>([
    { type: 'RecordDepositMoney', data: { money: 'credited', now } },
    { type: 'RequireDepositReview', data: { reason, detail, evidence, now } },
    closeReview,
  ])('has nothing to $type', (command) => {
    given().when(command).thenRejects('deposit-not-found');
    given(DepositQuarantined).when(command).thenRejects('deposit-not-found');
  });
});

describe('PO-16 the review of a deposit', () => {
  it('is closed by a person, once', () => {
    given(DepositDetected, DepositReviewRequired).when(closeReview).thenFacts(DepositReviewClosed);
    given(DepositDetected, DepositReviewRequired, DepositReviewClosed).when(closeReview).thenNothing();
    given(DepositDetected).when(closeReview).thenNothing();
  });

  it('is not asked for again for the same reason, closed or not', () => {
    const { reason, detail, evidence } = DepositReviewRequired.data;
    const require: DepositCommand = { type: 'RequireDepositReview', data: { reason, detail, evidence, now } };
    given(DepositDetected).when(require).thenFacts(DepositReviewRequired);
    given(DepositDetected, DepositReviewRequired, DepositReviewClosed).when(require).thenNothing();
  });

  const disputed: DepositEvent = {
    type: 'DepositReviewRequired',
    data: { ...DepositReviewRequired.data, reason: 'spent-before-fork', detail: '15' },
  };
  const both = [DepositDetected, DepositReviewRequired, disputed];

  it('is closed by its reason where several are open, and the one behind it is asked for again', () => {
    given(...both)
      .when(closeReview)
      .thenRejects('several-reviews');
    const closed: DepositEvent = {
      type: 'DepositReviewClosed',
      data: { ...DepositReviewClosed.data, reason: 'spent-before-fork', detail: '15' },
    };
    given(...both)
      .when(closing('spent-before-fork'))
      .thenFacts(closed, DepositReviewRequired);
    given(...both, closed, DepositReviewRequired)
      .when(closeReview)
      .thenFacts(DepositReviewClosed);
    given(...both, closed, DepositReviewRequired, DepositReviewClosed)
      .when(closeReview)
      .thenNothing();
    given(...both)
      .when(closing('late-payment'))
      .thenRejects('no-such-review');
  });

  it('of before reviews were named closed the newest', () => {
    const { reason: _, detail: __, ...unnamed } = DepositReviewClosed.data;
    given(...both, { type: 'DepositReviewClosed', data: unnamed })
      .when(closeReview)
      .thenFacts(DepositReviewClosed);
  });
});
