import { describe, expect, it } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { Screen } from './screen.js';

function screen(isTTY: boolean) {
  let text = '';
  const shown = new Screen({ isTTY, write: (chunk: string) => (text += chunk) });
  return { shown, text: () => text };
}

describe('the screen', () => {
  it('has plain lines where there is no terminal', () => {
    const { shown, text } = screen(false);
    const step = shown.step('Gate');
    shown.warn('odd');
    step.done('Gate on 3001');
    expect(text()).toMatch(/^! odd\n✔ Gate on 3001 0\.0 s\n$/);
  });

  it('keeps what still goes on below what was said, on a terminal', () => {
    const { shown, text } = screen(true);
    const gate = shown.step('Gate');
    const api = shown.step('API');
    gate.done();
    api.failed();
    const erased = stripVTControlCharacters(text().replaceAll('\r\u001b[K', '<'));
    expect(erased).toBe('<… Gate<… Gate, API<✔ Gate 0.0 s\n<… API<✖ API\n');
  });
});
