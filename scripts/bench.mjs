// `npm run bench -- <name>`: set up, then the benchmark. `--help` lists them.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setUp } from './setup.mjs';

setUp();
await import(pathToFileURL(path.join(root, 'dist', 'bench', 'main.js')).href);
