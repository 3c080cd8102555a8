import { buildSchema, GraphQLError, GraphQLScalarType, Kind, type GraphQLSchema, type ValueNode } from 'graphql';
import { isLosslessNumber } from 'lossless-json';
import { exactNumber } from '#apps/inabit-sandbox/exact/exact-json.js';
import { sdl } from './sdl.js';

/**
 * The schema with its one scalar of our own. `Decimal` is a decimal text inside the sandbox; it comes in as the
 * `LosslessNumber` of the parsed body (or as a literal in the query) and leaves as one, so no digit is lost.
 */
export function platformSchema(): GraphQLSchema {
  const schema = buildSchema(sdl);
  const decimal = schema.getType('Decimal');
  if (decimal instanceof GraphQLScalarType)
    Object.assign(decimal, { parseValue: readNumber, parseLiteral: readLiteral, serialize: writeNumber });
  return schema;
}

function readNumber(value: unknown): string {
  if (isLosslessNumber(value)) return value.toString();
  throw new GraphQLError(`Float cannot represent non numeric value: ${JSON.stringify(value)}`);
}

function readLiteral(node: ValueNode): string {
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return node.value;
  throw new GraphQLError('Float cannot represent non numeric value');
}

function writeNumber(value: unknown) {
  return exactNumber(String(value));
}
