// `npm test`: set up, then Jest. Arguments go to Jest: `npm test -- libs/money`.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

const memory = '/dev/shm';
const bytesMin = 2 * 1024 ** 3;

/**
 * Where the stores of the tests keep their data: in memory where there is room. They sync each append all the same, which
 * on a slow disk is most of the time that the tests take.
 */
function temporaryFolder() {
  try {
    const { bavail, bsize } = fs.statfsSync(memory);
    const parent = bavail * bsize >= bytesMin ? memory : os.tmpdir();
    const folder = fs.mkdtempSync(path.join(parent, 'ledger-tests-'));
    fs.chmodSync(folder, 0o1777); // As root, Postgres runs as somebody else.
    return folder;
  } catch {
    return fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-tests-'));
  }
}

setUp();
const folder = temporaryFolder();
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
// Three workers share the cores: what helps the collector of one takes from the others.
const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', '--single-threaded-gc'];
const child = spawn(process.execPath, [...flags, jest, '--maxWorkers=3', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TMPDIR: folder },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
