#!/usr/bin/env node
// `npx ledger …` in the checkout: set up, then the command line.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setUp } from './setup.mjs';

setUp();
await import(pathToFileURL(path.join(root, 'dist', 'apps', 'cli', 'main.js')).href);
