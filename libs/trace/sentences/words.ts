import type { DataOf, DomainEvent } from '../../decider/decider.js';
import { formatAmount } from '../../money/amount-text.js';
import type { Money } from '../../money/money.js';

/** One sentence for each fact of a union; a forgotten one does not compile. Without free text of people or providers. */
export type Sentences<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: (data: DataOf<Event, Type>) => string;
};

/** `12.5 USDT@tron` */
export function amountText(amount: Money): string {
  return `${formatAmount(amount)} ${amount.asset.token}@${amount.asset.chain}`;
}

/** A code as words: `outcome-unknown-too-long` as `outcome unknown too long`. */
export function words(code: string): string {
  return code.replaceAll('-', ' ');
}
