import { Module } from '@nestjs/common';
import { TagsController } from './tags.controller.js';
import { Tags } from './tags.service.js';

@Module({ controllers: [TagsController], providers: [Tags], exports: [Tags] })
export class TagsModule {}
