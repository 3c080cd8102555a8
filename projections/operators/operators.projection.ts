import { operatorCodec, operatorStreamPrefix } from '#libs/operators/operator.codec.js';
import { insert } from '#libs/read-store/changes.js';
import { defineProjection } from '#libs/read-store/projection.definition.js';
import { operator } from './operators.tables.js';

/** Which operators there are. */
export const operators = defineProjection({
  name: 'operators',
  version: 1,
  streams: [operatorStreamPrefix],
  codecs: [operatorCodec],
  tables: [operator],
  on: {
    OperatorRegistered: ({ operatorId, registeredAt }) => [
      insert(operator, { operator_id: operatorId, registered_at: registeredAt }),
    ],
    OnboardingStepDone: 'ignored',
    OnboardingStepWithdrawn: 'ignored',
    ApproverHostingRecorded: 'ignored',
    OperatorFeesSet: 'ignored',
  },
});
