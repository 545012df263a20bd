import { Module } from '@nestjs/common';
import { CacheController } from './cache.controller.js';
import { CallbacksController } from './callbacks.controller.js';
import { Callbacks } from './callbacks.service.js';
import { ConfigController } from './config.controller.js';
import { CostConfigController } from './cost-config.controller.js';
import { ConfigFields } from './config-fields.service.js';
import { FallbacksController } from './fallbacks.controller.js';
import { Fallbacks } from './fallbacks.service.js';
import { KeptConfig } from './kept-config.service.js';
import { PassThroughController } from './pass-through.controller.js';
import { RouterSettingsController } from './router-settings.controller.js';

@Module({
  controllers: [
    CacheController,
    CallbacksController,
    ConfigController,
    CostConfigController,
    FallbacksController,
    PassThroughController,
    RouterSettingsController,
  ],
  providers: [Callbacks, ConfigFields, Fallbacks, KeptConfig],
  exports: [ConfigFields],
})
export class ConfigurationModule {}
