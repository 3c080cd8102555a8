import type { ChangeWidgetRejection } from '#libs/operators/widget.handlers.js';
import type { WidgetField } from '#libs/operators/widget.js';
import { ApiProblem, notFound } from '../problems/api-problem.js';

const fieldNames: Readonly<Record<WidgetField, string>> = {
  coins: 'coins',
  sweepEveryMinutes: 'sweep_every_minutes',
  expiresAfterMinutes: 'expires_after_minutes',
  overcharge: 'overcharge.tolerance_bps',
  webhookUrl: 'webhook_url',
};

export function widgetProblem(rejection: ChangeWidgetRejection): ApiProblem {
  switch (rejection.code) {
    case 'operator-not-found':
    case 'wallet-not-found':
      return notFound();
    case 'widget-of-another-operator':
      return new ApiProblem('invalid_state', 'The widget belongs to another operator.');
    case 'widget-changed-meanwhile':
      return new ApiProblem('invalid_state', 'The widget was changed meanwhile. Read it again.', {
        details: [{ field: 'based_on', problem: `is not ${rejection.version}, the version of now` }],
      });
    case 'widget-configuration-invalid':
      return new ApiProblem('invalid_request', 'The request is malformed; details says where.', {
        details: rejection.fields.map((field) => ({ field: fieldNames[field], problem: 'is not valid' })),
      });
  }
}
