import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/route-access.js';
import { errorPage } from './error-page.js';

/** Where the `docs_url` of every error leads. */
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorPageController {
  @Get()
  @Public()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return errorPage();
  }
}
