import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { Credentials } from './credentials.service.js';
import { ListCredentialsQuery, NewCredentialDto, UpdateCredentialDto } from './dto/credential.dto.js';

/** LiteLLM's routes for credentials that models name in `litellm_credential_name`. */
@ApiTags('credentials')
@Controller('credentials')
export class CredentialsController {
  constructor(private readonly credentials: Credentials) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('credential:create')
  @ApiOperation({ summary: 'Keep a credential, encrypted, for the origins that it may be sent to' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(@Body() body: NewCredentialDto, @ChangedBy() author: Author): Promise<object> {
    return this.credentials.create(body, author);
  }

  @Get()
  @RequirePermission('credential:list')
  @HeadedAnswers('pages')
  @ApiOperation({ summary: 'Credentials by name, page by page, without their secrets' })
  list(@Query() query: ListCredentialsQuery): Promise<HeadedAnswer> {
    return this.credentials.list(query);
  }

  @Get('by_name/:credential_name')
  @RequirePermission('credential:read')
  @ApiOperation({ summary: 'A credential, without its secrets' })
  find(@Param('credential_name', TextParamPipe) name: string): Promise<object> {
    return this.credentials.find(name);
  }

  @Get('by_model/:model_id')
  @RequirePermission('credential:read')
  @ApiOperation({ summary: 'What a model calls its provider with, without the secrets' })
  ofModel(@Param('model_id', TextParamPipe) id: string): object {
    return this.credentials.ofModel(id);
  }

  @Patch(':credential_name')
  @RequirePermission('credential:update')
  @ApiOperation({ summary: 'Change the named members of a credential, for all models that name it' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Param('credential_name', TextParamPipe) name: string,
    @Body() body: UpdateCredentialDto,
    @Caller() caller: Principal,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.credentials.update(name, body, caller, author);
  }

  @Delete(':credential_name')
  @RequirePermission('credential:delete')
  @ApiOperation({ summary: 'Delete a credential; models that name it are served no more' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Param('credential_name', TextParamPipe) name: string, @ChangedBy() author: Author): Promise<object> {
    return this.credentials.delete(name, author);
  }
}
