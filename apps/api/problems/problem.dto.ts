import { ApiProperty } from '@nestjs/swagger';
import { problemCodes, type ProblemCode } from './problem.codes.js';

export class ProblemDetailDto {
  @ApiProperty({ description: 'The field or header.', example: 'destination.address' })
  readonly field!: string;

  @ApiProperty({ description: 'What is wrong with it.', example: 'must be a string' })
  readonly problem!: string;
}

export class ProblemErrorDto {
  @ApiProperty({ enum: problemCodes, enumName: 'ProblemCode', description: 'For programs: branch on this.' })
  readonly code!: ProblemCode;

  @ApiProperty({ description: 'For developers. May change at any time.', example: 'The request is malformed.' })
  readonly message!: string;

  @ApiProperty({ description: 'The HTTP status, again.', example: 400 })
  readonly http_status!: number;

  @ApiProperty({
    format: 'uri-reference',
    description: 'What the code means.',
    example: '/docs/errors#invalid_request',
  })
  readonly docs_url!: string;

  @ApiProperty({ description: 'Names this request in our log.', example: 'req_8cd2f1a07b5c4c7c9d1f0a3b5e6d7c8f' })
  readonly request_id!: string;

  @ApiProperty({ type: [ProblemDetailDto], required: false, description: 'Where the code alone does not say it.' })
  readonly details?: readonly ProblemDetailDto[];
}

/** The body of every error (API-08). */
export class ProblemDto {
  @ApiProperty({ type: ProblemErrorDto })
  readonly error!: ProblemErrorDto;
}
