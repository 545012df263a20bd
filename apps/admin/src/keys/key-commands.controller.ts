import { Body, Controller, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { OwnKeyAlways } from '../access/own-key.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { BulkKeyWriter } from './bulk-key-writer.service.js';
import { BulkUpdateKeysDto, BulkUpdateTeamKeysDto } from './dto/bulk-update-keys.dto.js';
import { GenerateKeyDto } from './dto/generate-key.dto.js';
import { RegenerateKeyDto, RegenerateKeyQuery, RegenerateNamedKeyDto } from './dto/regenerate-key.dto.js';
import { ResetSpendDto } from './dto/reset-spend.dto.js';
import { noKeyToRegenerate, twoKeysToRegenerate } from './key-refusals.js';
import { KeysCaller } from './key-caller.decorator.js';
import type { KeyCaller } from './key-caller.js';
import { KeyCollector } from './key-collector.service.js';
import { KeyRotator } from './key-rotator.service.js';
import { KeySpend } from './key-spend.service.js';
import { KeyWriter } from './key-writer.service.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';

/** LiteLLM's routes that do one thing with keys: service accounts, other secrets, many keys at once, corrected spend. */
@ApiTags('keys')
@Controller()
export class KeyCommandsController {
  constructor(
    private readonly writer: KeyWriter,
    private readonly rotator: KeyRotator,
    private readonly collector: KeyCollector,
    private readonly bulk: BulkKeyWriter,
    private readonly spend: KeySpend,
  ) {}

  @Post('key/service-account/generate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('key:create_service_account')
  @ApiOperation({ summary: 'Make a key of a team that belongs to no user' })
  @ApiHeader(CHANGED_BY_HEADER)
  generateForService(
    @Body() body: GenerateKeyDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.generateForService(body, caller, author);
  }

  @Post('key/regenerate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('key:regenerate')
  @ApiOperation({ summary: 'Give a key another secret; the answer alone holds it' })
  @ApiHeader(CHANGED_BY_HEADER)
  regenerateNamed(
    @Query() query: RegenerateKeyQuery,
    @Body() body: RegenerateNamedKeyDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    const key = body.key ?? query.key;
    if (key === undefined) throw noKeyToRegenerate();
    if (query.key !== undefined && query.key !== key) throw twoKeysToRegenerate();
    return this.rotator.regenerate(key, body, caller, author);
  }

  @Post('key/:key/regenerate')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('key:regenerate')
  @ApiOperation({ summary: 'Give the named key another secret; the answer alone holds it' })
  @ApiHeader(CHANGED_BY_HEADER)
  regenerate(
    @Param('key', TextParamPipe) key: string,
    @Body() body: RegenerateKeyDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.rotator.regenerate(key, body, caller, author);
  }

  @Post('key/:key/rotation/collect')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequirePermission('key:collect')
  @OwnKeyAlways()
  @ApiOperation({
    summary: 'Fetch the secret that auto_rotate made of a key; the ones before it then have their grace',
  })
  @ApiHeader(CHANGED_BY_HEADER)
  collect(
    @Param('key', TextParamPipe) key: string,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.collector.collect(key, caller, author);
  }

  @Post('key/bulk_update')
  @HttpCode(200)
  @RequirePermission('key:update')
  @ApiOperation({ summary: 'Change many keys, each on its own' })
  @ApiHeader(CHANGED_BY_HEADER)
  bulkUpdate(
    @Body() body: BulkUpdateKeysDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.bulk.update(body, caller, author);
  }

  @Post('team/key/bulk_update')
  @HttpCode(200)
  @RequirePermission('key:update')
  @ApiOperation({ summary: 'Change many keys of one team alike' })
  @ApiHeader(CHANGED_BY_HEADER)
  bulkUpdateOfTeam(
    @Body() body: BulkUpdateTeamKeysDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.bulk.updateOfTeam(body, caller, author);
  }

  @Post('key/:key/reset_spend')
  @HttpCode(200)
  @RequirePermission('key:reset_spend')
  @ApiOperation({ summary: 'Correct what a key is shown to have spent in its current window' })
  @ApiHeader(CHANGED_BY_HEADER)
  resetSpend(
    @Param('key', TextParamPipe) key: string,
    @Body() body: ResetSpendDto,
    @KeysCaller() caller: KeyCaller,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.spend.reset(key, body.reset_to, caller, author);
  }
}
