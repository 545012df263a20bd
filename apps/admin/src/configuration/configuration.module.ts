import { Module } from '@nestjs/common';
import { CacheController } from './cache.controller.js';
import { CallbacksController } from './callbacks.controller.js';
import { Callbacks } from './callbacks.service.js';
import { ConfigController } from './config.controller.js';
import { ConfigFields } from './config-fields.service.js';
import { FallbacksController } from './fallbacks.controller.js';
import { Fallbacks } from './fallbacks.service.js';
import { KeptConfig } from './kept-config.service.js';
import { RouterSettingsController } from './router-settings.controller.js';

@Module({
  controllers: [CacheController, CallbacksController, ConfigController, FallbacksController, RouterSettingsController],
  providers: [Callbacks, ConfigFields, Fallbacks, KeptConfig],
})
export class ConfigurationModule {}
