export { memoryProvider as default } from '../memory.ts';
