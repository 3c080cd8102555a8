// `npm start`: set up, then `ledger up`. Arguments go to it: `npm start -- --once`, `npm start -- --data DIR`, `npm start -- --help`.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setUp } from './setup.mjs';

setUp();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(path.join(root, 'dist', 'apps', 'cli', 'main.js')).href);
