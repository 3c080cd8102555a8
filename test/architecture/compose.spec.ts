import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectorNodeFlags } from '#libs/read-store/projector.flags.js';

const compose = fs.readFileSync(path.resolve(import.meta.dirname, '../../docker-compose.yml'), 'utf8');

describe('the production shape', () => {
  it('runs the projector as `npm start` does', () =>
    expect(compose).toContain(`command: [node, ${projectorNodeFlags.join(', ')}, dist/apps/projector/main.js]`));
});
