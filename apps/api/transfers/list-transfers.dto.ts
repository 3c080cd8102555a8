import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { PageDto } from '../reading/page.dto.js';
import { transferStatuses, type TransferStatus } from './transfer.status.js';

export class ListTransfersDto extends PageDto {
  @ApiProperty({ required: false, enum: transferStatuses })
  @Optional()
  @IsIn(transferStatuses, { message: `must be one of ${transferStatuses.join(', ')}` })
  readonly status?: TransferStatus;

  @ApiProperty({ required: false })
  @Optional()
  @PrintableText(64)
  readonly from_wallet_id?: string;

  @ApiProperty({ required: false })
  @Optional()
  @PrintableText(64)
  readonly to_wallet_id?: string;

  @ApiProperty({ required: false, description: 'Your own reference.' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;
}
