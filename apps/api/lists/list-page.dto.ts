import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';

/** Which page of a list is asked for. */
export class ListPageDto {
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 100, default: 50 })
  @Optional()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'must be a number from 1 to 100' })
  readonly limit?: string;

  @ApiProperty({ required: false, description: '`next_cursor` of the page before.' })
  @Optional()
  @PrintableText(256)
  readonly cursor?: string;
}
