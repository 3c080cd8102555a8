import type { DayProof, ProofDifference, ProofLine, ProofTotal } from '#libs/day-end/day-proof.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputOptions, type OutputRow } from '../support/output.js';
import { print } from '../support/run-command.js';

/** The totals by currency, then what does not tie, one by one; as JSON also what does. */
export function printProof({ totals, tied, differences }: DayProof, options: OutputOptions): void {
  printRows(totals.map(totalRow), options);
  if (options.json) printRows([...tied.map(tiedRow), ...differences.map(differenceRow)], options);
  else if (differences.length > 0) printRows(differences.map(differenceRow), options);
  else print('Every movement of the day ties to a transaction of the provider that ended on it.');
}

/** What nothing explains, by asset: a person has to look. */
export function unexplainedIn({ differences }: DayProof): readonly ProofDifference[] {
  return differences.filter(({ kind }) => kind === 'unexplained');
}

function totalRow({ asset, booked, referenced, explained, tied }: ProofTotal): OutputRow {
  const difference = booked - referenced;
  return {
    asset,
    ...both(asset, { booked, referenced }),
    explained: minorText(asset, explained),
    unexplained: minorText(asset, difference - explained),
    tied,
  };
}

function tiedRow(line: Readonly<ProofLine>): OutputRow {
  return {
    tied: line.cause,
    asset: line.asset,
    fee: line.isFee,
    ...both(line.asset, line),
    provider_id: line.providerId ?? null,
    transaction_hash: line.transactionHash ?? null,
  };
}

function differenceRow(line: ProofDifference): OutputRow {
  const { kind, cause, asset, explanation, providerId } = line;
  return { kind, cause, asset, ...both(asset, line), provider_id: providerId ?? null, explanation };
}

function both(asset: string, { booked, referenced }: Pick<ProofLine, 'booked' | 'referenced'>): OutputRow {
  return {
    booked: minorText(asset, booked),
    provider: minorText(asset, referenced),
    difference: minorText(asset, booked - referenced),
  };
}
