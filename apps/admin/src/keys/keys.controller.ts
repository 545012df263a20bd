import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { BlockKeyDto } from './dto/block-key.dto.js';
import { DeleteKeysDto } from './dto/delete-keys.dto.js';
import { GenerateKeyDto } from './dto/generate-key.dto.js';
import { KeyInfoQuery } from './dto/key-info.query.js';
import { ListKeysQuery } from './dto/list-keys.query.js';
import { UpdateKeyDto } from './dto/update-key.dto.js';
import { KeyReader } from './key-reader.service.js';
import { KeyWriter } from './key-writer.service.js';

/** LiteLLM's routes for keys. */
@ApiTags('keys')
@Controller('key')
export class KeysController {
  constructor(
    private readonly reader: KeyReader,
    private readonly writer: KeyWriter,
  ) {}

  @Post('generate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Make a key; the answer alone holds its secret' })
  @ApiHeader({
    name: 'litellm-changed-by',
    required: false,
    description: 'Who is behind the change; named in the audit.',
  })
  generate(@Body() body: GenerateKeyDto, @ChangedBy() author: Author): Promise<object> {
    return this.writer.generate(body, author);
  }

  @Get('info')
  @RequirePermission('own_key')
  @ApiOperation({ summary: 'Settings and spend of a key; a key may read itself' })
  info(@Query() query: KeyInfoQuery, @Caller() caller: Principal): Promise<object> {
    return this.reader.info(query.key, caller);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Change the named settings of a key' })
  @ApiHeader({
    name: 'litellm-changed-by',
    required: false,
    description: 'Who is behind the change; named in the audit.',
  })
  update(@Body() body: UpdateKeyDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.writer.update(body, caller, author);
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Delete keys; their rows and spend stay readable' })
  @ApiHeader({
    name: 'litellm-changed-by',
    required: false,
    description: 'Who is behind the change; named in the audit.',
  })
  delete(@Body() body: DeleteKeysDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.writer.delete(body, caller, author);
  }

  @Get('list')
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Keys, page by page' })
  list(@Query() query: ListKeysQuery, @Caller() caller: Principal): Promise<object> {
    return this.reader.list(query, caller);
  }

  @Post('block')
  @HttpCode(200)
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Refuse every call of a key' })
  @ApiHeader({
    name: 'litellm-changed-by',
    required: false,
    description: 'Who is behind the change; named in the audit.',
  })
  block(@Body() body: BlockKeyDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.writer.block(body.key, caller, author);
  }

  @Post('unblock')
  @HttpCode(200)
  @RequirePermission('proxy_admin')
  @ApiOperation({ summary: 'Serve the calls of a key again' })
  @ApiHeader({
    name: 'litellm-changed-by',
    required: false,
    description: 'Who is behind the change; named in the audit.',
  })
  unblock(@Body() body: BlockKeyDto, @Caller() caller: Principal, @ChangedBy() author: Author): Promise<object> {
    return this.writer.unblock(body.key, caller, author);
  }
}
