import { Module } from '@nestjs/common';
import { ModelReader } from './model-reader.service.js';
import { ModelsController } from './models.controller.js';

@Module({ controllers: [ModelsController], providers: [ModelReader] })
export class ModelsModule {}
