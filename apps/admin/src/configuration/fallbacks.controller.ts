import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Author } from '@tollgate/persistence';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { FallbackQuery, SetFallbackDto } from './dto/fallback.dto.js';
import { Fallbacks } from './fallbacks.service.js';

/** LiteLLM's routes for the models that take over from one. */
@ApiTags('fallbacks')
@Controller('fallback')
export class FallbacksController {
  constructor(private readonly fallbacks: Fallbacks) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('fallback:update')
  @ApiOperation({ summary: 'Say which models take over from a model' })
  @ApiHeader(CHANGED_BY_HEADER)
  set(@Body() body: SetFallbackDto, @ChangedBy() author: Author): Promise<object> {
    return this.fallbacks.set(body, author);
  }

  @Get(':model')
  @RequirePermission('config:read')
  @ApiOperation({ summary: 'The models that take over from a model' })
  find(@Param('model', TextParamPipe) model: string, @Query() query: FallbackQuery): object {
    return this.fallbacks.find(model, query.fallback_type ?? 'general');
  }

  @Delete(':model')
  @RequirePermission('fallback:delete')
  @ApiOperation({ summary: 'Let no model take over from a model' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(
    @Param('model', TextParamPipe) model: string,
    @Query() query: FallbackQuery,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.fallbacks.delete(model, query.fallback_type ?? 'general', author);
  }
}
