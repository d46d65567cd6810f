import { Provider } from '@carnet/provider';
export interface MemoryProvider extends Provider {
    set(name: string, value: string | Uint8Array): string;
    disable(name: string, version?: string): void;
    remove(name: string): void;
}
export declare function memoryProvider(secrets?: Readonly<Record<string, string | Uint8Array>>): MemoryProvider;
export {};
