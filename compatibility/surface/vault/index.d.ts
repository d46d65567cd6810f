import { Manifest } from '@carnet/provider';
import { Provider } from '@carnet/provider';
declare function createVault(): Provider;
export declare const manifest: Manifest;
export { createVault as default };
export {};
