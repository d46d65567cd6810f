export declare const nodeVersion: string;
export declare const pnpmVersion: string;
export declare function isRecentNode(version: string): boolean;
export declare function platformPackage(platform: string, arch: string): string | undefined;
export declare const sourceFlags: string[];
