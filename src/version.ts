/** The tool's version: part of cache keys and of every output. Equal to package.json's, which a test holds. */
export const VERSION = '0.1.0';
