import { Manifest } from '@carnet/provider';
export declare const manifest: Manifest;
export {};
