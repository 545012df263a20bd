export { findRedisProblem } from './find-redis-problem.js';
