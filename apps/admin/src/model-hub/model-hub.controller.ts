import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { Public } from '../access/public.decorator.js';
import { CostMap } from './cost-map.service.js';
import { MakePublicDto } from './dto/make-public.dto.js';
import { ModelHub } from './model-hub.service.js';

/** LiteLLM's routes for what is shown to anybody. */
@ApiTags('models')
@Controller()
export class ModelHubController {
  constructor(
    private readonly hub: ModelHub,
    private readonly map: CostMap,
  ) {}

  @Post('model_group/make_public')
  @HttpCode(200)
  @RequirePermission('config:update')
  @ApiOperation({ summary: 'Say which groups of models are shown to anybody' })
  @ApiHeader(CHANGED_BY_HEADER)
  makePublic(@Body() body: MakePublicDto, @ChangedBy() author: Author): Promise<object> {
    return this.hub.makePublic([...new Set(body.model_groups)], author);
  }

  @Get('public/model_hub')
  @Public()
  @ApiOperation({ summary: 'Groups of models that the operator shows to anybody' })
  groups(): readonly object[] {
    return this.hub.groups();
  }

  @Get('public/providers')
  @Public()
  @ApiOperation({ summary: 'Providers that are served' })
  providers(): readonly string[] {
    return this.hub.providers();
  }

  @Get('public/litellm_model_cost_map')
  @Public()
  @ApiOperation({ summary: 'Prices and limits of models that this version comes with' })
  costMap(): object {
    return this.map.all();
  }
}
