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
import { KeyInfosDto } from './dto/key-infos.dto.js';
import { ListAliasesQuery } from './dto/list-aliases.query.js';
import { ListKeysQuery } from './dto/list-keys.query.js';
import { UpdateKeyDto } from './dto/update-key.dto.js';
import { KeysCaller } from './key-caller.decorator.js';
import type { KeyCaller } from './key-caller.js';
import { KeyReader } from './key-reader.service.js';
import { KeyWriter } from './key-writer.service.js';

/** LiteLLM's routes for keys. */
@ApiTags('keys')
@Controller()
export class KeysController {
  constructor(
    private readonly reader: KeyReader,
    private readonly writer: KeyWriter,
  ) {}

  @Post('key/generate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('key:create')
  @ApiOperation({ summary: 'Make a key; the answer alone holds its secret' })
  @ApiHeader(CHANGED_BY_HEADER)
  generate(
    @Body() body: GenerateKeyDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.generate(body, caller, author);
  }

  @Get('key/info')
  @RequirePermission('key:read')
  @ApiOperation({ summary: 'Settings and spend of a key; a key may read itself, a user his own' })
  info(@Query() query: KeyInfoQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.info(query.key ?? caller.keyHash, reach);
  }

  @Post('v2/key/info')
  @HttpCode(200)
  @RequirePermission('key:read')
  @ApiOperation({ summary: 'Settings and spend of several keys; those that the caller may not read are left out' })
  infos(@Body() body: KeyInfosDto, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.infos(body.keys, reach);
  }

  @Post('key/health')
  @HttpCode(200)
  @RequirePermission('me:read')
  @ApiOperation({ summary: 'Whether the calling key is served' })
  health(): object {
    // who is refused is told so by the guard; callbacks of a key's own do not exist
    return { key: 'healthy', logging_callbacks: null };
  }

  @Get('key/aliases')
  @RequirePermission('key:list')
  @ApiOperation({ summary: 'Aliases of keys, page by page' })
  aliases(@Query() query: ListAliasesQuery, @CallerReach() reach: Reach): Promise<object> {
    return this.reader.aliases(query, reach);
  }

  @Post('key/update')
  @HttpCode(200)
  @RequirePermission('key:update')
  @ApiOperation({ summary: 'Change the named settings of a key' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(@Body() body: UpdateKeyDto, @KeysCaller() caller: KeyCaller, @ChangedBy() author: Author): Promise<object> {
    return this.writer.update(body, caller, author);
  }

  @Post('key/delete')
  @HttpCode(200)
  @RequirePermission('key:delete')
  @ApiOperation({ summary: 'Delete keys; their rows and spend stay readable' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteKeysDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.delete(body, reach, author);
  }

  @Get('key/list')
  @RequirePermission('key:list')
  @ApiOperation({ summary: 'Keys, page by page' })
  list(@Query() query: ListKeysQuery, @KeysCaller() caller: KeyCaller): Promise<object> {
    return this.reader.list(query, caller);
  }

  @Post('key/block')
  @HttpCode(200)
  @RequirePermission('key:block')
  @ApiOperation({ summary: 'Refuse every call of a key' })
  @ApiHeader(CHANGED_BY_HEADER)
  block(@Body() body: BlockKeyDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.block(body.key, reach, author);
  }

  @Post('key/unblock')
  @HttpCode(200)
  @RequirePermission('key:unblock')
  @ApiOperation({ summary: 'Serve the calls of a key again' })
  @ApiHeader(CHANGED_BY_HEADER)
  unblock(@Body() body: BlockKeyDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.unblock(body.key, reach, author);
  }
}
