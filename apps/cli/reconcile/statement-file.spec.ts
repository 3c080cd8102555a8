import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readStatement } from './statement-file.js';

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-statement-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function read(text: string, name = 'may.csv') {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return readStatement(file);
}

/** What it is refused with, line by line, without the name of the file. */
async function refusal(text: string): Promise<readonly string[]> {
  const refused = await read(text).then(
    () => 'it was read',
    (error: Error) => error.message,
  );
  return refused.replace(path.join(folder, 'may.csv'), 'FILE').split('\n');
}

const time = '2026-01-05T12:00:00Z';
const header = 'provider_id,direction,status,asset,amount,time,fee,output,transaction_hash,destination,note';
const good = `tx-1,out,Completed,USDT@tron,12.50,${time},1.4,,hash-1,TDest,po_1`;
const item = {
  providerId: 'tx-1',
  direction: 'out',
  state: 'completed',
  status: 'Completed',
  asset: { token: 'USDT', chain: 'tron', decimals: 6 },
  assetText: 'USDT@tron',
  amount: '12.50',
  output: undefined,
  fee: '1.4',
  transactionHash: 'hash-1',
  destination: 'TDest',
  note: 'po_1',
  at: new Date(time),
};

describe('RS-02 RS-11 a statement file', () => {
  it('is CSV with a header, however a spreadsheet saved it', async () => {
    expect(await read(`${header}\n${good}\n`)).toMatchObject([item]);
    expect(await read(`\uFEFF${header}\r\n\r\n${good}\r\n`)).toMatchObject([item]);
    expect(await read(`${header}\n`)).toEqual([]);
  });

  it('needs no more columns than the first six', async () => {
    const [row] = await read(`amount,time,provider_id,direction,status,asset\n5,${time},tx-2,in,Completed,USDT@tron`);
    expect(row).toMatchObject({ providerId: 'tx-2', direction: 'in', fee: undefined, note: undefined });
  });

  it('is a JSON array, whose numbers are kept digit by digit', async () => {
    const row = `{"provider_id":"tx-1","direction":"out","status":"Completed","asset":"USDT@tron","amount":0.1234567890123456789,
      "time":"${time}","fee":null,"output":"","more":{"deep":[1]}}`;
    const [read1] = await read(`[${row}]`, 'may.json');
    expect(read1).toMatchObject({ amount: '0.1234567890123456789', fee: undefined, output: undefined });
  });

  it('may have an asset and a status that nobody knows: compared, never guessed', async () => {
    const [row] = await read(`${header}\ntx-1,out,Pondering,DOGE@moon,1,${time},,,,,`);
    expect(row).toMatchObject({ asset: undefined, assetText: 'DOGE@moon', state: 'unknown' });
  });

  it('is refused as a whole, with every row that cannot be read', async () => {
    const rows = [
      good,
      `,out,Completed,USDT@tron,1e,${time},,,,,`,
      good.replace('out', 'sideways').replace(time, '2026-01-05'),
      good.replace(',1.4,', ',much,'),
      good.replace(',1.4,,', ',1.4,"1,0",'),
    ];
    const told = await refusal([header, ...rows].join('\n'));
    expect(told[0]).toBe('FILE is no statement:');
    const places = told.slice(1).map((line) => line.replace(/:.*/, ''));
    expect(places).toEqual([
      'row 2, provider_id',
      'row 2, amount',
      'row 3, direction',
      'row 3, time',
      'row 4, fee',
      'row 5, output',
    ]);
  });

  it.each(['provider_id,direction\ntx-1,out', 'provider_id,direction', header.replaceAll(',', ';')])(
    'is refused when it lacks columns, also with no row at all: %j',
    async (text) => expect((await refusal(text))[0]).toContain('There is no column'),
  );

  it.each(['', ' \n\n'])('is refused when it is empty, as after a download that failed: %j', async (text) =>
    expect((await refusal(text))[0]).toContain('is empty'),
  );

  it('is refused when it is no table at all, with the line that is none', async () => {
    expect((await refusal(`${header}\n${good}\ntx-2,out`))[0]).toMatch(/neither CSV nor a JSON array: .*line 3/);
    expect((await refusal('{"rows":[]}'))[0]).toContain('neither CSV nor a JSON array');
    expect((await refusal('[{"provider_id":'))[0]).toContain('neither CSV nor a JSON array');
    expect(await refusal('[null, 7]')).toHaveLength(3);
    await expect(readStatement(path.join(folder, 'none.csv'))).rejects.toThrow('cannot be read');
  });
});
