export { askByTool, type SchemaToolChoice } from './ask-by-tool.js';
export { answerDecoder, type AskedAnswer, readAnswer } from './read-answer.js';
export { wrapSchema } from './wrap-schema.js';
