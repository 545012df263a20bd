import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../access/permission.decorator.js';
import { TestCacheDto } from './dto/test-cache.dto.js';
import { noCache } from './configuration-refusals.js';

/** LiteLLM's routes for a cache of answers, as it answers them where it has none: there is none here. */
@ApiTags('cache')
@Controller('cache')
export class CacheController {
  @Get('ping')
  @RequirePermission('cache:read')
  @ApiOperation({ summary: '503: answers are not cached' })
  ping(): never {
    throw noCache();
  }

  @Get('redis/info')
  @RequirePermission('cache:read')
  @ApiOperation({ summary: '503: answers are not cached' })
  info(): never {
    throw noCache();
  }

  @Get('settings')
  @RequirePermission('cache:read')
  @ApiOperation({ summary: 'No settings: answers are not cached' })
  settings(): object {
    return { fields: [], current_values: {}, redis_type_descriptions: {} };
  }

  @Post('settings')
  @HttpCode(200)
  @RequirePermission('cache:update')
  @ApiOperation({ summary: '503: answers are not cached' })
  change(): never {
    throw noCache();
  }

  @Post('settings/test')
  @HttpCode(200)
  @RequirePermission('cache:read')
  @ApiOperation({ summary: 'Says that nothing is connected to: answers are not cached' })
  test(@Body() body: TestCacheDto): object {
    const asked = Object.keys(body.cache_settings);
    const message = `Answers are not cached here: nothing was connected to${asked.length === 0 ? '' : `, and ${asked.join(', ')} would have no effect`}.`;
    return { status: 'failed', message, error: 'Cache not initialized' };
  }

  @Post('delete')
  @HttpCode(200)
  @RequirePermission('cache:update')
  @ApiOperation({ summary: '503: answers are not cached' })
  delete(): never {
    throw noCache();
  }

  @Post('flushall')
  @HttpCode(200)
  @RequirePermission('cache:update')
  @ApiOperation({ summary: '503: answers are not cached' })
  flush(): never {
    throw noCache();
  }
}
