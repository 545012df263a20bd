import { Module } from '@nestjs/common';
import { TagUseController } from './tag-use.controller.js';
import { TagUse } from './tag-use.service.js';

@Module({ controllers: [TagUseController], providers: [TagUse] })
export class TagUseModule {}
