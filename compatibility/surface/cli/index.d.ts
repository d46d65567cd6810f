export { CarnetOptions } from '@carnet/core';
export { CredentialDefinition } from '@carnet/core';
export { VariableDefinition } from '@carnet/core';
export { WorkloadIdentityDefinition } from '@carnet/core';
import { CarnetOptions } from '@carnet/core';
import { Manifest } from '@carnet/provider';
export interface CarnetConfig extends CarnetOptions {
    readonly keep?: readonly string[] | undefined;
}
export interface ProviderImport {
    readonly package: string;
    readonly factory?: string | undefined;
    readonly isProvider?: boolean | undefined;
}
export interface ProviderPageOptions extends Partial<ProviderImport> {
    readonly inPlatform?: boolean | undefined;
}
export declare function commandPages(): Promise<ReadonlyMap<string, string>>;
export declare function defineConfig(config: CarnetConfig): CarnetConfig;
export declare function providerPage(manifest: Manifest, { package: name, factory, isProvider, inPlatform }?: ProviderPageOptions): string;
export {};
