import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { LogFields } from './log-fields.js';
import { createLog } from './logging.js';
import { NestLog } from './nest-log.js';

const anyFields = z.record(z.string(), z.unknown());

function captured(format: 'json' | 'pretty' = 'json', level: 'debug' | 'warn' = 'debug') {
  const lines: string[] = [];
  const log = createLog({ app: 'worker', level, format, write: (line) => lines.push(line) });
  const entries = () => lines.map((line) => anyFields.parse(JSON.parse(line)));
  return { log, lines, entries };
}

const smuggled = (fields: object): LogFields => fields;

describe('S-37 the log takes declared fields only', () => {
  it('writes the event and its fields', () => {
    const { log, entries } = captured();
    log.with({ payoutId: 'p1' }).warn('payout-retried', { attempt: 2, revision: 7n, txHash: undefined });
    expect(entries()[0]).toMatchObject({
      level: 'warn',
      app: 'worker',
      event: 'payout-retried',
      payoutId: 'p1',
      attempt: 2,
      revision: '7',
    });
    expect(entries()[0]).not.toHaveProperty('txHash');
  });

  it('leaves out what is not declared, or not plain', () => {
    const { log, lines } = captured();
    log.info('login', smuggled({ loginToken: 'hunter2', headers: { a: 'hunter2' }, reason: { deep: 'hunter2' } }));
    log.with(smuggled({ authorization: 'hunter2' })).info('login');
    expect(lines.join('')).not.toContain('hunter2');
    expect(lines).toHaveLength(2);
  });

  it.each([
    'Bearer hunter2-hunter2',
    'connect postgres://ledger:hunter2@db:5432/ledger failed',
    'key pk_test_k1_hunter2 is unknown',
    'POST http://127.0.0.1:3001/inabit/validation/hunter2 404',
    '{"token":"hunter2"}',
    'jwt eyJhunter2.eyJhunter2.hunter2',
  ])('takes the secret out of %j', (text) => {
    const { log, lines } = captured();
    log.error('failed', { reason: text, error: new Error(text, { cause: new Error(text) }) });
    expect(lines.join('')).toContain('[');
    expect(lines.join('')).not.toContain('hunter2');
  });

  it('describes errors by name, message, code and cause, without their other properties', () => {
    const { log, entries } = captured();
    const error = Object.assign(new TypeError('no', { cause: new Error('why') }), { code: 'E1', body: 'hunter2' });
    log.error('failed', { error });
    expect(entries()[0]?.['error']).toMatchObject({
      name: 'TypeError',
      message: 'no',
      code: 'E1',
      cause: { message: 'why' },
    });
    expect(JSON.stringify(entries())).not.toContain('hunter2');
  });

  it('keeps to its level', () => {
    const { log, lines } = captured('json', 'warn');
    log.info('started');
    expect(lines).toEqual([]);
  });
});

describe('S-38 a log line is one line of visible text', () => {
  const nasty = 'a\r\nfake line\u001b[2J\u009b2J\u2028\u202e\u200bz';

  it.each(['json', 'pretty'] as const)('in the format %s', (format) => {
    const { log, lines } = captured(format);
    log.warn('odd', { reason: nasty, error: new Error(nasty) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\p{Cc}\u2028\u202e\u200b]*\n$/u);
  });

  it('keeps the text itself', () => {
    const { log, entries } = captured();
    log.warn('odd', { reason: nasty });
    expect(entries()[0]?.['reason']).toBe(nasty);
  });

  it('reads as words in the pretty format', () => {
    const { log, lines } = captured('pretty');
    log.warn('payout-retried', { payoutId: 'p-1', reason: 'two words' });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN  worker: payout-retried payoutId=p-1 reason="two words"\n$/);
  });
});

describe("Nest's log", () => {
  it('is debug for its routine and keeps its context', () => {
    const { log, entries } = captured();
    new NestLog(log).log('Mapped {/health, GET} route', 'RouterExplorer');
    expect(entries()[0]).toMatchObject({ level: 'debug', context: 'RouterExplorer', event: 'nest' });
  });

  it('keeps errors as errors', () => {
    const { log, entries } = captured();
    new NestLog(log).error(new Error('broken'), 'stack', 'ExceptionsHandler');
    expect(entries()[0]).toMatchObject({ level: 'error', context: 'ExceptionsHandler', error: { message: 'broken' } });
  });
});
