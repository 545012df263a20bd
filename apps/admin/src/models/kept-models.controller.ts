import { Body, Controller, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Reach } from '@tollgate/auth';
import type { Principal } from '@tollgate/canonical';
import type { Author } from '@tollgate/persistence';
import { CallerReach } from '../access/caller-reach.decorator.js';
import { Caller } from '../access/caller.decorator.js';
import { ChangedBy } from '../access/changed-by.decorator.js';
import { CHANGED_BY_HEADER } from '../access/changed-by.header.js';
import { RequirePermission } from '../access/permission.decorator.js';
import { TextParamPipe } from '../validation/text-param.pipe.js';
import { DeleteModelDto, ModelRefDto } from './dto/model-ref.dto.js';
import { NewModelDto } from './dto/new-model.dto.js';
import { UpdateModelDto, UpdateNamedModelDto } from './dto/update-model.dto.js';
import { badMember } from './model-refusals.js';
import { ModelWriter } from './model-writer.service.js';

/** LiteLLM's routes that change models. Those of the configuration file stay as they are. */
@ApiTags('models')
@Controller('model')
export class KeptModelsController {
  constructor(private readonly writer: ModelWriter) {}

  @Post('new')
  @HttpCode(200)
  @RequirePermission('model:create')
  @ApiOperation({ summary: 'Make a model; every process serves it within a second' })
  @ApiHeader(CHANGED_BY_HEADER)
  create(
    @Body() body: NewModelDto,
    @Caller() caller: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.create(body, caller, reach, author);
  }

  @Post('update')
  @HttpCode(200)
  @RequirePermission('model:update')
  @ApiOperation({ summary: 'Change the named members of a model that was made over the API' })
  @ApiHeader(CHANGED_BY_HEADER)
  update(
    @Body() body: UpdateNamedModelDto,
    @Caller() principal: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    const id = body.model_info?.['id'] ?? body.id;
    if (typeof id !== 'string') throw badMember('model_info.id', 'is required: it names the model to change.');
    return this.writer.update(id, body, { principal, reach }, author);
  }

  @Patch(':id/update')
  @RequirePermission('model:update')
  @ApiOperation({ summary: 'Change the named members of a model that was made over the API' })
  @ApiHeader(CHANGED_BY_HEADER)
  patch(
    @Param('id', TextParamPipe) id: string,
    @Body() body: UpdateModelDto,
    @Caller() principal: Principal,
    @CallerReach() reach: Reach,
    @ChangedBy() author: Author,
  ): Promise<object> {
    return this.writer.update(id, body, { principal, reach }, author);
  }

  @Post('block')
  @HttpCode(200)
  @RequirePermission('model:block')
  @ApiOperation({ summary: 'Serve a model that was made over the API no more' })
  @ApiHeader(CHANGED_BY_HEADER)
  block(@Body() body: ModelRefDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.setBlocked(body.model_id, true, reach, author);
  }

  @Post('unblock')
  @HttpCode(200)
  @RequirePermission('model:block')
  @ApiOperation({ summary: 'Serve a model that was made over the API again' })
  @ApiHeader(CHANGED_BY_HEADER)
  unblock(@Body() body: ModelRefDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.setBlocked(body.model_id, false, reach, author);
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('model:delete')
  @ApiOperation({ summary: 'Delete a model that was made over the API' })
  @ApiHeader(CHANGED_BY_HEADER)
  delete(@Body() body: DeleteModelDto, @CallerReach() reach: Reach, @ChangedBy() author: Author): Promise<object> {
    return this.writer.delete(body.id, reach, author);
  }
}
