import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
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
  @RequirePermission('key:create')
  @ApiOperation({ summary: 'Make a key; the answer alone holds its secret' })
  @ApiHeader(CHANGED_BY_HEADER)
  generate(
    @Body() body: GenerateKeyDto,
    @Caller() principal: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.generate(body, { principal, reach }, author);
  }

  @Get('info')
  @RequirePermission('key:read')
  @ApiOperation({ summary: 'Settings and spend of a key; a key may read itself, a user his own' })
  info(@Query() query: KeyInfoQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.info(query.key ?? caller.keyHash, reach);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('key:update')
  @ApiOperation({ summary: 'Change the named settings of a key' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateKeyDto,
    @Caller() principal: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.update(body, { principal, reach }, author);
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('key:delete')
  @ApiOperation({ summary: 'Delete keys; their rows and spend stay readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteKeysDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.delete(body, reach, author);
  }

  @Get('list')
  @RequirePermission('key:list')
  @ApiOperation({ summary: 'Keys, page by page' })
  list(@Query() query: ListKeysQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.list(query, reach);
  }

  @Post('block')
  @HttpCode(200)
  @RequirePermission('key:block')
  @ApiOperation({ summary: 'Refuse every call of a key' })
  @ApiHeader(CHANGED_BY_HEADER)
  block(@Body() body: BlockKeyDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.block(body.key, reach, author);
  }

  @Post('unblock')
  @HttpCode(200)
  @RequirePermission('key:block')
  @ApiOperation({ summary: 'Serve the calls of a key again' })
  @ApiHeader(CHANGED_BY_HEADER)
  unblock(@Body() body: BlockKeyDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.unblock(body.key, reach, author);
  }
}
