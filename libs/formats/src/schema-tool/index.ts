export { answerFromTool } from './answer-from-tool.js';
export { askByTool, type SchemaToolChoice } from './ask-by-tool.js';
export { SchemaToolDecoder } from './schema-tool-decoder.js';
