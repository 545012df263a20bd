import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { HeadedAnswers } from '../shown/headed-answers.decorator.js';
import type { HeadedAnswer } from '../shown/page-headers.js';
import { ListModelsQuery } from './dto/list-models.query.js';
import { ModelGroupInfoQuery } from './dto/model-group-info.query.js';
import { ModelInfoQuery } from './dto/model-info.query.js';
import { ModelReader } from './model-reader.service.js';

/** LiteLLM's routes that describe models. Every key may ask, for those that it may use. */
@ApiTags('models')
@Controller()
export class ModelsController {
  constructor(private readonly reader: ModelReader) {}

  @Get(['model/info', 'v1/model/info'])
  @RequirePermission('model:read')
  @ApiOperation({ summary: 'Models with prices, limits and parameters, or the one with an id; no credentials' })
  @HeadedAnswers('pages')
  info(@Query() query: ModelInfoQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): HeadedAnswer {
    return this.reader.info(query, caller, reach);
  }

  @Get('v2/model/info')
  @RequirePermission('model:read')
  @ApiOperation({ summary: 'Models, page by page' })
  list(@Query() query: ListModelsQuery, @Caller() caller: Principal, @CallerReach() reach: Reach): object {
    return this.reader.list(query, caller, reach);
  }

  @Get('model_group/info')
  @RequirePermission('model:read')
  @ApiOperation({ summary: 'What callers address: groups of models, or the one of a name' })
  @HeadedAnswers('pages')
  groups(@Query() query: ModelGroupInfoQuery, @Caller() caller: Principal): HeadedAnswer {
    return this.reader.groups(query, caller);
  }
}
