// Recomputes balances out of an exported log, as an auditor would: nothing here comes from the ledger, nor does it import
// anything of it. It reads what `ledger replay --json` prints, line by line, and keeps nothing but sums.
//
//   node trial-balance.mjs LOG [--at POSITION|INSTANT] [--effective-at INSTANT]
//   node trial-balance.mjs LOG --day 2026-03-29 [--zone Europe/Berlin]
//
// Prints JSON lines like `ledger balances --json` and `ledger day-end --json`. A day begins with the first event that was
// recorded on it by the clocks of its zone, and ends before the first of a later day: in the order of the log, whatever
// later events say. What has a sum other than zero over all accounts of an asset ends with exit code 1.
import fs from 'node:fs';
import readline from 'node:readline';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    at: { type: 'string' },
    'effective-at': { type: 'string' },
    day: { type: 'string' },
    zone: { type: 'string', default: 'UTC' },
  },
});
/** By account and asset: minor units that came before the day, came in on it, and went out on it. */
const sums = new Map();

function sumsOf(account, asset) {
  const key = JSON.stringify([account, asset]);
  if (!sums.has(key)) sums.set(key, { account, asset, opening: 0n, debits: 0n, credits: 0n });
  return sums.get(key);
}

/** Whether an event stands after the moment that `--at` names. */
function isAfter({ position, recordedAt }, at) {
  if (at === undefined) return false;
  return /^\d+$/.test(at) ? BigInt(position.commit) > BigInt(at) : Date.parse(recordedAt) > Date.parse(at);
}

function takesEffectLater({ metadata, recordedAt }, at) {
  return at !== undefined && Date.parse(metadata.effectiveAt ?? recordedAt) > Date.parse(at);
}

/** `2026-03-29`, as the calendar on the wall of that zone shows it. */
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: values.zone, dateStyle: 'short' });

function count({ data }, isOfDay) {
  for (const { from, to, amount } of data.postings) {
    const minor = BigInt(amount.minor);
    if (minor <= 0n || from === to) throw new Error(`No posting: ${JSON.stringify({ from, to, amount })}`);
    const [giver, taker] = [sumsOf(from, amount.asset), sumsOf(to, amount.asset)];
    if (isOfDay) {
      giver.credits += minor;
      taker.debits += minor;
    } else {
      giver.opening -= minor;
      taker.opening += minor;
    }
  }
}

async function readLog(file) {
  const input = file === '-' ? process.stdin : fs.createReadStream(file);
  let last = -1n;
  for await (const line of readline.createInterface({ input, crlfDelay: Infinity })) {
    const event = JSON.parse(line);
    const place = BigInt(event.position.commit);
    if (place <= last) throw new Error(`Out of order at position ${place}`);
    last = place;
    if (!event.data.postings) continue;
    if (values.day !== undefined) {
      const day = calendar.format(new Date(event.recordedAt));
      if (day > values.day) return;
      count(event, openedBy(day));
    } else {
      if (isAfter(event, values.at)) return;
      if (!takesEffectLater(event, values['effective-at'])) count(event, false);
    }
  }
}

let hasBegun = false;

/** Once the day has begun, an event of an earlier day by a clock that was put back is of this day. */
function openedBy(day) {
  hasBegun ||= day === values.day;
  return hasBegun;
}

/** Minor units as a plain decimal, by the decimals that stand in the name of the asset: `USDT@tron/6`. */
function decimal(asset, minor) {
  const decimals = Number(/\/(\d+)$/.exec(asset)[1]);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)];
  const trimmed = fraction.replace(/0+$/, '');
  return `${minor < 0n ? '-' : ''}${whole}${trimmed === '' ? '' : `.${trimmed}`}`;
}

function rowOf({ account, asset, opening, debits, credits }) {
  const closing = opening + debits - credits;
  if (values.day === undefined) return { account, asset, balance: decimal(asset, closing) };
  const texts = Object.entries({ opening, debits, credits, closing }).map(([name, minor]) => [
    name,
    decimal(asset, minor),
  ]);
  return { account, asset, ...Object.fromEntries(texts) };
}

await readLog(positionals[0] ?? '-');
const totals = new Map();
for (const { asset, opening, debits, credits } of sums.values())
  totals.set(asset, (totals.get(asset) ?? 0n) + opening + debits - credits);
for (const [asset, total] of totals)
  if (total !== 0n) {
    process.exitCode = 1;
    process.stderr.write(`${asset} sums to ${total} instead of zero\n`);
  }
const order = (a, b) => (a === b ? 0 : a < b ? -1 : 1);
const rows = [...sums.values()].sort((a, b) => order(a.account, b.account) || order(a.asset, b.asset)).map(rowOf);
for (const row of rows) if (row.balance !== '0') process.stdout.write(`${JSON.stringify(row)}\n`);
