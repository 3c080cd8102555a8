import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { PageDto } from '../reading/page.dto.js';
import { swapStatuses, type SwapStatus } from './swap.status.js';

export class ListSwapsDto extends PageDto {
  @ApiProperty({ required: false, enum: swapStatuses })
  @Optional()
  @IsIn(swapStatuses, { message: `must be one of ${swapStatuses.join(', ')}` })
  readonly status?: SwapStatus;

  @ApiProperty({ required: false, description: 'Whose wallet it is.' })
  @Optional()
  @PrintableText(64)
  readonly operator_id?: string;

  @ApiProperty({ required: false })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, description: 'Your own reference.' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;
}
