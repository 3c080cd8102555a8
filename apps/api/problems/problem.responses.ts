import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { problemGuides, problemStatus, type ProblemCode } from './problem.codes.js';
import { ProblemDto } from './problem.dto.js';

/** How every request with a body may fail before anybody looks at what it asks for. */
export const bodyProblems = ['invalid_request', 'payload_too_large', 'unsupported_media_type'] as const;

/** Documents the errors of a route, in the order of their statuses. */
export function ApiProblems(...codes: readonly ProblemCode[]): MethodDecorator {
  const statuses = [...new Set(codes.map((code) => problemStatus[code]))];
  const responses = statuses.map((status) =>
    problemResponse(
      status,
      codes.filter((code) => problemStatus[code] === status),
    ),
  );
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${problemGuides[code].meaning}`).join(' '),
    content: {
      'application/json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(codes.map((code) => [code, { value: example(code) }])),
      },
    },
  });
}

function example(code: ProblemCode): ProblemDto {
  const docs_url = `/docs/errors#${code}`;
  const request_id = 'req_8cd2f1a07b5c4c7c9d1f0a3b5e6d7c8f';
  return {
    error: { code, message: problemGuides[code].meaning, http_status: problemStatus[code], docs_url, request_id },
  };
}
