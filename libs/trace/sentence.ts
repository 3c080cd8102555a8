import type { ChainEvent } from './chain-event.js';
import { accountSentences } from './sentences/account.sentences.js';
import { breakSentences } from './sentences/break.sentences.js';
import { depositSentences, orderSentences, webhookSentences } from './sentences/deposit.sentences.js';
import { feeSentences, providerFeeSentences } from './sentences/fee.sentences.js';
import { gateSentences, intentSentences, payoutSentences, transferSentences } from './sentences/payout.sentences.js';
import { swapSentences } from './sentences/swap.sentences.js';
import { sweepSentences } from './sentences/sweep.sentences.js';
import type { Sentences } from './sentences/words.js';

const sentences: Sentences<ChainEvent> = {
  ...payoutSentences,
  ...accountSentences,
  ...gateSentences,
  ...feeSentences,
  ...providerFeeSentences,
  ...intentSentences,
  ...transferSentences,
  ...swapSentences,
  ...sweepSentences,
  ...depositSentences,
  ...orderSentences,
  ...breakSentences,
  ...webhookSentences,
};

/** What happened, for people. */
export function sentenceOf({ type, data }: ChainEvent): string {
  // The type name chose the sentence, so the data are that member's.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (sentences[type] as (data: object) => string)(data);
}
