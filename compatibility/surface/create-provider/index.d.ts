interface NameOptions {
    readonly id: string;
    readonly scope?: string | undefined;
    readonly repository?: string | undefined;
}
export declare class ScaffoldError extends Error {
    readonly name: string;
    readonly code: ScaffoldErrorCode;
    readonly cure: string;
    constructor(code: ScaffoldErrorCode, message: string, cure: string);
}
export type ScaffoldErrorCode = 'ID_INVALID' | 'ID_RESERVED' | 'SCOPE_INVALID' | 'REPOSITORY_INVALID' | 'FOLDER_TAKEN' | 'FOLDER_NOT_WRITABLE';
export interface ScaffoldOptions extends NameOptions {
    readonly directory?: string | undefined;
    readonly template?: URL | undefined;
}
export interface Scaffolded {
    readonly name: string;
    readonly folder: string;
    readonly files: readonly string[];
}
export declare function scaffold({ directory, template, ...options }: ScaffoldOptions): Scaffolded;
export {};
