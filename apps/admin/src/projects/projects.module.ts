import { Module } from '@nestjs/common';
import { ProjectsController } from './projects.controller.js';
import { Projects } from './projects.service.js';

@Module({ controllers: [ProjectsController], providers: [Projects], exports: [Projects] })
export class ProjectsModule {}
