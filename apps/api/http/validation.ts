import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ApiProblem, type ProblemDetail } from '../problems/api-problem.js';

const details_max = 20;
const field_length_max = 80;

/** The shape of requests: unknown fields are refused, nothing is converted (S-11). */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => malformed(errors),
  });
}

function malformed(errors: readonly ValidationError[]): ApiProblem {
  const details = errors.flatMap((error) => detailsOf(error, '')).slice(0, details_max);
  return new ApiProblem('invalid_request', 'The request is malformed; details says where.', { details });
}

function detailsOf({ property, constraints = {}, children = [] }: ValidationError, parent: string): ProblemDetail[] {
  const field = `${parent}${property}`.slice(0, field_length_max);
  const own = Object.entries(constraints).map(([name, message]) => ({
    field,
    problem: problemOf(name, property, message),
  }));
  return [...own, ...children.flatMap((child) => detailsOf(child, `${field}.`))];
}

function problemOf(constraint: string, property: string, message: string): string {
  if (constraint === 'whitelistValidation') return 'is not a known field';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
