import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { widgetCodec, widgetStream } from './widget.codec.js';
import { configure, configured } from './widget.fixtures.js';
import { widgetDecider } from './widget.js';

const { given } = givenWhenThen(widgetDecider);
const hourly = { expiresAfterMinutes: 60 };

describe('IN-05 the configuration of a widget', () => {
  it('has a version for every change', () => {
    given().when(configure()).thenFacts(configured());
    given(configured()).when(configure(1, hourly)).thenFacts(configured(2, hourly));
    given(configured(), configured(2, hourly)).when(configure(2)).thenFacts(configured(3));
  });

  it('has none for what changes nothing', () => {
    given(configured()).when(configure()).thenNothing();
    given(configured()).when(configure(1)).thenNothing();
    const { webhookUrl: _, ...without } = configured().data;
    given({ type: 'WidgetConfigured', data: without })
      .when(configure(1, { webhookUrl: undefined }))
      .thenNothing();
  });

  it('is not overwritten by who did not see it', () => {
    given(configured()).when(configure(0, hourly)).thenRejects('widget-changed-meanwhile', { version: 1 });
    given().when(configure(1)).thenRejects('widget-changed-meanwhile', { version: 0 });
  });

  it('stays with its operator', () =>
    given(configured())
      .when(configure(1, { operatorId: 'other' }))
      .thenRejects('widget-of-another-operator'));

  it.each([
    ['coins', { coins: [] }],
    ['coins', { coins: ['USDT@tron'] }],
    ['coins', { coins: ['DOGE@tron/8'] }],
    ['coins', { coins: ['EUR@fiat/2'] }],
    ['coins', { coins: ['USDT@tron/6', 'USDT@tron/6'] }],
    ['sweepEveryMinutes', { sweepEveryMinutes: 0 }],
    ['sweepEveryMinutes', { sweepEveryMinutes: 1.5 }],
    ['expiresAfterMinutes', { expiresAfterMinutes: -1 }],
    ['overcharge', { overcharge: { excess: 'refund', toleranceBps: 10_001 } }],
    ['overcharge', { overcharge: { excess: 'refund', toleranceBps: -1 } }],
    ['webhookUrl', { webhookUrl: 'http://ledger.example' }],
    ['webhookUrl', { webhookUrl: 'https://user:secret@ledger.example' }],
  ] as const)('names what is wrong with its %s: %j', (field, changes) =>
    given()
      .when(configure(0, changes))
      .thenRejects('widget-configuration-invalid', { fields: [field] }),
  );

  it('names everything that is wrong', () =>
    given()
      .when(configure(0, { coins: [], sweepEveryMinutes: 0 }))
      .thenRejects('widget-configuration-invalid', { fields: ['coins', 'sweepEveryMinutes'] }));
});

describe('INV-C3 a configuration in the log', () => {
  it('is read back as it was written', () => expect(stored(widgetCodec, configured())).toEqual(configured()));

  it('stands in the stream of its widget', () => expect(widgetStream('widget_1')).toBe('widget-widget_1'));
});
