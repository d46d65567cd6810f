export { memoryProvider, type MemoryProvider } from './memory/memory-provider.ts';
