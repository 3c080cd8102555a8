// `npm test`: set up, then Jest. Arguments go to Jest: `npm test -- libs/money`.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const flags = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'];
const child = spawn(process.execPath, [...flags, jest, '--maxWorkers=2', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
